"""A release goes out: staged, synced, read back, recorded in the ledger, then switched to in one step."""

import errno
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from evaluering.disclosure import CELLS, Content, Ledger, Recorded, append_entry, read_ledger, store_record
from evaluering.durable import beside, read_from_disk, sync_folder, write_new
from evaluering.errors import EnvironmentProblem, EvalueringError
from evaluering.publishing.prepare import ledger_file
from evaluering.publishing.release_files import ReleaseFiles, latest_release
from evaluering.publishing.release_lock import cannot_write
from evaluering.workspace import Workspace

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)
_NAMED = 5
"""So many files that were not read back as written are named."""


def base_head(workspace: Workspace, ledger: Ledger) -> str:
    """The ledger head the latest release was built on, or the present head when it is not the last."""
    if ledger.entries and ledger.entries[-1].release == latest_release(workspace):
        return ledger.entries[-1].previous
    return ledger.head


def publish(
    workspace: Workspace, files: ReleaseFiles, ledger: Ledger, content: Content, shown: Recorded
) -> Path:
    """Write the release, record it, switch ``latest`` to it; the release's folder. The lock must be held.

    Every file is on disk, and was read back from there, before the ledger says so, and the ledger before
    ``latest`` moves: a machine that stops at any point leaves the old release or the new one, complete.
    Raises ``EnvironmentProblem``; unless it says that the release is recorded, nothing of it is left.
    """
    folder = workspace.reports / "releases" / content.release
    try:
        staged = _staged(workspace, files)
        link = staged_link(workspace, content.release)
        _place(workspace, staged, folder)
        store_record(workspace.reports / CELLS, shown)
        append_entry(ledger_file(workspace), ledger.next_entry(content))
    except OSError as error:
        if _is_recorded(workspace, content.release):
            raise _not_switched(content.release, error) from None
        _take_back(workspace, folder)
        raise cannot_write("reports", error) from None
    except EvalueringError:
        _take_back(workspace, folder)
        raise
    try:
        switch(workspace, link)
    except OSError as error:
        raise _not_switched(content.release, error) from None
    return folder


def staged_link(workspace: Workspace, release: str) -> Path:
    """A link to a release, ready to take the place of ``latest``.

    Made before anything is recorded: a file system without links is told of while nothing has changed.
    """
    link = beside(workspace.reports / "latest")
    try:
        link.symlink_to(Path("releases") / release)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        raise EnvironmentProblem(
            "reports/latest",
            expected="a file system with symbolic links",
            found=os.strerror(error.errno or 0),
            next_step="put the workspace on one that has them; the previous release is untouched",
        ) from None
    return link


def switch(workspace: Workspace, link: Path) -> None:
    """Put a staged link in the place of ``latest``."""
    link.replace(workspace.reports / "latest")
    sync_folder(workspace.reports)


def set_aside(workspace: Workspace, folder: Path) -> None:
    """Take a release out of the releases in one step, then remove it file by file."""
    aside = _staging(workspace)
    folder.replace(aside)
    shutil.rmtree(aside, ignore_errors=True)


def _staging(workspace: Workspace) -> Path:
    return workspace.reports / f".staging-{secrets.token_hex(6)}"


def _staged(workspace: Workspace, files: ReleaseFiles) -> Path:
    """The release in a folder of its own, on disk as it should be."""
    staged = _staging(workspace)
    for name, content in files.items():
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_new(target, content)
    for folder in [staged, *(path for path in staged.rglob("*") if path.is_dir())]:
        sync_folder(folder)
    _verify(staged, files)
    return staged


def _verify(staged: Path, files: ReleaseFiles) -> None:
    """Refuse a staged release of which the disk gives back other bytes than it was given."""
    found = {str(path.relative_to(staged)): path for path in staged.rglob("*") if path.is_file()}
    others = sorted(
        name
        for name in files.keys() | found.keys()
        if name not in files or name not in found or read_from_disk(found[name]) != files[name]
    )
    if others:
        more = f", and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        raise EnvironmentProblem(
            "reports",
            expected="a disk that gives back what was written",
            found=f"other bytes in {', '.join(others[:_NAMED])}{more}",
            next_step="check the disk before you go on; the previous release is untouched",
        )


def _place(workspace: Workspace, staged: Path, folder: Path) -> None:
    """Give the staged release its name, the ledger's file before it: by that a release is known as ours."""
    folder.parent.mkdir(exist_ok=True)
    ledger_file(workspace).touch()
    sync_folder(workspace.reports)
    sync_folder(workspace.reports.parent)
    if folder.exists():
        set_aside(workspace, folder)
    staged.replace(folder)
    sync_folder(folder.parent)
    sync_folder(workspace.reports)


def _is_recorded(workspace: Workspace, release: str) -> bool:
    """Whether the ledger has the release: an entry may be there although the disk did not confirm it."""
    try:
        return read_ledger(ledger_file(workspace)).holds(release)
    except (OSError, EvalueringError):
        return False


def _take_back(workspace: Workspace, folder: Path) -> None:
    """Remove what was written of a release that is not recorded; what cannot be, the next build removes."""
    with suppress(OSError):
        if folder.is_dir():
            set_aside(workspace, folder)
    for half in workspace.reports.glob(".staging-*"):
        shutil.rmtree(half, ignore_errors=True)
    for half in workspace.reports.glob(".latest.*"):
        with suppress(OSError):
            half.unlink()


def _not_switched(release: str, error: OSError) -> EnvironmentProblem:
    return EnvironmentProblem(
        "reports/latest",
        expected="a link that can be moved to the new release",
        found=os.strerror(error.errno or 0),
        next_step=f"check rights and free space and build again: release {release} is complete and recorded, "
        "and is then switched to first; until then latest is the release before",
    )

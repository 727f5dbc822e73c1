"""What a build that was stopped left behind: finished or cleared away before anything else is done."""

import shutil
from pathlib import Path

from evaluering.disclosure import CELLS, Ledger, read_ledger
from evaluering.durable import sync_folder
from evaluering.errors import EnvironmentProblem, InputRefused
from evaluering.publishing.prepare import ledger_file
from evaluering.publishing.release import set_aside, staged_link, switch
from evaluering.publishing.release_files import latest_release, manifest_of
from evaluering.publishing.release_lock import cannot_write
from evaluering.workspace import Workspace


def checked_ledger(workspace: Workspace) -> Ledger:
    """The ledger, brought into step with the releases on disk; the lock must be held.

    An interrupted publication is finished (recorded but not switched to) or cleared away (written
    but not recorded). Raises ``InputRefused`` when releases exist without the ledger that
    records them, ``EnvironmentProblem`` when ``latest`` is no link or the disk refuses.
    """
    _refuse_copied(workspace.reports / "latest")
    ledger = read_ledger(ledger_file(workspace))
    latest = latest_release(workspace)
    if latest and not ledger.holds(latest):
        raise _no_record(latest)
    present = releases_present(workspace)
    try:
        for name in present:
            if ledger.holds(name):
                _check_recorded(workspace, name, ledger)
            else:
                _clear_unrecorded(workspace, name, ledger)
        _clear_staged(workspace)
        _finish(workspace, ledger, latest, present)
    except OSError as error:
        raise cannot_write("reports", error) from None
    return ledger


def releases_present(workspace: Workspace) -> list[str]:
    """The ids of the releases on disk; what file systems and their viewers leave there is none."""
    folder = workspace.reports / "releases"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path.name for path in found if path.is_dir() and not path.name.startswith("."))


def _finish(workspace: Workspace, ledger: Ledger, latest: str, present: list[str]) -> None:
    if ledger.entries and latest != ledger.entries[-1].release and ledger.entries[-1].release in present:
        switch(workspace, staged_link(workspace, ledger.entries[-1].release))


def _refuse_copied(latest: Path) -> None:
    """Refuse a ``latest`` that is no link: it was copied by something that follows them."""
    if latest.is_symlink() or not latest.exists():
        return
    raise EnvironmentProblem(
        "reports/latest",
        expected="a symbolic link to a release, or nothing",
        found="a folder" if latest.is_dir() else "a file",
        next_step="remove it (the releases are in reports/releases) and build again; "
        "copy workspaces with what keeps links: cp -a, rsync -a, tar",
    )


def _check_recorded(workspace: Workspace, name: str, ledger: Ledger) -> None:
    """Refuse a ledger that tells of a release otherwise than the release itself does."""
    manifest = manifest_of(workspace.reports / "releases" / name)
    # A manifest that cannot be read was itself changed; the comparison of its files tells of it.
    said = (manifest.get("ledger_head"), manifest.get("cells"))
    entries = {(entry.previous, entry.cells) for entry in ledger.entries if entry.release == name}
    if manifest and said not in entries:
        raise InputRefused(
            "reports/ledger.jsonl",
            expected=f"the ledger that release {name} was built on, and the cells it showed",
            found="others: the head before that release, or its cells, do not match",
            next_step="restore the ledger and its cells that belong to these releases from a backup",
        )


def _clear_unrecorded(workspace: Workspace, name: str, ledger: Ledger) -> None:
    """Clear a release away that a build wrote and did not live to record; refuse any other.

    A build makes the ledger's file before it writes, and its manifest names the present head: a
    release of another origin lost its record, and is not ours to delete.
    """
    folder = workspace.reports / "releases" / name
    if not ledger_file(workspace).is_file() or manifest_of(folder).get("ledger_head") != ledger.head:
        raise _no_record(name)
    # It leaves the releases whole: half of it, without a manifest, would be nobody's.
    set_aside(workspace, folder)
    sync_folder(folder.parent)


def _clear_staged(workspace: Workspace) -> None:
    """Remove what builds that were killed had begun to write; the lock tells that none is at it."""
    for folder in workspace.reports.glob(".staging-*"):
        shutil.rmtree(folder, ignore_errors=True)
    for pattern in (".latest-*", ".latest.*", ".ledger.jsonl.*", f"{CELLS}/.*"):
        for half in workspace.reports.glob(pattern):
            half.unlink()
    for half in (workspace.private / "pages").glob(".*"):
        shutil.rmtree(half, ignore_errors=True)


def _no_record(release: str) -> InputRefused:
    return InputRefused(
        "reports/ledger.jsonl",
        expected=f"a record of the published release {release}",
        found="none",
        next_step="restore the ledger from a backup; without it earlier releases cannot be accounted for",
    )

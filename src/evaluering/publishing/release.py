"""A release on disk: staged complete, recorded in the ledger, then switched to in one step."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from evaluering.disclosure import CELLS, Content, Ledger, Recorded, append_entry, read_ledger, store_record
from evaluering.errors import EnvironmentProblem, InputRefused, VerifyDiffers
from evaluering.publishing.prepare import ledger_file
from evaluering.publishing.receipt import as_bytes
from evaluering.workspace import Workspace

ReleaseFiles = dict[str, bytes]
MANIFEST = "manifest.json"
_ID_LENGTH = 16


def with_manifest(files: ReleaseFiles, head: str, cells: str) -> tuple[str, ReleaseFiles]:
    """The release's id, derived from its content, and its files with the manifest.

    The manifest names the digest of each file, the ``head`` of the ledger the release was built on, and
    the digest of the ``cells`` that the ledger will record of it.
    """
    manifest = as_bytes({"format": 2, "ledger_head": head, "cells": cells, "files": digests_of(files)})
    return sha256(manifest).hexdigest()[:_ID_LENGTH], {**files, MANIFEST: manifest}


def digests_of(files: ReleaseFiles) -> dict[str, str]:
    """The digest of each file by its name."""
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def refuse_changed(folder: Path, expected: dict[str, str]) -> None:
    """Refuse a published release of which a file is not what it was: ``VerifyDiffers`` names each."""
    found = digests_of(read_release(folder))
    changed = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    if changed:
        raise VerifyDiffers(
            f"release {folder.name}",
            expected="the files as they were published",
            found=f"changed since: {', '.join(changed)}",
            next_step="restore them from a backup, or remove that release's folder and build again",
        )


@contextmanager
def lock(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace's release lock. Raises ``EnvironmentProblem`` when another build has it."""
    try:
        workspace.reports.mkdir(parents=True, exist_ok=True)
        stream = (workspace.reports / ".lock").open("a")
    except OSError as error:
        raise _cannot_write(error) from None
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnvironmentProblem(
                "reports",
                expected="no other build of this workspace",
                found="one that is running",
                next_step="wait for it to end",
            ) from None
        yield


def latest_release(workspace: Workspace) -> str:
    """The id ``latest`` points to, or "" when there is no release."""
    link = workspace.reports / "latest"
    return link.readlink().name if link.is_symlink() and link.exists() else ""


def checked_ledger(workspace: Workspace) -> Ledger:
    """The ledger, brought into step with the releases on disk.

    An interrupted publication is finished (recorded but not switched to) or cleared away (written
    but not recorded). Raises ``InputRefused`` when releases exist without the ledger that
    records them.
    """
    ledger = read_ledger(ledger_file(workspace))
    folder = workspace.reports / "releases"
    present = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    latest = latest_release(workspace)
    if latest and not ledger.holds(latest):
        raise _no_record(latest)
    for name in present:
        if ledger.holds(name):
            _check_recorded(workspace, name, ledger)
        else:
            _clear_unrecorded(workspace, name, ledger)
    _clear_staged(workspace)
    if ledger.entries and latest != ledger.entries[-1].release and ledger.entries[-1].release in present:
        _switch(workspace, ledger.entries[-1].release)
    return ledger


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


def manifest_of(folder: Path) -> dict[str, object]:
    """The manifest of a release; empty when it cannot be read."""
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError:
        return {}
    return _object(content)


def _clear_unrecorded(workspace: Workspace, name: str, ledger: Ledger) -> None:
    """Clear a release away that a build wrote and did not live to record; refuse any other.

    A build makes the ledger's file before it writes, and its manifest names the present head: a
    release of another origin lost its record, and is not ours to delete.
    """
    folder = workspace.reports / "releases" / name
    if not ledger_file(workspace).is_file() or manifest_of(folder).get("ledger_head") != ledger.head:
        raise _no_record(name)
    shutil.rmtree(folder)


def _clear_staged(workspace: Workspace) -> None:
    """Remove what builds that were killed had begun to write."""
    for folder in workspace.reports.glob(".staging-*"):
        shutil.rmtree(folder, ignore_errors=True)
    for pattern in (".latest-*", ".ledger.jsonl.*", f"{CELLS}/.*"):
        for half in workspace.reports.glob(pattern):
            half.unlink()


def _no_record(release: str) -> InputRefused:
    return InputRefused(
        "reports/ledger.jsonl",
        expected=f"a record of the published release {release}",
        found="none",
        next_step="restore the ledger from a backup; without it earlier releases cannot be accounted for",
    )


def base_head(workspace: Workspace, ledger: Ledger) -> str:
    """The ledger head the latest release was built on, or the present head when it is not the last."""
    if ledger.entries and ledger.entries[-1].release == latest_release(workspace):
        return ledger.entries[-1].previous
    return ledger.head


def publish(
    workspace: Workspace, files: ReleaseFiles, ledger: Ledger, content: Content, shown: Recorded
) -> Path:
    """Write the release, record it, switch ``latest`` to it; the release's folder.

    Every file is on disk before the ledger says so, and the ledger before ``latest`` moves: a
    machine that stops at any point leaves the old release or the new one, complete.
    """
    folder = workspace.reports / "releases" / content.release
    staged = workspace.reports / f".staging-{os.getpid()}"
    try:
        shutil.rmtree(staged, ignore_errors=True)
        _write(staged, files)
        folder.parent.mkdir(exist_ok=True)
        ledger_file(workspace).touch()
        shutil.rmtree(folder, ignore_errors=True)
        staged.replace(folder)
        _sync(folder.parent)
        if not ledger.holds(content.release):
            store_record(workspace.reports / CELLS, shown)
            append_entry(ledger_file(workspace), ledger.next_entry(content))
        _switch(workspace, content.release)
    except OSError as error:
        raise _cannot_write(error) from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return folder


def read_release(folder: Path) -> ReleaseFiles:
    """Every file of a release by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def receipts(files: ReleaseFiles) -> dict[str, dict[str, object]]:
    """The receipts among a release's files, by report id; one that cannot be read is empty."""
    return {
        name.partition("/")[0]: _object(content)
        for name, content in files.items()
        if name.endswith("/receipt.json")
    }


def _object(content: bytes) -> dict[str, object]:
    try:
        read = json.loads(content)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _write(folder: Path, files: ReleaseFiles) -> None:
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        _sync(path)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _switch(workspace: Workspace, release: str) -> None:
    staged = workspace.reports / f".latest-{os.getpid()}"
    staged.unlink(missing_ok=True)
    staged.symlink_to(Path("releases") / release)
    staged.replace(workspace.reports / "latest")
    _sync(workspace.reports)


def _cannot_write(error: OSError) -> EnvironmentProblem:
    return EnvironmentProblem(
        "reports",
        expected="a folder that can be written to, with free space",
        found=type(error).__name__ if error.errno is None else os.strerror(error.errno),
        next_step="check rights and free space; the previous release is untouched",
    )

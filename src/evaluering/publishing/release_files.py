"""The files of a release on disk: its id, its manifest, and which release is the latest."""

import json
from hashlib import sha256
from pathlib import Path

from evaluering.errors import VerifyDiffers
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


def latest_release(workspace: Workspace) -> str:
    """The id ``latest`` points to, or "" when there is no release."""
    link = workspace.reports / "latest"
    return link.readlink().name if link.is_symlink() and link.exists() else ""


def manifest_of(folder: Path) -> dict[str, object]:
    """The manifest of a release; empty when it cannot be read."""
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError:
        return {}
    return _object(content)


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

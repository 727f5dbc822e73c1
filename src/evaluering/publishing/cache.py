"""Rendered pages by content key. An entry that is not what was put there, for that key, is no entry."""

import errno
import secrets
import shutil
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaluering.errors import EnvironmentProblem
from evaluering.publishing.receipt import as_bytes
from evaluering.workspace import Workspace

_DIGESTS = TypeAdapter(dict[str, str])
_INDEX = "digests.json"
_PAGE = "index.html"
_TAKEN = (errno.ENOTEMPTY, errno.EEXIST)
PageFiles = dict[str, bytes]


def clear_caches(workspace: Workspace) -> None:
    """Forget cached findings and pages; releases and logs stay. Raises ``EnvironmentProblem``.

    What could not be removed would be used again, against what was asked for.
    """
    for name in ("findings", "pages"):
        folder = workspace.private / name
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            raise EnvironmentProblem(
                f".evaluering/{name}",
                expected="a cache that can be removed",
                found="files that cannot",
                next_step="check whose they are, and remove the folder",
            )


def load_page(folder: Path) -> PageFiles | None:
    """The files of a cached page, or None when it is absent, incomplete, changed or another key's."""
    try:
        digests = _DIGESTS.validate_json((folder / _INDEX).read_bytes())
        if _PAGE not in digests or any(".." in name or name.startswith("/") for name in digests):
            return None
        seal = digests.pop(_INDEX, "")
        files = {name: (folder / name).read_bytes() for name in digests}
    except (OSError, ValidationError):
        return None
    intact = all(sha256(content).hexdigest() == digests[name] for name, content in files.items())
    return files if intact and seal == _seal(folder.name, digests) else None


def save_page(folder: Path, files: PageFiles) -> None:
    """Put a page into the cache; it appears complete or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    staged = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}")
    try:
        _write(staged, folder.name, files)
        _replace(staged, folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _write(staged: Path, key: str, files: PageFiles) -> None:
    for name, content in files.items():
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    (staged / _INDEX).write_bytes(as_bytes(digests | {_INDEX: _seal(key, digests)}))


def _seal(key: str, digests: dict[str, str]) -> str:
    """Binds a page to its key: an entry under another key's name is a page of something else."""
    return sha256(as_bytes([key, digests])).hexdigest()


def _replace(staged: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        staged.replace(folder)
    except OSError as error:
        # Another process put the same page there first. A build looks whether every page can be read back.
        if error.errno not in _TAKEN:
            raise

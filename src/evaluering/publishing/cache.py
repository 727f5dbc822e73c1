"""Rendered pages by content key. An entry whose bytes are not what they were is no entry."""

import os
import shutil
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaluering.publishing.receipt import as_bytes
from evaluering.workspace import Workspace

_DIGESTS = TypeAdapter(dict[str, str])
_INDEX = "digests.json"
PageFiles = dict[str, bytes]


def clear_caches(workspace: Workspace) -> None:
    """Forget cached findings and pages; releases and logs stay."""
    for name in ("findings", "pages"):
        shutil.rmtree(workspace.private / name, ignore_errors=True)


def load_page(folder: Path) -> PageFiles | None:
    """The files of a cached page, or None when it is absent, incomplete or changed."""
    try:
        digests = _DIGESTS.validate_json((folder / _INDEX).read_bytes())
        if any(".." in name or name.startswith("/") for name in digests):
            return None
        files = {name: (folder / name).read_bytes() for name in digests}
    except (OSError, ValidationError):
        return None
    intact = all(sha256(content).hexdigest() == digests[name] for name, content in files.items())
    return files if intact else None


def save_page(folder: Path, files: PageFiles) -> None:
    """Put a page into the cache; it appears complete or not at all."""
    staged = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(staged, ignore_errors=True)
    for name, content in files.items():
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    (staged / _INDEX).write_bytes(as_bytes(digests))
    shutil.rmtree(folder, ignore_errors=True)
    staged.replace(folder)

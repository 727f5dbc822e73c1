"""The released store: what may be shown, on disk, named by its content."""

import os
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaluering.errors import InputRefused
from evaluering.results import Released, ReleasedFinding, ReleasedText

_RELEASED = TypeAdapter(Released)
_FINDING = TypeAdapter(ReleasedFinding)
_TEXT = TypeAdapter(ReleasedText)


def released_bytes(released: Released) -> bytes:
    """The canonical bytes of a release's store."""
    return _RELEASED.dump_json(released)


def finding_bytes(finding: ReleasedFinding) -> bytes:
    """The canonical bytes of one released finding."""
    return _FINDING.dump_json(finding)


def text_bytes(text: ReleasedText) -> bytes:
    """The canonical bytes of one released text."""
    return _TEXT.dump_json(text)


def save_released(folder: Path, released: Released) -> Path:
    """Store ``released`` in ``folder`` under the digest of its bytes, and return the file."""
    content = released_bytes(released)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{sha256(content).hexdigest()}.json"
    staged = folder / f".{file.name}.{os.getpid()}"
    staged.write_bytes(content)
    staged.replace(file)
    return file


def load_released(file: Path) -> Released:
    """Read a store back. Raises ``InputRefused`` when its bytes are not what its name says."""
    content = file.read_bytes()
    if sha256(content).hexdigest() != file.stem:
        raise _damaged("content that does not match its name")
    return read_released(content)


def read_released(content: bytes) -> Released:
    """A store from its bytes. Raises ``InputRefused`` when they are none."""
    try:
        return _RELEASED.validate_json(content)
    except ValidationError:
        raise _damaged("another structure") from None


def _damaged(found: str) -> InputRefused:
    return InputRefused(
        "released store",
        expected="a store as it was saved",
        found=found,
        next_step="build again with: evaluering build --no-cache",
    )

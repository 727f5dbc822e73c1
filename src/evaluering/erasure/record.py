"""The erasure record: which files were changed or removed, when, and never on whose account."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaluering.errors import InputRefused
from evaluering.workspace import Workspace


@dataclass(frozen=True)
class Erasure:
    """A file that was changed or removed.

    ``date`` is ``YYYY-MM-DD``; ``before`` and ``after`` are SHA-256 digests of the file, ``after`` ""
    when it was removed; ``rows`` is how many rows it lost, None when it was removed whole.
    """

    date: str
    file: str
    before: str
    after: str
    rows: int | None


ERASED = "input erased on"
"""How an erasure is told of where an input differs."""
_ERASURE = TypeAdapter(Erasure)


def record_file(workspace: Workspace) -> Path:
    """Where the record is."""
    return workspace.root / "data" / "erasures.jsonl"


def read_record(workspace: Workspace) -> tuple[Erasure, ...]:
    """The erasures of a workspace, oldest first. Raises ``InputRefused`` for a damaged record."""
    file = record_file(workspace)
    if not file.is_file():
        return ()
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return tuple(_ERASURE.validate_json(line) for line in lines if line)
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise InputRefused(
            "data/erasures.jsonl",
            expected="one erasure a line, as evaluering forget writes them",
            found=type(error).__name__,
            next_step="restore the file from a backup",
        ) from None


def append_record(workspace: Workspace, erasures: Iterable[Erasure]) -> None:
    """Add erasures that are not in the record yet; the record is replaced in one step."""
    known = read_record(workspace)
    file = record_file(workspace)
    lines = [*known, *(one for one in erasures if one not in known)]
    text = "".join(json.dumps(asdict(one), ensure_ascii=False, sort_keys=True) + "\n" for one in lines)
    file.parent.mkdir(parents=True, exist_ok=True)
    staged = file.with_name(f".{file.name}")
    staged.write_text(text, encoding="utf-8")
    staged.replace(file)


def erased_on(erasures: Iterable[Erasure], file: str, before: str, after: str) -> str:
    """The date of the last of the erasures that lead a file from one digest to another; "" when none do.

    ``after`` is "" for a file that is no longer there.
    """
    digest, last = before, ""
    for one in erasures:
        if one.file == file and one.before == digest:
            digest, last = one.after, one.date
    return last if digest == after else ""


def erased_inputs(workspace: Workspace, inputs: Mapping[str, str]) -> list[str]:
    """ "input erased on DATE: FILE" for each raw file (with the digest it had) that erasures explain."""
    erasures = read_record(workspace)
    found = []
    for file, digest in sorted(inputs.items()):
        now = _digest(workspace.root / file.partition("#")[0])
        day = erased_on(erasures, file.partition("#")[0], digest, now)
        found += [f"{ERASED} {day}: {file}"] if day else []
    return found


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest() if file.is_file() else ""

"""The append-only, hash-chained record of what has been released.

One JSON object a line. ``digest`` covers the entry and the digest of the one before, so nothing
can be taken out or changed without breaking the chain. An entry holds digests, never values.
"""

import errno
import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaluering.errors import InputRefused

EMPTY = "0" * 64
"""The head of a ledger without entries."""


@dataclass(frozen=True)
class Entry:
    """One release: its id, the digests of its released cells and rules, and the chain."""

    release: str
    released: str
    rules: str
    previous: str
    digest: str


@dataclass(frozen=True)
class Ledger:
    """The entries in order."""

    entries: tuple[Entry, ...] = ()

    @property
    def head(self) -> str:
        """Digest of the last entry: what a receipt names."""
        return self.entries[-1].digest if self.entries else EMPTY

    def holds(self, release: str) -> bool:
        """Whether a release is recorded."""
        return any(entry.release == release for entry in self.entries)

    def up_to(self, head: str) -> "Ledger":
        """The ledger as it was when ``head`` was its head. Raises ``KeyError`` when it never was."""
        if head == EMPTY:
            return Ledger()
        for position, entry in enumerate(self.entries, 1):
            if entry.digest == head:
                return Ledger(self.entries[:position])
        raise KeyError(head)

    def next_entry(self, release: str, released: str, rules: str) -> Entry:
        """The entry that would record a release after the present head."""
        content = {"release": release, "released": released, "rules": rules, "previous": self.head}
        return Entry(**content, digest=_digest(content))


_ENTRY = TypeAdapter(Entry)


def read_ledger(file: Path) -> Ledger:
    """Read and check the chain; a missing file is an empty ledger.

    Raises ``InputRefused`` naming the line when a line is unreadable or breaks the chain.
    """
    if not file.exists():
        return Ledger()
    entries: list[Entry] = []
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        entry = _entry(line, number)
        if entry.previous != (entries[-1].digest if entries else EMPTY) or not _intact(entry):
            raise _broken(number, "a line that does not follow from the one before")
        entries.append(entry)
    return Ledger(tuple(entries))


def append_entry(file: Path, entry: Entry) -> None:
    """Add an entry and make it durable before returning; on a full disk it is taken back whole."""
    line = (json.dumps(asdict(entry), sort_keys=True) + "\n").encode()
    with file.open("ab", buffering=0) as stream:
        end = stream.tell()
        try:
            if stream.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(stream.fileno())
        except OSError:
            # Half a line would break the chain for good.
            stream.truncate(end)
            raise


def _entry(line: bytes, number: int) -> Entry:
    try:
        return _ENTRY.validate_json(line)
    except ValidationError:
        raise _broken(number, "an unreadable line") from None


def _intact(entry: Entry) -> bool:
    content: dict[str, str] = asdict(entry)
    recorded = content.pop("digest")
    return recorded == _digest(content)


def _digest(content: dict[str, str]) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _broken(number: int, found: str) -> InputRefused:
    return InputRefused(
        f"ledger, line {number}",
        expected="an unbroken chain of entries",
        found=found,
        next_step="restore the ledger from a backup; it must not be edited",
    )

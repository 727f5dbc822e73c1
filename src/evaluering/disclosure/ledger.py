"""The append-only, hash-chained record of what was released when, under which rules.

One JSON object a line. ``digest`` covers the entry and the digest of the one before, so nothing can be
taken out or changed without breaking the chain. The cells of each release lie beside the ledger
(``earlier``), named by their digest; an entry holds digests, notes for readers, and never a hidden value.
"""

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from evaluering.disclosure.earlier import (
    EarlierCell,
    EarlierFinding,
    FindingRecord,
    Record,
    ReportRecord,
    check_record,
    load_cells,
    load_record,
)
from evaluering.durable import write_whole
from evaluering.errors import EnvironmentProblem, InputRefused
from evaluering.vocabulary import EntryKind

EMPTY = "0" * 64
"""The head of a ledger without entries."""
CELLS = "ledger-cells"
"""The folder beside the ledger with the released cells."""


@dataclass(frozen=True)
class CorrectionNote:
    """What a release told of a mended report: ``date`` in ISO form, the author's words."""

    report: str
    date: str
    note: str


@dataclass(frozen=True)
class Withdrawn:
    """A report that was taken back: what stands on the page in its place."""

    report: str
    language: str
    title: str
    date: str
    reason: str


@dataclass(frozen=True)
class SignedBy:
    """Who approved a release, as whom, when, and the digest of what was looked at."""

    name: str
    role: str
    date: str
    package: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an entry tells of a release.

    ``date`` is the day given for the release (ISO, "" when none was), ``rules`` the digest of the rules,
    ``cells`` that of the release's record; ``corrections`` and ``withdrawn`` hold what is new in it.
    """

    release: str
    rules: str
    cells: str
    kind: EntryKind = EntryKind.RELEASE
    date: str = ""
    synthetic: bool = False
    corrections: tuple[CorrectionNote, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    sign_off: SignedBy | None = None


@dataclass(frozen=True, kw_only=True)
class Entry(Content):
    """An entry of the chain; ``number`` counts from 1."""

    number: int
    previous: str
    digest: str


@dataclass(frozen=True)
class Ledger:
    """The entries in order, and the folder with the cells they name."""

    entries: tuple[Entry, ...] = ()
    folder: Path | None = field(default=None, compare=False)

    @property
    def head(self) -> str:
        """Digest of the last entry: what a receipt names."""
        return self.entries[-1].digest if self.entries else EMPTY

    @property
    def corrections(self) -> tuple[CorrectionNote, ...]:
        """Every correction told so far."""
        return tuple(note for entry in self.entries for note in entry.corrections)

    @property
    def withdrawn(self) -> tuple[Withdrawn, ...]:
        """Every report taken back so far, in order of their ids."""
        taken = [one for entry in self.entries for one in entry.withdrawn]
        return tuple(sorted(taken, key=lambda one: one.report))

    def holds(self, release: str) -> bool:
        """Whether a release is recorded."""
        return any(entry.release == release for entry in self.entries)

    def up_to(self, head: str) -> "Ledger":
        """The ledger as it was when ``head`` was its head. Raises ``KeyError`` when it never was."""
        if head == EMPTY:
            return Ledger((), self.folder)
        for position, entry in enumerate(self.entries, 1):
            if entry.digest == head:
                return Ledger(self.entries[:position], self.folder)
        raise KeyError(head)

    def next_entry(self, content: Content) -> Entry:
        """The entry that would record a release after the present head."""
        entry = Entry(**_fields(content), number=len(self.entries) + 1, previous=self.head, digest="")
        return Entry(**{**_fields(entry), "digest": _digest(entry)})

    def record(self, entry: Entry) -> Record:
        """The reports of a release with their findings. Raises ``InputRefused`` when it is lost."""
        return load_record(self.folder, entry.cells) if self.folder else ()

    def last_shown(self) -> dict[str, ReportRecord]:
        """Each report ever released, as the last release that held it showed it."""
        return {one.report: one for entry in self.entries for one in self.record(entry)}

    def cells_of(self, report: ReportRecord) -> dict[tuple[str, str], EarlierCell]:
        """What a report showed: each cell by the id of its finding and its own key."""
        if self.folder is None:
            return {}
        cells = [(one.id, load_cells(self.folder, one.cells)) for one in report.findings]
        return {(finding, cell.key): cell for finding, shown in cells for cell in shown}

    def earlier(self) -> tuple[EarlierFinding, ...]:
        """Everything that is out: each finding ever released, withdrawn or not, once for each set of cells.

        In order of question, variant, id and first entry. Raises ``InputRefused`` when cells are lost.
        """
        out: dict[FindingRecord, list[int]] = {}
        for entry in self.entries:
            for finding in {one for report in self.record(entry) for one in report.findings}:
                out.setdefault(finding, []).append(entry.number)
        found = [self._earlier(finding, tuple(numbers)) for finding, numbers in out.items()]
        return tuple(sorted(found, key=lambda one: (one.question, one.variant, one.id, one.entries)))

    def _earlier(self, finding: FindingRecord, entries: tuple[int, ...]) -> EarlierFinding:
        return EarlierFinding(
            finding.question,
            finding.variant,
            finding.id,
            finding.protected,
            finding.synthetic,
            entries,
            load_cells(self.folder, finding.cells) if self.folder else (),
        )


_ENTRY = TypeAdapter(Entry)


def read_ledger(file: Path) -> Ledger:
    """Read and check the chain and every cell file it names; a missing file is an empty ledger.

    Raises ``InputRefused`` naming the line when a line is unreadable, torn or breaks the chain, and
    naming the file when cells are missing or were changed.
    """
    folder = file.with_name(CELLS)
    if not file.exists():
        return Ledger((), folder)
    entries: list[Entry] = []
    for number, line in enumerate(_lines(file.read_bytes()), 1):
        entry = _entry(line, number)
        if not _follows(entry, line, entries):
            raise _broken(number, "a line that does not follow from the one before")
        entries.append(entry)
    for cells in sorted({entry.cells for entry in entries}):
        check_record(folder, cells)
    return Ledger(tuple(entries), folder)


def append_entry(file: Path, entry: Entry) -> None:
    """Add an entry: all of it is on disk before the ledger has it, or nothing is changed.

    Raises ``EnvironmentProblem`` when another process recorded a release meanwhile.
    """
    with _alone(file.parent):
        if read_ledger(file).head != entry.previous:
            raise EnvironmentProblem(
                "ledger",
                expected="the head this release was built on",
                found="another one: a release was recorded meanwhile",
                next_step="build again",
            )
        write_whole(file, _before(file) + _line(entry))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time into the ledger; a process that dies lets go."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock_folder(descriptor)
        yield
    finally:
        os.close(descriptor)


def _lock_folder(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        # Network file systems lock no folders. Commands hold the workspace's own lock, a file, besides.
        if error.errno not in (errno.EBADF, errno.ENOLCK, errno.ENOTSUP):
            raise


def _before(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _lines(content: bytes) -> list[bytes]:
    """The lines without their ends. Raises ``InputRefused`` for a last line that was not written whole."""
    lines = content.split(b"\n")
    if lines.pop():
        raise InputRefused(
            f"ledger, line {len(lines) + 1}",
            expected="whole lines",
            found="a torn last line: something stopped while the file was written or copied",
            next_step="restore the ledger from a backup; or, when reports/latest is the release of the line "
            "before, take the torn line off with: sed -i '$d' reports/ledger.jsonl",
        )
    return lines


def _follows(entry: Entry, line: bytes, before: list[Entry]) -> bool:
    return (
        entry.number == len(before) + 1
        and entry.previous == (before[-1].digest if before else EMPTY)
        and entry.digest == _digest(entry)
        and line + b"\n" == _line(entry)
    )


def _entry(line: bytes, number: int) -> Entry:
    try:
        return _ENTRY.validate_json(line)
    except ValidationError:
        if b'"released": ' in line:
            raise _earlier_version(number) from None
        raise _broken(number, "an unreadable line") from None


def _fields(content: Content) -> dict[str, Any]:
    return {name: getattr(content, name) for name in content.__dataclass_fields__}


def _line(entry: Entry) -> bytes:
    return (json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True) + "\n").encode()


def _digest(entry: Entry) -> str:
    content = {name: value for name, value in asdict(entry).items() if name != "digest"}
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _earlier_version(number: int) -> InputRefused:
    return InputRefused(
        f"ledger, line {number}",
        expected="an entry with the cells of its release",
        found="one of an earlier version, which recorded none",
        next_step="put the folder reports aside and build anew: those releases cannot be compared with",
    )


def _broken(number: int, found: str) -> InputRefused:
    return InputRefused(
        f"ledger, line {number}",
        expected="an unbroken chain of entries",
        found=found,
        next_step="restore the ledger from a backup; it must not be edited",
    )

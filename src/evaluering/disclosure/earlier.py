"""What earlier releases told: their cells as they were shown, stored by content beside the ledger.

A release's record is a list of its reports with their findings, and each finding names a file of
cells by digest, so that a finding which does not change is stored once, however often it is released.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from evaluering.durable import replace_whole, sync_folder
from evaluering.errors import InputRefused
from evaluering.results import Coordinates, ReleasedCell, ReleasedFinding, Scalar, cell_key
from evaluering.vocabulary import CellStatus, Protects, Unit

_T = TypeVar("_T")


@dataclass(frozen=True)
class EarlierCell:
    """A cell as it was shown: ``value`` is what the page drew on, ``None`` when hidden or undefined."""

    table: str
    at: Coordinates
    measure: str
    value: Scalar | None
    unit: Unit
    status: CellStatus

    @property
    def key(self) -> str:
        """The cell's name, unique within its finding."""
        return cell_key(self.table, self.measure, self.at)

    @property
    def released(self) -> ReleasedCell:
        """The cell as a released one, to be shown again beside later ones; its reason was not kept."""
        return ReleasedCell(self.table, self.at, self.measure, self.value, self.unit, self.status, "")


@dataclass(frozen=True)
class EarlierFinding:
    """A finding that was released: by which entries of the ledger (numbers from 1), and its cells.

    ``protected`` says that it rests on a table that protects someone, ``synthetic`` that its data are
    invented. The same finding with other cells is another ``EarlierFinding``: both are out.
    """

    question: str
    variant: str
    id: str
    protected: bool
    synthetic: bool
    entries: tuple[int, ...]
    cells: tuple[EarlierCell, ...]


@dataclass(frozen=True)
class FindingRecord:
    """A finding of a release, its cells by the digest of their file."""

    question: str
    variant: str
    id: str
    protected: bool
    synthetic: bool
    cells: str


@dataclass(frozen=True)
class ReportRecord:
    """A report of a release and the findings on its page, in order of their ids."""

    report: str
    findings: tuple[FindingRecord, ...]


Record = tuple[ReportRecord, ...]
"""The reports of one release, in order of their ids."""
_CELLS = TypeAdapter(tuple[EarlierCell, ...])
_RECORD = TypeAdapter(Record)


@dataclass(frozen=True)
class Recorded:
    """A release's record with every file it needs: content by digest, and the digest of the record itself."""

    record: Record
    files: dict[str, bytes]
    digest: str

    @property
    def synthetic(self) -> bool:
        """Whether any finding of the release rests on invented data."""
        return any(finding.synthetic for report in self.record for finding in report.findings)


def recorded(reports: Iterable[tuple[str, Sequence[ReleasedFinding]]]) -> Recorded:
    """The record of a release: its report ids, each with the released findings on its page."""
    files: dict[str, bytes] = {}
    record = tuple(
        ReportRecord(
            report,
            tuple(_finding(one, files) for one in sorted(findings, key=lambda one: (one.question, one.id))),
        )
        for report, findings in sorted(reports, key=lambda pair: pair[0])
    )
    return with_record(record, files)


def with_record(record: Record, files: dict[str, bytes]) -> Recorded:
    """A record put beside the files of cells it names."""
    content = _canonical(_RECORD, record)
    digest = sha256(content).hexdigest()
    return Recorded(record, {**files, digest: content}, digest)


def _finding(finding: ReleasedFinding, files: dict[str, bytes]) -> FindingRecord:
    content = _canonical(_CELLS, _shown(finding))
    digest = sha256(content).hexdigest()
    files[digest] = content
    return FindingRecord(
        finding.question,
        finding.variant,
        finding.id,
        any(basis.protects is not Protects.NOTHING for basis in finding.basis),
        any(basis.synthetic for basis in finding.basis),
        digest,
    )


def _shown(finding: ReleasedFinding) -> tuple[EarlierCell, ...]:
    cells = [
        EarlierCell(
            cell.table,
            cell.at,
            cell.measure,
            cell.value if cell.status is CellStatus.RELEASED else None,
            cell.unit,
            cell.status,
        )
        for cell in finding.cells
    ]
    return tuple(sorted(cells, key=lambda cell: cell.key))


def _canonical(adapter: "TypeAdapter[_T]", content: _T) -> bytes:
    plain = adapter.dump_python(content, mode="json")
    return (json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def store_record(folder: Path, given: Recorded) -> None:
    """Write the files that are not there yet, each complete and durable before it gets its name."""
    folder.mkdir(exist_ok=True)
    for digest, content in sorted(given.files.items()):
        target = folder / f"{digest}.json"
        if not (target.is_file() and target.read_bytes() == content):
            replace_whole(target, content)
    # Also what was there: a build that was stopped may have named it and not lived to sync the name.
    sync_folder(folder)
    sync_folder(folder.parent)


def load_record(folder: Path, digest: str) -> Record:
    """A release's record. Raises ``InputRefused`` when it is missing or not what its name says."""
    return _parsed(_RECORD, _content(folder, digest), digest)


def load_cells(folder: Path, digest: str) -> tuple[EarlierCell, ...]:
    """The cells of a finding. Raises ``InputRefused`` when they are missing or not what their name says."""
    return _parsed(_CELLS, _content(folder, digest), digest)


def cells_of(content: bytes, digest: str) -> tuple[EarlierCell, ...]:
    """The cells in the content of a file. Raises ``InputRefused`` when it holds something else."""
    return _parsed(_CELLS, content, digest)


def shown_cells(report: ReportRecord) -> frozenset[tuple[str, str, str, str]]:
    """What a report shows: its findings with the digests of their cells."""
    return frozenset((one.question, one.variant, one.id, one.cells) for one in report.findings)


def check_record(folder: Path, digest: str) -> None:
    """Refuse a record of which a file is missing or was changed."""
    for cells in sorted({one.cells for report in load_record(folder, digest) for one in report.findings}):
        _content(folder, cells)


def _content(folder: Path, digest: str) -> bytes:
    file = folder / f"{digest}.json"
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _lost(file, f"none that can be read ({type(error).__name__})") from None
    if sha256(content).hexdigest() != digest:
        raise _lost(file, "content that does not match its name")
    return content


def _parsed(adapter: "TypeAdapter[_T]", content: bytes, digest: str) -> _T:
    try:
        return adapter.validate_json(content)
    except ValidationError:
        raise _lost(Path(f"{digest}.json"), "another structure") from None


def _lost(file: Path, found: str) -> InputRefused:
    return InputRefused(
        f"ledger, released cells {file.name}",
        expected="the cells of an earlier release, as they were recorded",
        found=found,
        next_step="restore the folder reports/ledger-cells from a backup; "
        "without it nothing can be compared with what is out already",
    )

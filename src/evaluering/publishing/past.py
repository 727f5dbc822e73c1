"""What reports showed in earlier releases, as the ledger keeps it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from evaluering.disclosure import Entry, Ledger, ReportRecord
from evaluering.presentation.editions import Cells, Editions
from evaluering.results import ReleasedFinding
from evaluering.settings import Correction
from evaluering.vocabulary import Language


@dataclass(frozen=True)
class Mended:
    """A change of a report that readers were told of: the day, and what it showed before and after."""

    day: str
    editions: Editions


def mended_of(ledger: Ledger, report: str, corrections: Sequence[Correction]) -> tuple[Mended, ...]:
    """The changes behind a report's corrections, in the order they were released.

    What one release told of is one change: from what the report showed before that release to what it showed
    in it. Corrections that no release on ``ledger`` has told are of the release that is being made.
    """
    found, told = [], set()
    for place, entry in enumerate(ledger.entries):
        days = [note.date for note in entry.corrections if note.report == report]
        told |= {(note.date, note.note) for note in entry.corrections if note.report == report}
        before, after = _last(ledger, ledger.entries[:place], report), _last(ledger, [entry], report)
        if days and before and after:
            cells = (released_cells(ledger, before), released_cells(ledger, after))
            found.append(Mended(max(days), Editions(*cells)))
    new = [one.date.isoformat() for one in corrections if (one.date.isoformat(), one.note) not in told]
    before = _last(ledger, ledger.entries, report)
    if new and before:
        found.append(Mended(max(new), Editions(released_cells(ledger, before))))
    return tuple(found)


def released_cells(ledger: Ledger, report: ReportRecord) -> Cells:
    """The cells a report showed, as released ones."""
    return {place: cell.released for place, cell in ledger.cells_of(report).items()}


def present_cells(findings: Iterable[ReleasedFinding]) -> Cells:
    """The cells of released findings, by finding and key."""
    return {(finding.id, cell.key): cell for finding in findings for cell in finding.cells}


def cells_told(cells: Cells) -> list[dict[str, Any]]:
    """Released cells as plain data, sorted; a hidden one has no value."""
    return [
        {
            "finding": finding,
            "table": cell.table,
            "at": [list(pair) for pair in cell.at],
            "measure": cell.measure,
            "value": cell.value if cell.status == "released" else None,
            "unit": cell.unit.value,
            "status": cell.status.value,
        }
        for (finding, _), cell in sorted(cells.items())
    ]


def cells_digest(cells: Cells) -> str:
    """The digest of released cells: the same for a release that is being made, and later in the ledger."""
    return sha256(json.dumps(cells_told(cells), sort_keys=True).encode()).hexdigest()


def name_of(report_id: str) -> tuple[str, str]:
    """The id of a report in the settings, and the language of this page of it."""
    name, _, language = report_id.rpartition("-")
    return (name, language) if language in list(Language) else (report_id, "")


def by_name(records: Mapping[str, ReportRecord]) -> dict[str, list[ReportRecord]]:
    """Records by the report's id in the settings; its languages show the same numbers."""
    found: dict[str, list[ReportRecord]] = {}
    for report_id in sorted(records):
        found.setdefault(name_of(report_id)[0], []).append(records[report_id])
    return found


def _last(ledger: Ledger, entries: Iterable[Entry], report: str) -> ReportRecord | None:
    """The report as the last of these releases that held it showed it."""
    shown = {one.report: one for entry in entries for one in ledger.record(entry)}
    return next(iter(by_name(shown).get(report, ())), None)

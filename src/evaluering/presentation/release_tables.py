"""A release as tables for the person who checks it: its numbers, what is hidden, what changes.

Comma-separated UTF-8 with a decimal point, in a fixed order; a suppressed value is ``:`` and an
undefined one ``.``. Text that a spreadsheet would run as a formula gets a leading apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from evaluering.presentation.inert import inert
from evaluering.results import InformationLoss, ReleasedCell, ReleasedFinding, Scalar
from evaluering.vocabulary import CellStatus

_SUPPRESSED, _UNDEFINED, _ABSENT = ":", ".", ""
Pages = Sequence[tuple[str, tuple[ReleasedFinding, ...]]]
"""Report ids with the findings on their pages."""


class ShownCell(Protocol):
    """What a cell has to tell to be shown."""

    @property
    def value(self) -> Scalar | None:
        """The value, ``None`` when hidden or undefined."""

    @property
    def status(self) -> CellStatus:
        """Whether it is hidden."""


@dataclass(frozen=True)
class Change:
    """What becomes of a report, or of one cell of it: as it was shown, and as it would be."""

    report: str
    change: str
    finding: str = ""
    cell: str = ""
    before: ShownCell | None = None
    now: ShownCell | None = None


def numbers_csv(pages: Pages) -> bytes:
    """Every cell behind the pages, a line each: those of tables, figures and sentences alike."""
    header = ("report", "finding", "cell", "value", "unit", "status", "reason")
    return _csv(
        header,
        (
            (report, finding, cell.key, _value(cell), cell.unit, cell.status, cell.reason)
            for report, finding, cell in _cells(pages)
        ),
    )


def suppressed_csv(pages: Pages) -> bytes:
    """Every hidden cell and why it is hidden, without its value."""
    return _csv(
        ("report", "finding", "cell", "reason"),
        (
            (report, finding, cell.key, cell.reason)
            for report, finding, cell in _cells(pages)
            if cell.status is CellStatus.SUPPRESSED
        ),
    )


def losses_csv(losses: Iterable[tuple[str, InformationLoss]]) -> bytes:
    """How much of each report is hidden, and of all (the last line), in cells and in parts of one.

    ``primary``, ``secondary`` and ``resting`` are numbers of cells; ``hidden_share`` is their sum's share of
    ``cells``, ``units_hidden_share`` the share of the persons (staff, municipalities) behind the cells,
    each as often as there are cells about them.
    """
    known = sorted(losses, key=lambda pair: pair[0])
    header = ("report", "cells", "primary", "secondary", "resting", "hidden_share", "units_hidden_share")
    whole = [_sum(one for _, one in known)] if known else []
    return _csv(header, [(name, *_lost(one)) for name, one in (*known, *(("", one) for one in whole))])


def changes_csv(changes: Iterable[Change]) -> bytes:
    """What becomes of each report, and each cell that is shown otherwise than before."""
    return _csv(
        ("report", "change", "finding", "cell", "before", "now"),
        (
            (one.report, one.change, one.finding, one.cell, _shown(one.before), _shown(one.now))
            for one in changes
        ),
    )


def _sum(losses: Iterable[InformationLoss]) -> InformationLoss:
    numbers = (
        (one.cells, one.primary, one.secondary, one.resting, one.units, one.units_hidden) for one in losses
    )
    return InformationLoss("", "", *(sum(column) for column in zip(*numbers, strict=True)))


def _lost(one: InformationLoss) -> tuple[str, ...]:
    shares = (one.hidden / one.cells, one.units_hidden / one.units if one.units else 0.0)
    counts = (one.cells, one.primary, one.secondary, one.resting)
    return (*map(str, counts), *(f"{share:.3f}" for share in shares))


def _cells(pages: Pages) -> list[tuple[str, str, ReleasedCell]]:
    return [
        (report, finding.id, cell)
        for report, findings in sorted(pages, key=lambda pair: pair[0])
        for finding in sorted(findings, key=lambda one: one.id)
        for cell in sorted(finding.cells, key=lambda one: one.key)
    ]


def _shown(cell: ShownCell | None) -> str:
    return _ABSENT if cell is None else _value(cell)


def _value(cell: ShownCell) -> str:
    if cell.status is CellStatus.SUPPRESSED:
        return _SUPPRESSED
    if cell.value is None:
        return _UNDEFINED
    return str(cell.value) if isinstance(cell.value, str) else repr(cell.value)


def _csv(header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([inert(text) if _is_text(text) else text for text in line] for line in lines)
    return stream.getvalue().encode("utf-8")


def _is_text(text: str) -> bool:
    """Whether a field is more than a number: a minus sign before digits is no formula."""
    try:
        float(text)
    except ValueError:
        return True
    return False

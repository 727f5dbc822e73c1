"""The numbers behind every table and figure as CSV, as released."""

import csv
import io

from evaluering.presentation.inert import inert
from evaluering.presentation.prose import released_cell
from evaluering.results import Coordinates, ReleasedCell, ReleasedFinding, TableLayout
from evaluering.vocabulary import CellStatus

_SUPPRESSED, _UNDEFINED = ":", "."


def data_files(findings: tuple[ReleasedFinding, ...]) -> dict[str, bytes]:
    """One file a table or figure: ``{name}.csv`` with a line a cell.

    Comma-separated UTF-8, decimal point; columns are the dimensions, then measure, value, unit,
    status and reason. A suppressed value is ``:`` and an undefined one ``.``, the usual statistical
    signs. Text that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    layouts = [(finding, table) for finding in findings for table in finding.tables]
    layouts += [(finding, figure.data) for finding in findings for figure in finding.figures]
    return {f"{layout.id}.csv": _csv(finding, layout) for finding, layout in layouts}


def _csv(finding: ReleasedFinding, layout: TableLayout) -> bytes:
    dimensions = list(dict.fromkeys(name for row in _places(layout) for name, _ in row))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*dimensions, "measure", "value", "unit", "status", "reason"])
    for row in layout.rows:
        for column in layout.columns:
            for key in layout.keys(row, column):
                writer.writerow(_line(released_cell(finding, key), dimensions))
    return stream.getvalue().encode("utf-8")


def _places(layout: TableLayout) -> list[Coordinates]:
    return [row + column.at for row in layout.rows for column in layout.columns]


def _line(cell: ReleasedCell, dimensions: list[str]) -> list[str]:
    at = dict(cell.at)
    return [
        *(at.get(name, "") for name in dimensions),
        cell.measure,
        _value(cell),
        cell.unit,
        cell.status,
        cell.reason,
    ]


def _value(cell: ReleasedCell) -> str:
    if cell.status is CellStatus.SUPPRESSED:
        return _SUPPRESSED
    if cell.value is None:
        return _UNDEFINED
    return inert(cell.value) if isinstance(cell.value, str) else repr(cell.value)

"""The CSV files beside the pages, against the released cells: every line, every field."""

import csv
import io
from collections.abc import Iterator

from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Layout, Report, ToldCell

_HIDDEN, _UNDEFINED = ":", "."
_FIELDS = ["measure", "value", "unit", "status", "reason"]


def check_data_file(file: str, content: str, layout: Layout, report: Report) -> Iterator[Found]:
    """A file of a table's numbers: its columns, its lines, and each line's released cell."""
    keys = [key for row in layout.keys for column in row for key in column]
    dimensions = list(dict.fromkeys(name for key in keys for name, _ in report.cells[key].at))
    # Strict: a quote that is never closed is no field, however long a field may be.
    lines = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    if not lines or lines[0] != [*dimensions, *_FIELDS] or len(lines) != len(keys) + 1:
        yield Found(file, Kind.TABLE, "columns or number of lines")
        return
    for number, (line, key) in enumerate(zip(lines[1:], keys, strict=True), 1):
        if line != _expected(report.cells[key], dimensions):
            yield Found(file, Kind.CELL, f"line {number}")


def _expected(cell: ToldCell, dimensions: list[str]) -> list[str]:
    at = dict(cell.at)
    places = [at.get(name, "") for name in dimensions]
    return [*places, cell.measure, _value(cell), cell.unit, cell.status, cell.reason]


def _value(cell: ToldCell) -> str:
    if cell.status == "suppressed":
        return _HIDDEN
    if cell.value is None:
        return _UNDEFINED
    if isinstance(cell.value, str):
        return _harmless(cell.value)
    return repr(cell.value)


def _harmless(text: str) -> str:
    """A text that a spreadsheet would run begins with an apostrophe."""
    lines = "\n".join(text.replace("\r\n", "\n").split("\r"))
    starts = ("=", "+", "-", "@", "\t")
    return f"'{lines}" if lines.startswith(starts) or lines.lstrip().startswith(starts) else lines

"""The files of ``texts/``: comma-separated, small, written by hand, every fault told at once."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaluering.errors import Fault, InputRefused
from evaluering.reading import RawTable, read_csv
from evaluering.visible import visible

FOLDER = "texts"
NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
"""Ids and groups: they become names in notebooks and receipts."""
_SHOWN = 20
_LONGEST = 600
Row = dict[str, str]


@dataclass(frozen=True)
class CuratedRow:
    """One row with its number (from 1, the header not counted), and the rules it breaks, by column."""

    number: int
    content: Row
    broken: tuple[tuple[str, str], ...] = ()


def read_rows(root: Path, name: str, columns: Sequence[str]) -> tuple[Row, ...]:
    """The rows of ``texts/<name>`` as text, stripped; none when there is no such file.

    Raises ``InputRefused`` for a file that cannot be read, and for other columns than ``columns``.
    """
    if not (root / FOLDER / name).exists():
        return ()
    try:
        raw = read_csv(root / FOLDER, name)
    except InputRefused as error:
        # The reader speaks of delivered files; this one is the evaluator's own.
        raise refused(name, error.expected, error.found).because(*error.faults) from None
    _check_shape(name, raw, columns)
    return tuple(
        {str(column): str(value).strip() for column, value in row.items()}
        for row in raw.frame[list(columns)].to_dict("records")
    )


def _check_shape(name: str, raw: RawTable, columns: Sequence[str]) -> None:
    lacking = [column for column in columns if column not in raw.frame.columns]
    undeclared = len(set(map(str, raw.frame.columns)) - set(columns))
    found = [f"missing: {', '.join(lacking)}"] if lacking else []
    found += [f"{undeclared} undeclared"] if undeclared else []
    found += [f"row {row}: another number of fields" for row in sorted(raw.malformed_rows)]
    if found:
        raise refused(name, f"the columns {', '.join(columns)}", "; ".join(found))


def refuse_broken(name: str, rows: Iterable[CuratedRow], expected: str) -> None:
    """Raise ``InputRefused`` naming every broken row by number, column and rule; never its text."""
    faults = [Fault(row.number, column, rule) for row in rows for column, rule in row.broken]
    if faults:
        shown = [f"row {one.row}, column {one.column}: {one.rule}" for one in faults[:_SHOWN]]
        shown += [f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        raise refused(name, expected, "; ".join(shown)).because(*faults)


def refused(name: str, expected: str, found: str) -> InputRefused:
    """The refusal of a file of ``texts/``."""
    return InputRefused(
        f"{FOLDER}/{name}",
        expected=expected,
        found=found,
        next_step="mend these rows, or take them out",
    )


def checked(number: int, row: Row, rules: Iterable[tuple[str, str, Callable[[Row], bool]]]) -> CuratedRow:
    """The row with every rule ``(column, name, holds)`` it breaks."""
    return CuratedRow(number, row, tuple((column, name) for column, name, holds in rules if not holds(row)))


def is_day(text: str) -> bool:
    """Whether a text is a calendar day, ``YYYY-MM-DD``."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_name(text: str) -> bool:
    """Whether a text says who: something, and nothing unseen in it."""
    return bool(text) and visible(text) == text


def is_printable(text: str) -> bool:
    """Whether a text can be printed as it is: one line, nothing unseen in it, of 1 to 600 characters."""
    return 0 < len(text) <= _LONGEST and visible(text) == text

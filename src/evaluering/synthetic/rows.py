"""Rows of any table before they are written."""

from datetime import date

Value = str | int | float | date | None
Row = dict[str, Value]
"""Values by column; ``None`` is an empty field."""


def yes(holds: bool) -> str:
    """``yes`` or ``no``."""
    return "yes" if holds else "no"


def text(value: Value) -> str:
    """A value as it stands in a delivered file."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

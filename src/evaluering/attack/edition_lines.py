"""The lines of a data file as two editions are compared by: each value by where it stands."""

import csv
import io
from collections.abc import Mapping

HIDDEN = ":"
Line = tuple[str, ...]
"""The dimensions with their values, then measure and unit."""
Lines = Mapping[Line, str]


def lines_of(content: bytes) -> list[tuple[Line, str]]:
    """Each line's place and value, in the file's order; none of a file that is not laid out so."""
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8", errors="replace"), newline="")))
    except csv.Error:  # told of by the check of the file itself
        return []
    aside = {"value", "status", "reason", "unit", "measure"}
    return [
        (
            (
                *(f"{name}={text}" for name, text in row.items() if name not in aside),
                row["measure"],
                row["unit"],
            ),
            row["value"],
        )
        for row in rows
        if {"measure", "unit", "value"} <= row.keys()
    ]

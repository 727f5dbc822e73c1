"""Two releases beside each other: what one hides and another shows, and small differences between them."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Known

_HIDDEN = ":"
Lines = dict[tuple[str, ...], str]


def check_editions(
    files: Mapping[str, bytes], others: Sequence[Mapping[str, bytes]], known: Known, width: float
) -> Iterator[Found]:
    """Numbers about protected units that another release tells, or that differ a little from it.

    ``others`` holds the files of the other releases that are out; less than ``width`` persons is
    little. Published figures are corrected freely, and left out.
    """
    for name in _protected(known):
        now = _lines(files.get(name, b""))
        for other in others:
            then = _lines(other.get(name, b""))
            for number, (place, value) in enumerate(now.items(), 1):
                kind = _kind(value, then.get(place, _HIDDEN), place[-1], width)
                if kind is not None:
                    yield Found(name, kind, f"line {number}")


def _protected(known: Known) -> list[str]:
    return sorted(
        f"{report.id}/data/{layout.id}.csv"
        for report in known.reports
        for finding in report.findings
        for layout in finding.layouts
        if finding.protects != {"nothing"}
    )


def _lines(content: bytes) -> Lines:
    """Each line's value by its dimensions, measure and unit."""
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8", errors="replace"), newline="")))
    except csv.Error:  # told of by the check of the file itself
        return {}
    aside = {"value", "status", "reason", "unit", "measure"}
    return {
        (
            *(f"{name}={text}" for name, text in row.items() if name not in aside),
            row["measure"],
            row["unit"],
        ): (row["value"])
        for row in rows
        if {"measure", "unit", "value"} <= row.keys()
    }


def _kind(now: str, then: str, unit: str, width: float) -> Kind | None:
    if then in (now, _HIDDEN):
        return None
    if now == _HIDDEN:
        return Kind.EARLIER if _number(then) is not None else None
    before, after = _number(then), _number(now)
    if unit != "count" or before is None or after is None:
        return None
    return Kind.DIFFERENCE if abs(after - before) < width else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None

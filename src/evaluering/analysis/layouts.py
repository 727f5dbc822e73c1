"""Columns of an estimate with its interval, and placeholders of sentences: what layouts are made of."""

from collections.abc import Iterable, Mapping
from math import isnan

from evaluering.results import Column, Coordinates, Estimate, Statement, cell_key, statement

Values = dict[str, str | tuple[str, str]]
"""Placeholders of a sentence and the keys of their cells."""


def interval_of(measure: str) -> tuple[str, str, str]:
    """The measures of an estimate with its interval, as a column shows them."""
    return (measure, f"{measure}_low", f"{measure}_high")


def estimate_column(header: str, measure: str, at: Coordinates = ()) -> Column:
    """A column of an estimate with its interval."""
    return Column(header, interval_of(measure), at)


def columns_of(headers: Mapping[str, tuple[str, ...]]) -> tuple[Column, ...]:
    """Columns by header message, each with the measures it shows."""
    return tuple(Column(header, measures) for header, measures in headers.items())


def keys_of(table: str, at: Coordinates, *measures: str) -> dict[str, str]:
    """The keys of cells at one place, by measure, as placeholders of a sentence."""
    return {measure: cell_key(table, measure, at) for measure in measures}


def with_interval(table: str, at: Coordinates, measure: str, name: str = "") -> Values:
    """Placeholders ``name`` and ``name_interval`` of an estimate (the measure's own name unless told)."""
    low, high = (cell_key(table, f"{measure}_{end}", at) for end in ("low", "high"))
    called = name or measure
    return {called: cell_key(table, measure, at), f"{called}_interval": (low, high)}


def grouped(question: str, group: str, names: Iterable[str]) -> tuple[Statement, ...]:
    """The points of a group that hold no numbers."""
    return tuple(statement(f"{group}.{name}", f"{question}.{group}.{name}", group=group) for name in names)


def direction(estimate: Estimate) -> str:
    """What an interval lets one say: ``up``, ``down``, ``unclear`` or ``undefined`` without one."""
    if isnan(estimate.low) or isnan(estimate.high):
        return "undefined"
    if estimate.low > 0:
        return "up"
    return "down" if estimate.high < 0 else "unclear"

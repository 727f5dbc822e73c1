"""Cells and layouts that the analyses of checklists, phases and self-assessments give alike."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import isnan

import pandas as pd

from evaluering.analysis.support import estimated_cells
from evaluering.results import Cell, Column, Coordinates, Estimate, Statement, Support, cell_key, statement
from evaluering.vocabulary import Quantity, Unit

Values = dict[str, str | tuple[str, str]]
"""Placeholders of a sentence and the keys of their cells."""


def with_municipalities(rows: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Every row once for each municipality of its team, for the counting of units and municipalities."""
    return rows.merge(members[["team", "municipality"]], on="team", how="left")


def kinded_cell(
    cell: tuple[str, Coordinates, str], value: tuple[float, Unit, str], kind: Quantity, support: Support
) -> Cell:
    """A number with its kind and support.

    ``cell`` is (table, coordinates, measure), ``value`` (number, unit, the reason where it is undefined).
    """
    number, unit, reason = value
    told = reason if isnan(number) else ""
    return Cell(*cell, number, unit, told, kind, support)


def count_of(table: str, at: Coordinates, measure: str, count: int, support: Support) -> Cell:
    """A count of things (checklists, items, forms) that rest on the units of ``support``."""
    return kinded_cell((table, at, measure), (count, Unit.COUNT, ""), Quantity.COUNT, support)


def model_cells(
    table: str, at: Coordinates, measure: str, estimate: Estimate, support: Support
) -> tuple[Cell, ...]:
    """An estimate of a model and its interval, the degrees of freedom told to disclosure control."""
    known = estimate.df is not None and not isnan(estimate.df)
    support = replace(support, df=estimate.df if known else None)
    return estimated_cells(table, at, measure, estimate, Quantity.MODEL, support)


def p_cell(table: str, at: Coordinates, measure: str, p: tuple[float, str], support: Support) -> Cell:
    """A p-value, or why there is none."""
    return kinded_cell((table, at, measure), (p[0], Unit.PROBABILITY, p[1]), Quantity.TEST, support)


def in_points(estimate: Estimate) -> Estimate:
    """A change of a share as percentage points."""
    se = None if estimate.se is None else 100 * estimate.se
    low, high = 100 * estimate.low, 100 * estimate.high
    return replace(estimate, value=100 * estimate.value, low=low, high=high, se=se, unit=Unit.POINTS)


def interval_of(measure: str) -> tuple[str, str, str]:
    """The measures of an estimate with its interval, as a column shows them."""
    return (measure, f"{measure}_low", f"{measure}_high")


def columns_of(headers: Mapping[str, tuple[str, ...]]) -> tuple[Column, ...]:
    """Columns by header message, each with the measures it shows."""
    return tuple(Column(header, measures) for header, measures in headers.items())


def keys_of(table: str, at: Coordinates, *measures: str) -> Values:
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

"""Cells as analyses make them: every number with its kind and whom it rests on."""

from dataclasses import replace
from math import isnan, nan
from typing import Any

import pandas as pd

from evaluering.analysis.support import behind
from evaluering.results import Cell, Coordinates, Estimate, Support, estimate_cells
from evaluering.results.methods import BETWEEN
from evaluering.statistics import paired, proportions
from evaluering.vocabulary import Protects, Quantity, Unit

NOTHING = "nothing to compute it from"


def number_cell(
    cell: tuple[str, Coordinates, str], value: tuple[float, Unit, str], kind: Quantity, support: Support
) -> Cell:
    """A number with its kind and whom it rests on.

    ``cell`` is (table, coordinates, measure), ``value`` (number, unit, the reason where it is undefined).
    """
    number, unit, reason = value
    return Cell(*cell, number, unit, reason if isnan(number) else "", kind, support)


def count_of(table: str, at: Coordinates, measure: str, count: int, support: Support) -> Cell:
    """A count of things (checklists, goals, months) that rest on the units of ``support``."""
    return number_cell((table, at, measure), (count, Unit.COUNT, ""), Quantity.COUNT, support)


def count_cell(table: str, at: Coordinates, measure: str, support: Support) -> Cell:
    """How many units are counted, or how many there are where none is told apart."""
    value = support.n if support.counted is None else support.counted
    return Cell(table, at, measure, value, Unit.COUNT, kind=Quantity.COUNT, support=support)


def compared_cell(table: str, measure: str, listed: pd.DataFrame, support: Support, reason: str) -> Cell:
    """A count found by comparing with a list; without one (no rows) it is unknown for a reason, not 0."""
    if len(listed):
        return count_cell(table, (), measure, support)
    return number_cell((table, (), measure), (nan, Unit.COUNT, reason), Quantity.COUNT, support)


def silent_cell(
    table: str, measure: str, teams: pd.DataFrame, heard: "pd.Series[str]", protects: Protects
) -> Cell:
    """How many of the listed teams were not heard from; unknown where no team is listed."""
    silent = behind(teams[~teams["team"].isin(heard)], "team", protects)
    return compared_cell(table, measure, teams, silent, "no list of teams to compare with")


def share_cells(
    table: str, at: Coordinates, measure: str, support: Support, level: float = 0.95
) -> tuple[Cell, ...]:
    """A share of units with Wilson's interval, its count and its base.

    Cells ``measure``, ``measure_low``, ``measure_high``, ``measure_count`` and ``measure_n``.
    """
    found = proportions.interval(support.counted or 0, support.n, level=level)
    base = Support(support.protects, support.n, support.municipalities, units=support.units)
    return (
        *estimated_cells(table, at, measure, found, Quantity.SHARE, support),
        count_cell(table, at, f"{measure}_count", support),
        count_cell(table, at, f"{measure}_n", base),
    )


def estimated_cells(
    table: str, at: Coordinates, measure: str, estimate: Estimate, kind: Quantity, support: Support
) -> tuple[Cell, ...]:
    """An estimate and its interval, each with its kind and whom it rests on."""
    value, low, high = estimate_cells(table, measure, at, estimate)
    return (
        _told(value, kind, support),
        _told(low, Quantity.INTERVAL, support),
        _told(high, Quantity.INTERVAL, support),
    )


def model_cells(
    table: str, at: Coordinates, measure: str, estimate: Estimate, support: Support
) -> tuple[Cell, ...]:
    """An estimate of a model and its interval, the degrees of freedom told to disclosure control."""
    known = estimate.df is not None and not isnan(estimate.df)
    support = replace(support, df=estimate.df if known else None)
    return estimated_cells(table, at, measure, estimate, Quantity.MODEL, support)


def _told(cell: Cell, kind: Quantity, support: Support) -> Cell:
    return replace(cell, kind=kind, support=support)


def quartile_cells(
    table: str, at: Coordinates, measure: str, values: "pd.Series[Any]", support: Support, unit: Unit
) -> tuple[Cell, ...]:
    """Median and quartiles (type 7) of values: cells ``measure``, ``measure_q1`` and ``measure_q3``."""
    found = paired.summary(values.to_numpy(dtype=float))
    ends = (("", found.median), ("_q1", found.lower_quartile), ("_q3", found.upper_quartile))
    return tuple(
        Cell(table, at, f"{measure}{end}", value, unit, found.reason, Quantity.QUANTILE, support, "quantiles")
        for end, value in ends
    )


def p_cell(
    table: str, at: Coordinates, measure: str, p: float | None, support: Support, reason: str = ""
) -> Cell:
    """A p value; where a test could not be made it is NaN, with the reason. ``tested`` says by which test."""
    value = (nan if p is None else p, Unit.PROBABILITY, reason or "no test")
    return number_cell((table, at, measure), value, Quantity.TEST, support)


def tested(cell: Cell, *methods: str) -> Cell:
    """A number with the methods that made it, where it is no part of an estimate that names its own."""
    return replace(cell, method=BETWEEN.join(methods))


def difference_cells(
    table: str, at: Coordinates, measure: str, difference: Estimate, support: Support
) -> tuple[Cell, ...]:
    """A difference between two shares, in percentage points, with its interval.

    It can be negative and counts nobody: disclosure control judges it as it judges a test.
    """
    return estimated_cells(table, at, measure, in_percentage_points(difference), Quantity.TEST, support)


def in_percentage_points(difference: Estimate) -> Estimate:
    """A difference between two shares (-1 to 1), and its interval, in percentage points."""
    ends = {name: 100 * getattr(difference, name) for name in ("value", "low", "high")}
    return replace(difference, **ends, unit=Unit.PERCENTAGE_POINTS)


def in_points(estimate: Estimate) -> Estimate:
    """A change of a share as percentage points."""
    se = None if estimate.se is None else 100 * estimate.se
    low, high = 100 * estimate.low, 100 * estimate.high
    return replace(estimate, value=100 * estimate.value, low=low, high=high, se=se, unit=Unit.POINTS)


def setting_cell(table: str, at: Coordinates, measure: str, value: float | str, unit: Unit) -> Cell:
    """A number the evaluator chose (a level, a threshold): it says nothing of the data."""
    return Cell(table, at, measure, value, unit, kind=Quantity.SETTING)


def level_cell(table: str, level: float) -> Cell:
    """The confidence level as a setting."""
    return setting_cell(table, (), "level", level, Unit.LEVEL)

"""Whom numbers rest on, counted from the rows behind them; every analysis says it with each cell."""

import numpy as np
import pandas as pd

from evaluering.results import Cell, Coordinates, Estimate, Support, estimate_cells
from evaluering.statistics import proportions
from evaluering.vocabulary import Protects, Quantity, Unit

_LARGEST = 2
"""Contributors whose part of a total is told: rules of dominance look at two."""


def behind(rows: pd.DataFrame, unit: str, protects: Protects = Protects.PERSONS) -> Support:
    """The different units (a column of identifiers) and municipalities behind ``rows``.

    Rows need a column ``municipality`` unless they have none to tell; then 0 municipalities are counted.
    """
    return Support(protects, int(rows[unit].nunique()), municipalities(rows))


def counted(rows: pd.DataFrame, marked: "pd.Series[bool]", unit: str, protects: Protects) -> Support:
    """As ``behind``, with the units that have at least one marked row as those counted."""
    within = int(rows.loc[marked, unit].nunique())
    return Support(protects, int(rows[unit].nunique()), municipalities(rows), counted=within)


def valued(rows: pd.DataFrame, unit: str, column: str, protects: Protects = Protects.PERSONS) -> Support:
    """As ``behind``, for a mean or a spread of ``column``: whether all values are alike."""
    alike = bool(rows[column].nunique() <= 1)
    return Support(protects, int(rows[unit].nunique()), municipalities(rows), alike=alike)


def amounts(rows: pd.DataFrame, unit: str, column: str, protects: Protects) -> Support:
    """As ``behind``, for a total of ``column``: what parts of it the largest contributors give."""
    given = rows.groupby(unit, sort=True)[column].sum().abs().to_numpy(dtype=float)
    total = float(given.sum())
    parts = np.sort(given)[::-1][:_LARGEST] / total if total > 0 else np.array([])
    return Support(protects, len(given), municipalities(rows), largest=tuple(float(part) for part in parts))


def municipalities(rows: pd.DataFrame) -> int:
    """How many different municipalities rows come from."""
    return int(rows["municipality"].nunique()) if "municipality" in rows.columns else 0


def count_cell(table: str, at: Coordinates, measure: str, support: Support) -> Cell:
    """How many units are counted, or how many there are where none is told apart."""
    value = support.n if support.counted is None else support.counted
    return Cell(table, at, measure, value, Unit.COUNT, kind=Quantity.COUNT, support=support)


def share_cells(
    table: str, at: Coordinates, measure: str, support: Support, level: float = 0.95
) -> tuple[Cell, ...]:
    """A share of units with Wilson's interval, its count and its base.

    Cells ``measure``, ``measure_low``, ``measure_high``, ``measure_count`` and ``measure_n``.
    """
    found = proportions.interval(support.counted or 0, support.n, level=level)
    base = Support(support.protects, support.n, support.municipalities)
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


def setting_cell(table: str, at: Coordinates, measure: str, value: float | str, unit: Unit) -> Cell:
    """A number the evaluator chose (a level, a threshold): it says nothing of the data."""
    return Cell(table, at, measure, value, unit, kind=Quantity.SETTING)


def _told(cell: Cell, kind: Quantity, support: Support) -> Cell:
    return Cell(cell.table, cell.at, cell.measure, cell.value, cell.unit, cell.reason, kind, support)

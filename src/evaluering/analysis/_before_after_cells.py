"""Cells every before-and-after number has beside it: its mean by clusters, directions, who was lost.

Rows are one for each user: ``user``, ``municipality``, a column of clusters, ``first`` (mean first
score) and ``change`` (second less first; NaN for who was not scored twice).
"""

from dataclasses import replace
from math import isnan

import pandas as pd

from evaluering.analysis.cells import count_cell, estimated_cells, share_cells
from evaluering.analysis.support import behind, valued
from evaluering.results import Cell, Coordinates, Estimate, Support
from evaluering.statistics import before_after, clustered, paired, responsiveness
from evaluering.vocabulary import Quantity, Unit

BOUNDS = {"carried_forward": "carried_forward", "lowest": "worst", "highest": "best"}
"""What may have become of the lost: no change, the lowest and the highest score there is. The names in
``before_after.Attrition`` are those of a scale where higher is better."""


def paired_rows(rows: pd.DataFrame, column: str = "change") -> pd.DataFrame:
    """The users with a value."""
    return rows[rows[column].notna()]


def judged(rows: pd.DataFrame, column: str, estimate: Estimate) -> Support:
    """Whom an estimate of a column rests on, with its degrees of freedom."""
    return replace(valued(rows, "user", column), df=estimate.df)


def mean_of(
    rows: pd.DataFrame, cluster: str, level: float, column: str = "change"
) -> clustered.ClusteredMean:
    """The mean of a column over users, by clusters; users without a value are left out."""
    kept = paired_rows(rows, column)
    return clustered.mean(
        kept[column].to_numpy(dtype=float), kept[cluster].tolist(), level=level, unit=Unit.POINTS
    )


def mean_cells(
    table: str, at: Coordinates, rows: pd.DataFrame, cluster: str, level: float
) -> tuple[Cell, ...]:
    """How many users have a change (``n``), and their ``mean`` with its interval (CR2 by clusters)."""
    kept = paired_rows(rows)
    found = mean_of(kept, cluster, level).mean
    support = judged(kept, "change", found)
    return (
        count_cell(table, at, "n", behind(kept, "user")),
        *estimated_cells(table, at, "mean", found, Quantity.MEAN, support),
    )


def spread_cells(table: str, rows: pd.DataFrame) -> tuple[Cell, ...]:
    """Median and quartiles of the changes."""
    kept = paired_rows(rows)
    found, support = paired.summary(kept["change"].to_numpy(dtype=float)), valued(kept, "user", "change")
    return tuple(
        Cell(
            table,
            (),
            name,
            getattr(found, name),
            Unit.POINTS,
            found.reason,
            kind=Quantity.QUANTILE,
            support=support,
        )
        for name in ("median", "lower_quartile", "upper_quartile")
    )


def response_cells(table: str, rows: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    """The standardised response mean (Hedges' correction), as if users were independent."""
    kept = paired_rows(rows)
    found = responsiveness.standardised_response_mean(kept["change"].to_numpy(dtype=float), level).corrected
    return estimated_cells(table, (), "response_mean", found, Quantity.MODEL, judged(kept, "change", found))


def marked_cells(
    table: str, dimension: str, rows: pd.DataFrame, marks: "dict[str, pd.Series[bool]]"
) -> tuple[Cell, ...]:
    """The share of users marked so, for each mark, and how many there are in all."""
    n = behind(rows, "user")
    cells = [count_cell(table, (), "share_count", n)]
    for name, marked in marks.items():
        support = replace(n, counted=int(rows.loc[marked, "user"].nunique()))
        cells += share_cells(table, ((dimension, name),), "share", support)
    return tuple(cells)


def attrition_cells(table: str, rows: pd.DataFrame, found: before_after.Attrition) -> tuple[Cell, ...]:
    """Who was scored again, what they and the lost scored at first, and the difference."""
    back = rows["change"].notna()
    parts = {"baseline_paired": rows[back], "baseline_lost": rows[~back], "difference": rows}
    cells = [*share_cells(table, (), "followed", replace(behind(rows, "user"), counted=int(back.sum())))]
    for name, part in parts.items():
        estimate: Estimate = getattr(found, name)
        support = judged(part, "first", estimate)
        cells += estimated_cells(table, (), name, estimate, Quantity.MEAN, support)
    return tuple(cells)


def bound_cells(table: str, rows: pd.DataFrame, found: before_after.Attrition) -> tuple[Cell, ...]:
    """The mean change of all who started, whatever became of the lost."""
    support = valued(rows, "user", "first")
    cells = []
    for name, field in BOUNDS.items():
        one: Estimate = getattr(found, field)
        at = (("estimate", name),)
        # Made-up changes of the lost: their interval would promise too much.
        cells.append(
            Cell(table, at, "value", one.value, one.unit, one.reason, kind=Quantity.MEAN, support=support)
        )
    return tuple(cells)


def attrition_of(rows: pd.DataFrame, level: float, scale: tuple[float, float]) -> before_after.Attrition:
    """``before_after.attrition`` of the rows."""
    first = rows["first"].to_numpy(dtype=float)
    return before_after.attrition(first, first + rows["change"].to_numpy(dtype=float), level, scale=scale)


def verdict(estimate: Estimate) -> str:
    """What an interval says of a change: rise, fall, unclear, described (no interval) or nobody."""
    if isnan(estimate.value):
        return "nobody"
    if isnan(estimate.low):
        return "described"
    if estimate.low > 0:
        return "rise"
    return "fall" if estimate.high < 0 else "unclear"

"""Cells of pathway times: shares within limits, medians, months of start, trusts in a funnel."""

from dataclasses import replace
from math import isnan, nan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evaluering.analysis._pathway_counts import within
from evaluering.analysis.cells import count_cell, estimated_cells, share_cells
from evaluering.results import Cell, Coordinates, Estimate, Support
from evaluering.statistics import funnel, spc, survival
from evaluering.statistics.inputs import Floats
from evaluering.vocabulary import Protects, Quantity, Unit

LEVELS = (0.95, 0.998)
FEWEST = 12
"""Fewer months than this, and there is no chart to judge."""
CHART, FUNNEL = "spc.p", "funnel.proportion"


def behind_pathways(rows: pd.DataFrame, marked: "NDArray[np.bool_] | None" = None) -> Support:
    """A row is ``n`` pathways of one patient each; trusts are no municipalities. ``marked`` are counted."""
    found = Support(Protects.PERSONS, _n(rows), 0, units=_sum(rows))
    if marked is None:
        return found
    return replace(found, counted=_n(rows[marked]), within=_sum(rows[marked]))


def _inside(rows: pd.DataFrame) -> NDArray[np.bool_]:
    return (rows["within"] if "within" in rows else within(rows)).to_numpy(dtype=bool)


def _n(rows: pd.DataFrame) -> int:
    return int(rows["n"].to_numpy().sum(dtype=np.int64))


def _sum(rows: pd.DataFrame) -> int:
    return int(rows["mark"].to_numpy().sum(dtype=np.uint64))


def _counts_by(rows: pd.DataFrame, column: str) -> tuple[Floats, Floats]:
    """For each value of a column in order: pathways within their limit, and all."""
    counted = rows.assign(inside=rows["n"].where(_inside(rows), 0))
    sums = counted.groupby(column, sort=True, observed=True)[["inside", "n"]].sum()
    return sums["inside"].to_numpy(dtype=float), sums["n"].to_numpy(dtype=float)


def times_cells(table: str, at: Coordinates, rows: pd.DataFrame, level: float) -> list[Cell]:
    """Pathways, how many are open, the share within the limit, and the median wait.

    Open pathways count for as long as they have waited (Kaplan-Meier). Limits differ between pathways, so
    the share is read where the wait is 1 in units of the pathway's own limit.
    """
    reached = rows["reached"].to_numpy(dtype=bool)
    inside = behind_pathways(rows, _inside(rows))
    # A limit of 0 days is kept on the day itself: half a day keeps it apart from the day after.
    relative = (rows["days"] / (rows["limit"] + 0.5)).to_numpy(dtype=float)
    share = survival.kaplan_meier(relative, reached, 1.0, level, rows["n"].to_numpy()).within[0]
    return [
        count_cell(table, at, "open", behind_pathways(rows, ~reached)),
        count_cell(table, at, "within_count", inside),
        *estimated_cells(table, at, "within", _told(share), Quantity.SHARE, inside),
        *median_cells(table, at, rows, level),
    ]


def median_cells(table: str, at: Coordinates, rows: pd.DataFrame, level: float) -> list[Cell]:
    """Pathways and the median wait."""
    days, reached = rows["days"].to_numpy(dtype=float), rows["reached"].to_numpy(dtype=bool)
    middle = survival.kaplan_meier(days, reached, (), level, rows["n"].to_numpy()).median
    who = behind_pathways(rows)
    return [
        count_cell(table, at, "within_n", who),
        *estimated_cells(table, at, "median", _told(middle), Quantity.QUANTILE, who),
    ]


def _told(found: Estimate) -> Estimate:
    lacks = isnan(found.low) or isnan(found.high)
    return replace(found, reason=found.reason or ("no interval" if lacks else ""))


def month_cells(rows: pd.DataFrame) -> list[Cell]:
    """The share within the limit for each month of start: those who started, not those who finished."""
    cells: list[Cell] = []
    for month, own in rows.groupby("month", sort=True, observed=True):
        at: Coordinates = (("month", str(month)),)
        cells += share_cells("months", at, "within", behind_pathways(own, _inside(own)))
    return cells


def chart_cells(at: Coordinates, rows: pd.DataFrame) -> list[Cell]:
    """Whether the monthly shares are more than chance: a p chart by month of start."""
    counts, sizes = _counts_by(rows, "month")
    who = behind_pathways(rows)
    if len(counts) < FEWEST:
        tests, signal, alarm, reason = (nan, nan), "chart_signal.few", nan, "fewer than 12 months"
    else:
        drawn = spc.chart(counts, sizes, "p")
        runs = drawn.phases[0].runs
        tests = (len(drawn.sigma_signals), runs.longest_run)
        alarm, reason = runs.false_alarm, runs.reason
        signal = f"chart_signal.{'some' if drawn.signal else 'none'}"
    test = {"outside": tests[0], "longest_run": tests[1]}
    return [
        *(
            Cell("charts", at, name, value, Unit.COUNT, reason, Quantity.TEST, who, CHART)
            for name, value in test.items()
        ),
        Cell("charts", at, "alarm_runs", alarm, Unit.PROBABILITY, reason, Quantity.TEST, who, CHART),
        Cell("charts", at, "signal", signal, Unit.CODE, kind=Quantity.TEST, support=who),
    ]


def funnel_cells(rows: pd.DataFrame) -> list[Cell]:
    """Each trust's share against the limits chance allows around the share of all: no league table."""
    counts, sizes = _counts_by(rows, "hospital_trust")
    if not len(sizes):
        return []
    target = float(counts.sum() / sizes.sum())
    limits = funnel.limits(sizes, target, levels=LEVELS)
    adjusted = funnel.adjust(counts, sizes)
    cells = [_target(rows, counts)]
    for place, (name, own) in enumerate(rows.groupby("hospital_trust", sort=True, observed=True)):
        at: Coordinates = (("hospital_trust", str(name)),)
        share = counts[place] / sizes[place]
        cells += share_cells("funnel", at, "within", behind_pathways(own, _inside(own)))
        cells += _ends(at, limits, place, behind_pathways(own))
        cells.append(_position(at, limits, place, float(share), behind_pathways(own)))
        cells.append(_adjusted(at, adjusted, place, behind_pathways(own)))
    return cells


def _target(rows: pd.DataFrame, counts: Floats) -> Cell:
    who = behind_pathways(rows, _inside(rows))
    return Cell("funnel", (), "within", float(counts.sum() / who.n), Unit.SHARE, "", Quantity.SHARE, who)


def _ends(at: Coordinates, limits: funnel.Limits, place: int, who: Support) -> list[Cell]:
    cells = []
    for name, curve in zip(("usual", "far"), limits.curves, strict=True):
        for end, values in (("lower", curve.lower), ("upper", curve.upper)):
            value = values[place]
            reason = limits.reason if isnan(value) else ""
            cells.append(
                Cell("funnel", at, f"{name}_{end}", value, Unit.SHARE, reason, Quantity.INTERVAL, who, FUNNEL)
            )
    return cells


def _position(at: Coordinates, limits: funnel.Limits, place: int, share: float, who: Support) -> Cell:
    usual, far = (_outside(share, curve.lower[place], curve.upper[place]) for curve in limits.curves)
    where = f"far_{far}" if far else usual or "within"
    code = f"funnel_position.{where}"
    return Cell("funnel", at, "position", code, Unit.CODE, kind=Quantity.TEST, support=who)


def _outside(share: float, lower: float, upper: float) -> str:
    return "below" if share < lower else "above" if share > upper else ""


def _adjusted(at: Coordinates, adjusted: funnel.Adjusted, place: int, who: Support) -> Cell:
    value = adjusted.z_adjusted[place]
    reason = (adjusted.reason or "the trust has no size") if isnan(value) else ""
    return Cell("funnel", at, "z_adjusted", value, Unit.NUMBER, reason, Quantity.TEST, who, FUNNEL)

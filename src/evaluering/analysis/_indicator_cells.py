"""Cells and tables of measures' charts: an overview by kind, each chart, and each of its points."""

from dataclasses import replace
from math import isnan

import numpy as np
import pandas as pd

from evaluering.analysis._indicator_charts import UNITS, Reading
from evaluering.analysis._measure_months import Behind, month_text
from evaluering.analysis.cells import count_cell, count_of, setting_cell
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    Estimate,
    FigureLayout,
    Support,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.vocabulary import FigureKind, Quantity, Unit

GAP = "no value was reported for the month"
CHART = "spc.chart"
"""Of every kind of chart: which one is drawn follows the data."""


def overview_cells(
    at: Coordinates, rows: pd.DataFrame, readings: dict[str, Reading], teams: Behind
) -> list[Cell]:
    """Measures of a kind, their months, and charts that signal against those that would by chance."""
    who = replace(teams(rows), n=len(readings))
    lacking = sum(one.chart.missing for one in readings.values())
    charts = readings.values()
    found = {
        "runs": (sum(one.runs_signal for one in charts), [one.alarm_runs for one in charts]),
        "limits": (sum(one.limits_signal for one in charts), [one.alarm_limits for one in charts]),
    }
    return [
        count_cell("overview", at, "measures", who),
        count_of("overview", at, "points", int(rows["value"].notna().sum()), who),
        count_of("overview", at, "lacking", lacking, who),
        *(
            cell
            for name, (number, alarms) in found.items()
            for cell in _signals(at, name, number, alarms, who)
        ),
    ]


def _signals(
    at: Coordinates, name: str, found: int, alarms: list[Estimate], who: Support
) -> tuple[Cell, Cell]:
    expected = float(np.nansum([alarm.value for alarm in alarms]))
    return (
        count_cell("overview", at, f"{name}_found", replace(who, counted=found)),
        Cell(
            "overview",
            at,
            f"{name}_expected",
            expected,
            Unit.EXPECTED_COUNT,
            kind=Quantity.MODEL,
            support=who,
            method=CHART,
        ),
    )


def chart_cells(measure: str, one: Reading, rows: pd.DataFrame, who: Support) -> list[Cell]:
    """What a chart is, what it shows, and how often chance alone would show it."""
    at: Coordinates = (("measure", measure),)
    chart, runs = one.chart, one.chart.phases[0].runs
    codes = {
        "kind": f"measure_kind.{rows['kind'].iloc[0]}",
        "chart": f"chart.{chart.kind}",
        "baseline": f"baseline.{one.baseline}",
        "signal": f"signal.{one.signal}",
        "better": f"better.{rows['better'].iloc[0]}",
        "variation": f"variation.{one.variation or 'none'}",
        "assurance": f"assurance.{one.assurance or 'none'}",
    }
    counts = {
        "points": (chart.n, Quantity.COUNT, ""),
        "lacking": (chart.missing, Quantity.COUNT, ""),
        "n_baseline": (chart.phases[0].n_baseline, Quantity.COUNT, ""),
        "longest_run": (runs.longest_run, Quantity.TEST, runs.reason),
        "outside": (len(chart.sigma_signals), Quantity.TEST, ""),
    }
    return [
        Cell("charts", at, "name", str(rows["name"].iloc[0]), Unit.TEXT),
        *(
            Cell("charts", at, name, code, Unit.CODE, kind=Quantity.TEST, support=who)
            for name, code in codes.items()
        ),
        *(
            Cell("charts", at, name, value, Unit.COUNT, reason, kind, who)
            for name, (value, kind, reason) in counts.items()
        ),
        *_lines(at, one, rows, who),
    ]


def _lines(at: Coordinates, one: Reading, rows: pd.DataFrame, who: Support) -> list[Cell]:
    unit, centre = UNITS[str(rows["form"].iloc[0])], one.chart.centre[0]
    alarms = {"alarm_runs": one.alarm_runs, "alarm_limits": one.alarm_limits}
    target = float(rows["target"].iloc[0])
    reason = one.chart.phases[0].reason or "no points to set a centre line from"
    return [
        Cell(
            "charts",
            at,
            "centre",
            centre,
            unit,
            reason if isnan(centre) else "",
            Quantity.MEAN,
            who,
        ),
        *(
            Cell("charts", at, name, alarm.value, Unit.PROBABILITY, alarm.reason, Quantity.TEST, who, CHART)
            for name, alarm in alarms.items()
        ),
        _target(at, target, unit),
    ]


def _target(at: Coordinates, target: float, unit: Unit) -> Cell:
    cell = setting_cell("charts", at, "target", target, unit)
    return replace(cell, reason="no target was set") if isnan(target) else cell


def point_cells(measure: str, one: Reading, who: Support) -> list[Cell]:
    """Each month's value with its numerator, its denominator and its limits; gaps are shown as gaps."""
    form = str(one.rows["form"].dropna().iloc[0])
    cells = []
    for place, month in enumerate(one.months):
        at = (("measure", measure), ("month", month_text(month)))
        cells += _point(at, one.rows.iloc[place], form, who)
        cells += _limits(at, (one.chart.lower[place], one.chart.upper[place]), UNITS[form], who)
        cells.append(_centre(at, one.chart.centre[place], UNITS[form], who))
    return cells


def _point(at: Coordinates, row: "pd.Series[float]", form: str, who: Support) -> list[Cell]:
    value, size = float(row["value"]), float(row["denominator"])
    gap = GAP if isnan(value) else ""
    counted = float(row["numerator"])
    known = {"n": 0 if isnan(size) else int(size)}
    if form == "count":
        known = {"n": 0 if gap else int(counted)}
    if form == "proportion" and not gap:
        known |= {"counted": int(counted)}
    support = replace(who, **known)  # type: ignore[arg-type]  # names of Support's own fields
    kind = {"proportion": Quantity.SHARE, "count": Quantity.COUNT}.get(form, Quantity.MEAN)
    lacks = gap or ("" if not isnan(size) else "the form has no denominator")
    return [
        Cell("points", at, "value", value, UNITS[form], gap, kind, support),
        Cell("points", at, "numerator", _whole(counted, form), _numerator(form), gap, kind, support),
        Cell("points", at, "denominator", _whole(size), Unit.COUNT, lacks, Quantity.COUNT, support),
    ]


def _whole(number: float, form: str = "count") -> float:
    """A count as a whole number; an undefined one, and the sum behind a mean, as it is."""
    return number if isnan(number) or form == "mean" else int(number)


def _numerator(form: str) -> Unit:
    return Unit.NUMBER if form == "mean" else Unit.COUNT


def _limits(at: Coordinates, ends: tuple[float, float], unit: Unit, who: Support) -> list[Cell]:
    return [
        Cell(
            "points",
            at,
            name,
            end,
            unit,
            "no limit" if isnan(end) else "",
            Quantity.INTERVAL,
            who,
            CHART,
        )
        for name, end in zip(("lower", "upper"), ends, strict=True)
    ]


def _centre(at: Coordinates, centre: float, unit: Unit, who: Support) -> Cell:
    reason = "no points to set a centre line from" if isnan(centre) else ""
    return Cell("points", at, "centre", centre, unit, reason, Quantity.MEAN, who)


def chart_figure(readings: dict[str, Reading]) -> FigureLayout:
    """The charts, below each other where there are several."""
    rows = tuple(
        (("measure", name), ("month", month_text(month)))
        for name, one in readings.items()
        for month in one.months
    )
    columns = (
        Column("header.value", ("value",)),
        Column("header.centre", ("centre",)),
        Column("header.limits", ("lower", "upper")),
    )
    first = ("measure", next(iter(readings)))
    values = {name: cell_key("charts", name, (first,)) for name in ("signal", "points")}
    alt, key = (
        statement(f"series.{part}", f"indicator_series.series.{part}", values, labels={"measure": first})
        for part in ("alt", "key")
    )
    kind = FigureKind.CONTROL_CHART if len(readings) == 1 else FigureKind.SMALL_MULTIPLES
    layout = TableLayout("series", "points", "header.measure_month", rows, columns)
    return FigureLayout("series", kind, layout, "axis.measure_value", alt, key)


def chart_tables(readings: dict[str, Reading]) -> tuple[TableLayout, ...]:
    """The charts and their signals, and the points of every one."""
    rows = tuple((("measure", name),) for name in readings)
    months = tuple(
        (("measure", name), ("month", month_text(month)))
        for name, one in readings.items()
        for month in one.months
    )
    charts = (
        Column("header.measure_name", ("name",)),
        Column("header.kind_of_measure", ("kind",)),
        Column("header.chart", ("chart",)),
        Column("header.months_with_value", ("points",)),
        Column("header.months_lacking", ("lacking",)),
        Column("header.baseline", ("baseline",)),
        Column("header.centre", ("centre",)),
    )
    signals = (
        Column("header.signal", ("signal",)),
        Column("header.outside", ("outside",)),
        Column("header.longest_run", ("longest_run",)),
        Column("header.alarm_runs", ("alarm_runs",)),
        Column("header.alarm_limits", ("alarm_limits",)),
        Column("header.better", ("better",)),
        Column("header.variation", ("variation",)),
        Column("header.target", ("target",)),
        Column("header.assurance", ("assurance",)),
    )
    points = (
        Column("header.value", ("value",)),
        Column("header.numerator", ("numerator",)),
        Column("header.denominator", ("denominator",)),
        Column("header.limits", ("lower", "upper")),
    )
    return (
        TableLayout("charts", "charts", "header.measure", rows, charts),
        TableLayout("signals", "charts", "header.measure", rows, signals),
        TableLayout("points", "points", "header.measure_month", months, points),
    )

"""Are the measures that teams follow more than chance, and which way do they go?

Result, process and balancing measures stand together, month by month. Many charts are looked at, so
how many signal is held against how many would by chance alone.
"""

from math import isnan, nan

import pandas as pd

from evaluering.analysis._indicator_cells import (
    chart_cells,
    chart_figure,
    chart_tables,
    overview_cells,
    point_cells,
)
from evaluering.analysis._indicator_charts import Reading, reading
from evaluering.analysis._measure_months import behind_months, behind_teams, first_gatherings, monthly
from evaluering.analysis.layouts import keys_of
from evaluering.analysis.reader import Analysis, Parameters, Reader
from evaluering.results import Column, Finding, Statement, TableLayout, cell_key, statement
from evaluering.statistics.multiplicity import signals_by_chance
from evaluering.vocabulary import Design

QUESTION = "indicator_series"
SLICES = ("measures", "measure_series", "teams", "team_municipalities", "gatherings")
KINDS = ("result", "process", "balancing")
UNLIKELY = 0.05


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Charts of measures, their signals, and how many signals chance alone would give.

    Parameters: ``team`` or ``measure``: with one of them each chart and its points are given, else an
    overview by kind of measure alone, since single points are the team's own. Rules: ``reading`` chooses
    the chart by the declared form; Anhøj's rules of runs, limits, and the NHS rules with the declared
    direction and target; the baseline is the months before the network's first gathering where they
    are 12 or more. Expected by chance: the sum of each chart's own probability of a false alarm.

    Assumes independent months. A signal says that something other than chance is at work, not what.
    Source: Anhøj and Olesen 2014; Montgomery 2009; NHS England, Making Data Count.
    """
    rows = monthly(reader)
    rows = rows[rows["measure"].isin(rows.loc[rows["value"].notna(), "measure"])]
    starts = first_gatherings(reader)
    readings = {
        str(name): reading(own, float(starts.get(str(own["network"].iloc[0]), nan)))
        for name, own in rows.groupby("measure", sort=True)
    }
    overview = _overview(reader, rows, readings)
    chosen = _chosen(rows, parameters)
    if not chosen:
        return (overview,)
    return overview, _charts(reader, rows, {name: readings[name] for name in chosen})


def _chosen(rows: pd.DataFrame, parameters: Parameters) -> list[str]:
    """Measures whose own charts are given, result before process before balancing."""
    team, measure = str(parameters.get("team", "")), str(parameters.get("measure", ""))
    if not (team or measure):
        return []
    own = rows if measure else rows[rows["team"] == team]
    own = own[own["measure"] == measure] if measure else own
    about = own[["measure", "kind"]].drop_duplicates()
    return sorted(
        about["measure"], key=lambda name: (KINDS.index(about.set_index("measure")["kind"][name]), name)
    )


def _overview(reader: Reader, rows: pd.DataFrame, readings: dict[str, Reading]) -> Finding:
    teams = behind_teams(reader)
    places = [(("measure_kind", kind),) for kind in KINDS]
    cells = [
        cell
        for kind, at in zip((*KINDS, ""), (*places, ()), strict=True)
        for cell in overview_cells(at, *_of_kind(rows, readings, kind), teams)
    ]
    columns = (
        Column("header.measures", ("measures",)),
        Column("header.months_with_value", ("points",)),
        Column("header.months_lacking", ("lacking",)),
        Column("header.signals_runs", ("runs_found",)),
        Column("header.signals_expected", ("runs_expected",)),
        Column("header.signals_limits", ("limits_found",)),
        Column("header.signals_expected", ("limits_expected",)),
    )
    layout = TableLayout("overview", "overview", "header.kind_of_measure", tuple(places), columns)
    return Finding(
        id="indicator_overview",
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("overview", "measures"),
        cells=tuple(cells),
        tables=(layout,),
        statements=_overview_statements(readings),
        design=Design.DESCRIPTION,
    )


def _of_kind(
    rows: pd.DataFrame, readings: dict[str, Reading], kind: str
) -> tuple[pd.DataFrame, dict[str, Reading]]:
    own = rows[rows["kind"] == kind] if kind else rows
    names = set(own["measure"])
    return own, {name: one for name, one in readings.items() if name in names}


def _overview_statements(readings: dict[str, Reading]) -> tuple[Statement, ...]:
    values = keys_of(
        "overview", (), "measures", "runs_found", "runs_expected", "limits_found", "limits_expected"
    )
    return (
        statement("overview", f"{QUESTION}.overview", values),
        statement("may_say.signals", _verdict(readings), values, group="may_say"),
        statement("may_not_say.cause", f"{QUESTION}.may_not_say.cause", group="may_not_say"),
        statement("may_not_say.none", f"{QUESTION}.may_not_say.none", group="may_not_say"),
        statement("caveat.baseline", "indicator_series.caveat.baseline", group="caveats"),
        statement("caveat.gaps", "indicator_series.caveat.gaps", group="caveats"),
        statement("caveat.limits", "indicator_series.caveat.limits", group="caveats"),
    )


def _verdict(readings: dict[str, Reading]) -> str:
    """Whether runs signal in more charts than chance gives: the rule whose probability is exact."""
    known = [one for one in readings.values() if not isnan(one.alarm_runs.value)]
    found = sum(one.runs_signal for one in known)
    against = signals_by_chance(found, [one.alarm_runs.value for one in known])
    if isnan(against.p):
        return "indicator_series.may_say.nothing"
    return f"indicator_series.may_say.{'more' if against.p < UNLIKELY else 'not_more'}"


def _charts(reader: Reader, rows: pd.DataFrame, readings: dict[str, Reading]) -> Finding:
    behind = behind_months(reader)
    cells = []
    for name, one in readings.items():
        own = rows[rows["measure"] == name]
        cells += chart_cells(name, one, own, behind(own))
        cells += point_cells(name, one, behind(own))
    first = next(iter(readings))
    return Finding(
        id="indicator_charts",
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("charts", "points", (("measure", first),)),
        cells=tuple(cells),
        tables=chart_tables(readings),
        figures=(chart_figure(readings),),
        statements=tuple(_said(name, one) for name, one in readings.items()),
        design=Design.DESCRIPTION,
    )


def _said(name: str, one: Reading) -> Statement:
    """What one chart says: its signals, and how often chance alone gives them."""
    at = (("measure", name),)
    values = keys_of("charts", at, "name", "chart", "points", "baseline")
    values["alarm"] = cell_key("charts", "alarm_runs", at)
    return statement(f"may_say.{name}", f"indicator_series.signal.{one.signal}", values, group="may_say")


ANALYSIS = Analysis(QUESTION, SLICES, compute, optional=frozenset({"gatherings", "team_municipalities"}))

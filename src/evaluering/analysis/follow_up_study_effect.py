"""Did it matter to join a network, for the outcome that every team measures?

Networks start at different times, so teams that have begun are compared with teams that still wait, in
the same quarters. Nobody drew lots: the claim rests on parallel trends, and what happened before the
start is shown beside it.
"""

from dataclasses import replace
from math import isnan, nan

import pandas as pd

from evaluering.analysis._measure_months import Behind, behind_months, behind_teams, first_day_of
from evaluering.analysis._study_models import NOT_YET, PRIMARY, Fitted, models, staggered
from evaluering.analysis._study_panel import StudyPanel, study_panel
from evaluering.analysis._study_plan import ICCS, PLANNED_BY, detectable
from evaluering.analysis.cells import count_cell, count_of, estimated_cells, level_cell, p_cell, tested
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.support import behind as behind_rows
from evaluering.results import (
    Cell,
    Claim,
    Column,
    Coordinates,
    Estimate,
    FigureLayout,
    Finding,
    Statement,
    Support,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics._cohorts import PreTrend
from evaluering.statistics.differences import Staggered
from evaluering.vocabulary import Design, FigureKind, Protects, Quantity, Unit

QUESTION = "follow_up_study_effect"
SLICES = (
    "measures",
    "measure_series",
    "teams",
    "team_municipalities",
    "networks",
    "gatherings",
    "withdrawals",
)
CLAIM = ("outcome_of_every_team", "staggered_difference_in_differences", "quarters_before_the_last_start")
PERCENT = 100
AT_MAIN: Coordinates = (("model", PRIMARY),)
UNLIKELY = 0.05
FEW = 10
"""Fewer clusters than this, and the report says so."""


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """The change of a share when a team joins a network, in percentage points.

    Estimand: the mean effect on the teams that have begun, over the quarters in which others still wait,
    each team alike. Parameters: ``outcome`` (a measure's name; by default the result measure of shares
    that most teams have), ``level``. Primary model: Callaway and Sant'Anna's group-time effects by
    quarter, teams not yet begun as controls, teams as clusters; teams that left count as having joined
    (intention to treat) for as long as there are values. Sensitivity: effect by time since the start,
    without what came after leaving, teams with every quarter, two-way fixed effects with CR2 by team,
    municipality and network, Hussey and Hughes' mixed model. The plain change without the calendar stands
    beside them as what not to believe.

    Assumes parallel trends, no effect before the start, no spill-over between networks.
    Source: Callaway and Sant'Anna 2021; Pustejovsky and Tipton 2018; Hussey and Hughes 2007.
    Checked against the sample's true effect by simulation.
    """
    level = level_of(parameters)
    panel = study_panel(reader, parameters)
    fitted = models(panel, level)
    events = staggered(panel.window, NOT_YET, level)
    behind, teams = behind_months(reader), behind_teams(reader)
    cells = [
        *_size_cells(panel, teams),
        *(cell for name, one in fitted.items() for cell in _effect_cells(name, one, behind)),
        *_event_cells(events, panel.window, behind),
        *_network_cells(panel.rows, teams),
        *_plan_cells(panel, reader.table("networks"), behind),
        level_cell("effects", level),
    ]
    outcome, model, time_point = CLAIM
    finding = Finding(
        id=QUESTION,
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("size", "teams"),
        cells=tuple(cells),
        tables=_tables(fitted, events, panel),
        figures=(_figure("models", "effects", _models_layout(fitted)), *_event_figure(events)),
        statements=_statements(fitted, events),
        design=Design.STEPPED,
        claim=Claim(
            outcome,
            model,
            time_point,
            cell_key("effects", "effect", AT_MAIN),
            first_day_of(panel.months["month"]),
        ),
    )
    return (finding,)


def _size_cells(panel: StudyPanel, teams: Behind) -> list[Cell]:
    rows, window = panel.rows, panel.window
    who = teams(rows)
    left = panel.months[panel.months["withdrawn"].notna()]
    possible = window["team"].nunique() * window["quarter"].nunique()
    return [
        count_cell("size", (), "teams", who),
        count_cell("size", (), "withdrawn", replace(who, counted=panel.withdrawn)),
        count_of("size", (), "networks", int(rows["network"].nunique()), who),
        count_of("size", (), "quarters", int(window["quarter"].nunique()), who),
        count_of("size", (), "team_quarters", len(window), who),
        count_of("size", (), "lacking", possible - len(window), who),
        count_of("size", (), "lost", int(left.loc[left["month"] > left["withdrawn"], "team"].nunique()), who),
    ]


def _effect_cells(name: str, one: Fitted, behind: Behind) -> list[Cell]:
    at: Coordinates = (("model", name),)
    support = replace(behind(one.rows), df=one.effect.df)
    clusters = count_of("effects", at, "clusters", one.clusters, support)
    found = estimated_cells("effects", at, "effect", _points(one.effect), Quantity.MODEL, support)
    return [*found, clusters]


def _event_cells(found: Staggered, rows: pd.DataFrame, behind: Behind) -> list[Cell]:
    cells: list[Cell] = []
    support = behind(rows)
    for one in found.by_event_time:
        at: Coordinates = (("quarters_since", f"{one.since:.0f}"),)
        told = replace(support, df=one.effect.df)
        cells += estimated_cells("events", at, "effect", _points(one.effect), Quantity.MODEL, told)
    return [*cells, _pre_trend(found.pre_trend, support)]


def _pre_trend(found: PreTrend, support: Support) -> Cell:
    support = replace(support, df=None if isnan(found.df_error) else found.df_error)
    return tested(p_cell("events", (), "p", found.p, support, found.reason), "staggered_")


def _network_cells(rows: pd.DataFrame, teams: Behind) -> list[Cell]:
    return [
        count_cell("networks", (("network", str(network)),), "teams", teams(own))
        for network, own in rows.groupby("network", sort=True)
    ]


def _plan_cells(panel: StudyPanel, networks: pd.DataFrame, behind: Behind) -> list[Cell]:
    support = behind(panel.rows)
    cells = []
    for icc in ICCS:
        at: Coordinates = (("icc", f"{icc:.2f}"),)
        for size, found in detectable(panel, networks, icc).items():
            value, reason = found.effect * PERCENT, found.reason
            cells.append(
                Cell("plan", at, size, value, Unit.POINTS, reason, Quantity.MODEL, support, PLANNED_BY)
            )
    planned = networks["municipalities_planned"].astype("Float64").fillna(0).sum()
    who = replace(behind_rows(networks, "network", Protects.MUNICIPALITIES), municipalities=0)
    return [
        *cells,
        count_of("plan", (), "municipalities_planned", int(planned), who),
    ]


def _points(found: Estimate) -> Estimate:
    """A difference of shares in percentage points, without an interval where there is none."""
    low, high = (nan if found.reason and isnan(end) else end * PERCENT for end in (found.low, found.high))
    reason = found.reason or ("" if not isnan(found.low) else "no interval")
    return replace(found, value=found.value * PERCENT, low=low, high=high, unit=Unit.POINTS, reason=reason)


def _tables(fitted: dict[str, Fitted], events: Staggered, panel: StudyPanel) -> tuple[TableLayout, ...]:
    clusters = Column("header.clusters", ("clusters",))
    models_table = _models_layout(fitted)
    networks = tuple((("network", str(one)),) for one in sorted(panel.rows["network"].dropna().unique()))
    plan = tuple((("icc", f"{icc:.2f}"),) for icc in ICCS)
    return (
        replace(models_table, id="effects", columns=(*models_table.columns, clusters)),
        *(_event_layouts("events", events)),
        TableLayout(
            "networks", "networks", "header.network", networks, (Column("header.teams", ("teams",)),)
        ),
        TableLayout(
            "plan",
            "plan",
            "header.icc",
            plan,
            (Column("header.detectable_planned", ("planned",)), Column("header.detectable", ("joined",))),
        ),
    )


def _effect_column() -> Column:
    return estimate_column("header.change_in_points", "effect")


def _models_layout(fitted: dict[str, Fitted]) -> TableLayout:
    rows = tuple((("model", name),) for name in fitted)
    return TableLayout("models", "effects", "header.model", rows, (_effect_column(),))


def _event_layouts(name: str, events: Staggered) -> tuple[TableLayout, ...]:
    rows = tuple((("quarters_since", f"{one.since:.0f}"),) for one in events.by_event_time)
    return (TableLayout(name, "events", "header.quarters_since", rows, (_effect_column(),)),) if rows else ()


def _event_figure(events: Staggered) -> tuple[FigureLayout, ...]:
    return tuple(_figure("event_study", "events", layout) for layout in _event_layouts("event_study", events))


def _figure(name: str, cells: str, layout: TableLayout) -> FigureLayout:
    values = {"p": cell_key("events", "p")} if cells == "events" else _main_values()
    alt, key = (statement(f"{name}.{part}", f"{QUESTION}.{name}.{part}", values) for part in ("alt", "key"))
    return FigureLayout(name, FigureKind.DOT_INTERVAL, layout, "axis.change_in_points", alt, key)


def _main_values() -> dict[str, str]:
    ends = {"effect": "effect", "low": "effect_low", "high": "effect_high"}
    return {name: cell_key("effects", measure, AT_MAIN) for name, measure in ends.items()}


def _statements(fitted: dict[str, Fitted], events: Staggered) -> tuple[Statement, ...]:
    size = keys_of("size", (), "teams", "networks", "quarters", "withdrawn", "lost", "lacking")
    level = {"level": cell_key("effects", "level")}
    naive = {"naive": cell_key("effects", "effect", (("model", "before_after"),))}
    return (
        statement("size", "follow_up_study_effect.size", size),
        statement(
            "may_say.effect", _verdict(fitted[PRIMARY].effect), _main_values() | level, group="may_say"
        ),
        statement("may_say.trend", _trend(events.pre_trend), _trend_values(events), group="may_say"),
        statement("may_not_say.cause", "follow_up_study_effect.may_not_say.cause", group="may_not_say"),
        statement(
            "may_not_say.naive", "follow_up_study_effect.may_not_say.naive", naive, group="may_not_say"
        ),
        statement("may_not_say.each", "follow_up_study_effect.may_not_say.each", group="may_not_say"),
        *_caveats(fitted, size),
    )


def _verdict(found: Estimate) -> str:
    """The words follow the interval."""
    if isnan(found.value):
        return "follow_up_study_effect.may_say.undefined"
    if isnan(found.low):
        return "follow_up_study_effect.may_say.no_interval"
    if found.low > 0:
        return "follow_up_study_effect.may_say.higher"
    if found.high < 0:
        return "follow_up_study_effect.may_say.lower"
    return "follow_up_study_effect.may_say.uncertain"


def _trend(found: PreTrend) -> str:
    if isnan(found.p):
        return "follow_up_study_effect.may_say.trend_unknown"
    if found.p < UNLIKELY:
        return "follow_up_study_effect.may_say.trend_apart"
    return "follow_up_study_effect.may_say.trend_together"


def _trend_values(events: Staggered) -> dict[str, str]:
    return {} if isnan(events.pre_trend.p) else {"p": cell_key("events", "p")}


def _caveats(fitted: dict[str, Fitted], size: dict[str, str]) -> tuple[Statement, ...]:
    few = fitted["two_way_network"].clusters < FEW
    clusters = {"clusters": cell_key("effects", "clusters", (("model", "two_way_network"),))}
    attrition = {name: size[name] for name in ("withdrawn", "lost", "lacking")}
    return (
        statement("caveat.attrition", "follow_up_study_effect.caveat.attrition", attrition, group="caveats"),
        statement("caveat.regression", "follow_up_study_effect.caveat.regression", group="caveats"),
        statement("caveat.gathered", "follow_up_study_effect.caveat.gathered", group="caveats"),
        statement("caveat.exposure", "follow_up_study_effect.caveat.exposure", group="caveats"),
        statement("caveat.plan", "follow_up_study_effect.caveat.plan", group="caveats"),
        *(
            (statement("caveat.few", "follow_up_study_effect.caveat.few", clusters, group="caveats"),)
            if few
            else ()
        ),
    )


ANALYSIS = Analysis(
    QUESTION, SLICES, compute, optional=frozenset({"withdrawals", "team_municipalities"}), claims=(CLAIM,)
)

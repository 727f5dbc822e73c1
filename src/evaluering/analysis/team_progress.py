"""How far have the teams come in the model for improvement, how fast, and who left?"""

from dataclasses import replace
from math import isnan

import pandas as pd

from evaluering.analysis import _team_phases as phases
from evaluering.analysis._team_phases import Course
from evaluering.analysis._team_places import with_municipalities
from evaluering.analysis._team_reports import QUESTION, reports_finding
from evaluering.analysis.cells import count_cell, count_of, estimated_cells, level_cell, share_cells
from evaluering.analysis.layouts import columns_of, grouped, interval_of, keys_of
from evaluering.analysis.reader import LEVEL, Analysis, Parameters, Reader, level_of
from evaluering.analysis.registration import first_day
from evaluering.analysis.support import behind, counted
from evaluering.results import (
    Cell,
    Claim,
    Column,
    Coordinates,
    FigureLayout,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import survival
from evaluering.statistics.survival import KaplanMeier
from evaluering.tables.improvement import PHASES
from evaluering.vocabulary import FigureKind, Protects, Quantity, Unit

SLICES = (
    "gatherings",
    "guidance_forms",
    "status_reports",
    "team_municipalities",
    "team_phases",
    "teams",
    "withdrawals",
)
CLAIM = ("days_to_testing", "kaplan_meier_of_teams", "start_to_phase_do")
TESTING = "do"
_STAFF = Protects.STAFF


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Phases by each gathering and at the end, time to each, steps back, withdrawals, reports.

    Time to a phase: days from the team's start until it was first seen in that phase or a later one;
    teams not there when last seen (withdrawn ones too) have lasted at least so long (Kaplan-Meier).
    Phases are seen only now and then, so that days are at most right, and withdrawal is taken to tell
    nothing of how soon the team would have come. Parameter: ``level`` (0.95). Source: Kaplan and Meier
    1958. Checked against courses worked out by hand.
    """
    level = level_of(parameters)
    names = ("team_phases", "teams", "withdrawals")
    found = phases.course(*(reader.table(name) for name in names))
    teams = with_municipalities(found.teams, reader.table("team_municipalities"))
    gatherings = reader.table("gatherings")
    reports = reader.table("status_reports").merge(
        gatherings[["gathering", "number", "start"]], on="gathering", how="left"
    )
    findings = (
        _phases_finding(found, phases.at_moments(found, gatherings), teams, level),
        reports_finding(reports, reader.table("guidance_forms"), teams, level),
    )
    return tuple(replace(one, basis=reader.basis(*SLICES)) for one in findings)


def _phases_finding(
    found: Course, moments: dict[str, pd.DataFrame], teams: pd.DataFrame, level: float
) -> Finding:
    places: list[Coordinates] = [(("moment", name),) for name in moments]
    cells = [level_cell("phases", level), *_overall(found, teams)]
    for at, states in zip(places, moments.values(), strict=True):
        cells += _states(at, with_municipalities(states, teams))
    for phase in PHASES:
        cells += _reached((("phase", phase),), phases.times_to(found, phase), teams, level)
    cells += _back(found, teams, level) + _left(teams, level)
    return Finding(
        id="team_progress",
        question=QUESTION,
        basis=(),
        n=cell_key("phases", "teams"),
        cells=tuple(cells),
        tables=_tables(tuple(places), _reasons(teams)),
        figures=(_figure(tuple(places)),),
        statements=_statements(found),
        claim=Claim(
            *CLAIM,
            cell_key("reached", "days", (("phase", TESTING),)),
            first_day(found.observations["observed"]),
        ),
    )


def _overall(found: Course, teams: pd.DataFrame) -> list[Cell]:
    """How many teams, how many were observed, and the phase that at least half of them reached."""
    far = phases.furthest(found)
    observed = behind(teams[teams["team"].isin(far["team"])], "team", _STAFF)
    places = far["reached"].sort_values(ascending=False, ignore_index=True)
    half = PHASES[int(places[(len(places) + 1) // 2 - 1])] if len(places) else phases.NOT_OBSERVED
    code = f"phase.{half}"
    seen = found.after_withdrawal
    return [
        count_cell("phases", (), "teams", behind(teams, "team", _STAFF)),
        count_cell("phases", (), "observed", observed),
        Cell("phases", (), "half_reached", code, Unit.CODE, kind=Quantity.QUANTILE, support=observed),
        count_of("phases", (), "after_withdrawal", seen, behind(teams, "team", _STAFF)),
    ]


def _states(at: Coordinates, states: pd.DataFrame) -> list[Cell]:
    cells = [count_cell("phases", at, "teams", behind(states, "team", _STAFF))]
    for state in phases.STATES:
        support = counted(states, states["state"] == state, "team", _STAFF)
        cells.append(count_cell("phases", (*at, ("phase", state)), "teams", support))
    return cells


def _reached(at: Coordinates, times: pd.DataFrame, teams: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    spread = with_municipalities(times, teams)
    support = counted(spread, spread["seen"], "team", _STAFF)
    curve = _curve(times, level)
    return (
        *share_cells("reached", at, "reached", support, level),
        *estimated_cells("reached", at, "days", curve.median, Quantity.QUANTILE, support),
    )


def _curve(times: pd.DataFrame, level: float) -> KaplanMeier:
    return survival.kaplan_meier(times["days"].to_numpy(float), times["seen"].to_numpy(bool), level=level)


def _back(found: Course, teams: pd.DataFrame, level: float) -> list[Cell]:
    spread = with_municipalities(phases.steps_back(found), teams)
    return [
        cell
        for name in ("stage", "phase")
        for cell in share_cells(
            "back", (), f"{name}_back", counted(spread, spread[name].astype(bool), "team", _STAFF), level
        )
    ]


def _left(teams: pd.DataFrame, level: float) -> list[Cell]:
    support = counted(teams, teams["withdrawn"].notna(), "team", _STAFF)
    cells = list(share_cells("withdrawals", (), "withdrawn", support, level))
    for at in _reasons(teams):
        same = counted(teams, (teams["reason"] == at[0][1]).fillna(False), "team", _STAFF)
        cells.append(count_cell("withdrawals", at, "withdrawn_count", same))
    return cells


def _reasons(teams: pd.DataFrame) -> tuple[Coordinates, ...]:
    return tuple((("reason", str(reason)),) for reason in sorted(teams["reason"].dropna().unique()))


def _tables(moments: tuple[Coordinates, ...], reasons: tuple[Coordinates, ...]) -> tuple[TableLayout, ...]:
    states = tuple(Column(f"phase.{state}", ("teams",), (("phase", state),)) for state in phases.STATES)
    reached = {
        "header.teams_reached": ("reached_count",),
        "header.teams_observed": ("reached_n",),
        "header.share_reached": interval_of("reached"),
        "header.median_days_from_start": interval_of("days"),
    }
    back = {
        "header.teams_observed_twice": ("stage_back_n",),
        "header.stage_back": interval_of("stage_back"),
        "header.phase_back": interval_of("phase_back"),
    }
    rows = tuple((("phase", phase),) for phase in PHASES)
    left = columns_of({"header.teams_withdrawn": ("withdrawn_count",)})
    return (
        TableLayout(
            "phases", "phases", "header.moment", moments, (Column("header.teams", ("teams",)), *states)
        ),
        TableLayout("reached", "reached", "header.phase", rows, columns_of(reached)),
        TableLayout("back", "back", "header.part", ((),), columns_of(back)),
        TableLayout("withdrawals", "withdrawals", "header.reason", ((), *reasons), left),
    )


def _figure(moments: tuple[Coordinates, ...]) -> FigureLayout:
    # Six series have colours of their own; teams not observed are in the table.
    shown = [state for state in phases.STATES if state != phases.NOT_OBSERVED]
    columns = tuple(Column(f"phase.{state}", ("teams",), (("phase", state),)) for state in shown)
    values = keys_of("phases", (), "teams", "half_reached")
    return FigureLayout(
        "phases_by_gathering",
        FigureKind.STACKED_BARS,
        TableLayout("phases_by_gathering", "phases", "header.moment", moments, columns),
        "axis.number_of_teams",
        alt=statement("phases_by_gathering.alt", "team_progress.phases_by_gathering.alt", values),
        key=statement("phases_by_gathering.key", "team_progress.phases_by_gathering.key", values),
    )


def _testing(found: Course) -> str:
    """What may be said of testing: nothing, how many did, and how soon where half of them did."""
    if not len(found.observations):
        return "nothing"
    median = _curve(phases.times_to(found, TESTING), LEVEL).median.value
    return "not_half_tested" if isnan(median) else "tested"


def _statements(found: Course) -> tuple[Statement, ...]:
    literal = keys_of("phases", (), "half_reached", "observed", "teams")
    testing = (("phase", TESTING),)
    tested = keys_of("reached", testing, "reached", "reached_count", "reached_n", "days")
    left = keys_of("withdrawals", (), "withdrawn", "withdrawn_count", "withdrawn_n")
    back = keys_of("back", (), "stage_back_count", "stage_back_n", "phase_back_count")
    said = _testing(found)
    return (
        statement("literal", _literal(found), literal),
        statement("testing", f"team_progress.told.{said}", tested),
        statement("back", "team_progress.went_back", back),
        statement("withdrawn", "team_progress.withdrew", left),
        statement(
            "may_say.tested",
            f"team_progress.may_say.{said}",
            {} if said == "nothing" else tested,
            group="may_say",
        ),
        *grouped(QUESTION, "may_not_say", ("quality", "days")),
        *grouped(QUESTION, "caveats", ("observed", "withdrawal", "own_judgement")),
    )


def _literal(found: Course) -> str:
    """One team has come so far; of several, half of them at least."""
    if not len(found.observations):
        return "team_progress.literal_nothing"
    alone = found.observations["team"].nunique() == 1
    return "team_progress.literal_team" if alone else "team_progress.literal_teams"


ANALYSIS = Analysis(
    QUESTION,
    SLICES,
    compute,
    optional=frozenset(
        {"gatherings", "guidance_forms", "status_reports", "team_municipalities", "withdrawals"}
    ),
    claims=(CLAIM,),
)

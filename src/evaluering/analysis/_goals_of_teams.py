"""Which goals the teams have: how many, what became of them, reworded or not, with measures or not."""

from math import nan

import pandas as pd

from evaluering.analysis._goal_shares import share
from evaluering.analysis.cells import count_cell, count_of, level_cell, share_cells
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.analysis.reader import Reader
from evaluering.analysis.registration import first_day
from evaluering.analysis.support import of_teams
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
from evaluering.vocabulary import FigureKind, Quantity, Unit

QUESTION = "goals_set"
TABLES = ("goals", "goal_wordings", "measures", "teams", "team_municipalities")
CLAIM = ("goals_with_a_measure", "share_of_goals_teams_as_clusters", "latest_delivery")
STATUSES = ("active", "reached", "given_up")
KINDS = ("result", "process", "balancing")
NUMBERS = ("0", "1", "2", "3_or_more")
ANY = "any_kind"


def goals_of_teams(reader: Reader, level: float) -> Finding:
    """The goals of every team that takes part, whether or not anybody has rated them."""
    teams, members = reader.table("teams"), reader.table("team_municipalities")
    goals = goals_with(reader)
    cells = [
        *_teams(teams, goals, members),
        *_numbers(teams, goals, members),
        *(cell for status in STATUSES for cell in _status(goals, status, members, level)),
        *(cell for kind in (*KINDS, ANY) for cell in _measured(goals, kind, members, level)),
        *share("goals", (), "reworded", goals, members, level),
        level_cell("goals", level),
    ]
    return Finding(
        id="goals_of_teams",
        question=QUESTION,
        basis=reader.basis(*TABLES),
        n=cell_key("teams", "goals"),
        cells=tuple(cells),
        tables=_tables(tuple(_network(name) for name in sorted(teams["network"].unique()))),
        figures=(_figure(),),
        statements=_statements(teams, goals),
        claim=Claim(*CLAIM, cell_key("measures", "attached", _kind(ANY)), first_day(goals["set"])),
    )


def goals_with(reader: Reader) -> pd.DataFrame:
    """A row a goal: its team, status, whether reworded, and what kinds of measures it has."""
    goals, wordings, measures = (reader.table(name) for name in ("goals", "goal_wordings", "measures"))
    versions = wordings.groupby("goal")["version"].nunique()
    goals["reworded"] = goals["goal"].isin(versions.index[versions > 1])
    for kind in KINDS:
        goals[kind] = goals["goal"].isin(measures.loc[measures["kind"] == kind, "goal"].dropna())
    goals[ANY] = goals[list(KINDS)].any(axis=1)
    return goals


def _network(name: str) -> Coordinates:
    return (("network", name),)


def _kind(name: str) -> Coordinates:
    return (("measure_kind", name),)


def _teams(teams: pd.DataFrame, goals: pd.DataFrame, members: pd.DataFrame) -> list[Cell]:
    """Teams, those without goals, and goals: in all and in each network."""
    places: list[tuple[Coordinates, pd.DataFrame]] = [((), teams)]
    places += [(_network(str(name)), own) for name, own in teams.groupby("network", sort=True)]
    cells: list[Cell] = []
    for at, own in places:
        theirs = goals[goals["team"].isin(own["team"])]
        lacking = of_teams(own, members, ~own["team"].isin(goals["team"]))
        cells += share_cells("teams", at, "without_goals", lacking)
        cells.append(count_cell("teams", at, "teams", of_teams(own, members)))
        cells.append(count_of("teams", at, "goals", len(theirs), of_teams(theirs, members)))
        cells.append(_mean(at, own, theirs, members))
    return cells


def _mean(at: Coordinates, teams: pd.DataFrame, goals: pd.DataFrame, members: pd.DataFrame) -> Cell:
    """Goals a team, teams without goals among them."""
    each = teams["team"].map(goals["team"].value_counts()).fillna(0)
    value, reason = (float(each.mean()), "") if len(each) else (nan, "no teams")
    support = of_teams(teams, members, alike=bool(each.nunique() <= 1))
    return Cell("teams", at, "goals_a_team", value, Unit.NUMBER, reason, Quantity.MEAN, support)


def _numbers(teams: pd.DataFrame, goals: pd.DataFrame, members: pd.DataFrame) -> list[Cell]:
    """How many teams have no goal, one, two, or three or more."""
    each = teams["team"].map(goals["team"].value_counts()).fillna(0).clip(upper=len(NUMBERS) - 1)
    cells = [count_cell("numbers", (), "teams", of_teams(teams, members))]
    for number, name in enumerate(NUMBERS):
        support = of_teams(teams, members, each == number)
        cells.append(count_cell("numbers", (("number_of_goals", name),), "teams", support))
    return cells


def _status(goals: pd.DataFrame, status: str, members: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    rows = goals.assign(goals=goals["status"] == status)
    return share("status", (("goal_status", status),), "goals", rows, members, level)


def _measured(goals: pd.DataFrame, kind: str, members: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    return share("measures", _kind(kind), "attached", goals.assign(attached=goals[kind]), members, level)


def _tables(networks: tuple[Coordinates, ...]) -> tuple[TableLayout, ...]:
    teams = (
        Column("header.teams", ("teams",)),
        Column("header.teams_without_goals", ("without_goals_count",)),
        Column("header.number_of_goals", ("goals",)),
        Column("header.goals_a_team", ("goals_a_team",)),
    )
    status = (
        Column("header.number_of_goals", ("goals_count",)),
        estimate_column("header.share_with_interval", "goals"),
    )
    attached = (
        Column("header.number_of_goals", ("attached_count",)),
        estimate_column("header.share_with_interval", "attached"),
    )
    statuses = tuple((("goal_status", one),) for one in STATUSES)
    kinds = tuple(_kind(one) for one in (*KINDS, ANY))
    return (
        TableLayout("goals_by_network", "teams", "header.network", networks, teams),
        TableLayout("goals_by_status", "status", "header.goal_status", statuses, status),
        TableLayout("goals_with_measures", "measures", "header.measure_kind", kinds, attached),
    )


def _figure() -> FigureLayout:
    rows = tuple((("number_of_goals", one),) for one in NUMBERS)
    columns = (Column("header.teams", ("teams",)),)
    values = {"teams": cell_key("numbers", "teams"), "none": cell_key("numbers", "teams", rows[0])}
    return FigureLayout(
        "goals_per_team",
        FigureKind.BARS,
        TableLayout("goals_per_team", "numbers", "header.number_of_goals", rows, columns),
        "axis.number_of_teams",
        alt=statement("goals_per_team.alt", "goals_set.goals_per_team.alt", values),
        key=statement("goals_per_team.key", "goals_set.goals_per_team.key", values),
    )


def _statements(teams: pd.DataFrame, goals: pd.DataFrame) -> tuple[Statement, ...]:
    lacking = bool((~teams["team"].isin(goals["team"])).any())
    said = "goals_set.goals_lacking_some" if lacking else "goals_set.goals_lacking_none"
    number = keys_of("teams", (), "teams", "goals")
    without = {"lacking": cell_key("teams", "without_goals_count"), "teams": number["teams"]}
    status = {one: cell_key("status", "goals_count", (("goal_status", one),)) for one in STATUSES}
    status["goals"] = number["goals"]
    attached = {one: cell_key("measures", "attached_count", _kind(one)) for one in (*KINDS, ANY)}
    attached["goals"] = number["goals"]
    reworded = {"reworded": cell_key("goals", "reworded_count"), "goals": number["goals"]}
    return (
        statement("goals_number", "goals_set.goals_number", number),
        statement("goals_lacking", said, without),
        statement("goals_status", "goals_set.goals_status", status),
        statement("goals_reworded", "goals_set.goals_reworded", reworded),
        statement("goals_measured", "goals_set.goals_measured", attached),
        statement("may_say_goals", "goals_set.may_say_goals", number, group="may_say"),
        statement("may_not_say_reached", "goals_set.may_not_say_reached", group="may_not_say"),
        statement("may_not_say_measure", "goals_set.may_not_say_measure", group="may_not_say"),
        statement("goals_own_words", "goals_set.caveat.own_words", group="caveats"),
    )

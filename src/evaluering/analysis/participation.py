"""Who took part: teams at gatherings, tasks between them, how teams are made up, and how they were recruited.

Estimand: shares of team visits (a team at a gathering), of tasks given to teams at work, of teams, and
of municipalities that applied. A team is at work at a gathering of its network from its start until it
withdrew. Visits and tasks of one team hang together: their intervals have teams as clusters. What was
not reported makes bounds, never a no. Teams are compared with the recommendation (4-6 members, a leader
or service manager, a user representative, several fields of work) as they were at the first gathering.
"""

from dataclasses import dataclass

import pandas as pd

from evaluering.analysis import _participation_texts as texts
from evaluering.analysis._attendance import attendance_cells, visits_of
from evaluering.analysis._composition import (
    composition_cells,
    members_at_start,
    recommended,
    representative_cells,
    role_cells,
)
from evaluering.analysis._recruitment import recruitment_cells
from evaluering.analysis._tasks_done import task_cells, tasks_of_teams
from evaluering.analysis._teams import Places, at_work, gathering_rows, places, with_rows
from evaluering.analysis.cells import level_cell
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.registration import first_day
from evaluering.results import Cell, Claim, Finding, cell_key
from evaluering.vocabulary import Design

QUESTION = "participation"
_NEEDED = ("gatherings", "teams", "networks")
_OPTIONAL = (
    "participation",
    "withdrawals",
    "preparation_packages",
    "tasks",
    "task_status",
    "team_members",
    "user_representatives",
    "applications",
    "team_municipalities",
)
_USED = {
    "attendance": ("gatherings", "teams", "withdrawals", "participation", "team_municipalities"),
    "tasks": ("gatherings", "teams", "withdrawals", "preparation_packages", "tasks", "task_status"),
    "teams": ("teams", "gatherings", "team_members", "user_representatives", "team_municipalities"),
    "recruitment": ("networks", "gatherings", "applications", "teams", "team_municipalities"),
}
_N = {
    "attendance": cell_key("attendance", "present_n"),
    "tasks": cell_key("tasks", "tasks"),
    "teams": cell_key("sizes", "teams"),
    "recruitment": cell_key("outcomes", "municipalities"),
}
_CLAIMS = {
    "attendance": ("teams_present", "share_clustered_by_team", "all_gatherings"),
    "tasks": ("tasks_done", "share_clustered_by_team", "all_gatherings"),
    "teams": ("teams_as_recommended", "share_wilson", "first_gathering"),
    "recruitment": ("applications_recruited", "share_wilson", "last_application"),
}
_PRIMARY = {
    "attendance": cell_key("attendance", "present"),
    "tasks": cell_key("tasks", "done"),
    "teams": cell_key("composition", "meets", (("recommendation", "all"),)),
    "recruitment": cell_key("applications", "recruited"),
}


@dataclass(frozen=True)
class _Given:
    """The tables, who was at work when, and where teams come from."""

    tables: dict[str, pd.DataFrame]
    expected: pd.DataFrame
    behind: Places
    level: float


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Four findings: attendance, tasks, teams and recruitment."""
    tables = {name: reader.table(name) for name in (*_NEEDED, *_OPTIONAL)}
    expected = at_work(tables["teams"], tables["gatherings"], tables["withdrawals"])
    level = level_of(parameters)
    given = _Given(tables, expected, places(tables["team_municipalities"]), level)
    made = {
        "attendance": _attendance(given),
        "tasks": _tasks(given),
        "teams": _teams(given),
        "recruitment": recruitment_cells(tables, _members(tables)),
    }
    rows = gathering_rows(with_rows(tables["gatherings"]))
    return tuple(_finding(name, cells, rows, (reader, given)) for name, cells in made.items())


def _finding(name: str, cells: list[Cell], rows: tuple[str, ...], about: tuple[Reader, _Given]) -> Finding:
    reader, given = about
    every = (*cells, level_cell("level", given.level))
    return Finding(
        id=name,
        question=QUESTION,
        basis=reader.basis(*_USED[name]),
        n=_N[name],
        cells=every,
        tables=texts.tables(name, rows, every),
        figures=texts.figures(name, rows),
        statements=texts.statements(name, every),
        design=Design.DESCRIPTION,
        claim=Claim(*_CLAIMS[name], _PRIMARY[name], _first_data(name, given.tables)),
    )


def _first_data(name: str, tables: dict[str, pd.DataFrame]) -> str:
    """The first day of a finding's outcome."""
    table, column = {"recruitment": ("applications", "received"), "teams": ("team_members", "joined")}.get(
        name, ("gatherings", "start")
    )
    return first_day(tables[table][column])


def _attendance(given: _Given) -> list[Cell]:
    gatherings = given.tables["gatherings"]
    visits = visits_of(given.tables["participation"], gatherings)
    return attendance_cells(visits, given.expected, gatherings, (given.behind, given.level))


def _tasks(given: _Given) -> list[Cell]:
    tasks = tasks_of_teams(given.tables, given.expected)
    return task_cells(tasks, given.tables["gatherings"], (given.behind, given.level))


def _teams(given: _Given) -> list[Cell]:
    made = recommended(members_at_start(given.tables))
    return [
        *composition_cells(made, given.tables["teams"], given.behind),
        *role_cells(members_at_start(given.tables), given.behind),
        *representative_cells(given.tables["user_representatives"], given.behind),
    ]


def _members(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Which municipalities are in which network."""
    pairs = tables["team_municipalities"].merge(tables["teams"][["team", "network"]], on="team")
    return pairs[["network", "municipality"]].drop_duplicates()


ANALYSIS = Analysis(
    QUESTION,
    (*_NEEDED, *_OPTIONAL),
    compute,
    optional=frozenset(_OPTIONAL),
    claims=tuple(_CLAIMS.values()),
)

"""What teams did of the tasks in the preparation packages, with bounds for what nobody reported."""

from collections.abc import Mapping
from math import nan

import pandas as pd

from evaluering.analysis._attendance import visit_share
from evaluering.analysis._teams import Places, gathering_rows, of_row, place_of, total_cell, with_rows
from evaluering.analysis.cells import NOTHING, number_cell
from evaluering.results import Cell, Coordinates
from evaluering.statistics import surveys
from evaluering.vocabulary import Quantity, Unit

STATUSES = ("done", "partly", "not_done", "not_reported")
_KEY = ["preparation_package", "task"]


def tasks_of_teams(tables: Mapping[str, pd.DataFrame], expected: pd.DataFrame) -> pd.DataFrame:
    """Every task of every team at work that day, and every status beside them.

    A task without a row of status is one not reported. Columns ``team``, ``row``, ``status``.
    """
    rows = with_rows(tables["gatherings"])[["gathering", "row"]]
    packages = tables["preparation_packages"][["preparation_package", "gathering"]].merge(
        rows, on="gathering"
    )
    tasks = tables["tasks"][_KEY].merge(packages, on="preparation_package")
    due = tasks.merge(expected[["gathering", "team"]], on="gathering")[[*_KEY, "team"]]
    known = tables["task_status"][[*_KEY, "team", "status"]]
    found = due.merge(known, on=[*_KEY, "team"], how="outer")
    found = found.merge(packages, on="preparation_package")
    return found.assign(status=found["status"].fillna("not_reported"))


def task_cells(tasks: pd.DataFrame, gatherings: pd.DataFrame, about: tuple[Places, float]) -> list[Cell]:
    """By gathering prepared for and in all: tasks by status, the share done, and its bounds."""
    rows = gathering_rows(with_rows(gatherings))
    return [cell for row in rows for cell in _row_cells(place_of(row), of_row(tasks, row), about)]


def _row_cells(at: Coordinates, tasks: pd.DataFrame, about: tuple[Places, float]) -> list[Cell]:
    behind = about[0]
    cells = []
    for status in STATUSES:
        own = tasks[tasks["status"] == status].groupby("team").size().astype("float64")
        cells.append(total_cell("tasks", (*at, ("status", status)), "tasks", own, behind))
    every = tasks.groupby("team").size().astype("float64")
    cells.append(total_cell("tasks", at, "tasks", every, behind))
    reported = tasks[tasks["status"] != "not_reported"]
    cells += visit_share(("tasks", at, "done"), reported, reported["status"] == "done", about)
    return [*cells, *_bounds(at, tasks, about)]


def _bounds(at: Coordinates, tasks: pd.DataFrame, about: tuple[Places, float]) -> list[Cell]:
    """The share done if nothing, or everything, of what was not reported was done."""
    counts = tasks["status"].value_counts()
    done, silent = int(counts.get("done", 0)), int(counts.get("not_reported", 0))
    found = surveys.bounds(done, len(tasks) - done - silent, silent, level=about[1])
    cells = []
    for measure, value, teams in (
        ("at_least", found.as_no.value, tasks.loc[tasks["status"] == "done", "team"]),
        ("at_most", found.as_yes.value, tasks.loc[tasks["status"].isin(["done", "not_reported"]), "team"]),
    ):
        support = about[0].support(tasks["team"], teams)
        number = value if len(tasks) else nan
        cells.append(
            number_cell(("tasks", at, measure), (number, Unit.SHARE, NOTHING), Quantity.SHARE, support)
        )
    return cells

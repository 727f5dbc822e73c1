"""Who came to the gatherings: teams, their participants, user representatives and managers."""

from collections.abc import Iterable
from dataclasses import replace
from math import nan

import numpy as np
import pandas as pd

from evaluering.analysis._teams import Places, gathering_rows, of_row, place_of, total_cell, with_rows
from evaluering.analysis.cells import NOTHING, estimated_cells, number_cell
from evaluering.results import Cell, Coordinates, Estimate
from evaluering.results.methods import BETWEEN
from evaluering.statistics import proportions
from evaluering.vocabulary import Quantity, Unit


def visits_of(participation: pd.DataFrame, gatherings: pd.DataFrame) -> pd.DataFrame:
    """Rows of participation with the row of the table they stand in."""
    return participation.merge(with_rows(gatherings)[["gathering", "row"]], on="gathering")


def attendance_cells(
    visits: pd.DataFrame, expected: pd.DataFrame, gatherings: pd.DataFrame, about: tuple[Places, float]
) -> list[Cell]:
    """By gathering and in all; ``expected`` are the teams at work that day, with a row of their own.

    A visit is a team at a gathering it is reported for; shares are of visits, with teams as clusters.
    """
    known = set(zip(visits["gathering"], visits["team"], strict=True))
    pairs = zip(expected["gathering"], expected["team"], strict=True)
    unreported = expected[np.array([pair not in known for pair in pairs], dtype=bool)]
    cells = []
    for row in gathering_rows(with_rows(gatherings)):
        at, own = place_of(row), of_row(visits, row)
        cells += _row_cells(at, own, about)
        lacking = of_row(unreported, row).groupby("team").size().astype("float64")
        cells.append(total_cell("attendance", at, "unreported", lacking, about[0]))
    return cells


def _row_cells(at: Coordinates, visits: pd.DataFrame, about: tuple[Places, float]) -> list[Cell]:
    behind, present = about[0], visits[visits["participants"] > 0]
    people = present.groupby("team")["participants"].sum().astype("float64")
    mean = float(present["participants"].mean()) if len(present) else nan
    mean_about = (Quantity.MEAN, behind.amounts(people))
    return [
        *visit_share(("attendance", at, "present"), visits, visits["participants"] > 0, about),
        total_cell("attendance", at, "participants", people, behind),
        number_cell(("attendance", at, "per_team"), (mean, Unit.NUMBER, NOTHING), *mean_about),
        *visit_share(("attendance", at, "represented"), present, present["user_representatives"] > 0, about),
        *visit_share(("attendance", at, "managed"), present, present["manager_present"] == "yes", about),
    ]


def visit_share(
    name: tuple[str, Coordinates, str],
    rows: pd.DataFrame,
    marked: "pd.Series[bool]",
    about: tuple[Places, float],
) -> list[Cell]:
    """The share of rows that are marked, with its count and base; ``name``: table, place, measure.

    Wilson's interval where every team has one row; with repeated teams Korn-Graubard's over teams.
    """
    (table, at, measure), (behind, level) = name, about
    support = behind.support(rows["team"], rows.loc[marked, "team"])
    every = set(rows["team"])
    return [
        *estimated_cells(table, at, measure, _share(rows, marked, level), Quantity.SHARE, support),
        total_cell(table, at, f"{measure}_count", _each(rows[marked], every), behind),
        total_cell(table, at, f"{measure}_n", _each(rows, every), behind),
    ]


def _share(rows: pd.DataFrame, marked: "pd.Series[bool]", level: float) -> Estimate:
    """The share with an interval by teams, or Wilson's where each team has one row: it names both methods."""
    clustered = proportions.clustered(marked.to_numpy(dtype=float), rows["team"].tolist(), level=level)
    alone = proportions.interval(int(marked.sum()), len(rows), level=level)
    found = alone if rows["team"].is_unique else clustered.korn_graubard
    return replace(found, method=f"{alone.method}{BETWEEN}{clustered.korn_graubard.method}")


def _each(rows: pd.DataFrame, teams: Iterable[str]) -> "pd.Series[float]":
    """How many rows each of the teams has."""
    return rows.groupby("team").size().reindex(sorted(teams), fill_value=0).astype("float64")

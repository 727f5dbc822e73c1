"""Shares of goals, which lie in teams: an interval that does not take them as independent."""

from dataclasses import replace
from math import isnan

import pandas as pd

from evaluering.analysis.cells import count_of, estimated_cells
from evaluering.analysis.support import of_teams
from evaluering.results import Cell, Coordinates, Estimate
from evaluering.statistics import proportions
from evaluering.vocabulary import Quantity


def share(
    table: str, at: Coordinates, measure: str, rows: pd.DataFrame, members: pd.DataFrame, level: float
) -> tuple[Cell, ...]:
    """The share of goals with yes in the column ``measure``, its interval, count and base.

    ``rows`` has a row a goal with ``team`` and the column of truth values. Cells ``measure``,
    ``measure_low``, ``measure_high``, ``measure_count`` and ``measure_n``.
    """
    marked = rows[measure].astype(bool)
    support = of_teams(rows, members, marked)
    return (
        *estimated_cells(table, at, measure, of_goals(marked, rows["team"], level), Quantity.SHARE, support),
        count_of(table, at, f"{measure}_count", int(marked.sum()), support),
        count_of(table, at, f"{measure}_n", len(rows), of_teams(rows, members)),
    )


def of_goals(marked: "pd.Series[bool]", team: "pd.Series[str]", level: float) -> Estimate:
    """The share of goals marked, with Korn and Graubard's interval for goals in teams.

    When no goal is marked, or all are, teams show no spread to go by; the interval is then Wilson's
    with as many units as there are teams, which holds also if a team's goals are all alike.
    """
    found = proportions.clustered(marked.astype(float).to_numpy(), team.to_numpy(), level=level).korn_graubard
    if isnan(found.value) or found.value not in (0.0, 1.0):
        return found
    teams = int(team.nunique())
    widest = proportions.interval(round(found.value * teams), teams, level=level)
    return replace(found, low=widest.low, high=widest.high, reason="", method="wilson_of_teams")

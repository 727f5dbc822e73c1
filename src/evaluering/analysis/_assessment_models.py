"""Self-assessments after minus before: anonymous answers compared in groups, teams as clusters."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from evaluering.results import Estimate
from evaluering.statistics import clustered
from evaluering.statistics.inputs import Floats
from evaluering.vocabulary import Unit

WAVES = ("before", "after")


@dataclass(frozen=True)
class Change:
    """After minus before in three ways; ``within`` is primary.

    ``within`` compares answers of the same team (team effects, CR2), ``pooled`` all answers of all teams
    (CR2), ``of_teams`` weighs teams alike (t test of the teams' own differences).
    """

    within: Estimate
    pooled: Estimate
    of_teams: Estimate


def change(rows: pd.DataFrame, column: str, level: float) -> Change:
    """After minus before of ``column``; rows have ``team``, ``wave`` and a value that may be missing.

    Estimand: the difference of expected answers in the same team, over teams that answered both times,
    weighed by how many answered. Persons are not linked: those who answered after may be others.
    """
    known = rows[rows[column].notna()]
    both = known[known["team"].isin(with_both(known))]
    return Change(_within(both, column, level), _pooled(known, column, level), _of_teams(both, column, level))


def with_both(rows: pd.DataFrame) -> list[str]:
    """Teams with answers both before and after."""
    waves = rows.groupby("team")["wave"].nunique()
    return [str(team) for team in waves.index[waves == len(WAVES)]]


def team_means(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Each team's mean before and after; NaN for a wave it lacks."""
    means = rows[rows[column].notna()].groupby(["team", "wave"])[column].mean().astype(float)
    return means.unstack("wave").reindex(columns=list(WAVES)).astype(float)


def _within(rows: pd.DataFrame, column: str, level: float) -> Estimate:
    # Taking out the teams' means is the same as an effect of each team, in CR2 and its degrees of freedom
    # too (Pustejovsky and Tipton 2018, theorem 2), and far quicker.
    centred = rows.assign(**{column: rows[column] - rows.groupby("team")[column].transform("mean")})
    after = pd.Series(_after(rows), index=rows.index)
    return _regression(
        centred, column, (after - after.groupby(rows["team"]).transform("mean")).to_numpy()[:, None], level
    )


def _pooled(rows: pd.DataFrame, column: str, level: float) -> Estimate:
    return _regression(rows, column, np.column_stack([_after(rows), np.ones(len(rows))]), level)


def _regression(rows: pd.DataFrame, column: str, columns: Floats, level: float) -> Estimate:
    fitted = clustered.regression(
        rows[column].to_numpy(float), columns, list(rows["team"]), level=level, unit=Unit.POINTS
    )
    return fitted.estimates[0]


def _after(rows: pd.DataFrame) -> Floats:
    return np.asarray(rows["wave"] == WAVES[1], dtype=np.float64)


def _of_teams(rows: pd.DataFrame, column: str, level: float) -> Estimate:
    means = team_means(rows, column)
    return clustered.cluster_means_test(
        (means["after"] - means["before"]).to_numpy(float), list(means.index), level=level, unit=Unit.POINTS
    )

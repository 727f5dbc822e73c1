"""Verdicts as goals x raters, for one criterion at one wording."""

from dataclasses import dataclass

import pandas as pd

from evaluering.analysis.reader import Reader
from evaluering.analysis.registration import first_day

SCORES = {"no": 0.0, "partly": 1.0, "yes": 2.0}
"""The order of the verdicts."""


@dataclass(frozen=True)
class RatedBy:
    """Goals (team, first and last version, reworded), their ratings as numbers, and members of teams."""

    goals: pd.DataFrame
    ratings: pd.DataFrame
    members: pd.DataFrame
    raters: int
    first_data: str

    def matrix(self, wording: str, criterion: tuple[str, str], goals: pd.DataFrame) -> pd.DataFrame:
        """Scores of ``goals`` (a part of the goals) by rater, NaN where missing; a row a rated goal."""
        rows = self.ratings
        rows = rows[(rows["definition"] == criterion[0]) & (rows["criterion"] == criterion[1])]
        rows = rows[rows["version"] == rows["goal"].map(goals[wording])]
        scores = rows.set_index(["goal", "rater"])["score"].unstack("rater")
        return (
            scores if len(scores.columns) else pd.DataFrame(index=scores.index, columns=["none"], dtype=float)
        )


def rated_by(reader: Reader) -> RatedBy:
    """Everything there is to compare. A goal's first and last wording are its lowest and highest version."""
    wordings, ratings = reader.table("goal_wordings"), reader.table("goal_ratings_by_rater")
    versions = wordings.groupby("goal")["version"].agg(["min", "max"])
    goals = reader.table("goals").set_index("goal")
    goals["first"] = versions["min"].reindex(goals.index)
    goals["last"] = versions["max"].reindex(goals.index)
    return RatedBy(
        goals,
        ratings.assign(score=ratings["fulfilled"].map(SCORES).astype(float)),
        reader.table("team_municipalities"),
        int(ratings["rater"].nunique()),
        first_day(wordings["worded"]),
    )

"""Goals with what raters say of their first and last wording, and the teams behind them."""

from dataclasses import dataclass

import pandas as pd

from evaluering.analysis._goal_verdicts import at_wording, verdicts
from evaluering.analysis.reader import Reader
from evaluering.analysis.registration import first_day

TABLES = ("goals", "goal_wordings", "goal_ratings_by_rater", "teams", "team_municipalities")


@dataclass(frozen=True)
class Rated:
    """Goals by their identifier with team, network, first and last version; verdicts; members of teams."""

    goals: pd.DataFrame
    judged: pd.DataFrame
    members: pd.DataFrame
    raters: int
    first_data: str

    def on(self, wording: str, criterion: tuple[str, str]) -> pd.DataFrame:
        """The verdicts on the first or last wording of each rated goal, with team and network."""
        rows = at_wording(self.judged, self.goals[wording], criterion)
        return rows.join(self.goals[["team", "network", "reworded"]], how="inner")


def rated_goals(reader: Reader) -> Rated:
    """What there is to know of goals and their wordings. A goal without a wording has no version."""
    goals, teams = reader.table("goals"), reader.table("teams")
    wordings, ratings = reader.table("goal_wordings"), reader.table("goal_ratings_by_rater")
    versions = wordings.groupby("goal")["version"].agg(["min", "max"])
    indexed = goals.set_index("goal")
    indexed["network"] = indexed["team"].map(teams.set_index("team")["network"])
    indexed["first"] = versions["min"].reindex(indexed.index)
    indexed["last"] = versions["max"].reindex(indexed.index)
    indexed["reworded"] = indexed["last"] > indexed["first"]
    return Rated(
        indexed,
        verdicts(ratings),
        reader.table("team_municipalities"),
        int(ratings["rater"].nunique()),
        first_day(wordings["worded"]),
    )

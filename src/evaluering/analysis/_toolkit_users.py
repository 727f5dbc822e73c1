"""Users of the toolkit, a row each: where, in which team, what they scored first and how it changed."""

import numpy as np
import pandas as pd

from evaluering.statistics import paired

FIRST, SECOND = 1, 2
NOT_CODED = "not_coded"
_OF_FIRST = ["team", "municipality", "filled_in_by"]


def users_of(conversations: pd.DataFrame, scores: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """Everybody with a conversation, by identifier.

    Columns: ``user``; ``team``, ``municipality`` and ``filled_in_by`` of the earliest conversation;
    ``network`` of the team (missing where unknown); ``quarter`` of the second conversation;
    ``first`` (mean first score; over the activities scored both times where there are any),
    ``change`` (matched: the mean over those activities of second less first), ``literal`` (mean of all
    second less mean of all first scores), ``activities`` (scored both times) and ``new`` (left out).
    A user who scored nothing first has NaN in all of them.
    """
    earliest = conversations.sort_values(["user", "conversation"]).groupby("user", sort=True)
    users = earliest[_OF_FIRST].first()
    changes = _changes(users, scores)
    users = users.join(changes)
    users["network"] = users["team"].map(teams.set_index("team")["network"])
    second = conversations[conversations["conversation"] == SECOND].set_index("user")["held"]
    users["quarter"] = _quarters(users.index.to_series().map(second))
    return users.reset_index()


def by_area(users: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """A row for each user and area of life chosen first: ``change`` over the user's activities there."""
    coded = scores.assign(area=scores["area"].astype(object).where(scores["area"].notna(), NOT_CODED))
    first = coded[coded["conversation"] == FIRST]
    second = coded[coded["conversation"] == SECOND].set_index(["user", "activity"])["score"]
    again = first.set_index(["user", "activity"]).index.map(second.to_dict())
    moved = first.assign(change=np.asarray(again, dtype=float) - first["score"].astype(float))
    chosen = moved.groupby(["area", "user"], sort=True)["change"].mean().reset_index()
    return chosen.merge(users[["user", "team", "municipality"]], on="user", validate="many_to_one")


def _changes(users: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    most = int(scores["activity"].max()) if len(scores) else 1
    first, second = (_matrix(users, scores, which, most) for which in (FIRST, SECOND))
    found = paired.changes(first, second)
    paired_start, whole = np.array(found.first, dtype=float), np.array(found.first_all, dtype=float)
    return pd.DataFrame(
        {
            "first": np.where(np.isnan(paired_start), whole, paired_start),
            "change": np.array(found.matched, dtype=float),
            "literal": np.array(found.literal, dtype=float),
            "activities": np.array(found.activities, dtype=int),
            "new": (~np.isnan(second) & np.isnan(first)).sum(axis=1),
        },
        index=users.index,
    )


def _matrix(users: pd.DataFrame, scores: pd.DataFrame, which: int, most: int) -> np.ndarray:
    own = scores[scores["conversation"] == which]
    wide = own.pivot(index="user", columns="activity", values="score")
    return wide.reindex(index=users.index, columns=range(1, most + 1)).to_numpy(dtype=float, na_value=np.nan)


def _quarters(days: "pd.Series[pd.Timestamp]") -> "pd.Series[str]":
    periods = pd.to_datetime(days).dt.to_period("Q")
    return periods.map(lambda one: f"{one.year}-{one.quarter}", na_action="ignore").astype(object)

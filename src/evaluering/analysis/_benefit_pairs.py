"""Users' perceived benefit beside the checklist that belongs to it."""

from dataclasses import dataclass

import pandas as pd

from evaluering.analysis._checklists import ABOUT_BENEFIT, scored

_FIRST, _SECOND = 1, 2


@dataclass(frozen=True)
class Linked:
    """Users with a scored first conversation, and ``rows``: those with a benefit and a checklist."""

    users: pd.DataFrame
    rows: pd.DataFrame


def linked(conversations: pd.DataFrame, scores: pd.DataFrame, checklists: pd.DataFrame) -> Linked:
    """Each user's benefit with the checklist that belongs to it.

    Benefit: the mean over activities scored at both of second minus first score; ``start`` the mean first
    score of those activities, or of all where there is no second. The checklist: the latest filled in
    from the first to the second conversation; where there is none, the one fewest days outside them (the
    earlier of two as near), marked by ``between`` false. Fulfilment: yes / (yes + no) of standard items
    but 1 and 9, which a benefit presupposes; ``share`` from 0 to 1.
    """
    users = _users(conversations, scores)
    forms = scored(checklists, standard_only=True, without=ABOUT_BENEFIT)
    forms = forms[~forms["refused"] & forms["applicable"].notna()]
    paired = users[users["benefit"].notna()]
    return Linked(users, _chosen(paired.merge(forms[["user", "filled_in", "applicable"]], on="user")))


def _users(conversations: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    scores = scores.assign(score=scores["score"].astype(float))
    one, two = (scores[scores["conversation"] == number] for number in (_FIRST, _SECOND))
    both = one.merge(two, on=["user", "activity"], how="left", suffixes=("", "_second"))
    both = both.assign(gain=both["score_second"] - both["score"])
    again = both[both["gain"].notna()].groupby("user").agg(gain=("gain", "mean"), start=("score", "mean"))
    found = both.groupby("user").agg(every=("score", "mean")).join(again)
    found = found.assign(benefit=found["gain"], start=found["start"].fillna(found["every"]))
    return _held(conversations, _FIRST, ["team", "municipality", "held"]).merge(
        found.reset_index().merge(
            _held(conversations, _SECOND, ["held"]).rename(columns={"held": "held_second"}),
            on="user",
            how="left",
        ),
        on="user",
    )


def _held(conversations: pd.DataFrame, number: int, columns: list[str]) -> pd.DataFrame:
    return conversations.loc[conversations["conversation"] == number, ["user", *columns]]


def _chosen(candidates: pd.DataFrame) -> pd.DataFrame:
    """Of each user's checklists the one that belongs to the benefit."""
    day, first, second = (pd.to_datetime(candidates[one]) for one in ("filled_in", "held", "held_second"))
    outside = (first - day).dt.days.clip(lower=0) + (day - second).dt.days.clip(lower=0)
    between = outside == 0
    # Between the conversations the latest comes first; as near outside them, the earliest.
    since = (day - first).dt.days
    order = since.where(~between, -since)
    ranked = candidates.assign(outside=outside, order=order, between=between, share=candidates["applicable"])
    ranked = ranked.sort_values(["user", "outside", "order"])
    return ranked.drop_duplicates("user").reset_index(drop=True)

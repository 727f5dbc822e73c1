"""Checklists as scored forms: points by the programme's rule, and among items that applied."""

from collections.abc import Collection
from math import nan

import pandas as pd

from evaluering.statistics.fidelity import Fulfilment, fulfilment

ITEMS = 10
ABOUT_BENEFIT = (1, 9)
"""Item 1 (the form is filled in) and item 9 (benefit is assessed again): no benefit without them."""
KEYS = ["user", "checklist"]
_ANSWERS = ("yes", "no", "not_applicable")
_NO_ITEM = Fulfilment(nan, nan, nan, nan, 0, 0, 0, "no standard item is left")
SCORES = ("programme", "applicable", "lowest", "highest", "not_applicable", "blank")


def scored(
    checklists: pd.DataFrame, *, standard_only: bool = False, without: Collection[int] = ()
) -> pd.DataFrame:
    """One row a checklist: user, team, day, number of own items and the parts of ``Fulfilment``.

    ``standard_only`` leaves the team's own items out, ``without`` items by number. An item nobody
    answered and an item without a row are both blank. ``refused`` marks checklists with too many
    blanks: they are told, and count in nothing. Rows are sorted by user and day.
    """
    own = checklists["item_kind"] == "own"
    left = checklists[~checklists["item"].isin(without) & ~(own & standard_only)]
    forms = _forms(checklists.assign(own=own))
    index = pd.MultiIndex.from_frame(forms[KEYS])
    dropped = checklists[own & ~checklists["item"].isin(without)].groupby(KEYS).size()
    fewer = dropped.reindex(index, fill_value=0) if standard_only else pd.Series(0, index=index)
    items = ITEMS - len(without) - fewer
    counts = {
        answer: left[left["answer"] == answer].groupby(KEYS).size().reindex(index, fill_value=0)
        for answer in _ANSWERS
    }
    found = [_score(*row) for row in zip(*counts.values(), items, strict=True)]
    for name in SCORES:
        forms[name] = [getattr(one, name) for one in found]
    forms[list(SCORES)] = forms[list(SCORES)].astype(float)
    forms["refused"] = forms["lowest"].isna().astype(bool)
    return forms.sort_values(["user", "filled_in", "checklist"], ignore_index=True)


def _forms(checklists: pd.DataFrame) -> pd.DataFrame:
    grouped = checklists.sort_values([*KEYS, "item"]).groupby(KEYS, as_index=False)
    return grouped.agg(team=("team", "first"), filled_in=("filled_in", "max"), own=("own", "sum"))


def _score(yes: int, no: int, not_applicable: int, items: int) -> Fulfilment:
    if items < 1:
        return _NO_ITEM
    blank = int(items - yes - no - not_applicable)
    return fulfilment(int(yes), int(no), int(not_applicable), blank, items=int(items))


def first_of_users(forms: pd.DataFrame) -> pd.DataFrame:
    """The first checklist of each user."""
    return forms.groupby("user", as_index=False).head(1)


def latest_of_users(forms: pd.DataFrame) -> pd.DataFrame:
    """The latest checklist of each user."""
    return forms.groupby("user", as_index=False).tail(1)


def with_places(forms: pd.DataFrame, conversations: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """Forms with the municipality of the user's latest conversation, and network and start of the team."""
    latest = conversations.sort_values(["user", "conversation"]).drop_duplicates("user", keep="last")
    placed = forms.merge(latest[["user", "municipality"]], on="user", how="left")
    return placed.merge(teams[["team", "network", "started"]], on="team", how="left")

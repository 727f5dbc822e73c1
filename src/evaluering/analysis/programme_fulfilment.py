"""Is collaboration around the users carried out as the programme plans, and where not?"""

from dataclasses import replace

import pandas as pd

from evaluering.analysis._checklists import latest_of_users, scored, with_places
from evaluering.analysis._fulfilment_change import CHANGE_CLAIM, TREND_CLAIM, change_finding, trend_finding
from evaluering.analysis._fulfilment_items import items_finding
from evaluering.analysis._fulfilment_level import LEVEL_CLAIM, QUESTION, level_finding
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.results import Finding

SLICES = ("activity_scores", "checklists", "conversations", "teams")
_MEAN_OF_CONVERSATION = {1: 1, 9: 2}
"""The items that repeat the mean of a conversation."""
ROUNDING = 0.051
"""Means are copied with one decimal: half a tenth, and what floats add to it, is no difference."""


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Fulfilment in all and by network and quarter, item by item, first to latest, and over months.

    A user is one unit, however many checklists; a checklist with more than two blank items is told and
    counted in nothing. Parameters: ``level`` (0.95), ``reliability`` (0.7). Source: the user guide of the
    toolkit "What matters to you?"; Carroll C et al. Implement Sci 2007;2:40. Checked against counts by
    hand and the known trend of the synthetic network.
    """
    level, checklists = level_of(parameters), reader.table("checklists")
    placed = _placed(reader, checklists)
    copies = _copies(checklists, reader.table("activity_scores"), placed)
    latest = latest_of_users(placed[~placed["refused"]])
    found = (
        level_finding(placed, copies, level),
        items_finding(checklists, latest, level),
        change_finding(placed, level, parameters),
        trend_finding(placed, level),
    )
    return tuple(replace(one, basis=reader.basis(*SLICES)) for one in found)


def _placed(reader: Reader, checklists: pd.DataFrame) -> pd.DataFrame:
    """Scored checklists, by all items and by standard items, with the user's place and the team's network."""
    forms = scored(checklists)
    standard = scored(checklists, standard_only=True)
    names = ["programme", "applicable", "not_applicable"]
    forms = forms.assign(**{f"standard_{name}": standard[name] for name in names})
    days = forms["filled_in"].astype("string")
    quarter = ((days.str.slice(5, 7).astype(int) - 1) // 3 + 1).astype("string")
    forms["quarter"] = days.str.slice(0, 4) + "-Q" + quarter
    return with_places(forms, reader.table("conversations"), reader.table("teams"))


def _copies(checklists: pd.DataFrame, scores: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Copied means with a form to compare with, and whether they differ from it by more than rounding."""
    means = scores.groupby(["user", "conversation"], as_index=False).agg(own_mean=("score", "mean"))
    copied = checklists[
        (checklists["item_kind"] == "standard") & checklists["item"].isin(_MEAN_OF_CONVERSATION)
    ]
    copied = copied[copied["what_matters_mean"].notna()]
    copied = copied.assign(conversation=copied["item"].map(_MEAN_OF_CONVERSATION).astype(int))
    both = copied.merge(means, on=["user", "conversation"], how="inner")
    difference = both["what_matters_mean"].astype(float) - both["own_mean"].astype(float)
    places = placed.drop_duplicates("user")[["user", "municipality"]]
    return both.assign(differs=difference.abs() > ROUNDING).merge(places, on="user", how="left")


ANALYSIS = Analysis(
    QUESTION,
    SLICES,
    compute,
    optional=frozenset({"activity_scores", "teams"}),
    claims=(LEVEL_CLAIM, CHANGE_CLAIM, TREND_CLAIM),
)

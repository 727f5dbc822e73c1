"""The toolkit "What matters to you?": conversations, scores, checklists, session feedback."""

import pandas as pd

from evaluering.validation.rules.rule import (
    Frames,
    before_the_former,
    chosen,
    flag,
    is_known,
    joined,
    no_such,
    reject,
    varies,
    where,
)

_ITEMS = 10
_MEAN_OF_CONVERSATION = {1: 1, 9: 2}
"""The items of the checklist that repeat the mean of a conversation."""
_ROUNDING = 0.051
"""Means are copied with one decimal, so that half a tenth (and what floats add to it) is no difference."""


def _conversation_before_the_former(frame: pd.DataFrame) -> pd.Series:
    ordered = frame.sort_values(["user", "conversation"])
    return (ordered["held"] < ordered.groupby("user")["held"].shift()).reindex(frame.index)


def _first(frame: pd.DataFrame) -> pd.Series:
    return frame["user"].isin(frame.loc[frame["conversation"] == 1, "user"])


def _second_without_first(frame: pd.DataFrame) -> pd.Series:
    return (frame["conversation"] > 1) & ~_first(frame)


def _only_one_conversation(frame: pd.DataFrame) -> pd.Series:
    return (frame["conversation"] == 1) & (frame.groupby("user")["user"].transform("size") == 1)


def _not_in_the_first(frame: pd.DataFrame) -> pd.Series:
    first = frame[frame["conversation"] == 1]
    return (frame["conversation"] > 1) & _first(frame) & ~is_known(frame, first, ["user", "activity"])


def _not_scored_again(frame: pd.DataFrame) -> pd.Series:
    second = frame[frame["conversation"] == 2]  # noqa: PLR2004 - benefit is the second less the first
    has_second = frame["user"].isin(second["user"])
    return (frame["conversation"] == 1) & has_second & ~is_known(frame, second, ["user", "activity"])


def _incomplete(frame: pd.DataFrame) -> pd.Series:
    """The first row of each checklist of standard items that has fewer than ten of them."""
    lists = ["user", "checklist"]
    ordered = frame.sort_values([*lists, "item"])
    groups = ordered.groupby(lists)
    standard = (ordered["item_kind"] == "standard").groupby([ordered[one] for one in lists]).transform("all")
    short = standard & (groups["item"].transform("nunique") < _ITEMS)
    return (short & (groups.cumcount() == 0)).reindex(frame.index)


def _mean_differs(frames: Frames) -> pd.Index:
    frame = frames["checklists"]
    scores = frames["activity_scores"].groupby(["user", "conversation"])["score"]
    means = scores.mean().reset_index()
    copied = frame.assign(conversation=frame["item"].map(_MEAN_OF_CONVERSATION))
    ours = joined(copied, means, ["user", "conversation"])
    is_copy = (frame["checklist"] == 1) & (frame["item_kind"] == "standard")
    return chosen(frame, is_copy & ((ours["what_matters_mean"] - ours["score"]).abs() > _ROUNDING))


TOOLKIT_RULES = (
    reject(
        "conversation_before_the_former",
        "conversations",
        "held",
        where("conversations", _conversation_before_the_former),
    ),
    flag(
        "second_without_first", "conversations", "conversation", where("conversations", _second_without_first)
    ),
    flag(
        "only_one_conversation",
        "conversations",
        "conversation",
        where("conversations", _only_one_conversation),
    ),
    varies("other_version_of_the_form", "conversations", "instrument_version", ["user"]),
    no_such(
        "no_such_conversation", "activity_scores", "conversations", ["user", "conversation"], "conversation"
    ),
    no_such("no_such_conversation", "wheel_areas", "conversations", ["user", "conversation"], "conversation"),
    flag(
        "activity_not_in_the_first",
        "activity_scores",
        "activity",
        where("activity_scores", _not_in_the_first),
    ),
    flag(
        "activity_not_scored_again",
        "activity_scores",
        "activity",
        where("activity_scores", _not_scored_again),
    ),
    varies("area_changes", "activity_scores", "area", ["user", "activity"]),
    flag("checklist_incomplete", "checklists", "item", where("checklists", _incomplete)),
    varies("several_dates_on_one_form", "checklists", "filled_in", ["user", "checklist"]),
    before_the_former("checklists", ["user"], "checklist", "filled_in"),
    flag(
        "mean_differs_from_the_scores",
        "checklists",
        "what_matters_mean",
        _mean_differs,
        ("activity_scores",),
    ),
    before_the_former("session_feedback", ["user"], "session", "held"),
)

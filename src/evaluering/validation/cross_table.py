"""Rules that need more than one row or table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class CrossTableRule:
    """A rule on rows of ``table`` that looks at the tables it ``needs``.

    ``rows`` gives the index of the rows that break it; ``rejects`` says whether they are
    rejected, or kept and flagged.
    """

    name: str
    table: str
    column: str
    needs: tuple[str, ...]
    rows: Callable[[Frames], pd.Index]
    rejects: bool = True


def _scores_without_conversation(frames: Frames) -> pd.Index:
    return _unmatched(frames["activity_scores"], frames["conversations"], ["user", "conversation"])


def _areas_without_conversation(frames: Frames) -> pd.Index:
    return _unmatched(frames["wheel_areas"], frames["conversations"], ["user", "conversation"])


def _conversation_before_the_former(frames: Frames) -> pd.Index:
    ordered = frames["conversations"].sort_values(["user", "conversation"])
    earlier = ordered.groupby("user")["held"].shift()
    return ordered.index[ordered["held"] < earlier]


def _second_without_first(frames: Frames) -> pd.Index:
    conversations = frames["conversations"]
    first = set(conversations.loc[conversations["conversation"] == 1, "user"])
    return conversations.index[(conversations["conversation"] > 1) & ~conversations["user"].isin(first)]


def _numerator_above_denominator(frames: Frames) -> pd.Index:
    series = frames["measure_series"].reset_index().merge(frames["measures"], on="measure", how="left")
    above = (series["form"] == "proportion") & (series["numerator"] > series["denominator"])
    return _index(series[above])


def _proportion_without_denominator(frames: Frames) -> pd.Index:
    series = frames["measure_series"].reset_index().merge(frames["measures"], on="measure", how="left")
    return _index(series[series["form"].isin(["proportion", "rate"]) & series["denominator"].isna()])


def _ends_before_start(table: str, start: str, end: str) -> Callable[[Frames], pd.Index]:
    def _rows(frames: Frames) -> pd.Index:
        frame = frames[table]
        return frame.index[frame[end] < frame[start]]

    return _rows


def _outside_period(frames: Frames) -> pd.Index:
    conversations = frames["conversations"].reset_index()
    units = frames["municipalities"][["municipality", "valid_from", "valid_to"]]
    dated = conversations.merge(units, on="municipality", how="left")
    late = dated["valid_to"].notna() & (dated["held"] > dated["valid_to"])
    return _index(dated[(dated["held"] < dated["valid_from"]) | late])


def _representatives_above_participants(frames: Frames) -> pd.Index:
    frame = frames["participation"]
    return frame.index[frame["user_representatives"] > frame["participants"]]


def _items_overlap(frames: Frames) -> pd.Index:
    items = frames["programme_items"].dropna(subset=["end"])
    meeting = [
        place
        for _, day in items.groupby(["gathering", "day_number", "basis"])
        for place, start, end in zip(day.index, day["start"], day["end"], strict=True)
        if ((day["start"] < end) & (day["end"] > start)).sum() > 1 and end > start
    ]
    return pd.MultiIndex.from_tuples(sorted(meeting), names=["part", "row"]) if meeting else items.index[:0]


def _unmatched(frame: pd.DataFrame, target: pd.DataFrame, keys: list[str]) -> pd.Index:
    known = pd.MultiIndex.from_frame(target[keys])
    return frame.index[~pd.MultiIndex.from_frame(frame[keys]).isin(known)]


def _index(frame: pd.DataFrame) -> pd.Index:
    return pd.MultiIndex.from_frame(frame[["part", "row"]])


CROSS_TABLE_RULES = (
    CrossTableRule(
        "conversation_before_the_former", "conversations", "held", (), _conversation_before_the_former
    ),
    CrossTableRule(
        "second_without_first", "conversations", "conversation", (), _second_without_first, rejects=False
    ),
    CrossTableRule(
        "outside_period_of_validity", "conversations", "municipality", ("municipalities",), _outside_period
    ),
    CrossTableRule(
        "no_such_conversation",
        "activity_scores",
        "conversation",
        ("conversations",),
        _scores_without_conversation,
    ),
    CrossTableRule(
        "no_such_conversation", "wheel_areas", "conversation", ("conversations",), _areas_without_conversation
    ),
    CrossTableRule(
        "numerator_above_denominator",
        "measure_series",
        "numerator",
        ("measures",),
        _numerator_above_denominator,
    ),
    CrossTableRule(
        "no_denominator", "measure_series", "denominator", ("measures",), _proportion_without_denominator
    ),
    CrossTableRule(
        "ends_before_start",
        "municipalities",
        "valid_to",
        (),
        _ends_before_start("municipalities", "valid_from", "valid_to"),
    ),
    CrossTableRule(
        "ends_before_start", "networks", "end", (), _ends_before_start("networks", "start", "end")
    ),
    CrossTableRule(
        "ends_before_start", "team_members", "left", (), _ends_before_start("team_members", "joined", "left")
    ),
    CrossTableRule(
        "more_representatives_than_participants",
        "participation",
        "user_representatives",
        (),
        _representatives_above_participants,
    ),
    CrossTableRule("items_overlap", "programme_items", "start", (), _items_overlap, rejects=False),
)
"""Every rule across rows and tables, in the order they are applied."""

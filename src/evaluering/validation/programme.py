"""Rules across the items of a programme. The rows stay; processing handles what is remarked on."""

import pandas as pd

from evaluering.results import Remark


def programme_remarks(programme: pd.DataFrame) -> tuple[Remark, ...]:
    """Remarks on items without an end, that end before they start, or that overlap another,
    and on group work that does not say how its groups were made up.

    ``programme``: rows indexed by row number with gathering, item, start and end ("HH:MM";
    end may be missing). An overlap is remarked on at both items.
    """
    remarks: list[Remark] = []
    for _, gathering in programme.groupby("gathering", sort=True):
        remarks += _without_end(gathering)
        remarks += _backwards(gathering)
        remarks += _overlapping(gathering)
        remarks += _without_form(gathering)
    return tuple(remarks)


def _without_end(gathering: pd.DataFrame) -> list[Remark]:
    rows = gathering.index[gathering["end"].isna()]
    return [Remark(int(row), "end", "item_without_end", "ends_when_next_starts") for row in rows]


def _backwards(gathering: pd.DataFrame) -> list[Remark]:
    rows = gathering.index[gathering["end"] < gathering["start"]]
    return [Remark(int(row), "end", "ends_before_start", "counted_as_zero") for row in rows]


def _overlapping(gathering: pd.DataFrame) -> list[Remark]:
    timed = gathering.dropna(subset=["end"])
    start, end = timed["start"], timed["end"]
    # An item always meets itself; one that lasts no time meets nothing.
    meetings = [
        ((start < own_end) & (end > own_start)).sum() for own_start, own_end in zip(start, end, strict=True)
    ]
    rows = [row for row, met in zip(timed.index, meetings, strict=True) if met > 1]
    return [Remark(int(row), "start", "items_overlap", "counted_as_bounds") for row in sorted(rows)]


def _without_form(gathering: pd.DataFrame) -> list[Remark]:
    unstated = (gathering["activity_as_described"] == "group_work") & gathering["group_form"].isna()
    return [
        Remark(int(row), "group_form", "group_work_without_form", "counted_as_own_team_work")
        for row in gathering.index[unstated]
    ]

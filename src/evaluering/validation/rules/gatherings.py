"""Gatherings and the work between them."""

import pandas as pd

from evaluering.validation.rules.rule import (
    CrossTableRule,
    Frames,
    before_the_former,
    chosen,
    ends_before_start,
    flag,
    joined,
    no_such,
    reject,
    where,
)

_QUESTIONS = ["lectures_time", "team_work_time", "exchange_time", "usefulness", "comment"]


def _items_overlap(frames: Frames) -> pd.Index:
    items = frames["programme_items"].dropna(subset=["end"])
    meeting = [
        place
        for _, day in items.groupby(["gathering", "day_number", "basis"])
        for place, start, end in zip(day.index, day["start"], day["end"], strict=True)
        if ((day["start"] < end) & (day["end"] > start)).sum() > 1 and end > start
    ]
    return pd.MultiIndex.from_tuples(sorted(meeting), names=["part", "row"]) if meeting else items.index[:0]


def _beyond_the_gathering(frames: Frames) -> pd.Index:
    frame = frames["programme_items"]
    days = joined(frame, frames["gatherings"][["gathering", "days"]], ["gathering"])["days"]
    return chosen(frame, frame["day_number"] > days)


def _team_of_another_network(frames: Frames) -> pd.Index:
    frame = frames["participation"]
    gathering = joined(frame, frames["gatherings"][["gathering", "network", "joint"]], ["gathering"])
    team = joined(frame, frames["teams"][["team", "network"]], ["team"])
    known = gathering["network"].notna() & team["network"].notna()
    return chosen(frame, known & (gathering["network"] != team["network"]) & (gathering["joint"] == "no"))


def _after_the_gathering(table: str, day: str) -> CrossTableRule:
    def _rows(frames: Frames) -> pd.Index:
        start = frames["gatherings"][["gathering", "start"]].rename(columns={"start": "begins"})
        dated = joined(frames[table], start, ["gathering"])
        return chosen(frames[table], dated[day] > dated["begins"])

    return flag("after_the_gathering", table, day, _rows, ("gatherings",))


GATHERING_RULES = (
    before_the_former("gatherings", ["network"], "number", "start"),
    ends_before_start("programme_items", "start", "end"),
    flag("items_overlap", "programme_items", "start", _items_overlap),
    flag(
        "lasts_no_time",
        "programme_items",
        "end",
        where("programme_items", lambda frame: frame["end"] == frame["start"]),
    ),
    flag(
        "group_work_without_form",
        "programme_items",
        "group_form",
        where(
            "programme_items",
            lambda frame: (frame["activity"] == "group_work") & frame["group_form"].isna(),
        ),
    ),
    flag("day_beyond_the_gathering", "programme_items", "day_number", _beyond_the_gathering, ("gatherings",)),
    reject(
        "more_representatives_than_participants",
        "participation",
        "user_representatives",
        where("participation", lambda frame: frame["user_representatives"] > frame["participants"]),
    ),
    flag(
        "team_of_another_network",
        "participation",
        "team",
        _team_of_another_network,
        ("gatherings", "teams"),
    ),
    flag(
        "empty_form",
        "gathering_evaluations",
        "response",
        where("gathering_evaluations", lambda frame: frame[_QUESTIONS].isna().all(axis=1)),
    ),
    _after_the_gathering("preparation_packages", "sent"),
    _after_the_gathering("status_reports", "delivered"),
    no_such("no_such_task", "task_status", "tasks", ["preparation_package", "task"], "task"),
    flag(
        "minutes_without_contact",
        "guidance_contacts",
        "minutes",
        where("guidance_contacts", lambda frame: (frame["minutes"] > 0) & frame["held"].isna()),
    ),
    flag(
        "answer_time_without_answer",
        "inquiries",
        "days_to_answer",
        where(
            "inquiries",
            lambda frame: (frame["answered_by"] == "nobody") & frame["days_to_answer"].notna(),
        ),
    ),
)

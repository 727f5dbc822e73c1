"""Improvement work: goals, their ratings, measures and their series, self-assessment, artefacts."""

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
    where,
)

_CRITERIA = {
    "note_2016": ("specific", "measurable", "inspiring", "realistic", "agreed"),
    "report_2023": ("specific", "measurable", "ambitious", "realistic", "time_bound", "engaging"),
    "measurability": ("how_much", "by_when", "for_whom", "measured_how"),
}
"""The criteria of each definition, as its document lists them."""


def _not_of_definition(frame: pd.DataFrame) -> pd.Series:
    pairs = pd.Series(list(zip(frame["definition"], frame["criterion"], strict=True)), index=frame.index)
    listed = {(definition, one) for definition, criteria in _CRITERIA.items() for one in criteria}
    return ~pairs.isin(listed)


def _goal_of_another_team(frames: Frames) -> pd.Index:
    frame = frames["measures"]
    owner = joined(frame, frames["goals"][["goal", "team"]], ["goal"])["team_there"]
    return chosen(frame, owner.notna() & (owner != frame["team"]))


def _with_form(frames: Frames) -> pd.DataFrame:
    return joined(frames["measure_series"], frames["measures"][["measure", "form"]], ["measure"])


def _numerator_above_denominator(frames: Frames) -> pd.Index:
    series = _with_form(frames)
    above = (series["denominator"] > 0) & (series["numerator"] > series["denominator"])
    return chosen(series, (series["form"] == "proportion") & above)


def _no_denominator(frames: Frames) -> pd.Index:
    series = _with_form(frames)
    return chosen(series, series["form"].isin(["proportion", "rate"]) & series["denominator"].isna())


def _denominator_is_zero(frames: Frames) -> pd.Index:
    series = _with_form(frames)
    return chosen(series, series["form"].isin(["proportion", "rate"]) & (series["denominator"] == 0))


def _negative_count(frames: Frames) -> pd.Index:
    series = _with_form(frames)
    return chosen(series, series["form"].isin(["proportion", "rate", "count"]) & (series["numerator"] < 0))


def _denominator_of_a_count(frames: Frames) -> pd.Index:
    series = _with_form(frames)
    return chosen(series, (series["form"] == "count") & series["denominator"].notna())


def _after_without_before(frame: pd.DataFrame) -> pd.Series:
    before = set(frame.loc[frame["wave"] == "before", "team"])
    return (frame["wave"] == "after") & ~frame["team"].isin(before)


def _no_such_node(frame: pd.DataFrame) -> pd.Series:
    hangs_on = frame[["artefact", "parent"]].rename(columns={"parent": "node"})
    known = is_known(hangs_on, frame.astype({"node": "Int64"}), ["artefact", "node"])
    return frame["parent"].notna() & (~known | (frame["parent"] == frame["node"]))


IMPROVEMENT_RULES = (
    before_the_former("goal_wordings", ["goal"], "version", "worded"),
    no_such("no_such_wording", "goal_ratings_by_rater", "goal_wordings", ["goal", "version"], "version"),
    reject(
        "criterion_not_of_definition",
        "goal_ratings_by_rater",
        "criterion",
        where("goal_ratings_by_rater", _not_of_definition),
    ),
    flag("goal_of_another_team", "measures", "goal", _goal_of_another_team, ("goals",)),
    reject(
        "numerator_above_denominator",
        "measure_series",
        "numerator",
        _numerator_above_denominator,
        ("measures",),
    ),
    reject("no_denominator", "measure_series", "denominator", _no_denominator, ("measures",)),
    reject("denominator_is_zero", "measure_series", "denominator", _denominator_is_zero, ("measures",)),
    reject("negative_count", "measure_series", "numerator", _negative_count, ("measures",)),
    flag("denominator_of_a_count", "measure_series", "denominator", _denominator_of_a_count, ("measures",)),
    flag(
        "answer_to_unanswered_part",
        "guidance_forms",
        "answered",
        where("guidance_forms", lambda frame: (frame["answered"] == "no") & frame["answer"].notna()),
    ),
    flag(
        "after_without_before", "self_assessments", "wave", where("self_assessments", _after_without_before)
    ),
    reject("no_such_node", "improvement_artefacts", "parent", where("improvement_artefacts", _no_such_node)),
)

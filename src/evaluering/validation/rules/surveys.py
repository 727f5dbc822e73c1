"""Survey instruments and the answers to them."""

import pandas as pd

from evaluering.validation.rules.rule import (
    CrossTableRule,
    Frames,
    Rows,
    chosen,
    flag,
    is_known,
    joined,
    no_such,
    reject,
    varies,
    where,
)

_ITEM = ["instrument", "item"]
_ANSWERED = ["instrument", "wave", "respondent", "item"]
_ONE_ANSWER = ("likert", "single", "number", "free_text")


def _asks_about_nothing(frame: pd.DataFrame) -> pd.Series:
    condition = frame[["instrument", "asked_if_item"]].rename(columns={"asked_if_item": "item"})
    return frame["asked_if_item"].notna() & ~is_known(condition, frame, _ITEM)


def _scale_faulty(frame: pd.DataFrame) -> pd.Series:
    is_likert = frame["kind"] == "likert"
    lacking = frame["scale_low"].isna() | frame["scale_high"].isna()
    upside_down = (frame["scale_low"] >= frame["scale_high"]).fillna(value=False).astype(bool)
    return (is_likert & lacking) | upside_down


def _with_item(frames: Frames) -> pd.DataFrame:
    columns = [*_ITEM, "kind", "scale_low", "scale_high", "asked_if_item", "asked_if_answer"]
    return joined(frames["survey_answers"], frames["survey_items"][columns], _ITEM)


def _no_such_option(frames: Frames) -> pd.Index:
    answers = _with_item(frames)
    options = frames["survey_options"].rename(columns={"option": "answer"})
    chooses = answers["kind"].isin(["single", "multiple"])
    return chosen(answers, chooses & ~is_known(answers, options, [*_ITEM, "answer"]))


def _outside_the_scale(frames: Frames) -> pd.Index:
    answers = _with_item(frames)
    point = pd.to_numeric(answers["answer"], errors="coerce")
    low, high = answers["scale_low"].astype("float64"), answers["scale_high"].astype("float64")
    # A scale has whole points only; what is no number is on none of them.
    fits = (point % 1 == 0) & (point >= low) & (point <= high)
    return chosen(answers, (answers["kind"] == "likert") & ~fits)


def _no_number(frames: Frames) -> pd.Index:
    answers = _with_item(frames)
    return chosen(answers, (answers["kind"] == "number") & answers["number"].isna())


def _number_of_another_kind(frames: Frames) -> pd.Index:
    answers = _with_item(frames)
    return chosen(
        answers, answers["kind"].notna() & (answers["kind"] != "number") & answers["number"].notna()
    )


def _several_answers(frames: Frames) -> pd.Index:
    answers = _with_item(frames)
    several = answers.groupby(_ANSWERED)["answer"].transform("size") > 1
    return chosen(answers, answers["kind"].isin(_ONE_ANSWER) & several)


def _against_the_skip_rule(frames: Frames) -> pd.Index:
    answers = _with_item(frames)
    given = frames["survey_answers"][[*_ANSWERED, "answer"]]
    wanted = answers.assign(item=answers["asked_if_item"], answer=answers["asked_if_answer"])
    met = is_known(wanted, given, [*_ANSWERED, "answer"])
    return chosen(answers, answers["asked_if_item"].notna() & ~met)


def _on_answers(name: str, column: str, rows: Rows, *needs: str, rejects: bool = True) -> CrossTableRule:
    return CrossTableRule(name, "survey_answers", column, ("survey_items", *needs), rows, rejects)


SURVEY_RULES = (
    reject("no_such_item", "survey_items", "asked_if_item", where("survey_items", _asks_about_nothing)),
    flag(
        "half_a_skip_rule",
        "survey_items",
        "asked_if_answer",
        where("survey_items", lambda frame: frame["asked_if_item"].isna() != frame["asked_if_answer"].isna()),
    ),
    reject("scale_faulty", "survey_items", "scale_low", where("survey_items", _scale_faulty)),
    flag(
        "place_used_twice",
        "survey_items",
        "order",
        where("survey_items", lambda frame: frame.duplicated(["instrument", "order"], keep=False)),
    ),
    no_such("no_such_item", "survey_options", "survey_items", _ITEM, "item"),
    no_such("no_such_item", "survey_answers", "survey_items", _ITEM, "item"),
    _on_answers("no_such_option", "answer", _no_such_option, "survey_options"),
    _on_answers("outside_the_scale", "answer", _outside_the_scale),
    _on_answers("no_number", "number", _no_number),
    _on_answers("number_of_another_kind", "number", _number_of_another_kind, rejects=False),
    _on_answers("several_answers", "answer", _several_answers),
    _on_answers("against_the_skip_rule", "item", _against_the_skip_rule, rejects=False),
    varies("role_changes", "survey_answers", "role", ["instrument", "wave", "respondent"]),
)

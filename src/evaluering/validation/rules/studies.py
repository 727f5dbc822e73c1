"""User involvement and interviews."""

import pandas as pd

from evaluering.validation.rules.rule import before_the_former, flag, no_such, where


def _number_against_recruited(frame: pd.DataFrame) -> pd.Series:
    return (frame["recruited"] == "yes") != (frame["number"] > 0)


STUDY_RULES = (
    flag(
        "number_against_recruited",
        "user_representatives",
        "number",
        where("user_representatives", _number_against_recruited),
    ),
    no_such("no_such_theme", "interview_segments", "interview_codes", ["study", "theme"], "theme"),
    before_the_former("interview_audit", ["study"], "step", "done"),
)

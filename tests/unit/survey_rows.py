"""Hand-made surveys: a small instrument, and answers written as respondent: item answers."""

from collections.abc import Mapping
from functools import cache

import pandas as pd

from sample_network import given

ITEMS = (
    {"item": "glad", "kind": "likert", "text_nb": "Er du glad?", "scale_low": 1, "scale_high": 5},
    {"item": "calm", "kind": "likert", "text_nb": "Er du rolig?", "scale_low": 1, "scale_high": 5},
    {"item": "job", "kind": "single", "text_nb": "Har du jobb?"},
    {
        "item": "days",
        "kind": "multiple",
        "text_nb": "Hvilke dager?",
        "asked_if_item": "job",
        "asked_if_answer": "yes",
    },
    {"item": "age", "kind": "number", "text_nb": "Hvor gammel er du?"},
    {"item": "note", "kind": "free_text", "text_nb": "Noe mer?"},
)
OPTIONS = ("yes", "no")


def items(*rows: Mapping[str, object], instrument: str = "work") -> pd.DataFrame:
    """The instrument, in the order given; without rows the whole small one."""
    return _items(instrument, tuple(tuple(row.items()) for row in rows or ITEMS))


@cache
def _items(instrument: str, rows: tuple[tuple[tuple[str, object], ...], ...]) -> pd.DataFrame:
    return given(
        "survey_items",
        *({"instrument": instrument, "order": n} | dict(row) for n, row in enumerate(rows, 1)),
    )


@cache
def options(item: str = "job", instrument: str = "work") -> pd.DataFrame:
    """Yes and no for one item."""
    return given(
        "survey_options",
        *(
            {"instrument": instrument, "item": item, "option": one, "text_nb": one.capitalize()}
            for one in OPTIONS
        ),
    )


def answers(*submissions: Mapping[str, object], instrument: str = "work") -> pd.DataFrame:
    """One submission a mapping: who, role, wave, municipality, and items by name (a list: several ticks)."""
    about = {"who", "role", "wave", "municipality"}
    rows = []
    for number, one in enumerate(submissions, 1):
        shared = {
            "instrument": instrument,
            "wave": one.get("wave", "w1"),
            "respondent": one.get("who", f"r{number:03d}"),
            "role": one.get("role", "coordinator"),
            "municipality": one.get("municipality", f"{1000 + number % 7}"),
        }
        for item in (name for name in one if name not in about):
            given_answers = one[item] if isinstance(one[item], list) else [one[item]]
            rows += [shared | _answer(item, answer) for answer in given_answers]
    return given("survey_answers", *rows)


def _answer(item: str, answer: object) -> dict[str, object]:
    if item == "age":
        return {"item": item, "answer": "number", "number": answer}
    return {"item": item, "answer": str(answer)}

"""A survey's structure as rows of ``survey_items`` and ``survey_options``."""

from collections.abc import Mapping, Sequence

import pandas as pd

from evaluering.survey_structure import Question, code_of
from evaluering.tables import TABLES

_LANGUAGES = ("nb", "nn", "en")


def item_rows(instrument: str, questions: Sequence[Question]) -> pd.DataFrame:
    """``survey_items`` as raw text, one row a question, numbered in the order of the form.

    A skip rule goes to ``asked_if_item`` and ``asked_if_answer`` where it names one question that is
    among these; otherwise its text goes to ``skip_rule``.
    """
    names = {question.name for question in questions}
    rows = [
        {
            "instrument": instrument,
            "item": code_of(question.name),
            "order": str(order),
            "kind": question.kind,
            **_wordings(question.texts),
            "scale_low": str(question.scale[0]) if question.scale else "",
            "scale_high": str(question.scale[1]) if question.scale else "",
            **_skip(question, names),
        }
        for order, question in enumerate(questions, 1)
    ]
    return _frame("survey_items", rows)


def option_rows(instrument: str, questions: Sequence[Question]) -> pd.DataFrame:
    """``survey_options`` as raw text, one row an option, in the order of the form."""
    rows = [
        {
            "instrument": instrument,
            "item": code_of(question.name),
            "option": code_of(choice.code),
            **_wordings(choice.texts),
        }
        for question in questions
        for choice in question.choices
    ]
    return _frame("survey_options", rows)


def _wordings(texts: Mapping[str, str]) -> dict[str, str]:
    return {f"text_{language}": texts.get(language, "") for language in _LANGUAGES}


def _skip(question: Question, names: set[str]) -> dict[str, str]:
    one = question.condition
    if one and one.question in names and one.answer:
        return {
            "asked_if_item": code_of(one.question),
            "asked_if_answer": code_of(one.answer),
            "skip_rule": question.skip_rule,
        }
    rule = f"{one.question} = {one.answer}" if one else question.skip_rule
    return {"asked_if_item": "", "asked_if_answer": "", "skip_rule": rule}


def _frame(table: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    columns = [column.name for column in TABLES[table].delivered]
    return pd.DataFrame(rows, columns=columns, index=range(1, len(rows) + 1), dtype=str)

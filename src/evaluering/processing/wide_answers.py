"""From a wide survey file, one row a submission, to one row an answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from evaluering.results import Remark
from evaluering.survey_structure import Question, code_of

CHOSEN, NOT_CHOSEN = ("1", "Y"), ("", "0", "N", "N/A")
"""What an option's own column holds where several may be chosen."""
NUMBER, TEXT = "number", "text"
"""The ``answer`` of items that have no options: the number or text stands in a column of its own."""
_COLUMNS = ["item", "answer", NUMBER, TEXT, "heading"]
_SWAPPED = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class LongAnswers:
    """Answers in long form.

    ``frame`` has the columns item, answer, number and text as raw text, and the heading each
    answer came from; its index is the row of the wide file, so that it repeats. ``remarks`` name
    answers that are none of the question's options (rejected), and those that may as well mean that
    nothing was answered (kept).
    """

    frame: pd.DataFrame
    remarks: tuple[Remark, ...]


def long_answers(wide: pd.DataFrame, questions: Sequence[Question]) -> LongAnswers:
    """Every answer in ``wide`` (indexed by row) to ``questions``; what was not answered gives no row.

    Columns the file lacks are passed over.
    """
    answered, remarks = [], []
    for question in questions:
        for heading, option in question.columns:
            if heading in wide:
                texts = wide[heading].str.strip()
                remarks += _remarks(texts, heading, question)
                answered.append(_answered(texts, heading, option, question))
    frame = pd.concat(answered) if answered else pd.DataFrame(columns=_COLUMNS, dtype=str)
    return LongAnswers(frame, tuple(remarks))


def decimal_point(texts: pd.Series, decimal: str) -> pd.Series:
    """Numbers with a decimal point; a point where commas are decimal signs makes it no number."""
    return texts if decimal == "." else texts.str.translate(_SWAPPED)


def _allowed(question: Question) -> set[str] | None:
    """What a cell of the question may hold, besides nothing; None where anything may."""
    if question.kind == "multiple":
        return {*CHOSEN, *NOT_CHOSEN}
    if question.kind == "likert" and question.scale:
        low, high = question.scale
        return {str(point) for point in range(low, high + 1)}
    return {choice.code for choice in question.choices} if question.kind == "single" else None


def _remarks(texts: pd.Series, heading: str, question: Question) -> list[Remark]:
    allowed = _allowed(question)
    if allowed is None:
        return []
    given = texts[(texts != "") & ~texts.isin(question.unanswered)]
    unknown = given.index[~given.isin(allowed)]
    unclear = given.index[given.isin(question.ambiguous)]
    return [
        *(Remark(int(row), heading, "unknown_answer", "rejected") for row in unknown),
        *(Remark(int(row), heading, "answer_or_unanswered", "kept_and_flagged") for row in unclear),
    ]


def _answered(texts: pd.Series, heading: str, option: str, question: Question) -> pd.DataFrame:
    if question.kind == "multiple":
        given = texts[texts.isin(CHOSEN)]
        answer: str | pd.Series = code_of(option)
    else:
        given = texts[(texts != "") & ~texts.isin(question.unanswered)]
        answer = {NUMBER: NUMBER, "free_text": TEXT, "date": TEXT}.get(question.kind) or _codes(given)
    return pd.DataFrame(
        {
            "item": code_of(question.name),
            "answer": answer,
            NUMBER: decimal_point(given, question.decimal) if question.kind == NUMBER else "",
            TEXT: given if question.kind in ("free_text", "date") else "",
            "heading": heading,
        },
        index=given.index,
        dtype=str,
    )


def _codes(texts: pd.Series) -> pd.Series:
    return texts.map({text: code_of(text) for text in texts.unique()}).astype(str)

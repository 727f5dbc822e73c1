"""Nettskjema: the structure of a form from its elements (JSON), as the columns of its CSV report.

The report has one column a question, named by the question's code in the codebook; a checkbox one
0/1 column an option (``question.option``), a matrix one column a row (``matrix.row``) or a row and
option (``matrix.row.column``). A radio button or list left unanswered is ``-1``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from evaluering.reading.files import refused
from evaluering.reading.json_file import read_json, strings
from evaluering.reading.plain_text import plain_text
from evaluering.survey_structure import Choice, Condition, Question, SurveyStructure

RESPONDENT = "$submission_id"
SYSTEM = (RESPONDENT, "$created", "$answer_time_ms")
_NO_ANSWER = "-1"
_NO_TEXTS = frozenset({"imageUrl", "image"})
"""Where a picture lies is no text anybody wrote."""
_INFORMATION = ("HEADING", "TEXT", "IMAGE", "PAGE_BREAK")
_IDENTIFYING = ("NATIONAL_ID_NUMBER", "EMAIL", "PHONE", "NAME", "USERNAME")
_MOST_POINTS = 100
_Element = dict[str, Any]


def read_nettskjema_structure(root: Path, name: str, language: str) -> SurveyStructure:
    """The structure in ``root/name``, a form's elements as Nettskjema's API gives them.

    ``language`` is the language of the wordings: an element has one wording. Raises
    ``InputRefused`` for a file that holds no elements, or a kind of question this reader does not
    know: its answers would be read wrongly.
    """
    content, digest = read_json(root, name)
    try:
        return _structure(name, digest, content, language)
    except (AttributeError, TypeError, ValueError, RecursionError) as error:  # whatever a crafted file holds
        raise refused(name, "a list of a form's elements", f"{type(error).__name__} in reading it") from None


def _structure(name: str, digest: str, content: Any, language: str) -> SurveyStructure:
    elements = content.get("elements") if isinstance(content, dict) else content
    if not isinstance(elements, list) or not all(_is_element(one) for one in elements):
        raise refused(name, "a list of a form's elements", "something else")
    asked = [one for one in elements if one["elementType"] not in _INFORMATION]
    kinds = {one["elementType"] for one in asked}
    unknown = sorted(kinds - _QUESTIONS.keys() - {"ATTACHMENT", *_IDENTIFYING})
    if unknown:
        raise refused(name, "questions of known kinds", f"{len(unknown)} kinds this reader does not know")
    questions = [
        question
        for one in asked
        if one["elementType"] in _QUESTIONS
        for question in _QUESTIONS[one["elementType"]](one, language)
    ]
    return SurveyStructure(
        name,
        digest,
        _texts(elements),
        tuple(questions),
        RESPONDENT,
        SYSTEM,
        identifiers=_named(asked, _IDENTIFYING),
        untaken=_named(asked, ("ATTACHMENT",)),
    )


def _is_element(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("elementType"), str)


def _named(elements: list[_Element], kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_code(one) for one in elements if one["elementType"] in kinds)


def _texts(elements: list[_Element]) -> pd.DataFrame:
    texts = [" \n ".join(plain_text(text) for text in strings(one, _NO_TEXTS)) for one in elements]
    return pd.DataFrame({"element": texts}, index=range(1, len(elements) + 1), dtype=str)


def _code(element: _Element) -> str:
    # Without a codebook the report's headings are the wordings.
    return str(element.get("externalElementId") or element.get("text") or "")


def _wording(element: _Element, language: str) -> dict[str, str]:
    return {language: plain_text(str(element.get("text") or ""))}


def _choices(element: _Element, language: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(one.get("externalAnswerOptionId") or one.get("text") or ""), _wording(one, language))
        for one in element.get("answerOptions") or []
    )


def _skip(element: _Element) -> dict[str, Any]:
    shown_by = [
        Condition(str(one.get("externalElementId")), str(one.get("externalAnswerOptionId")))
        for one in element.get("answerOptionsVisibilityFilter") or []
    ]
    if len(shown_by) == 1:
        return {"condition": shown_by[0]}
    return {"skip_rule": " or ".join(f"{one.question} = {one.answer}" for one in shown_by)}


def _plain(kind: str) -> Callable[[_Element, str], list[Question]]:
    def _questions(element: _Element, language: str) -> list[Question]:
        name = _code(element)
        return [Question(name, kind, _wording(element, language), ((name, ""),), **_skip(element))]

    return _questions


def _single(element: _Element, language: str) -> list[Question]:
    return [_one_of(element, _code(element), _wording(element, language), language)]


def _one_of(element: _Element, name: str, wording: dict[str, str], language: str) -> Question:
    choices = _choices(element, language)
    is_option = _NO_ANSWER in {choice.code for choice in choices}
    unclear = is_option and not element.get("isMandatory")
    return Question(
        name,
        "single",
        wording,
        ((name, ""),),
        choices,
        unanswered=frozenset() if is_option else frozenset({_NO_ANSWER}),
        ambiguous=frozenset({_NO_ANSWER}) if unclear else frozenset(),
        **_skip(element),
    )


def _multiple(element: _Element, language: str) -> list[Question]:
    return [_any_of(element, _code(element), _wording(element, language), language)]


def _any_of(element: _Element, name: str, wording: dict[str, str], language: str) -> Question:
    choices = _choices(element, language)
    columns = tuple((f"{name}.{choice.code}", choice.code) for choice in choices)
    return Question(name, "multiple", wording, columns, choices, **_skip(element))


def _matrix(
    row: Callable[[_Element, str, dict[str, str], str], Question],
) -> Callable[[_Element, str], list[Question]]:
    def _questions(element: _Element, language: str) -> list[Question]:
        stem = plain_text(str(element.get("text") or ""))
        return [
            row(element, f"{_code(element)}.{_code(one)}", _row_wording(stem, one, language), language)
            for one in element.get("subElements") or []
        ]

    return _questions


def _row_wording(stem: str, row: _Element, language: str) -> dict[str, str]:
    own = _wording(row, language)[language]
    return {language: f"{stem}: {own}" if stem else own}


def _scale(element: _Element, language: str) -> list[Question]:
    name = _code(element)
    points = int(element.get("minimumValue") or 0), int(element.get("maximumValue") or 0)
    if not 0 < points[1] - points[0] <= _MOST_POINTS:
        raise ValueError("a scale without points, or with too many")
    columns = ((name, ""),)
    wording = _wording(element, language)
    return [Question(name, "likert", wording, columns, scale=points, **_skip(element))]


_QUESTIONS: dict[str, Callable[[_Element, str], list[Question]]] = {
    "QUESTION": _plain("free_text"),
    "QUESTION_MULTILINE": _plain("free_text"),
    "NUMBER": _plain("number"),
    "DATE": _plain("date"),
    "RADIO": _single,
    "SELECT": _single,
    "CHECKBOX": _multiple,
    "MATRIX_RADIO": _matrix(_one_of),
    "MATRIX_CHECKBOX": _matrix(_any_of),
    "LINEAR_SCALE": _scale,
}

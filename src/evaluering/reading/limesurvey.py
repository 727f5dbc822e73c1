"""LimeSurvey: the structure of a survey from its tab-separated file (.txt), as the columns of its responses.

The responses are the CSV export with question codes as headings and answer codes as answers: one
column a question, ``question[subquestion]`` where it has subquestions, ``[other]`` and ``[comment]``
beside them. The tab-separated structure is read rather than the ``.lss`` archive: it is documented as a
format for exchange, shows in a spreadsheet what the gate sees, and holds the codes that the
responses use, while the archive is a dump of whatever tables that version of LimeSurvey has.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from evaluering.reading.delimited import read_delimited
from evaluering.reading.files import refused
from evaluering.reading.plain_text import plain_text
from evaluering.reading.raw import records
from evaluering.survey_structure import Choice, Condition, Question, SurveyStructure

RESPONDENT = "id"
SYSTEM = (
    RESPONDENT,
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "startdate",
    "datestamp",
    "interviewtime",
)
_IDENTIFYING = ("ipaddr", "refurl")
_NEEDED = ("class", "type/scale", "name", "relevance", "text", "language")
_LANGUAGES = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}
_SIMPLE = re.compile(r"""\(*\s*(\w+)(?:\.NAOK|\.value)?\s*==\s*["']([^"']*)["']\s*\)*""")
_FIVE = (1, 5)
_TEN = (1, 10)
_FIXED = {"Y": ("Y", "N"), "G": ("F", "M"), "C": ("Y", "U", "N"), "E": ("I", "S", "D")}
"""Answer codes of the question types that have options of their own."""
_Texts = dict[str, str]


@dataclass
class _Entry:
    """A question while its rows are gathered: they come once a language."""

    name: str
    type: str
    relevance: str
    other: bool
    texts: _Texts = field(default_factory=dict)
    parts: tuple[dict[str, _Texts], dict[str, _Texts]] = field(default_factory=lambda: ({}, {}))
    options: tuple[dict[str, _Texts], dict[str, _Texts]] = field(default_factory=lambda: ({}, {}))

    def choices(self, scale: int = 0) -> tuple[Choice, ...]:
        """The options of a scale."""
        return tuple(Choice(code, texts) for code, texts in self.options[scale].items())


def read_limesurvey_structure(root: Path, name: str, language: str) -> SurveyStructure:
    """The structure in ``root/name``, a survey exported as tab-separated values.

    Wordings in bokmål, nynorsk and English are taken as the file marks them; those in any other
    language count as ``language``. Raises ``InputRefused`` for a file that is no such structure, or
    a question type this reader does not know.
    """
    raw = read_delimited(root, name, delimiter="\t")
    if not set(_NEEDED) <= set(raw.frame.columns) or raw.malformed:
        raise refused(name, "a survey structure as tab-separated values, whole", "other columns or rows")
    entries = _entries(records(raw.frame), language)
    types = {one.type for one in entries}
    unknown = sorted(types - _QUESTIONS.keys() - {"X", "|"})
    if unknown or not entries:
        raise refused(name, "questions of known types", f"{len(unknown)} types this reader does not know")
    questions = [question for one in entries if one.type in _QUESTIONS for question in _questions(one)]
    uploads = [one.name for one in entries if one.type == "|"]
    return SurveyStructure(
        name,
        raw.digest,
        raw.frame.map(plain_text).astype(str),
        tuple(questions),
        RESPONDENT,
        SYSTEM,
        identifiers=_IDENTIFYING,
        untaken=tuple(heading for one in uploads for heading in (one, f"{one}[filecount]")),
    )


def _entries(rows: list[dict[str, str]], language: str) -> list[_Entry]:
    entries: dict[str, _Entry] = {}
    current: _Entry | None = None
    for row in rows:
        if row["class"] == "Q":
            current = entries.setdefault(row["name"], _entry(row))
            current.texts[_language(row, language)] = plain_text(row["text"])
        elif row["class"] in ("SQ", "A") and current is not None:
            scales = current.parts if row["class"] == "SQ" else current.options
            texts = scales[row["type/scale"] == "1"].setdefault(row["name"], {})
            texts[_language(row, language)] = plain_text(row["text"])
    return list(entries.values())


def _entry(row: dict[str, str]) -> _Entry:
    return _Entry(row["name"], row["type/scale"], row["relevance"].strip(), row.get("other", "") == "Y")


def _language(row: dict[str, str], language: str) -> str:
    return _LANGUAGES.get(row["language"].split("-")[0].lower(), language)


def _questions(one: _Entry) -> list[Question]:
    return _QUESTIONS[one.type](one)


def _made(one: _Entry, name: str, kind: str, texts: _Texts, choices: tuple[Choice, ...] = ()) -> Question:
    condition, rule = _skip(one.relevance)
    return Question(
        name,
        kind,
        texts,
        ((name, ""),),
        choices,
        condition=condition,
        skip_rule=rule,
        # What the export may write for a question that was not shown.
        unanswered=frozenset({"N/A"}) if kind != "free_text" else frozenset(),
    )


def _skip(relevance: str) -> tuple[Condition | None, str]:
    if relevance in ("", "1"):
        return None, ""
    match = _SIMPLE.fullmatch(relevance)
    return (Condition(match[1], match[2]), "") if match else (None, " ".join(relevance.split()))


def _beside(one: _Entry, *ends: str) -> list[Question]:
    """The free-text columns that stand beside a question's own."""
    return [_made(one, f"{one.name}[{end}]", "free_text", one.texts) for end in ends]


def _other(one: _Entry) -> list[Question]:
    return _beside(one, "other") if one.other else []


def _plain(kind: str, scale: tuple[int, int] | None = None) -> Callable[[_Entry], list[Question]]:
    return lambda one: [replace(_made(one, one.name, kind, one.texts), scale=scale)]


def _fixed(one: _Entry) -> list[Question]:
    choices = tuple(Choice(code, {}) for code in _FIXED[one.type])
    return [_made(one, one.name, "single", one.texts, choices)]


def _list(one: _Entry) -> list[Question]:
    # "Other" is an option like any other; what was written beside it is a text of its own.
    extra = (Choice("-oth-", {}),) if one.other else ()
    return [_made(one, one.name, "single", one.texts, (*one.choices(), *extra)), *_other(one)]


def _list_with_comment(one: _Entry) -> list[Question]:
    return [*_list(one), *_beside(one, "comment")]


def _multiple(one: _Entry) -> list[Question]:
    choices = tuple(Choice(code, texts) for code, texts in one.parts[0].items())
    columns = tuple((f"{one.name}[{choice.code}]", choice.code) for choice in choices)
    return [
        replace(_made(one, one.name, "multiple", one.texts, choices), columns=columns),
        *_other(one),
    ]


def _multiple_with_comments(one: _Entry) -> list[Question]:
    codes = [*one.parts[0], *(["other"] if one.other else [])]
    return [*_multiple(one), *_beside(one, *(f"{code}comment" for code in codes))]


def _rows(
    kind: str, scale: tuple[int, int] | None = None, fixed: tuple[str, ...] = ()
) -> Callable[[_Entry], list[Question]]:
    def _questions(one: _Entry) -> list[Question]:
        choices = one.choices() if not fixed else tuple(Choice(code, {}) for code in fixed)
        own = choices if kind == "single" else ()
        return [
            replace(_made(one, f"{one.name}[{code}]", kind, _joined(one.texts, texts), own), scale=scale)
            for code, texts in one.parts[0].items()
        ]

    return _questions


def _two_scales(one: _Entry) -> list[Question]:
    return [
        _made(
            one,
            f"{one.name}[{code}][{scale + 1}]",
            "single",
            _joined(one.texts, texts),
            one.choices(scale),
        )
        for code, texts in one.parts[0].items()
        for scale in (0, 1)
    ]


def _grid(kind: str) -> Callable[[_Entry], list[Question]]:
    def _questions(one: _Entry) -> list[Question]:
        return [
            _made(one, f"{one.name}[{row}_{column}]", kind, _joined(one.texts, texts, more))
            for row, texts in one.parts[0].items()
            for column, more in one.parts[1].items()
        ]

    return _questions


def _ranking(one: _Entry) -> list[Question]:
    choices = one.choices()
    return [
        _made(one, f"{one.name}[{place}]", "single", one.texts, choices)
        for place in range(1, len(choices) + 1)
    ]


def _joined(*wordings: _Texts) -> _Texts:
    languages = {language: None for texts in wordings for language in texts}
    return {
        language: ": ".join(texts[language] for texts in wordings if texts.get(language))
        for language in languages
    }


_QUESTIONS: dict[str, Callable[[_Entry], list[Question]]] = {
    "S": _plain("free_text"),
    "T": _plain("free_text"),
    "U": _plain("free_text"),
    "I": _plain("free_text"),
    "*": _plain("free_text"),
    "N": _plain("number"),
    "D": _plain("date"),
    "5": _plain("likert", _FIVE),
    "Y": _fixed,
    "G": _fixed,
    "L": _list,
    "!": _list,
    "O": _list_with_comment,
    "M": _multiple,
    "P": _multiple_with_comments,
    "Q": _rows("free_text"),
    "K": _rows("number"),
    "A": _rows("likert", _FIVE),
    "B": _rows("likert", _TEN),
    "C": _rows("single", fixed=_FIXED["C"]),
    "E": _rows("single", fixed=_FIXED["E"]),
    "F": _rows("single"),
    "H": _rows("single"),
    "1": _two_scales,
    ":": _grid("number"),
    ";": _grid("free_text"),
    "R": _ranking,
}
"""Every question type that is answered, by its letter in LimeSurvey."""

"""REDCap: the structure of a project from its data dictionary, as the columns of its raw CSV export.

A checkbox has one 0/1 column an option, ``field___code`` with the code in lower case and every other
character as an underscore. The first field of the dictionary is the record id.
"""

import re
from pathlib import Path

import pandas as pd

from evaluering.reading.delimited import read_delimited
from evaluering.reading.files import refused
from evaluering.reading.plain_text import plain_text
from evaluering.reading.raw import records
from evaluering.survey_structure import Choice, Condition, Question, SurveyStructure

EVENT, REPEATED, INSTANCE = "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"
_SYSTEM = (EVENT, REPEATED, INSTANCE, "redcap_data_access_group")
_HEADINGS = {
    "Variable / Field Name": "field_name",
    "Form Name": "form_name",
    "Field Type": "field_type",
    "Field Label": "field_label",
    "Choices, Calculations, OR Slider Labels": "select_choices_or_calculations",
    "Text Validation Type OR Show Slider Number": "text_validation_type_or_show_slider_number",
    "Identifier?": "identifier",
    "Branching Logic (Show field only if...)": "branching_logic",
}
"""The headings of a dictionary downloaded from the project, and what the API calls the same."""
_KINDS = {
    "notes": "free_text",
    "sql": "free_text",
    "text": "free_text",
    "calc": "number",
    "slider": "number",
    "radio": "single",
    "dropdown": "single",
    "yesno": "single",
    "truefalse": "single",
    "checkbox": "multiple",
}
_TWO = {"yesno": "1, Yes | 0, No", "truefalse": "1, True | 0, False"}
_SIMPLE_LOGIC = re.compile(r"""\[(\w+)(?:\((\w+)\))?\]\s*=\s*(["'])([^"']*)\3""")
_Field = dict[str, str]


def read_redcap_structure(root: Path, name: str, language: str) -> SurveyStructure:
    """The structure in ``root/name``, a data dictionary from the project or its API.

    ``language`` is the language of the wordings. Fields flagged as identifiers, and those validated
    as e-mail addresses or telephone numbers, are declared to identify. Raises ``InputRefused`` for
    a file that is no dictionary, or a field type this reader does not know.
    """
    raw = read_delimited(root, name)
    frame = raw.frame.rename(columns=_HEADINGS)
    if not set(_HEADINGS.values()) <= set(frame.columns) or raw.malformed or frame.empty:
        raise refused(name, "a REDCap data dictionary, whole", "other columns, or rows cut off")
    fields = records(frame)
    kinds = {one["field_type"] for one in fields}
    unknown = sorted(kinds - _KINDS.keys() - {"file", "descriptive"})
    if unknown:
        raise refused(name, "fields of known types", f"{len(unknown)} types this reader does not know")
    taken = [one for one in fields[1:] if one["field_type"] in _KINDS]
    identifying = [one for one in fields if _identifies(one)]
    return SurveyStructure(
        name,
        raw.digest,
        _texts(raw.frame),
        tuple(_question(one, language) for one in taken if one not in identifying),
        fields[0]["field_name"],
        _system(fields),
        identifiers=("redcap_survey_identifier", *_columns(identifying)),
        untaken=tuple(one["field_name"] for one in fields if one["field_type"] == "file"),
    )


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.map(plain_text).astype(str)


def _system(fields: list[_Field]) -> tuple[str, ...]:
    forms = sorted({one["form_name"] for one in fields})
    own = [f"{form}_{end}" for form in forms for end in ("complete", "timestamp")]
    return (fields[0]["field_name"], *_SYSTEM, *own)


def _validation(one: _Field) -> str:
    return one["text_validation_type_or_show_slider_number"]


def _identifies(one: _Field) -> bool:
    return one["identifier"].strip().lower() in ("y", "yes", "1") or _validation(one).startswith(
        ("email", "phone")
    )


def _columns(fields: list[_Field]) -> list[str]:
    return [heading for one in fields for heading, _ in _headings(one, _choices(one, ""))]


def _question(one: _Field, language: str) -> Question:
    choices = _choices(one, language)
    condition, rule = _skip(one["branching_logic"].strip())
    return Question(
        one["field_name"],
        _kind(one),
        {language: plain_text(one["field_label"])},
        _headings(one, choices),
        choices,
        form=one["form_name"],
        decimal="," if "comma_decimal" in _validation(one) else ".",
        condition=condition,
        skip_rule=rule,
    )


def _kind(one: _Field) -> str:
    validation = _validation(one)
    if one["field_type"] == "text" and validation.startswith(("integer", "number")):
        return "number"
    if one["field_type"] == "text" and validation.startswith(("date", "time")):
        return "date"
    return _KINDS[one["field_type"]]


def _choices(one: _Field, language: str) -> tuple[Choice, ...]:
    if _KINDS.get(one["field_type"]) not in ("single", "multiple"):
        return ()
    listed = _TWO.get(one["field_type"]) or one["select_choices_or_calculations"]
    pairs = [choice.partition(",") for choice in listed.split("|") if choice.strip()]
    return tuple(Choice(code.strip(), {language: plain_text(text)}) for code, _, text in pairs)


def _headings(one: _Field, choices: tuple[Choice, ...]) -> tuple[tuple[str, str], ...]:
    name = one["field_name"]
    if one["field_type"] != "checkbox":
        return ((name, ""),)
    return tuple((f"{name}___{_heading_code(choice.code)}", choice.code) for choice in choices)


def _heading_code(code: str) -> str:
    return re.sub(r"[^a-z0-9_]", "_", code.lower())


def _skip(logic: str) -> tuple[Condition | None, str]:
    """One field and answer where the logic says no more; else its text."""
    match = _SIMPLE_LOGIC.fullmatch(logic)
    if not match:
        return None, " ".join(logic.split())
    name, option, _, answer = match.groups()
    if option:
        return (Condition(name, option), "") if answer == "1" else (None, logic)
    return Condition(name, answer), ""

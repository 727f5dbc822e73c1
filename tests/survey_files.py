"""Files in the shapes of survey systems and packages, made up for tests.

The shapes follow the systems' documented exports; every wording and answer is synthetic.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from synthetic import delimited

SUBMISSION = "$submission_id"


def option(code: str, text: str = "", of: str = "") -> dict[str, Any]:
    """A Nettskjema answer option."""
    return {"externalAnswerOptionId": code, "text": text or f"alternativ {code}", "externalElementId": of}


def element(kind: str, code: str, **more: Any) -> dict[str, Any]:
    """A Nettskjema element."""
    return {"elementType": kind, "externalElementId": code, "text": f"Syntetisk {code}?", **more}


ELEMENTS = [
    {"elementType": "HEADING", "text": "Syntetisk overskrift", "imageUrl": "https://example.org/a.png"},
    element("RADIO", "nytte", answerOptions=[option("1"), option("2")]),
    element("CHECKBOX", "kurs", answerOptions=[option("ip"), option("hvem.er")]),
    element(
        "MATRIX_RADIO",
        "enig",
        answerOptions=[option("1"), option("5")],
        subElements=[{"externalElementId": "tid", "text": "Syntetisk tid"}],
    ),
    element(
        "MATRIX_CHECKBOX",
        "brukt",
        answerOptions=[option("plan")],
        subElements=[{"externalElementId": "1", "text": "Syntetisk rad"}],
    ),
    element("NUMBER", "timer", answerOptionsVisibilityFilter=[option("1", of="nytte")]),
    element("LINEAR_SCALE", "skala", minimumValue=0, maximumValue=10),
    element("QUESTION_MULTILINE", "fritekst"),
    element("DATE", "dato", dateFormat="DATE"),
    element("ATTACHMENT", "vedlegg"),
    element("SELECT", "rolle", answerOptions=[option("k"), option("l")]),
]
NETTSKJEMA_HEADINGS = [
    SUBMISSION,
    "$created",
    "nytte",
    "kurs.ip",
    "kurs.hvem.er",
    "enig.tid",
    "brukt.1.plan",
    "timer",
    "skala",
    "fritekst",
    "dato",
    "vedlegg",
    "rolle",
    "$answer_time_ms",
]
NETTSKJEMA_ROW = {
    SUBMISSION: "11111",
    "$created": "2026-01-02T10:00:00+01:00",
    "nytte": "1",
    "kurs.ip": "1",
    "kurs.hvem.er": "0",
    "enig.tid": "5",
    "brukt.1.plan": "1",
    "timer": "77.0",
    "skala": "3",
    "fritekst": "syntetisk svar",
    "dato": "2026-01-01",
    "vedlegg": "",
    "rolle": "k",
    "$answer_time_ms": "1000",
}
NETTSKJEMA = (
    'name = "report.csv"\ntable = "survey_answers"\nformat = "nettskjema"\nstructure = "elements.json"\n'
    'instrument = "koordinator"\nwave = "w1"\ncolumns = { rolle = "role" }\n'
    'answers = { role = { k = "coordinator", l = "leader" } }\n'
)


def report(*rows: Mapping[str, str], headings: Iterable[str] = NETTSKJEMA_HEADINGS) -> str:
    """A Nettskjema CSV report."""
    names = list(headings)
    return delimited([names, *([one.get(name, "") for name in names] for one in rows)], ";")


def submission(number: str = "11111", **changed: str) -> dict[str, str]:
    """A sound Nettskjema submission, with the given answers instead."""
    return NETTSKJEMA_ROW | {SUBMISSION: number} | changed


DICTIONARY_HEADINGS = [
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
]


def field(name: str, form: str, kind: str = "text", **more: str) -> list[str]:
    """A row of a REDCap dictionary: choices, validation, identifier and logic may be given."""
    label = f"Syntetisk {name}"
    choices, validation = more.get("choices", ""), more.get("validation", "")
    return [
        *(name, form, "", kind, label, choices, "", validation, "", ""),
        *(more.get("identifier", ""), more.get("logic", ""), "", "", "", "", "", ""),
    ]


FIELDS = [
    field("record_id", "start"),
    field("nytte", "start", "radio", choices="1, Liten | 2, Stor"),
    field("hjelp", "start", "checkbox", choices="a, A | -1, Vet ikke"),
    field("vekt", "start", validation="number_comma_decimal", logic='[nytte] = "2"'),
    field("merknad", "start", "notes", logic="[nytte] = '1' and [hjelp(a)] = '1'"),
    field("samtykke", "start", "file"),
    field("dato", "maaling", validation="date_ymd", logic="[hjelp(a)] = '1'"),
    field("skaar", "maaling", validation="integer"),
    field("ja", "maaling", "yesno"),
]
REDCAP_HEADINGS = [
    "record_id",
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "nytte",
    "hjelp___a",
    "hjelp____1",
    "vekt",
    "merknad",
    "samtykke",
    "start_complete",
    "dato",
    "skaar",
    "ja",
    "maaling_complete",
]
REDCAP_ROWS = [
    ["1", "foer_arm_1", "", "", "2", "1", "0", "61,5", "syntetisk", "", "2", "", "", "", ""],
    ["1", "foer_arm_1", "maaling", "1", "", "", "", "", "", "", "", "2026-01-02", "3", "1", "2"],
    ["1", "foer_arm_1", "maaling", "2", "", "", "", "", "", "", "", "2026-02-02", "4", "0", "2"],
    ["1", "etter_arm_1", "", "", "1", "0", "1", "60,25", "", "", "2", "", "", "", ""],
    ["2", "avslutning_arm_1", "", "", "1", "0", "0", "", "", "", "2", "", "", "", ""],
]
REDCAP = (
    'name = "data.csv"\ntable = "survey_answers"\nformat = "redcap"\nstructure = "dictionary.csv"\n'
    'instrument = "oppstart"\nconstants = { role = "user", municipality = "0301" }\n'
)
BY_EVENT = REDCAP + 'instruments = ["start"]\nwaves = { foer_arm_1 = "w1", etter_arm_1 = "w2" }\n'


def dictionary(*fields: list[str]) -> str:
    """A REDCap data dictionary."""
    return delimited([DICTIONARY_HEADINGS, *(fields or FIELDS)])


def redcap_data(*rows: list[str]) -> str:
    """A REDCap export."""
    return delimited([REDCAP_HEADINGS, *(rows or REDCAP_ROWS)])


LIME_HEADINGS = [
    *("related_id", "class", "type/scale", "name", "relevance", "text", "help"),
    *("language", "validation", "mandatory", "other", "default"),
]


def lime(
    kind: str, scale: str, name: str, text: str = "", *, relevance: str = "1", other: str = "N"
) -> list[str]:
    """A row of a LimeSurvey structure in bokmål."""
    return ["", kind, scale, name, relevance, text or f"Syntetisk {name}", "", "nb", "", "", other, ""]


LIME_ROWS = [
    lime("S", "", "sid", "123456"),
    lime("G", "0", "Gruppe"),
    lime("Q", "L", "Q1", "<p>Syntetisk <b>spørsmål</b></p>", other="Y"),
    lime("A", "0", "A1"),
    lime("A", "0", "A2"),
    lime("Q", "M", "Q2", relevance='((Q1.NAOK == "A1"))'),
    lime("SQ", "0", "SQ001"),
    lime("SQ", "0", "SQ002"),
    lime("Q", "A", "Q3", relevance='Q1.NAOK == "A1" and Q2_SQ001.NAOK == "Y"'),
    lime("SQ", "0", "tid"),
    lime("Q", "1", "Q4"),
    lime("SQ", "0", "r"),
    lime("A", "0", "x"),
    lime("A", "1", "y"),
    lime("Q", ":", "Q5"),
    lime("SQ", "0", "a"),
    lime("SQ", "1", "b"),
    lime("Q", "N", "Q6"),
    lime("Q", "T", "Q7"),
    lime("Q", "|", "Q8"),
    lime("Q", "X", "info"),
]
LIME_RESPONSES = {
    "id": "1",
    "submitdate": "2026-01-02 10:00:00",
    "lastpage": "2",
    "startlanguage": "nb",
    "Q1": "-oth-",
    "Q1[other]": "syntetisk annet",
    "Q2[SQ001]": "Y",
    "Q2[SQ002]": "N",
    "Q3[tid]": "4",
    "Q4[r][1]": "x",
    "Q4[r][2]": "y",
    "Q5[a_b]": "2",
    "Q6": "7.5",
    "Q7": "syntetisk tekst",
    "Q8": "",
    "Q8[filecount]": "0",
}
LIMESURVEY = (
    'name = "responses.csv"\ntable = "survey_answers"\nformat = "limesurvey"\nstructure = "structure.txt"\n'
    'instrument = "leder"\nwave = "w1"\nconstants = { role = "leader" }\n'
)


def lime_structure(*rows: list[str]) -> str:
    """A LimeSurvey structure as tab-separated values, with the mark it is saved with."""
    return "\ufeff" + delimited([LIME_HEADINGS, *(rows or LIME_ROWS)], "\t")


def responses(*rows: Mapping[str, str]) -> str:
    """A LimeSurvey response export."""
    taken = rows or (LIME_RESPONSES,)
    return delimited([list(LIME_RESPONSES), *([one.get(key, "") for key in LIME_RESPONSES] for one in taken)])


CODES = [
    {"code": "0301", "name": "Syntetby", "validFrom": "1950-01-01", "validTo": "2020-01-01"},
    {"code": "0301", "name": "Nye Syntetby", "validFrom": "2020-01-01", "validTo": None},
    {"code": "9901", "name": "Oppdikt", "validFrom": "1964-01-01", "validTo": "2020-01-01"},
    {"code": "9902", "name": "Påfunn", "validFrom": "1964-01-01", "validTo": "2020-01-01"},
    {"code": "9903", "name": "Delt", "validFrom": "1964-01-01", "validTo": "2020-01-01"},
    {"code": "9904", "name": "Omnummerert", "validFrom": "1964-01-01", "validTo": "2020-01-01"},
    {"code": "9911", "name": "Samlet", "validFrom": "2020-01-01", "validTo": None},
    {"code": "9912", "name": "Halv", "validFrom": "2020-01-01", "validTo": None},
    {"code": "9913", "name": "Halv også", "validFrom": "2020-01-01", "validTo": None},
    {"code": "9914", "name": "Omnummerert", "validFrom": "2020-01-01", "validTo": None},
]
CHANGES = [
    {"oldCode": old, "oldName": "a", "newCode": new, "newName": "b", "changeOccurred": "2020-01-01"}
    for old, new in (
        ("9901", "9911"),
        ("9902", "9911"),
        ("9903", "9912"),
        ("9903", "9913"),
        ("9904", "9914"),
        ("0301", "0301"),
    )
]


def classification_csv(entries: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    """A classification as the statistics office's CSV, in its own encoding."""
    names = list(entries[0])
    rows = [[str(one[name] or "") for name in names] for one in entries]
    return delimited([names, *rows], delimiter).encode("iso-8859-1")


def write(folder: Path, **files: str | bytes | list[Any] | dict[str, Any]) -> None:
    """Write files, ``_dot_`` in a name standing for a full stop; lists and dictionaries as JSON."""
    for name, content in files.items():
        text = json.dumps(content, ensure_ascii=False) if isinstance(content, list | dict) else content
        data = text.encode() if isinstance(text, str) else text
        (folder / name.replace("_dot_", ".")).write_bytes(data)

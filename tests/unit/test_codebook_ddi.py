"""The codebook as DDI-Codebook 2.5: what the standard demands, ids that resolve, labels with a language."""

from collections import Counter
from datetime import date
from xml.etree.ElementTree import Element, fromstring

import pytest
from builders import ROOT

from evaluering.documents import ddi_codebook
from evaluering.settings import Codebook, Configuration
from evaluering.tables import INSTRUMENT_TABLES
from evaluering.workspace import load_workspace

CONFIGURATION = load_workspace(ROOT).configuration
NS = "{ddi:codebook:2_5}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
COLUMNS = [(table, column) for table in INSTRUMENT_TABLES for column in table.delivered]
ORDER = {
    "codeBook": ["stdyDscr", "fileDscr", "dataDscr"],
    "stdyDscr": ["citation", "stdyInfo", "dataAccs"],
    "citation": ["titlStmt", "rspStmt", "prodStmt"],
    "titlStmt": ["titl", "IDNo"],
    "prodStmt": ["producer", "prodDate"],
    "fileDscr": ["fileTxt", "notes"],
    "fileTxt": ["fileName", "fileCont", "fileStrc"],
    "var": ["labl", "security", "valrng", "catgry", "varFormat", "notes"],
    "catgry": ["catValu", "labl"],
}
"""The order DDI-Codebook 2.5 asks of children, as far as they are written here."""


def document(**given: object) -> Element:
    """The codebook parsed; ``given`` is what the study declares for it."""
    configuration: Configuration = CONFIGURATION.model_copy(
        update={"codebook": Codebook.model_validate(given)}
    )
    return fromstring(ddi_codebook(configuration, INSTRUMENT_TABLES))


@pytest.fixture(scope="module")
def parsed() -> Element:
    """The codebook of this workspace."""
    return document()


def texts(root: Element, path: str) -> list[str]:
    return [element.text or "" for element in root.findall("/".join(NS + step for step in path.split("/")))]


def variable(root: Element, identifier: str) -> Element:
    return next(one for one in root.iter(f"{NS}var") if one.get("ID") == identifier)


def test_everything_is_in_the_namespace_of_the_standard(parsed):
    assert parsed.tag == f"{NS}codeBook"
    assert parsed.get("version") == "2.5"
    assert all(element.tag.startswith(NS) for element in parsed.iter())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("stdyDscr/citation/titlStmt/titl", CONFIGURATION.study.title),
        ("stdyDscr/citation/rspStmt/AuthEnty", CONFIGURATION.study.institution),
        ("stdyDscr/citation/prodStmt/producer", CONFIGURATION.study.institution),
        ("stdyDscr/stdyInfo/abstract", CONFIGURATION.study.purpose),
    ],
)
def test_the_study_is_described_once(parsed, path, text):
    assert texts(parsed, path) == [text]


def test_the_study_has_an_identifier_even_when_none_is_declared(parsed):
    (made,) = texts(parsed, "stdyDscr/citation/titlStmt/IDNo")
    assert made.startswith("evaluering-")
    assert texts(document(identifier="10.1000/synthetic"), "stdyDscr/citation/titlStmt/IDNo") == [
        "10.1000/synthetic"
    ]


def test_children_stand_in_the_order_of_the_standard(parsed):
    seen = set()
    for element in parsed.iter():
        name = element.tag.removeprefix(NS)
        if name in ORDER:
            seen.add(name)
            places = [ORDER[name].index(child.tag.removeprefix(NS)) for child in element]
            assert places == sorted(places), (name, element.attrib)
    assert seen == ORDER.keys()


def test_ids_are_unique_and_every_reference_resolves(parsed):
    ids = Counter(element.get("ID") for element in parsed.iter() if element.get("ID"))
    assert set(ids.values()) == {1}
    assert len(ids) == len(INSTRUMENT_TABLES) + len(COLUMNS)
    references = [
        one
        for element in parsed.iter()
        for name in ("files", "keyvar")
        for one in element.get(name, "").split()
    ]
    assert len(references) > len(COLUMNS)
    assert set(references) <= ids.keys()


def test_every_table_is_a_file_with_its_key(parsed):
    files = parsed.findall(f"{NS}fileDscr")
    assert [one.findtext(f"{NS}fileTxt/{NS}fileName") for one in files] == [
        table.name for table in INSTRUMENT_TABLES
    ]
    keys = [one.find(f".//{NS}recGrp").get("keyvar").split() for one in files]
    assert keys == [[f"V.{table.name}.{name}" for name in table.key] for table in INSTRUMENT_TABLES]


def test_every_column_is_a_variable_of_its_file(parsed):
    assert [(one.get("files"), one.get("name")) for one in parsed.iter(f"{NS}var")] == [
        (f"F.{table.name}", column.name) for table, column in COLUMNS
    ]


def test_every_label_says_its_language(parsed):
    for name in ("labl", "notes", "titl", "AuthEnty", "abstract", "fileCont", "security", "restrctn"):
        found = list(parsed.iter(NS + name))
        assert found, name
        assert {element.get(LANG) for element in found} <= {"nb", "nn", "en"}
        assert all((element.text or "").strip() for element in found)


def test_every_variable_and_every_answer_has_a_label_in_three_languages(parsed):
    labelled = [*parsed.iter(f"{NS}var"), *parsed.iter(f"{NS}catgry"), *parsed.iter(f"{NS}recGrp")]
    for element in labelled:
        assert [label.get(LANG) for label in element.findall(f"{NS}labl")] == ["nb", "nn", "en"]


def test_the_answers_of_a_variable_are_the_declared_codes(parsed):
    for table, column in COLUMNS:
        found = variable(parsed, f"V.{table.name}.{column.name}").findall(f"{NS}catgry/{NS}catValu")
        assert tuple(one.text for one in found) == column.allowed


def test_a_range_has_the_declared_bounds_and_unit(parsed):
    found = variable(parsed, "V.guidance_contacts.minutes")
    assert found.get("measUnit") == "minutes"
    assert found.find(f"{NS}valrng/{NS}range").attrib == {"UNITS": "INT", "min": "0", "max": "1440"}
    assert variable(parsed, "V.measures.target").find(f"{NS}valrng") is None


def test_free_text_and_quasi_identifiers_are_named_as_such(parsed):
    marked = {one.get("ID") for one in parsed.iter(f"{NS}var") if one.find(f"{NS}security") is not None}
    assert marked == {
        f"V.{table.name}.{column.name}"
        for table, column in COLUMNS
        if column.free_text or column.quasi_identifier
    }


def test_no_date_stands_there_but_the_declared_one(parsed):
    assert parsed.findall(f".//{NS}prodDate") == []
    (dated,) = document(produced=date(2026, 2, 1)).findall(f".//{NS}prodDate")
    assert (dated.text, dated.get("date")) == ("2026-02-01", "2026-02-01")


def test_a_declared_licence_is_a_condition_of_use():
    assert texts(document(licence="CC-BY-4.0"), "stdyDscr/dataAccs/useStmt/conditions") == ["CC-BY-4.0"]


def test_characters_xml_cannot_hold_and_markup_in_a_title_do_not_break_the_document():
    study = CONFIGURATION.study.model_copy(update={"title": "a\x00b\x1f <titl>&amp; \ufffe"})
    content = ddi_codebook(CONFIGURATION.model_copy(update={"study": study}), INSTRUMENT_TABLES[:1])
    assert texts(fromstring(content), "stdyDscr/citation/titlStmt/titl") == [
        "a\ufffdb\ufffd <titl>&amp; \ufffd"
    ]

"""``evaluering.toml``: strict, frozen, and refused with every faulty place named."""

from pathlib import Path

import pydantic
import pytest
from builders import ROOT

from evaluering.errors import InputRefused, WrongUse
from evaluering.workspace import find_workspace, load_workspace

SOUND = """
[study]
title = "T"
institution = "I"
purpose = "P"

[notebooks.gathering_time.parameters.limit]
type = "whole_number"
default = 30

[notebooks.gathering_time.contract]
findings = ["gathering_hours_2014_2015"]

[[reports]]
id = "one-report"
notebook = "gathering_time"
"""


def load(folder: Path, text: str):
    (folder / "evaluering.toml").write_text(text, encoding="utf-8")
    return load_workspace(folder)


def refusal(folder: Path, text: str) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        load(folder, text)
    return caught.value


def test_a_sound_configuration_is_read_with_its_defaults(tmp_path):
    configuration = load(tmp_path, SOUND).configuration
    assert configuration.disclosure.rules == "published_only"
    assert configuration.reports[0].languages == ("nb",)
    assert configuration.notebooks["gathering_time"].contract.minimum_n == 1


def test_this_repository_s_own_configuration_is_sound():
    assert [report.id for report in load_workspace(ROOT).configuration.reports] == [
        "gathering-time",
        "follow-up-inquiries",
        "goal-measurability",
    ]


def test_a_configuration_cannot_be_changed_after_it_is_read(tmp_path):
    with pytest.raises(pydantic.ValidationError, match="frozen"):
        load(tmp_path, SOUND).configuration.study.title = "another"


def test_everything_is_written_under_the_working_folder_and_read_under_the_root(tmp_path):
    elsewhere = load(tmp_path, SOUND).model_copy(update={"work": tmp_path / "copy"})
    assert elsewhere.raw == tmp_path / "data/raw"
    assert elsewhere.notebook_file("gathering_time") == tmp_path / "notebooks/gathering_time.ipynb"
    assert {elsewhere.processed, elsewhere.reports, elsewhere.private} == {
        tmp_path / "copy/data/processed",
        tmp_path / "copy/reports",
        tmp_path / "copy/.evaluering",
    }


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('title = "T"', 'title = "T"\ncolour = "red"', "study.colour"),
        ('purpose = "P"', "", "study.purpose"),
        ('title = "T"', "title = 3", "study.title"),
        ('"one-report"', '"One report"', "reports.0.id"),
        ('"one-report"', '"../elsewhere"', "reports.0.id"),
        ('"one-report"', '"' + "a" * 61 + '"', "reports.0.id"),
        ('"one-report"', '"rapport-æ"', "reports.0.id"),
        (
            'notebook = "gathering_time"',
            'notebook = "gathering_time"\nlanguages = ["sv"]',
            "reports.0.languages",
        ),
        (
            'notebook = "gathering_time"',
            'notebook = "gathering_time"\nformats = ["exe"]',
            "reports.0.formats",
        ),
        ('type = "whole_number"', 'type = "list"', "notebooks.gathering_time.parameters.limit.type"),
        ("[notebooks.gathering_time.contract]", "[notebooks.gathering_time.promise]", "contract"),
        ("[[reports]]", '[disclosure]\nrules = "everything"\n[[reports]]', "disclosure.rules"),
    ],
)
def test_a_faulty_setting_is_refused_and_its_place_named(tmp_path, old, new, named):
    assert named in refusal(tmp_path, SOUND.replace(old, new, 1)).found


def test_all_faulty_settings_are_named_at_once(tmp_path):
    found = refusal(tmp_path, SOUND.replace('title = "T"', "title = 1").replace("one-report", "A B")).found
    assert "study.title" in found
    assert "reports.0.id" in found


def test_a_faulty_value_is_not_repeated(tmp_path):
    assert "KANARI" not in str(refusal(tmp_path, SOUND.replace("one-report", "KANARI 7f3a")))


@pytest.mark.parametrize(
    "name", ["x=1;import os", "X", "1a", "a-b", "æ", "", "a" * 42, "a b", "__import__('os')"]
)
def test_a_parameter_name_that_is_not_a_plain_word_is_refused(tmp_path, name):
    text = SOUND.replace("parameters.limit]", f'parameters."{name}"]')
    assert "notebooks.gathering_time.parameters" in refusal(tmp_path, text).found


@pytest.mark.parametrize("name", ["a", "_a", "long_lecture_minutes", "a" * 41])
def test_a_parameter_name_may_be_a_plain_lower_case_word(tmp_path, name):
    configuration = load(tmp_path, SOUND.replace("parameters.limit]", f"parameters.{name}]")).configuration
    assert list(configuration.notebooks["gathering_time"].parameters) == [name]


@pytest.mark.parametrize("text", ["[study", 'a = "', "a = 1\na = 2"])
def test_a_file_that_is_not_toml_is_refused(tmp_path, text):
    assert "TOMLDecodeError" in refusal(tmp_path, text).found


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "evaluering.toml").write_bytes("[study]\ntitle = 'blåbær'".encode("latin-1"))
    with pytest.raises(InputRefused, match="UnicodeDecodeError"):
        load_workspace(tmp_path)


def test_a_report_id_used_twice_is_refused(tmp_path):
    text = SOUND + '[[reports]]\nid = "one-report"\nnotebook = "gathering_time"\n'
    assert refusal(tmp_path, text).found == "report id one-report is used twice"


def test_a_report_of_an_undeclared_notebook_is_refused(tmp_path):
    text = SOUND.replace('notebook = "gathering_time"', 'notebook = "another"')
    assert refusal(tmp_path, text).found == "report one-report uses notebook another, which is not declared"


def test_the_workspace_is_found_upwards_from_a_folder_inside_it(tmp_path):
    load(tmp_path, SOUND)
    (tmp_path / "data/raw").mkdir(parents=True)
    assert find_workspace(tmp_path / "data/raw") == tmp_path


def test_outside_a_workspace_the_way_to_make_one_is_told(tmp_path):
    with pytest.raises(WrongUse, match="evaluering init DIR"):
        find_workspace(tmp_path)

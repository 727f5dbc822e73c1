"""A drafted mapping: from headings only, never from rows."""

import tomllib

import pytest
from builders import ROOT

from evaluering.errors import WrongUse
from evaluering.proposal import propose
from evaluering.workspace import load_workspace
from survey_files import (
    CHANGES,
    CODES,
    ELEMENTS,
    NETTSKJEMA_HEADINGS,
    classification_csv,
    dictionary,
    lime_structure,
    redcap_data,
    report,
    responses,
    submission,
    write,
)


@pytest.fixture
def delivery(tmp_path):
    (tmp_path / "evaluering.toml").write_text((ROOT / "evaluering.toml").read_text(encoding="utf-8"))
    folder = tmp_path / "data/raw/deliveries/kommune-a"
    folder.mkdir(parents=True)
    return folder


def draft(delivery):
    return propose(load_workspace(delivery.parents[3]), delivery.name)


def drafted(delivery):
    return tomllib.loads(draft(delivery).read_text(encoding="utf-8"))


def test_the_table_with_most_of_the_columns_is_proposed(delivery):
    (delivery / "plan.csv").write_text("Bruker;Sub goal;AREA;responsible;Gjort\nKANARI;1;housing;user;Ja\n")
    (file,) = drafted(delivery)["file"]
    assert file["table"] == "plans"
    assert file["columns"] == {
        "Bruker": "",
        "Sub goal": "sub_goal",
        "AREA": "area",
        "responsible": "responsible",
        "Gjort": "",
    }


def test_no_value_of_a_row_reaches_the_draft(delivery):
    (delivery / "plan.csv").write_text("user;sub_goal\nKANARI;1\n")
    assert "KANARI" not in draft(delivery).read_text(encoding="utf-8")


def test_a_file_that_looks_like_no_table_is_left_without_one(delivery):
    (delivery / "x.csv").write_text("foo;bar\n1;2\n")
    assert drafted(delivery)["file"][0]["table"] == ""


def test_headings_are_quoted(delivery):
    (delivery / "x.csv").write_text('"a ""b""";c\\d\n1;2\n')
    assert drafted(delivery)["file"][0]["columns"] == {'a "b"': "", "c\\d": ""}


@pytest.mark.parametrize("name", ["missing", "../kommune-a", ""])
def test_a_folder_that_is_not_there_is_refused(delivery, name):
    with pytest.raises(WrongUse):
        propose(load_workspace(delivery.parents[3]), name)


def test_a_delivery_with_a_mapping_keeps_it(delivery):
    (delivery / "delivery.toml").write_text("")
    with pytest.raises(WrongUse, match="has a mapping already"):
        draft(delivery)


def files(folder, **content):
    write(folder, **content)
    return drafted(folder)["file"]


def test_a_nettskjema_report_is_drafted_with_the_structure_beside_it(delivery):
    (file,) = files(delivery, report_dot_csv=report(submission()), elements_dot_json=ELEMENTS)
    assert (file["format"], file["structure"], file["table"]) == (
        "nettskjema",
        "elements.json",
        "survey_answers",
    )
    assert file["columns"] == {}


def test_a_column_the_structure_does_not_know_is_drafted_to_be_mapped(delivery):
    text = report(submission(), headings=[*NETTSKJEMA_HEADINGS, "Kommune"])
    (file,) = files(delivery, report_dot_csv=text, elements_dot_json=ELEMENTS)
    assert file["columns"] == {"Kommune": ""}


def test_a_redcap_export_is_known_by_its_dictionary_and_its_events_are_asked_for(delivery):
    (file,) = files(delivery, data_dot_csv=redcap_data(), dictionary_dot_csv=dictionary())
    assert (file["name"], file["format"], file["structure"]) == ("data.csv", "redcap", "dictionary.csv")
    assert file["waves"] == {}
    assert "wave" not in file


def test_a_limesurvey_export_is_drafted_with_its_structure(delivery):
    (file,) = files(delivery, responses_dot_csv=responses(), structure_dot_txt=lime_structure())
    assert (file["format"], file["structure"]) == ("limesurvey", "structure.txt")


def test_each_resource_of_a_data_package_is_drafted_and_its_file_is_not_drafted_again(delivery):
    (file,) = files(
        delivery,
        datapackage_dot_json={"resources": [{"name": "planer", "path": "plan.csv"}]},
        plan_dot_csv="user,sub_goal\nKANARI,1\n",
    )
    assert (file["name"], file["format"], file["resource"]) == ("datapackage.json", "data_package", "planer")
    assert file["table"] == "plans"


def test_the_municipality_classification_is_drafted_with_its_tables(delivery):
    found = files(delivery, changes_dot_csv=classification_csv(CHANGES), codes_dot_json={"codes": CODES})
    assert [(file["format"], file["table"]) for file in found] == [
        ("municipality_classification", "municipality_changes"),
        ("municipality_classification", "municipalities"),
    ]


def test_no_answer_of_a_survey_reaches_the_draft(delivery):
    write(delivery, report_dot_csv=report(submission(fritekst="KANARI")), elements_dot_json=ELEMENTS)
    assert "KANARI" not in draft(delivery).read_text(encoding="utf-8")

"""Data Packages: read as their descriptor says, and nothing followed out of the folder."""

from pathlib import Path

import pytest

from evaluering.intake import Intake, take_in
from evaluering.workspace import load_workspace
from survey_files import write
from synthetic import write_mapping

FIELDS = [
    {"name": "Lag", "type": "string"},
    {"name": "month", "type": "yearmonth"},
    {"name": "kind", "type": "string"},
    {"name": "activity", "type": "string"},
    {"name": "Sum", "type": "number", "decimalChar": ",", "groupChar": " "},
]
RESOURCE = {
    "name": "timer",
    "path": "data.csv",
    "encoding": "iso-8859-1",
    "dialect": {"delimiter": ";"},
    "schema": {"fields": FIELDS, "missingValues": ["", "mangler"]},
}
TEXT = "Lag;month;kind;activity;Sum\nbø;2024-03;hours;travel;1 234,5\nny;2024-04;hours;travel;2\n"
MAPPING = (
    'name = "datapackage.json"\ntable = "resource_use"\nformat = "data_package"\n'
    'columns = { Lag = "team", Sum = "amount" }\n'
)


def taken(folder: Path, *resources, mapping: str = MAPPING, text: str = TEXT) -> Intake:
    write_mapping(folder, mapping)
    write(folder, datapackage_dot_json={"resources": list(resources)}, data_dot_csv=text.encode("iso-8859-1"))
    return take_in(load_workspace(folder.parents[3]))


def frame(intake: Intake):
    assert [str(error) for error in intake.refused] == []
    return intake.tables["resource_use"].frame


def found(intake: Intake) -> str:
    (error,) = intake.refused
    assert intake.tables == {}
    return error.found


def test_encoding_delimiter_and_signs_of_numbers_come_from_the_descriptor(folder):
    rows = frame(taken(folder, RESOURCE))
    assert rows["team"].tolist() == ["bø", "ny"]
    assert rows["amount"].tolist() == [1234.5, 2.0]


def test_a_mark_of_a_missing_value_is_empty_and_rejected_where_a_value_is_needed(folder):
    intake = taken(folder, RESOURCE, text=TEXT.replace(";2\n", ";mangler\n"))
    (part,) = intake.tables["resource_use"].parts
    assert [(one.row, one.column, one.rule) for one in part.account.remarks] == [(2, "amount", "empty")]


def test_a_point_where_commas_are_decimal_signs_is_no_number(folder):
    intake = taken(folder, RESOURCE, text=TEXT.replace(";2\n", ";2.5\n"))
    (part,) = intake.tables["resource_use"].parts
    assert [one.rule for one in part.account.remarks] == ["not_a_number"]


def test_the_resource_s_file_is_not_reported_as_unused(folder):
    assert taken(folder, RESOURCE).unused == ()


def test_a_resource_is_chosen_by_its_name_and_the_others_are_reported(folder):
    other = {"name": "annet", "path": "other.csv"}
    (folder / "other.csv").write_text("a\n1\n")
    intake = taken(folder, RESOURCE, other, mapping=MAPPING + 'resource = "timer"\n')
    assert len(frame(intake)) == 2
    assert intake.unused == ("data/raw/deliveries/a/other.csv",)


@pytest.mark.parametrize(
    "data",
    [
        [{"Lag": "bø", "month": "2024-03", "kind": "hours", "activity": "travel", "Sum": 2.0}],
        [["Lag", "month", "kind", "activity", "Sum"], ["bø", "2024-03", "hours", "travel", 2]],
    ],
    ids=["objects", "arrays"],
)
def test_inline_data_are_read(folder, data):
    rows = frame(taken(folder, {"name": "timer", "data": data}))
    assert rows[["team", "amount"]].to_numpy().tolist() == [["bø", 2.0]]


def test_an_identifier_in_a_resource_is_stopped_at_the_gate(folder):
    text = (
        TEXT.replace(";Sum\n", ";Sum;Merknad\n")
        .replace(",5\n", ",5;x@example.org\n")
        .replace(";2\n", ";2;\n")
    )
    resource = {key: value for key, value in RESOURCE.items() if key != "schema"}
    intake = taken(folder, resource, mapping=MAPPING + 'ignore = ["Merknad"]\n', text=text)
    assert found(intake) == "row 1, column Merknad: e_mail"


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/data.csv",
        "/etc/passwd",
        "../b/data.csv",
        "x/../../b.csv",
        "..\\b.csv",
        "file:///etc/passwd",
        ["data.csv", "data.csv"],
        {"x": 1},
        "missing.csv",
        "",
    ],
)
def test_a_path_out_of_the_folder_or_to_nothing_is_refused(folder, path):
    intake = taken(folder, RESOURCE | {"path": path})
    assert found(intake)
    assert "passwd" not in found(intake)


def test_a_link_out_of_the_folder_is_refused(folder, tmp_path):
    (tmp_path / "outside.csv").write_text(TEXT)
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    assert found(taken(folder, RESOURCE | {"path": "link.csv"}))


@pytest.mark.parametrize(
    "changed",
    [
        {"dialect": {"quoteChar": "'"}},
        {"dialect": {"header": False}},
        {"dialect": {"delimiter": "::"}},
        {"dialect": "dialect.json"},
        {"schema": "schema.json"},
        {"schema": {"fields": [{"name": "Borte", "type": "string"}]}},
        {"schema": {"fields": [FIELDS[4] | {"decimalChar": "'"}]}},
        {"dialect": {"delimiter": 1}},
        {"schema": {"fields": 1}},
        {"schema": {"missingValues": "mangler"}},
        {"schema": {"fields": [FIELDS[4] | {"groupChar": 1}]}},
        {"format": "xlsx"},
        {"data": "text"},
        {"data": [{"a": 1}, [1]]},
    ],
    ids=str,
)
def test_what_the_reader_does_not_take_is_refused_not_guessed(folder, changed):
    assert found(taken(folder, RESOURCE | changed))


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"resources": 1}', '{"resources": [1]}', '{"resources": []}']
)
def test_a_file_that_is_no_descriptor_is_refused(folder, content):
    write_mapping(folder, MAPPING)
    write(folder, datapackage_dot_json=content)
    assert found(take_in(load_workspace(folder.parents[3])))

"""The statistics office's classification: codes and changes to our tables, every row accounted for."""

from pathlib import Path

import pytest

from evaluering.intake import Intake, take_in
from evaluering.workspace import load_workspace
from survey_files import CHANGES, CODES, classification_csv, write
from synthetic import write_mapping

FORMAT = 'format = "municipality_classification"\n'


def taken(folder: Path, codes=CODES, changes=CHANGES, ending: str = "csv") -> Intake:
    write_mapping(
        folder,
        f'name = "codes.{ending}"\ntable = "municipalities"\n{FORMAT}',
        f'name = "changes.{ending}"\ntable = "municipality_changes"\n{FORMAT}',
    )
    if ending == "json":
        write(folder, codes_dot_json={"codes": codes}, changes_dot_json={"codeChanges": changes})
    else:
        write(
            folder, codes_dot_csv=classification_csv(codes), changes_dot_csv=classification_csv(changes, ";")
        )
    intake = take_in(load_workspace(folder.parents[3]))
    assert [str(error) for error in intake.refused] == []
    return intake


def units(intake: Intake):
    return intake.tables["municipalities"].frame.set_index("municipality")


def account(intake: Intake, table: str):
    (part,) = intake.tables[table].parts
    return part.account


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_codes_and_changes_become_municipalities_and_changes(folder, ending):
    intake = taken(folder, ending=ending)
    assert len(units(intake)) == 9
    changes = intake.tables["municipality_changes"].frame
    assert set(
        zip(changes["from_municipality"], changes["to_municipality"], changes["kind"], strict=True)
    ) == {
        ("9901", "9911", "merger"),
        ("9902", "9911", "merger"),
        ("9903", "9912", "split"),
        ("9903", "9913", "split"),
        ("9904", "9914", "renumbering"),
    }
    assert set(changes["changed"]) == {"2020-01-01"}


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_number_keeps_its_zero(folder, ending):
    found = units(taken(folder, ending=ending))
    assert found.loc["0301", "county"] == "03"


def test_letters_outside_ascii_are_read_in_the_office_s_encoding(folder):
    assert units(taken(folder)).loc["9902", "name"] == "Påfunn"


def test_the_last_day_of_validity_is_the_day_before_the_code_no_longer_holds(folder):
    found = units(taken(folder))
    assert found.loc["9901", "valid_to"] == "2019-12-31"
    assert found["valid_to"].isna().sum() == 5


def test_a_number_under_a_new_name_is_one_municipality_and_every_row_is_accounted_for(folder):
    intake = taken(folder)
    one = units(intake).loc["0301"]
    assert (one["name"], one["valid_from"]) == ("Nye Syntetby", "1950-01-01")
    found = account(intake, "municipalities")
    assert (found.read, found.accepted, found.rejected) == (10, 10, 0)
    assert [(remark.row, remark.rule, remark.handling) for remark in found.remarks] == [
        (1, "earlier_name", "taken_together")
    ]


def test_inhabitants_and_written_form_stay_empty(folder):
    assert units(taken(folder))[["inhabitants", "written_form"]].isna().all(axis=None)


def test_a_new_name_alone_is_no_change_of_division(folder):
    found = account(taken(folder), "municipality_changes")
    assert (found.read, found.accepted, found.rejected) == (6, 6, 0)
    assert [(remark.row, remark.rule, remark.handling) for remark in found.remarks] == [
        (6, "name_change_only", "left_out")
    ]


@pytest.mark.parametrize("number", ["301", "301.0", "KANARI", ""])
def test_a_number_that_is_not_four_digits_is_rejected_and_not_repeated(folder, number):
    intake = taken(folder, codes=[*CODES[2:], CODES[1] | {"code": number}], changes=CHANGES[:5])
    found = account(intake, "municipalities")
    assert (found.read, found.accepted, found.rejected) == (9, 8, 1)
    assert [(remark.row, remark.rule) for remark in found.remarks] == [(9, "not_a_municipality_number")]
    assert "KANARI" not in repr(found)


def test_two_periods_of_one_number_with_a_gap_are_not_taken_for_one(folder):
    gap = [*CODES, CODES[6] | {"validFrom": "1950-01-01", "validTo": "1960-01-01"}]
    found = account(taken(folder, codes=gap), "municipalities")
    assert (found.read, found.accepted, found.rejected) == (11, 9, 2)
    assert {one.rule for one in found.remarks if one.handling == "rejected"} == {"key_used_twice"}


def test_a_change_of_a_municipality_that_is_not_among_the_codes_is_rejected(folder):
    found = account(taken(folder, codes=CODES[:-1]), "municipality_changes")
    assert (found.accepted, found.rejected) == (5, 1)
    assert ("to_municipality", "refers_to_nothing") in {(one.column, one.rule) for one in found.remarks}


def refused(folder: Path, table: str, **files) -> str:
    (name,) = (one.replace("_dot_", ".") for one in files)
    write_mapping(folder, f'name = "{name}"\ntable = "{table}"\n{FORMAT}')
    write(folder, **files)
    intake = take_in(load_workspace(folder.parents[3]))
    assert intake.tables == {}
    (error,) = intake.refused
    return error.found


def test_codes_named_as_changes_are_refused(folder):
    found = refused(folder, "municipality_changes", codes_dot_csv=classification_csv(CODES))
    assert "missing: changeOccurred, newCode, oldCode" in found


@pytest.mark.parametrize("content", [{}, {"codes": 1}, {"codes": [1]}, {"codes": [], "codeChanges": []}, "["])
def test_a_file_that_is_no_classification_is_refused(folder, content):
    assert refused(folder, "municipalities", codes_dot_json=content)


def test_an_identifier_in_a_note_is_stopped_at_the_gate(folder):
    entries = [one | {"notes": "ring 90 12 34 56"} for one in CODES[:1]]
    found = refused(folder, "municipalities", codes_dot_csv=classification_csv(entries))
    assert found == "row 1, column notes: telephone_number"

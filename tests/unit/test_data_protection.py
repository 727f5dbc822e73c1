"""Deletion dates and the command ``forget``, with a clock that is passed in."""

from datetime import date

import pytest
from erasing import PERSON, deliver, empty_workspace, every_byte, sessions

from evaluering.errors import InputRefused, WrongUse
from evaluering.privacy.pseudonyms import new_key
from evaluering.publishing.data_protection import forget_lines, refuse_overdue
from evaluering.publishing.report_status import check_all

LAST, AFTER = date(2030, 1, 1), date(2030, 1, 2)


@pytest.fixture
def workspace(tmp_path):
    made = empty_workspace(tmp_path / "w")
    deliver(made, sessions(PERSON, "U-2"), "s.csv")
    return made


def forget(workspace, identifier="", delivery="", key=None, *, is_dry_run=False):
    return forget_lines(workspace, identifier, delivery, key, LAST, is_dry_run=is_dry_run)


def test_a_delivery_may_be_used_on_the_last_day(workspace):
    refuse_overdue(workspace, LAST)
    assert not [line for line in check_all(workspace, LAST).lines if "deletion date" in line]


def test_a_delivery_past_its_date_is_refused_with_what_to_do(workspace):
    with pytest.raises(InputRefused) as caught:
        refuse_overdue(workspace, AFTER)
    assert caught.value.found == "a: to be deleted by 2030-01-01"
    assert "evaluering forget --delivery" in caught.value.next_step


def test_check_tells_of_it_and_says_the_data_cannot_be_used(workspace):
    checked = check_all(workspace, AFTER)
    assert checked.refused
    assert [line for line in checked.lines if line.startswith("deletion date passed: a, ")]


def test_check_tells_how_many_are_alone(workspace):
    (line,) = [line for line in check_all(workspace, LAST).lines if line.startswith("  session_feedback by")]
    assert line == (
        "  session_feedback by team: 2 persons in 1 groups, smallest 2, 0 unique, 1 groups below 5"
    )


def test_a_person_is_forgotten_and_told_in_files_and_rows(workspace):
    assert forget(workspace, PERSON) == [
        "data/raw/deliveries/a/s.csv: 1 rows removed",
        "recorded in data/erasures.jsonl; next: evaluering process",
    ]
    assert PERSON.encode() not in every_byte(workspace.root)


def test_a_dry_run_speaks_of_what_would_be(workspace):
    assert forget(workspace, PERSON, is_dry_run=True) == [
        "data/raw/deliveries/a/s.csv: 1 rows would be removed"
    ]
    assert PERSON.encode() in every_byte(workspace.root)


def test_a_delivery_is_removed(workspace):
    lines = forget(workspace, delivery="a")
    assert lines[:2] == [
        "removed: data/raw/deliveries/a/delivery.toml",
        "removed: data/raw/deliveries/a/s.csv",
    ]
    assert list(workspace.raw.iterdir()) == [workspace.raw / "deliveries"]


def test_a_file_left_without_rows_is_told(workspace):
    forget(workspace, "U-2")
    assert "data/raw/deliveries/a/s.csv has no rows left: take it out of the delivery" in forget(
        workspace, PERSON
    )


@pytest.mark.parametrize(("identifier", "delivery"), [("", ""), (PERSON, "a")], ids=["neither", "both"])
def test_one_thing_is_forgotten_at_a_time(workspace, identifier, delivery):
    with pytest.raises(WrongUse):
        forget(workspace, identifier, delivery)


@pytest.mark.parametrize("identifier", [" ", "x" * 201, "a\nb"])
def test_what_is_no_identifier_is_wrong_use_and_not_repeated(workspace, identifier):
    with pytest.raises(WrongUse) as caught:
        forget(workspace, identifier)
    assert "xxx" not in str(caught.value)


def test_a_key_belongs_to_a_person(workspace, tmp_path):
    new_key(tmp_path / "k")
    with pytest.raises(WrongUse):
        forget(workspace, delivery="a", key=tmp_path / "k")
    assert forget(workspace, "02013299997", key=tmp_path / "k") == ["not found: nothing changed"]

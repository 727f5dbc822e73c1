"""Validation: every rule, the account of all rows, and problems that never repeat a value."""

from dataclasses import replace

import pandas as pd
import pytest
from builders import ANIMALS, ROOT, animals, raw

from evaluering.errors import Fault, InputRefused
from evaluering.reading import read_csv
from evaluering.results import Remark
from evaluering.tables import TABLES
from evaluering.validation import validate
from synthetic import row


def remarks(*rows: dict[str, str]) -> list[tuple[int, str, str, str]]:
    """Remarks on rows that come after one sound row numbered 1."""
    found = animals({"id": "90"}, *rows).account.remarks
    return [(one.row, one.column, one.rule, one.handling) for one in found]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ({"id": ""}, "id", "empty"),
        ({"id": "x"}, "id", "not_a_whole_number"),
        ({"id": "1.5"}, "id", "not_a_whole_number"),
        ({"id": " 1"}, "id", "not_a_whole_number"),
        ({"id": "1e1"}, "id", "not_a_whole_number"),
        ({"id": "0"}, "id", "below_minimum"),
        ({"id": "-3"}, "id", "below_minimum"),
        ({"id": "100"}, "id", "above_maximum"),
        ({"id": "３"}, "id", "not_a_whole_number"),
        ({"weight": "٣.٥"}, "weight", "not_a_number"),
        ({"fed": "0٨:30"}, "fed", "not_a_time_of_day"),
        ({"kind": "Cat"}, "kind", "not_an_allowed_value"),
        ({"kind": ""}, "kind", "empty"),
        ({"weight": "heavy"}, "weight", "not_a_number"),
        ({"weight": "3,5"}, "weight", "not_a_number"),
        ({"weight": "nan"}, "weight", "not_a_number"),
        ({"weight": "inf"}, "weight", "not_a_number"),
        ({"weight": "-0.1"}, "weight", "below_minimum"),
        ({"fed": "24:00"}, "fed", "not_a_time_of_day"),
        ({"fed": "8:30"}, "fed", "not_a_time_of_day"),
        ({"fed": "08:60"}, "fed", "not_a_time_of_day"),
        ({"fed": "08.30"}, "fed", "not_a_time_of_day"),
    ],
)
def test_a_row_that_breaks_a_rule_is_rejected_and_the_rule_named(row, column, rule):
    assert (2, column, rule, "rejected") in remarks(row)


@pytest.mark.parametrize(
    "row",
    [
        {"id": "1"},
        {"id": "99"},
        {"weight": "0"},
        {"weight": "3.25"},
        {"weight": ""},
        {"fed": "00:00"},
        {"fed": "23:59"},
        {"note": "hva som helst; æøå"},
    ],
)
def test_a_row_at_the_ends_of_what_is_allowed_is_accepted(row):
    assert remarks(row) == []


def test_a_row_with_a_wrong_time_is_rejected_and_counted():
    account = animals({}, {"fed": "25:00"}, {}).account
    assert (account.read, account.accepted, account.rejected, account.duplicate) == (3, 2, 1, 0)


def test_a_row_with_two_faults_is_rejected_once_and_both_faults_told():
    account = animals({}, {"fed": "25:00", "kind": "horse"}).account
    assert account.rejected == 1
    assert [one.column for one in account.remarks] == ["fed", "kind"]


def test_an_exact_repetition_is_a_duplicate_and_kept_once():
    validated = animals({"id": "1"}, {"id": "1"}, {"id": "1"})
    assert (validated.account.accepted, validated.account.duplicate) == (1, 2)
    assert list(validated.frame.index) == [1]


def test_of_rows_with_the_same_key_and_other_content_none_is_accepted():
    account = animals({"id": "9"}, {"id": "1", "note": "a"}, {"id": "1", "note": "b"}).account
    assert (account.accepted, account.rejected, account.duplicate) == (1, 2, 0)
    assert account.remarks == (
        Remark(2, "id", "key_used_twice", "rejected"),
        Remark(3, "id", "key_used_twice", "rejected"),
    )


@pytest.mark.parametrize("again", ["01", "+1", "001"])
def test_a_key_written_differently_is_the_same_key(again):
    validated = animals({"id": "9"}, {"id": "1", "note": "a"}, {"id": again, "note": "b"})
    assert validated.frame["id"].tolist() == [9]


@pytest.mark.parametrize("again", ["01", "+1", "001"])
def test_a_row_written_differently_is_the_same_row(again):
    validated = animals({"id": "1"}, {"id": again})
    assert validated.frame["id"].tolist() == [1]
    assert validated.account.remarks == (Remark(2, "", "repeats_a_row", "counted_as_duplicate"),)


def test_a_row_with_another_number_of_fields_is_rejected():
    account = animals({}, {}, malformed=(3,)).account
    assert (account.read, account.rejected) == (3, 1)
    assert account.remarks == (Remark(3, "", "wrong_number_of_fields", "rejected"),)


def test_accepted_rows_are_typed_and_keep_their_row_numbers():
    frame = animals({"fed": "x"}, {"weight": "3.5", "fed": "08:30"}, {}).frame
    assert list(frame.index) == [2, 3]
    assert frame.dtypes.astype(str).to_dict() == {
        "id": "int64",
        "kind": "str",
        "weight": "float64",
        "fed": "str",
        "note": "str",
    }
    assert frame.loc[2].to_dict() | {"note": None} == {
        "id": 2,
        "kind": "cat",
        "weight": 3.5,
        "fed": "08:30",
        "note": None,
    }


def test_an_empty_field_becomes_missing():
    assert animals({}).frame[["weight", "fed", "note"]].isna().all(axis=None)


def test_a_table_of_which_no_row_is_sound_is_refused():
    with pytest.raises(InputRefused) as caught:
        animals({"kind": "KANARI"}, {"fed": "KANARI"})
    assert caught.value.found == "2 of 2 rows rejected, the first for not_an_allowed_value"
    assert "KANARI" not in str(caught.value)


@pytest.mark.parametrize(
    ("score", "rule"),
    [
        ("0", "one_outside_the_scale"),
        ("11", "one_outside_the_scale"),
        ("-1", "below_minimum"),
        ("12", "above_maximum"),
    ],
)
def test_a_score_one_step_outside_the_scale_has_a_rule_of_its_own(score, rule):
    scores = TABLES["activity_scores"]
    rows = [row(scores), row(scores, activity="7", score=score)]
    account = validate("a.csv", "d", pd.DataFrame(rows, index=[1, 2], dtype=str), (), scores).account
    assert account.remarks == (Remark(2, "score", rule, "rejected"),)


def test_the_refusal_of_a_file_without_sound_rows_holds_every_fault_and_the_number_of_rows():
    with pytest.raises(InputRefused) as caught:
        animals({"kind": "KANARI"}, {"fed": "KANARI"})
    assert caught.value.faults == (
        Fault(0, "", "no_sound_row"),
        Fault(1, "kind", "not_an_allowed_value"),
        Fault(2, "fed", "not_a_time_of_day"),
    )
    assert caught.value.rows == 2


def test_an_optional_table_may_come_without_rows():
    optional = replace(ANIMALS, optional=True)
    assert validate("a.csv", "digest", raw(ANIMALS), (), optional).account.read == 0


def test_a_required_table_without_rows_is_refused():
    with pytest.raises(InputRefused) as caught:
        validate("a.csv", "digest", raw(ANIMALS), (), ANIMALS)
    assert caught.value.found == "0 of 0 rows rejected"


def test_problems_never_hold_a_value():
    faulty = dict.fromkeys(("id", "kind", "weight", "fed"), "KANARI-7f3a")
    conflict = [{"id": "7", "note": "KANARI-7f3a"}, {"id": "7", "note": "KANARI-8b1c"}]
    account = animals({}, faulty, *conflict).account
    assert account.rejected == 3
    assert "KANARI" not in repr(account)


@pytest.mark.parametrize(
    ("name", "account"),
    [
        ("gathering_hours_2014_2015", (4, 4, 0, 0)),
        ("gathering_programme_2021_2022", (51, 51, 0, 0)),
        ("municipal_goals_2014_2015", (28, 28, 0, 0)),
        ("national_goals", (11, 11, 0, 0)),
        ("figures_in_text", (48, 48, 0, 0)),
        ("municipality_mergers_2020", (6, 6, 0, 0)),
        ("what_matters_form_example", (4, 4, 0, 0)),
        ("collaboration_checklist_example", (10, 10, 0, 0)),
        ("municipal_goals_coding", (32, 32, 0, 0)),
        ("goal_ratings", (0, 0, 0, 0)),
    ],
)
def test_every_embedded_table_is_accounted_for(name, account):
    found = _validated(name).account
    assert (found.read, found.accepted, found.rejected, found.duplicate) == account


def test_the_real_programme_has_exactly_its_three_known_problems():
    assert _validated("gathering_programme_2021_2022").account.remarks == (
        Remark(27, "end", "item_without_end", "ends_when_next_starts"),
        Remark(31, "start", "items_overlap", "counted_as_bounds"),
        Remark(32, "start", "items_overlap", "counted_as_bounds"),
    )


def _validated(name: str):
    table = TABLES[name]
    read = read_csv(ROOT / "data/raw", table.file)
    return validate(read.file, read.digest, read.frame, read.malformed, table)

"""Tables taken together: repeated rows and keys across files, references, and rules across tables."""

import pandas as pd
import pytest

from evaluering.tables import TABLES
from evaluering.validation import TableParts, Validated, validate, validate_together
from evaluering.validation.cross_table import CROSS_TABLE_RULES
from synthetic import row

Rows = list[dict[str, str]]


def part(table: str, *rows: dict[str, str], file: str = "a.csv") -> Validated:
    """A validated file; each row is a sound synthetic row with the given values instead."""
    declared = TABLES[table]
    content = [row(declared, **changed) for changed in rows]
    frame = pd.DataFrame(content, index=range(1, len(rows) + 1), dtype=str)
    return validate(file, "digest", frame, (), declared)


def together(**tables: Rows) -> dict[str, TableParts]:
    """Tables of one file each."""
    return validate_together({name: [part(name, *rows)] for name, rows in tables.items()})


def remarks(parts: TableParts) -> list[tuple[int, str, str, str]]:
    return [(r.row, r.column, r.rule, r.handling) for one in parts.parts for r in one.account.remarks]


def counts(parts: TableParts) -> list[tuple[int, int, int, int]]:
    accounts = [one.account for one in parts.parts]
    return [(one.read, one.accepted, one.rejected, one.duplicate) for one in accounts]


RULES: dict[tuple[str, str], tuple[dict[str, Rows], dict[str, Rows]]] = {
    ("conversation_before_the_former", "conversations"): (
        {"conversations": [{}, {"conversation": "1"}, {"conversation": "3", "held": "2024-02-01"}]},
        {"conversations": [{"conversation": "1"}, {"conversation": "2", "held": "2024-03-01"}]},
    ),
    ("second_without_first", "conversations"): (
        {"conversations": [{"conversation": "2"}]},
        {"conversations": [{"conversation": "1"}, {"conversation": "2"}]},
    ),
    ("outside_period_of_validity", "conversations"): (
        {
            "municipalities": [{"valid_from": "2020-01-01", "valid_to": "2023-12-31"}],
            "conversations": [{"conversation": "1"}],
        },
        {
            "municipalities": [{"valid_from": "2020-01-01", "valid_to": "2024-03-01"}],
            "conversations": [{"conversation": "1"}],
        },
    ),
    ("no_such_conversation", "activity_scores"): (
        {"conversations": [{"conversation": "1"}], "activity_scores": [{"conversation": "4"}]},
        {"conversations": [{"conversation": "1"}], "activity_scores": [{"conversation": "1"}]},
    ),
    ("no_such_conversation", "wheel_areas"): (
        {"conversations": [{"conversation": "1"}], "wheel_areas": [{"user": "user-2", "conversation": "1"}]},
        {"conversations": [{"conversation": "1"}], "wheel_areas": [{"conversation": "1"}]},
    ),
    ("numerator_above_denominator", "measure_series"): (
        {
            "measures": [{"measure": "measures-1", "form": "proportion"}],
            "measure_series": [{"numerator": "5", "denominator": "4"}],
        },
        {
            "measures": [{"measure": "measures-1", "form": "proportion"}],
            "measure_series": [{"numerator": "4", "denominator": "4"}],
        },
    ),
    ("no_denominator", "measure_series"): (
        {
            "measures": [{"measure": "measures-1", "form": "rate"}],
            "measure_series": [{"denominator": ""}],
        },
        {
            "measures": [{"measure": "measures-1", "form": "count"}],
            "measure_series": [{"denominator": ""}],
        },
    ),
    ("ends_before_start", "municipalities"): (
        {"municipalities": [{"valid_from": "2024-01-02", "valid_to": "2024-01-01"}]},
        {"municipalities": [{"valid_from": "2024-01-01", "valid_to": ""}]},
    ),
    ("ends_before_start", "networks"): (
        {"networks": [{"start": "2024-01-02", "end": "2024-01-01"}]},
        {"networks": [{"start": "2024-01-01", "end": "2024-01-01"}]},
    ),
    ("ends_before_start", "team_members"): (
        {"team_members": [{"joined": "2024-01-02", "left": "2024-01-01"}]},
        {"team_members": [{"joined": "2024-01-02", "left": ""}]},
    ),
    ("more_representatives_than_participants", "participation"): (
        {"participation": [{"participants": "3", "user_representatives": "4"}]},
        {"participation": [{"participants": "3", "user_representatives": "3"}]},
    ),
    ("items_overlap", "programme_items"): (
        {
            "programme_items": [
                {"item": "1", "start": "09:00", "end": "10:00"},
                {"item": "2", "start": "09:30", "end": "11:00"},
            ]
        },
        {
            "programme_items": [
                {"item": "1", "start": "09:00", "end": "10:00"},
                {"item": "2", "start": "10:00", "end": "11:00"},
                {"item": "3", "start": "09:00", "end": "10:00", "basis": "held"},
            ]
        },
    ),
}
NAMES = [f"{rule}-{table}" for rule, table in RULES]


def test_every_rule_has_a_faulty_and_a_clean_case():
    assert {(rule.name, rule.table) for rule in CROSS_TABLE_RULES} == RULES.keys()


@pytest.mark.parametrize("which", RULES, ids=NAMES)
def test_what_breaks_a_rule_is_remarked_on(which):
    rule, table = which
    found = together(**RULES[which][0])[table]
    rejects = next(one.rejects for one in CROSS_TABLE_RULES if (one.name, one.table) == which)
    handling = "rejected" if rejects else "kept_and_flagged"
    ours = [remark for remark in remarks(found) if remark[2] == rule]
    assert ours
    assert {remark[3] for remark in ours} == {handling}
    account = found.parts[0].account
    assert account.read == account.accepted + account.rejected + account.duplicate
    assert (account.rejected > 0) is rejects
    assert len(found.frame) == account.accepted


@pytest.mark.parametrize("which", RULES, ids=NAMES)
def test_what_keeps_a_rule_is_accepted_without_a_word(which):
    found = together(**RULES[which][1])
    assert {name: remarks(parts) for name, parts in found.items()} == {name: [] for name in found}


@pytest.mark.parametrize("which", RULES, ids=NAMES)
def test_a_rule_does_not_depend_on_the_order_of_rows(which):
    rule, table = which
    turned = {name: rows[::-1] for name, rows in RULES[which][0].items()}
    assert rule in {remark[2] for remark in remarks(together(**turned)[table])}


def test_a_rule_that_needs_an_absent_table_is_not_applied():
    found = together(activity_scores=[{"conversation": "4"}])
    assert remarks(found["activity_scores"]) == []


def test_a_reference_to_nothing_delivered_is_rejected():
    found = together(
        teams=[{"team": "t1"}], goals=[{"goal": "g1", "team": "t1"}, {"goal": "g2", "team": "t2"}]
    )
    assert remarks(found["goals"]) == [(2, "team", "refers_to_nothing", "rejected")]
    assert counts(found["goals"]) == [(2, 1, 1, 0)]


def test_an_empty_reference_refers_to_nothing_on_purpose():
    found = together(municipalities=[{"municipality": "m1"}], context_events=[{"municipality": ""}])
    assert remarks(found["context_events"]) == []


def test_a_reference_to_a_table_that_was_not_delivered_is_let_be():
    assert remarks(together(goals=[{"team": "t9"}])["goals"]) == []


def test_dangling_references_cascade():
    found = together(
        networks=[{"network": "n1"}],
        teams=[{"team": "t1", "network": "n2"}],
        goals=[{"goal": "g1", "team": "t1"}],
        goal_wordings=[{"goal": "g1"}],
    )
    assert {name: counts(parts)[0][1] for name, parts in found.items()} == {
        "networks": 1,
        "teams": 0,
        "goals": 0,
        "goal_wordings": 0,
    }


def test_what_refers_to_a_row_a_rule_rejected_is_rejected_too():
    found = together(
        networks=[{"network": "n1", "start": "2024-01-02", "end": "2024-01-01"}],
        teams=[{"team": "t1", "network": "n1"}],
        goals=[{"goal": "g1", "team": "t1"}],
    )
    assert remarks(found["teams"]) == [(1, "network", "refers_to_nothing", "rejected")]
    assert remarks(found["goals"]) == [(1, "team", "refers_to_nothing", "rejected")]


def test_scores_of_a_rejected_conversation_are_rejected_too():
    found = together(
        municipalities=[{"valid_from": "2024-06-01", "valid_to": ""}],
        conversations=[{"conversation": "1"}],
        activity_scores=[{"conversation": "1"}],
    )
    assert [remark[2] for remark in remarks(found["conversations"])] == ["outside_period_of_validity"]
    assert [remark[2] for remark in remarks(found["activity_scores"])] == ["no_such_conversation"]


def test_a_row_repeated_in_a_later_file_is_a_duplicate_there():
    files = [part("teams", {"team": "t1"}, {"team": "t2"}), part("teams", {"team": "t2"}, file="b.csv")]
    found = validate_together({"teams": files})["teams"]
    assert counts(found) == [(2, 2, 0, 0), (1, 0, 0, 1)]
    assert remarks(found) == []


def test_a_key_used_with_other_content_in_a_later_file_is_rejected_there():
    files = [part("teams", {"team": "t1"}), part("teams", {"team": "t1", "cohort": "7"}, file="b.csv")]
    found = validate_together({"teams": files})["teams"]
    assert counts(found) == [(1, 1, 0, 0), (1, 0, 1, 0)]
    assert remarks(found) == [(1, "team", "key_used_twice", "rejected")]
    assert found.frame["cohort"].tolist() == [2]


def test_nothing_delivered_is_nothing():
    assert validate_together({}) == {}


def test_no_remark_repeats_a_value():
    found = together(teams=[{"team": "t1"}], goals=[{"goal": "KANARI-1", "team": "KANARI-2"}])
    assert "KANARI" not in repr([one.account for one in found["goals"].parts])

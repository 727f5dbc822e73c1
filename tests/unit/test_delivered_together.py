"""Tables taken together: repeated rows and keys across files, references, and rules across tables."""

import pandas as pd
import pytest
from rule_cases import CASES, Rows

from evaluering.tables import TABLES
from evaluering.validation import NotRun, TableParts, Validated, rules_not_run, validate, validate_together
from evaluering.validation.cross_table import CROSS_TABLE_RULES
from synthetic import row


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


NAMES = [f"{rule}-{table}" for rule, table in CASES]
every_case = pytest.mark.parametrize("which", CASES, ids=NAMES)


def broken_rows(which: tuple[str, str], tables: dict[str, Rows]) -> list[int]:
    """The rows of the table that are remarked on for breaking the rule."""
    rule, table = which
    return [remark[0] for remark in remarks(together(**tables)[table]) if remark[2] == rule]


def test_every_rule_has_a_faulty_and_a_clean_case():
    assert {(rule.name, rule.table) for rule in CROSS_TABLE_RULES} == CASES.keys()


@every_case
def test_exactly_the_rows_that_break_a_rule_are_remarked_on(which):
    assert broken_rows(which, CASES[which].breaks) == CASES[which].rows


@every_case
def test_rows_are_rejected_or_kept_as_the_rule_says_and_the_account_closes(which):
    rule = next(one for one in CROSS_TABLE_RULES if (one.name, one.table) == which)
    found = together(**CASES[which].breaks)[rule.table]
    handlings = {remark[3] for remark in remarks(found) if remark[2] == rule.name}
    assert handlings == {"rejected" if rule.rejects else "kept_and_flagged"}
    account = found.parts[0].account
    assert account.read == account.accepted + account.rejected + account.duplicate
    assert len(found.frame) == account.accepted
    assert set(CASES[which].rows).isdisjoint(found.parts[0].frame.index) is rule.rejects


@every_case
def test_what_keeps_a_rule_is_not_remarked_on(which):
    assert broken_rows(which, CASES[which].holds) == []


@every_case
def test_a_rule_does_not_depend_on_the_order_of_rows(which):
    turned = {name: rows[::-1] for name, rows in CASES[which].breaks.items()}
    last = len(turned[which[1]]) + 1
    assert sorted(last - row for row in broken_rows(which, turned)) == CASES[which].rows


@pytest.mark.parametrize("rule", CROSS_TABLE_RULES, ids=lambda rule: f"{rule.name}-{rule.table}")
def test_a_rule_holds_for_tables_that_have_lost_every_row(rule):
    frames = {name: together(**{name: [{}]})[name].frame.iloc[:0] for name in (rule.table, *rule.needs)}
    assert len(rule.rows(frames)) == 0


def test_a_rule_that_needs_an_absent_table_is_not_applied():
    found = together(activity_scores=[{"conversation": "4"}])
    assert remarks(found["activity_scores"]) == []
    assert rules_not_run(found) == (NotRun("activity_scores", "no_such_conversation", ("conversations",)),)


def test_a_reference_that_cannot_be_looked_up_is_listed_as_not_run():
    assert rules_not_run(["networks", "teams", "tasks"]) == (
        NotRun("tasks", "refers_to_nothing", ("preparation_packages",)),
    )


def test_with_every_table_delivered_every_rule_runs():
    assert rules_not_run(TABLES) == ()


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
    assert remarks(found) == [(1, "", "repeats_a_row", "counted_as_duplicate")]


def test_a_key_used_with_other_content_in_another_file_is_rejected_in_both():
    files = [part("teams", {"team": "t1"}), part("teams", {"team": "t1", "cohort": "7"}, file="b.csv")]
    found = validate_together({"teams": files})["teams"]
    assert counts(found) == [(1, 0, 1, 0), (1, 0, 1, 0)]
    assert remarks(found) == [(1, "team", "key_used_twice", "rejected")] * 2
    assert found.frame.empty


def test_a_key_contested_within_one_file_is_contested_in_the_others_too():
    contested = part("teams", {"team": "t1"}, {"team": "t1", "cohort": "7"}, {"team": "t2"}, file="b.csv")
    found = validate_together({"teams": [part("teams", {"team": "t1"}), contested]})["teams"]
    assert found.frame["team"].tolist() == ["t2"]
    assert counts(found) == [(1, 0, 1, 0), (3, 1, 1, 1)]


def test_nothing_delivered_is_nothing():
    assert validate_together({}) == {}


def test_no_remark_repeats_a_value():
    found = together(teams=[{"team": "t1"}], goals=[{"goal": "KANARI-1", "team": "KANARI-2"}])
    assert "KANARI" not in repr([one.account for one in found["goals"].parts])

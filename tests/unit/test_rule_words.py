"""Every rule and handling has words, says what to do, and no words are left over."""

import ast

import pytest
from builders import ROOT

from evaluering.validation.cross_table import CROSS_TABLE_RULES

SOURCES = [
    *(ROOT / "src/evaluering").rglob("*.py"),
]
MAKERS = {"Remark": 2, "Fault": 2, "refused": 3, "_check": 1, "of_unused": 1, "_without": 3}
"""Where the rule stands among the arguments of what makes a problem."""


def named_in_code() -> set[str]:
    """Rule names written as arguments of what makes problems, as constants, and in the schema's forms."""
    found = {"key_used_twice", "unreadable_file", "one_outside_the_scale"}
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                place = MAKERS[node.func.id]
                given = [*node.args[place : place + 1], *(k.value for k in node.keywords if k.arg == "rule")]
                found |= {one.value for one in given if isinstance(one, ast.Constant)}
    return found


def of_forms() -> set[str]:
    """The rules about how a text is written, and those of the gate."""
    forms = {"whole_number", "number", "time_of_day", "month", "date"}
    gate = {"identity_number", "e_mail", "web_address", "telephone_number", "name_after_cue"}
    limits = {"empty", "not_an_allowed_value", "below_minimum", "above_maximum"}
    return {f"not_a_{one}" for one in forms} | {"not_an_identifier", "unseen_characters"} | limits | gate


@pytest.fixture
def words(nb) -> set[str]:
    return {entry.id for entry in nb.entries if isinstance(entry.id, str)}


def test_every_rule_has_a_name_and_an_advice_and_none_is_left_over(words):
    rules = named_in_code() | of_forms() | {rule.name for rule in CROSS_TABLE_RULES}
    for kind in ("rule", "advice"):
        assert {one.removeprefix(f"{kind}.") for one in words if one.startswith(f"{kind}.")} == rules


def test_every_handling_has_words(words):
    handlings = {
        "rejected",
        "kept_and_flagged",
        "counted_as_duplicate",
        "file_refused",
        "left_out",
        "taken_together",
        "file_not_used",
        "ends_when_next_starts",
        "counted_as_zero",
        "counted_as_bounds",
        "counted_as_own_team_work",
    }
    assert {one.removeprefix("handling.") for one in words if one.startswith("handling.")} == handlings

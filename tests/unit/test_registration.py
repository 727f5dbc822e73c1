"""Registered plans: what was planned before the data, and what is exploratory."""

from dataclasses import replace
from datetime import date

import pytest
from builders import cell, finding

from evaluering.analysis.registration import with_standing
from evaluering.results import Claim
from evaluering.vocabulary import Standing
from evaluering.workspace import RegisteredPlan

PLAN = RegisteredPlan(
    analysis="question",
    outcome="benefit",
    model="mixed",
    time_point="second",
    registered=date(2024, 1, 1),
    document="protocol, version 1",
)
CLAIM = Claim("benefit", "mixed", "second", "t/n@", "2024-02-01")
CLAIMED = replace(finding(cell("n", 3)), claim=CLAIM)


def standing(claim: Claim | None, *plans: RegisteredPlan) -> Standing:
    return with_standing(replace(CLAIMED, claim=claim), plans).standing


def test_a_claim_registered_before_its_first_data_is_planned():
    assert standing(CLAIM, PLAN) is Standing.PLANNED
    assert standing(CLAIM, PLAN).is_planned


def test_a_claim_in_no_plan_is_exploratory():
    assert standing(CLAIM) is Standing.NOT_REGISTERED
    assert not standing(CLAIM).is_planned


def test_a_finding_without_a_claim_is_exploratory_whatever_is_registered():
    assert standing(None, PLAN) is Standing.NOT_REGISTERED


@pytest.mark.parametrize("first_data", ["2024-01-01", "2023-12-31"])
def test_a_plan_of_the_day_of_the_first_data_or_later_came_too_late(first_data):
    assert standing(replace(CLAIM, first_data=first_data), PLAN) is Standing.REGISTERED_LATE


def test_data_without_a_date_cannot_be_shown_to_come_after_the_plan():
    assert standing(replace(CLAIM, first_data=""), PLAN) is Standing.UNDATED


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"model": "plain_mean"}, Standing.ANOTHER_MODEL),
        ({"time_point": "third"}, Standing.ANOTHER_TIME_POINT),
        ({"outcome": "else"}, Standing.NOT_REGISTERED),
        ({"analysis": "another_question"}, Standing.NOT_REGISTERED),
    ],
)
def test_a_plan_for_something_else_makes_no_finding_planned(changed, expected):
    assert standing(CLAIM, PLAN.model_copy(update=changed)) is expected


def test_of_several_plans_for_an_outcome_the_nearest_counts():
    other = PLAN.model_copy(update={"model": "plain_mean"})
    assert standing(CLAIM, other, PLAN) is Standing.PLANNED

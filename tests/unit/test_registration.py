"""Registered plans: what was planned before the data, and what is exploratory."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest
from builders import ROOT, cell, finding

from evaluering.analysis import ANALYSES
from evaluering.analysis.registration import with_standing
from evaluering.errors import InputRefused
from evaluering.publishing.plan import make_plan
from evaluering.results import Claim
from evaluering.settings import Configuration, RegisteredPlan
from evaluering.vocabulary import Standing
from evaluering.workspace import load_workspace

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


@pytest.mark.parametrize("question", [name for name, one in ANALYSES.items() if one.claims])
def test_every_claim_an_analysis_offers_can_be_registered(question):
    for outcome, model, time_point in ANALYSES[question].claims:
        named = {"analysis": question, "outcome": outcome, "model": model, "time_point": time_point}
        plan = RegisteredPlan.model_validate(PLAN.model_dump() | named)
        assert make_plan(registering(plan)).jobs


def test_a_plan_no_analysis_carries_out_is_refused_with_those_there_are():
    with pytest.raises(InputRefused) as caught:
        make_plan(registering(PLAN))
    assert caught.value.found == "question: benefit, mixed, second"
    assert "toolkit_benefit: perceived_benefit" in caught.value.expected


def test_the_plan_in_the_guide_can_be_registered():
    guide = (ROOT / "docs/how-to/analysis-plans.md").read_text(encoding="utf-8")
    (plan,) = tomllib.loads(guide.split("```toml")[1].split("```")[0])["registered"]
    assert make_plan(registering(RegisteredPlan.model_validate(plan))).jobs


def registering(*plans: RegisteredPlan) -> Configuration:
    """This repository's configuration with these plans registered."""
    return load_workspace(ROOT).configuration.model_copy(update={"registered": plans})

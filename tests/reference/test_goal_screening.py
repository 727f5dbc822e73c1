"""The rules that screen goals, against a person's reading of goals in three written forms."""

import json
from collections import Counter
from pathlib import Path

import pytest

from evaluering.analysis.goal_screening import evidence
from evaluering.vocabulary import Criterion

GOALS = json.loads((Path(__file__).parent / "goal_screening.json").read_text(encoding="utf-8"))["goals"]


def test_the_goals_are_in_all_written_forms():
    assert Counter(goal["language"] for goal in GOALS) == {"nb": 12, "nn": 12, "en": 12}


@pytest.mark.parametrize("criterion", list(Criterion))
def test_the_rules_agree_with_a_person_on_at_least_four_of_five_goals(criterion):
    differing = [
        goal["goal"] for goal in GOALS if bool(evidence(goal["goal"])[criterion]) != goal[criterion.value]
    ]
    assert len(differing) / len(GOALS) <= 0.2, differing


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_rules_agree_as_well_in_each_written_form(language):
    verdicts = [
        bool(words) == goal[criterion.value]
        for goal in GOALS
        if goal["language"] == language
        for criterion, words in evidence(goal["goal"]).items()
    ]
    assert sum(verdicts) / len(verdicts) >= 0.8


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal["goal"][:40])
def test_the_evidence_is_quoted_from_the_goal(goal):
    assert all(words in goal["goal"] for words in evidence(goal["goal"]).values())

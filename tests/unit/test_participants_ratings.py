"""Participants' ratings of gatherings: hand-made forms and the sample."""

from functools import cache
from math import isnan

import pandas as pd
import pytest
from network_tables import gatherings, networks, origins, teams

from evaluering.statistics import clustered, proportions
from sample_network import answered, given, said, table, value

QUESTION = "participants_ratings"
_SHARES = {"too_little": 0.24, "suitable": 0.58, "too_much": 0.18}
"""How the sample's answers are drawn before they lean."""


def forms(*rows: tuple[str, str | None, int | None]) -> pd.DataFrame:
    """Forms by gathering, answer about lectures and usefulness."""
    made = [
        {"gathering": gathering, "response": f"r{n}", "lectures_time": answer, "usefulness": points}
        for n, (gathering, answer, points) in enumerate(rows)
    ]
    return given("gathering_evaluations", *made)


def present(*rows: tuple[str, str, int]) -> pd.DataFrame:
    made = [
        {"gathering": g, "team": t, "participants": n, "user_representatives": 0, "manager_present": "no"}
        for g, t, n in rows
    ]
    return given("participation", *made)


def with_forms(*rows: tuple[str, str | None, int | None]) -> dict[str, pd.DataFrame]:
    days = [(f"g{n}", "n1", n, f"2024-0{n}-01") for n in range(1, 7)]
    return {
        "networks": networks(("n1", "2024-01-01", None)),
        "gatherings": gatherings(*days, joint=("g6",)),
        "teams": teams(("a", "n1", "2024-01-01"), ("b", "n1", "2024-01-01")),
        "team_municipalities": origins(("a", "m1"), ("b", "m2")),
        "participation": present(("g1", "a", 6), ("g1", "b", 4), ("g2", "a", 1)),
        "gathering_evaluations": forms(*rows),
    }


SMALL = (
    ("g1", "too_much", 5),
    ("g1", "too_much", 4),
    ("g1", "too_much", 3),
    ("g1", "suitable", 5),
    ("g1", None, None),
)


@cache
def small():
    return answered(QUESTION, with_forms(*SMALL))


@cache
def of_sample():
    return answered(QUESTION)


def test_every_answer_has_its_count_and_share_of_those_who_answered():
    found = small()["lectures_time"]
    assert value(found, "lectures_time", "count", answer="too_much") == 3
    assert value(found, "lectures_time", "share", answer="too_much") == 0.75
    assert value(found, "lectures_time", "answered") == 4
    assert value(found, "lectures_time", "unanswered") == 1


def test_the_balance_is_too_much_minus_too_little_with_tangos_interval():
    found = small()["lectures_time"]
    expected = proportions.paired_difference(0, 3, 4)
    assert value(found, "lectures_time", "balance", gathering="1") == 0.75
    assert value(found, "lectures_time", "balance_low", gathering="1") == pytest.approx(expected.low)


def test_with_too_few_gatherings_for_clusters_it_says_so():
    found = small()["lectures_time"]
    assert value(found, "lectures_time", "balance_low") == proportions.paired_difference(0, 3, 4).low
    assert said(found, "lectures_time_balance").endswith("_few")


def test_with_enough_gatherings_each_is_a_cluster():
    # In three of six gatherings everybody says too much, in the others nobody does.
    rows = [(f"g{n}", "too_much" if n % 2 else "suitable", None) for n in range(1, 7) for _ in range(10)]
    found = answered(QUESTION, with_forms(*rows))["lectures_time"]
    labels = [row[0] for row in rows]
    expected = clustered.mean([float(row[1] == "too_much") for row in rows], labels).mean
    assert value(found, "lectures_time", "balance") == pytest.approx(0.5)
    assert value(found, "lectures_time", "balance_low") == pytest.approx(expected.low)
    # Independent forms would have made this a finding.
    assert value(found, "lectures_time", "balance_low") < 0 < proportions.paired_difference(0, 30, 60).low
    assert said(found, "lectures_time_balance") == "balance.either_way"


def test_usefulness_has_its_distribution_its_median_and_the_two_highest():
    found = small()["usefulness"]
    assert value(found, "usefulness", "count", usefulness="5") == 2
    assert value(found, "usefulness", "median") == 4.5
    assert value(found, "usefulness", "top") == 0.75
    assert value(found, "usefulness", "top_low") == pytest.approx(proportions.interval(3, 4).low)


def test_the_response_rate_is_forms_over_those_present():
    found = small()["usefulness"]
    assert value(found, "usefulness", "response", gathering="1") == 0.5
    assert value(found, "usefulness", "response_n", gathering="1") == 10


def test_forms_of_a_gathering_nobody_counted_those_present_at_have_no_part_in_the_rate():
    found = answered(QUESTION, with_forms(*SMALL, ("g3", "suitable", 3)))["usefulness"]
    assert value(found, "usefulness", "response_count") == 5
    assert value(found, "usefulness", "response_n") == 11


def test_more_forms_than_people_make_the_rate_unknown():
    found = answered(QUESTION, with_forms(("g2", "suitable", 3), ("g2", "suitable", 3)))["usefulness"]
    assert isnan(value(found, "usefulness", "response", gathering="2"))
    without = with_forms(*SMALL)
    del without["participation"]
    assert said(answered(QUESTION, without)["usefulness"], "response") == "response_unknown"


def test_joint_gatherings_are_told_apart():
    found = answered(QUESTION, with_forms(*SMALL, ("g6", "too_little", 1)))["lectures_time"]
    assert value(found, "lectures_time", "answered", gathering="joint") == 1
    assert value(found, "lectures_time", "balance", gathering="joint") == -1


@pytest.mark.parametrize("rows", [(), SMALL[:1], SMALL[:2], SMALL[-1:]])
def test_none_one_or_two_forms_are_no_obstacle(rows):
    for found in answered(QUESTION, with_forms(*rows)).values():
        for cell in found.cells:
            assert not (isinstance(cell.value, float) and isnan(cell.value)) or cell.reason


def test_without_answers_nothing_is_said_of_the_balance():
    found = answered(QUESTION, {})
    assert said(found["exchange_time"], "exchange_time_balance") == "balance.undefined"
    assert said(found["usefulness"], "usefulness") == "usefulness_undefined"


def test_forms_of_everybody_are_not_set_against_the_participants_of_one_team():
    found = answered(QUESTION, team="team-002")["usefulness"]
    assert isnan(value(found, "usefulness", "response"))
    assert said(found, "whole_gathering") == "whole_gathering"


def test_a_network_has_its_own_forms_only():
    found = answered(QUESTION, network="network-02")["usefulness"]
    own = table("gathering_evaluations").merge(table("gatherings"), on="gathering")
    own = own[own["network"] == "network-02"]
    assert value(found, "usefulness", "answered") == int(own["usefulness"].notna().sum())


@pytest.mark.parametrize(
    ("time", "lean"), [("lectures_time", 0.3), ("team_work_time", -0.2), ("exchange_time", -0.35)]
)
def test_the_balance_the_sample_is_drawn_with_lies_in_the_clustered_interval(time, lean):
    numbers = table("gathering_evaluations").merge(table("gatherings"), on="gathering")["number"]
    tilt = lean * (0.6 + 0.1 * numbers)
    little, much = _SHARES["too_little"] * (1 - tilt), _SHARES["too_much"] * (1 + tilt)
    truth = float(((much - little) / (little + _SHARES["suitable"] + much)).mean())
    found = of_sample()[time]
    low, high = (value(found, time, f"balance_{end}") for end in ("low", "high"))
    assert low <= truth <= high


def test_the_two_highest_points_are_as_often_chosen_as_the_sample_is_drawn_with():
    found = of_sample()["usefulness"]
    low, high = (value(found, "usefulness", f"top_{end}") for end in ("low", "high"))
    assert low <= 0.64 <= high


def test_the_sample_shows_wishes_for_more_exchange_and_more_work_in_teams():
    assert said(of_sample()["exchange_time"], "exchange_time_balance") == "balance.too_little"
    assert said(of_sample()["team_work_time"], "team_work_time_balance") == "balance.too_little"

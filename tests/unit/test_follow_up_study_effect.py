"""The effect of joining a network: right on rows made by hand, honest with few, and true on the sample."""

from functools import cache
from math import isnan

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from evaluering.statistics.differences import Comparison, staggered
from evaluering.vocabulary import Design
from sample_network import answered, given, value

QUESTION = "follow_up_study_effect"
NAME = "andel fulgt opp"
EARLY, LATE = "n1", "n2"
FIRST = {EARLY: "2020-06-15", LATE: "2020-09-15"}
"""Months of work begin in July (third quarter) and October (fourth)."""


def tables(shares, size=100, withdrawn=(), months=9, lacking=frozenset()):
    """Teams with a share for each month of 2020, as a function of team and month (1-9)."""
    teams = {"a": EARLY, "b": EARLY, "c": LATE, "d": LATE}
    teams = {team: network for team, network in teams.items() if team in shares}
    series = [
        {
            "measure": f"m-{team}",
            "month": f"2020-{month:02d}",
            "numerator": shares[team](month),
            "denominator": size,
        }
        for team in teams
        for month in range(1, months + 1)
        if (team, month) not in lacking
    ]
    return {
        "networks": given(
            "networks",
            *(
                {"network": n, "name": n, "field": "x", "start": "2020-01-01", "municipalities_planned": 10}
                for n in FIRST
            ),
        ),
        "gatherings": given(
            "gatherings",
            *(
                {
                    "gathering": f"g-{n}",
                    "network": n,
                    "number": 1,
                    "start": day,
                    "days": 1,
                    "form": "digital",
                    "joint": "no",
                }
                for n, day in FIRST.items()
            ),
        ),
        "teams": given(
            "teams",
            *(
                {"team": t, "network": n, "cohort": 1, "kind": "improvement_team", "started": "2020-05-01"}
                for t, n in teams.items()
            ),
        ),
        "team_municipalities": given(
            "team_municipalities", *({"team": t, "municipality": f"030{i}"} for i, t in enumerate(teams))
        ),
        "measures": given(
            "measures",
            *(
                {
                    "measure": f"m-{t}",
                    "team": t,
                    "kind": "result",
                    "name": NAME,
                    "form": "proportion",
                    "better": "up",
                }
                for t in teams
            ),
        ),
        "measure_series": given("measure_series", *series),
        "withdrawals": given(
            "withdrawals", *({"team": t, "withdrawn": day, "reason": "time"} for t, day in withdrawn)
        ),
    }  # fmt: skip - one row a line is no clearer


def rising(level, effect=0, start=99):
    """A team at ``level`` of 100 that rises by one each quarter as all do, and by an effect from a month."""
    return lambda month: level + (month - 1) // 3 + (effect if month >= start else 0)


HAND = {"a": rising(40, 10, 7), "b": rising(50, 12, 7), "c": rising(30), "d": rising(45)}


@cache
def by_hand():
    return answered(QUESTION, tables(HAND))[QUESTION]


def effect(found, model="staggered", end=""):
    return value(found, "effects", f"effect{end}", model=model)


def test_what_all_teams_have_in_common_is_taken_out_and_the_rest_is_the_mean_over_teams():
    assert effect(by_hand()) == pytest.approx((10 + 12) / 2)


def test_the_plain_change_counts_the_calendar_as_effect():
    # Before: quarters 1 and 2, after: quarter 3 (the late network never begins within its months).
    assert effect(by_hand(), "before_after") == pytest.approx((11.5 + 13.5) / 2)


def test_a_team_that_still_waits_in_the_last_months_is_the_only_control():
    assert value(by_hand(), "size", "quarters") == 3
    assert value(by_hand(), "networks", "teams", network=LATE) == 2


def test_two_way_fixed_effects_agree_with_dummies_in_statsmodels():
    shares = HAND | {"b": rising(50, 20, 7)}
    found = answered(QUESTION, tables(shares))[QUESTION]
    rows = pd.DataFrame(
        [
            (team, quarter, shares[team](3 * quarter + 1), float(team in "ab" and quarter == 2))
            for team in "abcd"
            for quarter in range(3)
        ],
        columns=["team", "quarter", "share", "treated"],
    )
    fit = smf.ols("share ~ treated + C(team) + C(quarter)", rows).fit()
    assert effect(found, "two_way") == pytest.approx(fit.params["treated"])


def test_months_of_the_first_quarter_before_the_start_are_left_out():
    early = tables(HAND)
    early["gatherings"] = early["gatherings"].assign(
        start=early["gatherings"]["start"].replace({"2020-06-15": "2020-07-15"})
    )
    shares = HAND | {"a": rising(40, 10, 8), "b": rising(50, 12, 8)}
    early["measure_series"] = tables(shares)["measure_series"]
    assert effect(answered(QUESTION, early)[QUESTION]) == pytest.approx(11)


def test_a_team_that_lacks_a_quarter_counts_where_it_has_values_and_not_among_the_complete():
    lacking = frozenset({("b", 1), ("b", 2), ("b", 3)})
    found = answered(QUESTION, tables(HAND, lacking=lacking))[QUESTION]
    assert effect(found) == pytest.approx(11)
    assert effect(found, "complete") == pytest.approx(10)
    assert value(found, "size", "lacking") == 1
    assert value(found, "effects", "clusters", model="complete") == 3


def test_a_team_that_left_is_kept_as_one_that_joined_and_left_out_only_beside():
    left = tables(HAND | {"b": rising(50, 30, 7)}, withdrawn=[("b", "2020-06-20")])
    found = answered(QUESTION, left)[QUESTION]
    assert value(found, "size", "withdrawn") == 1
    assert value(found, "size", "lost") == 1
    assert effect(found) == pytest.approx((10 + 30) / 2)
    assert effect(found, "as_observed") == pytest.approx(10)


def test_the_smallest_effect_is_larger_the_more_a_team_s_people_are_alike():
    sizes = [value(by_hand(), "plan", "joined", icc=icc) for icc in ("0.01", "0.05", "0.10")]
    assert sizes == sorted(sizes)
    assert value(by_hand(), "plan", "municipalities_planned") == 20


@pytest.mark.parametrize("teams", ["", "a", "ac", "ab", "cd"])
def test_few_teams_give_reasons_and_no_exception(teams):
    found = answered(QUESTION, tables({team: HAND[team] for team in teams}))[QUESTION]
    assert value(found, "size", "teams") == len(teams)
    for cell in found.cells:
        if isinstance(cell.value, float) and isnan(cell.value):
            assert cell.reason, cell.key


def test_one_treated_team_has_an_effect_without_an_interval():
    found = answered(QUESTION, tables({team: HAND[team] for team in "acd"}))[QUESTION]
    assert effect(found) == pytest.approx(10)
    assert isnan(effect(found, end="_low"))
    assert "follow_up_study_effect.may_say.no_interval" in messages(found)


def test_teams_that_do_not_differ_at_all_are_given_no_false_certainty():
    found = answered(QUESTION, tables({team: rising(40) for team in "abcd"}))[QUESTION]
    assert effect(found) == pytest.approx(0)
    assert isnan(effect(found, end="_low"))


def test_one_network_alone_has_nobody_to_be_compared_with():
    found = answered(QUESTION, network="network-01")[QUESTION]
    assert isnan(effect(found))
    assert "follow_up_study_effect.may_say.undefined" in messages(found)


def messages(found):
    return {said.message for said in found.statements}


@cache
def of_sample():
    return answered(QUESTION)[QUESTION]


def test_the_sample_s_true_effect_lies_in_the_interval_and_the_plain_change_s_does_not_hold_it():
    assert effect(of_sample(), end="_low") <= 8 <= effect(of_sample(), end="_high")
    assert effect(of_sample(), "before_after", "_low") > 8


def test_the_words_follow_the_interval():
    assert "follow_up_study_effect.may_say.higher" in messages(of_sample())
    falling = HAND | {"a": rising(40, -30, 7), "b": rising(50, -31, 7)}
    assert "follow_up_study_effect.may_say.lower" in messages(answered(QUESTION, tables(falling))[QUESTION])


def test_the_claim_is_of_a_stepped_start_and_dated_from_the_first_month():
    found = of_sample()
    assert found.design is Design.STEPPED
    assert found.claim is not None
    assert found.claim.first_data == "2020-01-01"


def test_few_networks_are_said():
    assert "follow_up_study_effect.caveat.few" in messages(of_sample())


def test_gaps_change_nothing_where_there_are_none():
    random = np.random.default_rng(1)
    unit, period = np.repeat(np.arange(12), 6), np.tile(np.arange(6.0), 12)
    start = np.repeat([2.0, 3.0, np.nan], 4)[unit]
    y = random.normal(size=72)
    whole, gaps = (
        staggered(y, unit, period, start, comparison=Comparison(control="not_yet", gaps=gaps)).overall
        for gaps in (False, True)
    )
    assert whole == gaps


def test_a_unit_with_a_gap_counts_in_the_cells_whose_periods_it_has():
    y = np.array([1.0, 2.0, np.nan, 0.0, 5.0, 9.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0])
    unit, period = np.repeat(np.arange(4), 3), np.tile(np.arange(3.0), 4)
    start = np.array([1.0, 1.0, np.nan, np.nan])[unit]
    found = staggered(y, unit, period, start, comparison=Comparison(gaps=True))
    effects = {one.time: one.effect.value for one in found.group_time if one.time >= 1}
    assert effects == {1.0: pytest.approx((1 + 5) / 2 - 1), 2.0: pytest.approx(9 - 1)}

"""Times to an end: edges, refusals, and what must agree with statsmodels and with plain counting."""

from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from evaluering.statistics.survival import kaplan_meier
from evaluering.vocabulary import Unit


def pathways(n, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(1, 40, n), rng.random(n) < 0.6


@pytest.mark.parametrize("seed", range(8))
def test_the_curve_is_that_of_statsmodels(seed):
    days, ended = pathways(60, seed)
    other = SurvfuncRight(days, ended.astype(int))
    found = kaplan_meier(days, ended)
    assert found.steps.days == tuple(other.surv_times)
    np.testing.assert_allclose(found.steps.open_share, other.surv_prob, atol=1e-12)
    finite = np.array(found.steps.open_share) > 0
    np.testing.assert_allclose(np.array(found.steps.se)[finite], other.surv_prob_se[finite], atol=1e-12)
    assert found.median.value == other.quantile(0.5)


@pytest.mark.parametrize("seed", range(8))
def test_the_median_interval_is_that_of_statsmodels(seed):
    # statsmodels lists the days whose statistic is not refused; ours ends where that of R does,
    # on the first day refused above.
    days, ended = pathways(60, seed)
    found = kaplan_meier(days, ended).median
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = SurvfuncRight(days, ended.astype(int)).quantile_ci(0.5, method="cloglog")
    assert found.low == low
    steps = list(kaplan_meier(days, ended).steps.days)
    assert found.high in (high, *steps[steps.index(high) + 1 : steps.index(high) + 2]) or isnan(found.high)


def test_when_all_have_ended_the_share_is_a_plain_share():
    days = [3, 8, 8, 12, 20, 31, 40, 41, 50, 55]
    found = kaplan_meier(days, [True] * 10, at=[8, 40])
    assert [one.value for one in found.within] == pytest.approx([0.3, 0.7])
    assert [one.se for one in found.within] == pytest.approx([(0.3 * 0.7 / 10) ** 0.5] * 2)
    assert found.still_open == 0


def test_leaving_open_pathways_out_would_make_them_look_shorter():
    days, observed = [10, 20, 30, 60, 60, 60], [1, 1, 1, 0, 0, 0]
    assert kaplan_meier([10, 20, 30], [1, 1, 1]).median.value == 20
    assert kaplan_meier(days, observed).median.value == 30


def test_no_pathways_no_numbers():
    found = kaplan_meier([], [], at=30)
    assert isnan(found.median.value)
    assert found.median.reason == "no pathways"
    assert isnan(found.within[0].value)
    assert found.within[0].reason == "no pathways"
    assert (found.n, found.steps.days) == (0, ())


def test_one_pathway_has_a_median_and_no_interval():
    found = kaplan_meier([12], [1], at=[5, 12])
    assert found.median.value == 12
    assert isnan(found.median.low)
    assert isnan(found.median.high)
    assert found.median.reason == "an end of the interval is not reached"
    assert (found.within[0].value, found.within[1].value) == (0, 1)
    assert isnan(found.within[1].high)


def test_two_pathways():
    found = kaplan_meier([5, 9], [1, 1])
    assert found.median.value == 7


def test_all_open_have_no_median():
    found = kaplan_meier([5, 9, 30], [0, 0, 0], at=[7, 40])
    assert isnan(found.median.value)
    assert found.median.reason == "half have not ended: no median"
    assert found.within[0].value == 0
    assert isnan(found.within[0].low)
    assert "no interval" in found.within[0].reason
    assert found.within[1].reason == "no pathway was followed as long as the limit"


def test_all_ended_on_one_day():
    found = kaplan_meier([7] * 5, [1] * 5, at=[6, 7, 100])
    assert found.median.value == 7
    assert [one.value for one in found.within] == [0, 1, 1]


def test_nothing_is_said_beyond_what_was_followed():
    found = kaplan_meier([5, 10, 20], [1, 1, 0], at=[20, 21])
    assert found.within[0].value == pytest.approx(2 / 3)
    assert isnan(found.within[1].value)
    assert found.within[1].n == 3


def test_a_pathway_last_seen_open_on_a_day_another_ends_was_at_risk_then():
    found = kaplan_meier([10, 10, 20], [1, 0, 1])
    assert found.steps.at_risk == (3, 1)


def test_missing_days_and_missing_ends_are_left_out_and_counted():
    found = kaplan_meier([5, None, 9, nan, 12], [True, True, None, False, True], at=6)
    assert (found.n, found.missing, found.median.missing, found.within[0].missing) == (2, 3, 3, 3)
    assert found.median.n == 2


def test_all_missing_is_no_pathways():
    found = kaplan_meier([nan, None], [1, 1])
    assert (found.n, found.missing, found.median.reason) == (0, 2, "no pathways")


def test_the_estimates_carry_their_units():
    found = kaplan_meier([5, 9, 12], [1, 1, 1], at=9, level=0.9)
    assert (found.median.unit, found.within[0].unit) == (Unit.DAYS, Unit.SHARE)
    assert found.median.level == found.within[0].level == 0.9
    assert "Brookmeyer" in found.median.source


@pytest.mark.parametrize(
    "observed", [[True, False, True], [1, 0, 1], np.array([1.0, 0, 1]), [True, np.False_, 1]]
)
def test_ends_may_be_truth_values_or_numbers(observed):
    assert kaplan_meier([5, 9, 12], observed).ended == 2


@pytest.mark.parametrize(
    ("days", "observed", "at", "message"),
    [
        ([-1, 5], [1, 1], (), "days must not be negative"),
        ([1, 5], [1], (), "days and observed must be equally many"),
        (["1", "5"], [1, 1], (), "days must be numbers"),
        ([1, float("inf")], [1, 1], (), "days must be finite"),
        ([True, False], [1, 1], (), "days must be numbers"),
        ([[1, 5]], [1, 1], (), "days must have one dimension"),
        ([1, 5], [1, 2], (), "observed must be yes or no"),
        ([1, 5], ["yes", "no"], (), "observed must be numbers"),
        ([1, 5], [1, 1], -3, "at must not be negative"),
        ([1, 5], [1, 1], [3, nan], "at must not have missing values"),
        ([1, 5], [1, 1], "3", "at must be numbers"),
    ],
)
def test_kaplan_meier_refuses_what_makes_no_sense(days, observed, at, message):
    with pytest.raises(ValueError, match=message):
        kaplan_meier(days, observed, at=at)


def test_kaplan_meier_refuses_a_level_of_one():
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        kaplan_meier([1, 5], [1, 1], level=1)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.integers(0, 4)), max_size=25),
    st.sampled_from([(), 7, (0, 12)]),
)
def test_counted_pathways_give_what_each_told_by_itself_gives(rows, at):
    days, observed, counts = ([row[place] for row in rows] for place in range(3))
    each = [(day, seen) for day, seen, count in rows for _ in range(count)]
    apart = kaplan_meier([day for day, _ in each], [seen for _, seen in each], at)
    # By text, for NaN is unequal to itself.
    assert repr(kaplan_meier(days, observed, at, counts=counts)) == repr(apart)


@pytest.mark.parametrize("counts", [[1], [1, 2, 3], [1, None], [1, -1], [1, 0.5]])
def test_counts_are_whole_numbers_as_many_as_days(counts):
    with pytest.raises(ValueError, match="counts must"):
        kaplan_meier([1, 2], [1, 1], counts=counts)

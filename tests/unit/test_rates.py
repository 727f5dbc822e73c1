"""Ratios and spread of rates: edges and refusals."""

from math import inf, isnan, nan

import pytest
from scipy import stats

from evaluering.statistics import proportions, rates
from evaluering.statistics.occupancy import random_arrival


def test_two_groups_without_events_have_no_ratio():
    found = rates.ratio(0, 1, 0, 2)
    assert isnan(found.value)
    assert found.reason == "no events"


def test_without_events_in_the_first_group_the_ratio_is_exactly_zero():
    found = rates.ratio(0, 10, 5, 20)
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high > 1


def test_without_events_in_the_second_group_only_the_lower_limit_and_p_exist():
    found = rates.ratio(5, 10, 0, 20)
    assert isnan(found.value)
    assert isnan(found.high)
    assert found.low > 1
    assert found.p == pytest.approx(stats.binomtest(5, 5, 1 / 3).pvalue)
    assert "no upper limit" in found.reason


@pytest.mark.parametrize(
    "arguments", [(1, 0, 1, 1), (1, 1, 1, nan), (-1, 1, 1, 1), (1, 1, "2", 1), (1.5, 1, 1, 1)]
)
def test_a_ratio_refuses_what_makes_no_sense(arguments):
    with pytest.raises(ValueError, match="must be a"):
        rates.ratio(*arguments)


def test_units_that_had_the_same_number_of_events_have_an_index_of_zero():
    found = rates.dispersion([2, 2, 2, 2])
    assert (found.index, found.p) == (0.0, 1.0)
    assert (found.rate.low, found.rate.high) == (pytest.approx(2.0), pytest.approx(2.0))


def test_exposure_in_proportion_to_events_gives_an_index_of_zero():
    assert rates.dispersion([2, 4, 8], [1, 2, 4]).index == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([], "fewer than two units"),
        ([3], "fewer than two units"),
        ([nan, 3], "fewer than two"),
        ([0, 0], "no events"),
    ],
)
def test_a_spread_of_too_little_is_undefined(counts, reason):
    found = rates.dispersion(counts)
    assert isnan(found.index)
    assert isnan(found.rate.value)
    assert found.reason.startswith(reason)


def test_units_without_a_count_are_left_out_with_their_exposure():
    found = rates.dispersion([3, nan, 1, None], [1, 5, 2, 7])
    assert found == rates.dispersion([3, nan, 1, None], [1, 50, 2, 70])
    assert (found.rate.missing, found.rate.n, found.df) == (2, 3.0, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, -1],), "counts must be whole numbers"),
        (([1, 0.5],), "counts must be whole numbers"),
        ((["1", "2"],), "counts must be numbers"),
        (([1, inf],), "counts must be finite"),
        (([1, 2], [1]), "exposure must be positive, one for each unit"),
        (([1, 2], [1, 0]), "exposure must be positive"),
        (([1, 2], [1, nan]), "exposure must not have missing values"),
        (([1, 2], None, 95), "level must lie between 0 and 1"),
    ],
)
@pytest.mark.parametrize("function", [rates.dispersion, rates.never])
def test_spread_refuses_what_makes_no_sense(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(*arguments)


def test_where_nobody_had_an_event_all_are_without_and_that_is_expected():
    found = rates.never([0, 0, 0])
    assert (found.share.value, found.count, found.expected) == (1.0, 3, 1.0)


def test_no_units_have_no_share_without_events():
    found = rates.never([nan, None])
    assert isnan(found.share.value)
    assert isnan(found.expected)
    assert (found.share.missing, found.count) == (2, 0)


def test_the_share_without_events_is_wilson_s():
    found, wilson = rates.never([0, 0, 1, 4, nan]), proportions.interval(2, 4)
    assert (found.share.low, found.share.high, found.share.n) == (wilson.low, wilson.high, 4)


def test_the_expected_share_is_near_that_of_random_arrival():
    found = rates.never([1] * 120 + [0] * 490)
    assert found.expected == pytest.approx(random_arrival(120, 610).expected_empty / 610, abs=2e-4)


def test_larger_units_are_expected_to_be_without_events_more_seldom():
    # Rate 1: exp(-1) and exp(-3).
    assert rates.never([1, 3], [1, 3]).expected == pytest.approx((0.36787944117 + 0.04978706837) / 2)


@pytest.mark.parametrize("count", [None, "3", True, [3]])
def test_a_rate_refuses_what_is_no_number(count):
    with pytest.raises(ValueError, match="count must be a whole number"):
        rates.interval(count, 61)


@pytest.mark.parametrize("counts", [(0, 1), (0, 40), (3, 3), (5, 15), (37, 60), (2, 900), (50_500, 49_500)])
@pytest.mark.parametrize("exposures", [(1.0, 1.0), (1.0, 2.0), (61.0, 70.0)])
def test_the_p_of_a_ratio_is_that_of_the_exact_binomial_test(counts, exposures):
    expected = stats.binomtest(counts[0], sum(counts), exposures[0] / sum(exposures)).pvalue
    found = rates.ratio(counts[0], exposures[0], counts[1], exposures[1]).p
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-300)

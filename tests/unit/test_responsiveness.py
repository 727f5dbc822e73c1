"""How large a change is: edges and refusals."""

from math import inf, isnan, nan

import numpy as np
import pytest
from scipy import stats

from evaluering.statistics import responsiveness


@pytest.mark.parametrize("d", [[], [1], [2, 2, 2], [nan]])
def test_without_spread_a_response_mean_is_undefined(d):
    found = responsiveness.standardised_response_mean(d)
    assert isnan(found.raw.value)
    assert isnan(found.corrected.value)
    assert found.raw.reason


def test_two_differences_have_a_response_mean_without_correction():
    found = responsiveness.standardised_response_mean([1, 2])
    assert found.raw.value == found.corrected.value == pytest.approx(1.5 / np.std([1, 2], ddof=1))
    assert found.raw.low < 0 < found.raw.high


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("seed", range(4))
def test_the_ends_of_the_interval_have_the_tails_they_promise(level, seed):
    d = np.random.default_rng(seed).normal(seed - 1.0, 1, 5 + 20 * seed)
    found, n = responsiveness.standardised_response_mean(d, level).raw, len(d)
    t = found.value * np.sqrt(n)
    assert stats.nct.sf(t, n - 1, found.low * np.sqrt(n)) == pytest.approx((1 - level) / 2, abs=1e-8)
    assert stats.nct.cdf(t, n - 1, found.high * np.sqrt(n)) == pytest.approx((1 - level) / 2, abs=1e-8)


@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
@pytest.mark.parametrize("d", [[10, 10.3], [-10, -10.3], [10, 10.3, 10.2], [1, 1.02], [0, 1e-9]])
def test_few_strong_responses_have_an_interval_or_a_reason(d, level):
    found = responsiveness.standardised_response_mean(d, level).raw
    assert found.low < found.value < found.high or found.reason


def test_a_strong_response_still_has_an_interval():
    found = responsiveness.standardised_response_mean(10 + np.random.default_rng(1).normal(0, 1, 40)).raw
    assert found.low < found.value < found.high


def test_hardly_any_spread_leaves_a_value_but_no_interval():
    found = responsiveness.standardised_response_mean([10, 10.000001, 10.000002]).raw
    assert found.value > 1e6
    assert isnan(found.low)
    assert found.reason == "no interval: hardly any spread beside the mean"


def test_hedges_correction_is_close_to_its_well_known_approximation():
    d = [1, 2, 4, 3, 6, 2, 1, 0, 3, 5, 2]
    found = responsiveness.standardised_response_mean(d)
    assert found.corrected.value / found.raw.value == pytest.approx(1 - 3 / (4 * 10 - 1), abs=1e-3)


def test_a_perfectly_reliable_score_has_no_measurement_error():
    found = responsiveness.minimal_detectable_change(2, 1)
    assert (found.sem, found.value) == (0, 0)


@pytest.mark.parametrize("reliability", [-0.1, 1.1, nan, "0.7", True])
def test_a_reliability_outside_0_to_1_is_refused(reliability):
    with pytest.raises(ValueError, match="reliability must lie between 0 and 1"):
        responsiveness.minimal_detectable_change(2, reliability)


@pytest.mark.parametrize("sd", [0, -1, inf, nan, "2"])
def test_a_spread_that_is_none_is_refused(sd):
    with pytest.raises(ValueError, match="sd must be a positive number"):
        responsiveness.minimal_detectable_change(sd, 0.7)


def test_a_change_that_equals_the_threshold_reaches_it_whatever_its_last_bit():
    (share,) = responsiveness.shares_above([4.3 - 3, 1.3, 1.2999], [1.3])
    assert 4.3 - 3 < 1.3
    assert share.value == pytest.approx(2 / 3)


def test_none_and_all_have_ends_of_exactly_0_and_1():
    none, every = responsiveness.shares_above([1, 2, 3], [10, 0])
    assert (none.value, none.low) == (0, 0)
    assert (every.value, every.high) == (1, 1)


def test_shares_of_nobody_are_undefined():
    (share,) = responsiveness.shares_above([nan], [2])
    assert isnan(share.value)
    assert (share.missing, share.reason) == (1, "no observations")


@pytest.mark.parametrize("thresholds", [[], [nan], ["2"], [inf]])
def test_thresholds_that_are_none_are_refused(thresholds):
    with pytest.raises(ValueError, match="thresholds must"):
        responsiveness.shares_above([1, 2], thresholds)


def test_changes_within_a_margin_count_as_none():
    found = responsiveness.directions([-1, -0.5, 0, 0.5, 1], 0.5)
    assert (found.worse.value, found.unchanged.value, found.improved.value) == (0.2, 0.6, 0.2)


@pytest.mark.parametrize("within", [-1, nan, inf, "0"])
def test_a_margin_below_0_is_refused(within):
    with pytest.raises(ValueError, match="within must be a number, 0 or more"):
        responsiveness.directions([1, 2], within)

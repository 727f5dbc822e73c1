"""What holds for every sample of paired differences."""

from math import isnan

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluering.statistics import before_after, paired, responsiveness

WHOLE = st.lists(st.integers(-9, 9).map(float), min_size=1, max_size=9)
LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])
SCORES = st.one_of(st.none(), st.integers(1, 10))
PAIRS = st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=8)


def ends(estimate):
    return (estimate.value, estimate.low, estimate.high)


def near(*numbers):
    return pytest.approx(numbers, nan_ok=True, rel=1e-6, abs=1e-9)


@given(WHOLE, st.randoms(use_true_random=False))
def test_the_order_of_persons_changes_nothing(d, random):
    mixed = random.sample(d, len(d))
    assert ends(paired.mean_change(mixed)) == near(*ends(paired.mean_change(d)))
    assert ends(paired.hodges_lehmann(mixed)) == near(*ends(paired.hodges_lehmann(d)))
    assert paired.signed_rank(mixed).p == pytest.approx(paired.signed_rank(d).p, nan_ok=True)


@given(WHOLE, LEVELS)
def test_exchanging_the_two_measurements_turns_every_sign(d, level):
    turned = [-one for one in d]
    for function in (paired.mean_change, paired.hodges_lehmann, paired.rank_biserial):
        one, other = function(d, level), function(turned, level)
        assert ends(other) == near(-one.value, -one.high, -one.low)
    one, other = paired.signed_rank(d), paired.signed_rank(turned)
    assert (other.plus, other.minus) == (one.minus, one.plus)
    assert other.p == pytest.approx(one.p, nan_ok=True)


@given(WHOLE, LEVELS, st.sampled_from([0.001, 0.1, 7, 1e6]))
def test_another_unit_scales_points_and_leaves_the_rest(d, level, factor):
    scaled = [one * factor for one in d]
    for function in (paired.mean_change, paired.hodges_lehmann):
        wanted = [end * factor for end in ends(function(d, level))]
        assert ends(function(scaled, level)) == pytest.approx(
            wanted, rel=1e-6, abs=1e-9 * factor, nan_ok=True
        )
    assert paired.signed_rank(scaled).p == pytest.approx(paired.signed_rank(d).p, nan_ok=True)
    assert ends(paired.rank_biserial(scaled)) == near(*ends(paired.rank_biserial(d)))


@given(WHOLE, st.integers(-20, 20))
def test_adding_a_number_to_every_difference_moves_the_estimates_by_it(d, by):
    moved = [one + by for one in d]
    for function in (paired.mean_change, paired.hodges_lehmann):
        assert ends(function(moved)) == near(*(end + by for end in ends(function(d))))


@given(WHOLE)
def test_an_interval_contains_its_value_and_grows_with_the_level(d):
    for function in (paired.mean_change, paired.hodges_lehmann, paired.rank_biserial):
        narrow, wide = function(d, 0.8), function(d, 0.95)
        assume(not isnan(wide.low))
        assert wide.low <= narrow.low + 1e-9
        assert narrow.low - 1e-9 <= narrow.value <= narrow.high + 1e-9
        assert narrow.high <= wide.high + 1e-9


@given(WHOLE)
def test_the_test_and_the_exact_interval_agree_on_no_change(d):
    found = paired.hodges_lehmann(d)
    assume(not isnan(found.low))
    if found.p > 0.05:
        assert found.low <= 0 <= found.high


@given(WHOLE)
def test_a_missing_difference_is_counted_and_changes_nothing_else(d):
    one, other = paired.hodges_lehmann(d), paired.hodges_lehmann([*d, None])
    assert ends(one) == near(*ends(other))
    assert (other.n, other.missing) == (one.n, 1)


@given(PAIRS)
def test_a_change_lies_on_the_scale_and_turns_with_its_conversations(pairs):
    first, second = ([pair[place] for pair in pairs] for place in (0, 1))
    one, other = paired.change(first, second), paired.change(second, first)
    assert other.matched.value == pytest.approx(-one.matched.value, nan_ok=True)
    assert (other.unmatched, other.new) == (one.new, one.unmatched)
    assert isnan(one.matched.value) or -9 <= one.matched.value <= 9
    assert one.unmatched + one.matched.n == sum(pair[0] is not None for pair in pairs)


@given(PAIRS, SCORES.filter(bool))
def test_a_new_activity_changes_no_number(pairs, score):
    first, second = ([pair[place] for pair in pairs] for place in (0, 1))
    one, other = paired.change(first, second), paired.change([*first, None], [*second, score])
    assert other.matched.value == pytest.approx(one.matched.value, nan_ok=True)
    assert other.literal.value == pytest.approx(one.literal.value, nan_ok=True)
    assert other.new == one.new + 1


@given(PAIRS)
def test_the_bounds_enclose_every_way_of_filling_in(pairs):
    first, second = ([pair[place] for pair in pairs] for place in (0, 1))
    found = before_after.attrition(first, second)
    assume(found.started)
    assert found.worst.value <= found.carried_forward.value + 1e-12
    assert found.carried_forward.value <= found.best.value + 1e-12
    assert found.started + found.without_first == len(pairs)


@given(WHOLE, st.floats(0, 5))
def test_improved_unchanged_and_worse_add_up_to_everybody(d, within):
    found = responsiveness.directions(d, within)
    assert found.improved.value + found.unchanged.value + found.worse.value == pytest.approx(1)


@given(WHOLE, st.lists(st.floats(-10, 10), min_size=2, max_size=4))
def test_a_higher_threshold_is_never_reached_by_more(d, thresholds):
    shares = [one.value for one in responsiveness.shares_above(d, sorted(thresholds))]
    assert shares == sorted(shares, reverse=True)


@settings(max_examples=25)
@given(st.lists(st.integers(-9, 9).map(float), min_size=3, max_size=12), st.sampled_from([0.8, 0.95]))
def test_a_response_mean_lies_in_its_interval_and_is_free_of_units(d, level):
    assume(np.ptp(d))
    found = responsiveness.standardised_response_mean(d, level)
    scaled = responsiveness.standardised_response_mean([one * 10 for one in d], level)
    assert found.raw.low <= found.raw.value <= found.raw.high
    assert abs(found.corrected.value) <= abs(found.raw.value)
    assert ends(scaled.raw) == near(*ends(found.raw))

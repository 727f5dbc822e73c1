"""What holds for every two groups."""

from math import isinf, isnan

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluering.statistics import two_sample

GROUP = st.lists(st.integers(1, 7).map(float), min_size=1, max_size=12)
COUNTS = st.integers(0, 12)
TABLES = st.tuples(st.tuples(COUNTS, COUNTS), st.tuples(COUNTS, COUNTS))


def ends(estimate):
    return (estimate.value, estimate.low, estimate.high)


def near(*numbers):
    return pytest.approx(numbers, nan_ok=True, rel=1e-6, abs=1e-9)


@given(GROUP, GROUP)
def test_exchanging_the_groups_turns_every_sign(x, y):
    for function in (two_sample.shift, two_sample.cliffs_delta):
        one, other = function(x, y), function(y, x)
        assert ends(other) == near(-one.value, -one.high, -one.low)
    one, other = two_sample.mann_whitney(x, y), two_sample.mann_whitney(y, x)
    assert one.u + other.u == len(x) * len(y)
    assert other.p == pytest.approx(one.p, nan_ok=True)


@given(GROUP, GROUP, st.randoms(use_true_random=False))
def test_the_order_within_a_group_changes_nothing(x, y, random):
    mixed = random.sample(x, len(x))
    assert two_sample.mann_whitney(mixed, y) == two_sample.mann_whitney(x, y) or isnan(
        two_sample.mann_whitney(x, y).p
    )
    assert ends(two_sample.shift(mixed, y)) == near(*ends(two_sample.shift(x, y)))


@given(GROUP, GROUP, st.integers(-20, 20))
def test_moving_one_group_moves_the_shift(x, y, by):
    moved = two_sample.shift([one + by for one in x], y)
    assert ends(moved) == near(*(end + by for end in ends(two_sample.shift(x, y))))


@given(GROUP, GROUP)
def test_only_order_matters_to_the_test_and_to_cliff_s_delta(x, y):
    cubed = ([one**3 for one in x], [one**3 for one in y])
    assert two_sample.mann_whitney(*cubed).p == pytest.approx(two_sample.mann_whitney(x, y).p, nan_ok=True)
    assert ends(two_sample.cliffs_delta(*cubed)) == ends(two_sample.cliffs_delta(x, y))


@settings(max_examples=50)
@given(GROUP, GROUP)
def test_an_interval_contains_its_value_and_grows_with_the_level(x, y):
    for function in (two_sample.shift, two_sample.cliffs_delta):
        narrow, wide = function(x, y, 0.8), function(x, y, 0.95)
        assume(not isnan(wide.low))
        assert wide.low <= narrow.low <= narrow.value + 1e-12
        assert narrow.value - 1e-12 <= narrow.high <= wide.high


@given(GROUP, GROUP)
def test_cliff_s_delta_is_superiority_on_another_scale(x, y):
    delta, test = two_sample.cliffs_delta(x, y), two_sample.mann_whitney(x, y)
    assert delta.value == pytest.approx(2 * test.superiority - 1)
    assert -1 <= delta.low <= delta.high <= 1


@settings(max_examples=25)
@given(TABLES)
def test_exchanging_rows_inverts_the_odds_ratio_and_turning_the_table_changes_nothing(table):
    (a, b), (c, d) = table
    one, other = two_sample.fisher_exact(table), two_sample.fisher_exact([[c, d], [a, b]])
    assume(not isnan(one.value))
    turned = two_sample.fisher_exact([[a, c], [b, d]])
    assert (turned.value, turned.p) == (pytest.approx(one.value), pytest.approx(one.p))
    assert other.p == pytest.approx(one.p)
    if isinf(one.value) or one.value == 0:
        assert other.value == (0 if one.value else float("inf"))
    else:
        assert other.value * one.value == pytest.approx(1, rel=1e-6)
        assert one.low <= one.value <= one.high

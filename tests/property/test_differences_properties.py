"""What must hold of every difference in differences."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluering.statistics.differences import Comparison, did, staggered, two_way

SEEDS = st.integers(0, 10_000)
STARTS = np.repeat([3.0, 5.0, np.nan], [3, 2, 4])
UNIT, PERIOD = np.repeat(np.arange(9), 6), np.tile(np.arange(1, 7), 9)
START = STARTS[UNIT]
TREATED = (np.where(np.isnan(START), np.inf, START) <= PERIOD).astype(float)
COMPARISONS = st.builds(
    Comparison,
    control=st.sampled_from(["never", "not_yet"]),
    inference=st.sampled_from(["welch", "influence"]),
)
NUMBERS = st.floats(-1e6, 1e6)


def drawn(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=len(UNIT)) + UNIT


def both(y, *, order=slice(None), comparison=None, level=0.95):
    """The two-way effect and the overall staggered effect, of rows in any order."""
    comparison = comparison or Comparison()
    y, unit, period, start, treated = (one[order] for one in (y, UNIT, PERIOD, START, TREATED))
    return (
        two_way(y, unit, period, treated, level=level).effect,
        staggered(y, unit, period, start, comparison=comparison, level=level).overall,
    )


def numbers(estimates) -> list[float]:
    return [number for one in estimates for number in (one.value, one.se)]


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_swapping_the_arms_flips_the_sign(a, b, c, d):
    assert did((a, b), (c, d)).value == -did((c, d), (a, b)).value


@settings(max_examples=20)
@given(SEEDS, COMPARISONS)
def test_the_order_of_the_rows_changes_nothing(seed, comparison):
    y, order = drawn(seed), np.random.default_rng(seed).permutation(len(UNIT))
    moved = both(y, order=order, comparison=comparison)
    assert numbers(moved) == pytest.approx(numbers(both(y, comparison=comparison)), rel=1e-9, abs=1e-9)


@settings(max_examples=20)
@given(SEEDS, COMPARISONS)
def test_levels_of_units_and_shocks_of_periods_change_nothing(seed, comparison):
    y, random = drawn(seed), np.random.default_rng(seed)
    shifted = y + random.normal(size=9)[UNIT] * 10 + random.normal(size=7)[PERIOD] * 10
    assert numbers(both(shifted, comparison=comparison)) == pytest.approx(
        numbers(both(y, comparison=comparison)), rel=1e-7, abs=1e-7
    )


@settings(max_examples=20)
@given(SEEDS, COMPARISONS, st.floats(-5, 5))
def test_an_effect_added_to_all_treated_is_found_whole(seed, comparison, effect):
    y = drawn(seed)
    plain, moved = both(y, comparison=comparison), both(y + effect * TREATED, comparison=comparison)
    for one, other in zip(plain, moved, strict=True):
        assert other.value == pytest.approx(one.value + effect, abs=1e-8)


@settings(max_examples=20)
@given(SEEDS, COMPARISONS, st.floats(0.1, 10))
def test_a_change_of_scale_scales_effect_and_error(seed, comparison, factor):
    y = drawn(seed)
    scaled = [factor * number for number in numbers(both(y, comparison=comparison))]
    assert numbers(both(factor * y, comparison=comparison)) == pytest.approx(scaled, rel=1e-7, abs=1e-9)


@settings(max_examples=20)
@given(SEEDS, st.floats(0.5, 0.9), st.floats(0.91, 0.999))
def test_a_higher_level_gives_a_wider_interval_that_holds_the_value(seed, low, high):
    y = drawn(seed)
    for one, other in zip(both(y, level=low), both(y, level=high), strict=True):
        assert other.low < one.low < one.value < one.high < other.high

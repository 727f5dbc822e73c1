"""What must hold of every interrupted series."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluering.statistics.interrupted import Model, controlled, segmented, segmented_counts

LENGTHS = st.integers(16, 40)
SEEDS = st.integers(0, 10_000)
ERRORS = st.sampled_from(["ols", "reml_ar1"])
NEAR = {"rel": 1e-5, "abs": 1e-6}


def drawn(n: int, seed: int) -> np.ndarray:
    return 10 + np.cumsum(np.random.default_rng(seed).normal(size=n))


def change(y, time, at, errors) -> list[float]:
    found = segmented(y, time, at, model=Model(errors=errors))
    return [found.level_change.value, found.level_change.se, found.slope_change.value, found.slope_change.se]


@settings(max_examples=25)
@given(LENGTHS, SEEDS, ERRORS)
def test_the_order_of_the_rows_changes_nothing(n, seed, errors):
    y, time, at = drawn(n, seed), np.arange(n), n // 2
    order = np.random.default_rng(seed).permutation(n)
    assert change(y[order], time[order], at, errors) == change(y, time, at, errors)


@settings(max_examples=25)
@given(LENGTHS, SEEDS, ERRORS, st.floats(0.01, 100), st.floats(-50, 50))
def test_a_change_of_scale_scales_the_changes(n, seed, errors, factor, shift):
    y, time, at = drawn(n, seed), np.arange(n), n // 2
    scaled = change(factor * y + shift, time, at, errors)
    assert scaled == pytest.approx([factor * one for one in change(y, time, at, errors)], rel=1e-4, abs=1e-4)


@settings(max_examples=25)
@given(LENGTHS, SEEDS, ERRORS, st.integers(-500, 500))
def test_when_the_counting_of_time_starts_changes_nothing(n, seed, errors, shift):
    y, time, at = drawn(n, seed), np.arange(n), n // 2
    moved = change(y, time + shift, at + shift, errors)
    assert moved == pytest.approx(change(y, time, at, errors), **NEAR)


@settings(max_examples=25)
@given(LENGTHS, SEEDS, ERRORS)
def test_turning_the_series_upside_down_turns_the_signs(n, seed, errors):
    y, time, at = drawn(n, seed), np.arange(n), n // 2
    level, level_se, slope, slope_se = change(y, time, at, errors)
    assert change(-y, time, at, errors) == pytest.approx([-level, level_se, -slope, slope_se], **NEAR)


@settings(max_examples=25)
@given(LENGTHS, SEEDS, ERRORS, st.floats(0.5, 0.9), st.floats(0.91, 0.999))
def test_a_higher_level_gives_a_wider_interval_that_holds_the_value(n, seed, errors, low, high):
    y, time, model = drawn(n, seed), np.arange(n), Model(errors=errors)
    one, other = (segmented(y, time, n // 2, model=model, level=level).level_change for level in (low, high))
    assert other.low < one.low < one.value < one.high < other.high


@settings(max_examples=25)
@given(LENGTHS, SEEDS, ERRORS)
def test_swapping_series_and_control_flips_the_signs(n, seed, errors):
    y, control, time = drawn(n, seed), drawn(n, seed + 1), np.arange(n)
    one, other = (
        controlled(a, b, time, n // 2, model=Model(errors=errors)).difference.level_change
        for a, b in ((y, control), (control, y))
    )
    assert (one.value, one.low) == pytest.approx((-other.value, -other.high), **NEAR)


@settings(max_examples=25)
@given(LENGTHS, SEEDS)
def test_the_autocorrelation_lies_between_minus_one_and_one_with_its_interval(n, seed):
    phi = segmented(drawn(n, seed), np.arange(n), n // 2).phi
    assert -1 < phi.value < 1
    assert np.isnan(phi.low) or -1 <= phi.low <= phi.value <= phi.high <= 1


@settings(max_examples=25)
@given(LENGTHS, SEEDS, st.floats(0.1, 1000))
def test_the_unit_of_exposure_changes_the_rate_alone(n, seed, factor):
    events = np.random.default_rng(seed).poisson(15, n)
    exposure = np.random.default_rng(seed + 1).uniform(50, 60, n)
    one, other = (
        segmented_counts(events, np.arange(n), n // 2, exposure=given)
        for given in (exposure, factor * exposure)
    )
    assert other.intercept.value == pytest.approx(one.intercept.value / factor, rel=1e-6)
    assert other.level_change.low == pytest.approx(one.level_change.low, rel=1e-6)

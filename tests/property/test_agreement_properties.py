"""What agreement and reliability must do for any ratings."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from evaluering.statistics import agreement
from evaluering.statistics.krippendorff import Resampling, krippendorff_alpha
from evaluering.statistics.reliability import FORMS, cronbach_alpha, icc, kendall_w

ALONE = Resampling(replications=0)
CHANCE = [agreement.gwet, agreement.fleiss_kappa, agreement.conger_kappa, agreement.brennan_prediger]
SCALES = ["nominal", "ordinal", "interval", "ratio"]

codes = st.one_of(st.integers(1, 4).map(float), st.just(float("nan")))
shapes = st.tuples(st.integers(0, 8), st.integers(2, 4))
ratings = shapes.flatmap(lambda shape: arrays(float, shape, elements=codes))
complete = shapes.flatmap(lambda shape: arrays(float, shape, elements=st.integers(1, 6).map(float)))
levels = st.tuples(st.floats(0.5, 0.999), st.floats(0.5, 0.999)).map(sorted)
orders = st.randoms(use_true_random=False)


def same(one, other) -> bool:
    """Equal numbers, or both undefined."""
    if one is None or other is None:
        return one is other
    return (isnan(one) and isnan(other)) or one == pytest.approx(other, abs=1e-9)


def alike(one, other) -> bool:
    return all(same(getattr(one, name), getattr(other, name)) for name in ("value", "low", "high", "n"))


def shuffled(values, order, axis):
    places = list(range(values.shape[axis]))
    order.shuffle(places)
    return np.take(values, places, axis=axis)


def coefficients(values, level=0.95):
    """Every result of ratings that may be missing."""
    found = [one(values, level=level).coefficient for one in CHANCE]
    alphas = [krippendorff_alpha(values, scale, level=level, resampling=ALONE).linearised for scale in SCALES]
    return [*found, *alphas, agreement.percent(values, level)]


def measurements(values, level=0.95):
    """Every result of complete measurements."""
    found = [icc(values, form, level=level).coefficient for form in FORMS]
    return [*found, cronbach_alpha(values, level=level).raw, kendall_w(values)]


@given(ratings, orders, st.sampled_from([0, 1]))
def test_the_order_of_units_and_of_raters_changes_nothing(values, order, axis):
    pairs = zip(coefficients(values), coefficients(shuffled(values, order, axis)), strict=True)
    assert all(alike(*pair) for pair in pairs)


@given(complete, orders, st.sampled_from([0, 1]))
def test_the_order_of_units_and_of_raters_changes_no_measurement(values, order, axis):
    pairs = zip(measurements(values), measurements(shuffled(values, order, axis)), strict=True)
    assert all(alike(*pair) for pair in pairs)


@given(ratings, st.permutations([1.0, 2.0, 3.0, 4.0]))
def test_the_names_of_unordered_categories_change_nothing(values, names):
    renamed = np.where(
        np.isnan(values), np.nan, np.array(names)[np.nan_to_num(values, nan=1).astype(int) - 1]
    )
    for one in CHANCE:
        assert alike(one(values).coefficient, one(renamed).coefficient)
    first, second = (krippendorff_alpha(one, resampling=ALONE).linearised for one in (values, renamed))
    assert alike(first, second)


@given(ratings, st.floats(0.1, 10), st.floats(0, 10))
def test_a_straight_line_changes_no_alpha_of_its_scale(values, factor, shift):
    for scale, moved in (
        ("ordinal", values * factor + shift),
        ("interval", values * factor + shift),
        ("ratio", values * factor),
    ):
        first, second = (
            krippendorff_alpha(one, scale, resampling=ALONE).linearised for one in (values, moved)
        )
        assert alike(first, second)


@given(complete, st.floats(0.1, 10), st.floats(-10, 10))
def test_a_straight_line_changes_no_reliability(values, factor, shift):
    moved = values * factor + shift
    for form in FORMS:
        assert same(icc(values, form).coefficient.value, icc(moved, form).coefficient.value)
    assert same(cronbach_alpha(values).standardised.value, cronbach_alpha(moved).standardised.value)


@given(ratings)
def test_no_coefficient_exceeds_1_and_an_interval_holds_its_value(values):
    for found in coefficients(values):
        assert isnan(found.value) or found.value <= 1 + 1e-12
        assert isnan(found.low) or found.low <= found.value <= found.high + 1e-12
        assert found.reason or not isnan(found.low)


@given(complete)
def test_every_measurement_lies_in_its_interval_or_says_why_there_is_none(values):
    for found in measurements(values):
        assert isnan(found.value) or found.value <= 1 + 1e-9
        assert isnan(found.low) or found.low - 1e-9 <= found.value <= found.high + 1e-9
        assert found.reason or not isnan(found.low)


@given(ratings, levels)
def test_a_higher_level_gives_a_wider_interval_of_agreement(values, pair):
    for narrow, wide in zip(*(coefficients(values, level) for level in pair), strict=True):
        assert isnan(narrow.low) or (wide.low <= narrow.low and wide.high >= narrow.high)


@given(complete, levels)
def test_a_higher_level_gives_a_wider_interval_of_reliability(values, pair):
    for narrow, wide in zip(*(measurements(values, level) for level in pair), strict=True):
        assert (
            isnan(narrow.low)
            or isnan(wide.low)
            or (wide.low <= narrow.low + 1e-9 and wide.high >= narrow.high - 1e-9)
        )


@settings(max_examples=25)
@given(ratings, orders)
def test_the_resampled_interval_is_ordered_and_wider_at_a_higher_level(values, order):
    narrow, wide = (krippendorff_alpha(values, "interval", level=level).coefficient for level in (0.8, 0.95))
    assert isnan(narrow.low) or wide.low <= narrow.low <= narrow.high <= wide.high


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=10))
def test_swapping_two_raters_changes_neither_kappa_nor_specific_agreement(pairs):
    values = np.array(pairs, dtype=float)
    swapped = values[:, ::-1]
    assert alike(agreement.cohen_kappa(values).coefficient, agreement.cohen_kappa(swapped).coefficient)
    assert [one.category for one in agreement.specific_agreement(values)] == sorted(set(values.ravel()))
    for one, other in zip(*map(agreement.specific_agreement, (values, swapped)), strict=True):
        assert alike(one.agreement, other.agreement)


@given(st.floats(-1, 1), st.floats(0.001, 2))
def test_the_bands_share_out_all_probability(value, se):
    bands = agreement.landis_koch(value, se)
    assert sum(band.probability for band in bands) == pytest.approx(1)
    assert all(band.probability >= 0 for band in bands)

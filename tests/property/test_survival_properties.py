"""What must hold of every Kaplan-Meier curve."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluering.statistics.survival import kaplan_meier

pathways = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=40)


def columns(given):
    return [day for day, _ in given], [ended for _, ended in given]


@given(pathways, st.randoms(use_true_random=False))
def test_the_order_of_pathways_does_not_matter(given, random):
    mixed = random.sample(given, len(given))
    one, other = kaplan_meier(*columns(given)), kaplan_meier(*columns(mixed))
    # Compared as text, since NaN is unequal to itself.
    assert repr(one) == repr(other)


@given(pathways)
def test_the_curve_falls_and_holds_its_interval(given):
    steps = kaplan_meier(*columns(given)).steps
    assert all(np.diff([1.0, *steps.open_share]) < 0)
    for low, share, high in zip(steps.low, steps.open_share, steps.high, strict=True):
        assert not low > share + 1e-12
        assert not high < share - 1e-12


@given(pathways)
def test_the_median_lies_in_its_interval(given):
    median = kaplan_meier(*columns(given)).median
    assert not median.low > median.value
    assert not median.high < median.value


@given(pathways, st.integers(1, 30))
def test_weeks_instead_of_days_scale_the_median_alone(given, factor):
    days, ended = columns(given)
    one, other = kaplan_meier(days, ended), kaplan_meier([factor * day for day in days], ended)
    assert other.median.value == pytest.approx(factor * one.median.value, nan_ok=True)
    assert other.steps.open_share == one.steps.open_share


@given(pathways, st.integers(0, 60))
def test_a_higher_level_widens_every_interval(given, limit):
    days, ended = columns(given)
    narrow, wide = (kaplan_meier(days, ended, at=limit, level=level) for level in (0.8, 0.99))
    for one, other in ((narrow.median, wide.median), (narrow.within[0], wide.within[0])):
        assert not other.low > one.low
        assert not other.high < one.high


@given(pathways, st.integers(0, 59))
def test_a_later_limit_holds_at_least_as_many(given, limit):
    within = kaplan_meier(*columns(given), at=[limit, limit + 1]).within
    assert not within[1].value < within[0].value


@given(pathways)
def test_missing_pathways_change_the_count_alone(given):
    days, ended = columns(given)
    one, other = kaplan_meier(days, ended), kaplan_meier([*days, None], [*ended, True])
    assert repr(other.steps) == repr(one.steps)
    assert other.missing == 1

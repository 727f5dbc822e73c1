"""What holds for every funnel: order, mirrors, levels and sizes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluering.statistics import funnel

SIZE = st.integers(min_value=1, max_value=400)
TARGET = st.floats(min_value=0.01, max_value=0.99)
METHOD = st.sampled_from(["exact", "spiegelhalter", "approximate"])
UNITS = st.lists(
    st.integers(min_value=1, max_value=200).flatmap(
        lambda n: st.tuples(st.integers(min_value=0, max_value=n), st.just(n))
    ),
    min_size=10,
    max_size=40,
)


@given(SIZE, TARGET)
def test_the_target_lies_within_the_limits(n, target):
    for method in ("exact", "approximate"):
        for curve in funnel.limits([n], target, method=method).curves:
            assert 0 <= curve.lower[0] <= target <= curve.upper[0] <= 1


@given(SIZE, TARGET)
def test_failures_mirror_successes(n, target):
    for method in ("exact", "approximate"):
        good = funnel.limits([n], target, method=method).curves[0]
        bad = funnel.limits([n], 1 - target, method=method).curves[0]
        assert good.lower[0] == pytest.approx(1 - bad.upper[0], abs=1e-9)


@given(
    SIZE, TARGET, METHOD, st.floats(min_value=0.5, max_value=0.999), st.floats(min_value=0.5, max_value=0.999)
)
def test_a_higher_level_is_never_narrower(n, target, method, one, other):
    low, high = sorted((one, other))
    inner, outer = funnel.limits([n], target, method=method, levels=(low, high)).curves
    assert outer.lower[0] <= inner.lower[0] + 1e-9
    assert outer.upper[0] >= inner.upper[0] - 1e-9


@given(UNITS, st.sampled_from(["additive", "multiplicative"]), st.randoms())
def test_the_order_of_units_changes_nothing_but_the_order(units, model, random):
    order = list(range(len(units)))
    random.shuffle(order)
    observed, n = zip(*units, strict=True)
    first = funnel.adjust(observed, n, model=model)
    second = funnel.adjust([observed[at] for at in order], [n[at] for at in order], model=model)
    assert second.phi == pytest.approx(first.phi, rel=1e-9, abs=1e-12)
    assert list(second.z_adjusted) == pytest.approx([first.z_adjusted[at] for at in order], abs=1e-9)


@given(UNITS, st.sampled_from(["additive", "multiplicative"]))
def test_an_adjustment_draws_towards_the_target_and_never_past_it(units, model):
    adjusted = funnel.adjust(*zip(*units, strict=True), model=model)
    for before, after in zip(adjusted.z, adjusted.z_adjusted, strict=True):
        assert math.copysign(1, before) == math.copysign(1, after) or before == after == 0
        assert abs(after) <= abs(before) + 1e-12


@given(UNITS)
def test_swapping_events_and_non_events_flips_the_signs(units):
    observed, n = zip(*units, strict=True)
    first = funnel.adjust(observed, n)
    second = funnel.adjust([size - count for count, size in units], n)
    assert list(second.z_adjusted) == pytest.approx([-z for z in first.z_adjusted], abs=1e-6)

"""Funnel plots: edges, refusals, and summing every count."""

from math import isnan, nan

import numpy as np
import pytest
from scipy import stats

from evaluering.statistics import funnel

OBSERVED = [12, 30, 8, 45, 22, 60, 15, 5, 33, 27, 18, 40]
SIZES = [40, 61, 35, 80, 70, 90, 44, 30, 60, 75, 38, 95]


def outside(n, target, curve):
    """The probabilities below and above the limits, over all counts of one size."""
    counts = np.arange(n + 1)
    chance = stats.binom.pmf(counts, n, target)
    low = chance[counts / n < curve.lower[0] - 1e-12].sum()
    return low, chance[counts / n > curve.upper[0] + 1e-12].sum()


@pytest.mark.parametrize("n", [1, 2, 5, 10, 23, 61])
@pytest.mark.parametrize("target", [0.02, 0.3, 0.5, 0.97])
def test_exact_limits_never_break_their_promise(n, target):
    for curve in funnel.limits([n], target).curves:
        tail = (1 - curve.level) / 2
        assert max(outside(n, target, curve)) <= tail * (1 + 1e-9)


def test_limits_as_published_call_eight_of_ten_unusual_about_one_half():
    # 8 or more of 10 happen by chance 5.5 % of the time, more than twice the 2.5 % of the tail.
    published = funnel.limits([10], 0.5, method="spiegelhalter").curves[0]
    exact = funnel.limits([10], 0.5).curves[0]
    assert published.upper[0] < 0.8 < exact.upper[0]
    assert outside(10, 0.5, published)[1] == pytest.approx(0.0546875)


def test_exact_limits_are_symmetric_about_one_half():
    curve = funnel.limits([10, 30], 0.5).curves[0]
    assert curve.upper == pytest.approx([1 - low for low in curve.lower])


def test_one_patient_is_never_out_of_line_about_one_half():
    curve = funnel.limits([1], 0.5).curves[0]
    assert (curve.lower[0], curve.upper[0]) == (0, 1)
    assert (curve.no_lower[0], curve.no_upper[0]) == (True, True)


def test_a_funnel_narrows_with_size():
    curve = funnel.limits(range(20, 400, 20), 0.3).curves[0]
    width = np.subtract(curve.upper, curve.lower)
    assert width[0] > width[-1] * 3


def test_the_wider_level_lies_outside_the_narrower():
    inner, outer = funnel.limits(range(1, 100), 0.3).curves
    assert (inner.level, outer.level) == (0.95, 0.998)
    assert all(a <= b for a, b in zip(outer.lower, inner.lower, strict=True))
    assert all(a >= b for a, b in zip(outer.upper, inner.upper, strict=True))


def test_no_sizes_give_empty_curves():
    assert funnel.limits([], 0.3).curves[0].lower == ()


@pytest.mark.parametrize(("kind", "target"), [("proportion", 0), ("proportion", 1), ("ratio", 0)])
@pytest.mark.parametrize("method", ["exact", "spiegelhalter", "approximate"])
def test_a_target_at_the_end_of_the_scale_has_no_limits(kind, target, method):
    found = funnel.limits([10], target, kind, method=method)
    assert isnan(found.curves[0].upper[0])
    assert found.reason
    assert not found.curves[0].no_lower[0]


def test_an_adjustment_widens_the_limits():
    for model in ("additive", "multiplicative"):
        adjusted = funnel.adjust(OBSERVED, SIZES, model=model)
        plain = funnel.limits([50], adjusted.target, method="approximate").curves[0]
        wide = funnel.limits([50], adjusted.target, method="approximate", adjusted=adjusted).curves[0]
        assert wide.lower[0] < plain.lower[0]
        assert wide.upper[0] > plain.upper[0]


@pytest.mark.parametrize("model", ["additive", "multiplicative"])
@pytest.mark.parametrize("kind", ["proportion", "ratio"])
def test_adjusted_limits_and_adjusted_z_tell_the_same(model, kind):
    adjusted = funnel.adjust(OBSERVED, SIZES, kind, target=0.4, model=model)
    curve = funnel.limits(SIZES, 0.4, kind, method="approximate", adjusted=adjusted).curves[0]
    values = np.array(OBSERVED) / SIZES
    out = (values < curve.lower) | (values > curve.upper)
    assert out.tolist() == (np.abs(adjusted.z_adjusted) > stats.norm.ppf(0.975)).tolist()
    assert out.any()


def test_adjusted_limits_stop_at_the_ends_of_the_scale():
    adjusted = funnel.adjust(OBSERVED, SIZES)
    curve = funnel.limits([2], adjusted.target, method="approximate", adjusted=adjusted).curves[1]
    assert (curve.lower[0], curve.upper[0]) == (0, 1)
    assert (curve.no_lower[0], curve.no_upper[0]) == (True, True)


def test_nine_units_are_shown_and_not_adjusted():
    adjusted = funnel.adjust(OBSERVED[:9], SIZES[:9])
    assert not any(map(isnan, adjusted.z))
    assert all(map(isnan, adjusted.z_adjusted))
    assert isnan(adjusted.phi)
    assert adjusted.reason.startswith("fewer than 10 units")
    limits = funnel.limits([50], adjusted.target, method="approximate", adjusted=adjusted)
    assert isnan(limits.curves[0].upper[0])
    assert limits.reason == adjusted.reason


def test_units_without_a_size_are_left_out_and_counted():
    adjusted = funnel.adjust([*OBSERVED, None, 0, 3], [*SIZES, 10, 0, nan])
    assert (adjusted.n, adjusted.missing) == (12, 3)
    assert adjusted.phi == funnel.adjust(OBSERVED, SIZES).phi
    assert isnan(adjusted.z[12])
    assert isnan(adjusted.z_adjusted[13])


def test_no_units_have_no_target():
    adjusted = funnel.adjust([], [])
    assert isnan(adjusted.target)
    assert adjusted.reason == "nothing was counted that could make a target"


@pytest.mark.parametrize("kind", ["proportion", "ratio"])
def test_units_that_are_all_missing_are_not_adjusted(kind):
    adjusted = funnel.adjust([nan] * 12, SIZES, kind)
    assert (adjusted.n, adjusted.missing) == (0, 12)
    assert adjusted.reason


def test_units_that_vary_less_than_chance_are_not_adjusted():
    for model in ("additive", "multiplicative"):
        adjusted = funnel.adjust([10] * 12, [20] * 12, model=model)
        assert adjusted.phi == pytest.approx(0, abs=1e-20)
        assert adjusted.z_adjusted == adjusted.z


def test_no_events_anywhere_is_the_target():
    adjusted = funnel.adjust([0] * 12, SIZES)
    assert (adjusted.target, adjusted.phi, adjusted.tau2) == (0, 0, 0)


def test_a_unit_with_no_events_and_one_where_all_had_it_have_a_z():
    adjusted = funnel.adjust([*OBSERVED, 0, 9], [*SIZES, 9, 9])
    assert adjusted.z[12] < 0 < adjusted.z[13]


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([10], 0.3, "rate"), {}, "kind must be one of"),
        (([10], 0.3), {"method": "wald"}, "method must be one of"),
        (([10], 1.3), {}, "target must lie between 0 and 1"),
        (([10], -1, "ratio"), {}, "target must lie between"),
        (([10], nan), {}, "target must not have missing"),
        (([0], 0.3), {}, "n must be above 0"),
        (([2.5], 0.3), {}, "whole numbers for a proportion"),
        (([nan], 0.3), {}, "n must not have missing"),
        ((["10"], 0.3), {}, "n must be numbers"),
        (([10], 0.3), {"levels": [95]}, "level must lie between 0 and 1"),
    ],
)
def test_limits_refuse_wrong_use(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        funnel.limits(*arguments, **options)


def test_limits_refuse_an_adjustment_of_another_kind():
    adjusted = funnel.adjust(OBSERVED, SIZES)
    with pytest.raises(ValueError, match="of the adjustment's own kind"):
        funnel.limits([10], 1, "ratio", method="approximate", adjusted=adjusted)
    with pytest.raises(ValueError, match="are approximate"):
        funnel.limits([10], 0.3, adjusted=adjusted)


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([5], [4]), {}, "observed must not be above n"),
        (([-5], [4]), {}, "whole numbers, 0 or more"),
        (([1.5], [4]), {}, "whole numbers, 0 or more"),
        (([1], [-4]), {}, "n must not be negative"),
        (([1], [0], "ratio"), {}, "0 or missing where n is 0"),
        (([1, 2], [4]), {}, "one size for each of 2 units"),
        (([1], [4]), {"trim": 0.5}, "trim must be a share"),
        (([1], [4]), {"trim": "0.1"}, "trim must be a share"),
        (([1], [4]), {"model": "mixed"}, "model must be one of"),
        (([1], [4]), {"target": 2}, "target must lie between"),
        (([float("inf")], [4]), {}, "observed must be finite"),
    ],
)
def test_adjustment_refuses_wrong_use(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        funnel.adjust(*arguments, **options)


def test_winsorising_shrinks_the_dispersion_of_normal_units_to_two_thirds():
    share = stats.norm.ppf((np.arange(2000) + 0.5) / 2000)
    sizes = np.full(2000, 10_000_000)
    count = np.round(sizes * np.sin(np.pi / 4 + share / (2 * np.sqrt(sizes))) ** 2)
    assert funnel.adjust(count, sizes, trim=0.0).phi == pytest.approx(1, abs=0.005)
    assert funnel.adjust(count, sizes).phi == pytest.approx(0.68, abs=0.005)

"""Differences in differences at their edges: one cluster, one unit, nobody to compare with."""

from itertools import product
from math import inf, isnan, nan

import numpy as np
import pytest

from evaluering.statistics.differences import Comparison, did, staggered, two_way

RANDOM = np.random.default_rng(5)


def panel(starts: list[float], periods: int = 6, effect: float = 0.0):
    """Rows of y, unit, period, first_treated."""
    rows = list(product(range(len(starts)), range(1, periods + 1)))
    unit, period = (np.array(one) for one in zip(*rows, strict=True))
    start = np.array(starts, dtype=float)[unit]
    noise = RANDOM.normal(size=len(rows))
    return noise + unit + effect * (period >= start), unit, period, start


def treated(period, start) -> np.ndarray:
    return (period >= np.where(np.isnan(start), inf, start)).astype(float)


def test_a_difference_of_means_alone_has_no_interval_and_says_so():
    found = did((1, 2), (1, 1))
    assert found.value == 1
    assert isnan(found.low)
    assert found.reason == "no standard errors of the changes were given"


def test_known_standard_errors_of_nothing_leave_nothing_to_judge_by():
    assert "do not vary" in did((1, 2), (1, 1), se=(0, 0)).reason


def test_few_degrees_of_freedom_widen_the_interval_and_give_no_p():
    wide, narrow = (did((1, 5), (1, 1), se=(1, 1), df=df) for df in (3, None))
    assert wide.low < narrow.low
    assert wide.p is None
    assert narrow.p is not None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"treated": (1, 2, 3), "control": (1, 2)}, "treated must hold two numbers"),
        ({"treated": (1, "2"), "control": (1, 2)}, "treated must be numbers"),
        ({"treated": (1, nan), "control": (1, 2)}, "treated must not have missing values"),
        ({"treated": (1, 2), "control": (1, inf)}, "control must be finite"),
        ({"treated": (1, 2), "control": (1, 2), "se": (-1, 1)}, "se must be 0 or more"),
        ({"treated": (1, 2), "control": (1, 2), "se": (1, 1), "df": 0}, "df must be a positive number"),
        ({"treated": (1, 2), "control": (1, 2), "level": 2}, "level must lie between 0 and 1"),
    ],
)
def test_means_that_make_no_sense_are_refused(given, message):
    with pytest.raises(ValueError, match=message):
        did(**given)


def test_two_by_two_is_the_difference_of_mean_changes():
    y, unit, period, start = panel([4, 4, 4, nan, nan, nan, nan])
    found = two_way(y, unit, period, treated(period, start)).effect
    wide = y.reshape(7, 6)
    changes = wide[:, 3:].mean(axis=1) - wide[:, :3].mean(axis=1)
    assert found.value == pytest.approx(changes[:3].mean() - changes[3:].mean())
    # With one start, CR2 gives the variance of Welch's test.
    variance = np.var(changes[:3], ddof=1) / 3 + np.var(changes[3:], ddof=1) / 4
    assert found.se == pytest.approx(np.sqrt(variance))


@pytest.mark.parametrize("starts", [[4, 4, 4], [nan, nan, nan], [1, 1, nan]])
def test_treatment_that_unit_and_period_explain_has_no_effect_to_show(starts):
    y, unit, period, start = panel(starts)
    found = two_way(y, unit, period, treated(period, start))
    assert isnan(found.effect.value)
    assert found.effect.reason == "treatment cannot be told from unit and period"


@pytest.mark.parametrize("starts", [[4, nan, nan, nan], [4, 4, 4, nan]])
def test_an_effect_that_rests_on_one_unit_has_no_interval(starts):
    y, unit, period, start = panel(starts)
    found = two_way(y, unit, period, treated(period, start)).effect
    assert not isnan(found.value)
    assert isnan(found.low)
    assert found.reason == "the effect rests on one cluster alone"


def test_one_cluster_of_all_has_no_interval():
    y, unit, period, start = panel([4, 4, nan, nan])
    found = two_way(y, unit, period, treated(period, start), cluster=["one"] * len(y))
    assert isnan(found.effect.low)
    assert found.clusters == 1


def test_fewer_than_four_degrees_of_freedom_give_no_p():
    y, unit, period, start = panel([4, 4, nan, nan])
    found = two_way(y, unit, period, treated(period, start)).effect
    assert found.df < 4
    assert found.p is None
    assert found.low < found.value < found.high


def test_missing_outcomes_are_left_out_and_counted():
    y, unit, period, start = panel([4, 4, 4, nan, nan, nan])
    y[[0, 7]] = nan
    found = two_way(y, unit, period, treated(period, start)).effect
    assert (found.n, found.missing) == (34, 2)


@pytest.mark.parametrize("y", [[], [nan] * 4])
def test_nothing_observed_is_undefined(y):
    n = len(y)
    found = two_way(y, [0, 0, 1, 1][:n], [1, 2, 1, 2][:n], [0, 0, 0, 1][:n])
    assert isnan(found.effect.value)


def test_all_equal_outcomes_leave_no_error_to_judge_by():
    _, unit, period, start = panel([4, 4, 4, nan, nan, nan])
    found = two_way(np.full(len(unit), 3.0), unit, period, treated(period, start)).effect
    assert found.value == pytest.approx(0)
    assert "do not vary" in found.reason


def test_early_starts_that_serve_as_controls_get_negative_weights():
    y, unit, period, start = panel([2, 2, 5, 5], periods=6)
    assert two_way(y, unit, period, treated(period, start)).negative_weights < 0


@pytest.mark.parametrize(
    ("y", "unit", "period", "given", "message"),
    [
        ([1, 2], ["a", "a"], [1, 2], [0, 2], "treated must be 0 or 1"),
        ([1, 2], ["a"], [1, 2], [0, 1], "one label for each of 2"),
        ([1, 2], ["a", None], [1, 2], [0, 1], "missing labels"),
        ([1, 2], ["a", "a"], [1, 2], [0], "of the same length"),
        ([1, inf], ["a", "a"], [1, 2], [0, 1], "y must be finite"),
        (["x", "y"], ["a", "a"], [1, 2], [0, 1], "y must be numbers"),
    ],
)
def test_wrong_use_of_two_way_is_refused(y, unit, period, given, message):
    with pytest.raises(ValueError, match=message):
        two_way(y, unit, period, given)


def test_a_unit_in_two_clusters_is_refused():
    with pytest.raises(ValueError, match="within one cluster"):
        two_way([1, 2, 3, 4], [0, 0, 1, 1], [1, 2, 1, 2], [0, 0, 0, 1], cluster=[0, 1, 1, 1])


def test_without_effect_in_a_noiseless_panel_every_cell_is_zero():
    _, unit, period, start = panel([3, 3, 5, 5, nan, nan])
    found = staggered(unit + 2.0 * period, unit, period, start)
    assert [cell.effect.value for cell in found.group_time] == pytest.approx([0.0] * 12)
    assert "do not vary" in found.overall.reason


def test_effects_that_grow_are_found_where_one_regression_misses_them():
    _, unit, period, start = panel([3, 3, 5, 5, nan, nan])
    late = treated(period, start)
    effect = late * (period - np.nan_to_num(start) + 1)
    y = unit + 2.0 * period + effect
    truth = effect[late == 1].mean()
    assert staggered(y, unit, period, start).overall.value == pytest.approx(truth)
    assert abs(two_way(y, unit, period, late).effect.value - truth) > 0.2


def test_a_cohort_of_one_unit_has_a_value_and_no_interval():
    y, unit, period, start = panel([4, nan, nan, nan, nan])
    for inference in ("welch", "influence"):
        found = staggered(y, unit, period, start, comparison=Comparison(inference=inference))
        assert not isnan(found.overall.value)
        assert isnan(found.overall.low)
        assert found.overall.reason == "a cohort of one unit has no variance of its own"
        assert isnan(found.pre_trend.p)


def test_without_units_never_treated_there_is_nobody_to_compare_with():
    y, unit, period, start = panel([3, 3, 5, 5])
    found = staggered(y, unit, period, start)
    assert isnan(found.overall.value)
    assert found.overall.reason == "no untreated unit is left to compare with"
    assert found.by_event_time == ()


def test_units_not_treated_yet_can_stand_in():
    y, unit, period, start = panel([3, 3, 5, 5])
    found = staggered(y, unit, period, start, comparison=Comparison(control="not_yet"))
    assert [(one.group, one.units) for one in found.by_group] == [(3.0, 2)]
    known = [(cell.group, cell.time) for cell in found.group_time if not isnan(cell.effect.value)]
    assert known == [(3, 1), (3, 2), (3, 3), (3, 4), (5, 4)]


@pytest.mark.parametrize("starts", [[nan, nan, nan], [1, 1, nan], [9, 9, nan]])
def test_where_no_unit_starts_within_the_panel_there_is_no_effect(starts):
    y, unit, period, start = panel(starts)
    found = staggered(y, unit, period, start)
    assert found.overall.reason == "no unit starts within the panel"
    assert found.group_time == ()
    assert found.always == starts.count(1)


def test_units_without_every_period_are_left_out_and_counted():
    y, unit, period, start = panel([4, 4, 4, nan, nan, nan])
    y[0] = nan
    kept = np.arange(len(y)) != len(y) - 1
    found = staggered(y[kept], unit[kept], period[kept], start[kept])
    assert (found.units, found.missing, found.never) == (4, 2, 2)


def test_the_base_period_is_zero_by_definition():
    y, unit, period, start = panel([4, 4, nan, nan])
    base = next(cell for cell in staggered(y, unit, period, start).group_time if cell.time == 3)
    assert base.effect.value == 0
    assert base.effect.reason == "the period compared with: 0 by definition"


def test_too_few_units_for_a_joint_test_are_said_to_be():
    y, unit, period, start = panel([6, 6, nan, nan], periods=7)
    assert "too few units" in staggered(y, unit, period, start).pre_trend.reason


def test_without_periods_before_the_base_there_is_no_joint_test():
    y, unit, period, start = panel([2, 2, nan, nan])
    assert staggered(y, unit, period, start).pre_trend.reason == "no period before the base period"


def test_an_empty_panel_is_undefined():
    assert isnan(staggered([], [], [], []).overall.value)


@pytest.mark.parametrize(
    ("y", "unit", "period", "start", "message"),
    [
        ([1, 2], ["a", "a"], [1, 1], [2, 2], "one row for each period"),
        ([1, 2], ["a", "a"], [1, 2], [2, 1], "the same in every row"),
        ([1, 2], ["a", "a"], [1, 2], [2], "of the same length"),
        ([1, 2], ["a", "a"], [1, nan], [2, 2], "period must not have missing values"),
        ([1, 2], ["a", "a"], ["1", "2"], [2, 2], "period must be numbers"),
        ([1, inf], ["a", "a"], [1, 2], [2, 2], "y must be finite"),
        ([1, 2], ["a"], [1, 2], [2, 2], "one label for each of 2"),
    ],
)
def test_wrong_use_of_staggered_is_refused(y, unit, period, start, message):
    with pytest.raises(ValueError, match=message):
        staggered(y, unit, period, start)


@pytest.mark.parametrize("given", [{"control": "all"}, {"inference": "bootstrap"}])
def test_a_comparison_that_is_not_offered_is_refused(given):
    with pytest.raises(ValueError, match="control must be"):
        Comparison(**given)

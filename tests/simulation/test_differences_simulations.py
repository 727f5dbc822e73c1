"""Error rates of differences in differences: a short form always, the full form when asked for."""

import differences_simulations as simulations
import pytest


def test_independent_errors_find_effects_that_are_not_there_and_cr2_does_not():
    found = simulations.two_way_false_alarms(400, 3)
    assert abs(found["cr2"] - 0.05) <= 3 * found["cr2_se"] + 0.02
    assert found["naive"] > 0.05 + 3 * found["naive_se"]


@pytest.mark.long
def test_cr2_keeps_its_level():
    found = simulations.two_way_false_alarms(2000, 1)
    assert 0.03 <= found["cr2"] <= 0.07
    assert found["naive"] > 0.09


def test_effects_that_grow_are_held_by_the_interval_but_not_by_that_of_one_regression():
    found = simulations.staggered_coverage(60, 3)
    assert found["welch"] >= 0.95 - 3 * 0.028
    assert found["two_way"] < found["welch"]


@pytest.mark.long
def test_the_interval_of_cohorts_keeps_its_level():
    found = simulations.staggered_coverage(1500, 1)
    assert abs(found["welch"] - 0.95) <= 0.02
    assert found["two_way"] < 0.90


@pytest.mark.long
def test_the_joint_test_of_few_units_needs_hotelling_s_distribution():
    found = simulations.pre_trend_false_alarms(1500, 1)
    assert found["welch"] <= 0.07
    assert found["influence"] > 0.09

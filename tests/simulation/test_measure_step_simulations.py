"""Steps of measures: a short form always, the full form when asked for."""

import measure_step_simulations as simulations
import pytest


def test_the_true_step_is_held_with_and_without_a_control():
    found = simulations.step_coverage(20, 3)
    assert found["alone"] >= 0.95 - 3 * 0.05
    assert found["controlled"] >= 0.95 - 3 * 0.05


def test_a_slope_is_no_step_but_before_against_after_takes_it_for_one():
    found = simulations.growing_measure_false_alarms(20, 3)
    assert found["before_after"] > 0.9
    assert found["segmented"] <= 0.05 + 3 * 0.05


@pytest.mark.long
def test_the_interval_of_the_step_keeps_its_level():
    found = simulations.step_coverage(2000, 1)
    assert 0.93 <= found["alone"] <= 0.97
    assert 0.93 <= found["controlled"] <= 0.97


@pytest.mark.long
def test_a_measure_without_a_step_seldom_has_one():
    assert simulations.twin_false_alarms(2000, 1)["alone"] <= 0.07
    found = simulations.growing_measure_false_alarms(2000, 1)
    assert found["segmented"] <= 0.07
    assert found["before_after"] > 0.9

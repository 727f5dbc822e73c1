"""Error rates of interrupted series: a short form always, the full form when asked for."""

import interrupted_simulations as simulations
import pytest


def test_least_squares_find_changes_that_are_not_there_and_reml_fewer():
    found = simulations.level_change_false_alarms_48(300, 3)
    assert found["ols"] > 0.05 + 3 * found["ols_se"]
    assert found["newey_west_3"] > 0.05 + 3 * found["newey_west_3_se"]
    assert found["reml_ar1"] <= 0.10 + 3 * found["reml_ar1_se"]
    assert found["reml_ar1"] < found["ols"] < found["newey_west_3"]


@pytest.mark.long
@pytest.mark.parametrize("n", [24, 48, 96, 200])
def test_reml_keeps_false_alarms_below_ten_per_cent(n):
    found = getattr(simulations, f"level_change_false_alarms_{n}")(2000, 1)
    assert found["reml_ar1"] <= 0.10 + 3 * found["reml_ar1_se"]
    assert found["reml_ar1"] < found["ols"]
    assert found["ols"] > 0.10


@pytest.mark.long
def test_newey_west_is_refused_where_it_finds_a_quarter_of_nothing():
    assert simulations.level_change_false_alarms_24(2000, 1)["newey_west_3"] > 0.20
    assert simulations.level_change_false_alarms_96(2000, 1)["newey_west_3"] > 0.10


@pytest.mark.long
def test_the_interval_of_24_points_is_somewhat_narrow_and_no_more():
    found = simulations.level_change_coverage_24(2000, 1)
    assert found["reml_ar1"] >= 0.90 - 3 * found["reml_ar1_se"]

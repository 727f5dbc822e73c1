"""Joining a network: a short form always, the full form when asked for."""

import pytest
import study_effect_simulations as simulations


def test_the_planned_model_holds_the_effect_and_the_plain_change_does_not():
    found = simulations.network_effect_coverage(20, 3)
    assert found["staggered_coverage"] >= 0.95 - 3 * 0.05
    assert abs(found["staggered_bias"]) <= 4 * found["staggered_bias_se"]
    assert found["before_after_coverage"] < 0.3
    assert found["before_after_bias"] > 0.03


@pytest.mark.long
def test_the_planned_model_keeps_its_level():
    found = simulations.network_effect_coverage(2000, 1)
    assert 0.93 <= found["staggered_coverage"] <= 0.97
    assert abs(found["staggered_bias"]) <= 3 * found["staggered_bias_se"]
    assert found["before_after_coverage"] < 0.05

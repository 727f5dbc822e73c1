"""Funnels call as few units out of line as they promise; the naive ways beside them do not."""

import funnel_simulations as simulated
import pytest

RUNS = [pytest.param(300, 1), pytest.param(20_000, 1, marks=pytest.mark.long)]


@pytest.mark.parametrize(("replications", "seed"), RUNS)
def test_small_units_lie_above_exact_limits_no_more_often_than_promised(replications, seed):
    found = simulated.above_in_small_units(replications, seed)
    assert found["exact"] <= 0.025 + 3 * found["exact_se"]
    for naive in ("spiegelhalter", "approximate"):
        assert found[naive] - 3 * found[f"{naive}_se"] > 0.025


@pytest.mark.parametrize(("replications", "seed"), RUNS)
def test_ordinary_variation_between_units_asks_for_an_adjustment(replications, seed):
    found = simulated.over_dispersed(replications, seed)
    for model in ("additive", "multiplicative"):
        assert found[model] < 0.03
    assert found["naive"] > 0.1

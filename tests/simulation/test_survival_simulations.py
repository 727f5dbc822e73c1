"""Intervals for pathways hold the truth; those of the ended ones alone do not."""

import pytest
from survival_simulations import open_pathways

REPLICATIONS = [pytest.param(400, id="short"), pytest.param(10_000, id="full", marks=pytest.mark.long)]


@pytest.mark.parametrize("replications", REPLICATIONS)
def test_open_pathways_belong_in_the_numbers(replications):
    seen = open_pathways(replications, seed=1)
    for name in ("median_coverage", "within_coverage"):
        assert abs(seen[name] - 0.95) <= 3 * seen[f"{name}_mcse"] + 0.01
    assert seen["median_coverage_naive"] < 0.5
    assert seen["within_coverage_naive"] < 0.5

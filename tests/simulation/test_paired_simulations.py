"""Short, seeded runs of the simulations of paired and two-group statistics; the full ones marked long."""

from math import sqrt

import pytest
from paired_simulations import (
    cliffs_delta_coverage,
    hodges_lehmann_coverage,
    hodges_lehmann_coverage_with_ties,
    mann_whitney_size,
    regression_to_the_mean_size,
    response_mean_coverage,
)

from evaluering.statistics import paired

SHORT, FULL = 300, 4000
RUNS = [pytest.param(SHORT, id="short"), pytest.param(FULL, id="full", marks=pytest.mark.long)]


def three_errors(rate: float, replications: int) -> float:
    """Three Monte Carlo standard errors of a rate, computed at the rate that is true."""
    return 3 * sqrt(rate * (1 - rate) / replications)


@pytest.mark.parametrize("replications", RUNS)
def test_the_exact_interval_holds_exactly_as_often_as_it_says(replications):
    found = hodges_lehmann_coverage(replications, 20261)
    for n in (8, 12, 20):
        nominal = paired.exact_level(n)
        assert abs(found[f"n_{n}"] - nominal) <= three_errors(nominal, replications)


@pytest.mark.parametrize(
    "replications", [pytest.param(100, id="short"), pytest.param(2000, id="full", marks=pytest.mark.long)]
)
def test_with_ties_and_zeros_the_interval_keeps_its_level_and_dropping_zeros_loses_it(replications):
    found = hodges_lehmann_coverage_with_ties(replications, 20262)
    assert found["kept"] >= 0.95 - three_errors(0.95, replications)
    assert found["dropped"] < 0.9 - three_errors(0.9, replications)


@pytest.mark.parametrize("replications", RUNS)
def test_selection_alone_looks_like_improvement_until_it_is_taken_out(replications):
    found = regression_to_the_mean_size(replications, 20263)
    assert found["naive"] > 0.5
    assert abs(found["adjusted"] - 0.05) <= three_errors(0.05, replications)
    assert abs(found["expected"] - found["davis"]) <= 3 * found["se_expected"]


@pytest.mark.parametrize("replications", RUNS)
def test_the_interval_of_cliff_s_delta_holds_where_cliff_s_own_fails(replications):
    found = cliffs_delta_coverage(replications, 20264)
    for far in (0, 2):
        assert found[f"ours_{far}"] >= 0.94 - three_errors(0.94, replications)
    assert found["cliff_2"] < 0.9 - three_errors(0.9, replications)


@pytest.mark.parametrize("replications", RUNS)
def test_the_interval_of_a_response_mean_holds_where_the_simple_one_fails(replications):
    found = response_mean_coverage(replications, 20265)
    assert abs(found["ours"] - 0.95) <= three_errors(0.95, replications)
    assert found["naive"] < 0.87 + three_errors(0.87, replications)


@pytest.mark.parametrize("replications", RUNS)
def test_the_exact_test_of_two_groups_never_errs_more_often_than_it_says(replications):
    found = mann_whitney_size(replications, 20266)
    assert found["exact"] <= 0.05 + three_errors(0.05, replications)
    assert found["exact"] <= found["normal, uncorrected"]

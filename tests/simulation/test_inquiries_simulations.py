"""The interval of the inquiry rate holds the true rate of the synthetic network."""

import pytest
from inquiries_simulations import inquiry_rate, rates_of

from evaluering.analysis._teams import DAYS_A_MONTH
from evaluering.synthetic import days
from sample_network import answered, value


@pytest.mark.long
def test_the_intervals_hold_the_true_rate_over_two_thousand_networks():
    seen = inquiry_rate(2_000, seed=1)
    for name in ("exact_coverage", "by_team_coverage", "chosen_coverage"):
        assert seen[name] >= 0.93 - 3 * seen[f"{name}_se"]
    assert seen["exact_coverage"] > seen["normal_coverage_naive"]
    assert abs(seen["mean_rate_over_truth"] - 1) <= 3 * seen["mean_rate_over_truth_se"]


def test_the_interval_holds_the_true_rate_in_most_of_twenty_networks():
    # Of twenty networks a method that covers 93 in 100 fails this once in some thousand times.
    assert inquiry_rate(20, seed=1)["exact_coverage"] >= 0.75


def test_the_simulation_counts_as_the_analysis_of_the_sample_does():
    found = answered("inquiries_and_guidance")["inquiries"]
    fast = rates_of(1)
    assert fast is not None
    assert fast.exact.value == value(found, "rates", "exact")
    assert fast.by_team.index == value(found, "rates", "dispersion")


def test_a_month_is_the_month_of_the_truth():
    assert DAYS_A_MONTH == days.DAYS_A_MONTH

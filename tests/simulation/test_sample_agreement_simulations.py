"""The agreement built into the sample is found as often as promised; counting pairs as trials is not."""

import pytest
import sample_agreement_simulations as simulations

LOW, HIGH = 0.93, 0.97
SHORT, FULL = 20, 2000


def holds(seen: dict[str, float], name: str = "covers") -> bool:
    """Whether coverage lies in the target, give or take three Monte Carlo standard errors."""
    reach = 3 * seen[f"{name}_se"]
    return LOW - reach <= seen[name] <= HIGH + reach


def test_alpha_of_the_sample_is_covered_in_a_few_networks():
    # So few tell only gross faults: the promise itself is kept by the long test.
    seen = simulations.alpha_of_the_sample(SHORT, 2)
    assert seen["covers"] >= 0.8
    assert seen["ac1_covers"] >= 0.75


def test_two_raters_agree_as_often_as_their_fidelity_and_the_shares_say():
    agreeing = [simulations.agreeing_pairs(simulations.rated(seed)[0]).mean() for seed in range(30, 50)]
    # Twenty networks: 6,000 pairs of ratings, three of each goal.
    assert sum(agreeing) / len(agreeing) == pytest.approx(simulations.true_percent(), abs=0.025)


@pytest.mark.long
def test_alpha_of_the_sample_is_covered_where_counting_pairs_is_not():
    seen = simulations.alpha_of_the_sample(FULL, 1)
    assert holds(seen)
    assert holds(seen, "ac1_covers")
    assert seen["naive_covers"] < LOW - 3 * seen["naive_covers_se"]

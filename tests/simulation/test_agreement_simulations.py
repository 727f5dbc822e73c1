"""Intervals of agreement cover as often as they promise; those that overlook dependence do not."""

from collections.abc import Callable

import agreement_simulations as simulations
import pytest

AT_THIRTY_GOALS = [
    simulations.gwet_at_thirty_goals,
    simulations.alpha_at_thirty_goals,
    simulations.linearised_alpha_at_thirty_goals,
    simulations.ordinal_alpha_at_thirty_goals,
]
LOW, HIGH = 0.90, 0.97
SHORT, FULL = 250, 10_000


def holds(seen: dict[str, float]) -> bool:
    """Whether coverage lies in the target, give or take three Monte Carlo standard errors."""
    reach = 3 * seen["covers_se"]
    return LOW - reach <= seen["covers"] <= HIGH + reach


@pytest.mark.parametrize("simulation", AT_THIRTY_GOALS)
def test_intervals_cover_at_thirty_goals(simulation: Callable[[int, int], dict[str, float]]):
    assert holds(simulation(SHORT, 20_140_918))


def test_resampling_municipalities_covers_where_resampling_goals_does_not():
    seen = simulations.clustered_alpha(SHORT, 20_140_919)
    assert holds(seen)
    assert seen["naive_covers"] < LOW - 3 * seen["naive_covers_se"]


def test_the_interval_of_raw_agreement_covers_where_counting_pairs_does_not():
    seen = simulations.percent_of_many_raters(SHORT, 20_140_920)
    assert holds(seen)
    assert seen["naive_covers"] < LOW - 3 * seen["naive_covers_se"]


@pytest.mark.long
@pytest.mark.parametrize("simulation", AT_THIRTY_GOALS)
def test_intervals_cover_at_thirty_goals_in_full(simulation: Callable[[int, int], dict[str, float]]):
    seen = simulation(FULL, 1)
    assert holds(seen)
    assert seen["undefined"] < 0.05


@pytest.mark.long
def test_dependence_between_goals_in_full():
    seen = simulations.clustered_alpha(FULL // 2, 2)
    assert holds(seen)
    assert seen["naive_covers"] < LOW - 3 * seen["naive_covers_se"]


@pytest.mark.long
def test_dependence_between_pairs_of_ratings_in_full():
    seen = simulations.percent_of_many_raters(FULL, 3)
    assert holds(seen)
    assert seen["naive_covers"] < LOW - 3 * seen["naive_covers_se"]

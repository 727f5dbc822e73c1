"""Rates and random arrival: edges, refusals, and counting every arrival."""

from collections import Counter
from itertools import product
from math import isclose

import pytest

from evaluering.statistics import rates
from evaluering.statistics.occupancy import random_arrival
from evaluering.vocabulary import Unit


def test_no_events_give_a_lower_limit_of_exactly_zero():
    estimate = rates.interval(0, 61)
    assert (estimate.value, estimate.low) == (0.0, 0.0)
    assert estimate.high == pytest.approx(3.688879454113936 / 61, rel=1e-12)


@pytest.mark.parametrize(
    ("count", "rate", "low", "high"), [(10, 0.164, 0.079, 0.301), (12, 0.197, 0.102, 0.344)]
)
def test_the_rates_of_the_note(count, rate, low, high):
    estimate = rates.interval(count, 61)
    assert (round(estimate.value, 3), round(estimate.low, 3), round(estimate.high, 3)) == (rate, low, high)


def test_a_rate_carries_what_is_needed_to_judge_it():
    estimate = rates.interval(10, 61, 0.9)
    assert (estimate.n, estimate.level, estimate.unit, estimate.method) == (61, 0.9, Unit.RATE, "garwood")
    assert "Garwood" in estimate.source


@pytest.mark.parametrize(
    ("count", "exposure", "level", "message"),
    [
        (-1, 61, 0.95, "count must be a whole number, 0 or more"),
        (1.5, 61, 0.95, "count must be a whole number, 0 or more"),
        (1, 0, 0.95, "exposure must be a positive number"),
        (1, -61, 0.95, "exposure must be a positive number"),
        (1, float("nan"), 0.95, "exposure must be a positive number"),
        (1, float("inf"), 0.95, "exposure must be a positive number"),
        (1, 61, 0, "level must lie between 0 and 1"),
        (1, 61, 1, "level must lie between 0 and 1"),
        (1, 61, 95, "level must lie between 0 and 1"),
        (1, 61, float("nan"), "level must lie between 0 and 1"),
        (float("nan"), 61, 0.95, "count must be a whole number, 0 or more"),
        (float("inf"), 61, 0.95, "count must be a whole number, 0 or more"),
    ],
)
def test_a_rate_refuses_numbers_that_make_no_sense(count, exposure, level, message):
    with pytest.raises(ValueError, match=message):
        rates.interval(count, exposure, level)


def enumerated(events: int, units: int) -> Counter[int]:
    """How many of all arrivals leave each number of units empty."""
    return Counter(units - len(set(arrival)) for arrival in product(range(units), repeat=events))


def quantile(counts: Counter[int], at: float) -> int:
    total, reached = sum(counts.values()), 0
    for empty in sorted(counts):
        reached += counts[empty]
        if reached / total >= at:
            return empty
    raise AssertionError("a quantile is always reached")


@pytest.mark.parametrize("events", range(7))
@pytest.mark.parametrize("units", range(1, 6))
def test_random_arrival_is_what_counting_every_arrival_gives(events, units):
    counts = enumerated(events, units)
    arrival = random_arrival(events, units, 0.9)
    total = units**events
    assert isclose(
        arrival.expected_empty, sum(empty * n for empty, n in counts.items()) / total, abs_tol=1e-12
    )
    # Compared only where no cumulative share falls on the limit itself.
    assert arrival.low == quantile(counts, 0.05 - 1e-12)
    assert arrival.high == quantile(counts, 0.95 - 1e-12)
    different = counts[units - events] / total if events <= units else 0.0
    assert isclose(arrival.all_different, different, abs_tol=1e-12)


def test_without_events_every_unit_is_empty():
    arrival = random_arrival(0, 61)
    assert (arrival.expected_empty, arrival.low, arrival.high, arrival.all_different) == (61.0, 61, 61, 1.0)


def test_the_classical_birthdays_differ_with_the_classical_probability():
    assert random_arrival(23, 365).all_different == pytest.approx(0.4927027656760, rel=1e-10)


def test_more_events_than_units_cannot_all_reach_different_units():
    assert random_arrival(62, 61).all_different == 0.0


@pytest.mark.parametrize(("events", "units", "level"), [(-1, 5, 0.9), (1, 0, 0.9), (1, 5, 0.0), (1, 5, 1.0)])
def test_random_arrival_refuses_numbers_that_make_no_sense(events, units, level):
    with pytest.raises(ValueError, match="events must be 0 or more"):
        random_arrival(events, units, level)

"""How many units are reached when events fall on them at random."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Occupancy:
    """Random arrival of events on units: how many units get none.

    ``expected_empty`` is the mean number of units without an event; ``low`` and ``high`` bound
    the central range of that number at ``level``; ``all_different`` is the probability that no
    unit gets two.
    """

    expected_empty: float
    low: int
    high: int
    level: float
    all_different: float


def random_arrival(events: int, units: int, level: float = 0.95) -> Occupancy:
    """Distribution of empty units when each event falls on any unit with the same probability.

    Inputs: ``events`` >= 0 and ``units`` >= 1, whole numbers; ``level`` in (0, 1).

    The number d of units reached follows P(k+1, d) = P(k, d) d/n + P(k, d-1) (n-d+1)/n,
    P(0, 0) = 1 (the classical occupancy distribution); ``low`` and ``high`` are the
    (1 - level)/2 and (1 + level)/2 quantiles of n - d.

    Assumes independent events and equally likely units; larger units would in truth ask more.
    Raises ``ValueError`` for values outside those ranges. Source: the recursion is derived from
    the definition. Checked against enumeration of all arrivals for small numbers and against
    the closed form n (1 - 1/n)^k of the mean.
    """
    if events < 0 or units < 1 or not 0 < level < 1:
        raise ValueError("events must be 0 or more, units 1 or more, level between 0 and 1")
    reached = _distribution(events, units)
    empty = [reached[units - d] if units - d < len(reached) else 0.0 for d in range(units + 1)]
    return Occupancy(
        expected_empty=units * (1 - 1 / units) ** events,
        low=_quantile(empty, (1 - level) / 2),
        high=_quantile(empty, (1 + level) / 2),
        level=level,
        all_different=reached[events] if events < len(reached) else 0.0,
    )


def _distribution(events: int, units: int) -> list[float]:
    reached = [1.0] + [0.0] * min(events, units)
    for _ in range(events):
        reached = [
            p * d / units + (reached[d - 1] * (units - d + 1) / units if d else 0.0)
            for d, p in enumerate(reached)
        ]
    return reached


def _quantile(probabilities: list[float], at: float) -> int:
    total = 0.0
    for value, probability in enumerate(probabilities):
        total += probability
        if total >= at:
            return value
    return len(probabilities) - 1

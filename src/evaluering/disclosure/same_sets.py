"""Which measures count the same units by their meaning, told by the sets they count everywhere.

Equal sets at one place may be chance: where nobody was lost, those who came back are those who started. Equal
sets wherever both measures count are taken for the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from evaluering.results import Coordinates

LARGE = 5
"""Measures are compared where they count so many units or more: smaller sets are often equal by chance."""


class Measure(NamedTuple):
    """A measure of a finding's table, with what of it is meant (its base, those counted, the others)."""

    finding: str
    parameters: str
    table: str
    measure: str
    role: str


class Units(NamedTuple):
    """A set of units: how many, and its fingerprint where it is known."""

    size: int
    print: int | None


Told = Mapping[Measure, Mapping[Coordinates, Units]]


class SameSets:
    """What stands for the same set: ``of`` gives measure and coordinates by which it is known."""

    def __init__(self, told: Told) -> None:
        self._idle = {measure: _idle(sets) for measure, sets in told.items()}
        reduced = {
            measure: {self._reduced(measure, at): units for at, units in sets.items()}
            for measure, sets in told.items()
        }
        self._first = _classes(reduced)

    def of(self, measure: Measure, at: Coordinates) -> tuple[Measure, Coordinates]:
        """The first of the measures that count the same, and the coordinates without idle dimensions."""
        return self._first.get(measure, measure), self._reduced(measure, at)

    def _reduced(self, measure: Measure, at: Coordinates) -> Coordinates:
        idle = self._idle.get(measure, frozenset())
        return tuple(pair for pair in at if pair[0] not in idle)


def _idle(sets: Mapping[Coordinates, Units]) -> frozenset[str]:
    """Dimensions that leave the set as it is wherever they stand: an answer does not, whom it was asked."""
    groups: defaultdict[tuple[str, Coordinates], list[Units]] = defaultdict(list)
    for at, units in sets.items():
        for pair in at:
            groups[pair[0], tuple(other for other in at if other != pair)].append(units)
    known: defaultdict[str, list[bool]] = defaultdict(list)
    for (dimension, _), group in groups.items():
        if len(group) > 1:
            known[dimension].append(len(set(group)) == 1 and group[0].print is not None)
    large = {pair[0] for at, units in sets.items() if units.size >= LARGE for pair in at}
    return frozenset(dimension for dimension, alike in known.items() if all(alike) and dimension in large)


def _classes(told: Told) -> dict[Measure, Measure]:
    """For each measure the first that counts the same sets wherever both count."""
    first: dict[Measure, Measure] = {}
    for one, other in sorted(_candidates(told)):
        root = first.get(one, one)
        if other not in first and _alike(told[root], told[other]):
            first[other] = root
    return first


def _candidates(told: Told) -> set[tuple[Measure, Measure]]:
    """Pairs of measures that count the same large set somewhere."""
    beside: defaultdict[tuple[Coordinates, Units], set[Measure]] = defaultdict(set)
    for measure, sets in told.items():
        for at, units in sets.items():
            if units.print is not None and units.size >= LARGE:
                beside[at, units].add(measure)
    return {pair for measures in beside.values() for pair in _pairs(measures)}


def _pairs(measures: Iterable[Measure]) -> Iterable[tuple[Measure, Measure]]:
    return combinations(sorted(measures), 2)


def _alike(one: Mapping[Coordinates, Units], other: Mapping[Coordinates, Units]) -> bool:
    return all(other[at] == units for at, units in one.items() if at in other)

"""What the cells of a release tell: how many units a set holds, or what the values of a set add up to.

Cells of different tables, figures and reports may tell the same amount. An amount is hidden when
no cell that tells it is shown.
"""

import json
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import NamedTuple

from evaluering.results import Cell, Coordinates, Finding, Support
from evaluering.vocabulary import Quantity

_MODULUS = 2**64
_SCOPES = ("network", "municipality", "team", "hospital_trust")
_ENDS = ("_low", "_high", "_count", "_n")
_OF_VALUES = (Quantity.MEAN, Quantity.TOTAL)
_TELLING = (Quantity.COUNT, Quantity.SHARE, *_OF_VALUES)

Place = tuple[tuple[str, str], ...]
"""The part of the study a finding is about; empty: all of it."""
Meaning = tuple[tuple[str, str, str, str], "Role", tuple[str, ...]]
"""A measure (finding, parameters, table, name), the role of the amount in it, and its dimensions."""


class Role(StrEnum):
    """Which amount of a cell: its base, those of the base that it counts, or the sum of their values."""

    BASE = "base"
    COUNTED = "counted"
    TOTAL = "total"


class Series(NamedTuple):
    """Amounts of the same kind that differ in place and coordinates only, so that some may add up."""

    finding: str
    parameters: str
    table: str
    measure: str
    role: Role


class Spot(NamedTuple):
    """Where in its series an amount stands."""

    place: Place
    at: Coordinates


@dataclass(frozen=True)
class Amount:
    """A number that cells tell. ``units`` is the fingerprint of the units counted, where it is known.

    ``cells`` are those that tell the amount, as (number of the finding, key), ``own`` those among them that
    are there to tell it (a share tells its base by the way); ``resting`` are those that may be shown only if
    the amount is. ``meanings`` are the measures that tell it, each with its role and
    dimensions, ``coordinates`` where, with the place.
    """

    value: float
    whole: bool
    units: int | None
    cells: frozenset[tuple[int, str]]
    own: frozenset[tuple[int, str]]
    resting: frozenset[tuple[int, str]]
    meanings: frozenset["Meaning"]
    coordinates: frozenset[Coordinates]


@dataclass(frozen=True)
class Amounts:
    """All amounts of a release, and where they stand in their series."""

    every: tuple[Amount, ...]
    series: dict[Series, dict[Spot, int]]
    bases: dict[int, frozenset[int]]
    """Of each amount that counts a part of a base, the amounts of those bases."""
    means: dict[int, int]
    """Of each sum of values that a mean tells, the amount of the units it is the mean of."""


def amounts_of(findings: Sequence[Finding]) -> Amounts:
    """Every amount told by cells with ``Support`` in ``findings``.

    A count tells those it counts (or its base, where it counts no part); a share its base and those it
    counts; a total its sum; a mean the sum of values (mean times units). Sets with equal fingerprints
    and sizes are one amount wherever they stand; without fingerprints, cells of one measure at one spot.
    Cells without ``Support`` are left to the primary rules.
    """
    found = _Found()
    for number, finding in enumerate(findings):
        place, parameters = place_of(finding)
        for cell in finding.cells:
            if cell.support is not None and isinstance(cell.value, int | float):
                names = (finding.id, parameters, cell.table, stem(cell.measure))
                found.take(_Where((number, cell.key), names, Spot(place, cell.at), cell), cell.support)
    return found.result()


def place_of(finding: Finding) -> tuple[Place, str]:
    """The part of the study a finding is about, and its other parameters."""
    given = json.loads(finding.variant) if finding.variant else {}
    place = tuple((name, str(given.pop(name))) for name in _SCOPES if given.get(name))
    return place, json.dumps(given, sort_keys=True)


def difference(whole: int | None, part: int | None) -> int | None:
    """The fingerprint of a set without one of its parts."""
    return None if whole is None or part is None else (whole - part) % _MODULUS


def union(parts: Sequence[int | None]) -> int | None:
    """The fingerprint of disjoint sets taken together."""
    known = [part for part in parts if part is not None]
    return sum(known) % _MODULUS if len(known) == len(parts) else None


def stem(measure: str) -> str:
    """The name that a value, the ends of its interval, its count and its base share."""
    for end in _ENDS:
        if measure.endswith(end):
            return measure.removesuffix(end)
    return measure


class _Where(NamedTuple):
    name: tuple[int, str]
    names: tuple[str, str, str, str]
    spot: Spot
    cell: Cell

    def series(self, role: Role) -> Series:
        return Series(*self.names, role)

    @property
    def coordinates(self) -> Coordinates:
        """Place and coordinates as one: a network's row in the report on all is the network's report."""
        return tuple(sorted(self.spot.place + self.spot.at))


class _Found:
    """Amounts gathered cell by cell."""

    def __init__(self) -> None:
        self._numbers: defaultdict[Hashable, list[int]] = defaultdict(list)
        self._meanings: list[tuple[set[Coordinates], set[Meaning]]] = []
        self._values: list[tuple[float, bool, int | None]] = []
        self._cells: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
        self._own: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
        self._resting: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
        self._series: defaultdict[Series, dict[Spot, int]] = defaultdict(dict)
        self._bases: defaultdict[int, set[int]] = defaultdict(set)
        self._means: dict[int, int] = {}
        self._intervals: defaultdict[tuple[Series, Spot], set[tuple[int, str]]] = defaultdict(set)

    def take(self, where: _Where, support: Support) -> None:
        """The amounts of one cell."""
        kind = where.cell.kind
        base = self._set(where, Role.BASE, support.n, support.units)
        told = self._told(where, support, base)
        if kind in _TELLING:
            self._own[told[0]].add(where.name)
            self._tell(where, told, base)
        else:
            for amount in told:
                self._resting[amount].add(where.name)
        if kind is not Quantity.COUNT:
            self._resting[base].add(where.name)
        if kind is Quantity.INTERVAL:
            self._intervals[where.series(Role.TOTAL), where.spot].add(where.name)

    def _tell(self, where: _Where, told: list[int], base: int) -> None:
        for amount in told:
            self._cells[amount].add(where.name)
        if where.cell.kind is Quantity.MEAN:
            self._means[told[0]] = base

    def _told(self, where: _Where, support: Support, base: int) -> list[int]:
        """The amounts a cell tells, or rests on, first the one it is there for."""
        if _is_of_values(where.cell, support):
            return [self._total(where, support, float(where.cell.value))]
        if support.counted is None:
            return [base]
        counted = self._set(where, Role.COUNTED, support.counted, support.within)
        self._bases[counted].add(base)
        return [counted, base] if where.cell.kind is Quantity.SHARE else [counted]

    def result(self) -> Amounts:
        # The middle of an interval is its mean: an interval may be shown only with it.
        for (series, spot), cells in self._intervals.items():
            if spot in self._series.get(series, {}):
                self._resting[self._series[series][spot]] |= cells
        every = tuple(
            Amount(
                *content,
                frozenset(self._cells[number]),
                frozenset(self._own[number]),
                frozenset(self._resting[number]),
                frozenset(self._meanings[number][1]),
                frozenset(self._meanings[number][0]),
            )
            for number, content in enumerate(self._values)
        )
        bases = {one: frozenset(of) for one, of in self._bases.items()}
        return Amounts(every, dict(self._series), bases, self._means)

    def _set(self, where: _Where, role: Role, size: int, units: int | None) -> int:
        key: Hashable = ("set", size, units)
        if units is None or size == 0:  # empty sets have nothing in common
            key = ("alone", where.series(role), where.coordinates, size)
        return self._amount(key, where, role, (float(size), True, units))

    def _total(self, where: _Where, support: Support, value: float) -> int:
        total = value * support.n if where.cell.kind is Quantity.MEAN else value
        key: Hashable = ("values", where.series(Role.TOTAL), support.n, support.units)
        if support.units is None:
            key = ("values alone", where.series(Role.TOTAL), where.coordinates, total)
        return self._amount(key, where, Role.TOTAL, (total, where.cell.kind is Quantity.COUNT, None))

    def _amount(
        self, key: Hashable, where: _Where, role: Role, content: tuple[float, bool, int | None]
    ) -> int:
        number = self._known(key, where, role)
        if number is None:
            number = len(self._values)
            self._values.append(content)
            self._meanings.append((set(), set()))
            self._numbers[key].append(number)
        coordinates, meanings = self._meanings[number]
        coordinates.add(where.coordinates)
        meanings.add(_meaning(where, role))
        self._series[where.series(role)].setdefault(where.spot, number)
        return number

    def _known(self, key: Hashable, where: _Where, role: Role) -> int | None:
        """The amount of this key that means the same: at the same coordinates, or the same measure beside it.

        All of a group and its only category count the same units by chance, and a reader does not know it:
        as one amount they would say that every other category is empty.
        """
        meaning = _meaning(where, role)
        for number in self._numbers[key]:
            coordinates, meanings = self._meanings[number]
            others = {one for one in meanings if one[0] == where.names and one != meaning}
            if not others and (where.coordinates in coordinates or meaning in meanings):
                return number
        return None


def _is_of_values(cell: Cell, support: Support) -> bool:
    """Whether a cell tells a sum of values, not how many units there are: forms, answers, days."""
    units = support.n if support.counted is None else support.counted
    sums = cell.kind in _OF_VALUES or (cell.kind is Quantity.COUNT and cell.value != units)
    # Without a value there is no sum, but there are units, if only none.
    return sums and isfinite(float(cell.value))


def _meaning(where: _Where, role: Role) -> Meaning:
    """What a measure tells at coordinates of the same dimensions."""
    return where.names, role, tuple(dimension for dimension, _ in where.coordinates)

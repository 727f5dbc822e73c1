"""What the cells of a release tell: how many units a set holds, or what the values of a set add up to.

Cells of different tables, figures and reports may tell the same amount. An amount is hidden when
no cell that tells it is shown.
"""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from evaluering.disclosure.about import parameters_of
from evaluering.disclosure.earlier import EarlierFinding
from evaluering.disclosure.same_sets import Measure, SameSets, Told, Units
from evaluering.results import Cell, Coordinates, Finding, Support
from evaluering.vocabulary import Quantity

_MODULUS = 2**64
_SCOPES = ("network", "municipality", "team", "hospital_trust")
_ENDS = ("_low", "_high", "_count", "_n")
_OF_VALUES = (Quantity.MEAN, Quantity.TOTAL)
_TELLING = (Quantity.COUNT, Quantity.SHARE, *_OF_VALUES)

Place = tuple[tuple[str, str], ...]
"""The part of the study a finding is about; empty: all of it."""
Name = tuple[int, str]
"""A cell of a release: number of its finding, and key."""


class Role(StrEnum):
    """Which amount of a cell: its base, those of the base that it counts or does not, the sum of values."""

    BASE = "base"
    COUNTED = "counted"
    OTHERS = "others"
    TOTAL = "total"


class Spot(NamedTuple):
    """Where in its series an amount stands."""

    place: Place
    at: Coordinates


@dataclass(frozen=True)
class Amount:
    """A number that cells tell.

    ``cells`` are those that tell the amount, as (number of the finding, key), ``own`` those among them that
    are there to tell it (a share tells its base by the way); ``resting`` are those that may be shown only if
    the amount is.
    """

    value: float
    whole: bool
    cells: frozenset[Name]
    own: frozenset[Name]
    resting: frozenset[Name]


@dataclass(frozen=True)
class Amounts:
    """All amounts of a release, and where they stand in their series."""

    every: tuple[Amount, ...]
    series: dict[Measure, dict[Spot, int]]
    parts: frozenset[tuple[int, int, int]]
    """Bases with those counted and the others, who add up to them."""
    means: dict[int, int]
    """Of each sum of values that a mean tells, the amount of the units it is the mean of."""

    @cached_property
    def bases(self) -> dict[int, frozenset[int]]:
        """Of each amount that counts a part of a base, the amounts of those bases."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for base, counted, _ in self.parts:
            found[counted].add(base)
        return {counted: frozenset(bases) for counted, bases in found.items()}


def amounts_of(findings: Sequence[Finding]) -> Amounts:
    """Every amount told by cells with ``Support`` in ``findings``.

    A count tells those it counts (or its base, where it counts no part); a share its base and those it
    counts; a total its sum; a mean the sum of values (mean times units). Those not counted are an amount
    too. Measures that count the same units everywhere tell one amount (``SameSets``); so do the row of a
    network in the report on all and the report on that network. Cells without ``Support`` are left to the
    primary rules.
    """
    wheres = [
        _Where((number, cell.key), (finding.id, parameters), Spot(place, cell.at), cell, cell.support)
        for number, finding in enumerate(findings)
        for place, parameters in (place_of(finding),)
        for cell in finding.cells
        if cell.support is not None and isinstance(cell.value, int | float)
    ]
    found = _Found(SameSets(_sets(wheres)))
    for where in wheres:
        found.take(where)
    return found.result()


def _sets(wheres: Iterable["_Where"]) -> Told:
    told: defaultdict[Measure, dict[Coordinates, Units]] = defaultdict(dict)
    for where in wheres:
        for role, units in where.sets.items():
            told[where.measure(role)].setdefault(where.coordinates, units)
    return told


def place_of(finding: Finding | EarlierFinding) -> tuple[Place, str]:
    """The part of the study a finding is about, and its other parameters."""
    given = dict(parameters_of(finding.variant))
    # A part that is not asked for may be named as empty: it must not tell one page's series from another's.
    scopes = {name: given.pop(name, "") for name in _SCOPES}
    place = tuple((name, str(value)) for name, value in scopes.items() if value)
    return place, json.dumps(given, sort_keys=True)


def stem(measure: str) -> str:
    """The name that a value, the ends of its interval, its count and its base share."""
    for end in _ENDS:
        if measure.endswith(end):
            return measure.removesuffix(end)
    return measure


class _Where(NamedTuple):
    """A cell with its finding's number, name and parameters, and where it stands."""

    name: tuple[int, str]
    finding: tuple[str, str]
    spot: Spot
    cell: Cell
    support: Support

    def measure(self, role: Role) -> Measure:
        """The measure it belongs to, in one of its roles."""
        return Measure(*self.finding, self.cell.table, stem(self.cell.measure), role)

    @property
    def coordinates(self) -> Coordinates:
        """Place and coordinates as one: a network's row in the report on all is the network's report."""
        return tuple(sorted(self.spot.place + self.spot.at))

    @property
    def sets(self) -> dict[Role, Units]:
        """The sets of units a cell tells of."""
        one = self.support
        found = {Role.BASE: Units(one.n, one.units)}
        if one.counted is not None:
            others = None if one.units is None or one.within is None else (one.units - one.within) % _MODULUS
            found[Role.COUNTED] = Units(one.counted, one.within)
            found[Role.OTHERS] = Units(one.n - one.counted, others)
        return found

    @property
    def tells_values(self) -> bool:
        """Whether a cell tells a sum of values, not how many units there are: forms, answers, days."""
        units = self.support.n if self.support.counted is None else self.support.counted
        kind, value = self.cell.kind, float(self.cell.value)
        # Without a value there is no sum, but there are units, if only none.
        return (kind in _OF_VALUES or (kind is Quantity.COUNT and value != units)) and isfinite(value)


class _Found:
    """Amounts gathered cell by cell."""

    def __init__(self, same: SameSets) -> None:
        self._same = same
        self._numbers: dict[Hashable, int] = {}
        self._values: list[tuple[float, bool]] = []
        self._cells: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
        self._own: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
        self._resting: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
        self._series: defaultdict[Measure, dict[Spot, int]] = defaultdict(dict)
        self._parts: set[tuple[int, int, int]] = set()
        self._means: dict[int, int] = {}
        self._intervals: defaultdict[tuple[Measure, Spot], set[tuple[int, str]]] = defaultdict(set)

    def take(self, where: _Where) -> None:
        """The amounts of one cell."""
        kind = where.cell.kind
        sets = {role: self._set(where, role, units) for role, units in where.sets.items()}
        base = sets[Role.BASE]
        if Role.COUNTED in sets:
            self._parts.add((base, sets[Role.COUNTED], sets[Role.OTHERS]))
        told = self._told(where, sets)
        if kind in _TELLING:
            self._tell(where, told, base)
        else:
            for amount in told:
                self._resting[amount].add(where.name)
        if kind is not Quantity.COUNT:
            self._resting[base].add(where.name)
        if kind is Quantity.INTERVAL:
            self._intervals[where.measure(Role.TOTAL), where.spot].add(where.name)

    def _tell(self, where: _Where, told: list[int], base: int) -> None:
        self._own[told[0]].add(where.name)
        for amount in told:
            self._cells[amount].add(where.name)
        if where.cell.kind is Quantity.MEAN and told[0] != base:
            self._means[told[0]] = base

    def _told(self, where: _Where, sets: dict[Role, int]) -> list[int]:
        """The amounts a cell tells, or rests on, first the one it is there for."""
        if where.tells_values:
            return [self._total(where)]
        if Role.COUNTED not in sets:
            return [sets[Role.BASE]]
        both = where.cell.kind is Quantity.SHARE
        return [sets[Role.COUNTED], sets[Role.BASE]] if both else [sets[Role.COUNTED]]

    def result(self) -> Amounts:
        """All of them."""
        # The middle of an interval is its mean: an interval may be shown only with it.
        for (series, spot), cells in self._intervals.items():
            if spot in self._series.get(series, {}):
                self._resting[self._series[series][spot]] |= cells
        every = tuple(
            Amount(*content, *(frozenset(of[number]) for of in (self._cells, self._own, self._resting)))
            for number, content in enumerate(self._values)
        )
        return Amounts(every, dict(self._series), frozenset(self._parts), self._means)

    def _set(self, where: _Where, role: Role, units: Units) -> int:
        key = (*self._same.of(where.measure(role), where.coordinates), units)
        return self._amount(key, where, role, (float(units.size), True))

    def _total(self, where: _Where) -> int:
        value = float(where.cell.value)
        total = value * where.support.n if where.cell.kind is Quantity.MEAN else value
        key = (where.measure(Role.TOTAL), where.coordinates, total)
        return self._amount(key, where, Role.TOTAL, (total, where.cell.kind is Quantity.COUNT))

    def _amount(self, key: Hashable, where: _Where, role: Role, content: tuple[float, bool]) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self._values)
            self._values.append(content)
        self._series[where.measure(role)].setdefault(where.spot, self._numbers[key])
        return self._numbers[key]

"""Which amounts of a release add up to others: what a reader could subtract.

Every sum is written as terms with coefficients that come to zero. Where not all parts are given, what is
left over is an amount of its own that no cell tells (a remainder, a complement).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

from evaluering.disclosure.amounts import Amounts, Place, Role, Spot
from evaluering.disclosure.same_sets import Measure

_NEAR = 1e-6
"""Sums of values are equal within this part of the largest."""
Terms = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Untold:
    """An amount that no cell of the release tells.

    It follows from others, is ``out`` (earlier releases told it), or a ``change`` since then, which may be
    below 0; ``units`` says by how many units a sum of values changed. ``width`` is how uncertain it must stay
    where its size does not say. ``pooled``: it holds what is told of no place by itself, and is
    sensitive where it is 0 too.
    """

    value: float
    whole: bool
    out: bool = False
    change: bool = False
    pooled: bool = False
    units: float = 0.0
    width: float | None = None


@dataclass(frozen=True)
class Change:
    """What an amount is more than an earlier release told, and how many units joined or left, if it told."""

    by: float
    units: float


@dataclass(frozen=True)
class Kept:
    """Amounts as an earlier release hid them (``then``): hiding all of ``now`` keeps them as they were.

    ``changes`` are what the amounts of now are more.
    """

    then: frozenset[int]
    changes: frozenset[int]
    now: frozenset[int]


@dataclass(frozen=True)
class Sums:
    """Relations between amounts; ``untold`` are numbered after the told ones.

    ``changes`` are those of told amounts since each earlier release that told them, ``kept`` what those hid.
    """

    relations: tuple[Terms, ...]
    untold: tuple[Untold, ...]
    changes: Mapping[int, tuple[Change, ...]] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class Places:
    """Which parts of the study lie within which: ``within`` of a part are the parts it is made of.

    Parts are named as in a finding's variant: ``(("network", "network-01"),)``; empty: all of the study.
    Each list holds parts of one kind that together cover the whole.
    """

    within: Mapping[Place, Sequence[Sequence[Place]]] = field(default_factory=dict)


def sums_of(
    amounts: Amounts, places: Places, pooled: frozenset[Place] = frozenset(), *, is_insider: bool = False
) -> Sums:
    """Every sum a reader could use: over a dimension, over places, and of a part with its complement.

    ``pooled`` are places of which ``amounts`` hold nothing, since nothing of them is shown: together they are
    what is left over of the places around them, though it be nothing.

    - Of each series and place: the amount without a dimension against those with it (a total and its
      categories, a year and its quarters); those counted in the categories of one base also against it.
    - Of each series at the same coordinates: a place against the places within it.
    - A base against those counted and the others.

    Parts that come to more than the whole overlap, and give no sum. Parts that come to less leave a
    remainder. That is the cautious reading: where parts overlap, a reader knows less.

    To an insider, who sees the own part of a place and not that of others, the others always leave a
    remainder, which may be nothing: a whole that comes to the own part is not known to be all of it.

    - A sum of values against its units: a mean lies on its scale. The scale is taken to end at the whole
      points around the means there are; a reader who knows a longer one knows less.
    """
    found = _Sums(amounts)
    for base, counted, others in sorted(amounts.parts):
        found.add(base, [counted, others])
    for series, spots in amounts.series.items():
        for whole, parts in _over_dimensions(series, spots, amounts):
            found.add(whole, parts)
        for whole, parts, lacking in _over_places(spots, places):
            has_pool = not pooled.isdisjoint(lacking)
            found.add(whole, parts, is_open=is_insider and bool(lacking), pooled=has_pool)
        if series.role is Role.TOTAL:
            found.add_scale(sorted(set(spots.values()) & amounts.means.keys()))
    return Sums(tuple(found.relations), tuple(found.untold))


def _over_dimensions(
    series: Measure, spots: Mapping[Spot, int], amounts: Amounts
) -> Iterator[tuple[int, list[int]]]:
    by_dimension: defaultdict[Spot, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for spot, number in spots.items():
        for pair in spot.at:
            rest = tuple(other for other in spot.at if other != pair)
            by_dimension[Spot(spot.place, rest)][pair[0]].append(number)
    for spot, groups in by_dimension.items():
        for parts in groups.values():
            wholes = {spots[spot]} if spot in spots else set()
            if series.role is Role.COUNTED:
                wholes |= _common_bases(parts, amounts)
            yield from ((whole, parts) for whole in sorted(wholes))


def _common_bases(parts: Sequence[int], amounts: Amounts) -> set[int]:
    """The bases that all parts are counted in: categories of one base add up to it."""
    bases = [amounts.bases.get(part, frozenset()) for part in parts]
    return set(frozenset.intersection(*bases)) if bases else set()


def _over_places(
    spots: Mapping[Spot, int], places: Places
) -> Iterator[tuple[int, list[int], frozenset[Place]]]:
    """Each place with the parts of it that there are, and those that are lacking."""
    for spot, number in spots.items():
        for kind in places.within.get(spot.place, ()):
            found = {one: spots.get(Spot(one, spot.at)) for one in kind}
            parts = [part for part in found.values() if part is not None]
            if parts:
                yield number, parts, frozenset(one for one, part in found.items() if part is None)


class _Sums:
    """Relations gathered one by one; the same one is kept once."""

    def __init__(self, amounts: Amounts) -> None:
        self._told, self._means = amounts.every, amounts.means
        self._known: set[Terms] = set()
        self.relations: list[Terms] = []
        self.untold: list[Untold] = []

    def add(self, whole: int, parts: Iterable[int], *, is_open: bool = False, pooled: bool = False) -> None:
        """``whole`` is made of ``parts``, and of what is left over.

        ``is_open``: even if that is nothing. ``pooled``: it is what pooled places have, though it be nothing.
        """
        inner = sorted(set(parts) - {whole})
        if not inner:
            return
        value, given = self._told[whole].value, [self._told[part] for part in inner]
        left = value - sum(part.value for part in given)
        near = _NEAR * max(1.0, abs(value))
        if self._told[whole].whole and left < -near:
            return
        terms = [(whole, -1), *((part, 1) for part in inner)]
        if abs(left) > near or is_open or pooled:
            rest = left if abs(left) > near or not pooled else 0.0
            terms.append((self._new(rest, whole=self._told[whole].whole, pooled=pooled), 1))
        self._keep(tuple(sorted(terms)))

    def add_scale(self, totals: Sequence[int]) -> None:
        """Each sum lies between its units times the lowest and the highest point of the scale."""
        units = {total: self._means[total] for total in totals if self._told[self._means[total]].value > 0}
        means = [self._told[total].value / self._told[base].value for total, base in units.items()]
        if not means:
            return
        lowest, highest = floor(min(means)), max(ceil(max(means)), floor(min(means)) + 1)
        for total, base in units.items():
            self._between(total, base, highest, 1)
            if lowest:
                self._between(total, base, lowest, -1)

    def _between(self, total: int, base: int, point: int, sign: int) -> None:
        """``sign * (point * base - total)`` is an amount of its own, and so no less than 0."""
        slack = max(0.0, sign * (point * self._told[base].value - self._told[total].value))
        number = self._new(slack, whole=False)
        self._keep(((base, sign * point), (total, -sign), (number, -1)))

    def _new(self, value: float, *, whole: bool, pooled: bool = False) -> int:
        self.untold.append(Untold(value, whole, pooled=pooled))
        return len(self._told) + len(self.untold) - 1

    def _keep(self, terms: Terms) -> None:
        if terms not in self._known:
            self._known.add(terms)
            self.relations.append(terms)

"""Which numbers of a release add up: over categories, over parts of the study, and shares of bases.

A cell whose place lacks a dimension is taken for the sum of those that have it, and a part of the study
for the sum of the parts it is made of, unless published numbers of the release contradict that. Of parts
without a page of their own nothing is told, but they are in the sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil, floor, inf

from evaluering.attack.known import Known
from evaluering.attack.linear import Atom, Relation, Weights
from evaluering.attack.public_facts import EVERYWHERE
from evaluering.attack.told_series import Measures, Name, Place, Series, places_by_parent

_PERCENT = 2
"""Decimals of a share in whole percent."""
Parts = tuple[Place, list[Place]]
Unknown = tuple[Name, Place]


@dataclass
class System:
    """The unknowns of a finding, the relations between them, and small sums of parts without a page.

    ``left_over``: what such parts come to together, where the whole and the told parts leave few for
    them; by the measure and the place of the whole.
    """

    numbers: dict[Unknown, int] = field(default_factory=dict)
    atoms: list[Atom] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    left_over: list[tuple[Name, Place, Weights]] = field(default_factory=list)


def system_of(measures: Measures, known: Known, few: float) -> System:
    """All that the numbers of a finding say of each other, on all pages; less than ``few`` is few."""
    return _Builder(measures, known, few).built()


class _Builder:
    """The system of one finding, number by number."""

    def __init__(self, measures: Measures, known: Known, few: float) -> None:
        self._measures, self._known, self._facts, self._few = measures, known, known.facts, few
        self._system = System()

    def built(self) -> System:
        """The system: sums of every series, then shares and the counts they tell of."""
        for name, series in sorted(self._measures.summed.items()):
            for split in self._splits(series):
                for whole, parts in split:
                    self._add_sum(name, whole, parts)
        for (table, measure), shares in sorted(self._measures.shares.items()):
            self._add_shares((table, f"{measure}_count"), (table, f"{measure}_n"), shares)
        return self._system

    def _splits(self, series: Series) -> Iterator[list[Parts]]:
        """Sums of one kind, as far as published numbers let them be sums."""
        splits = {**_of_dimensions(series, self._facts.kinds), **self._of_places(series)}
        yield from (
            split for _, split in sorted(splits.items()) if all(_may_add_up(series, *one) for one in split)
        )

    def _of_places(self, series: Series) -> dict[tuple[frozenset[str], str], list[Parts]]:
        """Each part of the study with the parts it is made of, those without a number included."""
        found: dict[tuple[frozenset[str], str], list[Parts]] = {}
        kinds, told = self._facts.kinds, set(series.seats)
        for place in sorted(told, key=sorted):
            about = [pair for pair in sorted(place) if pair[0] in kinds]
            whole = "+".join(f"{kind}={name}" for kind, name in about) or EVERYWHERE
            for kind, parts in self._facts.made_of(whole, series.protects):
                rest = place - set(about)
                inner = [rest | {(kind, part.partition("=")[2])} for part in parts]
                if told & set(inner):
                    key = (frozenset(name for name, _ in place), kind)
                    found.setdefault(key, []).append((place, inner))
        return found

    def _add_sum(self, name: Name, whole: Place, parts: Sequence[Place]) -> None:
        series = self._measures.summed[name]
        signed = [*((part, 1.0) for part in parts), (whole, -1.0)]
        open_ = [(place, sign) for place, sign in signed if _value(series, place) is None]
        shown = [(place, sign) for place, sign in signed if _value(series, place) is not None]
        left = -sum(sign * (_value(series, place) or 0.0) for place, sign in shown)
        half = len(shown) * (self._known.rounding_base - 1) / 2
        weights = tuple((self._atom(name, place), sign) for place, sign in open_)
        if weights:
            self._system.relations.append(Relation(weights, left - half, left + half))
        untold = tuple((self._atom(name, place), 1.0) for place in parts if place not in series.seats)
        if untold and _value(series, whole) is not None and left + half < self._few:
            self._system.left_over.append((name, whole, untold))

    def _atom(self, name: Name, place: Place) -> int:
        if (name, place) not in self._system.numbers:
            series = self._measures.summed[name]
            is_count = series.unit == "count"
            most = self._facts.most(place, series.protects) if is_count else inf
            self._system.numbers[name, place] = len(self._system.atoms)
            self._system.atoms.append(Atom(0.0, most, is_whole=is_count))
        return self._system.numbers[name, place]

    def _add_shares(self, count: Name, base: Name, shares: Series) -> None:
        """Where a count or its base is not told: the share tells one of the other."""
        of, n = self._measures.series(count), self._measures.series(base)
        if of is None or n is None:
            return
        counts, bases = self._measures.summed[of], self._measures.summed[n]
        for place in sorted(set(counts.seats) & set(bases.seats), key=sorted):
            share = shares.seats[place].value if place in shares.seats else None
            ends = (0.0, 1.0) if share is None else _rounded_from(share)
            self._between((of, place), (n, place), ends)

    def _between(self, count: Unknown, base: Unknown, ends: tuple[float, float]) -> None:
        """``count`` is between these parts of ``base``, at least one of which is not told."""
        values = [_value(self._measures.summed[name], place) for name, place in (count, base)]
        for end, is_low in zip(ends, (True, False), strict=True):
            terms = [(count, 1.0, values[0]), (base, -end, values[1])]
            weights = tuple((self._atom(*one), sign) for one, sign, value in terms if value is None and sign)
            left = -sum(sign * value for _, sign, value in terms if value is not None)
            # A bound that is whole but for the last bit belongs to the interval.
            tight = ceil(left - 1e-6) if is_low else floor(left + 1e-6)
            left = tight if values[1] is not None else left
            if weights:
                self._system.relations.append(
                    Relation(weights, left if is_low else -inf, inf if is_low else left)
                )


def _value(series: Series, place: Place) -> float | None:
    return series.seats[place].value if place in series.seats else None


def _rounded_from(share: float) -> tuple[float, float]:
    decimals = max(_PERCENT, -int(Decimal(repr(share)).normalize().as_tuple().exponent))
    half = 0.5 * 10.0**-decimals
    return max(0.0, share - half), min(1.0, share + half)


def _of_dimensions(series: Series, kinds: frozenset[str]) -> Mapping[tuple[frozenset[str], str], list[Parts]]:
    """Each place with the places it is the sum of, dimension by dimension; parts of the study apart."""
    found: dict[tuple[frozenset[str], str], list[Parts]] = {}
    for (whole, dimension), parts in places_by_parent(series.seats).items():
        if whole in series.seats and len(parts) > 1 and dimension not in kinds:
            found.setdefault((frozenset(name for name, _ in whole), dimension), []).append((whole, parts))
    return found


def _may_add_up(series: Series, whole: Place, parts: Sequence[Place]) -> bool:
    return may_add_up(_value(series, whole), [_value(series, part) for part in parts])


def may_add_up(whole: float | None, parts: Sequence[float | None]) -> bool:
    """Whether published numbers (None: not told) let the parts be all there is of the whole."""
    seen = sum(one for one in parts if one is not None)
    if whole is None:
        return True
    return seen <= whole if None in parts else abs(seen - whole) < len(parts)

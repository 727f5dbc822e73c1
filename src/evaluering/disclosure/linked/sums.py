"""Which relations labelled cells stand in: a parent is the sum of its children, in every dimension."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from evaluering.disclosure.linked.cells import TOLERANCE, FloatArray, IntArray
from evaluering.errors import OwnFault


@dataclass(frozen=True)
class Sum:
    """A node that is the sum of others: a network of municipalities, a year of quarters.

    ``of`` are all its children. A node may be several sums (networks and counties of one country).
    """

    whole: str
    of: tuple[str, ...]


@dataclass(frozen=True)
class Summed:
    """The relations of labelled cells, and the remainders they imply.

    ``values`` are those given followed by those of the remainders: what a given sum holds beyond
    its given children. Nobody is shown a remainder, but everybody can work with it. ``at`` is the
    node number of every cell per dimension; a remainder has a node of its own. ``remainders``
    are (sum, dimension) by position of the sum among the given cells.
    """

    relations: sparse.csr_array
    values: FloatArray
    at: IntArray
    remainders: tuple[tuple[int, int], ...]


def summed(
    places: Sequence[tuple[str, ...]], values: FloatArray, dimensions: Sequence[Sequence[Sum]]
) -> Summed:
    """The relations between cells at ``places`` (a node per dimension each) with ``values`` (n,).

    A relation is stated where the sum and all its children are given; where the sum and only some
    of them are, the rest is a remainder. Raises ``ValueError`` when two cells have one place, and
    ``OwnFault`` when a sum with all its children given is not their sum.
    """
    given = {place: position for position, place in enumerate(places)}
    if len(given) < len(places):
        raise ValueError("two cells have the same place")
    stated = [
        (position, dimension, parts, len(parts) < len(one.of))
        for dimension, sums in enumerate(dimensions)
        for one in sums
        for place, position in given.items()
        if place[dimension] == one.whole and (parts := _parts(given, place, dimension, one.of))
    ]
    return _summed(places, np.asarray(values, dtype=np.float64), stated)


_Stated = tuple[int, int, list[int], bool]
"""The sum's position, the dimension, its given children, whether some are not given."""


def _parts(
    given: dict[tuple[str, ...], int], place: tuple[str, ...], dimension: int, children: tuple[str, ...]
) -> list[int]:
    siblings = ((*place[:dimension], child, *place[dimension + 1 :]) for child in children)
    return [given[sibling] for sibling in siblings if sibling in given]


def _summed(places: Sequence[tuple[str, ...]], values: FloatArray, stated: Sequence[_Stated]) -> Summed:
    entries: list[tuple[int, int, float]] = []
    for relation, (whole, _, parts, _) in enumerate(stated):
        entries += [(relation, part, 1.0) for part in parts] + [(relation, whole, -1.0)]
    open_ = [relation for relation, one in enumerate(stated) if one[3]]
    rest = _rest(len(stated), entries, values)
    near = TOLERANCE * max(1.0, float(np.abs(values).max(initial=0)))
    if bool((np.abs(np.delete(rest, open_)) > near).any()):
        raise _no_sum()
    entries += [(relation, len(values) + i, 1.0) for i, relation in enumerate(open_)]
    relations = _rows(len(stated), len(values) + len(open_), entries)
    remainders = tuple((stated[relation][0], stated[relation][1]) for relation in open_)
    return Summed(relations, np.concatenate([values, rest[open_]]), _at(places, remainders), remainders)


def _rows(relations: int, cells: int, entries: Sequence[tuple[int, int, float]]) -> sparse.csr_array:
    of, cell, factor = (np.array([entry[i] for entry in entries]) for i in range(3))
    where = (of.astype(np.int64), cell.astype(np.int64))
    return sparse.csr_array((factor.astype(np.float64), where), shape=(relations, cells))


def _rest(relations: int, entries: Sequence[tuple[int, int, float]], values: FloatArray) -> FloatArray:
    """Per relation, what the sum holds beyond its given children."""
    return np.asarray(-(_rows(relations, len(values), entries) @ values), dtype=np.float64)


def _at(places: Sequence[tuple[str, ...]], remainders: Sequence[tuple[int, int]]) -> IntArray:
    names = [sorted({place[d] for place in places}) for d in range(len(places[0]) if places else 0)]
    number = [{name: i for i, name in enumerate(listed)} for listed in names]
    given = [[number[d][node] for d, node in enumerate(place)] for place in places]
    # A remainder stands beside the children of its sum, at a node of its own per kind of sum.
    kinds = sorted({(d, places[whole][d]) for whole, d in remainders})
    beyond = {kind: len(names[kind[0]]) + i for i, kind in enumerate(kinds)}
    for whole, d in remainders:
        row = list(given[whole])
        row[d] = beyond[d, places[whole][d]]
        given.append(row)
    return np.array(given, dtype=np.int64).reshape(len(given), len(names))


def _no_sum() -> OwnFault:
    return OwnFault(
        "disclosure control",
        expected="sums that equal what they are the sum of",
        found="a sum with all its parts given that differs from them",
        next_step="report this, with the plan of the release",
    )

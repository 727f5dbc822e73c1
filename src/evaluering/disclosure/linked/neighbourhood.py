"""Which cells to move together: a few nodes of every dimension around a cell, all combined.

A neighbourhood by steps over relations is lopsided: it takes many siblings of one dimension and none
of another, and nothing can move in it. In a product of a few nodes per dimension, whose relations
close among themselves, much can.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse

from evaluering.disclosure.linked.cells import BoolArray, IntArray
from evaluering.disclosure.linked.system import System

OPENING, SUM, NEARNESS = 0.5, 0.3, 0.01
"""What a node that opens a relation loses, what a sum does, and what sharing a relation gains."""

NEVER = np.iinfo(np.int64).max
"""The turn of a node that was not taken."""

FIRST_TURNS = 8
"""So many turns are taken before they are counted."""

STEP = 8
"""A side of a neighbourhood grows by one node, and one more for so many that it has."""


@dataclass(frozen=True)
class Neighbourhoods:
    """Finds cells around a cell."""

    system: System
    _sides: dict[tuple[int, int], "_Grown"] = field(default_factory=dict)

    def around(self, cell: int, among: BoolArray, size: int) -> IntArray:
        """About ``size`` of the cells ``among``, around and with ``cell``, in order."""
        if int(among.sum()) <= size:
            return self._of_component(cell, among)
        at = self.system.cells.at
        if at is None or bool((at[cell] < 0).any()):
            return self._stepwise(cell, among, size)
        return self._product(at, cell, among, size)

    def _of_component(self, cell: int, among: BoolArray) -> IntArray:
        chosen = among.copy()
        chosen[cell] = True
        return np.flatnonzero(chosen)

    def _product(self, at: IntArray, cell: int, among: BoolArray, size: int) -> IntArray:
        sides = [self._side(d, int(node)) for d, node in enumerate(at[cell])]
        turns = FIRST_TURNS
        # The sides grow in turn, by ever more; a side that has taken all its nodes stands still.
        while True:
            grew = [side.grow_to(turns) for side in sides]
            turn = np.max([np.append(side.turn, NEVER)[at[:, d]] for d, side in enumerate(sides)], axis=0)
            reached = np.cumsum(np.bincount(turn[among & (turn <= turns)], minlength=turns + 1))
            if reached[-1] >= size or not any(grew):
                break
            turns *= 2
        inside = turn <= np.searchsorted(reached, size)
        return np.flatnonzero((self._with_unplaced(at, inside, among) & among) | _only(among, cell))

    def _side(self, dimension: int, start: int) -> "_Grown":
        """The nodes of one dimension around one, as far as they were asked for."""
        if (dimension, start) not in self._sides:
            self._sides[dimension, start] = _Grown(self._nodes[dimension], start)
        return self._sides[dimension, start]

    def _with_unplaced(self, at: IntArray, inside: BoolArray, among: BoolArray) -> BoolArray:
        unplaced = (at < 0).any(axis=1) & among
        if not bool(unplaced.any()):
            return inside
        touched = abs(self.system.rows) @ (inside & among).astype(np.float64) > 0
        return np.asarray(inside | (unplaced & (abs(self.system.rows).T @ touched.astype(np.float64) > 0)))

    def _stepwise(self, cell: int, among: BoolArray, size: int) -> IntArray:
        inside = _only(among, cell)
        rows = abs(self.system.rows)
        while int(inside.sum()) < size:
            touched = (rows @ inside.astype(np.float64) > 0).astype(np.float64)
            wider = ((rows.T @ touched > 0) & among) | inside
            if int(wider.sum()) == int(inside.sum()):
                break
            inside = wider
        return np.flatnonzero(inside)

    @cached_property
    def _nodes(self) -> list[sparse.csr_array]:
        """Per dimension, the relations between its nodes, with the sign of each node."""
        at = self.system.cells.at
        return [] if at is None else [_between_nodes(self.system.rows, at, d) for d in range(at.shape[1])]


class _Grown:
    """The nodes of one dimension taken so far."""

    def __init__(self, relations: sparse.csr_array, start: int) -> None:
        self.by_relation = abs(relations)
        self.by_node = self.by_relation.tocsc()
        self.sums = (relations < 0).sum(axis=0) > 0
        self.inside = np.zeros(relations.shape[1], dtype=bool)
        self.count = np.zeros(relations.shape[0])
        self.turns, self.turn = 0, np.full(relations.shape[1], NEVER)
        self._take(start)

    def grow_to(self, turns: int) -> bool:
        """Take more nodes in each turn up to ``turns``, as long as there are any; whether there were."""
        grew = True
        while grew and self.turns < turns:
            grew = sum(self._grow() for _ in range(1 + int(self.inside.sum()) // STEP)) > 0
            self.turns += 1
            self.turn[self.with_sums() & (self.turn == NEVER)] = self.turns
        return grew

    def with_sums(self) -> BoolArray:
        """The nodes taken, and the sums that they are part of."""
        touched = (self.count > 0).astype(np.float64)
        return np.asarray(self.inside | (self.sums & (self.by_relation.T @ touched > 0)))

    def _grow(self) -> bool:
        """Take the node that closes most relations of which only one node is taken, and opens fewest."""
        left = ~self.inside & (np.diff(self.by_node.indptr) > 0)
        if not bool(left.any()):
            return False
        lone, unopened = self.count == 1, self.count == 0
        gain = self.by_relation.T @ (lone - OPENING * unopened + NEARNESS * ~unopened) - SUM * self.sums
        self._take(int(np.argmax(np.where(left, gain, -np.inf))))
        return True

    def _take(self, node: int) -> None:
        self.inside[node] = True
        start, stop = self.by_node.indptr[node : node + 2]
        self.count[self.by_node.indices[start:stop]] += 1


def _only(cells: BoolArray, cell: int) -> BoolArray:
    only = np.zeros(len(cells), dtype=bool)
    only[cell] = True
    return only


def _between_nodes(rows: sparse.csr_array, at: IntArray, dimension: int) -> sparse.csr_array:
    """The distinct relations whose cells differ in one dimension only, over its nodes."""
    relation = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    places = at[rows.indices]
    others = np.delete(places, dimension, axis=1)
    first = others[np.minimum(rows.indptr[:-1], len(others) - 1)][relation]
    same = (others == first).all(axis=1) & (places >= 0).all(axis=1)
    along = np.ones(rows.shape[0], dtype=bool)
    along[relation[~same]] = False
    distinct: dict[tuple[tuple[int, float], ...], None] = {}
    for row in np.flatnonzero(along & (np.diff(rows.indptr) > 1)):
        part = slice(rows.indptr[row], rows.indptr[row + 1])
        nodes, factors = at[rows.indices[part], dimension], rows.data[part]
        distinct.setdefault(tuple(sorted(zip(nodes.tolist(), factors.tolist(), strict=True))))
    listed = sorted(distinct)
    entries = [(i, node, factor) for i, nodes in enumerate(listed) for node, factor in nodes]
    shape = (len(listed), int(at[:, dimension].max(initial=0)) + 1)
    where = ([entry[0] for entry in entries], [entry[1] for entry in entries])
    return sparse.csr_array(([entry[2] for entry in entries], where), shape=shape, dtype=np.float64)

"""Moves: other tables that agree with everything shown, as changes from the true one.

A move that keeps every relation and bound, and moves whole cells by whole numbers, is a table the
public cannot rule out. The largest rise and fall of a cell over the moves found is a width that an
attacker cannot get below, whatever else he is able to compute. In large systems moves may be broken
numbers: then it is a width he cannot get below by linear programmes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from evaluering.disclosure.linked.cells import BoolArray, FloatArray, IntArray
from evaluering.disclosure.linked.system import STILL, System, linked


@dataclass(frozen=True)
class Move:
    """By how much which cells change, all others held."""

    cells: IntArray
    by: FloatArray


@dataclass
class Proofs:
    """The moves found so far, and how far each cell rises and falls in them."""

    system: System
    moves: list[Move] = field(default_factory=list)
    up: FloatArray = field(init=False)
    down: FloatArray = field(init=False)
    moved: BoolArray = field(init=False)

    def __post_init__(self) -> None:
        """Begin without moves."""
        size = self.system.cells.size
        self.up, self.down, self.moved = np.zeros(size), np.zeros(size), np.zeros(size, dtype=bool)

    def add(self, moves: Iterable[Move]) -> None:
        """Keep the moves by which a cell that lacks width gains some."""
        for move in moves:
            up, down = self.up[move.cells], self.down[move.cells]
            lacking = self.lacks(move.cells)
            if bool((lacking & ((move.by > up + STILL) | (-move.by > down + STILL))).any()):
                self._take(move)

    def lacks(self, cells: IntArray | int) -> BoolArray:
        """Which of ``cells`` are not yet known to be as wide as they must be once hidden."""
        return np.asarray(self.up[cells] + self.down[cells] < self.system.demand[cells] - STILL)

    def lacking(self, asked: BoolArray) -> IntArray:
        """The cells ``asked`` for that are not yet known to be wide enough."""
        positions = np.flatnonzero(asked)
        return positions[self.lacks(positions)]

    def used(self, hidden: BoolArray) -> BoolArray:
        """Of the cells ``hidden`` those that must be, or that move: showing the others changes no move."""
        return hidden & (self.system.always | self.moved)

    def keeping(self, moves: Iterable[Move]) -> "Proofs":
        """Proofs made of ``moves`` alone."""
        proofs = Proofs(self.system)
        for move in moves:
            proofs._take(move)
        return proofs

    def _take(self, move: Move) -> None:
        self.moves.append(move)
        self.moved[move.cells] = True
        for furthest, by in ((self.up, move.by), (self.down, -move.by)):
            furthest[move.cells] = np.maximum(furthest[move.cells], self.system.counted(move.cells, by))


def parts_of(system: System, cells: IntArray, relations: sparse.csc_array, by: FloatArray) -> list[Move]:
    """The independent moves that a change of ``cells``, related by ``relations``, consists of.

    In a system small enough to be moved by whole steps, parts that move a whole cell by a broken
    number are left out: they may be no table at all.
    """
    moved = np.flatnonzero(np.abs(by) > STILL)
    cells, by = cells[moved], by[moved]
    if not len(cells) or not system.stepwise:
        return [Move(cells, by)] if len(cells) else []
    count, label = linked(relations, moved)
    steps = np.where(system.cells.whole[cells], np.round(by), by)
    broken = np.zeros(count, dtype=bool)
    broken[label[np.abs(steps - by) > STILL]] = True
    if bool(broken.any()):
        cells, steps, label = (array[~broken[label]] for array in (cells, steps, label))
    order = np.argsort(label, kind="stable")
    at = np.flatnonzero(np.diff(label[order])) + 1
    return [Move(cells[some], steps[some]) for some in np.split(order, at) if len(some)]

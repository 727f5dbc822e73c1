"""Linear and whole-number programmes over a few cells, everything else held."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from evaluering.disclosure.linked.cells import BoolArray, FloatArray, IntArray
from evaluering.disclosure.linked.moves import Move, parts_of
from evaluering.disclosure.linked.solver import Programme
from evaluering.disclosure.linked.system import STILL, System

FREE = 1e-4
"""What moving a hidden cell by one costs: little, so that paths are short."""


@dataclass(frozen=True)
class Region:
    """The cells that may move, and the relations among them."""

    system: System
    cells: IntArray
    relations: sparse.csc_array
    down: FloatArray
    up: FloatArray

    def at(self, cell: int) -> int:
        """The position of a cell in the region."""
        return int(np.flatnonzero(self.cells == cell)[0])

    def pushed(self, weights: FloatArray, held: BoolArray | None = None) -> list[Move]:
        """The moves of a table with the largest weighted sum of changes, cells ``held`` not changing."""
        down, up = self.down, self.up
        if held is not None:
            down, up = np.where(held, 0.0, down), np.where(held, 0.0, up)
        programme = self._steps if self.system.stepwise else self._interior
        found = programme.least(-weights, -down, up)
        return [] if found is None else self._moves(found)

    def furthest(self, weights: FloatArray, by: FloatArray) -> FloatArray | None:
        """The changes with the largest weighted sum, cells that weigh anything changing by ``by`` at most.

        Where several weigh, they are those of an interior solution.
        """
        weighed = weights != 0
        down, up = (np.where(weighed, np.minimum(room, by), room) for room in (self.down, self.up))
        programme = self._steps if np.count_nonzero(weights) <= 1 else self._interior
        found = programme.least(-weights, -down, up)
        return found if found is not None and self._kept(found) else None

    def cheapest(self, cell: int, by: float, price: FloatArray) -> list[Move]:
        """The moves of the table in which ``cell`` changes by ``by`` at the least price of changes.

        Where whole steps are asked for, broken ones are tried again as a whole-number programme. Empty
        when there is none.
        """
        position, n = self.at(cell), len(self.cells)
        low, high = np.zeros(2 * n), np.concatenate([self.up, self.down])
        rises, falls = (position, position + n) if by > 0 else (position + n, position)
        if high[rises] < abs(by) - 1e-9:
            return []
        low[rises], high[rises], high[falls] = abs(by), abs(by), 0.0
        found = self._rises_and_falls.least(np.tile(price, 2), low, high)
        moves = self._with(cell, found)
        if found is not None and not moves and self.system.stepwise:
            whole = np.tile(self.system.cells.whole[self.cells], 2)
            moves = self._with(cell, self._rises_and_falls.in_whole_steps(whole))
        return moves

    def _with(self, cell: int, found: FloatArray | None) -> list[Move]:
        """The moves of ``cell`` among rises and falls."""
        if found is None:
            return []
        n = len(self.cells)
        return [move for move in self._moves(found[:n] - found[n:]) if cell in move.cells]

    def _moves(self, by: FloatArray) -> list[Move]:
        return parts_of(self.system, self.cells, self.relations, by) if self._kept(by) else []

    def _kept(self, by: FloatArray) -> bool:
        """Whether changes keep every relation and every bound (up to rounding)."""
        near = STILL * max(1.0, float(np.abs(by).max(initial=0)))
        within = (by <= self.up + near) & (-by <= self.down + near)
        return bool(within.all()) and bool((np.abs(self.relations @ by) <= near).all())

    @cached_property
    def _steps(self) -> Programme:
        return Programme(self.relations, -self.down, self.up)

    @cached_property
    def _interior(self) -> Programme:
        return Programme(self.relations, -self.down, self.up, interior=True)

    @cached_property
    def _rises_and_falls(self) -> Programme:
        both = sparse.csc_array(sparse.hstack([self.relations, -self.relations]))
        return Programme(both, np.zeros(both.shape[1]), np.concatenate([self.up, self.down]))


def region(system: System, cells: IntArray, reach: float) -> Region:
    """The region of ``cells``, each moving within its bounds by at most ``reach``."""
    down, up = (np.minimum(room[cells], reach) for room in (system.room_down, system.room_up))
    return Region(system, cells, system.part(cells), down, up)

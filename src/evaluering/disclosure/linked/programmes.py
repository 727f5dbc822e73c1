"""Linear and whole-number programmes over a few cells, everything else held."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from evaluering.disclosure.linked.cells import FloatArray, IntArray
from evaluering.disclosure.linked.moves import Move, holds, parts_of
from evaluering.disclosure.linked.system import System

NODES = 40
"""How many branches a whole-number programme may look into. Not a time limit: those differ by machine."""

FREE = 1e-4
"""What moving a hidden cell by one costs: little, so that paths are short."""


@dataclass(frozen=True)
class Region:
    """The cells that may move, and the relations among them."""

    system: System
    cells: IntArray
    relations: sparse.csr_array
    down: FloatArray
    up: FloatArray

    def at(self, cell: int) -> int:
        """The position of a cell in the region."""
        return int(np.flatnonzero(self.cells == cell)[0])

    def pushed(self, weights: FloatArray) -> list[Move]:
        """The moves of a table with the largest weighted sum of changes."""
        found = _solved(-weights, self.relations, (-self.down, self.up))
        return [] if found is None else self._moves(found)

    def furthest(self, weights: FloatArray, by: FloatArray) -> FloatArray | None:
        """The changes with the largest weighted sum, cells that weigh anything changing by ``by`` at most."""
        weighed = weights != 0
        down, up = (np.where(weighed, np.minimum(room, by), room) for room in (self.down, self.up))
        return _solved(-weights, self.relations, (-down, up))

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
        both = sparse.csr_array(sparse.hstack([self.relations, -self.relations]))
        steps = np.tile(self.system.cells.whole[self.cells], 2).astype(np.int64)
        for whole in (None, steps) if self.system.stepwise else (None,):
            found = _solved(np.tile(price, 2), both, (low, high), whole)
            if found is None:
                return []
            moves = [move for move in self._moves(found[:n] - found[n:]) if cell in move.cells]
            if moves:
                return moves
        return []

    def _moves(self, by: FloatArray) -> list[Move]:
        moves = parts_of(self.system, self.cells, by)
        return [move for move in moves if holds(self.system, move)]


def region(system: System, cells: IntArray, reach: float) -> Region:
    """The region of ``cells``, each moving within its bounds by at most ``reach``."""
    down, up = (np.minimum(room[cells], reach) for room in (system.room_down, system.room_up))
    return Region(system, cells, system.part(cells), down, up)


def _solved(
    price: FloatArray,
    relations: sparse.csr_array,
    bounds: tuple[FloatArray, FloatArray],
    whole: IntArray | None = None,
) -> FloatArray | None:
    kept = LinearConstraint(relations, 0.0, 0.0) if relations.shape[0] else None
    options = {} if whole is None else {"node_limit": NODES, "mip_rel_gap": 0.2}
    found = milp(price, integrality=whole, bounds=Bounds(*bounds), constraints=kept, options=options)
    return None if found.x is None else np.asarray(found.x, dtype=np.float64)

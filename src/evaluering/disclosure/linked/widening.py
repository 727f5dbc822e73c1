"""Proves that hidden cells are as wide as they must, and hides more where they are not."""

import numpy as np

from evaluering.disclosure.linked.cells import BoolArray, FloatArray, IntArray
from evaluering.disclosure.linked.moves import Proofs
from evaluering.disclosure.linked.neighbourhood import Neighbourhoods
from evaluering.disclosure.linked.programmes import FREE, Region, region
from evaluering.disclosure.linked.system import STILL, System

NEAR = 3_000
"""How many hidden cells are moved together to prove widths."""

PATHS = (1_500, 6_000)
"""How many cells a path is sought among, before it is sought among all."""

AFTER = 600
"""How many hidden cells are moved together after more were hidden for one of them."""

RISES = 0.6
"""The share of cells that are pushed up when many are pushed at once."""

WORTH = 0.01
"""A neighbourhood is pushed again while at least this share of its cells, and two, gain their width."""

PUSH = 50.0
"""What the cell in question weighs when many are pushed at once."""


class Widening:
    """The search for moves, and for further cells to hide."""

    def __init__(self, system: System, random: np.random.Generator) -> None:
        self.system, self.random = system, random
        self.near = Neighbourhoods(system)

    def prove(self, proofs: Proofs, hidden: BoolArray, cells: IntArray, size: int) -> None:
        """Look for moves of hidden cells by which ``cells`` get their width, in regions that cover them."""
        tried = np.zeros(self.system.cells.size, dtype=bool)
        for cell in cells:
            if not tried[cell] and proofs.lacks(cell):
                around = region(self.system, self.near.around(int(cell), hidden, size), self.system.reach)
                self._push_many(proofs, around)
                tried[around.cells] = True

    def proves_all(self, proofs: Proofs, hidden: BoolArray, cells: IntArray, around: Region) -> bool:
        """Whether each of ``cells`` gets its width by hidden cells around; ends at the first without."""
        for cell in cells:
            if proofs.lacks(cell):
                self._push(proofs, int(cell), around, ~hidden[around.cells])
                if proofs.lacks(cell):
                    return False
        return True

    def hide_more(self, proofs: Proofs, hidden: BoolArray, cell: int) -> BoolArray:
        """``hidden`` with the cheapest further cells by which ``cell`` gets its width, if there are any."""
        free = hidden | self.system.cells.may_hide
        every = ((size, self.system.reach) for size in PATHS)
        for size, far in (*every, (self.system.cells.size, np.inf)):
            if proofs.lacks(cell):
                around = region(self.system, self.near.around(cell, free, size), far)
                hidden = self._along_paths(proofs, hidden, cell, around)
        return hidden

    def push_around(self, proofs: Proofs, hidden: BoolArray, cell: int) -> None:
        """Look for moves of the hidden cells around one: what was hidden for it often lets others move."""
        near = self.near.around(cell, hidden, AFTER)
        self._push_many(proofs, region(self.system, near, self.system.reach))

    def _along_paths(self, proofs: Proofs, hidden: BoolArray, cell: int, around: Region) -> BoolArray:
        for sign in (1.0, -1.0):
            price = np.where(hidden[around.cells], FREE, self.system.cells.cost[around.cells])
            by = self._missing(proofs, cell, sign)
            if by > 0:
                moves = around.cheapest(cell, sign * by, price)
                proofs.add(moves)
                hidden = hidden.copy()
                for move in moves:
                    hidden[move.cells] = True
        return hidden

    def _missing(self, proofs: Proofs, cell: int, sign: float) -> float:
        """How far the cell must go in one direction to have its width, as far as its bounds let it."""
        done, room = (proofs.down, self.system.room_up) if sign > 0 else (proofs.up, self.system.room_down)
        return float(min(self.system.demand[cell] - done[cell], room[cell])) if proofs.lacks(cell) else 0.0

    def _push_many(self, proofs: Proofs, around: Region) -> None:
        """Push cells in random directions for as long as enough of them gain."""
        left, before = int(proofs.lacks(around.cells).sum()), np.inf
        worth = 2 + WORTH * len(around.cells)
        while 0 < left <= before - worth:
            before = left
            proofs.add(around.pushed(self._weights(proofs, around)))
            left = int(proofs.lacks(around.cells).sum())

    def _push(self, proofs: Proofs, cell: int, around: Region, held: BoolArray) -> None:
        """Push one cell up and down, and others along with it."""
        for sign in (PUSH, -PUSH):
            if proofs.lacks(cell):
                weights = self._weights(proofs, around)
                weights[around.at(cell)] = sign
                proofs.add(around.pushed(weights, held))

    def _weights(self, proofs: Proofs, around: Region) -> FloatArray:
        """Random directions for the cells that lack width; none down that fell as far as it can."""
        cells, n = around.cells, len(around.cells)
        fallen = proofs.down[cells] >= self.system.room_down[cells] - STILL
        signs = np.where((self.random.random(n) < RISES) | fallen, 1.0, -1.0)
        return np.where(proofs.lacks(cells), signs * self.random.uniform(0.2, 1.0, n), 0.0)

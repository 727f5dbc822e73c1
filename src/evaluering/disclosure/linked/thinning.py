"""Shows again what need not be hidden."""

import numpy as np

from evaluering.disclosure.linked.cells import BoolArray, IntArray
from evaluering.disclosure.linked.moves import Proofs
from evaluering.disclosure.linked.programmes import Region, region
from evaluering.disclosure.linked.system import System
from evaluering.disclosure.linked.widening import NEAR, Widening

FEW = 1_000
"""In larger systems hardly a cell can be shown again: every width rests on many others."""


def thinned(widening: Widening, proofs: Proofs, hidden: BoolArray) -> tuple[BoolArray, Proofs]:
    """``hidden`` less every secondary cell without which protected cells are still wide enough.

    Dearest first. A cell is shown when moves without it prove the same, old ones or newly found.
    """
    if widening.system.cells.size > FEW:
        return hidden, proofs
    thinning = _Thinning(widening, proofs, hidden)
    left = _dearest(widening.system, hidden)
    while len(left):
        left = thinning.show_around(left)
    return thinning.hidden, thinning.proofs


class _Thinning:
    """The pattern so far, and what proves it."""

    def __init__(self, widening: Widening, proofs: Proofs, hidden: BoolArray) -> None:
        self.widening, self.proofs, self.hidden = widening, proofs, hidden
        self.system = widening.system

    def show_around(self, cells: IntArray) -> IntArray:
        """Try the first of ``cells`` and those near it; the ones left to be tried."""
        near = self.widening.near.around(int(cells[0]), self.hidden, NEAR)
        around = region(self.system, near, self.system.reach)
        inside = np.isin(cells, near)
        for cell in cells[inside]:
            if self.hidden[cell]:
                self._show(int(cell), around)
        return cells[~inside]

    def _show(self, cell: int, around: Region) -> None:
        """Show ``cell``, if that can be."""
        tried = self.hidden.copy()
        tried[cell] = False
        if self._tells(cell, tried):
            return
        without = self.proofs.keeping([move for move in self.proofs.moves if cell not in move.cells])
        protected = self.system.cells.protected
        lost = np.setdiff1d(without.lacking(protected), self.proofs.lacking(protected))
        if self.widening.proves_all(without, tried, lost, around):
            self.hidden, self.proofs = without.used(tried), without

    def _tells(self, cell: int, hidden: BoolArray) -> bool:
        """Whether a relation of ``cell`` is left with a single hidden cell, and that is protected."""
        rows, columns = self.system.rows, self.system.columns
        for relation in columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]]:
            others = rows.indices[rows.indptr[relation] : rows.indptr[relation + 1]]
            left = others[hidden[others]]
            if len(left) == 1 and self.system.cells.protected[left[0]]:
                return True
        return False


def _dearest(system: System, hidden: BoolArray) -> IntArray:
    secondary = np.flatnonzero(hidden & ~system.always)
    return secondary[np.argsort(-system.cells.cost[secondary], kind="stable")]

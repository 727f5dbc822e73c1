"""Shows again what need not be hidden."""

import numpy as np

from evaluering.disclosure.linked.cells import BoolArray, IntArray
from evaluering.disclosure.linked.moves import Proofs
from evaluering.disclosure.linked.system import System
from evaluering.disclosure.linked.widening import NEAR, Widening

FEW = 300
"""In larger systems hardly a cell can be shown again: every width rests on many others."""


def thinned(widening: Widening, proofs: Proofs, hidden: BoolArray) -> tuple[BoolArray, Proofs]:
    """``hidden`` less every secondary cell without which protected cells are still wide enough.

    Dearest first. A cell is shown when moves without it prove the same, old ones or newly found.
    """
    if widening.system.cells.size > FEW:
        return hidden, proofs
    for cell in _dearest(widening.system, hidden):
        if hidden[cell]:
            hidden, proofs = _without(widening, proofs, hidden, cell)
    return hidden, proofs


def _without(widening: Widening, proofs: Proofs, hidden: BoolArray, cell: int) -> tuple[BoolArray, Proofs]:
    """The pattern with ``cell`` shown, if that can be; else as it was."""
    protected = widening.system.cells.protected
    tried = hidden.copy()
    tried[cell] = False
    without = proofs.keeping([move for move in proofs.moves if cell not in move.cells])
    lost = np.setdiff1d(without.lacking(protected), proofs.lacking(protected))
    if widening.proves_all(without, tried, lost, NEAR):
        return without.used(tried), without
    return hidden, proofs


def _dearest(system: System, hidden: BoolArray) -> IntArray:
    secondary = np.flatnonzero(hidden & ~system.always)
    return secondary[np.argsort(-system.cells.cost[secondary], kind="stable")]

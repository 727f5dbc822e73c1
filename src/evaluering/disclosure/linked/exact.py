"""Patterns against exact recovery alone, where nothing is known of the cells beyond the relations.

Without bounds a cell is either determined by the relations or can be anything, and elimination says
which: no programmes are needed to prove a width.
"""

import numpy as np

from evaluering.disclosure.linked.cells import BoolArray, IntArray
from evaluering.disclosure.linked.elimination import determined
from evaluering.disclosure.linked.moves import Proofs
from evaluering.disclosure.linked.system import System
from evaluering.disclosure.linked.widening import Widening

FIRST_BATCH = 0.125
"""The share of the secondary cells that is shown at once at first; halved where that is too many."""


def unbounded(system: System) -> bool:
    """Whether nothing bounds any cell that may be hidden."""
    free = system.cells.may_hide
    bounds = np.concatenate([system.cells.least[free], system.cells.most[free]])
    return bool(np.isinf(bounds).all())


def undetermined(widening: Widening, hidden: BoolArray) -> tuple[BoolArray, IntArray]:
    """``hidden`` and as much more as leaves no protected cell determined; those for which nothing does."""
    system = widening.system
    helpless = np.zeros(system.cells.size, dtype=bool)
    while True:
        known = _known(system, hidden) & system.cells.protected & ~helpless
        if not bool(known.any()):
            return _thinned(system, hidden, helpless), np.flatnonzero(helpless)
        proofs = Proofs(system)
        for cell in np.flatnonzero(known):
            if proofs.lacks(int(cell)):
                hidden = widening.hide_more(proofs, hidden, int(cell))
        helpless |= known & proofs.lacks(np.arange(system.cells.size))


def _thinned(system: System, hidden: BoolArray, helpless: BoolArray) -> BoolArray:
    """Show secondary cells again, many at once, fewer where some protected cell would be determined."""
    secondary = np.flatnonzero(hidden & ~system.always)
    dearest = secondary[np.argsort(-system.cells.cost[secondary], kind="stable")]
    size = max(1, int(len(dearest) * FIRST_BATCH))
    waiting = [dearest[start : start + size] for start in range(0, len(dearest), size)][::-1]
    while waiting:
        batch = waiting.pop()
        tried = hidden.copy()
        tried[batch] = False
        if not bool((_known(system, tried) & system.cells.protected & ~helpless).any()):
            hidden = tried
        elif len(batch) > 1:
            waiting += [batch[len(batch) // 2 :], batch[: len(batch) // 2]]
    return hidden & (system.always | ~_known(system, hidden))


def _known(system: System, hidden: BoolArray) -> BoolArray:
    known = np.zeros(system.cells.size, dtype=bool)
    known[determined(system.rows, hidden)] = True
    return known

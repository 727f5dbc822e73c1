"""Secondary suppression: which further cells to hide so that protected ones stay uncertain."""

import numpy as np

from evaluering.disclosure.linked.cells import BoolArray, IntArray, LinkedCells, Pattern
from evaluering.disclosure.linked.moves import Proofs
from evaluering.disclosure.linked.opening import opened
from evaluering.disclosure.linked.system import System, canonical, in_order
from evaluering.disclosure.linked.thinning import thinned
from evaluering.disclosure.linked.widening import NEAR, Widening

SEED = 20_250_101


def protect(cells: LinkedCells) -> Pattern:
    """A pattern in which every protected cell keeps its width, hiding little else.

    Every width is shown by other tables: such that agree with all that is shown, with the bounds,
    and in whole numbers where cells are known to be whole. No reasoning, of whatever power, can
    rule them out. Secondary cells are at least not exactly known. Cells for which no such tables
    were found with everything hidden that may be are listed as unprotected.

    The pattern depends on the cells, neither on their order nor on the machine; the least cost is
    sought, not guaranteed (Fischetti & Salazar 2001 find it, for tables of a few hundred cells).
    """
    order = canonical(cells)
    system = System(cells.taken(order, in_order(cells.relations, order)))
    hidden, unprotected = _pattern(system)
    found = np.zeros(cells.size, dtype=bool)
    found[order] = hidden
    return Pattern(found, found & ~(cells.protected | cells.latent), np.sort(order[unprotected]))


def _pattern(system: System) -> tuple[BoolArray, IntArray]:
    hidden, proofs = opened(system), Proofs(system)
    widening = Widening(system, np.random.default_rng(SEED))
    widening.prove(proofs, hidden, proofs.lacking(system.cells.protected), NEAR)
    for cell in proofs.lacking(system.cells.protected):
        hidden = widening.hide_more(proofs, hidden, int(cell))
    unprotected = proofs.lacking(system.cells.protected)
    hidden, _ = thinned(widening, proofs, proofs.used(hidden))
    return hidden, unprotected

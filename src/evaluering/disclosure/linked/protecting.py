"""Secondary suppression: which further cells to hide so that protected ones stay uncertain."""

import numpy as np

from evaluering.disclosure.linked.cells import BoolArray, IntArray, LinkedCells, Pattern
from evaluering.disclosure.linked.exact import unbounded, undetermined
from evaluering.disclosure.linked.moves import Proofs
from evaluering.disclosure.linked.opening import opened
from evaluering.disclosure.linked.system import System, canonical, in_order
from evaluering.disclosure.linked.thinning import thinned
from evaluering.disclosure.linked.widening import NEAR, Widening

SEED = 20_250_101


def protect(cells: LinkedCells) -> Pattern:
    """A pattern in which every protected cell keeps its width, hiding little else.

    Every width is shown by other tables, which agree with all that is shown and with the bounds:
    up to ``system.STEPWISE`` cells in whole numbers where cells are known to be whole, so that no
    reasoning can rule them out; beyond, in any numbers, so that no linear programme can. Secondary
    cells are at least not exactly known. Protected cells without such tables, with everything
    hidden that may be, are listed as unprotected.

    The pattern depends on the cells, neither on their order nor on the machine. Low cost is sought,
    not the least: a first pattern per relation, then cheapest paths (Kelly, Golden & Assad 1992;
    Fischetti & Salazar 2001 for what an exact search takes).
    """
    order = canonical(cells)
    system = System(cells.taken(order, in_order(cells.relations, order)))
    hidden, unprotected = _pattern(system)
    found = np.zeros(cells.size, dtype=bool)
    found[order] = hidden
    return Pattern(found, found & ~(cells.protected | cells.latent), np.sort(order[unprotected]))


def _pattern(system: System) -> tuple[BoolArray, IntArray]:
    widening = Widening(system, np.random.default_rng(SEED))
    if unbounded(system):
        return undetermined(widening, opened(system))
    hidden, proofs = _widened(widening, opened(system))
    unprotected = proofs.lacking(system.cells.protected)
    return thinned(widening, proofs, hidden)[0], unprotected


def _widened(widening: Widening, hidden: BoolArray) -> tuple[BoolArray, Proofs]:
    """``hidden`` and what more the widths call for, less what no width rests on."""
    system, proofs = widening.system, Proofs(widening.system)
    widening.prove(proofs, hidden, proofs.lacking(system.cells.protected), NEAR)
    hidden = proofs.used(_each_widened(widening, proofs, hidden, system.cells.protected))
    # A secondary cell that widths rest on must not be known either, and may call for others in turn.
    tried = system.always
    while len(proofs.lacking(hidden & ~tried)):
        asked, tried = hidden & ~tried, tried | hidden
        hidden = proofs.used(_each_widened(widening, proofs, hidden, asked))
    return hidden, proofs


def _each_widened(widening: Widening, proofs: Proofs, hidden: BoolArray, asked: BoolArray) -> BoolArray:
    """``hidden`` and the cheapest further cells by which each cell ``asked`` for gets its width."""
    for cell in proofs.lacking(asked):
        if proofs.lacks(int(cell)):
            hidden = widening.hide_more(proofs, hidden, int(cell))
            widening.push_around(proofs, hidden, int(cell))
    return hidden

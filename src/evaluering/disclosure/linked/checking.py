"""What whoever sees the shown cells can find out: exact recoveries, and intervals.

Independent of how a pattern was found. Cells that follow from the relations are found on the whole
system by elimination. Intervals are those of linear programmes over everything that hangs together:
per component of up to ``COMPONENT`` unknowns all of them, in larger ones those of ``SAMPLE`` cells,
among them every cell of the shortest relations. A cell whose width a few cells around it suffice to
show is not asked for on the whole.
"""

import numpy as np
from scipy.sparse.csgraph import connected_components

from evaluering.disclosure.linked.cells import BoolArray, Checked, FloatArray, IntArray, LinkedCells
from evaluering.disclosure.linked.elimination import determined
from evaluering.disclosure.linked.neighbourhood import Neighbourhoods
from evaluering.disclosure.linked.programmes import Region, region
from evaluering.disclosure.linked.system import STILL, System, canonical, in_order

COMPONENT = 2_000
SAMPLE = 500
NEAR = (300, 1_500, 5_000)
"""How many cells around a cell are looked at, ever more, before all that hangs together."""

SEED = 20_250_102


def check(cells: LinkedCells, hidden: BoolArray) -> Checked:
    """What can be found out when exactly the cells ``hidden`` (n,) are not shown.

    Whoever attacks knows the shown cells, the relations, the bounds and which cells are whole. A
    hidden cell is *determined* when its value follows, from the relations alone or since its
    interval holds one possible value; latent cells that are not protected may be. A protected cell
    is *narrow* when its interval is smaller than its width (ends taken inwards to whole numbers).
    Intervals are not tightened beyond that by whole-number reasoning. Raises ``ValueError`` when a
    protected or latent cell is not hidden, or a cell that is out already is.
    """
    if bool(((cells.protected | cells.latent) & ~hidden).any()):
        raise ValueError("a protected or latent cell is shown")
    if bool((hidden & ~cells.may_hide).any()):
        raise ValueError("a hidden cell is already out")
    order = canonical(cells)
    system = System(cells.taken(order, in_order(cells.relations, order)))
    found = _Intervals(system, hidden[order]).checked()
    return Checked(*(np.sort(order[part]) for part in (found.determined, found.narrow, found.unbounded)))


class _Intervals:
    """How far hidden cells can be moved, as far as is known."""

    def __init__(self, system: System, hidden: BoolArray) -> None:
        self.system, self.hidden = system, hidden
        self.asked = hidden & (system.demand > 0)
        self.up, self.down = np.zeros(system.cells.size), np.zeros(system.cells.size)
        self.random = np.random.default_rng(SEED)
        self.near = Neighbourhoods(system)

    def checked(self) -> Checked:
        """Exact recoveries, then intervals per component."""
        known = determined(self.system.rows, self.hidden)
        open_ = self.asked.copy()
        open_[known] = False
        bounded = np.zeros(self.system.cells.size, dtype=bool)
        for component in self._components():
            chosen = self._chosen(component[open_[component]], component)
            bounded[chosen] = True
            self._bound(chosen, component)
        return self._findings(known, open_, bounded)

    def _findings(self, known: IntArray, open_: BoolArray, bounded: BoolArray) -> Checked:
        cells = self.system.cells
        width = self.up + self.down
        fixed = bounded & (width < np.where(cells.whole, 1.0, self.system.stir) - STILL)
        fixed[known] = self.asked[known]
        narrow = cells.protected & (width < cells.width - STILL) & (bounded | fixed)
        unknown = open_ & ~bounded & self._narrow(np.arange(cells.size))
        return Checked(np.flatnonzero(fixed), np.flatnonzero(narrow), np.flatnonzero(unknown))

    def _components(self) -> list[IntArray]:
        positions = np.flatnonzero(self.hidden)
        block = self.system.part(positions)
        _, label = connected_components(abs(block.T) @ abs(block), directed=False)
        order = np.argsort(label, kind="stable")
        return [positions[part] for part in np.split(order, np.flatnonzero(np.diff(label[order])) + 1)]

    def _chosen(self, cells: IntArray, component: IntArray) -> IntArray:
        """All cells of a small component; of a large one those of the shortest relations, and more."""
        if len(component) <= COMPONENT:
            return cells
        length = abs(self.system.rows).astype(bool).astype(np.int64) @ self.hidden.astype(np.int64)
        shortest = length == length[self.system.touching(cells)].min()
        touched = abs(self.system.rows).T @ shortest.astype(np.float64)
        first = cells[touched[cells] > 0]
        others = np.setdiff1d(cells, first)
        more = self.random.permutation(others)[: max(0, SAMPLE - len(first))]
        return np.sort(np.concatenate([first, more]))

    def _bound(self, cells: IntArray, component: IntArray) -> None:
        """Find out whether each of ``cells`` is wide enough."""
        if self._free(component):
            # Without bounds, what the relations do not determine can be anything.
            self.up[cells] = np.inf
            return
        inside = self._inside(component)
        sizes = [size for size in NEAR if size < len(component)]
        for cell in cells:
            for size in (*sizes, len(component)):
                if self._narrow(cell):
                    around = region(self.system, self.near.around(int(cell), inside, size), np.inf)
                    self._spread(around)
                    self._stretch(int(cell), around)

    def _free(self, cells: IntArray) -> bool:
        rooms = (self.system.room_down[cells], self.system.room_up[cells])
        return all(bool(np.isinf(room).all()) for room in rooms)

    def _inside(self, component: IntArray) -> BoolArray:
        inside = np.zeros(self.system.cells.size, dtype=bool)
        inside[component] = True
        return inside

    def _stretch(self, cell: int, around: Region) -> None:
        """Push one cell up and down as far as it goes, or as far as it must."""
        weights = (around.cells == cell).astype(np.float64)
        for sign in (1.0, -1.0):
            if self._narrow(cell):
                self._take(around, around.furthest(sign * weights, self.system.demand[around.cells]))

    def _spread(self, around: Region) -> None:
        """Push many narrow cells at once: one table shows the width of many."""
        for sign in (1.0, -1.0):
            narrow = self._narrow(around.cells)
            weights = np.where(narrow, sign * self.random.uniform(0.5, 1.0, len(narrow)), 0.0)
            self._take(around, around.furthest(weights, self.system.demand[around.cells]))

    def _narrow(self, cells: IntArray | int) -> BoolArray:
        return np.asarray(
            self.asked[cells] & (self.up[cells] + self.down[cells] < self.system.demand[cells] - STILL)
        )

    def _take(self, around: Region, by: FloatArray | None) -> None:
        if by is None:
            return
        for furthest, changes in ((self.up, by), (self.down, -by)):
            counted = self.system.counted(around.cells, changes)
            furthest[around.cells] = np.maximum(furthest[around.cells], counted)

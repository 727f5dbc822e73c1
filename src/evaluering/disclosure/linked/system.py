"""The cells in an order of their own, with all that the search asks of them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from evaluering.disclosure.linked.cells import BoolArray, FloatArray, IntArray, LinkedCells

REACH = 3.0
"""A cell is moved by at most so many times the largest width: far moves make others needless wide."""

STEPWISE = 1_000
"""Up to so many cells, all whole, widths are shown in whole numbers; else as linear programmes bound them."""

STILL = 1e-6
"""A change smaller than this is none."""

STIR = 1e-4
"""A cell that is not whole counts as uncertain when it moves by this share of its size."""


@dataclass(frozen=True)
class System:
    """Linked cells by row and by column, and how far each may move from its value."""

    cells: LinkedCells

    @cached_property
    def rows(self) -> sparse.csr_array:
        """The relations, one a row, without zeros."""
        rows = sparse.csr_array(self.cells.relations, dtype=np.float64)
        rows.sum_duplicates()
        rows.eliminate_zeros()
        return rows

    @cached_property
    def columns(self) -> sparse.csc_array:
        """The same, by cell."""
        return self.rows.tocsc()

    @property
    def stepwise(self) -> bool:
        """Whether whole cells are moved by whole numbers only: too slow where sums of values move along."""
        return self.cells.size <= STEPWISE and bool(self.cells.whole.all())

    @cached_property
    def always(self) -> BoolArray:
        """Cells that are hidden in every pattern."""
        return self.cells.protected | self.cells.latent

    @cached_property
    def demand(self) -> FloatArray:
        """The width each cell must have once it is hidden; 0 for a latent one that is not protected."""
        cells = self.cells
        width = np.where(cells.whole, np.ceil(cells.width), cells.width)
        asked = np.where(cells.protected, np.maximum(width, self.stir), self.stir)
        return np.where(cells.latent & ~cells.protected, 0.0, asked)

    @cached_property
    def stir(self) -> FloatArray:
        """The width at which a cell is not exactly known."""
        return np.where(self.cells.whole, 1.0, STIR * np.maximum(1.0, np.abs(self.cells.values)))

    @cached_property
    def reach(self) -> float:
        """How far a cell is moved at most."""
        return REACH * float(self.demand.max(initial=1.0))

    @cached_property
    def room_down(self) -> FloatArray:
        """How far each cell may fall, in whole steps where it is whole."""
        return self._room(self.cells.values - self.cells.least)

    @cached_property
    def room_up(self) -> FloatArray:
        """How far each cell may rise."""
        return self._room(self.cells.most - self.cells.values)

    def _room(self, room: FloatArray) -> FloatArray:
        whole = np.floor(room + STILL)
        return np.maximum(np.where(self.cells.whole & np.isfinite(room), whole, room), 0.0)

    def counted(self, cells: IntArray, by: FloatArray) -> FloatArray:
        """How far changes of ``cells`` lead in possible values: whole cells take whole steps."""
        return np.where(self.cells.whole[cells], np.floor(by + STILL), by)

    def touching(self, cells: IntArray) -> IntArray:
        """The relations that hold any of ``cells``."""
        return np.unique(self.columns[:, cells].indices).astype(np.int64)

    def part(self, cells: IntArray) -> sparse.csc_array:
        """The relations among ``cells`` alone, everything else held."""
        columns = self.columns
        starts = columns.indptr[cells]
        ends = np.concatenate([[0], np.cumsum(columns.indptr[cells + 1] - starts)])
        taken = np.arange(ends[-1]) + np.repeat(starts - ends[:-1], np.diff(ends))
        held, rows = np.unique(columns.indices[taken], return_inverse=True)
        return sparse.csc_array((columns.data[taken], rows, ends), shape=(len(held), len(cells)))


def linked(relations: sparse.csc_array, chosen: IntArray) -> tuple[int, IntArray]:
    """How many independent groups the columns ``chosen`` of relations form, and the group of each."""
    block = relations[:, chosen]
    rows, columns = block.shape
    # Columns and rows are the points of a graph, entries its lines.
    ends = np.concatenate([block.indptr, np.full(rows, block.nnz)])
    graph = sparse.csr_array((block.data, block.indices + columns, ends), shape=(rows + columns,) * 2)
    count, group = connected_components(graph, directed=True, connection="weak")
    return count, group[:columns]


def canonical(cells: LinkedCells) -> IntArray:
    """An order of the cells that does not depend on the order they were given in.

    By place, then by what is known of them, then by a fingerprint of their neighbourhood
    (Weisfeiler-Leman colours); cells still alike are exchangeable.
    """
    known = (
        cells.values,
        cells.protected,
        cells.latent,
        cells.may_hide,
        cells.least,
        cells.most,
        cells.width,
        cells.cost,
        cells.whole,
    )
    colours = _ranks(np.column_stack([np.asarray(part, dtype=np.float64) for part in known]))
    place = np.zeros((cells.size, 0)) if cells.at is None else cells.at.astype(np.float64)
    if len(np.unique(place, axis=0)) < cells.size:
        for _ in range(3):
            colours = _recoloured(colours, cells.relations)
    keys = np.column_stack([place, colours.astype(np.float64)])
    return np.lexsort(keys.T[::-1]).astype(np.int64)


def in_order(relations: sparse.csr_array, order: IntArray) -> sparse.csr_array:
    """Relations over reordered cells, themselves in an order of their own."""
    rows = sparse.csr_array(sparse.csc_array(relations)[:, order])
    rows.sum_duplicates()
    rows.eliminate_zeros()
    rows.sort_indices()
    bounds = zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
    keys = [(rows.indices[a:b].tolist(), rows.data[a:b].tolist()) for a, b in bounds]
    filled = [row for row, (cells, _) in enumerate(keys) if cells]
    return rows[np.array(sorted(filled, key=keys.__getitem__), dtype=np.int64)]


def _ranks(keys: NDArray[Any]) -> IntArray:
    return np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _recoloured(colours: IntArray, relations: sparse.csr_array) -> IntArray:
    # Whole numbers that wrap around add up to the same in any order, which broken ones do not.
    exact = sparse.csr_array(relations)
    exact.data = np.round(exact.data * 1e6).astype(np.int64)
    around = exact.T @ _mixed(exact @ _mixed(colours))
    return _ranks(np.column_stack([colours, around]))


def _mixed(numbers: IntArray) -> IntArray:
    mixed = (numbers + 1) * np.int64(0x1E3779B97F4A7C15)
    return np.asarray((mixed ^ (mixed >> 29)) * np.int64(0x3F58476D1CE4E5B9), dtype=np.int64)

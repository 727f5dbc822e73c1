"""The first pattern: no relation on its own tells a hidden cell, or leaves it too narrow.

In a relation, a hidden cell can move as far as the other hidden cells there can make up for. While
some cell cannot move far enough, the visible cell is hidden that mends most relations and starts
fewest new ones; of equals, the cheapest. Relations taken together may still tell more: what that
calls for is found by ``paths``.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from evaluering.disclosure.linked.cells import BoolArray, FloatArray, IntArray
from evaluering.disclosure.linked.system import STILL, System

COST_SHARE = 1e-3
"""What cost weighs beside the number of relations mended: it decides between equals."""

SLACK = 0.05
"""Cells whose score is this near the best are hidden in the same turn when they share no relation."""


@dataclass(frozen=True)
class _Entries:
    """The entries of the relations: relation, cell, and how far the cell can push its sum up and down."""

    relation: IntArray
    cell: IntArray
    up: FloatArray
    down: FloatArray
    count: int

    def sums(self, amount: FloatArray) -> FloatArray:
        """Totals per relation."""
        return np.bincount(self.relation, weights=amount, minlength=self.count).astype(np.float64)


@dataclass(frozen=True)
class _Worst:
    """Per relation, the hidden cell that lacks most width: what it has, and how far others let it move."""

    lack: FloatArray
    own_up: FloatArray
    own_down: FloatArray
    others_up: FloatArray
    others_down: FloatArray

    def lack_with(self, relation: IntArray, up: FloatArray, down: FloatArray) -> FloatArray:
        """What is lacking once others can push up and down by so much more."""
        rises = np.minimum(self.own_up[relation], self.others_down[relation] + down)
        falls = np.minimum(self.own_down[relation], self.others_up[relation] + up)
        now = np.minimum(self.own_up, self.others_down) + np.minimum(self.own_down, self.others_up)
        return np.asarray(np.maximum(self.lack[relation] - (rises + falls - now[relation]), 0.0))


def opened(system: System) -> BoolArray:
    """The cells to begin with: all that are always hidden, and what their relations call for."""
    entries, hidden = _entries(system), system.always.copy()
    while True:
        worst = _worst(system, entries, hidden)
        chosen = _chosen(system, entries, hidden, worst)
        if not len(chosen):
            return hidden
        hidden[chosen] = True


def _entries(system: System) -> _Entries:
    rows: sparse.csr_array = system.rows
    relation = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    cell, factor = rows.indices.astype(np.int64), rows.data
    rises, falls = (
        np.minimum(room, system.reach)[cell] * np.abs(factor) for room in (system.room_up, system.room_down)
    )
    up, down = np.where(factor > 0, rises, falls), np.where(factor > 0, falls, rises)
    return _Entries(relation, cell, up, down, rows.shape[0])


def _worst(system: System, entries: _Entries, hidden: BoolArray) -> _Worst:
    inside = hidden[entries.cell]
    others_up = entries.sums(entries.up * inside)[entries.relation] - entries.up
    others_down = entries.sums(entries.down * inside)[entries.relation] - entries.down
    width = np.minimum(entries.up, others_down) + np.minimum(entries.down, others_up)
    factor = np.abs(system.rows.data)
    lack = np.where(inside, system.demand[entries.cell] * factor - width, -np.inf)
    order = np.lexsort((lack, entries.relation))
    last = order[np.diff(entries.relation[order], append=-1) != 0]
    found = [np.zeros(entries.count) for _ in range(5)]
    for target, amount in zip(found, (lack, entries.up, entries.down, others_up, others_down), strict=True):
        target[entries.relation[last]] = amount[last]
    found[0] = np.where(found[0] > STILL, found[0], 0.0)
    return _Worst(*found)


def _chosen(system: System, entries: _Entries, hidden: BoolArray, worst: _Worst) -> IntArray:
    cells, n = system.cells, system.cells.size
    open_ = ~hidden & cells.may_hide
    before = worst.lack[entries.relation]
    mends = (before > 0) & open_[entries.cell]
    after = worst.lack_with(entries.relation, entries.up, entries.down)
    share = np.where(mends, 1 - after / np.where(mends, before, 1.0), 0.0)
    gain = np.bincount(entries.cell, weights=share, minlength=n)
    alone = entries.sums(hidden[entries.cell].astype(np.float64))[entries.relation] == 0
    starts = np.bincount(entries.cell, weights=alone.astype(np.float64), minlength=n)
    score = np.where(open_ & (gain > STILL), starts - gain + COST_SHARE * cells.cost, np.inf)
    best = np.argsort(score, kind="stable")
    least = score.min(initial=np.inf)
    return _apart(system, best[score[best] <= least + SLACK] if np.isfinite(least) else best[:0])


def _apart(system: System, cells: IntArray) -> IntArray:
    """As many of the cells, in order, as share no relation."""
    taken: set[int] = set()
    chosen = []
    for cell in cells:
        start, stop = system.columns.indptr[cell : cell + 2]
        relations = system.columns.indices[start:stop].tolist()
        if taken.isdisjoint(relations):
            taken.update(relations)
            chosen.append(int(cell))
    return np.array(chosen, dtype=np.int64)

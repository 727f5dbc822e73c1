"""Which hidden cells follow exactly from the relations, whatever else is known.

A hidden cell is determined when every table that agrees with the shown cells has the same value
there: when it is 0 in every vector of the null space of the relations among hidden cells. A vector
drawn at random from that space modulo a prime is 0 there, and elsewhere hardly ever: with three
vectors and a prime near 2^23, once in 10^20 cells.

Eliminated sparsely, lightest unknown first, while that is cheap; what is left is solved densely.
"""

import heapq
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from scipy import sparse

from evaluering.disclosure.linked.cells import BoolArray, IntArray
from evaluering.disclosure.linked.modular import PRIME, Unsolvable, inverse, solution

VECTORS = 3
WORK = 4_000
"""Entries that eliminating one unknown may touch; where all would touch more, the rest is dense."""

SPARE = 40
"""How many more directions than equations the dense rest is solved in."""


def determined(relations: sparse.csr_array, hidden: BoolArray, seed: int = 0) -> IntArray:
    """Positions of the hidden cells that follow from ``relations`` and the cells not hidden.

    ``relations`` is (m, n), of whole or simple broken factors; ``hidden`` (n,).
    """
    positions = np.flatnonzero(hidden)
    among = sparse.csr_array(sparse.csc_array(relations)[:, positions])
    among.eliminate_zeros()
    vectors = _null_vectors(_modular(among), np.random.default_rng(seed))
    return np.asarray(positions[(vectors == 0).all(axis=1)])


def _modular(rows: sparse.csr_array) -> sparse.csr_array:
    factors, where = np.unique(rows.data, return_inverse=True)
    exact = [Fraction(float(factor)).limit_denominator(1_000_000) for factor in factors]
    residues = [f.numerator * inverse(f.denominator) % PRIME for f in exact]
    changed = sparse.csr_array(
        (np.array(residues, dtype=np.int64)[where], rows.indices, rows.indptr), rows.shape
    )
    changed.eliminate_zeros()
    return changed


def _null_vectors(rows: sparse.csr_array, random: np.random.Generator) -> IntArray:
    elimination = _Elimination.of(rows)
    elimination.run()
    x = random.integers(0, PRIME, (rows.shape[1], VECTORS))
    left = [row for row in elimination.rows.values() if row]
    if left:
        used = np.array(sorted({cell for row in left for cell in row}), dtype=np.int64)
        x[used] = _dense_part(_matrix(left, used), x[used], random)
    for cell, row in reversed(elimination.solved):
        others = [other for other in row if other != cell]
        factors = np.array([row[other] for other in others], dtype=np.int64)
        total = (factors[:, None] * x[others] % PRIME).sum(axis=0) if others else np.zeros(VECTORS, np.int64)
        x[cell] = -total * inverse(row[cell]) % PRIME
    return x


@dataclass
class _Elimination:
    """Rows being eliminated: by row the factors of its unknowns, by unknown its rows."""

    rows: dict[int, dict[int, int]]
    columns: list[set[int]]
    solved: list[tuple[int, dict[int, int]]] = field(default_factory=list)

    @classmethod
    def of(cls, relations: sparse.csr_array) -> "_Elimination":
        """Begin with all relations."""
        rows: dict[int, dict[int, int]] = {}
        columns: list[set[int]] = [set() for _ in range(relations.shape[1])]
        for row, (start, stop) in enumerate(zip(relations.indptr[:-1], relations.indptr[1:], strict=True)):
            cells = relations.indices[start:stop].tolist()
            rows[row] = dict(zip(cells, relations.data[start:stop].tolist(), strict=True))
            for cell in cells:
                columns[cell].add(row)
        return cls(rows, columns)

    def run(self) -> None:
        """Solve for unknowns, those in fewest rows first, until each would touch too many entries."""
        queue = [(len(rows), cell) for cell, rows in enumerate(self.columns) if rows]
        heapq.heapify(queue)
        while queue:
            count, cell = heapq.heappop(queue)
            rows = self.columns[cell]
            if not rows:
                continue
            if len(rows) != count:
                heapq.heappush(queue, (len(rows), cell))
                continue
            pivot = min(rows, key=lambda row: (len(self.rows[row]), row))
            if (count - 1) * (len(self.rows[pivot]) - 1) <= WORK:
                self._solve(cell, pivot)

    def _solve(self, cell: int, pivot: int) -> None:
        row = self.rows.pop(pivot)
        for other in row:
            self.columns[other].discard(pivot)
        scale = inverse(row[cell])
        for target in sorted(self.columns[cell]):
            self._subtract(target, row, self.rows[target][cell] * scale % PRIME)
        self.solved.append((cell, row))

    def _subtract(self, target: int, row: dict[int, int], factor: int) -> None:
        changed = self.rows[target]
        for cell, value in row.items():
            left = (changed.get(cell, 0) - factor * value) % PRIME
            if left:
                changed[cell] = left
                self.columns[cell].add(target)
            else:
                changed.pop(cell, None)
                self.columns[cell].discard(target)


def _matrix(rows: list[dict[int, int]], used: IntArray) -> sparse.csr_array:
    place = {cell: position for position, cell in enumerate(used.tolist())}
    of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    cells = np.array([place[cell] for row in rows for cell in row], dtype=np.int64)
    factors = np.array([value for row in rows for value in row.values()], dtype=np.int64)
    return sparse.csr_array((factors, (of, cells)), shape=(len(rows), len(used)))


def _dense_part(matrix: sparse.csr_array, start: IntArray, random: np.random.Generator) -> IntArray:
    """The vectors ``start`` moved onto the null space of ``matrix``.

    Moved along a few random directions, not along every unknown: the directions span what the
    equations ask for unless chance is unkind, and then all are used.
    """
    m, n = matrix.shape
    lacking = -(matrix @ start % PRIME) % PRIME
    for directions in (_directions(n, m + SPARE, random), sparse.eye_array(n, dtype=np.int64, format="csr")):
        try:
            steps = solution((matrix @ directions).toarray() % PRIME, lacking)
        except Unsolvable:
            continue
        return np.asarray((start + _product(directions, steps)) % PRIME, dtype=np.int64)
    raise Unsolvable


def _directions(n: int, count: int, random: np.random.Generator) -> sparse.csr_array:
    """``count`` random directions among ``n`` unknowns: every unknown lies in four."""
    if n <= count:
        return sparse.eye_array(n, dtype=np.int64, format="csr")
    each = 4
    of, to = np.repeat(np.arange(n), each), random.integers(0, count, n * each)
    return sparse.csr_array((random.integers(1, PRIME, n * each), (of, to)), shape=(n, count))


def _product(directions: sparse.csr_array, steps: IntArray) -> IntArray:
    return np.asarray(directions @ steps, dtype=np.int64) % PRIME

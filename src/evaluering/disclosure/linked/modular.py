"""Linear systems modulo a prime, dense: whole numbers in floating point, exact by their size."""

import numpy as np

from evaluering.disclosure.linked.cells import FloatArray, IntArray

PRIME = 8_388_593
"""The largest below 2^23: a sum of ``BLOCK`` products stays below 2^53 and is exact as a float."""

BLOCK = 64


class Unsolvable(Exception):
    """A system without a solution."""


def solution(matrix: IntArray, right: IntArray) -> IntArray:
    """One ``x`` with ``matrix @ x = right`` modulo ``PRIME``; unknowns without a pivot are 0.

    ``matrix`` is (m, n), ``right`` (m, k), both within 0..PRIME-1. Rows are reduced in blocks, so
    that nearly all work is matrix products. Raises ``Unsolvable``.
    """
    n = matrix.shape[1]
    rows = np.concatenate([matrix, right], axis=1).astype(np.float64)
    done, pivots = np.zeros((0, rows.shape[1])), np.zeros(0, dtype=np.int64)
    for start in range(0, len(rows), BLOCK):
        block = _less(rows[start : start + BLOCK], done, pivots)
        block, found = _reduced(block.astype(np.int64), n)
        done = np.concatenate([_less(done, block, found), block])
        pivots = np.concatenate([pivots, found])
    x = np.zeros((n, right.shape[1]), dtype=np.int64)
    x[pivots] = done[:, n:].astype(np.int64)
    return x


def inverse(number: int) -> int:
    """The inverse modulo ``PRIME`` of a number that is not 0."""
    return pow(number, PRIME - 2, PRIME)


def _less(rows: FloatArray, reduced: FloatArray, pivots: IntArray) -> FloatArray:
    """Rows with the columns ``pivots`` cleared by reduced rows."""
    factors = rows[:, pivots]
    for start in range(0, len(reduced), BLOCK):
        stop = start + BLOCK
        rows = np.mod(rows - np.mod(factors[:, start:stop] @ reduced[start:stop], PRIME), PRIME)
    return rows


def _reduced(block: IntArray, n: int) -> tuple[FloatArray, IntArray]:
    """The rows of a block cleared by each other, without those that vanish, and their pivots."""
    pivots = []
    for row in range(len(block)):
        entries = np.flatnonzero(block[row])
        if not len(entries):
            continue
        if entries[0] >= n:
            raise Unsolvable
        pivot = int(entries[0])
        block[row] = block[row] * inverse(int(block[row, pivot])) % PRIME
        factors = block[:, pivot].copy()
        factors[row] = 0
        others = np.flatnonzero(factors)
        block[others] = (block[others] - factors[others, None] * block[row]) % PRIME
        pivots.append((row, pivot))
    kept = [row for row, _ in pivots]
    return block[kept].astype(np.float64), np.array([pivot for _, pivot in pivots], dtype=np.int64)

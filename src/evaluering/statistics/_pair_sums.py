"""Order statistics of all sums of two values, which are too many to be listed when the values are.

Rows and columns are sorted, so the sums of a row rise from left to right: a number splits each row at
one place, and the places are found for all rows at once.
"""

from dataclasses import dataclass

import numpy as np

from evaluering.statistics.inputs import Floats, Integers

LISTED = 1_000_000
"""Up to so many sums are listed and partitioned; beyond, the rows are narrowed down first."""


@dataclass(frozen=True)
class PairSums:
    """``rows[i] + columns[j]`` for all j from ``first[i]`` on; rows and columns ascending."""

    rows: Floats
    columns: Floats
    first: Integers

    @property
    def size(self) -> int:
        """How many sums there are."""
        return len(self.rows) * len(self.columns) - int(self.first.sum())

    def median(self) -> float:
        """The mean of the one or two sums in the middle."""
        middle = self.size // 2
        return self.nth(middle) if self.size % 2 else (self.nth(middle - 1) + self.nth(middle)) / 2

    def nth(self, n: int) -> float:
        """The sum with ``n`` sums before it in ascending order (n from 0).

        Pivot by pivot (the median of the rows' medians, weighted by how many are left in each), the sums
        that can be it are halved or so until they are few enough to be listed. Source: Johnson DB,
        Mizoguchi T. SIAM J Comput 1978;7:147-153.
        """
        low, high = self.first, np.full(len(self.rows), len(self.columns))
        while int((high - low).sum()) > LISTED:
            pivot = self._pivot(low, high)
            below = self._split(pivot, low, high, closed=False)
            if n < self._before(below):
                high = below
                continue
            upto = self._split(pivot, low, high, closed=True)
            if n < self._before(upto):
                return pivot
            low = upto
        left = self._listed(low, high)
        place = n - self._before(low)
        return float(np.partition(left, place)[place])

    def _before(self, ends: Integers) -> int:
        return int((ends - self.first).sum())

    def _pivot(self, low: Integers, high: Integers) -> float:
        some = high > low
        medians = self.rows[some] + self.columns[(low + high)[some] // 2]
        order = np.argsort(medians)
        weights = np.cumsum((high - low)[some][order])
        return float(medians[order][np.searchsorted(weights, weights[-1] / 2)])

    def _split(self, pivot: float, low: Integers, high: Integers, *, closed: bool) -> Integers:
        """Where each row's sums pass the pivot; closed: those equal to it come before the place."""
        low, high = low.copy(), high.copy()
        while (open_ := low < high).any():
            middle = (low + high) // 2
            # The sums themselves are compared, not columns with pivot - rows, which are rounded otherwise.
            sums = self.rows + self.columns[np.minimum(middle, len(self.columns) - 1)]
            before = open_ & ((sums <= pivot) if closed else (sums < pivot))
            low, high = np.where(before, middle + 1, low), np.where(open_ & ~before, middle, high)
        return low

    def _listed(self, low: Integers, high: Integers) -> Floats:
        left = high - low
        starts = np.repeat(low - np.concatenate([[0], np.cumsum(left)[:-1]]), left)
        sums: Floats = np.repeat(self.rows, left) + self.columns[starts + np.arange(len(starts))]
        return sums


def differences(x: Floats, y: Floats) -> PairSums:
    """All x_i - y_j."""
    return PairSums(np.sort(x), np.sort(-y), np.zeros(len(x), dtype=np.int64))


def twice_walsh_averages(d: Floats) -> PairSums:
    """All d_i + d_j, i <= j."""
    values = np.sort(d)
    return PairSums(values, values, np.arange(len(d)))

"""The first cell of a two by two table given its margins: noncentral hypergeometric."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf
from typing import Self

import numpy as np
from scipy import optimize, special

from evaluering.statistics.inputs import Floats, Integers

SAME = 1 + 1e-7
"""Probabilities this near each other are equal, as in R."""


@dataclass(frozen=True, eq=False)
class FirstCell:
    """The count observed, the counts possible, and the logarithms of their weights at odds ratio 1."""

    observed: int
    possible: Integers
    weights: Floats

    @classmethod
    def of(cls, counts: Integers) -> Self:
        """The distribution that the margins of ``counts`` leave."""
        row, other, column = int(counts[0].sum()), int(counts[1].sum()), int(counts[:, 0].sum())
        possible = np.arange(max(0, column - other), min(row, column) + 1)
        weights = -sum(
            special.gammaln(cell + 1.0)
            for cell in (possible, row - possible, column - possible, other - column + possible)
        )
        return cls(int(counts[0, 0]), possible, weights - weights.max())

    def chances(self, log_odds: float) -> Floats:
        """The probability of each possible count."""
        weights = self.weights + log_odds * self.possible
        shares = np.exp(weights - weights.max())
        shares /= shares.sum()
        return np.asarray(shares, dtype=np.float64)

    def p(self) -> float:
        """Two-sided: the counts that are not more probable than the one observed."""
        chances = self.chances(0.0)
        return min(1.0, float(chances[chances <= chances[self.observed - self.possible[0]] * SAME].sum()))

    def estimate(self) -> float:
        """The odds ratio whose mean is the count observed; 0 or infinite at the ends."""
        if self._at_end(0):
            return 0.0
        if self._at_end(-1):
            return inf
        return self._solve(lambda odds: float(self.chances(odds) @ self.possible) - self.observed)

    def interval(self, level: float) -> tuple[float, float]:
        """The odds ratios at which the count observed has (1 - level) / 2 in one tail."""
        tail, above, below = (1 - level) / 2, self.possible >= self.observed, self.possible <= self.observed
        low = 0.0 if self._at_end(0) else self._solve(lambda odds: self.chances(odds)[above].sum() - tail)
        high = inf if self._at_end(-1) else self._solve(lambda odds: tail - self.chances(odds)[below].sum())
        return low, high

    def _at_end(self, end: int) -> bool:
        return self.observed == int(self.possible[end])

    @staticmethod
    def _solve(rising: Callable[[float], float]) -> float:
        reach = 2.0
        while not rising(-reach) < 0 < rising(reach):
            reach *= 2
        return exp(float(optimize.brentq(rising, -reach, reach, xtol=1e-13)))

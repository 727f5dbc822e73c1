"""Limits of binomial and Poisson counts, for many sizes at once."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy import special

from evaluering.statistics.inputs import Floats

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Counts:
    """Counts R of each size: binomial (size, target) in a share, else Poisson (size target)."""

    sizes: Floats
    target: float
    share: bool

    def at_most(self, count: Floats) -> Floats:
        """P(R <= count); 0 below no event at all."""
        within = np.maximum(count, 0)
        if self.share:
            found = special.betainc(np.maximum(self.sizes - within, 0), within + 1, 1 - self.target)
        else:
            found = special.gammaincc(within + 1, self.target * self.sizes)
        return np.where(count < 0, 0.0, found)

    def above(self, count: Floats) -> Floats:
        """P(R > count); 1 below no event at all."""
        within = np.maximum(count, 0)
        if self.share:
            found = special.betainc(within + 1, np.maximum(self.sizes - within, 0), self.target)
        else:
            found = special.gammainc(within + 1, self.target * self.sizes)
        return np.where(count < 0, 1.0, found)

    def near(self, p: float) -> Floats:
        """Counts near a quantile, by the first terms of Cornish and Fisher's expansion."""
        mean, z = self.target * self.sizes, float(special.ndtri(p))
        variance = mean * (1 - self.target) if self.share else mean
        skew = 1 - 2 * self.target if self.share else 1.0
        guess = np.floor(mean + z * np.sqrt(variance) + (z**2 - 1) * skew / 6)
        return np.asarray(np.clip(guess, 0, self.sizes if self.share else inf))


def limits(counts: Counts, tail: float, beyond: int) -> tuple[Floats, Floats]:
    """Lower and upper limits per size, between counts; ``beyond`` is added to the upper count.

    r is the smallest count with P(R <= r) >= p; the limit falls short of it by
    (P(R <= r) - p) / P(R = r).
    """
    low = _first(lambda count: counts.at_most(count) >= tail, counts.near(tail))
    high = _first(lambda count: counts.above(count) <= tail, counts.near(1 - tail))
    below, above = counts.at_most(low), counts.above(high)
    lower = low - (below - tail) / (below - counts.at_most(low - 1))
    upper = high - (tail - above) / (counts.above(high - 1) - above)
    return lower / counts.sizes, (upper + beyond) / counts.sizes


def _first(reached: Callable[[Floats], Flags], guess: Floats) -> Floats:
    """The smallest counts at which a condition holds that then goes on to hold."""
    count = guess
    while (short := ~reached(count)).any():
        count = count + short
    while (far := (count > 0) & reached(count - 1)).any():
        count = count - far
    return count

"""The one-way table of clustered numbers, and the intracluster correlation in it."""

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
from scipy import optimize, special

from evaluering.statistics import _reml
from evaluering.statistics.inputs import Floats, Integers

WIDEST = 1e9
"""No ratio of variances beyond this is looked for."""


@dataclass(frozen=True)
class OneWay:
    """Cluster sizes and means, and the mean square within; r is variance between over within."""

    sizes: Floats
    means: Floats
    within: float
    data: _reml.Blocks

    @property
    def _freedom(self) -> tuple[int, int]:
        return len(self.sizes) - 1, int(self.sizes.sum()) - len(self.sizes)

    def _ratio(self, r: float) -> float:
        """The weighed mean square between clusters over that within: F at the true r."""
        weights = self.sizes / (1 + self.sizes * r)
        middle = weights @ self.means / weights.sum()
        return float(weights @ (self.means - middle) ** 2 / self._freedom[0] / self.within)

    @property
    def anova(self) -> float:
        """(MSB - MSW) / (MSB + (n0 - 1) MSW)."""
        n = self.sizes.sum()
        usual = (n - self.sizes @ self.sizes / n) / self._freedom[0]
        ratio = self._ratio(0.0)
        return float((ratio - 1) / (ratio + usual - 1))

    def exact_ends(self, level: float) -> tuple[float, float]:
        """Wald's interval: the correlations at which the ratio is a quantile of F."""
        upper, lower = special.fdtri(*self._freedom, [(1 + level) / 2, (1 - level) / 2])
        return _correlation(self._where(upper)), _correlation(self._where(lower))

    def _where(self, quantile: float) -> float:
        least = -1 / self.sizes.max()
        near = least * (1 - 1e-12)
        if self._ratio(near) <= quantile:
            return float(least)
        if self._ratio(WIDEST) >= quantile:
            return inf
        return float(optimize.brentq(lambda r: self._ratio(r) - quantile, near, WIDEST, xtol=1e-14))

    @cached_property
    def _best(self) -> float:
        return float(_reml.relative(self.data)[0, 0])

    @property
    def reml(self) -> float:
        """The correlation at the REML optimum."""
        return _correlation(self._best)

    def profile_ends(self, level: float) -> tuple[float, float]:
        """The correlations whose profiled criterion lies within chi-square(1) of the optimum."""
        best = self._best
        allowed = self._above(best, 0.0) + float(special.chdtri(1, 1 - level))
        low, far = 0.0, best + 1.0
        if best and self._above(0.0, allowed) > 0:
            low = optimize.brentq(self._above, 0.0, best, args=(allowed,), xtol=1e-14)
        while self._above(far, allowed) < 0 and far < WIDEST:
            far *= 4
        high = inf if far >= WIDEST else optimize.brentq(self._above, best, far, args=(allowed,), xtol=1e-14)
        return _correlation(low), _correlation(high)

    def _above(self, r: float, allowed: float) -> float:
        return _reml.criterion(self.data, np.array([[r]])) - allowed


def one_way(y: Floats, cluster: Integers) -> OneWay | str:
    """The table, or why there is none."""
    sizes = np.bincount(cluster).astype(np.float64)
    if len(sizes) < 2:
        return "there are fewer than two clusters"
    if sizes.max() < 2:
        return "no cluster has two observations"
    means = np.bincount(cluster, weights=y) / sizes
    apart = y - means[cluster]
    if np.abs(apart).max() <= 1e-11 * np.abs(y).max():
        return "nothing varies within the clusters"
    ones = np.ones((len(y), 1))
    within = float(apart @ apart) / (len(y) - len(sizes))
    return OneWay(sizes, means, within, _reml.blocks(y, ones, ones, cluster))


def _correlation(r: float) -> float:
    return 1.0 if r == inf else r / (1 + r)

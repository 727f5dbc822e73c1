"""Disagreement between ratings on the four scales of measurement, for many weightings of units.

A resample is a weighting: how often each unit was drawn. Per-unit sums are made once, so that a
resample costs a few multiplications instead of a new pass over the ratings.
"""

from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import Any

import numpy as np

from evaluering.statistics.inputs import Floats, Integers

BLOCK = 1_000_000
"""At most so many numbers are held at once when pairs of categories are compared."""


@dataclass(frozen=True)
class Paired:
    """Units with two ratings or more; NaN where a rating is missing."""

    values: Floats
    kept: Integers
    left_out: int

    @property
    def n(self) -> int:
        """How many units there are."""
        return len(self.values)

    @cached_property
    def given(self) -> Any:
        """Where there is a rating."""
        return ~np.isnan(self.values)

    @cached_property
    def sizes(self) -> Floats:
        """How many ratings each unit has."""
        return np.asarray(self.given.sum(axis=1), dtype=np.float64)

    @cached_property
    def categories(self) -> Floats:
        """The different ratings."""
        return np.unique(self.values[self.given])

    @cached_property
    def counts(self) -> Any:
        """Units x categories: how many raters chose each, stored where any did."""
        from scipy.sparse import csr_array

        unit, rater = np.nonzero(self.given)
        code = np.searchsorted(self.categories, self.values[unit, rater])
        shape = (self.n, len(self.categories))
        found = csr_array((np.ones(len(unit)), (unit, code)), shape=shape)
        found.sum_duplicates()
        return found

    def squares_within(self, values: Floats) -> Floats:
        """Sum of squared differences over a unit's ordered pairs of ``values``, by its size less one."""
        mean = np.nansum(values, axis=1) / self.sizes
        around = np.nansum((values - mean[:, None]) ** 2, axis=1)
        return np.asarray(2 * self.sizes / (self.sizes - 1) * around)


def paired(values: Floats) -> Paired:
    """The units of ``values`` (units x raters) that have two ratings or more."""
    kept = np.flatnonzero((~np.isnan(values)).sum(axis=1) >= 2)
    return Paired(values[kept], kept, len(values) - len(kept))


class Scale:
    """How far apart two ratings are: nominal, where every difference counts the same."""

    def __init__(self, data: Paired) -> None:
        self.data = data

    @cached_property
    def within(self) -> Floats:
        """Each unit's disagreement: over its ordered pairs, by its size less one."""
        squares = np.asarray(self.data.counts.power(2).sum(axis=1)).ravel()
        return np.asarray((self.data.sizes**2 - squares) / (self.data.sizes - 1))

    def alphas(self, times: Floats) -> tuple[Floats, Floats, Floats]:
        """Alpha, observed and expected disagreement for each row of ``times`` (weightings x units)."""
        total = times @ self.data.sizes
        observed, expected = self.observed(times), self.expected(times)
        with np.errstate(divide="ignore", invalid="ignore"):
            observed = observed / total
            expected = expected / (total * (total - 1))
            alpha = np.where(expected > 0, 1 - observed / expected, np.nan)
        return alpha, observed, expected

    def whole(self) -> tuple[float, float, float]:
        """Alpha, observed and expected disagreement of the units as they are."""
        if not self.data.n:
            return nan, nan, nan
        alpha, observed, expected = (float(part[0]) for part in self.alphas(np.ones((1, self.data.n))))
        return alpha, observed, expected

    def observed(self, times: Floats) -> Floats:
        """Disagreement within units, summed."""
        return np.asarray(times @ self.within)

    def expected(self, times: Floats) -> Floats:
        """Disagreement of every rating with every other, summed."""
        counts = self.margins(times)
        return np.asarray(counts.sum(axis=1) ** 2 - (counts**2).sum(axis=1))

    def margins(self, times: Floats) -> Floats:
        """How often each category was chosen in each weighting."""
        return np.asarray((self.data.counts.T @ times.T).T)

    def against_all(self) -> tuple[float, Floats]:
        """Mean disagreement of two ratings drawn from all, and each unit's, summed over its ratings."""
        shares = self._shares()
        return self._from(1 - shares, shares)

    def _shares(self) -> Floats:
        counts = self.margins(np.ones((1, self.data.n)))[0]
        return np.asarray(counts / counts.sum())

    def _from(self, far: Floats, shares: Floats) -> tuple[float, Floats]:
        """The same, from each category's mean disagreement with all ratings."""
        return float(far @ shares), np.asarray(self.data.counts @ far)


class Interval(Scale):
    """Squared differences."""

    @cached_property
    def centred(self) -> Floats:
        """The ratings around their mean, which keeps small differences exact."""
        return np.asarray(self.data.values - np.nanmean(self.data.values))

    @cached_property
    def within(self) -> Floats:
        """As squared differences."""
        return self.data.squares_within(self.centred)

    def expected(self, times: Floats) -> Floats:
        """From the sums and sums of squares of the units."""
        total = times @ self.data.sizes
        sums = times @ np.nansum(self.centred, axis=1)
        squares = times @ np.nansum(self.centred**2, axis=1)
        return _no_less(2 * (total * squares - sums**2), total * squares)

    def against_all(self) -> tuple[float, Floats]:
        """From the variance of all ratings."""
        variance = float(np.nanmean(self.centred**2))
        far = np.nansum(self.centred**2 + variance, axis=1)
        return 2 * variance, np.asarray(far)


class Ordinal(Scale):
    """Squared differences of mean ranks among all ratings; a resample has ranks of its own."""

    def observed(self, times: Floats) -> Floats:
        """With the ranks of each weighting."""
        ranks = self.ranks(self.margins(times))
        counts, sizes = self.data.counts, self.data.sizes
        squares = ((counts.T @ (times * (sizes / (sizes - 1))).T).T * ranks**2).sum(axis=1)
        sums = np.asarray(counts @ ranks.T) ** 2
        return np.asarray(2 * (squares - np.einsum("bu,ub->b", times / (sizes - 1), sums)))

    def expected(self, times: Floats) -> Floats:
        """With the ranks of each weighting."""
        counts = self.margins(times)
        ranks = self.ranks(counts)
        squares = counts.sum(axis=1) * (counts * ranks**2).sum(axis=1)
        return _no_less(2 * (squares - (counts * ranks).sum(axis=1) ** 2), squares)

    @staticmethod
    def ranks(counts: Floats) -> Floats:
        """Mean ranks of the categories from -1/2 to 1/2."""
        total = counts.sum(axis=1, keepdims=True)
        return np.asarray((counts.cumsum(axis=1) - counts / 2) / total - 0.5)

    @cached_property
    def within(self) -> Floats:
        """With the ranks among all ratings."""
        at = np.searchsorted(self.data.categories, self.data.values)
        ranks = np.append(self._all_ranks(), np.nan)[at]
        return self.data.squares_within(ranks)

    def against_all(self) -> tuple[float, Floats]:
        """With the ranks among all ratings."""
        shares, ranks = self._shares(), self._all_ranks()
        return self._from(shares @ ranks**2 - 2 * ranks * (shares @ ranks) + ranks**2, shares)

    def _all_ranks(self) -> Floats:
        return np.asarray(self.ranks(self.margins(np.ones((1, self.data.n))))[0])


class Ratio(Scale):
    """Squared differences relative to the sum; 0 and 0 do not differ."""

    def __init__(self, data: Paired) -> None:
        super().__init__(data)
        if (data.values[data.given] < 0).any():
            raise ValueError("ratings must be 0 or more on a ratio scale")

    @cached_property
    def within(self) -> Floats:
        """Rater by rater: each with those so many columns on."""
        values = self.data.values
        total = np.zeros(self.data.n)
        for apart in range(1, values.shape[1]):
            total += 2 * np.nansum(_relative(values[:, apart:], values[:, :-apart]), axis=1)
        return np.asarray(total / (self.data.sizes - 1))

    def expected(self, times: Floats) -> Floats:
        """Category by category."""
        counts = self.margins(times)
        return np.asarray((self._distances(counts) * counts).sum(axis=1))

    def against_all(self) -> tuple[float, Floats]:
        """Category by category."""
        shares = self._shares()
        return self._from(self._distances(shares[None, :])[0], shares)

    def _distances(self, counts: Floats) -> Floats:
        """Each category's distance from all ratings, a block of categories at a time."""
        values = self.data.categories
        step = max(1, BLOCK // max(1, len(values)))
        starts = range(0, len(values), step)
        blocks = [counts @ _relative(values[:, None], values[None, at : at + step]) for at in starts]
        return np.concatenate(blocks, axis=1)


SCALES: dict[str, type[Scale]] = {"nominal": Scale, "ordinal": Ordinal, "interval": Interval, "ratio": Ratio}


def _relative(one: Floats, other: Floats) -> Floats:
    total = one + other
    apart = np.divide(one - other, total, out=np.zeros(total.shape), where=total != 0)
    return np.asarray(apart**2)


def _no_less(difference: Floats, terms: Floats) -> Floats:
    """``difference``, or 0 where it is no more than the rounding of its ``terms``."""
    return np.where(difference > 1e-12 * terms, difference, 0.0)

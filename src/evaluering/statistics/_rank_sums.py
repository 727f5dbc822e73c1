"""Two groups: how rank sums are distributed when every division into groups is equally likely."""

from functools import lru_cache
from math import ceil, sqrt

import numpy as np
from scipy import special

from evaluering.statistics._mean_ranks import mean_ranks
from evaluering.statistics.inputs import Floats, Integers

TIED = 30
"""Up to so many values in all, ties included, every division is counted."""
UNTIED = 50
"""In groups smaller than this the distribution without ties is counted, as in R."""
FUZZ = 1e-10
"""A tail this near the limit counts as on it, as in R."""


def pooled_ranks(x: Floats, y: Floats) -> Floats:
    """Mean ranks of both groups together, those of ``x`` first."""
    ranks: Floats = mean_ranks(np.concatenate([x, y]))
    return ranks


def countable(ranks: Floats, m: int) -> bool:
    """Whether the test counts all divisions: few values, or moderately many without ties."""
    total = len(ranks)
    return total <= TIED or (max(m, total - m) < UNTIED and len(np.unique(ranks)) == total)


def exact_p(ranks: Floats, m: int) -> float:
    """P(|W - E(W)| >= observed) over all divisions of the ranks into ``m`` and the rest."""
    total, doubled = len(ranks), np.rint(2 * ranks).astype(np.int64)
    observed = abs(int(doubled[:m].sum()) - m * (total + 1))
    if len(np.unique(doubled)) == total:
        chances = without_ties(m, total - m)
        distance = np.abs(2 * np.arange(len(chances)) - m * (total - m))
    else:
        chances = _divisions(doubled, m)
        distance = np.abs(np.arange(len(chances)) - m * (total + 1))
    return min(1.0, float(chances[distance >= observed].sum()))


def normal_p(ranks: Floats, m: int) -> float:
    """The same by the normal distribution, with tie and continuity correction."""
    away = abs(float(ranks[:m].sum()) - m * (len(ranks) + 1) / 2) - 0.5
    return min(1.0, 2 * float(special.ndtr(-away / _deviation(m, len(ranks) - m, _ties(ranks)))))


@lru_cache(maxsize=256)
def without_ties(m: int, n: int) -> Floats:
    """The chances of U = 0 ... mn without ties: the coefficients of a Gaussian binomial, as shares.

    Multiplied out as prod (1 - q^(n + i)) / (1 - q^i), i = 1 ... m, up to the middle, then mirrored.
    """
    half = m * n // 2 + 1
    chances = np.zeros(half)
    chances[0] = 1.0
    for i in range(1, m + 1):
        if n + i < half:
            chances[n + i :] -= chances[: half - n - i].copy()
        steps = -(-half // i)
        chances = np.pad(chances, (0, steps * i - half)).reshape(steps, i).cumsum(axis=0).ravel()[:half]
        chances *= i / (n + i)
    whole = np.concatenate([chances, chances[: m * n + 1 - half][::-1]])
    whole.flags.writeable = False  # it is kept for the next call
    return whole


@lru_cache(maxsize=256)
def order(m: int, n: int, tail: float) -> int:
    """Which difference from either end bounds the exact interval; 0 when none promises enough."""
    cumulative = np.cumsum(without_ties(m, n))
    # As in R: the smallest number with P(U <= number) >= tail, but 1 if 0 just reaches it.
    least = int(np.searchsorted(cumulative, tail * (1 - FUZZ)))
    return least or int(cumulative[0] <= tail * (1 + FUZZ))


def normal_order(x: Floats, y: Floats, tail: float) -> int:
    """The same by the normal distribution; values tie within a group, whatever the shift."""
    deviation = _deviation(len(x), len(y), np.concatenate([_ties(x), _ties(y)]))
    return ceil(len(x) * len(y) / 2 - 0.5 + float(special.ndtri(tail)) * deviation)


def _divisions(ranks: Integers, m: int) -> Floats:
    # by_size[k, s]: the number of ways to choose k of the ranks seen so far with sum s.
    by_size = np.zeros((m + 1, int(np.sort(ranks)[-m:].sum()) + 1))
    by_size[0, 0] = 1.0
    for rank in ranks.tolist():
        by_size[1:, rank:] += by_size[:-1, : by_size.shape[1] - rank].copy()
    chances: Floats = by_size[m] / by_size[m].sum()
    return chances


def _ties(values: Floats) -> Integers:
    return np.unique(values, return_counts=True)[1]


def _deviation(m: int, n: int, ties: Integers) -> float:
    total = m + n
    correction = float((ties.astype(np.float64) ** 3 - ties).sum()) / (total * (total - 1))
    return sqrt(m * n / 12 * (total + 1 - correction))

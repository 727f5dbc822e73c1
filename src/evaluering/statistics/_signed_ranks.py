"""Signed ranks: their distribution when every sign is a coin's, and the intervals its inversion gives."""

from collections.abc import Iterator
from functools import lru_cache
from math import ceil, inf, isinf, nan, sqrt
from typing import Literal

import numpy as np
from scipy import special

from evaluering.statistics import inputs
from evaluering.statistics._mean_ranks import mean_ranks
from evaluering.statistics._pair_sums import twice_walsh_averages
from evaluering.statistics.inputs import Floats, Integers, Numbers

Zeros = Literal["pratt", "wilcox"]

EXACT = 200
"""Up to so many values the distribution is counted; beyond, the normal one is indistinguishable from it."""
INVERTED = 20
"""Up to so many values with ties the interval is found by counting all signs at every possible shift."""
DIGITS = 12
"""Differences of decimals carry rounding errors; values alike to so many digits are ties."""
FUZZ = 1e-10
"""A tail this near the limit counts as on it, as in R."""


def kept(d: Numbers) -> tuple[Floats, int]:
    """The differences that are not missing, tidied, and how many are missing."""
    values = inputs.sample(d, "d")
    present = values[~np.isnan(values)]
    return tidy(present), len(values) - len(present)


def tidy(values: Floats) -> Floats:
    """``values`` rounded to ``DIGITS`` digits of the largest, so that equal differences are equal."""
    largest = float(np.abs(values).max(initial=0.0))
    return np.round(values, min(DIGITS - ceil(np.log10(largest)), 290)) if largest else values


def signed_ranks(d: Floats, zeros: Zeros) -> Floats:
    """Mean ranks of |d| with the signs of d: zeros ranked and then set to 0, or left out first."""
    ranked = d if zeros == "pratt" else d[d != 0]
    signed: Floats = np.sign(ranked) * mean_ranks(np.abs(ranked))
    return signed


def tails(ranks: Floats) -> tuple[float, float]:
    """P(W+ <= observed) and P(W+ >= observed) over all signs of the ranks that are not 0."""
    doubled = np.rint(2 * ranks[ranks != 0]).astype(np.int64)
    chances = _of_signs(np.abs(doubled))
    observed = int(doubled[doubled > 0].sum())
    return float(chances[: observed + 1].sum()), float(chances[observed:].sum())


def _of_signs(doubled: Integers) -> Floats:
    """The chances of the sums of doubled ranks; those of 1, 2 ... n, without ties, are kept."""
    n = len(doubled)
    if not np.array_equal(np.sort(doubled), 2 * np.arange(1, n + 1)):
        return sums(doubled)
    chances = np.zeros(n * (n + 1) + 1)
    chances[::2] = untied(n)
    return chances


@lru_cache(maxsize=256)
def untied(n: int) -> Floats:
    """The chances of the sums of the ranks 1, 2 ... n."""
    chances = sums(np.arange(1, n + 1))
    chances.flags.writeable = False  # it is kept for the next call
    return chances


def sums(weights: Integers) -> Floats:
    """The probability of each sum 0, 1, 2 ... when every whole-number weight counts or not by a coin."""
    chances = np.zeros(int(weights.sum()) + 1)
    chances[0], reached = 1.0, 0
    for weight in weights.tolist():
        moved = 0.5 * chances[: reached + 1]
        chances[: reached + 1] = moved
        chances[weight : weight + reached + 1] += moved
        reached += weight
    return chances


def normal_tails(ranks: Floats) -> tuple[float, float]:
    """As ``tails``, by the normal distribution with continuity correction."""
    mean, sd = np.abs(ranks).sum() / 2, sqrt((ranks**2).sum()) / 2
    plus = ranks[ranks > 0].sum()
    return float(special.ndtr((plus - mean + 0.5) / sd)), float(special.ndtr((mean - plus + 0.5) / sd))


def walsh_averages(d: Floats) -> Floats:
    """(d_i + d_j) / 2 for all i <= j, sorted."""
    one, other = np.triu_indices(len(d))
    return np.sort((d[one] + d[other]) / 2)


def pseudomedian(d: Floats) -> float:
    """The median of the Walsh averages."""
    return twice_walsh_averages(d).median() / 2


@lru_cache(maxsize=256)
def order(n: int, tail: float) -> tuple[int, float]:
    """Which Walsh average from either end bounds the interval, and the chance of missing on that side.

    0 when even the outermost ones promise too little.
    """
    cumulative = np.cumsum(untied(n))
    # As in R: the smallest number with P(W+ <= number) >= tail, but 1 if 0 just reaches it.
    least = int(np.searchsorted(cumulative, tail * (1 - FUZZ)))
    least = least or int(cumulative[0] <= tail * (1 + FUZZ))
    return least, float(cumulative[least - 1]) if least else nan


def interval(d: Floats, level: float) -> tuple[float, float, str]:
    """The ends of the interval of the Hodges-Lehmann estimate, and how they were found.

    An end that the data cannot give at this level is infinite.
    """
    tail, tied = (1 - level) / 2, len(np.unique(d)) < len(d)
    if tied and len(d) <= INVERTED:
        return _first_accepted(d, tail), -_first_accepted(-d, tail), "all signs, every shift"
    if tied or len(d) > EXACT:
        return (*_ends(d, _normal_order(d, tail)), "normal, continuity correction")
    return (*_ends(d, order(len(d), tail)[0]), "exact signed-rank distribution")


def _ends(d: Floats, position: int) -> tuple[float, float]:
    if position < 1:
        return -inf, inf
    averages = twice_walsh_averages(d)
    return averages.nth(position - 1) / 2, averages.nth(averages.size - position) / 2


def _normal_order(d: Floats, tail: float) -> int:
    n, (_, ties) = len(d), np.unique(d, return_counts=True)
    variance = n * (n + 1) * (2 * n + 1) / 24 - (ties.astype(np.float64) ** 3 - ties).sum() / 48
    return ceil(n * (n + 1) / 4 - 0.5 + float(special.ndtri(tail)) * sqrt(variance))


def _first_accepted(d: Floats, tail: float) -> float:
    # The set of shifts that are not rejected may have holes; its hull keeps the promised coverage.
    for end, shift in _shifts(np.unique(tidy(walsh_averages(d)))):
        chance = tails(signed_ranks(tidy(d - shift), "pratt"))[1]
        if chance >= tail * (1 + FUZZ if isinf(end) else 1 - FUZZ):
            return end
    return nan


def _shifts(averages: Floats) -> Iterator[tuple[float, float]]:
    """(end of the interval if this is the first shift accepted, shift), from below.

    The test's answer changes only at Walsh averages, so they and one shift between each two are all.
    """
    spread = averages[-1] - averages[0]
    yield -inf, float(averages[0] - spread)
    for here, after in zip(averages, np.append(averages[1:], averages[-1] + spread), strict=True):
        yield float(here), float(here)
        yield float(here), float(here + after) / 2

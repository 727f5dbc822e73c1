"""Runs about a line: how long, how many, and how often chance alone gives such."""

from dataclasses import dataclass
from functools import cache, lru_cache
from math import comb, log2, nan

import numpy as np
from numpy.typing import NDArray

from evaluering.statistics.inputs import Floats

ANHOEJ = (
    "Anhøj J, Olesen AV. Run charts revisited: a simulation study of run chart rules for detection of "
    "non-random variation in health care processes. PLoS ONE 2014;9:e113825."
)
Sides = NDArray[np.int8]


@dataclass(frozen=True)
class RunLimits:
    """The longest run and the fewest crossings that chance explains."""

    longest_run_max: int
    n_crossings_min: int


@dataclass(frozen=True)
class Runs:
    """Runs about a centre line, judged by the two rules of Anhøj.

    Points on the line are not useful: they neither break a run nor lengthen it. ``n`` points were
    observed and ``missing`` were not. ``false_alarm`` is the exact probability of a signal when
    independent points fall on either side of a fixed line alike.
    """

    n: int
    missing: int
    n_useful: int
    longest_run: float
    longest_run_max: float
    n_crossings: float
    n_crossings_min: float
    long_run: bool
    few_crossings: bool
    false_alarm: float
    method: str = "anhoej"
    source: str = ANHOEJ
    reason: str = ""

    @property
    def signal(self) -> bool:
        """Whether either rule signals."""
        return self.long_run or self.few_crossings


def sides(y: Floats, centre: Floats) -> Sides:
    """1 above, -1 below, 0 on the line or missing.

    A mean carries rounding: the mean of ten values 0.1 is not 0.1. What differs from the line by
    rounding alone lies on it.
    """
    apart = np.where(np.isnan(y) | np.isnan(centre), 0.0, y - centre)
    largest = np.nanmax(np.abs(np.append(y, centre)), initial=0.0)
    apart[np.abs(apart) <= 64 * np.finfo(float).eps * largest] = 0.0
    return np.sign(apart).astype(np.int8)


def run_lengths(useful: Sides) -> NDArray[np.int64]:
    """The lengths of the runs, in order."""
    turns = np.flatnonzero(np.diff(useful)) + 1
    return np.diff(np.concatenate(([0], turns, [len(useful)])))


def judged(y: Floats, centre: Floats) -> Runs:
    """Apply both rules to the useful points."""
    missing = int(np.isnan(y).sum())
    side = sides(y, centre)
    useful = side[side != 0]
    if not useful.size:
        return no_runs(len(y) - missing, missing, "no point lies off the centre line")
    lengths, limits = run_lengths(useful), limits_of(len(useful))
    longest, crossings = int(lengths.max()), len(lengths) - 1
    return Runs(
        n=len(y) - missing,
        missing=missing,
        n_useful=len(useful),
        longest_run=longest,
        longest_run_max=limits.longest_run_max,
        n_crossings=crossings,
        n_crossings_min=limits.n_crossings_min,
        long_run=longest > limits.longest_run_max,
        few_crossings=crossings < limits.n_crossings_min,
        false_alarm=about_fixed_line("either", len(useful)),
    )


def no_runs(n: int, missing: int, reason: str) -> Runs:
    """An analysis that cannot be given, with the reason."""
    return Runs(n, missing, 0, nan, nan, nan, nan, False, False, nan, reason=reason)


@cache
def limits_of(n: int) -> RunLimits:
    """round(log2 n) + 3, and the 5 % quantile of crossings, in whole numbers throughout.

    round never meets a half: log2 n is whole or irrational. Nor does the quantile meet 1/20
    exactly, since no power of 2 is a multiple of 20.
    """
    below, crossings = 1, 0
    while 20 * below < 2 ** (n - 1):
        crossings += 1
        below += comb(n - 1, crossings)
    return RunLimits(round(log2(n)) + 3, crossings)


@cache
def about_fixed_line(rule: str, n: int) -> float:
    """The probability of a signal when each point falls on either side with probability 1/2."""
    limits = limits_of(n)
    fewest = 0 if rule == "long_run" else limits.n_crossings_min
    if rule == "few_crossings":
        return float(sum(comb(n - 1, crossings) for crossings in range(fewest)) / 2 ** (n - 1))
    return 1 - _without_signal(n, min(limits.longest_run_max, n), fewest)


def _without_signal(n: int, longest: int, fewest: int) -> float:
    """The probability of no run above ``longest`` and at least ``fewest`` crossings.

    Point by point, the state is (length of the present run, crossings so far, counted to
    ``fewest``): the next point lengthens the run or crosses, each with probability 1/2.
    """
    state = np.zeros((longest, fewest + 1))
    state[0, 0] = 1.0
    for _ in range(n - 1):
        crossing = state.sum(axis=0) / 2
        state[1:] = state[:-1].copy() / 2
        state[0] = np.append(0.0, crossing[:-1])
        state[0, -1] += crossing[-1]
    return float(state[:, -1].sum())


@cache
def about_own_median(rule: str, n: int) -> float:
    """The probability of a signal when half of ``n`` points lie on either side, in any order."""
    half, limits = n // 2, limits_of(n)
    longest = half if rule == "few_crossings" else limits.longest_run_max
    fewest = 0 if rule == "long_run" else limits.n_crossings_min
    ways = sum(_orders(half, runs, longest) for runs in range(max(fewest + 1, 2), n + 1))
    return float((comb(n, half) - ways) / comb(n, half))


def _orders(half: int, runs: int, longest: int) -> int:
    """Orders of ``half`` points above and ``half`` below in ``runs`` runs of at most ``longest``."""
    above, below = runs // 2, runs - runs // 2
    return 2 * _compositions(half, above, longest) * _compositions(half, below, longest)


@lru_cache(maxsize=4096)
def _compositions(total: int, parts: int, largest: int) -> int:
    """Ways to write ``total`` as ``parts`` ordered whole numbers from 1 to ``largest``."""
    return sum(
        (-1) ** over * comb(parts, over) * comb(total - over * largest - 1, parts - 1)
        for over in range(min(parts, (total - parts) // largest if total >= parts else -1) + 1)
    )

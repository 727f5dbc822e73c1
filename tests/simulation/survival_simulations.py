"""Do the intervals for pathways hold the truth, and what comes of leaving open pathways out?"""

from math import exp, log, sqrt

import numpy as np
from scipy import stats

from evaluering.statistics import survival

MEDIAN = 40.0
LIMIT = 42.0


def open_pathways(replications: int, seed: int) -> dict[str, float]:
    """Sixty pathways of median 40 days started over 90 days, the data drawn on day 100."""
    rng = np.random.default_rng(seed)
    within = 1 - exp(-log(2) / MEDIAN * LIMIT)
    hits = np.array([_once(rng, within) for _ in range(replications)])
    names = ("median_coverage", "within_coverage", "median_coverage_naive", "within_coverage_naive")
    found = {}
    for name, share in zip(names, hits.mean(axis=0), strict=True):
        found[name] = float(share)
        found[f"{name}_mcse"] = sqrt(share * (1 - share) / replications)
    return found


def _once(rng: np.random.Generator, within: float) -> tuple[bool, bool, bool, bool]:
    lasts = np.floor(rng.exponential(MEDIAN / log(2), 60) * 100) / 100
    followed = 100 - np.floor(rng.uniform(0, 90, 60) * 100) / 100
    ended = lasts <= followed
    found = survival.kaplan_meier(np.minimum(lasts, followed), ended, at=LIMIT)
    median, share = found.median, found.within[0]
    finished = np.sort(lasts[ended])
    return (
        bool(median.low <= MEDIAN and not median.high < MEDIAN),
        bool(share.low <= within <= share.high),
        _of_the_finished(finished),
        _wilson_holds(int((finished <= LIMIT).sum()), len(finished), within),
    )


def _of_the_finished(finished: np.ndarray) -> bool:
    """The naive interval: order statistics of the pathways that have ended, the open left out."""
    low, high = stats.binom.ppf([0.025, 0.975], len(finished), 0.5).astype(int)
    return bool(finished[low - 1] <= MEDIAN <= finished[min(high, len(finished) - 1)])


def _wilson_holds(ended: int, n: int, truth: float) -> bool:
    interval = stats.binomtest(ended, n).proportion_ci(method="wilson")
    return bool(interval.low <= truth <= interval.high)

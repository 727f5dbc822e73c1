"""Many looks at once: how many of them signal when nothing but chance is at work."""

from dataclasses import dataclass
from math import nan

import numpy as np

from evaluering.statistics import inputs
from evaluering.statistics.inputs import Numbers

SOURCE = "Hong Y. On computing the distribution function for the Poisson binomial distribution. Comput Stat \
Data Anal 2013;59:41-51."


@dataclass(frozen=True)
class SignalsByChance:
    """How many of ``n`` looks signal by chance alone: expected, and the probability of ``found`` or more.

    ``p`` is NaN without looks, with the reason.
    """

    found: int
    expected: float
    p: float
    n: int
    source: str = SOURCE
    reason: str = ""


def signals_by_chance(found: int, probabilities: Numbers) -> SignalsByChance:
    """Signals found in several looks, against those that chance alone would give.

    Inputs: ``found``, the looks that signalled (a whole number, at most as many as there are looks);
    ``probabilities``, each look's probability of signalling when nothing has changed, 0 to 1.

    Formula: expected = sum p_i (whatever the dependence); P(X >= found), X the sum of independent
    Bernoulli(p_i), by convolution one look at a time.

    Assumes, for ``p`` alone, independent looks. Raises ``ValueError`` for numbers outside those ranges.
    Source: Hong 2013 (the Poisson binomial distribution). Checked against all outcomes of a few looks,
    and scipy's binomial distribution where the probabilities are equal.
    """
    given = inputs.complete(probabilities, "probabilities")
    count = inputs.count(found, "found")
    if ((given < 0) | (given > 1)).any():
        raise ValueError("probabilities must lie between 0 and 1")
    if count > len(given):
        raise ValueError("found must not be above the number of looks")
    if not len(given):
        return SignalsByChance(count, 0.0, nan, 0, reason="nothing was looked at")
    spread = np.ones(1)
    for one in given:
        spread = np.convolve(spread, [1 - one, one])
    return SignalsByChance(count, float(given.sum()), float(min(1.0, spread[count:].sum())), len(given))

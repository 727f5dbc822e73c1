"""Rates of events over an exposure: one, two, and whether events spread evenly over units."""

from dataclasses import dataclass, replace
from math import exp, log, nan, sqrt

import numpy as np
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics import inputs, proportions
from evaluering.statistics._shares import share
from evaluering.vocabulary import Unit

GARWOOD = "Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-442."
PRZYBOROWSKI_WILENSKI = (
    "Przyborowski J, Wilenski H. Homogeneity of results in testing samples from Poisson series. "
    "Biometrika 1940;31:313-323."
)
MCCULLAGH_NELDER = "McCullagh P, Nelder JA. Generalized Linear Models. 2nd ed. Chapman and Hall; 1989."
NO_EVENTS = "no events"
ONE_UNIT = "fewer than two units: their spread cannot be estimated"


@dataclass(frozen=True)
class Dispersion:
    """How unevenly events spread over units, and the rate with an interval that allows for it.

    ``index`` is about 1 for independent events and above 1 when events cluster; ``p`` is that of a
    spread at least so uneven under a Poisson distribution. NaN with a ``reason``.
    """

    index: float
    chi2: float
    df: int
    p: float
    rate: Estimate
    reason: str = ""


@dataclass(frozen=True)
class Never:
    """The share of units without any event, and the share a Poisson distribution expects."""

    share: Estimate
    count: int
    expected: float


def interval(count: int, exposure: float, level: float = 0.95) -> Estimate:
    """The rate ``count / exposure`` with Garwood's exact Poisson interval.

    Inputs: ``count`` events (whole number >= 0), ``exposure`` (> 0, in the unit the rate is
    per: municipalities, municipality-months), ``level`` in (0, 1).

    Formula, with a = 1 - level: low = chi2(a/2; 2k) / 2E (0 when k = 0),
    high = chi2(1 - a/2; 2k + 2) / 2E.

    Assumes events that arrive independently with a constant rate; clustered events make the
    interval too narrow (see ``dispersion``). Raises ``ValueError`` for values outside those ranges.
    Source: Garwood 1936. Checked against R 4.2.2 ``poisson.test``, and by summing exact coverage.
    """
    count, exposure = inputs.count(count, "count"), inputs.positive(exposure, "exposure")
    tail = (1 - inputs.level(level)) / 2
    # A quantile of chi2(2k), halved, is one of gamma(k).
    low = float(special.gammaincinv(count, tail)) if count else 0.0
    high = float(special.gammainccinv(count + 1, tail))
    return Estimate(
        value=count / exposure,
        low=low / exposure,
        high=high / exposure,
        level=level,
        n=exposure,
        unit=Unit.RATE,
        method="garwood",
        source=GARWOOD,
    )


def ratio(count1: int, exposure1: float, count2: int, exposure2: float, level: float = 0.95) -> Estimate:
    """The ratio of two rates, first to second, with the exact conditional interval and p value.

    Inputs: counts, whole numbers >= 0; exposures > 0 in the same unit; ``level`` in (0, 1). Without
    events in the second group the ratio and its upper limit do not exist (NaN with a reason), the
    lower limit and ``p`` do; without any events nothing does.

    Formula: given k = k1 + k2, k1 is binomial with p = r E1 / (r E1 + E2); with Clopper-Pearson
    limits l of p, limits of the ratio are l / (1 - l) E2 / E1. ``p`` is that of r = 1, the sum of
    the probabilities no larger than that of k1.

    Assumes two independent Poisson counts; clustered events make the interval too narrow. Raises
    ``ValueError`` for values outside those ranges. Source: Przyborowski and Wilenski 1940; Clopper
    and Pearson 1934. Checked against R 4.2.2 ``poisson.test``, and by summing exact coverage.
    """
    k1, k2 = inputs.count(count1, "count1"), inputs.count(count2, "count2")
    e1, e2 = inputs.positive(exposure1, "exposure1"), inputs.positive(exposure2, "exposure2")
    level = inputs.level(level)
    if k1 + k2 == 0:
        return undefined(NO_EVENTS, Unit.RATIO, "conditional_exact", n=e1 + e2)
    of_first = proportions.interval(k1, k1 + k2, "exact", level)
    value, low, high = (_odds(end) * e2 / e1 for end in (of_first.value, of_first.low, of_first.high))
    return Estimate(
        value,
        low,
        high,
        level,
        e1 + e2,
        Unit.RATIO,
        "conditional_exact",
        PRZYBOROWSKI_WILENSKI,
        p=_binomial_p(k1, k1 + k2, e1 / (e1 + e2)),
        reason="" if k2 else "no events in the second group: the ratio has no upper limit",
    )


def dispersion(
    counts: inputs.Numbers, exposure: inputs.Numbers | None = None, level: float = 0.95
) -> Dispersion:
    """Whether events cluster on units, and the rate with a quasi-Poisson interval.

    Inputs: ``counts``, whole numbers >= 0, one per unit, missing ones left out and counted;
    ``exposure`` > 0 of each unit, or None when all are alike (1); ``level`` in (0, 1), of the
    interval. With fewer than two units or without events it is undefined.

    Formula: rate r = sum k / sum E; chi2 = sum (k - r E)^2 / (r E) on n - 1 degrees of freedom;
    index = chi2 / (n - 1); interval r exp(+- t(n-1) sqrt(index / sum k)). ``p`` is the upper tail.

    Assumes independent units. An index below 1 narrows the interval, as in R; where few units have
    nearly all events it covers a little less than it says (93 percent in the simulation). Raises
    ``ValueError`` for values outside those ranges. Source: Fisher RA. Statistical Methods for
    Research Workers; McCullagh and Nelder 1989. Checked against R 4.2.2
    ``glm(family = quasipoisson)``, and by simulation of clustered events beside Garwood's interval.
    """
    seen, over, missing = _units(counts, exposure)
    level, units, events = inputs.level(level), len(seen), float(seen.sum())
    if units < 2 or events == 0:
        reason = NO_EVENTS if units > 1 else ONE_UNIT
        none = undefined(reason, Unit.RATE, "quasi_poisson", n=float(over.sum()), missing=missing)
        return Dispersion(nan, nan, max(units - 1, 0), nan, none, reason)
    expected = events / over.sum() * over
    chi2 = float(((seen - expected) ** 2 / expected).sum())
    p = float(special.chdtrc(units - 1, chi2))
    rate = _quasi_poisson(events, float(over.sum()), chi2, level, units - 1)
    return Dispersion(chi2 / (units - 1), chi2, units - 1, p, replace(rate, missing=missing))


def never(counts: inputs.Numbers, exposure: inputs.Numbers | None = None, level: float = 0.95) -> Never:
    """How many units had no event at all, with Wilson's interval, and how many chance expects.

    Inputs: as of ``dispersion``. Without any unit it is undefined.

    Formula: share = units without events / units, Wilson's interval; expected = the mean of
    exp(-r E) with r = sum k / sum E. A share well above the expected says that some units ask
    and others do not; that can be need or threshold.

    Assumes independent units; the expected share assumes a Poisson distribution of one rate.
    Raises ``ValueError`` for values outside those ranges. Source: Wilson 1927; the expected share is
    the Poisson probability of 0. Checked against ``proportions.interval``, arithmetic by hand,
    and against random arrival (``occupancy``) for many units.
    """
    seen, over, missing = _units(counts, exposure)
    without = int((seen == 0).sum())
    rate = seen.sum() / over.sum() if len(seen) else nan
    expected = float(np.exp(-rate * over).mean()) if len(seen) else nan
    return Never(share(without, len(seen), missing, level), without, expected)


def _units(
    counts: inputs.Numbers, exposure: inputs.Numbers | None
) -> tuple[inputs.Floats, inputs.Floats, int]:
    """Counts and exposures of the units with a count, and how many have none."""
    seen = inputs.counted(counts, "counts")
    over = np.ones(len(seen)) if exposure is None else inputs.complete(exposure, "exposure")
    if len(over) != len(seen) or (over <= 0).any():
        raise ValueError("exposure must be positive, one for each unit")
    known = ~np.isnan(seen)
    return seen[known], over[known], int((~known).sum())


def _binomial_p(k: int, n: int, share: float) -> float:
    """P of the counts that are no more probable than ``k``; as in R, alike to seven digits is alike."""
    counts = np.arange(n + 1)
    logs = special.xlog1py(n - counts, -share) + special.xlogy(counts, share)
    logs -= special.betaln(counts + 1, n - counts + 1)
    between = np.flatnonzero(logs > logs[k] + 1e-7)
    if not len(between):
        return 1.0
    low, high = int(between[0]), int(between[-1])
    # Both tails as incomplete beta functions, which keep their digits where n is large.
    below = float(special.betainc(n - low + 1, low, 1 - share)) if low else 0.0
    above = float(special.betainc(high + 1, n - high, share)) if high < n else 0.0
    return below + above


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else nan


def _quasi_poisson(events: float, exposure: float, chi2: float, level: float, df: int) -> Estimate:
    se = sqrt(chi2 / df / events)
    half = -float(special.stdtrit(df, (1 - level) / 2)) * se
    rate = log(events / exposure)
    ends = exp(rate - half), exp(rate + half)
    value = events / exposure
    return Estimate(
        value, *ends, level, exposure, Unit.RATE, "quasi_poisson", MCCULLAGH_NELDER, df=df, se=value * se
    )

"""How often chance alone puts a point outside the limits of a chart of counts."""

from math import nan

import numpy as np
from scipy import stats

from evaluering.results import Estimate, undefined
from evaluering.statistics.inputs import Floats
from evaluering.vocabulary import Unit

METHOD = "spc.limit_alarm"
NO_LIMITS = "no point has limits"
SOURCE = "Montgomery DC. Introduction to Statistical Quality Control. 6th ed. Wiley 2009, ch. 7."
KINDS = ("p", "u", "c", "pp", "up")


def estimate(kind: str, centre: Floats, limits: tuple[Floats, Floats], n: Floats) -> Estimate:
    """The probability that any point falls outside, points being independent."""
    lower, upper = limits
    known = ~(np.isnan(centre) | np.isnan(lower) | np.isnan(upper) | np.isnan(n))
    if not known.any():
        return undefined(NO_LIMITS, Unit.PROBABILITY, METHOD)
    outside = _outside(kind, centre[known], (lower[known], upper[known]), n[known])
    value = float(-np.expm1(np.log1p(-np.minimum(outside, 1 - 1e-16)).sum()))
    points = int(known.sum())
    return Estimate(value, value, value, nan, points, Unit.PROBABILITY, f"{METHOD}.{kind}", SOURCE, se=0.0)


def _outside(kind: str, centre: Floats, limits: tuple[Floats, Floats], n: Floats) -> Floats:
    if kind in ("pp", "up"):
        return np.full(centre.shape, 2 * float(stats.norm.sf(3)))
    size = np.ones_like(n) if kind == "c" else n
    # A count on its limit is not outside it, whatever rounding does to the product.
    least, most = (np.round(limit * size, 9) for limit in limits)
    counts = stats.binom(size, centre) if kind == "p" else stats.poisson(centre * size)
    below = counts.cdf(np.ceil(least) - 1)
    above = counts.sf(np.floor(most))
    return np.asarray(below + above)

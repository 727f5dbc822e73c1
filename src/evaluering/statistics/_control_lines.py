"""Centre line and limits of one phase, by kind of chart."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf, nan, sqrt

import numpy as np

from evaluering.statistics._moving_ranges import D2, D4, mean_range
from evaluering.statistics.inputs import Floats

NO_POINTS = "no points to set a centre line from"
NO_RANGE = "no two points in a row to take a moving range from"
NO_VARIATION = "the points that set the limits do not vary"
POWER = 3.6
"""Nelson's power: the 3.6th root of an exponential time is nearly normal."""


@dataclass(frozen=True)
class Points:
    """The points of a phase: plotted value, count and denominator (NaN when missing).

    ``base`` are the plotted values that set the lines, in order; ``base_count`` and
    ``base_size`` their counts and denominators. Missing ones among them are NaN.
    """

    y: Floats
    size: Floats
    base: Floats
    base_count: Floats
    base_size: Floats
    screened: bool

    @property
    def share(self) -> float:
        """Sum of counts over sum of denominators."""
        total = float(np.nansum(self.base_size))
        return float(np.nansum(self.base_count)) / total if total else nan


@dataclass(frozen=True)
class Lines:
    """Lines of a phase: one centre, limits point by point (NaN where there are none).

    ``floor`` and ``ceiling`` are the ends of the scale, where limits stop.
    """

    centre: float
    mean: float
    lower: Floats
    upper: Floats
    sigma_z: float = nan
    floor: float = 0.0
    ceiling: float = inf
    reason: str = ""

    @property
    def no_lower(self) -> tuple[bool, ...]:
        """Where nothing can fall below the lower limit."""
        return tuple((self.lower <= self.floor).tolist())

    @property
    def no_upper(self) -> tuple[bool, ...]:
        """Where nothing can rise above the upper limit."""
        return tuple((self.upper >= self.ceiling).tolist())

    @property
    def clipped(self) -> tuple[Floats, Floats]:
        """The limits within the scale; NaN stays."""
        return np.maximum(self.lower, self.floor), np.minimum(self.upper, self.ceiling)


def lines(kind: str, points: Points) -> Lines:
    """The lines of a kind of chart, or NaN with the reason."""
    if np.isnan(points.base).all():
        return _without_limits(points, nan, nan, NO_POINTS)
    return _KINDS[kind](points)


def _around(points: Points, centre: float, spread: Floats | float) -> Lines:
    reach = 3 * np.broadcast_to(spread, points.y.shape)
    return Lines(centre, centre, centre - reach, centre + reach)


def _without_limits(points: Points, centre: float, mean: float, reason: str) -> Lines:
    none = np.full(points.y.shape, nan)
    return Lines(centre, mean, none, none, reason=reason)


def _run(points: Points) -> Lines:
    return _without_limits(points, float(np.nanmedian(points.base)), float(np.nanmean(points.base)), "")


def _xmr(points: Points) -> Lines:
    centre, mean = float(np.nanmean(points.base)), mean_range(points.base, points.screened)
    if np.isnan(mean) or mean == 0:
        return _without_limits(points, centre, centre, NO_RANGE if np.isnan(mean) else NO_VARIATION)
    return replace(_around(points, centre, mean / D2), floor=-inf)


def _mr(points: Points) -> Lines:
    mean = float(np.nanmean(points.base))
    if mean == 0:
        return _without_limits(points, mean, mean, NO_VARIATION)
    return Lines(mean, mean, np.zeros_like(points.y), np.full_like(points.y, D4 * mean))


def _t(points: Points) -> Lines:
    rooted = replace(points, y=points.y ** (1 / POWER), base=points.base ** (1 / POWER))
    flat = _xmr(rooted)
    return replace(
        flat,
        centre=flat.centre**POWER,
        mean=float(np.nanmean(points.base)),
        lower=np.maximum(flat.lower, 0) ** POWER,
        upper=flat.upper**POWER,
        floor=0.0,
    )


def _share(points: Points, variance: Callable[[float], float], ceiling: float = inf) -> Lines:
    centre = points.share
    if variance(centre) <= 0:
        return _without_limits(points, centre, centre, NO_VARIATION)
    return replace(_around(points, centre, np.sqrt(variance(centre) / points.size)), ceiling=ceiling)


def _laney(points: Points, variance: Callable[[float], float], ceiling: float = inf) -> Lines:
    plain = _share(points, variance, ceiling)
    if plain.reason:
        return plain
    z = (points.base - plain.centre) / np.sqrt(variance(plain.centre) / points.base_size)
    sigma_z = mean_range(z, points.screened) / D2
    if np.isnan(sigma_z):
        return _without_limits(points, plain.centre, plain.centre, NO_RANGE)
    # A sigma_z below 1 is chance, or dependence: limits narrower than chance allows mislead.
    spread = np.sqrt(variance(plain.centre) / points.size) * max(sigma_z, 1.0)
    return replace(_around(points, plain.centre, spread), sigma_z=sigma_z, ceiling=ceiling)


def _binomial(share: float) -> float:
    return share * (1 - share)


def _poisson(rate: float) -> float:
    return rate


def _c(points: Points) -> Lines:
    mean = float(np.nanmean(points.base))
    if mean == 0:
        return _without_limits(points, mean, mean, NO_VARIATION)
    return _around(points, mean, sqrt(mean))


def _g(points: Points) -> Lines:
    mean, median = float(np.nanmean(points.base)), float(np.nanmedian(points.base))
    if mean == 0:
        return _without_limits(points, median, mean, NO_VARIATION)
    return replace(_around(points, mean, sqrt(mean * (mean + 1))), centre=median)


_KINDS: dict[str, Callable[[Points], Lines]] = {
    "run": _run,
    "xmr": _xmr,
    "mr": _mr,
    "p": lambda points: _share(points, _binomial, 1.0),
    "pp": lambda points: _laney(points, _binomial, 1.0),
    "u": lambda points: _share(points, _poisson),
    "up": lambda points: _laney(points, _poisson),
    "c": _c,
    "g": _g,
    "t": _t,
}

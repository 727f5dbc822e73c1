"""Moving ranges, and the spread they give."""

from math import nan

import numpy as np

from evaluering.statistics.inputs import Floats

D2 = 1.128
"""The mean range of two normal values, in standard deviations."""
D4 = 3.267
"""The upper limit of ranges of two, in mean ranges."""
NELSON = "Nelson LS. Control charts for individual measurements. J Qual Technol 1982;14:172-173."


def moving_ranges(y: Floats) -> Floats:
    """The distance of each point from the one before; NaN for the first and beside a gap."""
    return np.append(nan, np.abs(np.diff(y)))[: len(y)]


def mean_range(y: Floats, screened: bool) -> float:
    """The mean moving range; NaN without one.

    Screened, ranges of D4 mean ranges or more are left out, once.
    """
    ranges = moving_ranges(y)
    ranges = ranges[~np.isnan(ranges)]
    if not ranges.size:
        return nan
    mean = float(ranges.mean())
    kept = ranges[ranges < D4 * mean]
    return float(kept.mean()) if screened and kept.size else mean

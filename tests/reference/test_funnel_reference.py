"""Funnel limits against the published table of how often chance falls outside them."""

import numpy as np
import pytest
from scipy import stats

from evaluering.statistics import funnel

TABLE = {
    "approximate": {"below": (0.0184, 0, 0.0250), "above": (0.0301, 0.0203, 0.0841)},
    "exact": {"below": (0.0186, 0, 0.0250), "above": (0.0201, 0.0052, 0.0250)},
}
"""Median, least and largest probability outside the 95 % limits for 1 to 50 expected events.

Seaton and Manktelow, BMC Med Res Methodol 2012;12:98: Wald and prediction limits of the ratio.
"""
EXPECTED = np.arange(1, 50, 0.0025)
"""The table's own grid is not printed; a finer one reaches its extremes within 0.0002."""


@pytest.mark.parametrize("method", TABLE)
def test_chance_falls_outside_the_limits_as_often_as_published(method):
    curve = funnel.limits(EXPECTED, 1, "ratio", method=method).curves[0]
    lower = np.where(curve.no_lower, -1, np.array(curve.lower) * EXPECTED)
    below = stats.poisson.cdf(np.ceil(lower) - 1, EXPECTED)
    above = stats.poisson.sf(np.floor(np.array(curve.upper) * EXPECTED), EXPECTED)
    for found, wanted in ((below, TABLE[method]["below"]), (above, TABLE[method]["above"])):
        summary = (np.median(found), found.min(), found.max())
        assert summary == pytest.approx(wanted, abs=2e-4)

"""A share with Wilson's interval, as other statistics carry it."""

from dataclasses import replace

from evaluering.results import Estimate
from evaluering.statistics import proportions


def share(x: int, n: int, missing: int, level: float) -> Estimate:
    """``proportions.interval`` of ``x`` of ``n``, with those that are missing; undefined when ``n`` is 0."""
    return replace(proportions.interval(x, n, level=level), missing=missing)

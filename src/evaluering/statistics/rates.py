"""Rates of events over an exposure."""

from math import isfinite

from evaluering.results import Estimate
from evaluering.vocabulary import Unit

GARWOOD = "Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-442."


def interval(count: int, exposure: float, level: float = 0.95) -> Estimate:
    """The rate ``count / exposure`` with Garwood's exact Poisson interval.

    Inputs: ``count`` events (whole number >= 0), ``exposure`` (> 0, in the unit the rate is
    per: municipalities, municipality-months), ``level`` in (0, 1).

    Formula, with a = 1 - level: low = chi2(a/2; 2k) / 2E (0 when k = 0),
    high = chi2(1 - a/2; 2k + 2) / 2E.

    Assumes events that arrive independently with a constant rate; clustered events make the
    interval too narrow. Raises ``ValueError`` for values outside those ranges.
    Source: Garwood 1936. Checked against R's ``poisson.test`` (tests/reference/rates.json).
    """
    if not isfinite(count) or count != int(count) or count < 0:
        raise ValueError("count must be a whole number, 0 or more")
    if not isfinite(exposure) or exposure <= 0:
        raise ValueError("exposure must be a positive number")
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    from scipy import stats  # a second to import, and most commands work out no rate

    tail = (1 - level) / 2
    low = float(stats.chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    high = float(stats.chi2.ppf(1 - tail, 2 * count + 2)) / 2
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

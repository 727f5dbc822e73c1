"""Patterns of yes and no among raters that an agreement implies, and how surely it is estimated."""

from dataclasses import dataclass
from math import isnan, nan

import numpy as np
from scipy import special

from evaluering.statistics import inputs
from evaluering.statistics.inputs import Floats

COEFFICIENTS = ("kappa", "alpha", "ac1")


@dataclass(frozen=True)
class Patterns:
    """Agreement observed and by chance, and the variance of one goal's contribution."""

    observed: float
    chance: float
    variance: float
    reason: str = ""


def patterns(value: float, prevalence: float, coefficient: str, raters: int) -> Patterns:
    """What a coefficient's value means when yes has this prevalence."""
    mixed = 2 * prevalence * (1 - prevalence)
    chance = mixed if coefficient == "ac1" else 1 - mixed
    slope = (2 - 4 * prevalence) * (1 if coefficient == "ac1" else -1)
    observed = value + (1 - value) * chance
    correlation = 1 - (1 - observed) / mixed
    yes = np.arange(raters + 1, dtype=np.float64)
    shares = _shares(prevalence, correlation, raters)
    if shares is None:
        return Patterns(observed, chance, nan, "no raters alike can agree so with this prevalence")
    agreeing = (yes * (yes - 1) + (raters - yes) * (raters - yes - 1)) / (raters * (raters - 1))
    spread = slope * (yes / raters - prevalence)
    influence = (agreeing - observed) / (1 - chance) - (1 - observed) / (1 - chance) ** 2 * spread
    return Patterns(observed, chance, float(shares @ influence**2))


def goals(variance: float, width: float, level: float) -> float:
    """The least goals, not rounded, whose interval on t with goals - 1 df is no wider."""
    if isnan(variance):
        return nan
    found = max(2.0, 4 * variance * float(special.ndtri((1 + level) / 2)) ** 2 / width**2)
    for _ in range(200):
        quantile = float(special.stdtrit(max(found - 1, 1.0), (1 + level) / 2))
        # Half a step at a time: with few goals the quantile falls too fast for whole ones.
        found = max(2.0, (found + 4 * variance * quantile**2 / width**2) / 2)
    return found


def _shares(prevalence: float, correlation: float, raters: int) -> Floats | None:
    """How often each number of yes comes; None where no such distribution has that correlation.

    Polya's urn: the beta-binomial, whose product form also takes correlations of 0 and just below.
    """
    pull = correlation / (1 - correlation) * np.arange(raters)
    yes, no, either = prevalence + pull, 1 - prevalence + pull, 1 + pull
    if min(yes.min(), no.min()) < -1e-12:
        return None
    in_a_row = [np.concatenate([[1.0], np.cumprod(np.maximum(each, 0.0))]) for each in (yes, no)]
    ways = special.binom(raters, np.arange(raters + 1))
    return np.asarray(ways * in_a_row[0] * in_a_row[1][::-1] / either.prod())


def check_asked(value: float, width: float, coefficient: str) -> None:
    """Refuse an unknown coefficient, a value that none of them takes, and a width no interval has."""
    if coefficient not in COEFFICIENTS:
        raise ValueError("coefficient must be kappa, alpha or ac1")
    if not inputs.is_number(value) or not -1 <= value < 1:
        raise ValueError("value must lie from -1 to below 1")
    if inputs.positive(width, "width") > 2:
        raise ValueError("width must be at most 2")

"""Agreement beyond chance: what each coefficient expects by chance, and the error of the result."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isnan, nan, sqrt
from typing import Any, TypeAlias

import numpy as np
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics._ratings import Categories, Rated, Weights, agreement_weights, crossed, rated
from evaluering.statistics.inputs import Floats
from evaluering.statistics.inputs import level as checked_level
from evaluering.vocabulary import Unit

NO_PAIRS = "no unit has two ratings, so there is nothing to compare"
ONE_CATEGORY = "all ratings are the same, so agreement beyond chance cannot be judged"
NO_CHANCE = "chance alone would give complete agreement, so agreement beyond it cannot be judged"
ONE_UNIT = "one unit gives no standard error, so no interval"
NO_SPREAD = "every unit shows the same agreement: the standard error is 0 and gives no interval"

SMALLEST_ERROR = 1e-12
"""A standard error below this is 0 but for rounding."""

Chance: TypeAlias = Callable[[Rated, Floats], tuple[float, Floats]]
"""Agreement expected by chance, and each unit's part in it (their mean, to the first order)."""


@dataclass(frozen=True)
class Agreement:
    """Agreement corrected for chance: (``observed`` - ``expected``) / (1 - ``expected``)."""

    coefficient: Estimate
    observed: float
    expected: float
    categories: tuple[float, ...]


@dataclass(frozen=True)
class Asked:
    """What a coefficient is asked of, checked."""

    rated: Rated
    weights: Floats
    level: float
    missing: int

    @property
    def defined(self) -> bool:
        """Whether there are pairs to compare and more than one category in use."""
        return bool(self.rated.pairable.any()) and self.rated.used > 1


def asked(ratings: Any, categories: Categories, weights: Weights, level: float) -> Asked:
    """The ratings of any raters with their weights."""
    given = rated(ratings, categories)
    return Asked(given, agreement_weights(weights, given.categories), checked_level(level), given.unrated)


def corrected(asked: Asked, chance: Chance, method: str, source: str) -> Agreement:
    """The coefficient that ``chance`` makes, with its linearised standard error and t interval."""
    given, pairable = asked.rated, asked.rated.pairable
    of_units = agreement_of_units(given, asked.weights)
    observed = float(of_units[pairable].mean()) if pairable.any() else nan
    expected, of_chance = chance(given, asked.weights) if asked.defined else (nan, of_units)
    bare = _bare(asked, observed, expected, (method, source))
    if isnan(bare.value):
        return _agreement(asked, bare, observed, expected)
    parts = given.n / pairable.sum() * (of_units - expected * pairable)
    linear = (parts - 2 * (1 - bare.value) * (of_chance - expected)) / (1 - expected)
    return _agreement(asked, student(bare, linear), observed, expected)


def student(bare: Estimate, linear: Floats) -> Estimate:
    """``bare`` with the standard error of linearised values, its t(n - 1) interval and p against 0."""
    n = len(linear)
    if n < 2:
        return replace(bare, reason=ONE_UNIT)
    se = sqrt(float(((linear - bare.value) ** 2).sum()) / (n * (n - 1)))
    if se < SMALLEST_ERROR:
        return replace(bare, se=se, reason=NO_SPREAD)
    reach = float(special.stdtrit(n - 1, (1 + bare.level) / 2)) * se
    p = 2 * float(special.stdtr(n - 1, -abs(bare.value / se)))
    return replace(
        bare, low=bare.value - reach, high=min(1.0, bare.value + reach), p=p, df=float(n - 1), se=se
    )


def agreement_of_units(given: Rated, weights: Floats) -> Floats:
    """Weighted share of each unit's pairs that agree; 0 for units without a pair."""
    pairs = given.per_unit * (given.per_unit - 1)
    agreeing = np.einsum("uk,uk->u", given.counts, given.counts @ weights) - given.per_unit
    share: Floats = np.divide(agreeing, pairs, out=np.zeros(given.n), where=pairs > 0)
    return share


def gwets(given: Rated, weights: Floats) -> tuple[float, Floats]:
    """Chance falls on units that are hard to rate, in any category."""
    shares, q = _shares(given), len(given.categories)
    factor = weights.sum() / (q * (q - 1))
    of_units = factor * (given.counts @ (1 - shares)) / given.per_unit
    return float(factor * (shares * (1 - shares)).sum()), of_units


def fleiss_s(given: Rated, weights: Floats) -> tuple[float, Floats]:
    """Chance draws twice from the shares of all raters together."""
    shares = _shares(given)
    return float(shares @ weights @ shares), (given.counts @ (weights @ shares)) / given.per_unit


def even(given: Rated, weights: Floats) -> tuple[float, Floats]:
    """Chance draws evenly among the categories."""
    expected = float(weights.mean())
    return expected, np.full(given.n, expected)


def congers(given: Rated, weights: Floats) -> tuple[float, Floats]:
    """Chance draws from each rater's own shares, which are ratios when ratings are missing."""
    n, r = given.codes.shape
    done = given.codes >= 0
    by_rater = done.sum(axis=0)
    shares = _shares_of_raters(given) / by_rater[:, None]
    others = (shares.sum(axis=0) - shares) @ weights
    own = (others * shares).sum(axis=1)
    chosen = np.where(done, others[np.arange(r), given.codes], 0.0)
    parts = (chosen - (done - by_rater / n) * own) * (n / by_rater)
    return float(own.sum()) / (r * (r - 1)), parts.sum(axis=1) / (r * (r - 1))


def cohens(asked: Asked, source: str) -> Agreement:
    """Kappa of two raters from their crossed table."""
    table = crossed(asked.rated)
    n = asked.rated.n
    observed = float((asked.weights * table).sum()) / n if n else nan
    chance = table.sum(axis=1) @ asked.weights @ table.sum(axis=0)
    expected = float(chance) / n**2 if asked.defined else nan
    bare = _bare(asked, observed, expected, ("cohen_kappa", source))
    return _agreement(
        asked, bare if isnan(bare.value) else _normal(bare, table, asked.weights), observed, expected
    )


def _normal(bare: Estimate, table: Floats, weights: Floats) -> Estimate:
    """``bare`` with the large-sample errors of Fleiss, Cohen and Everitt: its own, and that of no kappa."""
    n = float(table.sum())
    shares = table / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    apart = (weights @ columns)[:, None] + weights @ rows
    observed, expected = float((weights * shares).sum()), float(rows @ weights @ columns)
    own = (shares * (weights * (1 - expected) - apart * (1 - observed)) ** 2).sum()
    variance = float(own - (observed * expected - 2 * expected + observed) ** 2) / (n * (1 - expected) ** 4)
    if not variance > SMALLEST_ERROR**2:
        return replace(bare, se=0.0, reason=NO_SPREAD)
    none = float(rows @ (weights - apart) ** 2 @ columns - expected**2) / (n * (1 - expected) ** 2)
    se = sqrt(variance)
    reach = float(special.ndtri((1 + bare.level) / 2)) * se
    low, high = max(-1.0, bare.value - reach), min(1.0, bare.value + reach)
    # Where chance leaves the table no other value, there is nothing to test.
    p = 2 * float(special.ndtr(-abs(bare.value) / sqrt(none))) if none > SMALLEST_ERROR**2 else None
    return replace(bare, low=low, high=high, p=p, se=se)


def _bare(asked: Asked, observed: float, expected: float, names: tuple[str, str]) -> Estimate:
    """The coefficient without an interval, or undefined."""
    method, source = names
    n, missing = asked.rated.n, asked.missing
    reason = _why_undefined(asked.rated, expected)
    if reason:
        return undefined(reason, Unit.COEFFICIENT, method, n=n, missing=missing)
    value = (observed - expected) / (1 - expected)
    return Estimate(value, nan, nan, asked.level, n, Unit.COEFFICIENT, method, source, missing)


def _why_undefined(given: Rated, expected: float) -> str:
    if not given.pairable.any():
        return NO_PAIRS
    if given.used < 2:
        return ONE_CATEGORY
    return "" if expected < 1 else NO_CHANCE


def _agreement(asked: Asked, coefficient: Estimate, observed: float, expected: float) -> Agreement:
    return Agreement(coefficient, observed, expected, tuple(asked.rated.categories.tolist()))


def _shares(given: Rated) -> Floats:
    """The mean over units of the share of raters who chose each category."""
    return np.asarray((given.counts / given.per_unit[:, None]).mean(axis=0))


def _shares_of_raters(given: Rated) -> Floats:
    """How often each rater chose each category."""
    r, q = given.codes.shape[1], len(given.categories)
    cells = (given.codes + q * np.arange(r))[given.codes >= 0]
    return np.bincount(cells, minlength=r * q).reshape(r, q).astype(np.float64)

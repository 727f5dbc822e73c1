"""Reliability of measurements: intraclass correlation, internal consistency, concordance of rankings."""

from dataclasses import dataclass, replace
from itertools import permutations
from math import factorial, inf, isfinite, nan
from typing import Any

import numpy as np
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics.inputs import Floats, matrix
from evaluering.statistics.inputs import level as checked_level
from evaluering.vocabulary import Unit

SHROUT_FLEISS = (
    "Shrout PE, Fleiss JL. Intraclass correlations: uses in assessing rater reliability. "
    "Psychol Bull 1979;86:420-428."
)
CRONBACH = (
    "Cronbach LJ. Coefficient alpha and the internal structure of tests. Psychometrika 1951;16:297-334."
)
FELDT = (
    "Feldt LS, Woodruff DJ, Salih FA. Statistical inference for coefficient alpha. "
    "Appl Psychol Meas 1987;11:93-103."
)
KENDALL = "Kendall MG, Babington Smith B. The problem of m rankings. Ann Math Stat 1939;10:275-287."

FORMS = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")
TOO_FEW = "two units or more, each rated by all of two raters or more, are needed"
ALL_EQUAL = "all ratings are the same, so units cannot be told apart"
NOTHING_BETWEEN = "the ratings leave no variation to compare the units by"
NO_ERROR = "the raters differ nowhere: there is no error to make an interval of"
NO_LIMITS = "the approximate interval has no finite ends around the value"
NO_ITEM_ERROR = "the items differ nowhere: there is no error to make an interval of"
FEWEST_ITEMS = 3
TWO_ITEMS = "with fewer than three items report the standardised coefficient, not alpha alone"
MOST_ARRANGEMENTS = 400_000
"""Rank sums times orders looked through at once; beyond, the chi-square approximation serves."""


@dataclass(frozen=True)
class IntraclassCorrelation:
    """An intraclass correlation, with the F test that units differ (``coefficient.p``)."""

    coefficient: Estimate
    form: str
    f: float
    df1: float
    df2: float


@dataclass(frozen=True)
class CronbachAlpha:
    """Internal consistency of a scale; ``advice`` is empty when it may stand alone."""

    raw: Estimate
    standardised: Estimate
    items: int
    advice: str


def icc(ratings: Any, form: str = "ICC2", *, level: float = 0.95) -> IntraclassCorrelation:
    """An intraclass correlation in one of Shrout and Fleiss' six forms.

    Inputs: ``ratings``, n units x k raters, measurements (units with a missing one are left out
    and counted in ``missing``); ``form``: ``"ICC1"`` each unit has other raters, ``"ICC2"`` the
    same raters, a sample of raters, absolute agreement, ``"ICC3"`` the same raters, these alone,
    consistency; with ``k`` (``"ICC2k"``) for the mean of k raters; ``level`` in (0, 1).

    Formula, of mean squares between units B, within W, between raters J, residual E:
    ICC1 = (B - W) / (B + (k-1) W), ICC2 = (B - E) / (B + (k-1) E + k (J - E) / n),
    ICC3 = (B - E) / (B + (k-1) E); ICC1k = (B - W) / B, ICC2k = (B - E) / (B + (J - E) / n),
    ICC3k = (B - E) / B. Intervals from F; for ICC2 with Satterthwaite's degrees of freedom, for
    ICC2k its ends stepped up by Spearman and Brown's formula (irr's differ). p: F = B / W or B / E.
    Undefined (NaN and a reason): fewer than two complete units or raters, nothing varies. No
    interval without error, or where ICC2's approximation fails to hold its own value (below 0).

    Assumes normal, additive effects of unit, rater and error. Raises ``ValueError`` for text,
    infinity, an unknown form. Source: Shrout and Fleiss 1979; McGraw and Wong, Psychol Methods
    1996;1:30-46 (ICC2's interval). Checked against Shrout and Fleiss' table, R 4.2.2 psych 2.2.9
    ``ICC`` and irr 0.84.1 ``icc`` (value, interval and F of all but the ends for ICC2k).
    """
    level = checked_level(level)
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}")
    values, missing = _complete_units(ratings)
    n, k = values.shape
    reason = TOO_FEW if min(n, k) < 2 else ALL_EQUAL if np.ptp(values) == 0 else ""
    if reason:
        return _no_icc(reason, form, n, missing)
    squares = _mean_squares(values)
    value = squares.coefficient(form)
    if not isfinite(value):
        return _no_icc(NOTHING_BETWEEN, form, n, missing)
    f, df1, df2 = squares.f(form)
    p = float(special.fdtrc(df1, df2, f)) if isfinite(f) else 0.0
    bare = Estimate(value, nan, nan, level, n, Unit.COEFFICIENT, form, SHROUT_FLEISS, missing, p)
    return IntraclassCorrelation(_with_limits(bare, squares, form), form, f, df1, df2)


def cronbach_alpha(items: Any, *, level: float = 0.95) -> CronbachAlpha:
    """Cronbach's alpha of a scale of items, raw and standardised.

    Inputs: ``items``, n respondents x k items, scored in the same direction (respondents with a
    missing answer are left out and counted in ``missing``); ``level`` in (0, 1).

    Formula: raw = k / (k-1) (1 - sum of item variances / variance of the sum); standardised =
    k r / (1 + (k-1) r), r the mean correlation between items. Feldt's interval for raw:
    1 - (1 - raw) F(1 - a/2; n-1, (n-1)(k-1)) to 1 - (1 - raw) F(a/2; ...), a = 1 - level.
    With two items alpha says little: ``advice`` points to the standardised coefficient, which
    then is Spearman and Brown's. Undefined (NaN and a reason): one item, one respondent, sums
    that do not vary; standardised also when an item does not vary.

    Assumes items that measure one thing alike (tau-equivalent), and normal scores for the
    interval; says nothing of whether they do. Raises ``ValueError`` for text, infinity, other
    than two dimensions. Source: Cronbach 1951; Feldt, Woodruff and Salih 1987; Eisinga R, te
    Grotenhuis M, Pelzer B, Int J Public Health 2013;58:637-642 (two items). Checked against
    R 4.2.2 psych 2.2.9 ``alpha`` and ``alpha.ci``'s formula.
    """
    level = checked_level(level)
    values, missing = _complete_units(items)
    n, k = values.shape
    advice = "" if k >= FEWEST_ITEMS else TWO_ITEMS
    reason = "" if min(n, k) > 1 else "two items or more and two respondents or more are needed"
    if reason or np.ptp(values.sum(axis=1)) == 0:
        nothing = _undefined(reason or "the sums of the items do not vary", "cronbach_alpha", n, missing)
        return CronbachAlpha(nothing, nothing, k, advice)
    covariance = np.cov(values, rowvar=False)
    raw = k / (k - 1) * (1 - float(np.trace(covariance) / covariance.sum()))
    bare = Estimate(
        raw, nan, nan, level, n, Unit.COEFFICIENT, "cronbach_alpha", f"{CRONBACH} {FELDT}", missing
    )
    return CronbachAlpha(_feldt(bare, k), _standardised(bare, covariance), k, advice)


def kendall_w(ratings: Any) -> Estimate:
    """Kendall's W: do the raters put the units in the same order? 0 not at all, 1 all alike.

    Inputs: ``ratings``, n units x m raters, ranks or scores (units with a missing one are left
    out and counted in ``missing``); each rater's are ranked here, ties sharing their mean rank.

    Formula: W = 12 S / (m^2 (n^3 - n) - m T), S the sum of squared deviations of the units' rank
    sums from their mean, T = sum (t^3 - t) over each rater's tied groups. p: the share of all
    orders of the raters' ranks with an S as large, counted exactly while they can be (``method``
    says ``exact``), else chi-square, m (n - 1) W on n - 1 degrees of freedom. No interval.
    Undefined (NaN and a reason): fewer than two complete units or raters, or all is tied.

    Assumes raters who ranked independently. Raises ``ValueError`` for text, infinity, other than
    two dimensions. Source: Kendall and Babington Smith 1939; Siegel S, Nonparametric Statistics
    1956. Checked against R 4.2.2 irr 0.84.1 ``kendall`` (with and without ties), enumeration of
    all orders, and Friedman's published exact probabilities.
    """
    values, missing = _complete_units(ratings)
    n, m = values.shape
    if min(n, m) < 2:
        return _undefined(TOO_FEW, "kendall_w", n, missing)
    ranks = _doubled_ranks(values)
    ties = m * (n**3 - n) - 3 * float(((ranks - (n + 1)) ** 2).sum())
    most = m**2 * (n**3 - n) - m * ties
    if most <= 0:
        return _undefined("every rater ranks all units alike, so there is no order", "kendall_w", n, missing)
    w = 3 * float(_spread(ranks.sum(axis=1))) / most
    p = _exact_p(ranks)
    method = "kendall_w, chi-square" if p is None else "kendall_w, exact"
    p = float(special.chdtrc(n - 1, m * (n - 1) * w)) if p is None else p
    reason = "no interval is given for W"
    return Estimate(
        w, nan, nan, nan, n, Unit.COEFFICIENT, method, KENDALL, missing, p, float(n - 1), reason=reason
    )


@dataclass(frozen=True)
class _MeanSquares:
    n: int
    k: int
    units: float
    within: float
    raters: float
    residual: float

    def coefficient(self, form: str) -> float:
        """Shrout and Fleiss' formula, NaN where it divides by nothing."""
        b, j, e, k, n = self.units, self.raters, self.residual, self.k, self.n
        error = self.within if "1" in form else e
        more = (j - e) / n if "2" in form else 0.0
        below = b + more if form.endswith("k") else b + (k - 1) * error + k * more
        varies = b + error > 0 and below > 1e-12 * (b + self.within)
        return (b - error) / below if varies else nan

    def f(self, form: str) -> tuple[float, float, float]:
        """The F ratio of units against error, and its degrees of freedom."""
        error = self.within if "1" in form else self.residual
        df2 = self.n * (self.k - 1) if "1" in form else (self.n - 1) * (self.k - 1)
        return (self.units / error if error else inf), self.n - 1, df2

    def consistency_limits(self, form: str, tail: float) -> tuple[float, float]:
        """Limits of ICC1 and ICC3."""
        f, df1, df2 = self.f(form)
        low = f / _quantile(df1, df2, 1 - tail)
        high = f * _quantile(df2, df1, 1 - tail)
        return (low - 1) / (low + self.k - 1), (high - 1) / (high + self.k - 1)

    def agreement_limits(self, tail: float) -> tuple[float, float]:
        """Limits of ICC2, with Satterthwaite's degrees of freedom for the error."""
        b, j, e, k, n = self.units, self.raters, self.residual, self.k, self.n
        rho = self.coefficient("ICC2")
        rest = (n * (1 + (k - 1) * rho) - k * rho) * e
        above = (k - 1) * (n - 1) * (k * rho * j + rest) ** 2
        below = (n - 1) * (k * rho * j) ** 2 + rest**2
        if below <= 0:
            return nan, nan
        df = above / below
        up, down = _quantile(n - 1, df, 1 - tail), _quantile(df, n - 1, 1 - tail)
        error = k * j + (k * n - k - n) * e
        return n * (b - up * e) / (up * error + n * b), n * (down * b - e) / (error + n * down * b)


def _quantile(df1: float, df2: float, at: float) -> float:
    return float(special.fdtri(df1, df2, at))


def _mean_squares(values: Floats) -> _MeanSquares:
    n, k = values.shape
    centred = values - values.mean()
    of_units, of_raters = centred.mean(axis=1), centred.mean(axis=0)
    total = float((centred**2).sum())
    residual = centred - of_units[:, None] - of_raters
    parts = np.array(
        [
            k * (of_units**2).sum(),
            ((centred - of_units[:, None]) ** 2).sum(),
            n * (of_raters**2).sum(),
            (residual**2).sum(),
        ]
    )
    parts[parts < 1e-20 * total] = 0.0
    by = [n - 1, n * (k - 1), k - 1, (n - 1) * (k - 1)]
    return _MeanSquares(n, k, *(parts / by).tolist())


def _with_limits(bare: Estimate, squares: _MeanSquares, form: str) -> Estimate:
    if bare.value >= 1 - 1e-12:
        return replace(bare, reason=NO_ERROR)
    tail = (1 - bare.level) / 2
    ends = squares.agreement_limits(tail) if "2" in form else squares.consistency_limits(form, tail)
    if form.endswith("k"):
        ends = _stepped_up(ends[0], squares.k), _stepped_up(ends[1], squares.k)
    # Below 0 Satterthwaite's approximation can leave the value outside its own interval.
    around = ends[0] - 1e-12 <= bare.value <= ends[1] + 1e-12
    if not (isfinite(ends[0]) and isfinite(ends[1]) and around):
        return replace(bare, reason=NO_LIMITS)
    return replace(bare, low=ends[0], high=ends[1])


def _stepped_up(single: float, k: int) -> float:
    """Spearman and Brown: the reliability of the mean of k."""
    below = 1 + single * (k - 1)
    return single * k / below if below > 1e-12 else nan


def _no_icc(reason: str, form: str, n: int, missing: int) -> IntraclassCorrelation:
    return IntraclassCorrelation(_undefined(reason, form, n, missing), form, nan, nan, nan)


def _undefined(reason: str, method: str, n: int, missing: int) -> Estimate:
    return undefined(reason, Unit.COEFFICIENT, method, n=n, missing=missing)


def _complete_units(ratings: Any) -> tuple[Floats, int]:
    """Rows without a missing number, and how many were left out."""
    values = matrix(ratings, "ratings")
    kept = ~np.isnan(values).any(axis=1)
    return values[kept], int((~kept).sum())


def _feldt(bare: Estimate, k: int) -> Estimate:
    if bare.value >= 1 - 1e-12:
        return replace(bare, reason=NO_ITEM_ERROR)
    df1, df2 = bare.n - 1, (bare.n - 1) * (k - 1)
    tail = (1 - bare.level) / 2
    low, high = (1 - (1 - bare.value) * _quantile(df1, df2, at) for at in (1 - tail, tail))
    return replace(bare, low=low, high=high)


def _standardised(bare: Estimate, covariance: Floats) -> Estimate:
    spread = np.sqrt(np.diag(covariance))
    k = len(spread)
    if (spread <= 0).any():
        return _undefined("an item does not vary", "cronbach_alpha", int(bare.n), bare.missing)
    correlation = float((covariance / np.outer(spread, spread)).sum() - k) / (k * (k - 1))
    value = _stepped_up(correlation, k)
    reason = "no interval is given for the standardised coefficient"
    return replace(bare, value=value, source=CRONBACH, reason=reason)


def _doubled_ranks(values: Floats) -> Floats:
    """Twice each rater's mean ranks: whole numbers, so that equal sums are exactly equal."""
    from scipy.stats import rankdata

    return np.asarray(2 * rankdata(values, axis=0))


def _spread(sums: Floats) -> Floats:
    """Sum of squared deviations of rank sums, unit by unit along the last axis."""
    return np.asarray(((sums - sums.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1))


def _exact_p(ranks: Floats) -> float | None:
    """The share of all orders with rank sums as far apart; None where they are too many to count.

    Only the sums matter, not which unit has which: alike sets of sums are counted together, each
    read as the digits of one number (whole, below 2^53, so exact).
    """
    n, m = ranks.shape
    if factorial(min(n, 10)) > MOST_ARRANGEMENTS or (2 * n * m + 1) ** n > 2**53:
        return None
    sums = np.sort(ranks[:, :1], axis=0).T
    chance: Floats = np.ones(1)
    digits = (2 * n * m + 1.0) ** np.arange(n)
    for rater in range(1, m):
        if len(sums) * factorial(n) > MOST_ARRANGEMENTS:
            return None
        orders = np.array(list(permutations(ranks[:, rater])))
        every = np.sort((sums[:, None, :] + orders[None, :, :]).reshape(-1, n), axis=1)
        _, first, of = np.unique(every @ digits, return_index=True, return_inverse=True)
        sums = every[first]
        weights = np.repeat(chance / len(orders), len(orders))
        chance = np.asarray(np.bincount(of, weights=weights), dtype=np.float64)
    return float(min(1.0, chance[_spread(sums) >= _spread(ranks.sum(axis=1)) - 1e-6].sum()))

"""Two independent groups on an ordered scale; always the first group against the second."""

from dataclasses import dataclass
from math import inf, nan, sqrt
from typing import Any

import numpy as np
from scipy import optimize, special

from evaluering.results import Estimate, undefined
from evaluering.statistics import _pair_sums as pairs
from evaluering.statistics import _rank_sums as ranks
from evaluering.statistics import inputs
from evaluering.statistics._first_cell import FirstCell
from evaluering.statistics.inputs import Floats, Integers, Numbers
from evaluering.vocabulary import Unit

MANN_WHITNEY = (
    "Mann HB, Whitney DR. On a test of whether one of two random variables is stochastically larger than "
    "the other. Ann Math Stat 1947;18:50-60."
)
HODGES_LEHMANN = (
    "Hodges JL, Lehmann EL. Estimates of location based on rank tests. Ann Math Stat 1963;34:598-611. "
    "Hollander M, Wolfe DA, Chicken E. Nonparametric statistical methods. 3rd ed. Wiley, 2014."
)
NEWCOMBE = (
    "Newcombe RG. Confidence intervals for an effect size measure based on the Mann-Whitney statistic. "
    "Part 2: asymptotic methods and evaluation. Stat Med 2006;25:559-573."
)
FISHER = "Fisher RA. The logic of inductive inference. J R Stat Soc 1935;98:39-82."


@dataclass(frozen=True)
class MannWhitney:
    """The Mann-Whitney test: ``u`` counts pairs with x > y (ties half), and the two-sided p.

    ``superiority`` is u / (n_x n_y) = P(x > y) + P(x = y) / 2.
    """

    u: float
    superiority: float
    p: float
    n_x: int
    n_y: int
    missing: int
    method: str
    source: str = MANN_WHITNEY
    reason: str = ""


def mann_whitney(x: Numbers, y: Numbers) -> MannWhitney:
    """Whether values of one group tend to be larger than those of another, exact also with ties.

    Inputs: ``x`` and ``y``, ordered values of two groups, NaN where missing (counted).

    Formula: U = #(x > y) + #(x = y) / 2; p = P(|U - mn/2| >= observed) over all divisions of the
    mean ranks into the two groups: counted when m + n <= 30, or without ties when both groups are
    smaller than 50; beyond, by the normal distribution with tie and continuity correction.

    Assumes independent values; the test is of equal distributions, not of equal medians. Raises
    ``ValueError`` for text or infinity. Source: Mann and Whitney 1947; with ties: Lehmann EL.
    Nonparametrics. Holden-Day, 1975. Checked against R 4.2.2 ``wilcox.test`` (case
    mannwhitney_hl_2sample, and with ``exact = FALSE``), enumeration of all divisions, and scipy's
    ``mannwhitneyu``.
    """
    one, two, missing = _groups(x, y)
    m, n, method = len(one), len(two), "Mann-Whitney"
    if not m or not n:
        return MannWhitney(nan, nan, nan, m, n, missing, method, reason="a group is empty")
    pooled = ranks.pooled_ranks(one, two)
    u = float(pooled[:m].sum()) - m * (m + 1) / 2
    if not np.ptp(pooled):
        return MannWhitney(u, 0.5, nan, m, n, missing, method, reason="all values are equal")
    exact = ranks.countable(pooled, m)
    p = (ranks.exact_p if exact else ranks.normal_p)(pooled, m)
    return MannWhitney(u, u / (m * n), p, m, n, missing, f"{method}, {'exact' if exact else 'normal'}")


def shift(x: Numbers, y: Numbers, level: float = 0.95) -> Estimate:
    """How far the first group lies above the second: the median of all differences x - y.

    Inputs: ``x`` and ``y``, values of two groups on the same scale, NaN where missing (counted);
    ``level`` in (0, 1).

    Formula: median of the mn differences x_i - y_j. The closed interval runs between the k-th of
    them from either end; k from the exact distribution of U without ties when both groups are smaller
    than 50, else from the normal distribution with tie and continuity correction. With ties the exact
    interval keeps at least its level. p is that of ``mann_whitney``. There is no interval when
    even the outermost differences promise less than ``level``, or when no group has any spread.

    Assumes independent values and two distributions of the same shape; on a coarse scale the
    shift moves in steps, and ``cliffs_delta`` says more. Raises ``ValueError`` for text, infinity or
    a level outside (0, 1). Source: Hodges and Lehmann 1963; Hollander, Wolfe and Chicken 2014.
    Checked against R 4.2.2 ``wilcox.test(conf.int = TRUE)`` (case mannwhitney_hl_2sample, and
    larger groups with and without ties).
    """
    one, two, missing = _groups(x, y)
    tail = (1 - inputs.level(level)) / 2
    m, n, method = len(one), len(two), "Hodges-Lehmann shift"
    if not m or not n:
        return undefined("a group is empty", Unit.NUMBER, method, n=m + n, missing=missing)
    differences = pairs.differences(one, two)
    exact = max(m, n) < ranks.UNTIED
    spread = bool(np.ptp(one) or np.ptp(two))
    k = (ranks.order(m, n, tail) if exact else ranks.normal_order(one, two, tail)) if spread else 0
    low, high = (differences.nth(k - 1), differences.nth(m * n - k)) if k > 0 else (nan, nan)
    reason = "" if k > 0 else "too few values for an interval at this level" if spread else "no spread"
    return Estimate(
        value=differences.median(),
        low=low,
        high=high,
        level=level,
        n=m + n,
        unit=Unit.NUMBER,
        method=f"{method}, {'exact' if exact else 'normal'}",
        source=HODGES_LEHMANN,
        missing=missing,
        p=mann_whitney(one, two).p,
        reason=reason,
    )


def cliffs_delta(x: Numbers, y: Numbers, level: float = 0.95) -> Estimate:
    """Cliff's delta, which is the rank-biserial correlation of two groups: P(x > y) - P(x < y).

    Inputs: ``x`` and ``y``, ordered values of two groups, NaN where missing (counted); ``level`` in
    (0, 1). Positive when x tends to be larger.

    Formula: delta = (#(x > y) - #(x < y)) / mn = 2 theta - 1. Interval (Newcombe's method 5): the
    t with |theta - t| = z sqrt(V(t)), V(t) = t(1 - t)(1 + N((1 - t)/(2 - t) + t/(1 + t))) / mn,
    N = (m + n)/2 - 1. It exists also when the groups do not overlap.

    Assumes independent values and two distributions of about the same shape: with very unequal
    spread and sizes the interval is too narrow. Raises ``ValueError`` for text, infinity or a level
    outside (0, 1). Source: Cliff N. Psychol Bull 1993;114:494-509; Newcombe RG. Stat Med
    2006;25:559-573. Checked against R 4.2.2 with effectsize 0.8.3 (case mannwhitney_hl_2sample, value)
    and simulated coverage, where Cliff's own interval fails near -1 and 1.
    """
    inputs.level(level)
    one, two, missing = _groups(x, y)
    m, n, method = len(one), len(two), "Cliff's delta, Newcombe 5"
    if not m or not n:
        return undefined("a group is empty", Unit.COEFFICIENT, method, n=m + n, missing=missing)
    above = 2 * float(ranks.pooled_ranks(one, two)[:m].sum()) - m * (m + 1)
    delta, z = (above - m * n) / (m * n), float(special.ndtri((1 + level) / 2))
    low, high = _newcombe(delta, m, n, z), -_newcombe(-delta, m, n, z)
    return Estimate(delta, low, high, level, m + n, Unit.COEFFICIENT, method, NEWCOMBE, missing)


def fisher_exact(table: Any, level: float = 0.95) -> Estimate:
    """The odds ratio of a two by two table by conditional maximum likelihood, with Fisher's exact test.

    Inputs: ``table``, two rows of two counts; ``level`` in (0, 1).

    Formula: given the margins, the first cell x is noncentral hypergeometric with odds ratio w;
    value: the w with E(x) = x; interval: the w with P(X >= x) = (1 - level)/2 and P(X <= x) =
    (1 - level)/2; p: the sum of all central probabilities not above that of x. At the end of x's
    range the value is 0 or infinite, as in R, and the reason says so.

    Assumes independent observations. Raises ``ValueError`` for other shapes, counts that are
    negative, missing or not whole, or a level outside (0, 1). Source: Fisher 1935; Agresti A.
    Categorical data analysis. 3rd ed. Wiley, 2013, section 3.5. Checked against R 4.2.2
    ``fisher.test`` (case fisher_2x2 and four more tables; R's own search stops after
    three digits) and scipy's ``fisher_exact`` and ``contingency.odds_ratio``.
    """
    counts = _two_by_two(table)
    inputs.level(level)
    n, method = int(counts.sum()), "Fisher, conditional maximum likelihood"
    if not (counts.sum(axis=0).all() and counts.sum(axis=1).all()):
        return undefined("a row or a column is empty", Unit.RATIO, method, n=n)
    odds = FirstCell.of(counts)
    value, (low, high) = odds.estimate(), odds.interval(level)
    reason = "" if 0 < value < inf else "a count of 0 leaves one end of the interval open"
    return Estimate(
        value=value,
        low=low,
        high=high,
        level=level,
        n=n,
        unit=Unit.RATIO,
        method=method,
        source=FISHER,
        p=odds.p(),
        reason=reason,
    )


def _groups(x: Numbers, y: Numbers) -> tuple[Floats, Floats, int]:
    one, two = inputs.sample(x, "x"), inputs.sample(y, "y")
    kept = one[~np.isnan(one)], two[~np.isnan(two)]
    return *kept, len(one) + len(two) - len(kept[0]) - len(kept[1])


def _newcombe(delta: float, m: int, n: int, z: float) -> float:
    theta, size = (delta + 1) / 2, (m + n) / 2 - 1
    if theta == 0:
        return -1.0

    def _excess(t: float) -> float:
        variance = t * (1 - t) * (1 + size * ((1 - t) / (2 - t) + t / (1 + t))) / (m * n)
        return theta - t - z * sqrt(variance)

    # Just below theta, for at 1 the equation holds at theta itself, where the variance is 0.
    return 2 * float(optimize.brentq(_excess, 0.0, theta - 1e-12, xtol=1e-14)) - 1


def _two_by_two(table: Any) -> Integers:
    counts = inputs.matrix(table, "table")
    if counts.shape != (2, 2) or (counts != np.floor(counts)).any() or (counts < 0).any():
        raise ValueError("table must be two rows of two counts, whole numbers of 0 or more")
    return counts.astype(np.int64)

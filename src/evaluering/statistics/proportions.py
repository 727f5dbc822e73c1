"""Shares: one, two, paired, of a small population, of persons in clusters, of several categories."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, inf, nan
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics import inputs
from evaluering.statistics._clustered_share import ClusteredProportion, share_of, with_intervals
from evaluering.statistics._score_intervals import (
    WILSON,
    Ends,
    clopper_pearson,
    independent_variance,
    normal_quantile,
    not_rejected,
    paired_variance,
    wilson,
    wilson_corrected,
)
from evaluering.vocabulary import Unit

CLOPPER_PEARSON = (
    "Clopper CJ, Pearson ES. The use of confidence or fiducial limits. Biometrika 1934;26:404-413."
)
NEWCOMBE_ONE = (
    "Newcombe RG. Two-sided confidence intervals for the single proportion. Stat Med 1998;17:857-872."
)
NEWCOMBE_TWO = (
    "Newcombe RG. Interval estimation for the difference between independent proportions. "
    "Stat Med 1998;17:873-890."
)
MIETTINEN_NURMINEN = "Miettinen O, Nurminen M. Comparative analysis of two rates. Stat Med 1985;4:213-226."
MEE = "Mee RW. Confidence bounds for the difference between two probabilities. Biometrics 1984;40:1175-1176."
TANGO = (
    "Tango T. Equivalence test and confidence interval for the difference in proportions for the "
    "paired-sample design. Stat Med 1998;17:891-908."
)
KISH = "Kish L. Survey Sampling. Wiley; 1965."
COCHRAN = "Cochran WG. Sampling Techniques. 3rd ed. Wiley; 1977."
GOODMAN = (
    "Goodman LA. On simultaneous confidence intervals for multinomial proportions. "
    "Technometrics 1965;7:247-254."
)
SISON_GLAZ = (
    "Sison CP, Glaz J. Simultaneous confidence intervals and sample size determination for multinomial "
    "proportions. J Am Stat Assoc 1995;90:366-369."
)
T = TypeVar("T")
FEWEST = {"goodman": 2, "sison_glaz": 7}
"""Categories below which a simultaneous method is no method."""
NOBODY = "no observations"


@dataclass(frozen=True)
class McNemar:
    """Tests of a paired yes/no; ``discordant`` pairs alone carry information. NaN with a ``reason``."""

    p_exact: float
    p_mid: float
    chi2: float
    p_chi2: float
    discordant: int
    reason: str = ""


def interval(x: int, n: int, method: str = "wilson", level: float = 0.95) -> Estimate:
    """The share ``x / n`` with an interval.

    Inputs: ``x`` of ``n``, whole numbers, 0 <= x <= n; ``method`` "wilson" (default), "exact"
    (Clopper-Pearson: covers at least ``level`` always, and is wider) or "wilson_cc" (with
    continuity correction); ``level`` in (0, 1). With n = 0 the share is undefined.

    Formula, with z the normal quantile and p = x/n: Wilson
    (p + z^2/2n +- z sqrt(pq/n + z^2/4n^2)) / (1 + z^2/n); exact: the a/2 quantile of
    beta(x, n - x + 1) and the 1 - a/2 quantile of beta(x + 1, n - x), a = 1 - level.

    Assumes independent persons with the same probability; for clusters see ``clustered``.
    Raises ``ValueError`` for values outside those ranges. Source: Wilson 1927; Clopper and
    Pearson 1934; Newcombe 1998 (method 4 is "wilson_cc"). Checked against R 4.2.2 (package binom
    1.1-1.1, ``prop.test``, ``binom.test``), Newcombe's table I, and by summing exact coverage.
    """
    x, n = _at_most(x, n)
    level, (ends, source) = inputs.level(level), _one_of(_INTERVALS, method)
    if n == 0:
        return undefined(NOBODY, Unit.SHARE, method)
    low, high = ends(x / n, n, level)
    return Estimate(x / n, low, high, level, n, Unit.SHARE, method, source)


def finite_population(x: int, n: int, population: int, level: float = 0.95) -> Estimate:
    """The share ``x / n`` when ``n`` of a known, small population answered.

    Inputs: whole numbers, 0 <= x <= n <= ``population``; ``level`` in (0, 1). When everybody
    answered, the share is known and both limits are the share itself. Worth using when more
    than 5 percent answered; ``n`` of the result is the number that answered.

    Formula: Wilson's interval of p = x/n with n_eff = n (N - 1) / (N - n) instead of n.

    Assumes that those who answered are as a random sample of the population; it does not mend
    non-response. Raises ``ValueError`` for values outside those ranges. Source: Cochran 1977
    (finite population correction), Wilson 1927. Checked against the formula by hand and by
    summing coverage over the hypergeometric distribution.
    """
    has, of, everybody = inputs.count(x, "x"), inputs.count(n, "n"), inputs.count(population, "population")
    level = inputs.level(level)
    if not has <= of <= everybody:
        raise ValueError("x must be n or less, and n the population or less")
    if of == 0:
        return undefined(NOBODY, Unit.SHARE, "wilson_finite_population")
    share, size = has / of, effective_size(of, everybody)
    low, high = (share, share) if size == inf else wilson(share, size, normal_quantile(level))
    source = f"{COCHRAN} {WILSON}"
    return Estimate(share, low, high, level, of, Unit.SHARE, "wilson_finite_population", source)


def with_design_effect(x: int, n: int, design_effect: float, level: float = 0.95) -> Estimate:
    """The share ``x / n`` when persons in clusters tell less than as many independent ones: a sensitivity.

    Inputs: ``x`` of ``n``, whole numbers, 0 <= x <= n; ``design_effect`` > 0, the variance over that of
    independent persons, assumed and not estimated here; ``level`` in (0, 1). n = 0 is undefined.

    Formula: Wilson's interval of p = x/n with n_eff = n / design_effect instead of n.

    Assumes that the design effect is right: to estimate it from clusters see ``clustered``. Raises
    ``ValueError`` for values outside those ranges. Source: Kish L. Survey Sampling. Wiley; 1965; Wilson
    1927. Checked against the formula by hand (65 persons, design effect 2: 32.5) and ``interval``.
    """
    x, n = _at_most(x, n)
    level, effect = inputs.level(level), inputs.positive(design_effect, "design_effect")
    if n == 0:
        return undefined(NOBODY, Unit.SHARE, "wilson_design_effect")
    low, high = wilson(x / n, n / effect, normal_quantile(level))
    return Estimate(x / n, low, high, level, n, Unit.SHARE, "wilson_design_effect", f"{KISH} {WILSON}")


def effective_size(n: int, population: int) -> float:
    """How many persons of an endless population would tell as much as ``n`` of this one.

    Inputs: whole numbers, 1 <= n <= ``population``. Formula: n (N - 1) / (N - n); infinite when
    everybody answered.

    Assumes simple random sampling without replacement. Raises ``ValueError`` for values outside
    those ranges. Source: Cochran 1977. Checked against the variance of the hypergeometric
    distribution, p q / n_eff.
    """
    of, everybody = inputs.count(n, "n", least=1), inputs.count(population, "population", least=1)
    if of > everybody:
        raise ValueError("n must be the population or less")
    return inf if of == everybody else of * (everybody - 1) / (everybody - of)


def difference(
    x1: int, n1: int, x2: int, n2: int, method: str = "newcombe", *, level: float = 0.95
) -> Estimate:
    """The difference x1/n1 - x2/n2 of two independent shares, with an interval.

    Inputs: whole numbers, 0 <= x <= n; ``method`` "newcombe" (hybrid score, default),
    "miettinen_nurminen" (score, variance times N/(N-1), N = n1 + n2) or "mee" (score without that
    factor); ``level`` in (0, 1). With n1 = 0 or n2 = 0 it is undefined. The score methods give
    ``p`` of the test that both shares are equal (of "mee": Pearson's chi-square), unless all said
    the same.

    Formula: Newcombe, with Wilson's limits l and u of each share,
    d - sqrt((p1 - l1)^2 + (u2 - p2)^2) and d + sqrt((u1 - p1)^2 + (p2 - l2)^2); score: all D with
    (d - D)^2 <= z^2 V(D), V at the likeliest shares that differ by D.

    Assumes independent persons and independent groups; the same persons asked twice need
    ``paired_difference``. Raises ``ValueError`` for values outside those ranges. Source: Newcombe
    1998; Miettinen and Nurminen 1985; Mee 1984. Checked against R 4.2.2 (PropCIs 0.3-0
    ``diffscoreci``, ``chisq.test``), Newcombe's table II, numerical maximisation of the
    likelihood, and by summing exact coverage.
    """
    x1, n1 = _at_most(x1, n1, "x1", "n1")
    x2, n2 = _at_most(x2, n2, "x2", "n2")
    level, (limits, source) = inputs.level(level), _one_of(_DIFFERENCES, method)
    if not n1 or not n2:
        return undefined(NOBODY, Unit.SHARE, method, n=n1 + n2)
    low, high, p = limits(x1, n1, x2, n2, normal_quantile(level))
    return Estimate(x1 / n1 - x2 / n2, low, high, level, n1 + n2, Unit.SHARE, method, source, p=p)


def paired_difference(b: int, c: int, n: int, level: float = 0.95) -> Estimate:
    """The difference between two shares of the same ``n`` persons, second minus first.

    Inputs: ``b`` persons with yes to the first alone, ``c`` with yes to the second alone, of ``n``
    persons who answered both; whole numbers, b + c <= n; ``level`` in (0, 1). Two answers that
    exclude each other (too little, too much) are counted the same way. n = 0 is undefined.

    Formula: d = (c - b) / n; the interval holds all D with (d - D)^2 <= z^2 V(D), V at the
    likeliest discordant shares that differ by D; ``p`` is that of D = 0, (b - c)^2 / (b + c) on
    one degree of freedom.

    Assumes independent pairs. Raises ``ValueError`` for values outside those ranges. Source: Tango
    1998. Checked against R 4.2.2 (PropCIs 0.3-0 ``scoreci.mp``), numerical maximisation of the
    likelihood, and by summing exact coverage.
    """
    less, more, pairs = inputs.count(b, "b"), inputs.count(c, "c"), inputs.count(n, "n")
    level = inputs.level(level)
    if less + more > pairs:
        raise ValueError("b and c together must be n or less")
    if pairs == 0:
        return undefined(NOBODY, Unit.SHARE, "tango")
    value = (more - less) / pairs
    low, high = not_rejected(value, paired_variance(less, more, pairs), normal_quantile(level))
    p = _p_of_chi2((less - more) ** 2, less + more)
    return Estimate(value, low, high, level, pairs, Unit.SHARE, "tango", TANGO, p=p)


def mcnemar(b: int, c: int) -> McNemar:
    """Tests that a paired yes/no has not changed.

    Inputs: ``b`` and ``c`` pairs that changed one way and the other, whole numbers. Without any
    such pair nothing can be tested, and all is NaN.

    Formula: exact, twice the smaller tail of a binomial(b + c, 1/2), at most 1; mid-p, the same
    with half the probability of what was seen; chi2 = (|b - c| - 1)^2 / (b + c) on one degree of
    freedom, 0 when b = c. The exact p is to be reported, mid-p is less conservative.

    Assumes independent pairs. Raises ``ValueError`` for negative or broken numbers. Source:
    McNemar Q. Psychometrika 1947;12:153-157; mid-p: Fagerland MW, Lydersen S, Laake P. BMC Med Res
    Methodol 2013;13:91. Checked against R 4.2.2 (``mcnemar.test``, ``binom.test``) and, mid-p,
    against enumeration of every order of changes.
    """
    one, other = inputs.count(b, "b"), inputs.count(c, "c")
    changed, fewer = one + other, min(one, other)
    if changed == 0:
        return McNemar(nan, nan, nan, nan, 0, "no pair changed")
    tail = float(special.bdtr(fewer, changed, 0.5))
    beyond = float(special.bdtr(fewer - 1, changed, 0.5)) if fewer else 0.0
    chi2 = max(abs(one - other) - 1, 0) ** 2 / changed
    p_exact, p_mid = min(1.0, 2 * tail), min(1.0, tail + beyond)
    return McNemar(p_exact, p_mid, chi2, float(special.chdtrc(1, chi2)), changed)


def simultaneous(
    counts: Sequence[int] | NDArray[Any], method: str = "goodman", level: float = 0.95
) -> tuple[Estimate, ...]:
    """The shares of categories that exclude each other, with intervals that hold all at once.

    Inputs: ``counts`` of two or more categories, whole numbers; ``method`` "goodman" (default) or
    "sison_glaz" (narrower, all of one width; seven categories or more: of three shares among
    ten persons its 95 percent held 78 percent); ``level`` in (0, 1), that of all intervals
    together. Without any count all are undefined.

    Formula: Goodman, Wilson's interval of each share with 1 - (1 - level)/k for k categories;
    Sison-Glaz, the smallest c so that the counts of a multinomial with the observed shares stay
    within c of the observed with probability ``level`` (Edgeworth approximation), as
    p - c/n, p + (c + 2g)/n.

    Assumes independent persons. Raises ``ValueError`` for too few categories or broken counts.
    Source: Goodman 1965; Sison and Glaz 1995. Checked against R 4.2.2 (MultinomialCI 1.2 for
    Sison-Glaz), ``interval`` at the higher level (Goodman), and by summing exact coverage.
    """
    seen, level = inputs.complete(inputs.counted(counts, "counts"), "counts"), inputs.level(level)
    ends, source = _one_of(_SIMULTANEOUS, method)
    if len(seen) < FEWEST[method]:
        raise ValueError(f"{method} needs the counts of {FEWEST[method]} categories or more")
    n = int(seen.sum())
    if n == 0:
        return (undefined(NOBODY, Unit.SHARE, method),) * len(seen)
    return tuple(
        Estimate(float(x) / n, low, high, level, n, Unit.SHARE, method, source)
        for x, (low, high) in zip(seen, ends(seen, level), strict=True)
    )


def clustered(
    y: inputs.Numbers,
    cluster: Sequence[Hashable] | NDArray[Any],
    weights: inputs.Numbers | None = None,
    level: float = 0.95,
) -> ClusteredProportion:
    """The share of ``y`` = 1 among persons who lie in clusters (municipalities, gatherings).

    Inputs: ``y`` of 0, 1 and missing, one per person; ``cluster``, a label for each; ``weights``
    > 0 or None (all alike); ``level`` in (0, 1). Persons without ``y`` are left out and counted.
    With one cluster, or clusters of one and the same share, the share is given without interval.

    Formula, with residuals e = y - p: se^2 = G/(G-1) sum over clusters (sum w e)^2 / (sum w)^2;
    logit interval logit(p) +- t(G-1) se / (p q); Korn-Graubard: Clopper-Pearson with
    n_eff = p q / se^2 times (t(n-1) / t(G-1))^2; deff = se^2 (n-1) / (p q).

    Assumes independent clusters drawn alike; with few of them the intervals are wide, and with
    shares near 0 or 1 there may be no spread to go by (of .9 in 6 clusters, one time in ten).
    Raises ``ValueError`` for y other than 0 and 1, weights not above 0, or wrong lengths.
    Source: Korn and Graubard 1998; Lumley T. Complex Surveys. Wiley; 2010. Checked against R 4.2.2
    (survey 4.1.1 ``svymean``, ``svyciprop`` "logit" and "beta"), with and without weights, and by
    simulation of clusters beside Wilson's interval.
    """
    answers, groups, weight = _persons(y, cluster, weights)
    level, known = inputs.level(level), ~np.isnan(answers)
    if not known.any():
        nothing = undefined(NOBODY, Unit.SHARE, "clustered", missing=len(answers))
        return ClusteredProportion(nothing, nothing, nan, nan, 0)
    missing = int((~known).sum())
    return with_intervals(share_of(answers[known], groups[known], weight[known], missing), level)


def _persons(
    y: inputs.Numbers, cluster: Sequence[Hashable] | NDArray[Any], weights: inputs.Numbers | None
) -> tuple[inputs.Floats, inputs.Integers, inputs.Floats]:
    answers = inputs.sample(y, "y")
    if not inputs.zero_or_one(answers[~np.isnan(answers)]):
        raise ValueError("y must be 0, 1 or missing")
    weight = np.ones(len(answers)) if weights is None else inputs.complete(weights, "weights")
    if len(weight) != len(answers) or (weight <= 0).any():
        raise ValueError("weights must be positive, one for each observation")
    return answers, inputs.clusters(cluster, len(answers)), weight


def _one_of(methods: Mapping[str, tuple[T, str]], method: str) -> tuple[T, str]:
    if method not in methods:
        raise ValueError(f"method must be one of {', '.join(methods)}")
    return methods[method]


def _at_most(x: int, n: int, x_name: str = "x", n_name: str = "n") -> tuple[int, int]:
    part, whole = inputs.count(x, x_name), inputs.count(n, n_name)
    if part > whole:
        raise ValueError(f"{x_name} must be {n_name} or less")
    return part, whole


def _p_of_chi2(squared: float, variance: float) -> float | None:
    """The p value of ``squared / variance`` on one degree of freedom; None without variance."""
    return float(special.chdtrc(1, squared / variance)) if variance > 0 else None


def _wilson_ends(share: float, n: int, level: float) -> Ends:
    return wilson(share, n, normal_quantile(level))


def _wilson_corrected_ends(share: float, n: int, level: float) -> Ends:
    return wilson_corrected(share, n, normal_quantile(level))


def _newcombe(x1: int, n1: int, x2: int, n2: int, z: float) -> tuple[float, float, None]:
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson(p1, n1, z), wilson(p2, n2, z)
    return p1 - p2 - hypot(p1 - l1, u2 - p2), p1 - p2 + hypot(u1 - p1, p2 - l2), None


def _mee(x1: int, n1: int, x2: int, n2: int, z: float) -> tuple[float, float, float | None]:
    value, variance = x1 / n1 - x2 / n2, independent_variance(x1, n1, x2, n2)
    return *not_rejected(value, variance, z), _p_of_chi2(value**2, variance(0.0))


def _miettinen_nurminen(x1: int, n1: int, x2: int, n2: int, z: float) -> tuple[float, float, float | None]:
    value, likeliest, n = x1 / n1 - x2 / n2, independent_variance(x1, n1, x2, n2), n1 + n2

    def variance(d: float) -> float:
        """The likeliest variance, times N/(N-1)."""
        return likeliest(d) * n / (n - 1)

    return *not_rejected(value, variance, z), _p_of_chi2(value**2, variance(0.0))


def _goodman(counts: inputs.Floats, level: float) -> list[Ends]:
    n, z = float(counts.sum()), normal_quantile(1 - (1 - level) / len(counts))
    return [wilson(float(x) / n, n, z) for x in counts]


def _sison_glaz(counts: inputs.Floats, level: float) -> list[Ends]:
    # statsmodels takes seconds to import.
    from statsmodels.stats.proportion import multinomial_proportions_confint

    found = multinomial_proportions_confint(counts, 1 - level, method="sison-glaz")
    return [(float(low), float(high)) for low, high in found]


_INTERVALS: dict[str, tuple[Callable[[float, int, float], Ends], str]] = {
    "wilson": (_wilson_ends, WILSON),
    "exact": (clopper_pearson, CLOPPER_PEARSON),
    "wilson_cc": (_wilson_corrected_ends, NEWCOMBE_ONE),
}
_DIFFERENCES: dict[str, tuple[Callable[..., tuple[float, float, float | None]], str]] = {
    "newcombe": (_newcombe, NEWCOMBE_TWO),
    "miettinen_nurminen": (_miettinen_nurminen, MIETTINEN_NURMINEN),
    "mee": (_mee, MEE),
}
_SIMULTANEOUS: dict[str, tuple[Callable[[inputs.Floats, float], list[Ends]], str]] = {
    "goodman": (_goodman, GOODMAN),
    "sison_glaz": (_sison_glaz, SISON_GLAZ),
}

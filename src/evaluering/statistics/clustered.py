"""Numbers observed in clusters (municipalities, teams, wards): means, regressions, tests.

The first choice is least squares with the CR2 sandwich and Satterthwaite degrees of freedom. It
trusts no model of the clusters, and is conservative when a treatment given to whole clusters is
very unevenly spread (2 of 8); the test of cluster means stands beside it there. With fewer than
5 clusters only a description and the test of cluster means are given, and below 4 degrees of
freedom no p-value. ``mixed`` has the models with random effects.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import isfinite, isnan, nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluering.results import Estimate
from evaluering.statistics._one_way import one_way
from evaluering.statistics._sandwich import Fit, least_squares
from evaluering.statistics._student import (
    DEPENDENT,
    FEW_CLUSTERS,
    LEAST_CLUSTERS,
    NO_VARIATION,
    About,
    Rows,
    constant,
    described,
    rows,
    student,
)
from evaluering.statistics._wild_weights import Draws, draw, weights
from evaluering.statistics.inputs import (
    Floats,
    Integers,
    Numbers,
    clusters,
    complete,
    count,
    level,
    matrix,
    zero_or_one,
)
from evaluering.vocabulary import Unit

Labels = Sequence[Hashable] | NDArray[Any]

BELL_MCCAFFREY = (
    "Bell RM, McCaffrey DF. Bias reduction in standard errors for linear regression with multi-stage "
    "samples. Survey Methodology 2002;28:169-181."
)
PUSTEJOVSKY_TIPTON = (
    "Pustejovsky JE, Tipton E. Small-sample methods for cluster-robust variance estimation and hypothesis "
    "testing in fixed effects models. J Bus Econ Stat 2018;36:672-683."
)
CAMERON = (
    "Cameron AC, Gelbach JB, Miller DL. Bootstrap-based improvements for inference with clustered errors. "
    "Rev Econ Stat 2008;90:414-427."
)
DONNER_KLAR = (
    "Donner A, Klar N. Design and analysis of cluster randomization trials in health research. Arnold 2000."
)
WALD = (
    "Wald A. A note on the analysis of variance with unequal class frequencies. Ann Math Stat 1940;11:96-100."
)
PATTERSON_THOMPSON = (
    "Patterson HD, Thompson R. Recovery of inter-block information when block sizes are unequal. "
    "Biometrika 1971;58:545-554."
)
ONE_CLUSTER_ALONE = "it rests on one cluster alone, whose own variation cannot be told from it"


@dataclass(frozen=True)
class ClusteredMean:
    """A mean of clustered observations.

    ``mean`` weighs observations alike (CR2), ``of_clusters`` weighs clusters alike (t test of their
    means). ``naive_se`` takes observations as independent, ``cr1_se`` is what most programs print;
    ``design_effect`` is the CR2 variance over the naive one.
    """

    mean: Estimate
    of_clusters: Estimate
    naive_se: float
    cr1_se: float
    design_effect: float
    clusters: int
    smallest: int
    largest: int


@dataclass(frozen=True)
class Regression:
    """Least squares coefficients, or the combinations of them that were asked for, in that order."""

    estimates: tuple[Estimate, ...]
    clusters: int
    n: int
    missing: int


@dataclass(frozen=True)
class WildBootstrap:
    """A coefficient judged by the restricted wild cluster bootstrap.

    ``estimate`` has the bootstrap's p-value, and its interval where asked for; ``t`` is the
    uncorrected (CR0) statistic that is compared; ``draws`` of kind ``weights``, all there are
    when ``enumerated``.
    """

    estimate: Estimate
    t: float
    weights: str
    draws: int
    enumerated: bool
    clusters: int


@dataclass(frozen=True)
class IntraclusterCorrelation:
    """The share of variance that lies between clusters, by analysis of variance and by REML."""

    anova: Estimate
    reml: Estimate
    clusters: int


@dataclass(frozen=True)
class Bootstrap:
    """How to bootstrap: the value under the null hypothesis, random draws and their seed, an interval."""

    null: float = 0.0
    draws: int = 9999
    seed: int = 1
    interval: bool = False
    level: float = 0.95


def mean(y: Numbers, cluster: Labels, *, level: float = 0.95, unit: Unit = Unit.NUMBER) -> ClusteredMean:
    """The mean of clustered observations, with CR2 and Satterthwaite degrees of freedom.

    Inputs: ``y`` n numbers (NaN: missing, left out and counted); ``cluster`` n labels; ``level`` in
    (0, 1); ``unit`` of ``y``. The p-value is of a mean of 0.

    Formula: with deviations e and cluster sizes n_g, V = sum_g (sum e_g)^2 / (1 - n_g/n) / n^2; the
    interval is mean +/- t(df) sqrt(V), df = (E V)^2 / (var V / 2) as if observations were independent.

    Assumes independent clusters, at least 5 of them; the mean is over observations, so large clusters
    weigh more (``of_clusters`` weighs all alike). Without variation, or with fewer clusters, there is
    no interval; below 4 df no p-value. Raises ``ValueError`` for text, infinity, unequal lengths or
    missing labels. Source: Bell and McCaffrey 2002; Pustejovsky and Tipton 2018. Checked against
    clubSandwich 0.5.8 and sandwich 3.0.2 in R 4.2.2 (case clustered_change_8_municipalities), and by
    simulation of the error rate with 6, 12 and 61 clusters.
    """
    kept = rows(y, np.ones((len(y), 1)), cluster)
    about = _about(kept, level, unit, "mean, CR2 and Satterthwaite", PUSTEJOVSKY_TIPTON)
    companion = cluster_means_test(y, cluster, level=level, unit=unit)
    codes = clusters(kept.labels, about.n)
    sizes = np.bincount(codes)
    fit = least_squares(kept.y, kept.x, codes)
    spans = (len(sizes), int(sizes.min(initial=about.n)), int(sizes.max(initial=0)))
    if fit is None:
        value = float(kept.y[0]) if about.n else nan
        return ClusteredMean(described(value, about, _too_few(about.n)), companion, nan, nan, nan, *spans)
    direction = fit.direction(np.ones(1))
    estimate, naive = _judged(fit, np.ones(1), kept, about), fit.naive_se(direction)
    cr1 = fit.cr0_se(direction) * sqrt(spans[0] / (spans[0] - 1)) if spans[0] > 1 else nan
    effect = nan if estimate.se is None else (estimate.se / naive) ** 2
    return ClusteredMean(estimate, companion, naive, cr1, effect, *spans)


def regression(
    y: Numbers,
    X: Any,  # noqa: N803 - a matrix, as the literature writes it
    cluster: Labels,
    *,
    combinations: Any = None,
    level: float = 0.95,
    unit: Unit = Unit.COEFFICIENT,
) -> Regression:
    """Least squares on clustered observations, with CR2 and Satterthwaite degrees of freedom.

    Inputs: ``y`` n numbers; ``X`` n rows of p columns, the column of ones among them where an intercept
    is wanted; a row with NaN in either is left out and counted; ``cluster`` n labels;
    ``combinations`` rows of p weights (default: each coefficient); ``level`` in (0, 1).

    Formula: V = M [sum_g X_g'A_g e_g e_g'A_g X_g] M, M = (X'X)^-1, A_g = (I - X_g M X_g')^(-1/2) (zero
    where singular). For a combination c, with p_g = (I - H)_g'A_g X_g M c:
    df = (sum p_g'p_g)^2 / sum_gh (p_g'p_h)^2.

    Assumes independent clusters and a mean that is linear in X; nothing about variances (independence
    is only the working model of A and df). Conservative when the column is very uneven over clusters.
    A combination resting on one cluster alone, fewer than 5 clusters, dependent columns or a perfect
    fit give NaN with a reason; below 4 df there is no p-value. Raises ``ValueError`` for text,
    infinity, unequal lengths or missing labels. Source: Bell and McCaffrey 2002; Pustejovsky and
    Tipton 2018; the limit of 4 df: Tipton, Psychol Methods 2015;20:375-393. Checked against
    clubSandwich 0.5.8 in R 4.2.2 (case cr2_wcb_cluster_level_treatment and the file
    clustered_r.json, with cluster effects among the columns), and the definition with n x n matrices.
    """
    kept = rows(y, X, cluster)
    about = _about(kept, level, unit, "least squares, CR2 and Satterthwaite", PUSTEJOVSKY_TIPTON)
    width = kept.x.shape[1]
    wanted = np.eye(width) if combinations is None else matrix(combinations, "combinations")
    if wanted.shape[1] != width or np.isnan(wanted).any() or not wanted.any(axis=1).all():
        raise ValueError(f"combinations must be rows of {width} weights, not all of them 0")
    codes = clusters(kept.labels, about.n)
    fit = least_squares(kept.y, kept.x, codes)
    estimates = tuple(
        described(nan, about, DEPENDENT) if fit is None else _judged(fit, one, kept, about) for one in wanted
    )
    return Regression(estimates, int(codes.max(initial=-1)) + 1, about.n, kept.missing)


def wild_bootstrap(
    y: Numbers,
    X: Any,  # noqa: N803 - a matrix, as the literature writes it
    cluster: Labels,
    coefficient: int,
    options: Bootstrap = Bootstrap(),
) -> WildBootstrap:
    """Test a coefficient by the restricted wild cluster bootstrap, enumerated where it can be.

    Inputs: ``y``, ``X``, ``cluster`` as for ``regression``; ``coefficient`` a column of X, from 0;
    ``options`` the null value, an interval or not, draws and seed. Weights: all 6^G of Webb's
    six points up to 6 clusters, all 2^G signs up to 12, else ``draws`` random signs.

    Formula: y* = X b~ + w_g u~_g with b~, u~ fitted under the null; t* = (b* - null) / CR0 se;
    p = share of |t*| >= |t|, of random draws (1 + number) / (1 + draws). The interval holds the null
    values with p > 1 - level, found by bisection.

    Assumes independent clusters, errors about symmetric, p falling with distance from the estimate.
    Liberal with few clusters (.07 at 8): CR2 comes first. Few treated clusters make it erratic. NaN
    with a reason as ``regression``, and for an end that p never reaches. Raises ``ValueError`` as
    ``regression``, and for a coefficient that X lacks. Source: Cameron, Gelbach and Miller 2008; Webb,
    Can J Econ 2023;56:839-858. Checked against enumeration in R 4.2.2 (case
    cr2_wcb_cluster_level_treatment), refits of every draw, and by simulation of the error rate.
    """
    kept = rows(y, X, cluster)
    about = _about(kept, options.level, Unit.COEFFICIENT, "restricted wild cluster bootstrap", CAMERON)
    if count(coefficient, "coefficient") >= kept.x.shape[1]:
        raise ValueError(f"coefficient must be one of the {kept.x.shape[1]} columns of X, from 0")
    codes = clusters(kept.labels, about.n)
    groups, combination = int(codes.max(initial=-1)) + 1, np.eye(kept.x.shape[1])[coefficient]
    fit = least_squares(kept.y, kept.x, codes)
    refusal = _refusal(fit, combination, kept)
    if fit is None or refusal:
        value = nan if fit is None else float(combination @ fit.beta)
        return WildBootstrap(described(value, about, refusal), nan, "", 0, False, groups)
    direction = fit.direction(combination)
    chosen = weights(groups, count(options.draws, "draws", least=1), count(options.seed, "seed"))
    estimate = _bootstrapped(float(fit.beta[coefficient]), draw(fit, direction, chosen), about, options)
    t = (estimate.value - options.null) / fit.cr0_se(direction)
    return WildBootstrap(estimate, t, chosen.kind, chosen.draws, chosen.enumerated, groups)


def cluster_means_test(
    y: Numbers,
    cluster: Labels,
    arm: Numbers | None = None,
    *,
    level: float = 0.95,
    unit: Unit = Unit.NUMBER,
) -> Estimate:
    """Student's t test of the clusters' own means: of one mean, or of the difference of two arms.

    Inputs: ``y`` n numbers (NaN: missing, left out and counted); ``cluster`` n labels; ``arm`` n values
    0 or 1, the same within a cluster, for the difference arm 1 - arm 0; ``level`` in (0, 1).

    Formula: one sample, mean of G means +/- t(G-1) sd/sqrt(G); two arms, pooled variance and G - 2
    degrees of freedom. The estimate's n counts observations.

    Assumes independent clusters whose means are about normal with equal variances; then exact for as few
    as 2 clusters (3 for two arms), so its p-value is given below 4 df too. All clusters weigh alike. NaN
    with a reason with fewer, an empty arm, or equal means. Raises ``ValueError`` for text, infinity,
    unequal lengths, or an arm that is not 0 or 1 or changes within a cluster. Source: Donner and Klar
    2000. Checked against R 4.2.2's ``t.test(..., var.equal = TRUE)`` (clustered_r.json), and by
    simulation of the error rate.
    """
    given = np.zeros(len(y)) if arm is None else complete(arm, "arm")
    kept = rows(y, given[:, None], cluster)
    about = _about(kept, level, unit, "t test of cluster means", DONNER_KLAR)
    arms = _arms(kept, clusters(kept.labels, about.n))
    if len(arms) != (1 if arm is None else 2):
        return described(nan, about, "there are no observations" if about.n == 0 else "an arm is empty")
    value = float(arms[-1].mean() - (arms[0].mean() if arm is not None else 0.0))
    df = sum(len(one) for one in arms) - len(arms)
    if df < 1:
        return described(value, about, "too few clusters for a variance between them")
    deviations = np.concatenate([one - one.mean() for one in arms])
    if constant(deviations, kept.y):
        return described(value, about, "all cluster means are equal")
    variance = deviations @ deviations / df
    return student(value, sqrt(variance * sum(1 / len(one) for one in arms)), df, about, least=1)


def icc(y: Numbers, cluster: Labels, *, level: float = 0.95) -> IntraclusterCorrelation:
    """The intracluster correlation: the share of variance that lies between clusters.

    Inputs: ``y`` n numbers (NaN: missing, left out and counted); ``cluster`` n labels; ``level`` in (0, 1).

    Formula: anova (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (n - sum n_g^2 / n) / (G - 1); by chance
    it may be negative, even below its interval, which is Wald's, exact for unequal sizes: r/(1+r) for
    the r at which sum w_g (mean_g - mean_w)^2 / (G-1) / MSW, w_g = n_g / (1 + n_g r), is a quantile of
    F(G-1, n-G). reml: t^2/(t^2+s^2) of a random intercept, with its profile likelihood interval.

    Assumes independent clusters, normal cluster means and errors, one variance within. NaN with a reason
    with one cluster, one observation per cluster, or no variation. Raises ``ValueError`` for text,
    infinity, unequal lengths or missing labels. Source: Donner and Klar 2000; Wald 1940; Patterson and
    Thompson 1971. Checked against lme4 1.1.31 in R 4.2.2 and the definition (case
    clustered_change_8_municipalities), intervals against R (clustered_r.json).
    """
    kept = rows(y, np.ones((len(y), 1)), cluster)
    about = _about(kept, level, Unit.RATIO, "anova, Wald's exact interval", WALD)
    restricted = _about(kept, level, Unit.RATIO, "reml, profile interval", PATTERSON_THOMPSON)
    codes = clusters(kept.labels, about.n)
    table = one_way(kept.y, codes)
    groups = int(codes.max(initial=-1)) + 1
    if isinstance(table, str):
        return IntraclusterCorrelation(
            described(nan, about, table), described(nan, restricted, table), groups
        )
    return IntraclusterCorrelation(
        _with_ends(table.anova, table.exact_ends(level), about),
        _with_ends(table.reml, table.profile_ends(level), restricted),
        groups,
    )


def _about(kept: Rows, given: float, unit: Unit, method: str, source: str) -> About:
    return About(len(kept.y), kept.missing, level(given), unit, method, source)


def _judged(fit: Fit, combination: Floats, kept: Rows, about: About) -> Estimate:
    """A combination of coefficients with its CR2 interval, or why there is none."""
    value, refusal = float(combination @ fit.beta), _refusal(fit, combination, kept)
    if refusal:
        return described(value, about, refusal)
    return student(value, *fit.cr2(fit.direction(combination)), about)


def _refusal(fit: Fit | None, combination: Floats, kept: Rows) -> str:
    """Why no interval can be given; empty when it can."""
    if fit is None:
        return DEPENDENT
    if fit.clusters < LEAST_CLUSTERS:
        return FEW_CLUSTERS
    if constant(fit.residuals, kept.y):
        return NO_VARIATION
    return ONE_CLUSTER_ALONE if fit.rests_on_one_cluster(fit.direction(combination)) else ""


def _too_few(n: int) -> str:
    return "there is only one observation" if n else "there are no observations"


def _bootstrapped(value: float, drawn: Draws, about: About, options: Bootstrap) -> Estimate:
    p, se = drawn.p(value - options.null), sqrt(drawn.variance)
    reach = [drawn.end(sign, 1 - about.level) for sign in (1.0, -1.0)] if options.interval else [nan, nan]
    low, high = (end if isfinite(end) else nan for end in (value - reach[0], value + reach[1]))
    lacking = options.interval and (isnan(low) or isnan(high))
    reason = "the bootstrap's p-value never falls to 1 - level on one side" if lacking else ""
    return replace(described(value, about, reason), low=low, high=high, p=p, se=se)


def _arms(kept: Rows, codes: Integers) -> list[Floats]:
    """The means of each arm's clusters; arms without clusters left out."""
    sizes = np.bincount(codes)
    share = np.bincount(codes, weights=kept.x[:, 0]) / sizes
    if not (zero_or_one(kept.x) and zero_or_one(share)):
        raise ValueError("arm must be 0 or 1, the same for all of a cluster")
    means = np.bincount(codes, weights=kept.y) / sizes
    return [means[share == arm] for arm in (0.0, 1.0) if (share == arm).any()]


def _with_ends(value: float, ends: tuple[float, float], about: About) -> Estimate:
    return replace(described(value, about, ""), low=ends[0], high=ends[1], p=None)

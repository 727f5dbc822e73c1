"""What has to stand beside every before-and-after number: who did not come back, what selection does."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics import clustered, inputs, mixed
from evaluering.statistics._shares import share
from evaluering.statistics._student import About, described, student
from evaluering.statistics.inputs import Floats, Numbers
from evaluering.statistics.paired import mean_change
from evaluering.vocabulary import Unit

WELCH = (
    "Welch BL. The generalization of Student's problem when several different population variances are "
    "involved. Biometrika 1947;34:28-35."
)
STANDARDISED = (
    "Austin PC. Balance diagnostics for comparing the distribution of baseline covariates between "
    "treatment groups in propensity-score matched samples. Stat Med 2009;28:3083-3107."
)
ANDERSON = (
    "Anderson TW. Maximum likelihood estimates for a multivariate normal distribution when some observations "
    "are missing. JASA 1957;52:200-203. Little RJA, Rubin DB. Statistical analysis with missing data. "
    "3rd ed. Wiley, 2019."
)
MOST_CURVED = 3
REGRESSION = "regression to the mean"
NO_POPULATION = "the mean of those the persons were selected from is not known"


@dataclass(frozen=True)
class Attrition:
    """Who came back, how they differed at the start, and what their absence could hide.

    ``followed`` is paired / started. ``baseline_paired`` and ``baseline_lost`` are mean first
    scores; ``difference`` is the first minus the second of them, ``standardised`` the same in
    standard deviations. ``complete_case`` is the mean change of those who came back (primary);
    ``carried_forward`` lets the lost change by nothing, ``worst`` and ``best`` put them at the ends
    of the scale. ``without_first`` counts persons left out because they have no first score.
    """

    started: int
    paired: int
    without_first: int
    followed: Estimate
    baseline_paired: Estimate
    baseline_lost: Estimate
    difference: Estimate
    standardised: Estimate
    complete_case: Estimate
    carried_forward: Estimate
    worst: Estimate
    best: Estimate


@dataclass(frozen=True)
class RegressionToTheMean:
    """The mean change observed, the part selection on the first score leads one to expect, the rest."""

    observed: Estimate
    expected: Estimate
    adjusted: Estimate


@dataclass(frozen=True)
class MissingAtRandom:
    """The mean change of all who started, those who were lost among them.

    ``change`` is that mean; ``completers`` the mean of those who came back, by the same model without
    the first score. ``slope`` says how much less (negative) a person changes for each point the first
    score is higher. ``cluster_sd`` is the spread of change between clusters.
    """

    change: Estimate
    completers: Estimate
    slope: Estimate
    started: int
    paired: int
    clusters: int
    cluster_sd: float
    note: str = ""


def attrition(
    first: Numbers, second: Numbers, level: float = 0.95, *, scale: tuple[float, float] = (1, 10)
) -> Attrition:
    """Who has a second score, how they differed from the others at the start, and bounds on the change.

    Inputs: ``first`` and ``second``, a score for each person in the same order, NaN where missing;
    persons without a first score are counted and left out. ``level`` in (0, 1). ``scale``, the
    least and the greatest score possible.

    Formula: followed = paired / started (Wilson). Difference at the start: Welch's t test,
    mean of the paired - mean of the lost; standardised = difference / sqrt((s1^2 + s2^2) / 2).
    Change: mean over the paired; with 0 for each lost (baseline carried forward); with
    scale's least - first (worst) and scale's greatest - first (best) for each lost.

    Assumes independent persons. The carried-forward mean treats made-up changes as known, so its
    interval is too narrow; worst and best are bounds on the mean change of all who started, whatever
    the reason for loss. A difference at the start that is not significant does not show that the
    lost were like the others. Raises ``ValueError`` for text, infinity, scores outside ``scale``
    or unequal lengths. Source: Welch 1947; Austin 2009; bounds: Horowitz JL, Manski CF. JASA
    2000;95:77-84. Checked against R 4.2.2 ``t.test``, ``prop.test`` and arithmetic by hand.
    """
    one, two = _pairs(first, second, scale)
    started = ~np.isnan(one)
    one, two = one[started], two[started]
    back = ~np.isnan(two)
    d = two - one
    difference = _welch(one[back], one[~back], level)
    return Attrition(
        started=len(one),
        paired=int(back.sum()),
        without_first=int((~started).sum()),
        followed=share(int(back.sum()), len(one), int((~started).sum()), level),
        baseline_paired=_mean(one[back], level),
        baseline_lost=_mean(one[~back], level),
        difference=difference,
        standardised=_standardised(one[back], one[~back], difference),
        complete_case=mean_change(d, level),
        carried_forward=mean_change(np.where(back, d, 0.0), level),
        worst=mean_change(np.where(back, d, scale[0] - one), level),
        best=mean_change(np.where(back, d, scale[1] - one), level),
    )


def missing_at_random(
    first: Numbers,
    second: Numbers,
    cluster: Sequence[Hashable] | NDArray[Any],
    level: float = 0.95,
    *,
    degree: int = 1,
) -> MissingAtRandom:
    """The mean change of all who started, when being lost may depend on the first score and the cluster.

    Inputs: ``first`` and ``second``, a score for each person in the same order, NaN where missing;
    persons without a first score are left out. ``cluster``, a label for each; ``level`` in (0, 1).
    ``degree`` (1-3) of the polynomial in the first score.

    Formula: the likelihood of both scores factored into that of the first, and of the change given the
    first: d = a + sum b_k (x^k - mean x^k) + u_cluster + e, means over all who started, fitted by REML to
    those who came back. a is the mean change of all who started. Variance: Kenward and Roger's of a, plus
    the CR2 variance of the mean of sum b_k x^k over all who started; degrees of freedom of the sum by
    Satterthwaite's formula for two independent parts.

    Assumes missing at random: among persons of the same first score and cluster those who were lost
    would have changed like those who came back. The data cannot show it; see the bounds of ``attrition``.
    Also a polynomial regression, and independent, normal cluster effects that do not depend on how many
    are lost: where teams share municipalities, give ``linked.linked_clusters`` of both as clusters.
    Fewer than 5 clusters, first scores all alike, or no variation give NaN with a reason. Raises
    ``ValueError`` for text, infinity, unequal lengths or a degree outside 1-3. Source: Anderson 1957;
    Little and Rubin 2019; Satterthwaite FE. Biometrics Bulletin 1946;2:110-114. Checked against lme4
    1.1.31, pbkrtest 0.5.2 and clubSandwich 0.5.8 in R 4.2.2, Anderson's closed form where clusters do not
    differ, and 2,000 synthetic networks in which those who start low are lost most often.
    """
    one, two = _pairs(first, second, None)
    if not 1 <= inputs.count(degree, "degree") <= MOST_CURVED:
        raise ValueError(f"degree must be from 1 to {MOST_CURVED}")
    started = ~np.isnan(one)
    labels = _labels(cluster, len(one))[started]
    one, d = one[started], (two - one)[started]
    powers = np.column_stack([one**power for power in range(1, degree + 1)])
    powers = powers - (powers.mean(axis=0) if len(one) else 0.0)
    model = mixed.random_intercept(
        d, np.column_stack([np.ones(len(d)), powers]), labels, level=level, unit=Unit.POINTS
    )
    bare = mixed.random_intercept(d, np.ones((len(d), 1)), labels, level=level, unit=Unit.POINTS)
    return MissingAtRandom(
        change=_of_all(model, powers, labels, level),
        completers=bare.kenward_roger[0],
        slope=model.kenward_roger[1],
        started=len(one),
        paired=int((~np.isnan(d)).sum()),
        clusters=model.clusters,
        cluster_sd=model.intercept_sd,
        note=model.note,
    )


def _of_all(model: mixed.LinearMixedModel, powers: Floats, labels: NDArray[Any], level: float) -> Estimate:
    """The intercept, with the uncertainty of where those who started lie added to its own."""
    own = model.kenward_roger[0]
    about = About(len(powers), 0, level, Unit.POINTS, "missing at random, reml, Kenward and Roger", ANDERSON)
    if own.se is None or own.df is None:
        return described(nan, about, own.reason)
    slopes = np.array([one.value for one in model.kenward_roger[1:]])
    start = clustered.mean(powers @ slopes, labels, level=level, unit=Unit.POINTS).mean
    parts = [(own.se**2, own.df), ((start.se or 0.0) ** 2, start.df or 1.0)]
    variance = sum(part for part, _ in parts)
    df = variance**2 / sum(part**2 / freedom for part, freedom in parts)
    return student(own.value, sqrt(variance), df, about)


def _labels(cluster: Sequence[Hashable] | NDArray[Any], n: int) -> NDArray[Any]:
    labels = np.asarray(cluster, dtype=object)
    if len(labels) != n:
        raise ValueError(f"cluster must have one label for each of {n} persons")
    return labels


def regression_to_the_mean(
    first: Numbers,
    second: Numbers,
    reliability: float,
    *,
    population_mean: float | None = None,
    level: float = 0.95,
) -> RegressionToTheMean:
    """How much of a change is what selecting persons by their first score leads one to expect.

    Inputs: ``first`` and ``second``, a score for each person in the same order, NaN where missing
    (a person counts with both); ``reliability`` (0-1), the correlation of two scores of the same
    person as far apart as these when nothing changes; ``population_mean``, the mean of all those the
    persons were selected from; ``level`` in (0, 1).

    Formula: with no true change, E(second | first) = first + (1 - reliability)(population_mean -
    first). Expected change of each person: (1 - reliability)(population_mean - first); adjusted
    change: observed - expected; each is given as a mean with Student's interval. Persons chosen
    because they score low rise by the expected change without any help. Without
    ``population_mean`` expected and adjusted are undefined: the sample itself cannot tell.

    Assumes a linear regression of second on first with equal variances both times, and that
    ``reliability`` and ``population_mean`` are known; their uncertainty is not in the interval, so
    try several. No substitute for a control group. Raises ``ValueError`` for text, infinity,
    unequal lengths or values outside those ranges. Source: Davis CE. Am J Epidemiol
    1976;104:493-498; Barnett AG, van der Pols JC, Dobson AJ. Int J Epidemiol 2005;34:215-220.
    Checked against arithmetic by hand and simulated selection below a cut-off, where the expected
    change is Davis's sd (1 - reliability) phi(c) / Phi(c).
    """
    if isinstance(reliability, (str, bool)) or not 0 <= reliability <= 1:
        raise ValueError("reliability must lie between 0 and 1")
    one, two = _pairs(first, second, None)
    observed = mean_change(two - one, level)
    if population_mean is None:
        none = undefined(NO_POPULATION, Unit.POINTS, REGRESSION, n=observed.n)
        return RegressionToTheMean(observed, none, none)
    mean = float(inputs.complete([population_mean], "population_mean")[0])
    expected = np.where(np.isnan(two), nan, (1 - reliability) * (mean - one))
    beside = (
        replace(mean_change(found, level), method=REGRESSION) for found in (expected, two - one - expected)
    )
    return RegressionToTheMean(observed, *beside)


def _pairs(first: Numbers, second: Numbers, scale: tuple[float, float] | None) -> tuple[Floats, Floats]:
    one, two = inputs.sample(first, "first"), inputs.sample(second, "second")
    if len(one) != len(two):
        raise ValueError("first and second must have a value for each person, in the same order")
    if scale and any(((values < scale[0]) | (values > scale[1])).any() for values in (one, two)):
        raise ValueError(f"first and second must be scores from {scale[0]} to {scale[1]}")
    return one, two


def _mean(scores: Floats, level: float) -> Estimate:
    # Whether a first score differs from 0 is nobody's question.
    return replace(mean_change(scores, level), p=None)


def _welch(x: Floats, y: Floats, level: float) -> Estimate:
    n, method = len(x) + len(y), "Welch's t"
    if min(len(x), len(y)) < 2:
        return undefined("fewer than two persons in a group", Unit.POINTS, method, n=n)
    parts = x.var(ddof=1) / len(x), y.var(ddof=1) / len(y)
    value, se = float(x.mean() - y.mean()), sqrt(sum(parts))
    if not np.ptp(x) and not np.ptp(y):
        reason = "no interval: neither group has any spread"
        return Estimate(value, nan, nan, level, n, Unit.POINTS, method, WELCH, reason=reason)
    df = float(se**4 / (parts[0] ** 2 / (len(x) - 1) + parts[1] ** 2 / (len(y) - 1)))
    half, p = float(special.stdtrit(df, (1 + level) / 2)) * se, 2 * float(special.stdtr(df, -abs(value) / se))
    ends = (value - half, value + half)
    return Estimate(value, *ends, level, n, Unit.POINTS, method, WELCH, p=p, df=df, se=se)


def _standardised(x: Floats, y: Floats, difference: Estimate) -> Estimate:
    method = "standardised difference"
    if difference.se is None:
        reason = difference.reason.removeprefix("no interval: ")
        return undefined(reason, Unit.COEFFICIENT, method, n=difference.n)
    value = difference.value / sqrt((x.var(ddof=1) + y.var(ddof=1)) / 2)
    return Estimate(float(value), nan, nan, nan, difference.n, Unit.COEFFICIENT, method, STANDARDISED)

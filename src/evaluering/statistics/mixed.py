"""Models with random effects of clusters: linear by REML, logistic by Laplace's approximation.

They say more than ``clustered`` (how much clusters differ), and ask more: normal effects, one
variance within. For a mean or a treatment alone ``clustered`` comes first.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from evaluering.results import Estimate
from evaluering.statistics import _laplace, _reml
from evaluering.statistics._student import (
    DEPENDENT,
    FEW_CLUSTERS,
    LEAST_CLUSTERS,
    About,
    Rows,
    depends,
    described,
    rows,
    student,
)
from evaluering.statistics.inputs import Floats, Integers, Numbers, clusters, count, level, matrix, sample
from evaluering.vocabulary import Unit

Labels = Sequence[Hashable] | NDArray[Any]

BATES = (
    "Bates D, Maechler M, Bolker B, Walker S. Fitting linear mixed-effects models using lme4. "
    "J Stat Softw 2015;67(1)."
)
KUZNETSOVA = (
    "Kuznetsova A, Brockhoff PB, Christensen RHB. lmerTest package: tests in linear mixed effects models. "
    "J Stat Softw 2017;82(13)."
)
KENWARD_ROGER = (
    "Kenward MG, Roger JH. Small sample inference for fixed effects from restricted maximum likelihood. "
    "Biometrics 1997;53:983-997."
)
BRESLOW_CLAYTON = (
    "Breslow NE, Clayton DG. Approximate inference in generalized linear mixed models. "
    "J Am Stat Assoc 1993;88:9-25."
)
EDGE = (
    "a variance between clusters was estimated as 0, or a correlation as 1: "
    "all degrees of freedom are Kenward and Roger's"
)
LINEAR = "reml, Satterthwaite"
EDGE_LOGISTIC = "the variance between clusters was estimated as 0"


@dataclass(frozen=True)
class LinearMixedModel:
    """A linear mixed model by REML.

    ``estimates`` of the columns of X with Satterthwaite's degrees of freedom; ``kenward_roger`` the same
    with adjusted standard errors. ``intercept_sd``, ``slope_sd``, ``correlation`` of the random effects,
    ``residual_sd``; ``icc`` the share of variance between clusters (NaN with a random slope, where it
    depends on the slope's variable); ``criterion`` is -2 log restricted likelihood. ``note`` says when the
    optimum lies on the edge.
    """

    estimates: tuple[Estimate, ...]
    kenward_roger: tuple[Estimate, ...]
    intercept_sd: float
    slope_sd: float
    correlation: float
    residual_sd: float
    icc: float
    criterion: float
    clusters: int
    note: str = ""


@dataclass(frozen=True)
class LogisticMixedModel:
    """A logistic model with a random intercept: log odds (ratios), the sd between clusters, the fit."""

    estimates: tuple[Estimate, ...]
    intercept_sd: float
    log_likelihood: float
    clusters: int
    note: str = ""


def random_intercept(
    y: Numbers,
    X: Any,  # noqa: N803 - a matrix, as the literature writes it
    cluster: Labels,
    *,
    level: float = 0.95,
    unit: Unit = Unit.COEFFICIENT,
) -> LinearMixedModel:
    """The linear model with a random intercept of clusters, by restricted maximum likelihood.

    Inputs: ``y`` n numbers; ``X`` n rows of p columns, the column of ones among them where an intercept
    is wanted (that alone: a mean); a row with NaN in either is left out and counted; ``cluster`` n labels;
    ``level`` in (0, 1); ``unit`` of the coefficients.

    Formula: y = Xb + u_cluster + e, var u = t^2, var e = s^2, V = s^2 I + t^2 ZZ'; minimise
    log|V| + log|X'V^-1 X| + (y - Xb)'V^-1 (y - Xb). For a coefficient with variance v(t^2, s^2):
    df = 2 v^2 / (v' A v'), A the inverse of the observed information (Satterthwaite) or of the expected
    (Kenward and Roger, whose standard error is adjusted too). icc = t^2 / (t^2 + s^2).

    Assumes normal random intercepts and errors, one variance within, missing at random given X. Where t^2
    is estimated as 0 Satterthwaite's df are not defined: Kenward and Roger's stand there, with a note.
    Fewer than 5 clusters, dependent columns or nothing varying within clusters give NaN with a reason;
    below 4 df there is no p-value. Raises ``ValueError`` for text, infinity, unequal lengths or missing
    labels. Source: Bates et al. 2015; Kuznetsova et al. 2017; Kenward and Roger 1997. Checked against
    lme4 1.1.31, lmerTest 3.1.3 and pbkrtest 0.5.2 in R 4.2.2 (case clustered_change_8_municipalities and
    the file clustered_r.json), and the definition with n x n matrices.
    """
    kept = rows(y, X, cluster)
    return _linear(kept, np.ones((len(kept.y), 1)), np.eye(1), _about(kept, level, unit, LINEAR, KUZNETSOVA))


def random_slope(
    y: Numbers,
    X: Any,  # noqa: N803 - a matrix, as the literature writes it
    cluster: Labels,
    slope: int,
    *,
    level: float = 0.95,
    unit: Unit = Unit.COEFFICIENT,
) -> LinearMixedModel:
    """The linear model with a random intercept and a random slope of clusters, correlated, by REML.

    Inputs: as for ``random_intercept``; ``slope`` the column of X (from 0) whose slope varies.

    Formula: y = Xb + u0 + u1 x_slope + e, (u0, u1) with a free 2 x 2 covariance; the rest as for
    ``random_intercept``.

    Assumes what ``random_intercept`` does, and slopes about linear in that column. On the edge (a
    variance 0, a correlation of 1) Kenward and Roger's df stand, with a note; NaN with a reason as there,
    and where the column is constant. Raises ``ValueError`` as there, and for a column that X lacks.
    Source: Bates et al. 2015; Kuznetsova et al. 2017; Kenward and Roger 1997. Checked against lme4 1.1.31,
    lmerTest 3.1.3 and pbkrtest 0.5.2 in R 4.2.2 (case lmm_sleepstudy_slopes, published in Bates et al.,
    and clustered_r.json).
    """
    kept = rows(y, X, cluster)
    if count(slope, "slope") >= kept.x.shape[1]:
        raise ValueError(f"slope must be one of the {kept.x.shape[1]} columns of X, from 0")
    about, column = _about(kept, level, unit, LINEAR, KUZNETSOVA), kept.x[:, slope]
    middle, spread = (float(column.mean()), float(column.std())) if len(column) else (0.0, 0.0)
    if spread <= 1e-12 * abs(middle):
        return _no_linear(kept, about, "the column with the random slope does not vary")
    # Centred and scaled, the search is well conditioned; the model is the same.
    z = np.column_stack([np.ones(len(column)), (column - middle) / spread])
    return _linear(kept, z, np.array([[1.0, -middle / spread], [0.0, 1 / spread]]), about)


def glmm(
    successes: Numbers,
    trials: Numbers,
    X: Any,  # noqa: N803 - a matrix, as the literature writes it
    cluster: Labels,
    *,
    level: float = 0.95,
) -> LogisticMixedModel:
    """The logistic model with a random intercept of clusters, by Laplace's approximation.

    Inputs: ``successes`` among ``trials`` (whole numbers; trials of 1 for single persons) of n rows;
    ``X`` n rows of p columns, the column of ones among them where an intercept is wanted; a row with NaN
    anywhere is left out and counted; ``cluster`` n labels; ``level`` in (0, 1).

    Formula: logit p = Xb + s u_cluster, u standard normal; each cluster's integral is taken as
    exp(h(u)) / sqrt(-h''(u)) at its mode; standard errors from the curvature in (b, s) together. Wald
    intervals b +/- z se.

    Assumes normal random intercepts and many clusters: Wald intervals with few are too narrow (see
    ``clustered``), and coefficients are odds ratios within a cluster, not in the population. Laplace's
    approximation is poor for few trials per cluster. Fewer than 5 clusters, dependent columns, an outcome
    that is always the same or separated by X give NaN with a reason. Raises ``ValueError`` for text,
    infinity, unequal lengths, counts that are not whole or exceed the trials. Source: Breslow and Clayton
    1993; Bates et al. 2015. Checked against lme4 1.1.31 in R 4.2.2 (case glmm_cbpp, published on its help
    page), and numerical integration where trials are many.
    """
    won, asked = sample(successes, "successes"), sample(trials, "trials")
    if len(won) != len(asked):
        raise ValueError("successes and trials must be equally many")
    kept = rows(won, np.column_stack([asked, _table(X, len(won))]), cluster)
    (wins, of), x = _counts(kept), kept.x[:, 1:]
    about = _about(kept, level, Unit.COEFFICIENT, "laplace, wald", BRESLOW_CLAYTON)
    codes = clusters(kept.labels, len(wins))
    groups = int(codes.max(initial=-1)) + 1
    reason = _shape(x, groups) or _always_the_same(wins, of)
    found = None if reason else _laplace.fit(_laplace.Counts(wins, of, x, codes, groups))
    if found is None:
        nothing = described(nan, about, reason or "X separates the outcome, or the fit does not settle")
        return LogisticMixedModel((nothing,) * x.shape[1], nan, nan, groups)
    estimates = tuple(_wald(*one, about) for one in zip(found.beta, np.diag(found.cov), strict=True))
    note = "" if found.sd else EDGE_LOGISTIC
    return LogisticMixedModel(estimates, found.sd, found.log_likelihood, groups, note)


def _about(kept: Rows, given: float, unit: Unit, method: str, source: str) -> About:
    return About(len(kept.y), kept.missing, level(given), unit, method, source)


def _linear(kept: Rows, z: Floats, back: Floats, about: About) -> LinearMixedModel:
    """The model with random columns ``z``, whose effects ``back`` brings to the units of X."""
    codes = clusters(kept.labels, about.n)
    groups = int(codes.max(initial=-1)) + 1
    reason = _shape(kept.x, groups) or _too_thin(np.bincount(codes), z.shape[1])
    if reason:
        return _no_linear(kept, about, reason, groups)
    data = _reml.blocks(kept.y, kept.x, z, codes)
    if _reml.fits_perfectly(data):
        return _no_linear(kept, about, "nothing varies within the clusters", groups)
    return _fitted(_reml.fit(data), back, groups, about)


def _fitted(found: _reml.Optimum, back: Floats, groups: int, about: About) -> LinearMixedModel:
    adjusted = replace(about, method="reml, Kenward and Roger", source=KENWARD_ROGER)
    columns = np.eye(len(found.at.beta))
    careful = tuple(_estimate(found, one, *found.kenward_roger(one), adjusted) for one in columns)
    usual = tuple(
        _estimate(found, one, sqrt(one @ found.at.cov @ one), found.satterthwaite(one), about)
        for one in columns
    )
    covariance = back @ found.random @ back.T
    sds = np.sqrt(np.diag(covariance))
    slopes = len(sds) > 1
    return LinearMixedModel(
        careful if found.edge else usual,
        careful,
        float(sds[0]),
        float(sds[1]) if slopes else nan,
        float(covariance[0, 1] / sds.prod()) if slopes and sds.all() else nan,
        sqrt(found.residual),
        nan if slopes else float(covariance[0, 0] / (covariance[0, 0] + found.residual)),
        found.criterion,
        groups,
        EDGE if found.edge else "",
    )


def _estimate(found: _reml.Optimum, column: Floats, se: float, df: float, about: About) -> Estimate:
    return student(float(column @ found.at.beta), se, df, about)


def _no_linear(kept: Rows, about: About, reason: str, groups: int = 0) -> LinearMixedModel:
    nothing = (described(nan, about, reason),) * kept.x.shape[1]
    return LinearMixedModel(nothing, nothing, nan, nan, nan, nan, nan, nan, groups, reason)


def _shape(x: Floats, groups: int) -> str:
    """Why X and so many clusters allow no model; empty when they do."""
    if groups < LEAST_CLUSTERS:
        return FEW_CLUSTERS
    return DEPENDENT if depends(x) else ""


def _too_thin(sizes: Integers, width: int) -> str:
    """Whether random effects could take up everything within the clusters."""
    return "" if (sizes > width).any() else "no cluster has enough observations to vary within"


def _table(X: Any, n: int) -> Floats:  # noqa: N803 - a matrix
    table = matrix(X, "X")
    if len(table) != n:
        raise ValueError(f"X must have one row for each of {n} observations; it has {len(table)}")
    return table


def _counts(kept: Rows) -> tuple[Floats, Floats]:
    """Successes and trials."""
    wins, of = kept.y, kept.x[:, 0]
    if ((wins != np.floor(wins)) | (of != np.floor(of)) | (wins < 0) | (wins > of)).any():
        raise ValueError("successes and trials must be whole numbers, successes from 0 to trials")
    return wins, of


def _always_the_same(wins: Floats, of: Floats) -> str:
    return "" if 0 < wins.sum() < of.sum() else "every trial ended the same"


def _wald(value: float, variance: float, about: About) -> Estimate:
    se = sqrt(variance)
    reach = float(special.ndtri((1 + about.level) / 2)) * se
    p = 2 * float(special.ndtr(-abs(value) / se))
    return replace(described(value, about, ""), low=value - reach, high=value + reach, p=p, se=se)

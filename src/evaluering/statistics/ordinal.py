"""Regression of an ordered answer."""

import warnings
from dataclasses import dataclass, replace
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from evaluering.results import Estimate, undefined
from evaluering.statistics import inputs
from evaluering.statistics.inputs import Floats, Numbers
from evaluering.vocabulary import Unit

MCCULLAGH = "McCullagh P. Regression models for ordinal data. J R Stat Soc B 1980;42:109-142."
APART = 20.0
"""A standard error of so many logits per standard deviation of x is no error but separation."""


@dataclass(frozen=True)
class Cut:
    """The binary logit of answers above ``above`` against the rest: one coefficient per predictor."""

    above: float
    coefficients: tuple[Estimate, ...]


@dataclass(frozen=True)
class ProportionalOdds:
    """A cumulative logit model.

    ``coefficients`` are log odds ratios of a higher answer per unit of each predictor, and
    ``odds_ratios`` their exponentials; ``thresholds`` stand between the answers in ``answers``;
    ``cuts`` holds a binary logit at each threshold: the same coefficient everywhere is what the
    model assumes.
    """

    coefficients: tuple[Estimate, ...]
    odds_ratios: tuple[Estimate, ...]
    thresholds: tuple[Estimate, ...]
    cuts: tuple[Cut, ...]
    answers: tuple[float, ...]
    loglik: float
    n: int
    missing: int
    reason: str = ""


def proportional_odds(answers: Numbers, predictors: Any, level: float = 0.95) -> ProportionalOdds:
    """How predictors move an ordered answer, by a cumulative logit (proportional odds) model.

    Inputs: ``answers``, an ordered code for each person (only the order counts); ``predictors``,
    persons x predictors (a group as 0 and 1), without a constant; persons with NaN in either
    are counted and left out. ``level`` in (0, 1).

    Formula: logit P(answer <= j) = threshold_j - x b, by maximum likelihood; Wald intervals from the
    observed information; odds ratio exp(b) of a higher answer. ``cuts`` fits
    logit P(answer > j) = a_j + x b_j at each threshold: unequal b_j speak against the model.
    Where an answer or a cut can be told without error from the predictors, or predictors say
    the same thing twice, estimates do not exist and the reason says so.

    Assumes independent persons and the same odds ratio at every threshold. Raises ``ValueError``
    for text, infinity or shapes that do not fit. Source: McCullagh 1980; the check by
    binary logits: Brant R. Biometrics 1990;46:1171-1178. Checked against R's ``ordinal::clm``
    2022.11.16 (case ordinal_clm_wine) and, with two answers, R 4.2.2 ``glm``.
    """
    inputs.level(level)
    y, x, missing = _complete(answers, predictors)
    codes, position = np.unique(y, return_inverse=True)
    shared = (tuple(codes.tolist()), len(y), missing)
    reason = _no_model(codes, x)
    fitted = None if reason else _cumulative(position, x)
    if fitted is None:
        return _empty(x.shape[1], shared, reason or "the answers can be told apart without error")
    estimates, errors, loglik = fitted
    k = x.shape[1]
    every = _wald(estimates, errors, level, shared[1:])
    return ProportionalOdds(
        coefficients=every[:k],
        odds_ratios=tuple(_ratio(one) for one in every[:k]),
        thresholds=every[k:],
        cuts=tuple(_cut(y, x, above, level, missing) for above in codes[:-1].tolist()),
        answers=shared[0],
        loglik=loglik,
        n=len(y),
        missing=missing,
    )


def _complete(answers: Numbers, predictors: Any) -> tuple[Floats, Floats, int]:
    y, x = inputs.sample(answers, "answers"), inputs.matrix(predictors, "predictors")
    if len(x) != len(y) or not x.shape[1]:
        raise ValueError("predictors must have a row for each answer and at least one column")
    whole = ~(np.isnan(y) | np.isnan(x).any(axis=1))
    return y[whole], x[whole], int((~whole).sum())


def _no_model(codes: Floats, x: Floats) -> str:
    if len(codes) < 2:
        return "fewer than two different answers"
    constant = np.column_stack([np.ones(len(x)), x])
    return "the predictors do not vary freely" if np.linalg.matrix_rank(constant) <= x.shape[1] else ""


def _cumulative(position: NDArray[np.intp], x: Floats) -> tuple[Floats, Floats, float] | None:
    """Coefficients, then thresholds, with standard errors and the log likelihood; None when separated."""
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    # Two models differ only by the scale of x; a common one makes the search and its end the same.
    scale = x.std(axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they warn of is checked below
        try:
            model = OrderedModel(position, x / scale, distr="logit")
            fit = model.fit(method="bfgs", disp=False, maxiter=500, gtol=1e-8)
            covariance = np.asarray(fit.cov_params())
        except (np.linalg.LinAlgError, ValueError):  # no curvature to invert
            return None
    k = x.shape[1]
    # The model's own parameters are the first threshold and the logarithms of the steps to the next.
    steps = np.exp(fit.params[k + 1 :])
    change = np.eye(len(fit.params))
    change[:k, :k] /= scale[:, None]
    change[k:, k + 1 :] = np.tril(np.ones((len(steps) + 1, len(steps))), -1) * steps
    change[k:, k] = 1.0
    variances = np.diag(change @ covariance @ change.T)
    if not (variances > 0).all() or (np.sqrt(variances[:k]) * scale > APART).any():
        return None
    thresholds = fit.params[k] + np.concatenate([[0.0], np.cumsum(steps)])
    estimates = np.concatenate([fit.params[:k] / scale, thresholds])
    return estimates, np.sqrt(variances), float(fit.llf)


def _binary(above: NDArray[np.bool_], x: Floats) -> tuple[Floats, Floats] | None:
    """Coefficients of a binary logit with standard errors; None when separated."""
    from statsmodels.discrete.discrete_model import Logit

    scale = x.std(axis=0)
    constant = np.column_stack([x / scale, np.ones(len(x))])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # separation shows in the standard errors
        try:
            fit = Logit(above.astype(np.float64), constant).fit(disp=False, maxiter=100)
        except np.linalg.LinAlgError:
            return None
    errors = np.asarray(fit.bse)[:-1]
    if not (errors < APART).all():
        return None
    return np.asarray(fit.params)[:-1] / scale, errors / scale


def _cut(y: Floats, x: Floats, above: float, level: float, missing: int) -> Cut:
    fitted = _binary(y > above, x)
    if fitted is None:
        reason = "the cut can be told without error"
        return Cut(above, _empty(x.shape[1], ((), len(y), missing), reason).coefficients)
    return Cut(above, _wald(*fitted, level, (len(y), missing)))


def _wald(values: Floats, errors: Floats, level: float, counts: tuple[int, int]) -> tuple[Estimate, ...]:
    z, (n, missing) = float(stats.norm.ppf((1 + level) / 2)), counts
    return tuple(
        Estimate(
            value, value - z * se, value + z * se, level, n, Unit.COEFFICIENT, "cumulative logit", MCCULLAGH,
            missing, p=2 * float(stats.norm.sf(abs(value) / se)), se=se,
        )
        for value, se in zip(values.tolist(), errors.tolist(), strict=True)
    )  # fmt: skip


def _ratio(one: Estimate) -> Estimate:
    value, low, high = (float(np.exp(end)) for end in (one.value, one.low, one.high))
    return replace(one, value=value, low=low, high=high, unit=Unit.RATIO, se=None)


def _empty(k: int, shared: tuple[tuple[float, ...], int, int], reason: str) -> ProportionalOdds:
    answers, n, missing = shared
    none = undefined(reason, Unit.COEFFICIENT, "cumulative logit", n=n, missing=missing)
    ratio = replace(none, unit=Unit.RATIO)
    return ProportionalOdds((none,) * k, (ratio,) * k, (), (), answers, nan, n, missing, reason)

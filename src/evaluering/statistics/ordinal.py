"""Regression of an ordered answer."""

from dataclasses import dataclass, replace
from math import nan
from typing import Any

import numpy as np
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics import inputs
from evaluering.statistics._cumulative_logit import fit
from evaluering.statistics.inputs import Floats, Numbers
from evaluering.vocabulary import Unit

MCCULLAGH = "McCullagh P. Regression models for ordinal data. J R Stat Soc B 1980;42:109-142."


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
    fitted = None if reason else fit(position, x)
    if fitted is None:
        return _empty(x.shape[1], shared, reason or "the answers can be told apart without error")
    k = x.shape[1]
    every = _wald(fitted.estimates, fitted.errors, level, shared[1:])
    return ProportionalOdds(
        coefficients=every[:k],
        odds_ratios=tuple(_ratio(one) for one in every[:k]),
        thresholds=every[k:],
        cuts=tuple(_cut(y, x, above, level, missing) for above in codes[:-1].tolist()),
        answers=shared[0],
        loglik=fitted.loglik,
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


def _cut(y: Floats, x: Floats, above: float, level: float, missing: int) -> Cut:
    fitted = fit((y > above).astype(np.int64), x)
    if fitted is None:
        reason = "the cut can be told without error"
        return Cut(above, _empty(x.shape[1], ((), len(y), missing), reason).coefficients)
    k = x.shape[1]
    return Cut(above, _wald(fitted.estimates[:k], fitted.errors[:k], level, (len(y), missing)))


def _wald(values: Floats, errors: Floats, level: float, counts: tuple[int, int]) -> tuple[Estimate, ...]:
    z, (n, missing) = float(special.ndtri((1 + level) / 2)), counts
    return tuple(
        Estimate(
            value, value - z * se, value + z * se, level, n, Unit.COEFFICIENT, "cumulative logit", MCCULLAGH,
            missing, p=2 * float(special.ndtr(-abs(value) / se)), se=se,
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

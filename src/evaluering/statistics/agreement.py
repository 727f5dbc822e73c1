"""Do raters agree? Raw agreement, and coefficients corrected for agreement by chance.

Ratings are units x raters: a row is what was rated (a goal, an answer), a column is who rated.
Categories are numbers; a missing rating is NaN or None. Report the raw share, Krippendorff's
alpha and Gwet's AC together: each hides what another shows when one category is common.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics import _chance
from evaluering.statistics._chance import Agreement
from evaluering.statistics._ratings import (
    Categories,
    Rated,
    Weights,
    agreement_weights,
    crossed,
    rated,
    two_raters,
)
from evaluering.statistics._score_intervals import WILSON, normal_quantile, wilson
from evaluering.statistics.inputs import Floats, sample
from evaluering.statistics.inputs import level as checked_level
from evaluering.vocabulary import Unit

GWET = (
    "Gwet KL. Computing inter-rater reliability and its variance in the presence of high agreement. "
    "Br J Math Stat Psychol 2008;61:29-48."
)
FLEISS = "Fleiss JL. Measuring nominal scale agreement among many raters. Psychol Bull 1971;76:378-382."
CONGER = (
    "Conger AJ. Integration and generalization of kappas for multiple raters. Psychol Bull 1980;88:322-328."
)
BRENNAN_PREDIGER = (
    "Brennan RL, Prediger DJ. Coefficient kappa: some uses, misuses, and alternatives. "
    "Educ Psychol Meas 1981;41:687-699."
)
COHEN = (
    "Cohen J. Educ Psychol Meas 1960;20:37-46 and Psychol Bull 1968;70:213-220; "
    "Fleiss JL, Cohen J, Everitt BS. Psychol Bull 1969;72:323-327."
)
SPECIFIC = "Cicchetti DV, Feinstein AR. High agreement but low kappa: II. J Clin Epidemiol 1990;43:551-558."


LANDIS_KOCH = (
    ("almost perfect", 0.8, 1.0),
    ("substantial", 0.6, 0.8),
    ("moderate", 0.4, 0.6),
    ("fair", 0.2, 0.4),
    ("slight", 0.0, 0.2),
    ("poor", -1.0, 0.0),
)
"""Landis JR, Koch GG. Biometrics 1977;33:159-174: name, low end, high end."""


@dataclass(frozen=True)
class Band:
    """A band of a benchmark scale: its probability, and that of this band or a better one."""

    name: str
    low: float
    high: float
    probability: float
    at_least: float


@dataclass(frozen=True)
class CategoryAgreement:
    """Specific agreement on one category: how often the other rater chose it too."""

    category: float
    agreement: Estimate


def percent(ratings: Any, level: float = 0.95) -> Estimate:
    """The share of pairs of ratings that agree: raw agreement, not corrected for chance.

    Inputs: ``ratings``, units x raters, numbers (NaN or None where missing); ``level`` in (0, 1).

    Formula: a_i = sum_k n_ik (n_ik - 1) / (m_i (m_i - 1)) for a unit rated by m_i >= 2 raters, of
    whom n_ik chose category k; the value is the mean of a_i over those n units, se its standard
    deviation (n - 1) / sqrt(n). The interval is Wilson's for the value p of an effective number of
    units, n p (1 - p) / mean((a_i - p)^2), at most the number of pairs: n itself with two raters,
    so Wilson's own; n too where the a_i do not vary. ``missing`` counts the units with fewer than
    two ratings. No unit with two: NaN and a reason.

    Assumes units that are independent of each other; goals of one municipality may not be. Raises
    ``ValueError`` for text, infinity, other than two dimensions, or a level outside (0, 1).
    Source: Fleiss 1971 (mean over units); Wilson 1927; Korn EL, Graubard BI, Surv Methodol
    1998;24:193-201 (effective number). Checked against R 4.2.2 irrCAC 1.0 ``pa.coeff.raw`` (value;
    se where every unit has two ratings), ``prop.test`` for two raters, coverage by simulation.
    """
    level = checked_level(level)
    given = rated(ratings)
    of_units = _chance.agreement_of_units(given, np.eye(len(given.categories)))[given.pairable]
    n, missing = len(of_units), given.unrated + given.n - len(of_units)
    if not n:
        return undefined(_chance.NO_PAIRS, Unit.SHARE, "percent", missing=missing)
    value = float(of_units.mean())
    low, high = wilson(value, _effective_units(of_units, given), normal_quantile(level))
    se = float(of_units.std(ddof=1)) / sqrt(n) if n > 1 else None
    return Estimate(value, low, high, level, n, Unit.SHARE, "percent", f"{FLEISS} {WILSON}", missing, se=se)


def specific_agreement(
    ratings: Any, *, categories: Categories = None, level: float = 0.95
) -> tuple[CategoryAgreement, ...]:
    """For two raters and each category: when one chose it, how often the other did too.

    With yes and no these are positive and negative agreement. Inputs: ``ratings``, units x 2,
    numbers (units with a missing rating are left out and counted in ``missing``); ``categories``,
    all possible numbers (default: those used); ``level`` in (0, 1).

    Formula: 2a / (2a + b), where both chose the category in a units and one alone in b. The
    interval is Wilson's for a / (a + b), ends carried over by q -> 2q / (1 + q), which rises with
    q; n = a + b. A category nobody chose: NaN and a reason.

    Assumes independent units. Raises ``ValueError`` for text, infinity, other than two columns,
    or ratings outside declared categories. Source: Cicchetti and Feinstein 1990; the interval is
    derived here from Wilson 1927. Checked against values
    by hand for the table 118, 5, 2, 0 of Gwet 2008 (236/243 and 0/7) and against the exact
    coverage of the interval, counted over all outcomes.
    """
    level = checked_level(level)
    pairs, missing = two_raters(ratings, categories)
    table = crossed(pairs)
    return tuple(
        CategoryAgreement(category, _specific(both, one, level, missing))
        for category, both, one in zip(
            pairs.categories.tolist(),
            table.diagonal().tolist(),
            (table.sum(axis=0) + table.sum(axis=1) - 2 * table.diagonal()).tolist(),
            strict=True,
        )
    )


def gwet(
    ratings: Any, weights: Weights = None, *, categories: Categories = None, level: float = 0.95
) -> Agreement:
    """Gwet's AC1, or AC2 when ``weights`` give near categories partial agreement.

    Inputs: ``ratings``, units x raters, numbers (NaN or None where missing); ``weights`` None,
    ``"linear"``, ``"quadratic"``, ``"ordinal"`` or a symmetric q x q matrix from 0 to 1 with 1 on
    the diagonal; ``categories``, all q possible numbers (default: those used; declare them when
    some may go unused, as q enters the formula); ``level`` in (0, 1).

    Formula: (pa - pe) / (1 - pe). pa is the mean weighted agreement of units with two or more
    ratings; pe = T sum_k p_k (1 - p_k) / (q (q - 1)), T the sum of the weights and p_k the mean
    over all n rated units of the share of raters who chose k. The standard error is linearised
    over those n units, the interval +/- t(n - 1) se, its high end at most 1; p tests 0.
    Undefined (NaN and a reason) when all ratings are the same or no unit has two. ``missing``
    counts the units without a rating. No interval for one unit or when se is 0 (all agree).

    Assumes independent units, and raters as given (the se does not generalise to other raters).
    Raises ``ValueError`` for text, infinity, ratings outside declared categories, wrong weights.
    Source: Gwet 2008. Checked against R 4.2.2 irrCAC 1.0 ``gwet.ac1.raw`` (unweighted, linear,
    quadratic, ordinal; with missing ratings and declared categories) and coverage by simulation.
    """
    asked = _chance.asked(ratings, categories, weights, level)
    return _chance.corrected(asked, _chance.gwets, "gwet", GWET)


def fleiss_kappa(
    ratings: Any, weights: Weights = None, *, categories: Categories = None, level: float = 0.95
) -> Agreement:
    """Fleiss' kappa for two or more raters, who may differ from unit to unit (two: Scott's pi).

    Inputs, missing ratings and undefined results as in ``gwet``.

    Formula: (pa - pe) / (1 - pe), pe = sum_kl w_kl p_k p_l, with pa, p_k, the linearised standard
    error and the t(n - 1) interval as in ``gwet``.

    Assumes independent units and raters who share the same marginal shares. Raises ``ValueError``
    as ``gwet``. Source: Fleiss 1971; standard error Gwet 2008. Checked against R 4.2.2 irrCAC 1.0
    ``fleiss.kappa.raw`` and irr 0.84.1 ``kappam.fleiss`` (value), and statsmodels (value).
    """
    asked = _chance.asked(ratings, categories, weights, level)
    return _chance.corrected(asked, _chance.fleiss_s, "fleiss_kappa", f"{FLEISS} {GWET}")


def conger_kappa(
    ratings: Any, weights: Weights = None, *, categories: Categories = None, level: float = 0.95
) -> Agreement:
    """Conger's kappa: Cohen's kappa for two or more fixed raters, each with own marginal shares.

    Inputs, missing ratings and undefined results as in ``gwet``; undefined also when fewer than
    two raters rated anything.

    Formula: (pa - pe) / (1 - pe), pe = the mean over pairs of raters g, h of
    sum_kl w_kl p_gk p_hl, p_gk the share of rater g's ratings in k; pa, linearised standard error
    and interval as in ``gwet``.

    Assumes independent units and the same raters throughout. Raises ``ValueError`` as ``gwet``.
    Source: Conger 1980; standard error Gwet 2008. Checked against R 4.2.2 irrCAC 1.0
    ``conger.kappa.raw``, and equal to Cohen's kappa for two raters.
    """
    asked = _chance.asked(ratings, categories, weights, level)
    return _chance.corrected(asked, _chance.congers, "conger_kappa", f"{CONGER} {GWET}")


def brennan_prediger(
    ratings: Any, weights: Weights = None, *, categories: Categories = None, level: float = 0.95
) -> Agreement:
    """Brennan and Prediger's coefficient: chance is an even draw among the q categories.

    Inputs, missing ratings and undefined results as in ``gwet``.

    Formula: (pa - pe) / (1 - pe), pe = T / q^2, T the sum of the weights (1 / q unweighted); pa,
    linearised standard error and interval as in ``gwet``.

    Assumes independent units, and categories that chance would use evenly: declare all that were
    possible. Raises ``ValueError`` as ``gwet``. Source: Brennan and Prediger 1981; standard error
    Gwet 2008. Checked against R 4.2.2 irrCAC 1.0 ``bp.coeff.raw``.
    """
    asked = _chance.asked(ratings, categories, weights, level)
    return _chance.corrected(asked, _chance.even, "brennan_prediger", f"{BRENNAN_PREDIGER} {GWET}")


def cohen_kappa(
    ratings: Any, weights: Weights = None, *, categories: Categories = None, level: float = 0.95
) -> Agreement:
    """Cohen's kappa for the same two raters, or weighted kappa.

    Inputs: ``ratings``, units x 2, numbers (units with a missing rating are left out and counted
    in ``missing``); ``weights``, ``categories`` and ``level`` as in ``gwet``. ``"quadratic"`` are
    Fleiss and Cohen's weights, ``"linear"`` Cicchetti and Allison's.

    Formula: (po - pe) / (1 - pe), po = sum_kl w_kl p_kl, pe = sum_kl w_kl p_k. p_.l; the large-sample
    standard error of Fleiss, Cohen and Everitt, normal interval cut at -1 and 1; p tests 0 with
    the standard error that holds there. Undefined (NaN and a reason) when all ratings are the
    same. With skewed marginals kappa can be near 0 though nearly all agree: show AC1 beside it.

    Assumes independent units, enough of them for a normal interval, and the same two raters.
    Raises ``ValueError`` for text, infinity, other than two columns, ratings outside declared
    categories, wrong weights. Source: Cohen 1960 and 1968; Fleiss, Cohen and Everitt 1969.
    Checked against R 4.2.2 psych 2.2.9, vcd 1.4-13 and irrCAC 1.0, and statsmodels 0.15.
    """
    pairs, missing = two_raters(ratings, categories)
    used = agreement_weights(weights, pairs.categories)
    return _chance.cohens(_chance.Asked(pairs, used, checked_level(level), missing), COHEN)


def landis_koch(value: float, se: float) -> tuple[Band, ...]:
    """The probability that the true coefficient lies in each band of Landis and Koch's scale.

    A label alone hides how uncertain a coefficient is; these say how sure the label would be.
    Inputs: ``value``, a coefficient from -1 to 1, and ``se`` > 0, its standard error; NaN for
    either (undefined) gives NaN throughout.

    Formula: normal probabilities of the bands around ``value``, cut to [-1, 1]:
    P(low, high) = (F((high - value) / se) - F((low - value) / se)) / the same from -1 to 1.
    ``at_least`` adds the bands above. Gwet's rule: claim the best band whose ``at_least`` is .95
    or more. The bands are a convention, not a finding.

    Assumes a normal standard error, so not too few units. Raises ``ValueError`` for text,
    infinity, a value outside [-1, 1], or a standard error that is not positive.
    Source: Landis and Koch 1977 (bands); Gwet KL, Handbook of Inter-Rater Reliability, 4th ed.
    2014 (probabilities). Checked against R 4.2.2 irrCAC 1.0 ``landis.koch.bf``.
    """
    given = sample([value, se], "value and se")
    if abs(given[0]) > 1 or given[1] <= 0:
        raise ValueError("value must lie between -1 and 1, and se be a positive number")
    ends = np.array([(low, high) for _, low, high in LANDIS_KOCH])
    below = special.ndtr((ends - given[0]) / given[1])
    probabilities = (below[:, 1] - below[:, 0]) / (below[0, 1] - below[-1, 0])
    return tuple(
        Band(name, low, high, probability, at_least)
        for (name, low, high), probability, at_least in zip(
            LANDIS_KOCH, probabilities.tolist(), np.cumsum(probabilities).tolist(), strict=True
        )
    )


def _specific(both: float, one: float, level: float, missing: int) -> Estimate:
    n = int(both + one)
    if not n:
        reason = "neither rater chose this category"
        return undefined(reason, Unit.SHARE, "specific_agreement", missing=missing)
    low, high = (2 * end / (1 + end) for end in wilson(both / n, n, normal_quantile(level)))
    value = 2 * both / (2 * both + one)
    return Estimate(
        value, low, high, level, n, Unit.SHARE, "specific_agreement", f"{SPECIFIC} {WILSON}", missing
    )


def _effective_units(of_units: Floats, given: Rated) -> float:
    """So many yes-or-no units would vary as these shares of agreeing pairs do."""
    variance = float(of_units.var())
    if variance < 1e-12:
        return len(of_units)
    p = float(of_units.mean())
    pairs = float((given.per_unit * (given.per_unit - 1)).sum()) / 2
    return min(len(of_units) * p * (1 - p) / variance, pairs)

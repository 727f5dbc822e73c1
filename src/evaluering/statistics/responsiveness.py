"""How large a change is: in standard deviations, against measurement error, against thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite, isnan, lgamma, nan, sqrt

import numpy as np
from scipy import optimize, special

from evaluering.results import Estimate, undefined
from evaluering.statistics import _signed_ranks as ranks
from evaluering.statistics import inputs
from evaluering.statistics._shares import share
from evaluering.statistics.inputs import Numbers
from evaluering.vocabulary import Unit

RESPONSE = (
    "Liang MH, Fossel AH, Larson MG. Comparisons of five health status instruments for orthopedic "
    "evaluation. Med Care 1990;28:632-642. Hedges LV. Distribution theory for Glass's estimator of effect "
    "size and related estimators. J Educ Stat 1981;6:107-128."
)
DETECTABLE = (
    "de Vet HCW, Terwee CB, Mokkink LB, Knol DL. Measurement in medicine. Cambridge University Press, 2011."
)


EXTREME = 100.0
"""A mean of more standard deviations has no interval: the noncentral t is not computed reliably there."""


@dataclass(frozen=True)
class Response:
    """The standardised response mean as computed (``raw``) and with Hedges' correction."""

    raw: Estimate
    corrected: Estimate


@dataclass(frozen=True)
class Directions:
    """The shares of persons who rose, stayed and fell; they add up to 1."""

    improved: Estimate
    unchanged: Estimate
    worse: Estimate


@dataclass(frozen=True)
class DetectableChange:
    """Measurement error of one score (``sem``) and the change of one person that exceeds it."""

    value: float
    sem: float
    level: float
    source: str = DETECTABLE


def standardised_response_mean(d: Numbers, level: float = 0.95) -> Response:
    """Mean change in standard deviations of change.

    Inputs: ``d``, second - first for each unit, NaN where missing (counted); ``level`` in (0, 1).

    Formula: raw = mean(d) / sd(d); corrected = J(n - 1) raw with
    J(m) = G(m / 2) / (sqrt(m / 2) G((m - 1) / 2)) (1 for m = 1, where it does not exist). Both
    estimate the same number, so both carry its exact interval: the noncentralities at which
    t = raw sqrt(n) is the (1 +/- level) / 2 quantile of noncentral t(n - 1), over sqrt(n). There is
    none beyond 100 standard deviations.

    Assumes independent, normal differences. Not comparable with effect sizes that divide by the
    spread between persons. Raises ``ValueError`` for text, infinity or a level outside (0, 1).
    Source: Liang, Fossel and Larson 1990; Hedges 1981; the interval: Steiger JH, Fouladi RT, in
    Harlow LL et al. (eds). What if there were no significance tests? Erlbaum, 1997. Checked against
    R 4.2.2 (case paired_t_sleep; interval with ``pt`` and ``uniroot``).
    """
    inputs.level(level)
    kept, missing = ranks.kept(d)
    n, method = len(kept), "standardised response mean"
    if n < 2 or not np.ptp(kept):
        reason = "the differences have no spread" if n > 1 else "fewer than two differences"
        none = undefined(reason, Unit.COEFFICIENT, method, n=n, missing=missing)
        return Response(none, none)
    raw = float(kept.mean() / kept.std(ddof=1))
    ends = _noncentralities(raw * sqrt(n), n - 1, level) if abs(raw) <= EXTREME else (nan, nan)
    if isnan(sum(ends)):
        ends = (nan, nan)
    common = (ends[0] / sqrt(n), ends[1] / sqrt(n), level, n, Unit.COEFFICIENT)
    reason = "no interval: hardly any spread beside the mean" if isnan(ends[0]) else ""
    return Response(
        Estimate(raw, *common, method, RESPONSE, missing, df=n - 1, reason=reason),
        Estimate(
            raw * _hedges(n - 1), *common, f"{method}, Hedges", RESPONSE, missing, df=n - 1, reason=reason
        ),
    )


def minimal_detectable_change(sd: float, reliability: float, level: float = 0.95) -> DetectableChange:
    """How far one person's score must move before measurement error is an unlikely explanation.

    Inputs: ``sd`` of scores between persons (> 0), ``reliability`` of a score (ICC, 0-1), both from a
    study of this form in a group like this one; ``level`` in (0, 1), by custom 0.95 or 0.90.

    Formula: SEM = sd sqrt(1 - reliability); MDC = z sqrt(2) SEM.

    Assumes errors that are normal, independent and alike at every score. A mean of n persons has
    an error sqrt(n) times smaller: this is no threshold for groups. Raises ``ValueError`` for
    values outside those ranges. Source: de Vet, Terwee, Mokkink and Knol 2011. Checked against
    the formula by hand.
    """
    if isinstance(reliability, (str, bool)) or not 0 <= reliability <= 1:
        raise ValueError("reliability must lie between 0 and 1")
    sem = inputs.positive(sd, "sd") * sqrt(1 - reliability)
    return DetectableChange(float(special.ndtri((1 + inputs.level(level)) / 2)) * sqrt(2) * sem, sem, level)


def shares_above(d: Numbers, thresholds: Sequence[float], level: float = 0.95) -> tuple[Estimate, ...]:
    """The share of persons whose change reaches each threshold, with Wilson's interval.

    Inputs: ``d``, second - first for each person, NaN where missing (counted); ``thresholds`` in
    the same unit, in any order; ``level`` in (0, 1).

    Formula: x / n with x = number of d >= threshold; interval
    (p + z^2/2n +/- z sqrt(pq/n + z^2/4n^2)) / (1 + z^2/n).

    Assumes independent persons. Thresholds from another form or group (such as 1.3, 2.0 and 2.7
    of the Patient-Specific Functional Scale, on 0-10) are for sensitivity, never pass or fail;
    measurement error alone carries some persons over. Raises ``ValueError`` for text, infinity,
    no threshold or a level outside (0, 1). Source: Wilson 1927; for the thresholds named, Abbott JH,
    Schmitt J. J Orthop Sports Phys Ther 2014;44:560-564. Checked against R 4.2.2
    ``prop.test(correct = FALSE)``.
    """
    kept, missing = ranks.kept(d)
    wanted = inputs.complete(thresholds, "thresholds")
    if not len(wanted):
        raise ValueError("thresholds must have at least one value")
    # Both sides rounded alike, so that a change of 2 reaches 2 whatever its last binary digit.
    reached = (int((kept >= round(one, 9)).sum()) for one in wanted.tolist())
    return tuple(share(x, len(kept), missing, level) for x in reached)


def directions(d: Numbers, within: float = 0.0, level: float = 0.95) -> Directions:
    """The shares of persons who improved, stayed the same and got worse, with Wilson's intervals.

    Inputs: ``d``, second - first for each person, NaN where missing (counted); ``within`` (>= 0),
    the largest change that counts as none; ``level`` in (0, 1).

    Formula: shares of d > within, |d| <= within and d < -within; intervals as ``shares_above``,
    each at ``level`` by itself.

    Assumes independent persons and a scale where higher is better. Raises ``ValueError`` for text,
    infinity, a negative ``within`` or a level outside (0, 1). Source: Wilson 1927. Checked against
    R 4.2.2 ``prop.test(correct = FALSE)``.
    """
    if isinstance(within, (str, bool)) or not isfinite(within) or within < 0:
        raise ValueError("within must be a number, 0 or more")
    kept, missing = ranks.kept(d)
    groups = (kept > within, np.abs(kept) <= within, kept < -within)
    return Directions(*(share(int(group.sum()), len(kept), missing, level) for group in groups))


def _hedges(m: int) -> float:
    return exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2) if m > 1 else 1.0


def _noncentralities(t: float, df: int, level: float) -> tuple[float, float]:
    def _above(nc: float, chance: float) -> float:
        below = float(special.nctdtr(df, nc, t))
        # Not computed far out on the other side of 0, where all or nothing lies below t.
        return (float(t > 0) if isnan(below) and nc * t < 0 else below) - chance

    def _at(chance: float) -> float:
        reach = 2.0
        while reach < 1e6 and not _above(t - reach, chance) > 0 > _above(t + reach, chance):
            reach *= 2
        try:
            return float(optimize.brentq(_above, t - reach, t + reach, args=(chance,), xtol=1e-12))
        except ValueError:  # not computed, or no change of sign
            return nan

    return _at((1 + level) / 2), _at((1 - level) / 2)

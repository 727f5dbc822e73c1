"""Change between two measurements of the same units; always second minus first."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isinf, nan, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from evaluering.results import Estimate, undefined
from evaluering.statistics import _signed_ranks as ranks
from evaluering.statistics import inputs
from evaluering.statistics.inputs import Floats, Numbers
from evaluering.vocabulary import Unit

LOWEST, HIGHEST = 1, 10
"""The ends of the form's scale. 0 belongs to its parent, the Patient-Specific Functional Scale."""
FEW = 3
"""A person's change that rests on fewer activities is flagged."""

TOOLKIT = "The form 'What matters to you?': activities scored 1-10, benefit = mean 2 - mean 1."
STUDENT = "Student. The probable error of a mean. Biometrika 1908;6:1-25."
WILCOXON = (
    "Wilcoxon F. Individual comparisons by ranking methods. Biometrics Bulletin 1945;1:80-83. "
    "Pratt JW. Remarks on zeros and ties in the Wilcoxon signed rank procedures. JASA 1959;54:655-667."
)
HODGES_LEHMANN = (
    "Hodges JL, Lehmann EL. Estimates of location based on rank tests. Ann Math Stat 1963;34:598-611. "
    "Hollander M, Wolfe DA, Chicken E. Nonparametric statistical methods. 3rd ed. Wiley, 2014."
)
QUANTILES = "Hyndman RJ, Fan Y. Sample quantiles in statistical packages. Am Stat 1996;50:361-365 (type 7)."
KERBY = (
    "Kerby DS. The simple difference formula: an approach to teaching nonparametric correlation. "
    "Comprehensive Psychology 2014;3:11.IT.3.1."
)


@dataclass(frozen=True)
class Change:
    """One person's change over the activities of two conversations.

    ``matched`` rests on activities scored both times, ``literal`` on all that were scored at the
    first and those of them scored again. ``few`` flags fewer than three matched activities;
    ``unmatched`` counts activities not scored again, ``new`` those first scored at the second
    conversation (they never enter).
    """

    matched: Estimate
    literal: Estimate
    few: bool
    unmatched: int
    new: int


@dataclass(frozen=True)
class Changes:
    """The changes of many persons, in the order given; NaN where a person has none.

    ``first`` and ``second`` are means over matched activities, ``first_all`` is the mean over all
    activities scored first. ``started`` counts persons with a first conversation, ``paired`` those
    with a change, ``few`` those whose change rests on fewer than three activities, ``new`` the
    activities that were left out because they were first scored at the second conversation.
    """

    matched: tuple[float, ...]
    literal: tuple[float, ...]
    first: tuple[float, ...]
    second: tuple[float, ...]
    first_all: tuple[float, ...]
    activities: tuple[int, ...]
    started: int
    paired: int
    few: int
    new: int


@dataclass(frozen=True)
class Summary:
    """How paired differences lie: their number, median, quartiles and ends."""

    n: int
    missing: int
    median: float
    lower_quartile: float
    upper_quartile: float
    least: float
    greatest: float
    source: str = QUANTILES
    reason: str = ""


@dataclass(frozen=True)
class SignedRank:
    """The signed-rank test: sums of ranks of rises and falls, and the two-sided p.

    ``n`` counts differences that are not missing, ``zeros`` those that are 0.
    """

    plus: float
    minus: float
    p: float
    n: int
    zeros: int
    missing: int
    method: str
    source: str = WILCOXON
    reason: str = ""


def change(first: Numbers, second: Numbers) -> Change:
    """One person's perceived benefit: how far the same activities moved between two conversations.

    Inputs: ``first`` and ``second``, scores 1-10 of the same activities in the same order; NaN or
    ``None`` where an activity was not scored.

    Formula: matched = mean(second - first) over activities scored both times (primary);
    literal = mean of all second scores - mean of all first scores (the toolkit's rule; the two
    differ when an activity is missing). Activities first scored at the second conversation enter
    neither. The reason says so when nothing was scored both times.

    Assumes that a score means the same both times. Raises ``ValueError`` for scores outside
    1-10, text, infinity, or unequal lengths. Source: the form 'What matters to you?', an
    adaptation of the Patient-Specific Functional Scale (Stratford P, Gill C, Westaway M, Binkley J.
    Physiother Can 1995;47:258-263). Checked against the form's own example (benefit 3.0) and the
    definition's arithmetic (case psfs_change_matching).
    """
    one, two = _scores(first, "first", 1), _scores(second, "second", 1)
    group = changes(one[None, :], two[None, :])
    matched, lost = group.activities[0], int((~np.isnan(one)).sum()) - group.activities[0]
    return Change(
        matched=_of_person(group.matched[0], matched, lost, "matched activities"),
        literal=_of_person(group.literal[0], matched, lost, "all scored activities"),
        few=matched < FEW,
        unmatched=lost,
        new=group.new,
    )


def changes(first: Any, second: Any) -> Changes:
    """The perceived benefit of many persons, a row each.

    Inputs: ``first`` and ``second``, persons x activities, scores 1-10; NaN where an activity was
    not scored or a person has fewer activities than there are columns.

    Formula: as ``change``, row by row. A person without an activity scored both times has NaN and
    counts in ``started`` but not in ``paired``.

    Assumes as ``change``. Raises ``ValueError`` as ``change``. Source: as ``change``.
    Checked against ``change`` row by row, the form's own example and case psfs_change_matching.
    """
    one, two = _scores(first, "first", 2), _scores(second, "second", 2)
    if one.shape != two.shape:
        raise ValueError("first and second must have the same shape: the same activities in the same order")
    begun, again = ~np.isnan(one), ~np.isnan(two)
    both = begun & again
    activities = both.sum(axis=1)
    start, end = _row_means(one, both), _row_means(two, both)
    whole = np.where(activities > 0, _row_means(one, begun), nan)
    return Changes(
        matched=_floats(end - start),
        literal=_floats(end - whole),
        first=_floats(start),
        second=_floats(end),
        first_all=_floats(_row_means(one, begun)),
        activities=tuple(int(number) for number in activities),
        started=int(begun.any(axis=1).sum()),
        paired=int((activities > 0).sum()),
        few=int(((activities > 0) & (activities < FEW)).sum()),
        new=int((again & ~begun).sum()),
    )


def summary(d: Numbers) -> Summary:
    """The distribution of paired differences in five numbers.

    Inputs: ``d``, second - first for each unit, NaN where missing (counted).

    Formula: quantiles of type 7 (linear between order statistics, as R and numpy do by default).

    Assumes nothing; the numbers describe these units only. Raises ``ValueError`` for text or
    infinity. Source: Hyndman and Fan 1996. Checked against R 4.2.2 ``quantile`` and the median of
    case psfs_paired_zeros.
    """
    kept, missing = ranks.kept(d)
    if not len(kept):
        return Summary(0, missing, nan, nan, nan, nan, nan, reason="no values")
    least, lower, median, upper, greatest = np.quantile(kept, [0, 0.25, 0.5, 0.75, 1]).tolist()
    return Summary(len(kept), missing, median, lower, upper, least, greatest)


def mean_change(d: Numbers, level: float = 0.95) -> Estimate:
    """The mean of paired differences with Student's interval.

    Inputs: ``d``, second - first for each unit, NaN where missing (counted); ``level`` in (0, 1).

    Formula: mean +/- t(n - 1) s / sqrt(n); p of the two-sided test of no change; ``se`` is
    s / sqrt(n). With n = 1 or no spread there is a value but no interval.

    Assumes independent units (clustered ones make the interval too narrow) and a mean that is
    nearly normal. Says nothing of the cause: without a control group, regression to the mean
    and time are part of it. Raises ``ValueError`` for text, infinity or a level outside (0, 1).
    Source: Student 1908. Checked against R 4.2.2 ``t.test`` (case paired_t_sleep).
    """
    kept, missing = ranks.kept(d)
    inputs.level(level)
    n, method = len(kept), "Student's t"
    if not n:
        return undefined("no values", Unit.POINTS, method, missing=missing)
    mean = float(kept.mean())
    if n == 1 or not np.ptp(kept):
        return _without_interval(mean, level, kept, missing, method)
    se, df = float(kept.std(ddof=1)) / sqrt(n), n - 1
    half, p = float(special.stdtrit(df, (1 + level) / 2)) * se, 2 * float(special.stdtr(df, -abs(mean) / se))
    ends = (mean - half, mean + half)
    return Estimate(mean, *ends, level, n, Unit.POINTS, method, STUDENT, missing, p, df, se)


def signed_rank(d: Numbers, zeros: Literal["pratt", "wilcox"] = "pratt") -> SignedRank:
    """The signed-rank test of no change, exact also with ties and zeros.

    Inputs: ``d``, second - first for each unit, NaN where missing (counted); ``zeros`` is
    ``"pratt"`` (rank zeros, then leave their ranks out) or ``"wilcox"`` (leave zeros out first).

    Formula: W+ and W- are the sums of mean ranks of |d| over rises and falls;
    p = 2 min(P(W+ <= observed), P(W+ >= observed)), at most 1, counted over all signs of the
    ranks for n <= 200, beyond by the normal distribution with continuity correction and variance
    sum(rank^2) / 4. Differences alike to 12 digits of the largest are ties.

    Assumes independent differences that are symmetric about 0 when nothing changes. Raises
    ``ValueError`` for text, infinity or another ``zeros``. Source: Wilcoxon 1945; Pratt 1959.
    Checked against R 4.2.2 ``wilcox.test`` (case wilcoxon_hollander_wolfe), coin 1.4.2
    ``wilcoxsign_test`` exact (case psfs_paired_zeros), enumeration of all signs for n <= 10, and
    scipy's ``wilcoxon`` beyond 200.
    """
    if zeros not in ("pratt", "wilcox"):
        raise ValueError("zeros must be 'pratt' or 'wilcox'")
    kept, missing = ranks.kept(d)
    signed = ranks.signed_ranks(kept, zeros)
    exact = len(signed) <= ranks.EXACT
    some = bool(signed.any())
    tails = (ranks.tails if exact else ranks.normal_tails)(signed) if some else (nan, nan)
    return SignedRank(
        plus=float(signed[signed > 0].sum()),
        minus=-float(signed[signed < 0].sum()),
        p=min(1.0, 2 * min(tails)) if some else nan,
        n=len(kept),
        zeros=int((kept == 0).sum()),
        missing=missing,
        method=f"signed rank, {zeros}, {'exact' if exact else 'normal'}",
        reason="" if some else "no difference other than 0",
    )


def hodges_lehmann(
    d: Numbers, level: float = 0.95, *, zeros: Literal["kept", "dropped"] = "kept"
) -> Estimate:
    """The pseudomedian of paired differences: the median of all their pairwise averages.

    Inputs: ``d``, second - first for each unit, NaN where missing (counted); ``level`` in (0, 1);
    ``zeros`` are ``"kept"`` (they are changes of nothing, and count) or ``"dropped"`` first, as
    R's ``wilcox.test`` does.

    Formula: the median of the Walsh averages (d_i + d_j) / 2, i <= j. The interval is closed and
    runs between the k-th Walsh averages from either end. Without ties, n <= 200: k from the exact
    signed-rank distribution (``exact_level`` gives the chance it really has). With ties, n <= 20:
    the hull of all shifts that the sign-flip test of mean ranks does not reject. Otherwise k from
    the normal distribution with tie and continuity correction. p is that of ``signed_rank``
    (Pratt). With so few units that even the widest interval promises less than ``level`` (n < 6
    at 95 %) there is none.

    Assumes independent differences with a symmetric distribution; without symmetry it estimates
    the pseudomedian, not the median. Raises ``ValueError`` for text, infinity or a level outside
    (0, 1). Source: Hodges and Lehmann 1963; Hollander, Wolfe and Chicken 2014; closed intervals
    keep their level with ties: Noether GE. JASA 1967;62:184-188. Checked against R 4.2.2
    ``wilcox.test(conf.int = TRUE)`` (cases wilcoxon_hollander_wolfe, psfs_paired_zeros),
    enumeration of all signs, and simulated coverage for n = 8, 12, 20.
    """
    if zeros not in ("kept", "dropped"):
        raise ValueError("zeros must be 'kept' or 'dropped'")
    inputs.level(level)
    given, missing = ranks.kept(d)
    kept, method = given if zeros == "kept" else given[given != 0], f"Hodges-Lehmann, zeros {zeros}"
    if not len(kept):
        return undefined("no values", Unit.POINTS, method, missing=missing)
    value = ranks.pseudomedian(kept)
    if len(kept) == 1 or not np.ptp(kept):
        return _without_interval(value, level, kept, missing, method)
    low, high, how = ranks.interval(kept, level)
    reason = ""
    if isinf(low):
        low, high, reason = nan, nan, f"{len(kept)} differences are too few for an interval at this level"
    p = signed_rank(kept).p
    return Estimate(
        value, low, high, level, len(kept), Unit.POINTS, f"{method}; {how}", HODGES_LEHMANN, missing, p,
        reason=reason,
    )  # fmt: skip


def exact_level(n: int, level: float = 0.95) -> float:
    """The chance that the exact Hodges-Lehmann interval of ``n`` untied differences has of being right.

    Inputs: ``n``, whole number 1-200; ``level`` asked for, in (0, 1).

    Formula: 1 - 2 P(W+ <= k - 1), where k is the smallest number with P(W+ <= k) >= (1 - level) / 2,
    or 1 when P(W+ = 0) is just that. NaN when there is none, for then no interval reaches ``level``.
    Ranks come in steps, so this is at least ``level``.

    Assumes no ties. Raises ``ValueError`` for values outside those ranges. Source: Hollander,
    Wolfe and Chicken 2014. Checked against R 4.2.2 ``psignrank`` and simulated coverage.
    """
    n = inputs.count(n, "n", least=1)
    if n > ranks.EXACT:
        raise ValueError(f"n must be at most {ranks.EXACT}; beyond, the interval is not exact")
    return 1 - 2 * ranks.order(n, (1 - inputs.level(level)) / 2)[1]


def rank_biserial(d: Numbers, level: float = 0.95) -> Estimate:
    """The matched-pairs rank-biserial correlation: by how much rises outweigh falls, -1 to 1.

    Inputs: ``d``, second - first for each unit, NaN where missing (counted); ``level`` in (0, 1).
    Positive when the second measurement tends to be higher.

    Formula: r = (W+ - W-) / (W+ + W-), zeros left out before ranking. Interval:
    tanh(atanh r +/- z sqrt(n(n + 1)(2n + 1) / 6) / (n(n + 1) / 2)), n without zeros;
    it does not exist at r = -1 or 1.

    Assumes as ``signed_rank``; the interval's variance is that of no change, so it is rough far
    from 0. Raises ``ValueError`` for text, infinity or a level outside (0, 1). Source: Kerby 2014.
    Checked against effectsize 0.8.3 ``rank_biserial`` (case psfs_paired_zeros, value).
    """
    inputs.level(level)
    kept, missing = ranks.kept(d)
    signed = ranks.signed_ranks(kept, "wilcox")
    n, method = len(signed), "matched-pairs rank-biserial"
    if not n:
        reason = "no difference other than 0"
        return undefined(reason, Unit.COEFFICIENT, method, n=len(kept), missing=missing)
    value = float(signed.sum() / np.abs(signed).sum())
    low, high, reason = nan, nan, "all differences have the same sign: the interval does not exist"
    if abs(value) < 1:
        half = float(special.ndtri((1 + level) / 2)) * 2 * sqrt((2 * n + 1) / (6 * n * (n + 1)))
        low, high = (float(end) for end in np.tanh(np.arctanh(value) + np.array([-half, half])))
        reason = ""
    return Estimate(
        value, low, high, level, len(kept), Unit.COEFFICIENT, method, KERBY, missing, reason=reason
    )


def _without_interval(value: float, level: float, kept: Floats, missing: int, method: str) -> Estimate:
    reason = "one value has no spread" if len(kept) == 1 else "all values are equal"
    return Estimate(
        value, nan, nan, level, len(kept), Unit.POINTS, method, "", missing, reason=f"no interval: {reason}"
    )


def _scores(values: Any, name: str, dimensions: int) -> Floats:
    scores = inputs.sample(values, name) if dimensions == 1 else inputs.matrix(values, name)
    if ((scores < LOWEST) | (scores > HIGHEST)).any():
        raise ValueError(f"{name} must be scores from {LOWEST} to {HIGHEST}; 0 is not on this form's scale")
    return scores


def _row_means(values: Floats, chosen: NDArray[np.bool_]) -> Floats:
    n = chosen.sum(axis=1)
    return np.where(n > 0, np.where(chosen, values, 0.0).sum(axis=1) / np.maximum(n, 1), nan)


def _floats(values: Floats | Sequence[float]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _of_person(value: float, n: int, missing: int, method: str) -> Estimate:
    if not n:
        return undefined("no activity was scored both times", Unit.POINTS, method, missing=missing)
    return Estimate(value, nan, nan, nan, n, Unit.POINTS, method, TOOLKIT, missing)

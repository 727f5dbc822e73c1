"""Surveys: answers on a scale, several answers, who answered, and many tests at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from evaluering.results import Estimate
from evaluering.statistics import inputs, proportions
from evaluering.statistics._shares import share


@dataclass(frozen=True)
class Likert:
    """The distribution of answers on a scale.

    ``counts`` and ``shares`` are those of points 1, 2, ...; ``top`` is the share of the highest
    points; ``median`` is NaN without answers.
    """

    counts: tuple[int, ...]
    shares: tuple[Estimate, ...]
    median: float
    top: Estimate
    n: int
    missing: int


@dataclass(frozen=True)
class MultipleResponse:
    """The share of respondents that ticked each option; shares may sum to more than one."""

    counts: tuple[int, ...]
    shares: tuple[Estimate, ...]
    respondents: int
    missing: int
    ticks_each: float


@dataclass(frozen=True)
class ResponseRate:
    """Who answered: numerator, denominator, and what a small population means for the answers.

    ``rate`` counts complete answers alone, ``rate_with_partial`` also the partial ones;
    ``effective_n`` is the number of respondents an endless population would need to tell as much
    (infinite when all answered), ``correction`` what a standard error is multiplied by, and
    ``correct`` whether more than 5 percent answered, so that it matters.
    """

    rate: float
    rate_with_partial: float
    answered: int
    eligible: int
    not_answered: int
    effective_n: float
    correction: float
    correct: bool
    reason: str = ""


@dataclass(frozen=True)
class Bounds:
    """A share when some said "do not know": of those who knew, and with all of them as no, or yes."""

    known: Estimate
    as_no: Estimate
    as_yes: Estimate
    unknown: Estimate


@dataclass(frozen=True)
class Balance:
    """Ratings in three ways, and too much minus too little."""

    too_little: Estimate
    suitable: Estimate
    too_much: Estimate
    difference: Estimate


def likert(answers: inputs.Numbers, points: int = 5, top: int = 2, level: float = 0.95) -> Likert:
    """The whole distribution of answers on a scale, the median, and the share of the highest points.

    Inputs: ``answers``, whole numbers 1 to ``points`` (2 or more), missing ones left out and
    counted; ``top``, how many of the highest points count as agreeing (1 to points - 1);
    ``level`` in (0, 1). "Do not know" is no point of the scale: see ``bounds``.

    Formula: share of each point and of the highest ``top`` points with Wilson's interval; the
    median is the mean of the two middle answers when their number is even.

    Assumes independent respondents and an ordinal scale: no mean is given. Raises ``ValueError`` for
    answers outside the scale. Source: Wilson 1927; Jamieson S. Med Educ 2004;38:1217-1218 (why not
    means). Checked against counting by hand and ``proportions.interval``.
    """
    scale, best = inputs.count(points, "points", least=2), inputs.count(top, "top", least=1)
    if best >= scale:
        raise ValueError("top must be less than points")
    given = inputs.counted(answers, "answers")
    known = given[~np.isnan(given)].astype(np.int64)
    if ((known < 1) | (known > scale)).any():
        raise ValueError(f"answers must lie between 1 and {scale}")
    counts = np.bincount(known, minlength=scale + 1)[1:]
    n, missing = len(known), len(given) - len(known)
    return Likert(
        tuple(counts.tolist()),
        _shares(counts, n, missing, level),
        float(np.median(known)) if n else nan,
        share(int(counts[-best:].sum()), n, missing, level),
        n,
        missing,
    )


def multiple_response(
    ticks: Sequence[inputs.Numbers] | NDArray[np.generic], level: float = 0.95
) -> MultipleResponse:
    """The share of respondents that ticked each option of a question with several answers.

    Inputs: ``ticks``, a row for each person and a column for each option, 1 ticked and 0 not; a row
    of missing values is a person who did not answer the question, left out and counted; a row
    of 0 is an answer ("none of these"). ``level`` in (0, 1).

    Formula: ticks of the option / persons who answered, Wilson's interval. The base is persons,
    never ticks. Two options among the same persons: ``proportions.paired_difference``.

    Assumes independent persons. Raises ``ValueError`` for other values, or a row answered in part.
    Source: Wilson 1927. Checked against counting by hand and ``proportions.interval``.
    """
    rows = inputs.matrix(ticks, "ticks")
    absent = np.isnan(rows[:, :1]).all(axis=1)
    if absent.any():
        absent = np.isnan(rows).all(axis=1)
    answered = rows[~absent] if absent.any() else rows
    if not inputs.zero_or_one(answered):
        raise ValueError("ticks must be 0 or 1, and a row either complete or missing altogether")
    counts, n = answered.sum(axis=0).astype(np.int64), len(answered)
    missing = int(absent.sum())
    each = float(counts.sum()) / n if n else nan
    shares = _shares(counts, n, missing, level)
    return MultipleResponse(tuple(counts.tolist()), shares, n, missing, each)


def response_rate(complete: int, invited: int, *, partial: int = 0, ineligible: int = 0) -> ResponseRate:
    """The response rate with its numerator and denominator.

    Inputs, whole numbers: ``complete`` and ``partial`` answers of ``invited`` persons or
    municipalities, of whom ``ineligible`` turned out not to belong. Those whose eligibility is
    unknown count as eligible. With nobody eligible it is undefined.

    Formula: complete / (invited - ineligible) (AAPOR's RR1) and (complete + partial) / the same
    (RR2). With N eligible and n that answered: correction sqrt((N - n) / (N - 1)), effective n
    n (N - 1) / (N - n), worth using when n / N > 0.05.

    Assumes that the eligible are the population spoken of. A high rate does not exclude bias.
    Raises ``ValueError`` when more answered than were eligible. Source: AAPOR, Standard Definitions
    (RR1, RR2); Cochran 1977. Checked against arithmetic by hand and ``proportions.effective_size``.
    """
    whole, part = inputs.count(complete, "complete"), inputs.count(partial, "partial")
    eligible = inputs.count(invited, "invited") - inputs.count(ineligible, "ineligible")
    answered = whole + part
    if answered > eligible:
        raise ValueError("more answered than were invited and eligible")
    if eligible == 0:
        return ResponseRate(nan, nan, 0, 0, 0, nan, nan, False, "nobody eligible")
    size = proportions.effective_size(answered, eligible) if answered else 0.0
    correction = sqrt((eligible - answered) / (eligible - 1)) if eligible > 1 else 1.0 - answered
    matters = answered / eligible > 0.05
    rates = whole / eligible, answered / eligible
    return ResponseRate(*rates, answered, eligible, eligible - answered, size, correction, matters)


def bounds(yes: int, no: int, unknown: int, level: float = 0.95) -> Bounds:
    """A share of yes when some said "do not know": among those who knew, and its bounds.

    Inputs: counts, whole numbers; ``level`` in (0, 1). A share of nobody is undefined.

    Formula: yes / (yes + no); lowest yes / n and highest (yes + unknown) / n with n all who
    answered, and unknown / n; Wilson's interval of each.

    Assumes nothing of those who did not know: the truth lies between the bounds (and their
    intervals); the share among those who knew assumes that they speak for the others. Raises
    ``ValueError`` for negative or broken counts. Source: Manski CF. Partial Identification of
    Probability Distributions. Springer; 2003. Checked against enumeration of all true answers.
    """
    agreed, refused, open_ = (
        inputs.count(yes, "yes"),
        inputs.count(no, "no"),
        inputs.count(unknown, "unknown"),
    )
    n = agreed + refused + open_
    return Bounds(
        known=share(agreed, agreed + refused, open_, level),
        as_no=share(agreed, n, 0, level),
        as_yes=share(agreed + open_, n, 0, level),
        unknown=share(open_, n, 0, level),
    )


def balance(too_little: int, suitable: int, too_much: int, level: float = 0.95) -> Balance:
    """The balance of ratings: the share that said too much minus the share that said too little.

    Inputs: counts of persons, whole numbers; ``level`` in (0, 1). Without persons it is undefined.

    Formula: Wilson's interval of each share; for the difference Tango's interval with b = too
    little and c = too much. All three shares at once: ``proportions.simultaneous``.

    Assumes independent raters; anonymous raters met again at later gatherings are not, so give
    each gathering its own balance. Raises ``ValueError`` for negative or broken counts. Source:
    Tango 1998; Wilson 1927. Checked against ``proportions.paired_difference``, R 4.2.2 (PropCIs
    0.3-0).
    """
    counts = [inputs.count(too_little, "too_little"), inputs.count(suitable, "suitable")]
    counts.append(inputs.count(too_much, "too_much"))
    n = sum(counts)
    little, right, much = (share(count, n, 0, level) for count in counts)
    return Balance(little, right, much, proportions.paired_difference(counts[0], counts[2], n, level))


def holm(p: inputs.Numbers) -> tuple[float, ...]:
    """P values of a declared family adjusted by Holm's method: the risk of any false finding.

    Inputs: ``p`` in [0, 1]; missing ones stay missing and do not count in the family.

    Formula: sorted upwards, p(i) becomes the largest so far of min(1, (m - i + 1) p(i)).

    Assumes nothing of how the tests depend on each other. Raises ``ValueError`` for values
    outside [0, 1]. Source: Holm S. Scand J Stat 1979;6:65-70. Checked against R 4.2.2 ``p.adjust``.
    """
    known, order, family = _family(p)
    m = len(order)
    raised = np.maximum.accumulate(family[known][order] * np.arange(m, 0, -1))
    return _put_back(family, known, order, raised)


def benjamini_hochberg(p: inputs.Numbers) -> tuple[float, ...]:
    """P values adjusted by Benjamini and Hochberg's method: the expected share of false findings.

    Inputs: ``p`` in [0, 1]; missing ones stay missing and do not count in the family.

    Formula: sorted upwards, p(i) becomes the smallest from there on of min(1, m p(i) / i).

    Assumes tests that are independent or depend positively. Raises ``ValueError`` for values
    outside [0, 1]. Source: Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289-300. Checked against
    R 4.2.2 ``p.adjust``.
    """
    known, order, family = _family(p)
    m = len(order)
    scaled = family[known][order] * m / np.arange(1, m + 1)
    return _put_back(family, known, order, np.minimum.accumulate(scaled[::-1])[::-1])


def _family(p: inputs.Numbers) -> tuple[NDArray[np.bool_], inputs.Integers, inputs.Floats]:
    family = inputs.sample(p, "p")
    known = ~np.isnan(family)
    if ((family[known] < 0) | (family[known] > 1)).any():
        raise ValueError("p must lie between 0 and 1")
    return known, np.argsort(family[known]), family


def _put_back(
    family: inputs.Floats, known: NDArray[np.bool_], order: inputs.Integers, adjusted: inputs.Floats
) -> tuple[float, ...]:
    inner, outer = np.empty(len(order)), family.copy()
    inner[order] = np.minimum(adjusted, 1.0)
    outer[known] = inner
    return tuple(outer.tolist())


def _shares(counts: inputs.Integers, n: int, missing: int, level: float) -> tuple[Estimate, ...]:
    return tuple(share(count, n, missing, level) for count in counts.tolist())

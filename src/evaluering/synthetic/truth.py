"""The true effects behind the sample: exact values, worked out from the parameters it is drawn with."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import ndtr

from evaluering.synthetic import effects, users
from evaluering.synthetic.draws import Floats
from evaluering.synthetic.goals import measurable_shares
from evaluering.synthetic.pathways import share_within_limit
from evaluering.synthetic.survey_instruments import TWO_IN_THREE

_NODES = 40
_CUTS = (1.5, 2.5, 3.5, 4.5)


@dataclass(frozen=True)
class TrueEffect:
    """A quantity an evaluation should find: name, definition, unit, value."""

    name: str
    definition: str
    unit: str
    value: float


def true_effects(trusts: int) -> tuple[TrueEffect, ...]:
    """Every true effect of a sample; the seed has no part in them.

    ``trusts`` is the number of hospital trusts, which differ in waiting times. Values are exact up to
    rounding at the 6th decimal; those of scores by Gauss-Hermite quadrature over the normal effects.
    """
    found = [*_benefit(), *_toolkit(), *_network(), *_agreement(), *_studies(trusts)]
    return tuple(TrueEffect(one.name, one.definition, one.unit, round(one.value, 6)) for one in found)


def _benefit() -> Iterator[TrueEffect]:
    yield TrueEffect(
        "perceived_benefit",
        "expected mean of the second minus mean of the first conversation, over all users, also those"
        " without a second",
        "score points",
        expected_benefit(),
    )
    between, total = _variances()
    yield TrueEffect(
        "perceived_benefit_between_municipalities",
        "standard deviation of the expected benefit between municipalities, each with a team of its own",
        "score points",
        sqrt(between),
    )
    yield TrueEffect(
        "perceived_benefit_icc",
        "share of the variance of users' perceived benefit that lies between municipalities, each with a"
        " team of its own",
        "share",
        between / total,
    )


def _toolkit() -> Iterator[TrueEffect]:
    yield TrueEffect(
        "second_conversation_missing",
        "expected share of users without a second conversation in teams that do not withdraw;"
        " who scores low at the first is without one more often",
        "share",
        _expected_lost(),
    )
    yield TrueEffect(
        "programme_fulfilment_trend",
        "change of the probability of a point on an answered checklist item for each month since the"
        " month the team started",
        "share per month",
        effects.FULFILMENT_TREND,
    )


def _network() -> Iterator[TrueEffect]:
    yield TrueEffect(
        "inquiry_rate",
        "expected inquiries from a team for each month (30.4375 days) from its network's first gathering"
        " until it withdraws or the network ends",
        "inquiries per team-month",
        effects.INQUIRIES_A_TEAM_MONTH,
    )
    yield TrueEffect(
        "measure_step",
        f"change of the proportion of measure-step from {effects.STEP_MONTH:%Y-%m} on",
        "share",
        effects.STEP,
    )
    yield TrueEffect(
        "measure_twin_step", f"the same for measure-twin from {effects.STEP_MONTH:%Y-%m} on", "share", 0.0
    )
    yield TrueEffect(
        "network_effect",
        "change of the proportion followed up within 14 days, in every team from the month after its"
        " network's first gathering; the calendar is the same for all teams",
        "share",
        effects.NETWORK_EFFECT,
    )


def _agreement() -> Iterator[TrueEffect]:
    yield TrueEffect(
        "rater_agreement",
        "expected Krippendorff's alpha of three raters on one criterion of first wordings: the square of the"
        " probability of giving the true verdict, other verdicts being drawn from the same shares",
        "alpha",
        effects.RATER_FIDELITY**2,
    )
    yield TrueEffect(
        "measurable_goals",
        "probability that a first wording is measurable: all four parts",
        "probability",
        measurable_shares(1)["yes"],
    )
    yield TrueEffect(
        "coder_agreement",
        "expected Krippendorff's alpha of two coders on one theme of the codebook study",
        "alpha",
        effects.CODER_FIDELITY**2,
    )


def _studies(trusts: int) -> Iterator[TrueEffect]:
    yield TrueEffect(
        "self_assessment_change",
        "expected score after minus before, over areas and teams",
        "score points",
        _assessment(effects.ASSESSMENT_CHANGE) - _assessment(0.0),
    )
    yield TrueEffect("at_risk", "probability that a screening finds risk", "probability", effects.AT_RISK)
    yield TrueEffect(
        "large_benefit_in_survey",
        "probability that a user or relative who answers the item chooses 4 or 5 of 5",
        "probability",
        TWO_IN_THREE,
    )
    yield TrueEffect(
        "assessment_within_limit",
        "share of care pathways whose assessment starts within 14 days of the start, all followed up",
        "share",
        share_within_limit(trusts),
    )


def _expected(scale: tuple[tuple[int, ...], tuple[float, ...]], mean: Floats, sd: float) -> Floats:
    """The expected score of a normal latent level cut into the scores of a scale."""
    scores, cuts = scale
    steps = np.diff(np.array(scores, dtype=float))
    above = ndtr((mean[..., None] - np.array(cuts)) / sd)
    return np.asarray(scores[0] + (above * steps).sum(axis=-1))


def _expected_square(scale: tuple[tuple[int, ...], tuple[float, ...]], mean: Floats, sd: float) -> Floats:
    scores, cuts = scale
    return _expected((tuple(score**2 for score in scores), cuts), mean, sd)


def expected_benefit(held: float | None = None) -> float:
    """The expected benefit of a user anywhere.

    With ``held``, of one whose municipality and team together move the latent change by so much.
    """
    s = effects.SCORES
    start = sqrt(s.user_start**2 + s.activity**2 + s.noise**2)
    around = _local() ** 2 if held is None else 0.0
    lasting = (1 + s.change_by_start) * s.user_start
    later = sqrt(lasting**2 + s.activity**2 + s.noise**2 + s.user_change**2 + around)
    total = 0.0
    for scale, share in ((users.FINE, 1 - s.coarse), (users.COARSE, s.coarse)):
        second = _expected(scale, np.array(s.start + s.change + (held or 0.0)), later)
        total += share * float(second - _expected(scale, np.array(s.start), start))
    return total


def _local() -> float:
    """Latent standard deviation of what a municipality and its team do to the change."""
    return sqrt(effects.SCORES.municipality**2 + effects.SCORES.team**2)


def _variances() -> tuple[float, float]:
    """Variance of the expected benefit between municipalities, and of users' benefits in all."""
    nodes, weights = _nodes()
    by_place = np.array([expected_benefit(_local() * node) for node in nodes])
    mean = float(weights @ by_place)
    between = float(weights @ (by_place - mean) ** 2)
    return between, _second_moment() - mean**2


def _second_moment() -> float:
    """Expected square of a user's benefit: the user's own level squared, and the scatter of activities."""
    s = effects.SCORES
    nodes, weights = _nodes()
    above = s.user_start * nodes[:, None, None]
    start = s.start + above
    change = s.change + s.change_by_start * above
    change = change + sqrt(_local() ** 2 + s.user_change**2) * nodes[None, :, None]
    own = s.activity * nodes[None, None, :]
    fewer = sum(share / number for number, share in effects.ACTIVITIES.items())
    total = 0.0
    for scale, share in ((users.FINE, 1 - s.coarse), (users.COARSE, s.coarse)):
        first, second = start + own, start + change + own
        gain = _expected(scale, second, s.noise) - _expected(scale, first, s.noise)
        noise = sum(
            _expected_square(scale, level, s.noise) - _expected(scale, level, s.noise) ** 2
            for level in (first, second)
        )
        level = gain @ weights
        scatter = (gain**2 + noise) @ weights - level**2
        total += share * float(weights @ (level**2 + scatter * fewer) @ weights)
    return total


def _expected_lost() -> float:
    """The expected probability of no second conversation, over users' first mean scores."""
    s = effects.SCORES
    nodes, weights = _nodes()
    around = sqrt(s.activity**2 + s.noise**2)
    level = s.start + s.user_start * nodes
    total = 0.0
    for (scores, cuts), share in ((users.FINE, 1 - s.coarse), (users.COARSE, s.coarse)):
        below = ndtr((np.array(cuts) - level[:, None]) / around)
        chances = np.diff(below, prepend=0.0, append=1.0, axis=1)
        for own, weight in zip(chances, weights, strict=True):
            total += share * float(weight) * _lost_at(dict(zip(scores, own.tolist(), strict=True)))
    return total


def _lost_at(chances: dict[int, float]) -> float:
    """As ``_expected_lost``, where each activity has these probabilities of scores."""
    one = np.zeros(max(chances) + 1)
    one[list(chances)] = list(chances.values())
    sums, total = np.ones(1), 0.0
    for number in range(1, max(effects.ACTIVITIES) + 1):
        sums = np.convolve(sums, one)
        missing = [users.lost(score / number) for score in range(len(sums))]
        total += effects.ACTIVITIES[number] * float(sums @ np.array(missing))
    return total


def _nodes() -> tuple[Floats, Floats]:
    nodes, weights = hermegauss(_NODES)
    return nodes, weights / weights.sum()


def _assessment(change: float) -> float:
    sd = sqrt(effects.ASSESSMENT_TEAM**2 + effects.ASSESSMENT_PERSON**2 + effects.ASSESSMENT_SD**2)
    mean = np.array(effects.ASSESSMENT_START + change)
    return float(_expected(((1, 2, 3, 4, 5), _CUTS), mean, sd))

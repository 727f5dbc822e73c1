"""Do the intervals of agreement hold what they promise, at the thirty goals a network has?

Each function returns rates and their Monte Carlo standard errors (``..._se``). Coverage is among
the replications that have an interval; ``undefined`` is the share without one.
"""

from collections.abc import Callable, Iterable
from math import sqrt

import numpy as np

from evaluering.results import Estimate
from evaluering.statistics import agreement
from evaluering.statistics.krippendorff import Resampling, krippendorff_alpha

GOALS = 30
PREVALENCE, ACCURACY = 0.85, 0.9
"""Most goals are measurable, and a rater sees right nine times of ten."""
MUNICIPALITIES, GOALS_EACH = 20, 5
EASY, HARD = 0.98, 0.6
"""A rater's accuracy for the goals of a municipality that writes clearly, and of one that does not."""

Rng = np.random.Generator


def rates(**seen: Iterable[bool]) -> dict[str, float]:
    """Each rate and its Monte Carlo standard error."""
    found = {}
    for name, one in seen.items():
        cases = np.array(list(one), dtype=float)
        share = float(cases.mean())
        found[name] = share
        found[f"{name}_se"] = sqrt(share * (1 - share) / len(cases))
    return found


def coverage(intervals: list[Estimate], truth: float) -> dict[str, float]:
    """How often an interval there is covers, and how often there is none."""
    there = [one for one in intervals if not np.isnan(one.low)]
    return rates(
        covers=[one.low <= truth <= one.high for one in there],
        undefined=[np.isnan(one.low) for one in intervals],
    )


def yes_or_no(rng: Rng, accuracy: np.ndarray, raters: int, prevalence: float) -> np.ndarray:
    """Ratings of units whose truth each rater sees with the unit's ``accuracy``."""
    truth = rng.random(len(accuracy)) < prevalence
    right = rng.random((len(accuracy), raters)) < accuracy[:, None]
    return np.where(right, truth[:, None], ~truth[:, None]).astype(float)


def thirty_goals(rng: Rng) -> np.ndarray:
    """Three raters of thirty goals."""
    return yes_or_no(rng, np.full(GOALS, ACCURACY), 3, PREVALENCE)


def true_agreement() -> tuple[float, float]:
    """The probability that two raters agree, and that one says yes."""
    agree = ACCURACY**2 + (1 - ACCURACY) ** 2
    return agree, PREVALENCE * ACCURACY + (1 - PREVALENCE) * (1 - ACCURACY)


def gwet_at_thirty_goals(replications: int, seed: int) -> dict[str, float]:
    """Coverage of AC1's linearised interval; naive: all pairs of ratings taken as independent."""
    agree, yes = true_agreement()
    chance = 2 * yes * (1 - yes)

    def one(ratings: np.ndarray) -> tuple[Estimate, float, float]:
        found = agreement.gwet(ratings, categories=[0, 1])
        return found.coefficient, 1 - found.observed, 1 - found.expected

    return beside_pairs(replications, seed, one, (agree - chance) / (1 - chance))


def alpha_at_thirty_goals(replications: int, seed: int) -> dict[str, float]:
    """Coverage of alpha's interval from resampled goals; naive: all pairs taken as independent."""

    def one(ratings: np.ndarray) -> tuple[Estimate, float, float]:
        found = krippendorff_alpha(ratings)
        return found.coefficient, found.observed, found.expected

    return beside_pairs(replications, seed, one, true_alpha())


def linearised_alpha_at_thirty_goals(replications: int, seed: int) -> dict[str, float]:
    """Coverage of alpha's linearised interval; naive: all pairs taken as independent."""

    def one(ratings: np.ndarray) -> tuple[Estimate, float, float]:
        found = krippendorff_alpha(ratings, resampling=Resampling(replications=0))
        return found.linearised, found.observed, found.expected

    return beside_pairs(replications, seed, one, true_alpha())


def beside_pairs(
    replications: int, seed: int, one: Callable[[np.ndarray], tuple[Estimate, float, float]], truth: float
) -> dict[str, float]:
    """Coverage, and that of +/- 1.96 sqrt(D(1 - D) / pairs) / E of disagreements observed and expected."""
    ours, naive, rng = [], [], np.random.default_rng(seed)
    for _ in range(replications):
        found, observed, expected = one(thirty_goals(rng))
        ours.append(found)
        reach = 1.96 * sqrt(observed * (1 - observed) / (3 * GOALS)) / expected
        naive.append(abs(found.value - truth) <= reach)
    return coverage(ours, truth) | rates(naive_covers=naive)


def true_alpha() -> float:
    """Alpha of three raters in a large number of goals."""
    agree, yes = true_agreement()
    return 1 - (1 - agree) / (2 * yes * (1 - yes))


def ordinal_alpha_at_thirty_goals(replications: int, seed: int) -> dict[str, float]:
    """Coverage of alpha for three raters on a five-step scale; the truth is that of a large sample."""
    truth = krippendorff_alpha(
        five_steps(np.random.default_rng(1), 400_000), "ordinal", resampling=Resampling(replications=0)
    ).coefficient.value
    return repeated(
        replications,
        seed,
        lambda rng: krippendorff_alpha(five_steps(rng, GOALS), "ordinal").coefficient,
        truth,
    )


def five_steps(rng: Rng, units: int) -> np.ndarray:
    """Scores 1-5 of three raters around each unit's own level."""
    level = rng.normal(0, 1, (units, 1))
    return np.clip(np.round(3 + level + rng.normal(0, 0.6, (units, 3))), 1, 5)


def repeated(replications: int, seed: int, draw: Callable[[Rng], Estimate], truth: float) -> dict[str, float]:
    """Coverage over replications."""
    rng = np.random.default_rng(seed)
    return coverage([draw(rng) for _ in range(replications)], truth)


def clustered_alpha(replications: int, seed: int) -> dict[str, float]:
    """Goals of one municipality resemble each other: resampling municipalities, and (naive) goals."""
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(MUNICIPALITIES), GOALS_EACH)
    agree = np.mean([right**2 + (1 - right) ** 2 for right in (EASY, HARD)])
    truth = 1 - (1 - agree) / 0.5
    ours, naive = [], []
    for _ in range(replications):
        accuracy = np.where(rng.random(MUNICIPALITIES) < 0.5, EASY, HARD)[cluster]
        ratings = yes_or_no(rng, accuracy, 4, 0.5)
        ours.append(krippendorff_alpha(ratings, resampling=Resampling(cluster=cluster)).coefficient)
        naive.append(krippendorff_alpha(ratings).coefficient)
    return coverage(ours, truth) | {f"naive_{name}": rate for name, rate in coverage(naive, truth).items()}


def percent_of_many_raters(replications: int, seed: int) -> dict[str, float]:
    """Six raters: the interval over goals, and the naive one that takes all pairs as independent."""
    rng = np.random.default_rng(seed)
    truth = float(np.mean([right**2 + (1 - right) ** 2 for right in (EASY, HARD)]))
    ours, naive = [], []
    for _ in range(replications):
        accuracy = np.where(rng.random(GOALS) < 0.5, EASY, HARD)
        raw = agreement.percent(yes_or_no(rng, accuracy, 6, 0.5))
        reach = 1.959964 * sqrt(raw.value * (1 - raw.value) / (GOALS * 15))
        ours.append(raw.low <= truth <= raw.high)
        naive.append(abs(raw.value - truth) <= reach)
    return rates(covers=ours, naive_covers=naive)

"""Is the agreement built into the synthetic network found again, as often as the interval promises?

Each replication makes the goals of a whole network anew and rates their first wordings; the interval is
the one the analysis of raters' agreement gives, with teams resampled. Rates and their Monte Carlo standard
errors (``..._se``).
"""

from dataclasses import replace
from math import sqrt

import numpy as np

from evaluering.statistics import agreement_clustered
from evaluering.statistics.krippendorff import Resampling, krippendorff_alpha
from evaluering.synthetic import effects, networks
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.goals import RATERS, make_goals, measurable_shares, rating_rows
from evaluering.synthetic.municipalities import make_land

NETWORKS, MUNICIPALITIES = 5, 61
CRITERION = ("report_2023", "measurable")
SCORES = {"no": 0.0, "partly": 1.0, "yes": 2.0}
Z = 1.959964


def rated(seed: int) -> tuple[np.ndarray, list[str]]:
    """Goals x raters of one criterion, and the team of each goal."""
    places = networks.blocks(NETWORKS, MUNICIPALITIES)
    land = make_land(MUNICIPALITIES, places, Draws(seed, "land"))
    teams = networks.make_teams(land, networks.make_networks(places), Draws(seed, "teams"))
    goals = make_goals(teams, Draws(seed, "goals"))
    first = [replace(goal, wordings=goal.wordings[:1]) for goal in goals]
    row = {goal.id: number for number, goal in enumerate(first)}
    scores = np.full((len(first), len(RATERS)), np.nan)
    for one in rating_rows(first, Draws(seed, "ratings")):
        if (one["definition"], one["criterion"]) == CRITERION:
            scores[row[one["goal"]], RATERS.index(one["rater"])] = SCORES[one["fulfilled"]]
    return scores, [goal.team.id for goal in first]


def true_percent() -> float:
    """The probability that two raters give the same verdict on whether a first wording is measurable."""
    same = sum(share**2 for share in measurable_shares(1).values())
    alpha = effects.RATER_FIDELITY**2
    return alpha + (1 - alpha) * same


def alpha_of_the_sample(replications: int, seed: int) -> dict[str, float]:
    """Alpha (ordinal) and AC1 by teams; naive: raw agreement as if every pair of ratings were a trial.

    Truth: alpha is the square of a rater's fidelity; raw agreement and AC1 follow from it and the shares
    of the verdicts.
    """
    alpha, ac1, pairs = [], [], []
    agree = true_percent()
    chance = sum(share * (1 - share) for share in measurable_shares(1).values()) / 2
    for one in range(replications):
        scores, teams = rated(seed * 1_000_003 + one)
        by_team = Resampling(cluster=teams)
        alpha.append(
            _covers(
                krippendorff_alpha(scores, "ordinal", resampling=by_team).coefficient,
                effects.RATER_FIDELITY**2,
            )
        )
        ours = agreement_clustered.gwet(scores, categories=(0.0, 1.0, 2.0), resampling=by_team)
        ac1.append(_covers(ours.coefficient, (agree - chance) / (1 - chance)))
        pairs.append(naive_covers(scores, agree))
    return _rates(covers=alpha, ac1_covers=ac1, naive_covers=pairs)


def agreeing_pairs(scores: np.ndarray) -> np.ndarray:
    """Whether the raters agree, of every pair of ratings of a goal."""
    return np.array(
        [
            one == other
            for row in scores
            for number, one in enumerate(row)
            for other in row[number + 1 :]
            if not (np.isnan(one) or np.isnan(other))
        ]
    )


def naive_covers(scores: np.ndarray, truth: float) -> bool:
    """Whether raw agreement as a binomial share of all pairs of ratings covers."""
    agree = agreeing_pairs(scores)
    share = float(agree.mean())
    return abs(share - truth) <= Z * sqrt(share * (1 - share) / len(agree))


def _covers(found, truth: float) -> bool:
    return bool(found.low <= truth <= found.high)


def _rates(**seen: list[bool]) -> dict[str, float]:
    found = {}
    for name, one in seen.items():
        share = float(np.mean(one))
        found |= {name: share, f"{name}_se": sqrt(share * (1 - share) / len(one))}
    return found

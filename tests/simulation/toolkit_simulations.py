"""Perceived benefit in synthetic networks, where those who start low are lost most often.

Every seed is a new land with new municipalities, teams and users; the true benefit over all users is
known and the same in all of them.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import nan, sqrt

import numpy as np

from evaluering.results import Estimate
from evaluering.statistics import before_after, clustered
from evaluering.statistics.linked import linked_clusters
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.municipalities import make_land
from evaluering.synthetic.networks import blocks, make_networks, make_teams
from evaluering.synthetic.truth import expected_benefit
from evaluering.synthetic.users import make_users

NETWORKS, MUNICIPALITIES = 5, 61
PROCESSES = 2


@dataclass(frozen=True)
class Started:
    """Everybody who started: scores, team and municipality."""

    first: np.ndarray
    second: np.ndarray
    team: Sequence[str]
    municipality: Sequence[str]


def started(seed: int) -> Started:
    """The users of a seed's land, as its tables would hold them; nothing else of the land is made."""
    places = blocks(NETWORKS, MUNICIPALITIES)
    land = make_land(MUNICIPALITIES, places, Draws(seed, "land"))
    teams = make_teams(land, make_networks(places), Draws(seed, "teams"))
    users = make_users(land, teams, Draws(seed, "users"))
    means = [[one.mean for one in user.conversations[:2]] for user in users]
    return Started(
        np.array([found[0] for found in means]),
        np.array([found[1] if len(found) > 1 else nan for found in means]),
        [user.team.id for user in users],
        [user.municipality(land, user.conversations[0].held) for user in users],
    )


def estimates(seed: int) -> dict[str, Estimate]:
    """The mean benefit of one land, by each method."""
    found = started(seed)
    modelled = partial(before_after.missing_at_random, found.first, found.second)
    linked = linked_clusters([found.team, found.municipality])
    main = modelled(linked)
    return {
        "missing at random": main.change,
        "missing at random, curved": modelled(linked, degree=2).change,
        "missing at random, teams alone": modelled(found.team).change,
        "missing at random, municipalities alone": modelled(found.municipality).change,
        "complete case": clustered.mean(found.second - found.first, linked).mean,
        "complete case, random intercept": main.completers,
    }


def drop_out_by_first_score(replications: int, seed: int) -> dict[str, float]:
    """Synthetic networks of 61 municipalities: how often 95 % intervals hold the true mean benefit of all.

    About a third have no second conversation, most often those who scored low at first, who gain most.
    Large municipalities have two teams and small ones share one: clusters are teams and municipalities
    linked together; either alone overlooks what the other shares.
    ``error`` is the mean of estimate less truth; ``error in se`` the spread of the estimates over the
    mean of their standard errors, 1 when these are right.
    """
    truth = expected_benefit()
    found = list(_all_estimates(range(seed, seed + replications)))
    results: dict[str, float] = {}
    for method in found[0]:
        ours = [one[method] for one in found]
        values = np.array([one.value for one in ours])
        held = float(np.mean([one.low <= truth <= one.high for one in ours]))
        results[f"coverage, {method}"] = held
        results[f"se_coverage, {method}"] = sqrt(held * (1 - held) / replications)
        results[f"error, {method}"] = float(values.mean() - truth)
        results[f"se_error, {method}"] = float(values.std(ddof=1) / sqrt(replications))
        results[f"error in se, {method}"] = float(values.std(ddof=1) / np.mean([one.se for one in ours]))
    return results


def _all_estimates(seeds: range) -> Iterator[dict[str, Estimate]]:
    if len(seeds) < 100:
        yield from map(estimates, seeds)
        return
    with ProcessPoolExecutor(PROCESSES) as pool:
        yield from pool.map(estimates, seeds, chunksize=25)

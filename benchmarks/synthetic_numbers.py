"""Seeded, synthetic numbers of persons in teams, for the benchmarks of statistics."""

from hashlib import sha256

import numpy as np

Numbers = dict[str, np.ndarray]


def random(name: str, size: int) -> np.random.Generator:
    """A generator of its own for each kind of data and size."""
    return np.random.default_rng(int.from_bytes(sha256(f"{name} {size}".encode()).digest()[:8]))


def teams(people: int, groups: int) -> Numbers:
    """Persons in teams: an outcome, two predictors, a treatment given to whole teams, the team.

    A quarter of the variance lies between teams, which are of unequal size and differ in the slope of x.
    """
    rng = random(f"teams {groups}", people)
    rest = rng.choice(groups, people - groups, p=rng.dirichlet(np.full(groups, 8.0)))
    team = np.sort(np.concatenate([np.arange(groups), rest]))
    treated = (np.arange(groups) % 2)[team].astype(float)
    x = rng.normal(size=people)
    slope = 0.2 + rng.normal(scale=0.3, size=groups)[team]
    y = rng.normal(scale=0.58, size=groups)[team] + 0.3 * treated + slope * x + rng.normal(size=people)
    return {"y": y, "x": x, "treated": treated, "g": team}

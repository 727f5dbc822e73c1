"""How often funnel limits call a unit out of line: simulated.

Each function takes the number of replications and a seed, and gives rates by name with their
Monte Carlo standard errors as ``<name>_se``.
"""

from math import sqrt

import numpy as np

from evaluering.statistics import funnel

SIZES = np.array([4, 6, 8, 10, 12, 15, 20, 25, 30, 40, 60, 90] * 3)
LARGE = np.repeat([80, 120, 200, 300, 450, 700], 6)


def share_outside(flags: list[np.ndarray]) -> tuple[float, float]:
    """The share of units outside, and its standard error over replications."""
    shares = np.array([flag.mean() for flag in flags])
    return float(shares.mean()), float(shares.std(ddof=1) / sqrt(len(shares)))


def summary(flags: dict[str, list[np.ndarray]]) -> dict[str, float]:
    """Shares and their standard errors by name."""
    found = {name: share_outside(listed) for name, listed in flags.items()}
    return {name: one[0] for name, one in found.items()} | {
        f"{name}_se": one[1] for name, one in found.items()
    }


def above_in_small_units(replications: int, seed: int) -> dict[str, float]:
    """Units above the upper 95 % limit though all share one proportion, by method."""
    random = np.random.default_rng(seed)
    methods = ("exact", "spiegelhalter", "approximate")
    upper = {name: np.array(funnel.limits(SIZES, 0.2, method=name).curves[0].upper) for name in methods}
    flags: dict[str, list[np.ndarray]] = {name: [] for name in methods}
    for _ in range(replications):
        share = random.binomial(SIZES, 0.2) / SIZES
        for name in methods:
            flags[name].append(share > upper[name] + 1e-12)
    return summary(flags)


def over_dispersed(replications: int, seed: int) -> dict[str, float]:
    """Units outside 99.8 % when all vary about one target more than chance: adjusted and not."""
    random = np.random.default_rng(seed)
    flags: dict[str, list[np.ndarray]] = {"additive": [], "multiplicative": [], "naive": []}
    for _ in range(replications):
        count = random.binomial(LARGE, np.sin(random.normal(np.arcsin(sqrt(0.3)), 0.06, len(LARGE))) ** 2)
        for model in ("additive", "multiplicative"):
            adjusted = funnel.adjust(count, LARGE, model=model)
            flags[model].append(np.abs(adjusted.z_adjusted) > 3.0902)
        flags["naive"].append(np.abs(adjusted.z) > 3.0902)
    return summary(flags)

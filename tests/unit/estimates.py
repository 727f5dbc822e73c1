"""Plain estimators with standard errors that respect clustering, to look for known effects."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

GROUPS = 25


@dataclass(frozen=True)
class Found:
    """An estimate and its standard error."""

    value: float
    error: float

    def agrees_with(self, truth: float, errors: float = 3.5) -> bool:
        """Whether the truth lies within so many standard errors."""
        return self.error > 0 and abs(self.value - truth) <= errors * self.error


def jackknifed(frame: pd.DataFrame, cluster: str, estimate: Callable[[pd.DataFrame], float]) -> Found:
    """An estimate with the standard error from leaving out groups of whole clusters."""
    group = pd.factorize(frame[cluster])[0] % GROUPS
    without = np.array([estimate(frame[group != number]) for number in range(GROUPS)])
    error = np.sqrt((GROUPS - 1) / GROUPS * ((without - without.mean()) ** 2).sum())
    return Found(estimate(frame), float(error))


def between_variance(frame: pd.DataFrame) -> tuple[float, float]:
    """Variance between and within ``unit`` of ``value``, by one-way analysis of variance."""
    groups = frame.groupby("unit")["value"]
    sizes, means = groups.size(), groups.mean()
    total = sizes.sum()
    within = ((frame["value"] - frame["unit"].map(means)) ** 2).sum() / (total - len(sizes))
    between = (sizes * (means - frame["value"].mean()) ** 2).sum() / (len(sizes) - 1)
    usual = (total - (sizes**2).sum() / total) / (len(sizes) - 1)
    return max(0.0, (between - within) / usual), within


def alpha(frame: pd.DataFrame) -> float:
    """Krippendorff's nominal alpha of ``verdict`` by ``unit``; any number of raters from two up."""
    counts = pd.crosstab(frame["unit"], frame["verdict"]).to_numpy(dtype=float)
    counts = counts[counts.sum(axis=1) > 1]
    raters = counts.sum(axis=1)
    observed = ((raters**2 - (counts**2).sum(axis=1)) / (raters - 1)).sum()
    totals, every = counts.sum(axis=0), counts.sum()
    return float(1 - observed / ((every**2 - (totals**2).sum()) / (every - 1)))


def slope_within(frame: pd.DataFrame) -> float:
    """Slope of ``value`` on ``time`` within ``unit``."""
    own = frame[["value", "time"]] - frame.groupby("unit")[["value", "time"]].transform("mean")
    return float((own["value"] * own["time"]).sum() / (own["time"] ** 2).sum())


def effect_given_unit_and_time(frame: pd.DataFrame) -> float:
    """Effect of ``treated`` on ``value`` with ``unit`` and ``time`` held fixed, weighted by ``weight``."""
    left = {name: frame[name].to_numpy(dtype=float).copy() for name in ("value", "treated")}
    weight = frame["weight"].to_numpy(dtype=float)
    codes = [pd.factorize(frame[name])[0] for name in ("unit", "time")]
    sums = [np.bincount(code, weight) for code in codes]
    for _ in range(40):
        for code, total in zip(codes, sums, strict=True):
            for name, values in left.items():
                left[name] = values - (np.bincount(code, weight * values) / total)[code]
    return float((weight * left["value"] * left["treated"]).sum() / (weight * left["treated"] ** 2).sum())

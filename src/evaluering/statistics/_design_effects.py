"""What clustering costs: design effects, and the clusters a plan counts on."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Any

from evaluering.statistics import inputs
from evaluering.statistics._stepped_wedge import at_most, not_negative
from evaluering.statistics.inputs import Floats

KISH = "Kish L. Survey Sampling. Wiley; 1965."
SOURCE = f"{KISH} Eldridge SM, Ashby D, Kerry S. Int J Epidemiol 2006;35:1292-1300."


@dataclass(frozen=True)
class DesignEffect:
    """The factor by which clustering multiplies variance and n.

    ``value`` counts people alike; ``equal`` is that of clusters of one size, ``weighted`` that of
    clusters weighted by their precision. ``n`` and ``effective_n`` are NaN when only a mean size is
    given.
    """

    value: float
    equal: float
    weighted: float
    icc: float
    mean_size: float
    cv: float
    n: float
    effective_n: float
    method: str = "kish"
    source: str = SOURCE
    reason: str = ""


@dataclass(frozen=True)
class Clustering:
    """Clusters of a mean size; unknown means people who have nothing to do with each other."""

    size: float = 1.0
    icc: float = 0.0
    cv: float = 0.0
    known: bool = False

    @property
    def factor(self) -> float:
        """The design effect."""
        return of_mean(self.size, self.icc, self.cv).value if self.known else 1.0

    @property
    def divisor(self) -> float:
        """How many people make one independent unit of the test."""
        return self.size if self.known else 1.0


def clustering(terms: Mapping[str, Any]) -> Clustering:
    """The clustering that terms speak of. Raises ``ValueError`` when they say half of it."""
    if not {"cluster_size", "icc", "cluster_cv"} & set(terms):
        return Clustering()
    if not {"cluster_size", "icc"} <= set(terms):
        raise ValueError("clustering needs both cluster_size and icc")
    size = inputs.positive(terms["cluster_size"], "cluster_size")
    if size < 1:
        raise ValueError("cluster_size must be 1 or more")
    cv = not_negative(terms.get("cluster_cv", 0.0), "cluster_cv")
    return Clustering(size, at_most(terms["icc"], "icc"), cv, known=True)


def of_mean(size: float, icc: float, cv: float) -> DesignEffect:
    """From the mean size and its coefficient of variation."""
    equal = 1 + (size - 1) * icc
    share = size * icc / equal
    left = 1 - cv**2 * share * (1 - share)
    return DesignEffect(
        value=1 + ((cv**2 + 1) * size - 1) * icc,
        equal=equal,
        # The approximation is a series in cv; where it has no meaning it has no value.
        weighted=equal / left if left > 0 else nan,
        icc=icc,
        mean_size=size,
        cv=cv,
        n=nan,
        effective_n=nan,
    )


def of_sizes(sizes: Floats, icc: float) -> DesignEffect:
    """From all sizes."""
    if not len(sizes):
        return DesignEffect(nan, nan, nan, icc, nan, nan, 0.0, nan, reason="no clusters")
    n, mean = float(sizes.sum()), float(sizes.mean())
    value = 1 + (float((sizes**2).sum()) / n - 1) * icc
    return DesignEffect(
        value=value,
        equal=1 + (mean - 1) * icc,
        weighted=n / float((sizes / (1 + (sizes - 1) * icc)).sum()),
        icc=icc,
        mean_size=mean,
        cv=float(sizes.std()) / mean,
        n=n,
        effective_n=n / value,
    )

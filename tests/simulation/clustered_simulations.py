"""Error rates with clustered data where nothing is there to find: 5 % is what each test promises.

A tenth of the variance lies between clusters (intracluster correlation .1). Cluster sizes are
unequal, as municipalities are.
"""

from collections.abc import Callable, Mapping
from math import sqrt

import numpy as np
from scipy import stats

from evaluering.results import Estimate
from evaluering.statistics import clustered, mixed

SIZES = (3, 9, 5, 12, 4, 7, 6, 2, 8, 10)
Judged = Mapping[str, bool]


def clusters_of(number: int) -> np.ndarray:
    """Labels of so many clusters, their sizes taken in turn from ``SIZES``."""
    sizes = [SIZES[place % len(SIZES)] for place in range(number)]
    return np.repeat(np.arange(number), sizes)


def nothing_there(cluster: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Numbers with mean 0, variance 1 and intracluster correlation .1."""
    between = random.normal(0, sqrt(0.1), cluster.max() + 1)
    return between[cluster] + random.normal(0, sqrt(0.9), len(cluster))


def excludes_zero(estimate: Estimate) -> bool:
    """Whether the interval speaks against 0 (it is given below 4 degrees of freedom too)."""
    return estimate.low > 0 or estimate.high < 0


def t_of_two(one: np.ndarray, other: np.ndarray) -> float:
    """Student's t of two groups of independent observations."""
    squares = len(one) * one.var() + len(other) * other.var()
    variance = squares / (len(one) + len(other) - 2) * (1 / len(one) + 1 / len(other))
    return float((one.mean() - other.mean()) / sqrt(variance))


def rates(judge: Callable[[], Judged], replications: int, name: str) -> dict[str, float]:
    """Shares of replications in which each method finds something, with Monte Carlo standard errors."""
    found = [judge() for _ in range(replications)]
    shares = {method: float(np.mean([one[method] for one in found])) for method in found[0]}
    errors = {
        f"se of {method}, {name}": sqrt(share * (1 - share) / replications)
        for method, share in shares.items()
    }
    return {f"{method}, {name}": share for method, share in shares.items()} | errors


def mean_of_clusters(replications: int, seed: int) -> dict[str, float]:
    """A mean: taken as independent observations, by CR2, by the t test of cluster means."""
    random = np.random.default_rng(seed)

    def judge(cluster: np.ndarray) -> Judged:
        y = nothing_there(cluster, random)
        found = clustered.mean(y, cluster)
        naive = abs(y.mean()) > stats.t.ppf(0.975, len(y) - 1) * found.naive_se
        return {
            "naive": bool(naive),
            "CR2": excludes_zero(found.mean),
            "cluster means": excludes_zero(found.of_clusters),
        }

    found: dict[str, float] = {}
    for number in (6, 12, 61):
        labels = clusters_of(number)
        found |= rates(lambda labels=labels: judge(labels), replications, f"{number} clusters")
    return found


def treatment_of_clusters(replications: int, seed: int) -> dict[str, float]:
    """A treatment given to whole clusters: naive, CR2, t test of cluster means."""
    random = np.random.default_rng(seed)

    def judge(cluster: np.ndarray, arm: np.ndarray) -> Judged:
        y, limit = nothing_there(cluster, random), stats.t.ppf(0.975, len(cluster) - 2)
        found = clustered.regression(y, np.column_stack([np.ones(len(y)), arm]), cluster)
        return {
            "naive": abs(t_of_two(y[arm == 1], y[arm == 0])) > limit,
            "CR2": excludes_zero(found.estimates[1]),
            "cluster means": excludes_zero(clustered.cluster_means_test(y, cluster, arm)),
        }

    found: dict[str, float] = {}
    for number, treated in ((8, 4), (8, 2), (16, 8)):
        labels = clusters_of(number)
        arm = (labels % (number // treated) == 0).astype(float)
        name = f"{treated} of {number} clusters"
        found |= rates(lambda labels=labels, arm=arm: judge(labels, arm), replications, name)
    return found


def enumerated_bootstrap(replications: int, seed: int) -> dict[str, float]:
    """A treatment of 4 of 8 clusters: the uncorrected sandwich with z, and the enumerated bootstrap."""
    random = np.random.default_rng(seed)
    cluster = clusters_of(8)
    x = np.column_stack([np.ones(len(cluster)), cluster % 2 == 0])

    def judge() -> Judged:
        found = clustered.wild_bootstrap(nothing_there(cluster, random), x, cluster, 1)
        return {"naive": abs(found.t) > 1.959964, "bootstrap": found.estimate.p <= 0.05}

    return rates(judge, replications, "4 of 8 clusters")


def random_intercepts(replications: int, seed: int) -> dict[str, float]:
    """A treatment of 4 of 8 clusters: the mixed model with z, Satterthwaite, Kenward and Roger."""
    random = np.random.default_rng(seed)
    cluster = clusters_of(8)
    x = np.column_stack([np.ones(len(cluster)), cluster % 2 == 0])

    def judge() -> Judged:
        found = mixed.random_intercept(nothing_there(cluster, random), x, cluster)
        usual, careful = found.estimates[1], found.kenward_roger[1]
        return {
            "z": abs(usual.value) > 1.959964 * usual.se,
            "Satterthwaite": excludes_zero(usual),
            "Kenward and Roger": excludes_zero(careful),
        }

    return rates(judge, replications, "4 of 8 clusters")

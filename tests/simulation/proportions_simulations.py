"""How often intervals of shares and rates hold the truth; the naive ways beside them.

Where outcomes are few, coverage is summed over all of them, at ``replications`` true values: exact
for each, and no seed is used. The others draw samples: rates, with Monte Carlo errors as ``_se``.
"""

from collections.abc import Callable, Iterable
from itertools import product
from math import sqrt

import numpy as np
from scipy import stats

from evaluering.statistics import proportions, rates

Limits = np.ndarray
SIZES = (10, 30, 65)
METHODS = ("wilson", "exact", "wilson_cc")


def limits(estimates: Iterable) -> Limits:
    return np.array([(one.low, one.high) for one in estimates])


def holds(ends: Limits, truth: float) -> Limits:
    # Limits equal to the truth hold it, whatever rounding says.
    return (ends[:, 0] <= truth + 1e-12) & (ends[:, 1] >= truth - 1e-12)


def summary(name: str, covered: list[float]) -> dict[str, float]:
    return {f"{name}_mean": float(np.mean(covered)), f"{name}_min": float(np.min(covered))}


def wald(n: int) -> Limits:
    """The textbook p +- 1.96 sqrt(pq/n)."""
    share = np.arange(n + 1) / n
    half = 1.959963984540054 * np.sqrt(share * (1 - share) / n)
    return np.column_stack([share - half, share + half])


def one_share(replications: int, seed: int) -> dict[str, float]:
    """Exact coverage of intervals of one share, at that many true shares from .05 to .95."""
    found = {}
    truths = np.linspace(0.05, 0.95, replications)
    for n in SIZES:
        outcomes = np.arange(n + 1)
        ends = {m: limits(proportions.interval(int(x), n, m) for x in outcomes) for m in METHODS}
        for name, one in {**ends, "naive": wald(n)}.items():
            covered = [float(stats.binom.pmf(outcomes, n, p) @ holds(one, p)) for p in truths]
            found |= summary(f"{name}_{n}", covered)
    return found


def one_rate(replications: int, seed: int) -> dict[str, float]:
    """Exact coverage of Garwood's interval at expected counts 3, 11, 30 and at many from .1 to 40."""
    counts = np.arange(150)
    ends = limits(rates.interval(int(k), 1.0) for k in counts)
    half = 1.959963984540054 * np.sqrt(counts)
    naive = np.column_stack([counts - half, counts + half])

    def coverage(one: Limits, expected: float) -> float:
        return float(stats.poisson.pmf(counts, expected) @ holds(one, expected))

    many = np.linspace(0.1, 40, replications)
    found = {f"garwood_{expected}": coverage(ends, expected) for expected in (3, 11, 30)}
    found |= summary("garwood", [coverage(ends, expected) for expected in many])
    return found | summary("naive", [coverage(naive, expected) for expected in many])


def two_rates(replications: int, seed: int) -> dict[str, float]:
    """Exact coverage of a ratio at 1/4 to 4: the conditional interval, and naively exp(log +- 1.96 se).

    The naive way has no interval, and holds nothing, where one count is 0.
    """
    counts = np.arange(35)
    pairs = [(a, b) for a, b in product(counts, counts) if a + b]
    ends = limits(rates.ratio(int(a), 1.0, int(b), 2.0) for a, b in pairs)
    ends[:, 1] = np.where(np.isnan(ends[:, 1]), np.inf, ends[:, 1])
    first, second = np.array(pairs).T
    with np.errstate(divide="ignore", invalid="ignore"):
        middle, half = np.log(2 * first / second), 1.959963984540054 * np.sqrt(1 / first + 1 / second)
        naive = np.exp(np.column_stack([middle - half, middle + half]))
    # With one count of 0 the naive way has no interval, which holds nothing.
    naive[np.isinf(half)] = np.nan
    covered: dict[str, list[float]] = {"conditional": [], "naive": []}
    for ratio in np.geomspace(0.25, 4, replications):
        chance = stats.poisson.pmf(first, 3 * ratio) * stats.poisson.pmf(second, 6)
        # Without any event no interval is given, and none is wrong.
        covered["conditional"].append(1 - float(chance @ ~holds(ends, ratio)))
        covered["naive"].append(1 - float(chance @ ~holds(naive, ratio)))
    return summary("conditional", covered["conditional"]) | summary("naive", covered["naive"])


def two_shares(replications: int, seed: int) -> dict[str, float]:
    """Exact coverage of intervals of a difference, 15 against 20, at pairs of true shares."""
    n1, n2 = 15, 20
    pairs = list(product(range(n1 + 1), range(n2 + 1)))
    first, second = np.array(pairs).T
    value = first / n1 - second / n2
    half = 1.959963984540054 * np.sqrt(
        first / n1 * (1 - first / n1) / n1 + second / n2 * (1 - second / n2) / n2
    )
    ends = {
        name: limits(proportions.difference(a, n1, b, n2, name) for a, b in pairs)
        for name in ("newcombe", "miettinen_nurminen", "mee")
    }
    ends["naive"] = np.column_stack([value - half, value + half])
    truths = np.linspace(0.03, 0.97, replications)
    chances = {
        (p, q): stats.binom.pmf(first, n1, p) * stats.binom.pmf(second, n2, q)
        for p, q in product(truths, truths)
    }
    return {
        key: number
        for name, one in ends.items()
        for key, number in summary(
            name, [float(chance @ holds(one, p - q)) for (p, q), chance in chances.items()]
        ).items()
    }


def same_persons(replications: int, seed: int) -> dict[str, float]:
    """Exact coverage of Tango's interval among 20 persons, beside that of independent groups."""
    n = 20
    pairs = [(b, c) for b, c in product(range(n + 1), range(n + 1)) if b + c <= n]
    b, c = np.array(pairs).T
    value, half = (c - b) / n, 1.959963984540054 * np.sqrt(b + c - (c - b) ** 2 / n) / n
    ends = limits(proportions.paired_difference(less, more, n) for less, more in pairs)
    naive = np.column_stack([value - half, value + half])
    covered: dict[str, list[float]] = {"tango": [], "naive": []}
    for p, q in product(np.linspace(0.02, 0.48, replications), repeat=2):
        chance = stats.multinomial.pmf(np.column_stack([b, c, n - b - c]), n, [p, q, 1 - p - q])
        covered["tango"].append(float(chance @ holds(ends, q - p)))
        covered["naive"].append(float(chance @ holds(naive, q - p)))
    return summary("tango", covered["tango"]) | summary("naive", covered["naive"])


def three_shares(replications: int, seed: int) -> dict[str, float]:
    """Exact joint coverage of three shares among 25 persons; Wilson for each alone is too narrow."""
    n = 25
    counts = np.array([(a, b, n - a - b) for a, b in product(range(n + 1), repeat=2) if a + b <= n])
    methods: dict[str, Callable] = {
        "goodman": proportions.simultaneous,
        "naive": lambda one: [proportions.interval(int(x), n) for x in one],
    }
    found = {}
    steps = np.linspace(0.1, 0.8, replications)
    truths = [np.array([p, q, 1 - p - q]) for p, q in product(steps, steps) if p + q <= 0.9 + 1e-12]
    for name, method in methods.items():
        ends = np.array([limits(method(one)) for one in counts])
        covered = [
            float(
                stats.multinomial.pmf(counts, n, truth)
                @ np.all([holds(ends[:, i], truth[i]) for i in range(3)], axis=0)
            )
            for truth in truths
        ]
        found |= summary(name, covered)
    return found


def sison_glaz_of_three(replications: int, seed: int) -> dict[str, float]:
    """Exact joint coverage of Sison and Glaz's limits of three shares among 10 persons: why we refuse."""
    from statsmodels.stats.proportion import multinomial_proportions_confint

    n = 10
    counts = np.array([(a, b, n - a - b) for a, b in product(range(n + 1), repeat=2) if a + b <= n])
    ends = np.array([multinomial_proportions_confint(one, 0.05, "sison-glaz") for one in counts])
    covered = []
    for share in np.linspace(0.2, 0.6, replications):
        truth = np.array([share, (1 - share) / 2, (1 - share) / 2])
        held = np.all([holds(ends[:, i], truth[i]) for i in range(3)], axis=0)
        covered.append(float(stats.multinomial.pmf(counts, n, truth) @ held))
    return summary("sison_glaz", covered)


def seven_shares(replications: int, seed: int) -> dict[str, float]:
    """Joint coverage of seven unequal shares among 100 persons; Wilson for each alone is too narrow."""
    random = np.random.default_rng(seed)
    truth = np.array([0.4, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05])
    found = {}
    methods: dict[str, Callable] = {
        "goodman": proportions.simultaneous,
        "sison_glaz": lambda one: proportions.simultaneous(one, "sison_glaz"),
        "naive": lambda one: [proportions.interval(int(x), 100) for x in one],
    }
    for name, method in methods.items():
        hits = []
        for counts in random.multinomial(100, truth, replications):
            ends = limits(method(counts))
            hits.append(bool(np.all((ends[:, 0] <= truth) & (truth <= ends[:, 1]))))
        found |= rate_of(name, hits)
    return found


def small_population(replications: int, seed: int) -> dict[str, float]:
    """Exact coverage when 40 of 61 municipalities answer; Wilson without correction is too wide."""
    population, n = 61, 40
    outcomes = np.arange(n + 1)
    ends = limits(proportions.finite_population(int(x), n, population) for x in outcomes)
    naive = limits(proportions.interval(int(x), n) for x in outcomes)
    covered: dict[str, list[float]] = {"corrected": [], "naive": []}
    for has in range(4, population - 3):
        chance = stats.hypergeom.pmf(outcomes, population, has, n)
        covered["corrected"].append(float(chance @ holds(ends, has / population)))
        covered["naive"].append(float(chance @ holds(naive, has / population)))
    width = float(np.mean((ends[:, 1] - ends[:, 0]) / (naive[:, 1] - naive[:, 0])))
    found = summary("corrected", covered["corrected"]) | summary("naive", covered["naive"])
    return found | {"width": width}


def rate_of(name: str, hits: list[bool]) -> dict[str, float]:
    share = float(np.mean(hits))
    return {name: share, f"{name}_se": sqrt(share * (1 - share) / len(hits))}


def clustered_share(replications: int, seed: int) -> dict[str, float]:
    """Coverage of a share of .7 among persons in 6, 12 and 61 clusters of 3 to 8, ICC .2."""
    return _clustered_share(replications, seed, 0.7)


def clustered_large_share(replications: int, seed: int) -> dict[str, float]:
    """The same of a share of .9, where some samples show no spread: they are not counted."""
    return _clustered_share(replications, seed, 0.9)


def _clustered_share(replications: int, seed: int, truth: float) -> dict[str, float]:
    random = np.random.default_rng(seed)
    icc = 0.2
    found = {}
    for clusters in (6, 12, 61):
        hits: dict[str, list[bool]] = {"logit": [], "korn_graubard": [], "naive": []}
        undefined = 0
        for _ in range(replications):
            sizes = random.integers(3, 9, clusters)
            shares = random.beta(truth * (1 - icc) / icc, (1 - truth) * (1 - icc) / icc, clusters)
            groups = np.repeat(np.arange(clusters), sizes)
            y = (random.random(len(groups)) < shares[groups]).astype(float)
            estimate = proportions.clustered(y, groups)
            naive = proportions.interval(int(y.sum()), len(y))
            hits["naive"].append(naive.low <= truth <= naive.high)
            if np.isnan(estimate.deff):
                undefined += 1
                continue
            hits["logit"].append(estimate.logit.low <= truth <= estimate.logit.high)
            hits["korn_graubard"].append(estimate.korn_graubard.low <= truth <= estimate.korn_graubard.high)
        for name, one in hits.items():
            found |= rate_of(f"{name}_{clusters}", one)
        found[f"undefined_{clusters}"] = undefined / replications
    return found


def clustered_events(replications: int, seed: int) -> dict[str, float]:
    """Coverage of a rate of .6 over 61 units whose own rates differ (gamma, variance twice the mean)."""
    random = np.random.default_rng(seed)
    truth, units, index = 0.6, 61, 3.0
    hits: dict[str, list[bool]] = {"quasi_poisson": [], "naive": []}
    for _ in range(replications):
        shape = truth / (index - 1)
        counts = random.poisson(random.gamma(shape, truth / shape, units))
        spread, naive = rates.dispersion(counts).rate, rates.interval(int(counts.sum()), units)
        hits["quasi_poisson"].append(spread.low <= truth <= spread.high)
        hits["naive"].append(naive.low <= truth <= naive.high)
    return rate_of("quasi_poisson", hits["quasi_poisson"]) | rate_of("naive", hits["naive"])


def independent_events(replications: int, seed: int) -> dict[str, float]:
    """How often independent events on 61 units, .5 to 5 each, seem clustered at the 5 percent level.

    Naively every index above 1 seems so.
    """
    random = np.random.default_rng(seed)
    found = {}
    for mean in (0.5, 1.0, 5.0):
        drawn = [rates.dispersion(random.poisson(mean, 61)) for _ in range(replications)]
        found |= rate_of(f"clustered_{mean:g}", [one.p < 0.05 for one in drawn])
        found |= rate_of(f"naive_{mean:g}", [one.index > 1 for one in drawn])
    return found

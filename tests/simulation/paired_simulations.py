"""How often paired and two-group intervals hold what they promise, beside what fails.

Each function returns rates, and their Monte Carlo standard errors as ``se_<name>``.
"""

from math import sqrt

import numpy as np
from scipy import stats

from evaluering.statistics import before_after, paired, responsiveness, two_sample


def rates(counts: dict[str, int], replications: int) -> dict[str, float]:
    """Counts as shares, each with its standard error."""
    shares = {name: count / replications for name, count in counts.items()}
    errors = {f"se_{name}": sqrt(share * (1 - share) / replications) for name, share in shares.items()}
    return shares | errors


def hodges_lehmann_coverage(replications: int, seed: int) -> dict[str, float]:
    """Normal differences about 0.7 without ties: the exact interval, and the naive mean +/- 1.96 se."""
    random = np.random.default_rng(seed)
    held: dict[str, int] = {}
    for n in (8, 12, 20):
        drawn = random.normal(0.7, 1.0, (replications, n))
        found = [paired.hodges_lehmann(d) for d in drawn]
        held[f"n_{n}"] = sum(one.low <= 0.7 <= one.high for one in found)
        away = np.abs(drawn.mean(axis=1) - 0.7) / drawn.std(axis=1, ddof=1) * np.sqrt(n)
        held[f"naive_n_{n}"] = int((away <= 1.96).sum())
    return rates(held, replications)


def hodges_lehmann_coverage_with_ties(replications: int, seed: int) -> dict[str, float]:
    """Half points about 0.5, full of ties and zeros: ours, and zeros dropped first, about their median.

    Without zeros the differences are no longer symmetric about 0.5, and the estimate moves away.
    """
    random = np.random.default_rng(seed)
    held = {"kept": 0, "dropped": 0}
    for d in random.choice([-0.5, 0.0, 0.5, 1.0, 1.5], (replications, 18), p=[0.05, 0.4, 0.1, 0.4, 0.05]):
        for name in held:
            found = paired.hodges_lehmann(d, zeros=name)
            held[name] += found.low <= 0.5 <= found.high
    return rates(held, replications)


def regression_to_the_mean_size(replications: int, seed: int) -> dict[str, float]:
    """Persons chosen below 4 when 5 is usual and nothing changes: how often each test finds a change."""
    random, reliability, spread = np.random.default_rng(seed), 0.6, 1.2
    found, expected = {"naive": 0, "adjusted": 0}, []
    for _ in range(replications):
        lasting = random.normal(5, spread * sqrt(reliability), 400)
        one, two = (lasting + random.normal(0, spread * sqrt(1 - reliability), 400) for _ in range(2))
        chosen = one < 4
        result = before_after.regression_to_the_mean(one[chosen], two[chosen], reliability, population_mean=5)
        found["naive"] += result.observed.p < 0.05
        found["adjusted"] += result.adjusted.p < 0.05
        expected.append(result.expected.value)
    cut = (4 - 5) / spread
    davis = spread * (1 - reliability) * stats.norm.pdf(cut) / stats.norm.cdf(cut)
    means = {"expected": float(np.mean(expected)), "davis": float(davis)}
    return rates(found, replications) | means | {"se_expected": float(stats.sem(expected))}


def cliffs_delta_coverage(replications: int, seed: int) -> dict[str, float]:
    """Eight and eight normal values: Newcombe's interval and Cliff's own, without and with a difference."""
    random = np.random.default_rng(seed)
    held = {f"{name}_{far}": 0 for name in ("ours", "cliff") for far in (0, 2)}
    for far in (0, 2):
        truth = 2 * stats.norm.cdf(far / sqrt(2)) - 1
        for _ in range(replications):
            x, y = random.normal(far, 1, 8), random.normal(0, 1, 8)
            ours = two_sample.cliffs_delta(x, y)
            low, high = cliffs_own(x, y)
            held[f"ours_{far}"] += ours.low <= truth <= ours.high
            held[f"cliff_{far}"] += low <= truth <= high
    return rates(held, replications)


def cliffs_own(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Cliff's asymmetric interval from the consistent variance; a point when the groups do not overlap."""
    signs, m, n = np.sign(np.subtract.outer(x, y)), len(x), len(y)
    delta = signs.mean()
    rows, columns = signs.mean(axis=1) - delta, signs.mean(axis=0) - delta
    above = n**2 * (rows**2).sum() + m**2 * (columns**2).sum() - ((signs - delta) ** 2).sum()
    variance = max(above / (m * n * (m - 1) * (n - 1)), (1 - delta**2) / (m * n - 1))
    if delta**2 == 1:
        return delta, delta
    z = stats.norm.ppf(0.975)
    half = z * sqrt(variance) * sqrt((1 - delta**2) ** 2 + z**2 * variance)
    scale = 1 - delta**2 + z**2 * variance
    return (delta - delta**3 - half) / scale, (delta - delta**3 + half) / scale


def response_mean_coverage(replications: int, seed: int) -> dict[str, float]:
    """Twelve normal changes of 1.5 standard deviations: the exact interval, and +/- 1.96 / sqrt(n)."""
    random = np.random.default_rng(seed)
    held = {"ours": 0, "naive": 0}
    for d in random.normal(1.5, 1.0, (replications, 12)):
        found = responsiveness.standardised_response_mean(d).raw
        held["ours"] += found.low <= 1.5 <= found.high
        held["naive"] += abs(found.value - 1.5) <= 1.96 / sqrt(12)
    return rates(held, replications)


def mann_whitney_size(replications: int, seed: int) -> dict[str, float]:
    """Two groups of six with the same five answers: how often p <= 0.05, exact and by the normal."""
    random = np.random.default_rng(seed)
    found = {"exact": 0, "normal, uncorrected": 0}
    answers = random.choice([1, 2, 3, 4, 5], (replications, 12), p=[0.05, 0.1, 0.2, 0.35, 0.3])
    for both in answers:
        x, y = both[:6], both[6:]
        found["exact"] += two_sample.mann_whitney(x, y).p <= 0.05
        if np.ptp(both):
            found["normal, uncorrected"] += (
                stats.mannwhitneyu(x, y, method="asymptotic", use_continuity=False).pvalue <= 0.05
            )
    return rates(found, replications)

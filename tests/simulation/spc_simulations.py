"""How often charts signal when nothing changed, and when something did: simulated.

Each function takes the number of replications and a seed, and gives rates by name with their
Monte Carlo standard errors as ``<name>_se``.
"""

from math import floor, log2, sqrt

import numpy as np

from evaluering.statistics import spc

BATCH = 20_000
LENGTHS = (12, 24, 36)


def rates(hits: dict[str, int], replications: int) -> dict[str, float]:
    """Rates and their standard errors."""
    found = {name: count / replications for name, count in hits.items()}
    errors = {f"{name}_se": sqrt(rate * (1 - rate) / replications) for name, rate in found.items()}
    return found | errors


def batches(replications: int) -> list[int]:
    """Sizes of batches that fit in memory."""
    return [min(BATCH, replications - done) for done in range(0, replications, BATCH)]


def longest_runs(side: np.ndarray) -> np.ndarray:
    """The longest run of each row, point by point."""
    present = np.ones(len(side), dtype=int)
    longest = present.copy()
    for before, here in zip(side.T[:-1], side.T[1:], strict=True):
        present = np.where(before == here, present + 1, 1)
        longest = np.maximum(longest, present)
    return longest


def anhoej_fixed_line(replications: int, seed: int) -> dict[str, float]:
    """Anhøj's rules about a fixed line; beside them the run rule as some packages write it.

    Those take a longest run of floor(log2 n) + 3 or more for a signal, where the rule has more
    than round(log2 n) + 3.
    """
    random, hits = np.random.default_rng(seed), {}
    for n in LENGTHS:
        limits = spc.run_limits(n)
        for size in batches(replications):
            side = random.random((size, n)) < 0.5
            longest = longest_runs(side)
            crossings = (side[:, 1:] != side[:, :-1]).sum(axis=1)
            ours = (longest > limits.longest_run_max) | (crossings < limits.n_crossings_min)
            naive = longest >= floor(log2(n)) + 3
            for name, signal in ((f"anhoej_{n}", ours), (f"floor_rule_{n}", naive)):
                hits[name] = hits.get(name, 0) + int(signal.sum())
    return rates(hits, replications)


def anhoej_own_median(replications: int, seed: int) -> dict[str, float]:
    """Anhøj's rules about the points' own median."""
    random, hits = np.random.default_rng(seed), {}
    for n in LENGTHS:
        limits = spc.run_limits(n)
        for size in batches(replications):
            y = random.standard_normal((size, n))
            side = y > np.median(y, axis=1, keepdims=True)
            crossings = (side[:, 1:] != side[:, :-1]).sum(axis=1)
            signal = (longest_runs(side) > limits.longest_run_max) | (crossings < limits.n_crossings_min)
            hits[f"median_{n}"] = hits.get(f"median_{n}", 0) + int(signal.sum())
    return rates(hits, replications)


def xmr_own_limits(replications: int, seed: int) -> dict[str, float]:
    """XmR charts, any point outside limits from the same points; screened too; chart by chart."""
    random, hits = np.random.default_rng(seed), {}
    for n in LENGTHS:
        for _ in range(replications):
            y = random.standard_normal(n)
            for name, screened in ((f"xmr_{n}", False), (f"xmr_screened_{n}", True)):
                signal = bool(spc.chart(y, kind="xmr", screened=screened).sigma_signals)
                hits[name] = hits.get(name, 0) + signal
    return rates(hits, replications)


def xmr_after_a_shift(replications: int, seed: int) -> dict[str, float]:
    """Half-way, the level rises by three standard deviations: XmR about its own 24 points.

    The naive limits take three standard deviations of all points, the shift among them.
    """
    random, hits = np.random.default_rng(seed), {"xmr": 0, "xmr_or_runs": 0, "naive_sd": 0}
    for _ in range(replications):
        y = random.standard_normal(24) + 3 * (np.arange(24) >= 12)
        chart = spc.chart(y, kind="xmr")
        hits["xmr"] += bool(chart.sigma_signals)
        hits["xmr_or_runs"] += chart.signal
        hits["naive_sd"] += bool((np.abs(y - y.mean()) > 3 * y.std(ddof=1)).any())
    return rates(hits, replications)


def shares_of_many(replications: int, seed: int) -> dict[str, float]:
    """Any point outside, 24 shares of 5000 with ordinary variation between months: p' and p."""
    random, hits = np.random.default_rng(seed), {"p_prime": 0, "naive_p": 0}
    size = np.full(24, 5000)
    for _ in range(replications):
        count = random.binomial(size, np.clip(random.normal(0.8, 0.03, 24), 0, 1))
        hits["p_prime"] += bool(spc.chart(count, size, "pp").sigma_signals)
        hits["naive_p"] += bool(spc.chart(count, size, "p").sigma_signals)
    return rates(hits, replications)


def dots(replications: int, seed: int) -> dict[str, float]:
    """Any special cause by the NHS rules, chart by chart."""
    random, hits = np.random.default_rng(seed), {}
    for n in LENGTHS:
        name = f"dots_{n}"
        for _ in range(replications):
            causes = spc.plot_the_dots(random.standard_normal(n), "up").special_cause
            hits[name] = hits.get(name, 0) + (set(causes) != {"common"})
    return rates(hits, replications)

"""Paired differences, two groups, plans of a study beside their peers."""

import numpy as np
from scipy import stats
from statistics_cases import Case, Peer
from statsmodels.stats import power, proportion
from statsmodels.stats.nonparametric import rank_compare_2indep
from synthetic_numbers import random

from evaluering.statistics import before_after, design, paired, responsiveness, two_sample

TIED = "no exact distribution with ties or zeros"


def limits(estimate):
    """Value and ends."""
    return estimate.value, estimate.low, estimate.high


def scores(n: int, tied: bool) -> np.ndarray:
    """Differences of two scores, in whole points when tied."""
    d = random("scores", n).normal(0.6, 2, n)
    return np.round(d) if tied else d


def signed_ranks() -> list[Case]:
    """Signed-rank test and Hodges-Lehmann estimate."""
    found = []
    for n, tied in ((60, False), (60, True), (500, True), (10_000, False)):
        d = scores(n, tied)
        size = f"{n} differences, {'whole points' if tied else 'no ties'}"
        exact = n <= 200

        def test(d=d):
            return paired.signed_rank(d).p

        def scipys(d=d, exact=exact):
            return stats.wilcoxon(
                d, zero_method="pratt", correction=True, method="exact" if exact else "asymptotic"
            ).pvalue

        if tied and exact:
            peers = [
                Peer(
                    "R coin wilcoxsign_test, exact",
                    'as.numeric(pvalue(wilcoxsign_test(d ~ zero, zero.method = "Pratt", distribution = "exact")))',
                    packages=("coin",),
                )
            ]
        else:
            peers = [Peer("scipy wilcoxon", scipys)]
            if not tied:
                peers.append(Peer("R wilcox.test", f"wilcox.test(d, exact = {str(exact).upper()})$p.value"))
        found.append(Case("paired.signed_rank", size, test, tuple(peers), {"d": d, "zero": np.zeros(n)}))
        if tied and exact:
            continue

        def pseudomedian(d=d):
            return limits(paired.hodges_lehmann(d, zeros="dropped"))

        expression = f"one <- wilcox.test(d, exact = {str(exact).upper()}, conf.int = TRUE); c(one$estimate, one$conf.int)"
        lacks = "" if exact else "searches to four digits instead of taking the differences' own"
        found.append(
            Case(
                "paired.hodges_lehmann",
                size,
                pseudomedian,
                (Peer("R wilcox.test(conf.int = TRUE)", expression, lacks, 1e-9 if exact else 1e-2),),
                {"d": d},
            )
        )
    return found


def means() -> list[Case]:
    """Means, five numbers, response."""
    found = []
    for n in (500, 100_000):
        d = scores(n, True)
        size = f"{n} differences"

        def mean(d=d):
            return limits(paired.mean_change(d))

        def scipys(d=d):
            one = stats.ttest_1samp(d, 0)
            return d.mean(), *one.confidence_interval()

        def five(d=d):
            one = paired.summary(d)
            return one.least, one.lower_quartile, one.median, one.upper_quartile, one.greatest

        found += [
            Case(
                "paired.mean_change",
                size,
                mean,
                (
                    Peer("scipy ttest_1samp", scipys),
                    Peer("R t.test", "one <- t.test(d); c(one$estimate, one$conf.int)"),
                ),
                {"d": d},
            ),
            Case(
                "paired.summary",
                size,
                five,
                (
                    Peer("numpy quantile", lambda d=d: np.quantile(d, [0, 0.25, 0.5, 0.75, 1])),
                    Peer("R quantile", "quantile(d)"),
                ),
                {"d": d},
            ),
        ]

        def improved(d=d):
            one = responsiveness.directions(d)
            return one.improved.low, one.unchanged.low, one.worse.low

        def counted(d=d):
            counts = np.array([(d > 0).sum(), (d == 0).sum(), (d < 0).sum()])
            return proportion.proportion_confint(counts, len(d), method="wilson")[0]

        def reached(d=d):
            return [one.low for one in responsiveness.shares_above(d, [1, 2, 3])]

        def above(d=d):
            return proportion.proportion_confint(
                np.array([(d >= at).sum() for at in (1, 2, 3)]), len(d), method="wilson"
            )[0]

        name = "numpy and statsmodels proportion_confint"
        found += [
            Case(
                "responsiveness.directions",
                size,
                improved,
                (Peer(name, counted, "no check, no missing, no rounding of both sides"),),
            ),
            Case(
                "responsiveness.shares_above",
                size,
                reached,
                (Peer(name, above, "no check, no missing, no rounding of both sides"),),
            ),
        ]
    d = scores(500, False)

    def response():
        one = responsiveness.standardised_response_mean(d).raw
        return one.value, one.low, one.high

    expression = (
        "n <- length(d); r <- mean(d) / sd(d); t <- r * sqrt(n);"
        "end <- function(p) uniroot(function(k) pt(t, n - 1, k) - p, c(-37, 37), tol = 1e-10)$root / sqrt(n);"
        "c(r, end(.975), end(.025))"
    )
    found.append(
        Case(
            "responsiveness.standardised_response_mean",
            "500 differences",
            response,
            (Peer("R pt and uniroot", expression),),
            {"d": d},
        )
    )
    return found


def followed() -> list[Case]:
    """Who came back for a second score."""
    rng = random("followed", 500)
    first = np.round(np.clip(rng.normal(5, 2, 500), 1, 10))
    second = np.where(rng.random(500) < 0.8, np.clip(first + np.round(rng.normal(1, 2, 500)), 1, 10), np.nan)
    filled = np.where(np.isnan(second), -1.0, second)

    def ours():
        one = before_after.attrition(first, second)
        return [
            one.difference.value,
            one.complete_case.low,
            one.carried_forward.low,
            one.worst.low,
            one.best.low,
        ]

    expression = (
        "s <- second >= 0; back <- ifelse(s, second, first); t <- t.test(first[s], first[!s]); t.test(first[s]); t.test(first[!s]);"
        "prop.test(sum(s), length(s), correct = FALSE); low <- function(d) t.test(d)$conf.int[1];"
        "c(t$estimate[1] - t$estimate[2], low((second - first)[s]), low(back - first),"
        "low(ifelse(s, second, 1) - first), low(ifelse(s, second, 10) - first))"
    )
    return [
        Case(
            "before_after.attrition",
            "500 persons",
            ours,
            (Peer("R t.test and prop.test", expression, "no standardised difference"),),
            {"first": first, "second": filled},
        )
    ]


def two_groups() -> list[Case]:
    """Two groups on a scale."""
    found = []
    for m, n, tied in ((30, 30, False), (200, 300, True), (5_000, 5_000, True), (50_000, 50_000, True)):
        rng = random("two groups", m + n)
        x, y = rng.normal(0.3, 2, m), rng.normal(0, 2, n)
        x, y = (np.round(x), np.round(y)) if tied else (x, y)
        size = f"{m} and {n} persons, {'whole points' if tied else 'no ties'}"
        exact = str(not tied).upper()
        data = {"x": x, "y": y}

        def test(x=x, y=y):
            one = two_sample.mann_whitney(x, y)
            return one.u, one.p

        def scipys(x=x, y=y, tied=tied):
            one = stats.mannwhitneyu(x, y, method="asymptotic" if tied else "exact")
            return one.statistic, one.pvalue

        rs = f"one <- wilcox.test(x, y, exact = {exact}); c(one$statistic, one$p.value)"
        found.append(
            Case(
                "two_sample.mann_whitney",
                size,
                test,
                (Peer("scipy mannwhitneyu", scipys), Peer("R wilcox.test", rs)),
                data,
            )
        )

        def delta(x=x, y=y):
            return limits(two_sample.cliffs_delta(x, y))

        def without(x=x, y=y):
            return 2 * stats.mannwhitneyu(x, y, method="asymptotic").statistic / (len(x) * len(y)) - 1

        def with_interval(x=x, y=y):
            one = rank_compare_2indep(x, y)
            return 2 * one.prob1 - 1, *one.conf_int()

        found.append(
            Case(
                "two_sample.cliffs_delta",
                size,
                delta,
                (
                    Peer("scipy mannwhitneyu", without, "no interval, but a p-value"),
                    Peer(
                        "statsmodels rank_compare_2indep",
                        with_interval,
                        "another interval (Brunner and Munzel's)",
                        None,
                    ),
                ),
            )
        )
        if m + n > 20_000:
            continue

        def move(x=x, y=y):
            return limits(two_sample.shift(x, y))

        rs = f"one <- wilcox.test(x, y, exact = {exact}, conf.int = TRUE); c(one$estimate, one$conf.int)"
        lacks = "searches to four digits instead of taking the differences' own" if tied else ""
        found.append(
            Case(
                "two_sample.shift",
                size,
                move,
                (Peer("R wilcox.test(conf.int = TRUE)", rs, lacks, None if tied else 1e-9),),
                data,
            )
        )
    return found


def fisher() -> list[Case]:
    """Two by two tables."""
    found = []
    for table in ([[40, 20], [320, 180]], [[4_000, 2_000], [62_000, 32_000]]):

        def ours(table=table):
            one = two_sample.fisher_exact(table)
            return one.value, one.low, one.high, one.p

        def scipys(table=table):
            one = stats.contingency.odds_ratio(table)
            ends = one.confidence_interval()
            return one.statistic, ends.low, ends.high, stats.fisher_exact(table).pvalue

        rs = "one <- fisher.test(table); c(one$estimate, one$conf.int, one$p.value)"
        found.append(
            Case(
                "two_sample.fisher_exact",
                f"{np.sum(table)} persons",
                ours,
                (
                    Peer("scipy odds_ratio and fisher_exact", scipys, agrees=1e-5),
                    Peer("R fisher.test", rs, "searches to three or four digits", 1e-3),
                ),
                {"table": table},
            )
        )
    return found


def plans() -> list[Case]:
    """Sample sizes."""
    means = design.two_means
    return [
        Case(
            "design.two_means",
            "n of 80 % power",
            lambda: means(effect=0.5, power=0.8).n,
            (
                Peer("R power.t.test", "power.t.test(delta = .5, power = .8)$n", agrees=1e-4),
                Peer(
                    "statsmodels TTestIndPower",
                    lambda: power.TTestIndPower().solve_power(0.5, power=0.8, alpha=0.05),
                    agrees=1e-4,
                ),
            ),
        ),
        Case(
            "design.paired",
            "n of 80 % power",
            lambda: design.paired(effect=0.5, power=0.8).n,
            (
                Peer(
                    "R power.t.test", 'power.t.test(delta = .5, power = .8, type = "paired")$n', agrees=1e-4
                ),
                Peer(
                    "statsmodels TTestPower",
                    lambda: power.TTestPower().solve_power(0.5, power=0.8, alpha=0.05),
                    agrees=1e-4,
                ),
            ),
        ),
        Case(
            "design.two_proportions",
            "n of 80 % power",
            lambda: design.two_proportions(0.5, p2=0.65, power=0.8).n,
            (Peer("R power.prop.test", "power.prop.test(p1 = .5, p2 = .65, power = .8)$n", agrees=1e-4),),
        ),
    ]


def cases() -> list[Case]:
    """All of them."""
    return [case for make in (signed_ranks, means, followed, two_groups, fisher, plans) for case in make()]

"""Shares, rates, surveys and survival beside their peers."""

import numpy as np
from scipy import stats
from statistics_cases import Case, Peer
from statsmodels.stats import proportion as sm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.rates import confint_poisson
from synthetic_numbers import random, teams

from evaluering.statistics import proportions, rates, surveys, survival

NO_INTERVAL = "no interval"


def ends(estimate):
    """Value and ends."""
    return estimate.value, estimate.low, estimate.high


def one_share() -> list[Case]:
    """320 of 500, and the same share of 100,000."""
    names = {"wilson": ("wilson", "prop.test(x, n, correct = FALSE)"), "exact": ("exact", "binom.test(x, n)")}
    names["wilson_cc"] = ("wilsoncc", "prop.test(x, n)")
    found = []
    for method, (scipys, rs) in names.items():
        x, n = 320, 500

        def ours(method=method):
            one = proportions.interval(x, n, method)
            return one.low, one.high

        def of_scipy(scipys=scipys):
            return tuple(stats.binomtest(x, n).proportion_ci(method=scipys))

        peers = [
            Peer("scipy binomtest", of_scipy, "also an exact test"),
            Peer(f"R {rs.split('(')[0]}", f"{rs}$conf.int", "also a test"),
        ]
        if method != "wilson_cc":
            name = {"wilson": "wilson", "exact": "beta"}[method]
            peers.append(
                Peer(
                    "statsmodels proportion_confint",
                    lambda name=name: sm.proportion_confint(x, n, 0.05, name),
                )
            )
        found.append(
            Case(f"proportions.interval {method}", "320 of 500", ours, tuple(peers), {"x": x, "n": n})
        )
    return found


def two_shares() -> list[Case]:
    """40 of 60 against 320 of 500."""
    numbers = (40, 60, 320, 500)
    names = {"newcombe": ("newcomb", True), "miettinen_nurminen": ("score", True), "mee": ("score", False)}
    found = []
    for method, (name, correction) in names.items():

        def ours(method=method):
            one = proportions.difference(*numbers, method)
            return one.low, one.high

        def peer(name=name, correction=correction):
            return sm.confint_proportions_2indep(*numbers, compare="diff", method=name, correction=correction)

        newcombe = method == "newcombe"
        lacks = (
            "" if newcombe else "no p-value; its limits are others than those of R's PropCIs, which ours are"
        )
        found.append(
            Case(
                f"proportions.difference {method}",
                "60 and 500 persons",
                ours,
                (Peer("statsmodels confint_proportions_2indep", peer, lacks, 1e-6 if newcombe else None),),
            )
        )
    return found


def paired_shares() -> list[Case]:
    """Pairs that changed: 14 one way and 31 the other."""
    table = [[300, 31], [14, 155]]

    def ours():
        one = proportions.mcnemar(14, 31)
        return one.p_exact, one.p_chi2

    def peer():
        return mcnemar(table, exact=True).pvalue, mcnemar(table, exact=False).pvalue

    both = "c(binom.test(b, b + c)$p.value, mcnemar.test(table)$p.value)"
    return [
        Case(
            "proportions.mcnemar",
            "500 pairs",
            ours,
            (
                Peer("statsmodels mcnemar", peer, "no mid-p"),
                Peer("R mcnemar.test and binom.test", both, "no mid-p"),
            ),
            {"b": 14, "c": 31, "table": table},
        )
    ]


def simultaneous() -> list[Case]:
    """500 answers in three and in eight categories."""
    counts = {"goodman": [320, 120, 60], "sison_glaz": [100, 90, 80, 70, 60, 50, 30, 20]}
    found = []
    for method, seen in counts.items():

        def ours(method=method, seen=seen):
            return [(one.low, one.high) for one in proportions.simultaneous(seen, method)]

        def peer(method=method, seen=seen):
            return sm.multinomial_proportions_confint(seen, method=method.replace("_", "-"))

        peers = (Peer("statsmodels multinomial_proportions_confint", peer),)
        found.append(
            Case(f"proportions.simultaneous {method}", f"500 in {len(seen)} categories", ours, peers)
        )
    return found


def clustered_share() -> list[Case]:
    """Yes and no of persons in teams."""
    found = []
    for people, groups in ((500, 60), (100_000, 1_000)):
        data = teams(people, groups)
        y, g = (data["y"] > 0).astype(float), data["g"]

        def ours(y=y, g=g):
            one = proportions.clustered(y, g)
            return (
                one.logit.value,
                one.logit.low,
                one.logit.high,
                one.korn_graubard.low,
                one.korn_graubard.high,
            )

        expression = (
            "d <- svydesign(~g, data = data.frame(y, g), weights = ~1);"
            'one <- svyciprop(~y, d, "logit"); c(one, attr(one, "ci"), attr(svyciprop(~y, d, "beta"), "ci"))'
        )
        peers = (Peer("R survey svyciprop, logit and beta", expression, packages=("survey",)),)
        found.append(
            Case("proportions.clustered", f"{people} in {groups} teams", ours, peers, {"y": y, "g": g})
        )
    return found


def events() -> list[Case]:
    """Counts of events and the teams they come from."""

    def one_rate():
        one = rates.interval(37, 61.0)
        return one.low, one.high

    def two_rates():
        return ends(rates.ratio(37, 61.0, 60, 70.0))

    found = [
        Case(
            "rates.interval",
            "37 events",
            one_rate,
            (
                Peer("R poisson.test", "poisson.test(k, e)$conf.int", "also a test"),
                Peer("statsmodels confint_poisson", lambda: confint_poisson(37, 61.0, method="exact-c")),
            ),
            {"k": 37, "e": 61},
        ),
        Case(
            "rates.ratio",
            "37 and 60 events",
            two_rates,
            (Peer("R poisson.test", "one <- poisson.test(k, e); c(one$estimate, one$conf.int)"),),
            {"k": [37, 60], "e": [61, 70]},
        ),
    ]
    for units in (60, 10_000):
        counts = random("events", units).poisson(random("events", units).gamma(2, 1, units)).astype(float)

        def spread(counts=counts):
            one = rates.dispersion(counts)
            return one.index, *ends(one.rate)

        expression = (
            "m <- glm(y ~ 1, family = quasipoisson); s <- summary(m); t <- qt(.975, m$df.residual);"
            "c(s$dispersion, exp(coef(m)), exp(coef(m) + c(-1, 1) * t * s$coefficients[2]))"
        )
        found.append(
            Case(
                "rates.dispersion",
                f"{units} units",
                spread,
                (Peer("R glm(family = quasipoisson)", expression, "no test of dispersion", 1e-5),),
                {"y": counts},
            )
        )
    return found


def answers() -> list[Case]:
    """Answers on a scale, ticks, and p-values of a family."""
    found = []
    for people in (500, 100_000):
        given = random("answers", people).integers(1, 6, people).astype(float)
        ticks = (random("ticks", people).random((people, 8)) < 0.4).astype(float)

        def scale(given=given):
            one = surveys.likert(given)
            return [one.median, *(share.low for share in one.shares)]

        def by_hand(given=given):
            counts = np.bincount(given.astype(int), minlength=6)[1:]
            return [np.median(given), *sm.proportion_confint(counts, len(given), method="wilson")[0]]

        def ticked(ticks=ticks):
            return [share.low for share in surveys.multiple_response(ticks).shares]

        def summed(ticks=ticks):
            return sm.proportion_confint(ticks.sum(axis=0), len(ticks), method="wilson")[0]

        unchecked = "no check of the answers"
        found += [
            Case(
                "surveys.likert",
                f"{people} answers",
                scale,
                (Peer("numpy and statsmodels proportion_confint", by_hand, unchecked),),
            ),
            Case(
                "surveys.multiple_response",
                f"{people} persons, 8 options",
                ticked,
                (Peer("numpy and statsmodels proportion_confint", summed, unchecked),),
            ),
        ]
    for tests in (20, 100_000):
        p = random("tests", tests).random(tests) ** 3
        for name, ours in (("holm", surveys.holm), ("benjamini_hochberg", surveys.benjamini_hochberg)):
            short, of_r = {"holm": ("holm", "holm"), "benjamini_hochberg": ("fdr_bh", "BH")}[name]
            adjust = f'p.adjust(p, "{of_r}")'
            peers = [
                Peer("statsmodels multipletests", lambda p=p, short=short: multipletests(p, method=short)[1]),
                Peer("R p.adjust", adjust, "no check of p"),
            ]
            if name != "holm":
                peers.append(
                    Peer("scipy false_discovery_control", lambda p=p: stats.false_discovery_control(p))
                )
            found.append(
                Case(
                    f"surveys.{name}",
                    f"{tests} tests",
                    lambda p=p, ours=ours: ours(p),
                    tuple(peers),
                    {"p": p},
                )
            )
    return found


def pathways() -> list[Case]:
    """Days until a pathway ended, some still open."""
    found = []
    for n in (500, 100_000):
        rng = random("pathways", n)
        days = np.ceil(rng.gamma(2, 30, n))
        ended = (rng.random(n) < 0.8).astype(float)

        def ours(days=days, ended=ended):
            one = survival.kaplan_meier(days, ended, [30.0, 60.0])
            return [*ends(one.median), *(1 - share.value for share in one.within)]

        def peer(days=days, ended=ended):
            from statsmodels.duration.survfunc import SurvfuncRight

            one = SurvfuncRight(days, ended)
            return one.quantile(0.5), *one.quantile_ci(0.5, method="cloglog")

        expression = (
            'm <- survfit(Surv(days, ended) ~ 1, conf.type = "log-log"); q <- quantile(m, .5);'
            "c(q$quantile, q$lower, q$upper, summary(m, times = c(30, 60))$surv)"
        )
        found.append(
            Case(
                "survival.kaplan_meier",
                f"{n} pathways",
                ours,
                (
                    Peer("R survival survfit", expression, packages=("survival",)),
                    Peer("statsmodels SurvfuncRight", peer, "no interval of the curve", None),
                ),
                {"days": days, "ended": ended},
            )
        )
    return found


def cases() -> list[Case]:
    """All of them."""
    makers = (one_share, two_shares, paired_shares, simultaneous, clustered_share, events, answers, pathways)
    return [case for make in makers for case in make()]

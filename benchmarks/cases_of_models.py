"""Clustered numbers, models, series and panels beside their peers."""

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statistics_cases import Case, Peer
from statsmodels.stats.diagnostic import acorr_breusch_godfrey
from statsmodels.stats.stattools import durbin_watson
from synthetic_numbers import random, teams

from evaluering.statistics import clustered, differences, interrupted, mixed, ordinal

SANDWICH = ("clubSandwich",)
JUDGED = 's <- coef_test(m, vcov = "CR2", cluster = g, test = "Satterthwaite")'
CR1 = "no small-sample correction: CR1, normal quantiles"


def everything(one):
    """Value, standard error and degrees of freedom."""
    return one.value, one.se, one.df


def columns(data) -> np.ndarray:
    """The design: a constant, the treatment, a predictor."""
    return np.column_stack([np.ones(len(data["y"])), data["treated"], data["x"]])


def sandwiches() -> list[Case]:
    """Least squares with CR2 and Satterthwaite's degrees of freedom."""
    found = []
    for people, groups in ((500, 60), (5_000, 1_000), (100_000, 1_000)):
        data = teams(people, groups)
        x, size = columns(data), f"{people} in {groups} teams"

        def regression(data=data, x=x):
            found = clustered.regression(data["y"], x, data["g"]).estimates
            return [one.value for one in found] + [one.se for one in found] + [one.df for one in found]

        def mean(data=data):
            return everything(clustered.mean(data["y"], data["g"]).mean)

        def sm_regression(data=data, x=x):
            fit = sm.OLS(data["y"], x).fit(cov_type="cluster", cov_kwds={"groups": data["g"]})
            return [*fit.params, *fit.conf_int().ravel()]

        def sm_mean(data=data):
            fit = sm.OLS(data["y"], np.ones(len(data["y"]))).fit(
                cov_type="cluster", cov_kwds={"groups": data["g"]}
            )
            return [*fit.params, *fit.conf_int().ravel()]

        peers = (Peer("statsmodels OLS, cov_type cluster", sm_regression, CR1, None),)
        of_mean = (Peer("statsmodels OLS, cov_type cluster", sm_mean, CR1, None),)
        if people < 100_000:  # clubSandwich would take minutes
            peers += (
                Peer(
                    "R lm and clubSandwich coef_test",
                    f"m <- lm(y ~ treated + x); {JUDGED}; c(s$beta, s$SE, s$df)",
                    packages=SANDWICH,
                ),
            )
            of_mean += (
                Peer(
                    "R lm and clubSandwich coef_test",
                    f"m <- lm(y ~ 1); {JUDGED}; c(s$beta, s$SE, s$df)",
                    "no test of the clusters' means",
                    packages=SANDWICH,
                ),
            )
        found += [
            Case("clustered.regression", size, regression, peers, data),
            Case("clustered.mean", size, mean, of_mean, data),
        ]

        def means(data=data):
            one = clustered.cluster_means_test(data["y"], data["g"], data["treated"])
            return one.value, one.low, one.high, one.p

        def pandas_means(data=data):
            table = pd.DataFrame(data).groupby("g").agg({"y": "mean", "treated": "first"})
            one = stats.ttest_ind(table.y[table.treated == 1], table.y[table.treated == 0])
            ends = one.confidence_interval()
            return (ends.low + ends.high) / 2, ends.low, ends.high, one.pvalue

        expression = (
            "m <- tapply(y, g, mean); a <- tapply(treated, g, mean); one <- t.test(m[a == 1], m[a == 0], var.equal = TRUE);"
            "c(one$estimate[1] - one$estimate[2], one$conf.int, one$p.value)"
        )
        found.append(
            Case(
                "clustered.cluster_means_test",
                size,
                means,
                (
                    Peer("pandas groupby and scipy ttest_ind", pandas_means),
                    Peer("R tapply and t.test", expression),
                ),
                data,
            )
        )
    return found


def bootstraps() -> list[Case]:
    """The wild bootstrap: no peer, an aim."""
    found = []
    for groups, kind in (
        (6, "6 clusters, enumerated"),
        (12, "12 clusters, enumerated"),
        (60, "60 clusters, 9,999 draws"),
    ):
        data = teams(500, groups)
        x = columns(data)
        for interval in (False, True):

            def ours(data=data, x=x, interval=interval):
                return clustered.wild_bootstrap(
                    data["y"], x, data["g"], 1, clustered.Bootstrap(interval=interval)
                ).t

            size = f"500 in {kind}{', with interval' if interval else ''}"
            found.append(Case("clustered.wild_bootstrap", size, ours, aim=100))
    return found


def mixed_models() -> list[Case]:
    """Random effects."""
    found = []
    for people, groups in ((500, 60), (10_000, 1_000)):
        data = teams(people, groups)
        x, size = columns(data), f"{people} in {groups} teams"
        small = people == 500

        def intercept(data=data, x=x):
            one = mixed.random_intercept(data["y"], x, data["g"])
            found = one.estimates
            return [e.value for e in found] + [e.se for e in found] + [e.df for e in found]

        def slope(data=data, x=x):
            one = mixed.random_slope(data["y"], x, data["g"], 2)
            return [e.value for e in one.estimates] + [e.se for e in one.estimates]

        def sm_intercept(data=data, x=x):
            fit = sm.MixedLM(data["y"], x, data["g"]).fit()
            return [*fit.fe_params, *fit.bse_fe]

        satterthwaite = "s <- summary(m)$coefficients;"
        kenward = 'k <- summary(m, ddf = "Kenward-Roger")$coefficients;' if small else ""
        without = "" if small else "no Kenward-Roger, whose n x n matrices would not fit"
        formula = "m <- lmer(y ~ treated + x + ({} | g));"
        rs = formula.format("1") + satterthwaite + kenward + "c(s[, 1], s[, 2], s[, 3])"
        r_slope = formula.format("1 + x") + satterthwaite + kenward + "c(s[, 1], s[, 2])"
        peers = [Peer("R lmerTest lmer", rs, without, 1e-3, ("lmerTest",))]
        if small:
            peers.append(
                Peer(
                    "statsmodels MixedLM", sm_intercept, "no degrees of freedom; other standard errors", None
                )
            )
        found += [
            Case("mixed.random_intercept", size, intercept, tuple(peers), data),
            Case(
                "mixed.random_slope",
                size,
                slope,
                (Peer("R lmerTest lmer", r_slope, without, 5e-3, ("lmerTest",)),),
                data,
            ),
        ]

        def correlation(data=data):
            one = clustered.icc(data["y"], data["g"])
            return one.reml.value, one.reml.low, one.reml.high

        expression = "m <- lmer(y ~ 1 + (1 | g)); v <- as.data.frame(VarCorr(m))$vcov; c(v[1] / sum(v))" + (
            '; p <- confint(m, parm = "theta_", quiet = TRUE); c(v[1] / sum(v))' if small else ""
        )
        lacks = (
            "a profile of each deviation instead of the ratio; no analysis of variance"
            if small
            else "no interval"
        )
        found.append(
            Case(
                "clustered.icc",
                size,
                correlation,
                (
                    Peer(
                        "R lme4 lmer" + (" and confint" if small else ""), expression, lacks, 1e-3, ("lme4",)
                    ),
                ),
                data,
            )
        )

        rng = random("glmm", people)
        visits = {
            "trials": np.full(groups * 4, 10.0),
            "g": np.repeat(np.arange(groups), 4),
            "x": rng.normal(size=groups * 4),
        }
        log_odds = rng.normal(0, 0.6, groups)[visits["g"]] + 0.3 * visits["x"]
        visits["y"] = rng.binomial(10, 1 / (1 + np.exp(-log_odds))).astype(float)
        design = np.column_stack([np.ones(groups * 4), visits["x"]])

        def glmm(visits=visits, design=design):
            one = mixed.glmm(visits["y"], visits["trials"], design, visits["g"])
            return [e.value for e in one.estimates]

        expression = "m <- glmer(cbind(y, trials - y) ~ x + (1 | g), family = binomial); s <- summary(m); s$coefficients[, 1]"
        found.append(
            Case(
                "mixed.glmm",
                f"{groups * 4} shares in {groups} teams",
                glmm,
                (Peer("R lme4 glmer", expression, "", 1e-2, ("lme4",)),),
                visits,
            )
        )
    return found


def ordinal_models() -> list[Case]:
    """Proportional odds."""
    found = []
    for people in (500, 10_000):
        data = teams(people, 60)
        answers = np.digitize(data["y"], [-1.0, -0.2, 0.6, 1.4]) + 1.0
        x = columns(data)[:, 1:]

        def ours(answers=answers, x=x):
            one = ordinal.proportional_odds(answers, x)
            return [e.value for e in one.coefficients] + [e.se for e in one.coefficients]

        logits = ";".join(
            f"summary(glm((y > {cut}) ~ treated + x, family = binomial))" for cut in (1, 2, 3, 4)
        )
        clm = f"m <- clm(factor(y) ~ treated + x); s <- summary(m)$coefficients; {logits}; c(s[5:6, 1], s[5:6, 2])"
        polr = f"m <- polr(factor(y) ~ treated + x, Hess = TRUE); s <- summary(m)$coefficients; {logits}; c(s[1:2, 1], s[1:2, 2])"
        found.append(
            Case(
                "ordinal.proportional_odds",
                f"{people} persons, 5 answers",
                ours,
                (
                    Peer("R ordinal clm, and glm at each cut", clm, "", 1e-3, ("ordinal",)),
                    Peer("R MASS polr, and glm at each cut", polr, "", 1e-2, ("MASS",)),
                ),
                {"y": answers, "treated": data["treated"], "x": data["x"]},
            )
        )
    return found


def series(n: int) -> dict[str, np.ndarray]:
    """A monthly series with a change in the middle, its control, and counts."""
    rng = random("series", n)
    time = np.arange(n, dtype=float)
    errors = [np.zeros(n), np.zeros(n)]
    for one in errors:
        for i in range(1, n):
            one[i] = 0.3 * one[i - 1] + rng.normal()
    after = (time >= n // 2).astype(float)
    y = 20 + 0.05 * time + 2 * after + errors[0]
    control = 18 + 0.05 * time + errors[1]
    since = after * (time - n // 2)
    counts = rng.poisson(np.exp(3 + 0.002 * time - 0.2 * after)).astype(float)
    return {"y": y, "control": control, "counts": counts, "time": time, "after": after, "since": since}


def interruptions() -> list[Case]:
    """Interrupted series."""
    found = []
    for n in (48, 240):
        data, at = series(n), float(n // 2)
        size = f"{n} points"
        gls = "m <- gls({} ~ time + after + since, correlation = corAR1(form = ~ time)); i <- intervals(m);"
        lines = (data["time"], at)
        future = data["time"][n // 2 :]
        base = np.column_stack([np.ones(n), data["time"], data["after"], data["since"]])

        def segmented(data=data, lines=lines):
            one = interrupted.segmented(data["y"], *lines)
            return one.level_change.value, one.slope_change.value

        def counts(data=data, lines=lines):
            one = interrupted.segmented_counts(data["counts"], *lines)
            return np.log([one.level_change.value, one.slope_change.value])

        def without(data=data, lines=lines, future=future):
            return interrupted.counterfactual(data["y"], *lines, future)[0].without_change.value

        def controlled(data=data, lines=lines):
            one = interrupted.controlled(data["y"], data["control"], *lines).difference
            return one.level_change.value, one.slope_change.value

        def residuals(data=data, lines=lines):
            one = interrupted.residual_autocorrelation(data["y"], *lines)
            return one.durbin_watson, one.breusch_godfrey, one.p_breusch_godfrey, one.p_durbin_watson

        def sm_residuals(data=data, base=base):
            fit = sm.OLS(data["y"], base).fit()
            return durbin_watson(fit.resid), *acorr_breusch_godfrey(fit, nlags=1)[:2]

        found += [
            Case(
                "interrupted.segmented",
                size,
                segmented,
                (Peer("R nlme gls, corAR1", gls.format("y") + "coef(m)[3:4]", "", 1e-3, ("nlme",)),),
                data,
            ),
            Case(
                "interrupted.segmented_counts",
                size,
                counts,
                (
                    Peer(
                        "R glm(family = quasipoisson)",
                        "m <- glm(counts ~ time + after + since, family = quasipoisson); summary(m); coef(m)[3:4]",
                        "no autocorrelation, no mean effect",
                        1e-5,
                    ),
                ),
                data,
            ),
            Case(
                "interrupted.counterfactual",
                size,
                without,
                (
                    Peer(
                        "R nlme gls, contrasts with its vcov",
                        gls.format("y")
                        + "k <- cbind(1, time, 0, 0)[after == 1, ]; e <- k %*% coef(m); s <- sqrt(diag(k %*% vcov(m) %*% t(k))); e[1]",
                        "one of three contrasts",
                        1e-3,
                        ("nlme",),
                    ),
                ),
                data,
            ),
            Case(
                "interrupted.controlled",
                size,
                controlled,
                (
                    Peer(
                        "R nlme gls of the difference and of both series",
                        gls.format("y")
                        + gls.format("control")
                        + "d <- y - control;"
                        + gls.format("d")
                        + "coef(m)[3:4]",
                        "",
                        1e-3,
                        ("nlme",),
                    ),
                ),
                data,
            ),
            Case(
                "interrupted.residual_autocorrelation",
                size,
                residuals,
                (
                    Peer(
                        "R lmtest dwtest and bgtest",
                        "m <- y ~ time + after + since; d <- dwtest(m, exact = TRUE); b <- bgtest(m, fill = 0);"
                        f"c(d$statistic, b$statistic, b$p.value{', d$p.value' if n < 100 else ''})",
                        "" if n < 100 else "p of Durbin and Watson's by the normal distribution",
                        packages=("lmtest",),
                    ),
                    Peer(
                        "statsmodels OLS, durbin_watson and acorr_breusch_godfrey",
                        sm_residuals,
                        "no p-value of Durbin and Watson's",
                        1e-6,
                    ),
                ),
                data,
            ),
        ]
    return found


def panels() -> list[Case]:
    """Units over periods."""
    found = []
    for units, periods in ((60, 12), (500, 12)):
        rng = random("panel", units)
        unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
        first = rng.choice([4.0, 7.0, 10.0, np.inf], units)
        treated = (period >= first[unit]).astype(float)
        y = rng.normal(size=units)[unit] + 0.1 * period + 0.5 * treated + rng.normal(size=len(unit))
        data = {"y": y, "unit": unit, "period": period, "treated": treated}

        def ours(data=data):
            one = differences.two_way(data["y"], data["unit"], data["period"], data["treated"]).effect
            return everything(one)

        expression = (
            "m <- lm(y ~ treated + factor(unit) + factor(period));"
            's <- coef_test(m, vcov = "CR2", cluster = unit, test = "Satterthwaite", coefs = "treated"); c(s$beta, s$SE, s$df)'
        )
        lacks = "no weights of cells"
        peers = (
            [Peer("R lm and clubSandwich coef_test", expression, lacks, packages=SANDWICH)]
            if units == 60
            else []
        )

        def dummies(data=data, units=units, periods=periods):
            columns = [
                np.eye(units)[data["unit"]],
                np.eye(periods)[data["period"]][:, 1:],
                data["treated"][:, None],
            ]
            fit = sm.OLS(data["y"], np.hstack(columns)).fit(
                cov_type="cluster", cov_kwds={"groups": data["unit"]}
            )
            return [fit.params[-1]]

        peers.append(Peer("statsmodels OLS with dummies, cov_type cluster", dummies, f"{lacks}; {CR1}"))
        found.append(
            Case("differences.two_way", f"{units} units, {periods} periods", ours, tuple(peers), data)
        )
    return found


def cases() -> list[Case]:
    """All of them."""
    return [
        case
        for make in (sandwiches, bootstraps, mixed_models, ordinal_models, interruptions, panels)
        for case in make()
    ]

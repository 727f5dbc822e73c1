"""Agreement and reliability beside their peers."""

import numpy as np
import pandas as pd
from scipy import stats
from statistics_cases import Case, Peer
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa
from synthetic_numbers import random

from evaluering.statistics import agreement, reliability
from evaluering.statistics.krippendorff import Resampling, krippendorff_alpha

LIMITS = "also much else of the scale"


def ratings(units: int, raters: int, points: int = 5) -> np.ndarray:
    """Whole points: a truth for each unit, and each rater about it."""
    rng = random(f"ratings {raters} {points}", units)
    about = rng.normal((points + 1) / 2, points / 4, units)[:, None] + rng.normal(
        0, points / 8, (units, raters)
    )
    return np.clip(np.round(about), 1, points)


def kappas() -> list[Case]:
    """Coefficients of agreement."""
    found = []
    for units in (60, 100_000):
        three, two = ratings(units, 3), ratings(units, 2)

        def fleiss(three=three):
            return agreement.fleiss_kappa(three).coefficient.value

        def sm_fleiss(three=three):
            return fleiss_kappa(aggregate_raters(three)[0])

        def cohen(two=two):
            one = agreement.cohen_kappa(two).coefficient
            return one.value, one.low, one.high

        def sm_cohen(two=two):
            one = cohens_kappa(pd.crosstab(two[:, 0], two[:, 1]).to_numpy())
            return one.kappa, one.kappa_low, one.kappa_upp

        psych = "one <- cohen.kappa(two); c(one$kappa, one$confid[1, c(1, 3)])"
        found += [
            Case(
                "agreement.fleiss_kappa",
                f"{units} units, 3 raters",
                fleiss,
                (
                    Peer(
                        "statsmodels aggregate_raters and fleiss_kappa",
                        sm_fleiss,
                        "no standard error, no interval",
                    ),
                ),
            ),
            Case(
                "agreement.cohen_kappa",
                f"{units} units",
                cohen,
                (
                    Peer("statsmodels cohens_kappa of pandas crosstab", sm_cohen),
                    Peer("R psych cohen.kappa", psych, "", 1e-4, ("psych",)),
                ),
                {"two": two},
            ),
        ]
    return found


def alphas() -> list[Case]:
    """Krippendorff's alpha, alone and with resampling."""
    found = []
    network, million = ratings(60, 3), ratings(250_000, 4)
    for scale in ("nominal", "ordinal", "interval", "ratio"):

        def alone(scale=scale):
            return krippendorff_alpha(million, scale, resampling=Resampling(replications=0)).linearised.low

        found.append(
            Case(
                f"krippendorff.krippendorff_alpha {scale}",
                "1,000,000 ratings, without resampling",
                alone,
                aim=1_000,
            )
        )
    found.append(
        Case(
            "krippendorff.krippendorff_alpha ordinal",
            "60 units, 3 raters, 2,000 resamples",
            lambda: krippendorff_alpha(network, "ordinal").coefficient.low,
        )
    )
    return found


def scales() -> list[Case]:
    """Intraclass correlations, Cronbach's alpha, Kendall's W."""
    found = []
    for units in (60, 200):
        given = ratings(units, 3, 10)

        def six(given=given):
            every = [reliability.icc(given, form).coefficient for form in reliability.FORMS]
            return [one.value for one in every] + [every[i].low for i in (0, 2, 3, 5)]

        expression = "one <- ICC(given, lmer = FALSE)$results; c(one$ICC, one[c(1, 3, 4, 6), 'lower bound'])"
        found.append(
            Case(
                "reliability.icc all six",
                f"{units} units, 3 raters",
                six,
                (Peer("R psych ICC", expression, packages=("psych",)),),
                {"given": given},
            )
        )
    for persons in (500, 100_000):
        items = ratings(persons, 8)

        def alpha(items=items):
            one = reliability.cronbach_alpha(items)
            return one.raw.value, one.standardised.value, one.raw.low, one.raw.high

        def by_hand(items=items):
            covariance = np.cov(items, rowvar=False)
            k, n = len(covariance), len(items)
            raw = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())
            r = (np.corrcoef(items, rowvar=False).sum() - k) / (k * (k - 1))
            f = stats.f.ppf([0.975, 0.025], n - 1, (n - 1) * (k - 1))
            return raw, k * r / (1 + (k - 1) * r), *(1 - (1 - raw) * f)

        expression = "one <- alpha(items)$total; c(one$raw_alpha, one$std.alpha)"
        found.append(
            Case(
                "reliability.cronbach_alpha",
                f"{persons} persons, 8 items",
                alpha,
                (
                    Peer("the formula in numpy and scipy", by_hand, "no check of the items"),
                    # At 100,000 persons it takes seconds, for all else it computes.
                    *(
                        [Peer("R psych alpha", expression, LIMITS, packages=("psych",))]
                        if persons == 500
                        else []
                    ),
                ),
                {"items": items},
            )
        )
    for units in (60, 10_000):
        given = ratings(units, 5, 20)

        def w(given=given):
            one = reliability.kendall_w(given)
            return one.p, one.value

        def friedman(given=given):
            # friedmanchisquare takes the treatments: here the units, over the raters.
            return stats.friedmanchisquare(*given).pvalue

        found.append(
            Case(
                "reliability.kendall_w",
                f"{units} units, 5 raters",
                w,
                (
                    Peer("scipy friedmanchisquare", friedman),
                    Peer("R friedman.test", "friedman.test(t(given))$p.value"),
                ),
                {"given": given},
            )
        )
    return found


def cases() -> list[Case]:
    """All of them."""
    return [case for make in (kappas, alphas, scales) for case in make()]

"""How large a study must be, how surely it would find an effect, and how small an effect it can find.

Of effect, n and power two are given and the third is found. Every plan can take clustering in
municipalities or teams into account, and be drawn as a curve over ICC or n: one number hides how
much rests on the ICC. All functions take the terms ``alpha`` (0.05), ``sides`` (2) and ``strict``
(true: a two-sided rejection in the wrong direction counts too; R's ``power.t.test`` leaves it out
unless told, which matters only at low power).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import inf, nan, sqrt
from typing import Any, Unpack

import numpy as np
from numpy.typing import NDArray

from evaluering.statistics import _design_effects, _power, _rating_patterns, _stepped_wedge, inputs
from evaluering.statistics._design_effects import Clustering, DesignEffect
from evaluering.statistics._plans import (
    AgreementSample,
    Curve,
    Detectable,
    GroupTerms,
    Plan,
    Terms,
    WedgeTerms,
    clustered,
    one_number,
    planned,
    rule_of,
    wedged,
)
from evaluering.statistics._power import Precision, Rule

__all__ = [
    "AgreementSample",
    "Curve",
    "DesignEffect",
    "Detectable",
    "Plan",
    "agreement_sample",
    "curve_over_icc",
    "curve_over_n",
    "design_effect",
    "fewest_raters",
    "minimum_detectable_effect",
    "paired",
    "stepped_wedge",
    "two_means",
    "two_proportions",
]

NONCENTRAL_T = "Cohen J. Statistical Power Analysis for the Behavioral Sciences. 2nd ed. Erlbaum; 1988."
PROPORTIONS = (
    "Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions. 3rd ed. Wiley; 2003."
)
CLUSTERED = "Donner A, Klar N. Design and Analysis of Cluster Randomization Trials in Health Research. 2000."
UNEQUAL = "Eldridge SM, Ashby D, Kerry S. Sample size for cluster randomized trials. IJE 2006;35:1292-1300."
HUSSEY_HUGHES = "Hussey MA, Hughes JP. Contemp Clin Trials 2007;28:182-191."
NESTED = "Hooper R, Teerenstra S, de Hoop E, Eldridge S. Stat Med 2016;35:4718-4728."
EXPOSURE = "Kenny A, Voldal EC, Xia F, Heagerty PJ, Hughes JP. Stat Med 2022;41:4311-4339."
FLEISS_COHEN_EVERITT = "Fleiss JL, Cohen J, Everitt BS. Psychol Bull 1969;72:323-327."
GWET = "Gwet KL. Br J Math Stat Psychol 2008;61:29-48."
BLOOM = "Bloom HS. Minimum detectable effects. Evaluation Review 1995;19:547-556."
MOST_RATERS = 50
ICCS = tuple(round(0.01 * step, 2) for step in range(1, 11))
"""The ICCs a curve runs over unless told: what is seen between municipalities and teams."""


def two_means(
    effect: float | None = None,
    n: float | None = None,
    power: float | None = None,
    sd: float = 1.0,
    ratio: float = 1.0,
    **terms: Unpack[GroupTerms],
) -> Plan:
    """Two independent groups compared by the t test: power, n of the first group, or effect.

    Inputs: ``effect`` difference in means (any sign) and ``sd`` > 0 within groups, in the outcome's
    unit; ``n`` > 0 in the first group, ``ratio`` > 0 times as many in the second; ``power`` in
    (alpha, 1); exactly two of the three. Terms: ``alpha``, ``sides``, ``strict``; for people in
    clusters that are wholly in one group also ``cluster_size`` (mean), ``icc`` and ``cluster_cv``.

    Formula: se = sd sqrt(deff (1/n + 1/(ratio n))), df = n + ratio n - 2, power = P(|T| > t(1 -
    alpha/2; df)), T noncentral t with effect/se. Clustered: deff = 1 + ((cv^2 + 1) m - 1) ICC and
    df = clusters - 2, as for a t test of cluster means.

    Assumes a normal outcome with equal SD, and independent people or clusters. Without any df, or
    when no n will do, NaN with a reason. Raises ``ValueError`` for values outside those ranges.
    Source: Cohen 1988; Donner & Klar 2000; Eldridge 2006. Checked against R 4.2.2 power.t.test,
    clusterPower's cpa.normal ("weighted"), statsmodels, and simulation of clustered data.
    """
    rule, clustering = _group_terms(terms)
    inputs.positive(sd, "sd")
    inputs.positive(ratio, "ratio")

    def _precision(n: float, _effect: float) -> Precision:
        se = sd * sqrt(clustering.factor / n * (1 + 1 / ratio))
        return Precision(se, n * (1 + ratio) / clustering.divisor - 2, se)

    asked = _power.question(effect, n, power, rule.alpha)
    least = 2 * clustering.divisor / min(1.0, ratio)
    found = _power.answer(replace(asked, least_n=least), _precision, rule)
    source = _group_source(NONCENTRAL_T, clustering)
    plan = planned(asked, found, rule, method="two_sample_t", source=source)
    return clustered(plan, clustering, plan.n * (1 + ratio))


def paired(
    effect: float | None = None,
    n: float | None = None,
    power: float | None = None,
    sd: float = 1.0,
    **terms: Unpack[GroupTerms],
) -> Plan:
    """The mean change of the same people tested against none: power, number of pairs, or effect.

    Inputs: ``effect`` mean change and ``sd`` > 0 of the changes (not of the scores: with SD s at
    both times and correlation r, sd = s sqrt(2 (1 - r))), in the outcome's unit; ``n`` > 0 pairs;
    ``power`` in (alpha, 1); exactly two of effect, n and power. Terms as in ``two_means``.

    Formula: se = sd sqrt(deff / n), df = n - 1 (clustered: clusters - 1), power from the noncentral
    t as in ``two_means``.

    Assumes normal changes, and independent people or clusters; a change is no effect without
    something to compare with. Without any df, or when no n will do, NaN with a reason. Raises
    ``ValueError`` for values outside those ranges. Source: Cohen 1988; Donner & Klar 2000;
    Eldridge 2006. Checked against R 4.2.2 power.t.test, strict and not, statsmodels, and simulation.
    """
    rule, clustering = _group_terms(terms)
    inputs.positive(sd, "sd")

    def _precision(n: float, _effect: float) -> Precision:
        se = sd * sqrt(clustering.factor / n)
        return Precision(se, n / clustering.divisor - 1, se)

    asked = _power.question(effect, n, power, rule.alpha)
    found = _power.answer(replace(asked, least_n=2 * clustering.divisor), _precision, rule)
    plan = planned(asked, found, rule, method="paired_t", source=_group_source(NONCENTRAL_T, clustering))
    return clustered(plan, clustering, plan.n)


def two_proportions(
    p1: float,
    p2: float | None = None,
    n: float | None = None,
    power: float | None = None,
    **terms: Unpack[GroupTerms],
) -> Plan:
    """Two independent groups of equal size compared by a share: power, n per group, or p2.

    Inputs: ``p1`` and ``p2`` strictly between 0 and 1; ``n`` > 0 per group; ``power`` in (alpha,
    1); exactly two of p2, n and power. ``effect`` of the plan is p2 - p1; when found it is the
    smallest rise (for a fall, give 1 - p1). Terms as in ``two_means``.

    Formula: power = P(Z > (z sqrt(2 p q) - |p1 - p2| sqrt(n / deff)) / sqrt(p1 q1 + p2 q2)), p the
    mean of p1 and p2; clustered: noncentral t with df = clusters - 2 instead of Z.

    Assumes independent people or clusters and groups large enough for the normal approximation (n p
    and n q above about 5); without continuity correction. Out of reach is NaN with a reason. Raises
    ``ValueError`` for values outside those ranges. Source: Fleiss, Levin & Paik 2003; Donner & Klar
    2000. Checked against R 4.2.2 power.prop.test.
    """
    rule, clustering = _group_terms(terms)
    _power.share(p1, "p1")
    effect = None if p2 is None else _power.share(p2, "p2") - p1

    def _precision(n: float, effect: float) -> Precision:
        mean, second = p1 + effect / 2, p1 + effect
        scale = clustering.factor / n
        se = sqrt(scale * (p1 * (1 - p1) + second * (1 - second)))
        df = 2 * n / clustering.divisor - 2 if clustering.known else inf
        return Precision(se, df, sqrt(scale * 2 * mean * (1 - mean)))

    asked = _power.question(effect, n, power, rule.alpha)
    asked = replace(asked, least_n=2 * clustering.divisor, most_effect=(1 - p1) * (1 - 1e-12))
    found = _power.answer(asked, _precision, rule)
    source = _group_source(PROPORTIONS, clustering)
    plan = planned(asked, found, rule, method="two_proportions", source=source)
    return clustered(plan, clustering, 2 * plan.n)


def stepped_wedge(
    clusters: Sequence[int],
    effect: float | None = None,
    n: float | Sequence[float] | NDArray[Any] | None = None,
    power: float | None = None,
    **terms: Unpack[WedgeTerms],
) -> Plan:
    """A stepped wedge, where clusters cross over in steps: power, n per cluster and period, or effect.

    Inputs: ``clusters`` crossing over at each step (whole numbers); ``effect`` in the outcome's unit
    (difference in shares for a yes/no outcome); ``n`` per cluster and period: one number, one for
    each cluster in the order of steps, or clusters x periods with 0 where not measured (a single
    number when it is to be found); ``power`` in (alpha, 1); exactly two of effect, n and power; an
    effect found is the smallest rise (for the fall of a share, give 1 - mu0).
    Terms: ``sigma`` > 0, the SD within a cluster and period, or for yes/no ``mu0``, the share
    before; ``icc`` and ``cac`` (1), or the SDs ``tau`` of clusters and ``gamma`` (0) of periods
    within them; ``reference`` "t" (clusters - 2 df) or "normal"; ``by_exposure`` (false) for the
    mean over exposure times where the effect may change with time; ``baseline_periods`` (1) and
    ``final_periods`` (1) before the first and from the last step.

    Formula: y = period + effect X + u + v + e with variances tau^2, gamma^2, sigma^2; var(effect)
    from (sum_i Z_i' V_i^-1 Z_i)^-1, V_i = diag(sigma^2/n_ij + gamma^2) + tau^2 11'. tau^2 + gamma^2
    = sigma^2 ICC / (1 - ICC), tau^2 = CAC times that. Yes/no: sigma^2 = p (1 - p), p = mu0 +
    effect/2. ``design_effect`` is against two equal groups of independent people, as many in all.

    Assumes new people in every period, a common effect, calendar time in the model, and variances
    known (hence t in small studies); networks are recruited, not randomised, and that no formula
    mends. NaN with a reason for fewer than three clusters, or where time and change cannot be told
    apart. Raises ``ValueError`` for values outside those ranges. Source: Hussey & Hughes 2007;
    Hooper 2016 (nested exchangeable); Kenny 2022 (exposure time). Checked against R 4.2.2
    swCRTdesign 4.0 swPwr, and simulated mixed models (REML).
    """
    rule = rule_of(terms, WedgeTerms)
    asked = _power.question(effect, one_number(n), power, rule.alpha)
    wedge = _stepped_wedge.wedge(clusters, n, effect, terms)
    found = _power.answer(replace(asked, least_n=1.0, most_effect=wedge.most_effect), wedge.precision, rule)
    source = f"{HUSSEY_HUGHES} {NESTED} {EXPOSURE}"
    plan = planned(asked, found, rule, method="stepped_wedge_gls", source=source)
    return wedged(plan, wedge)


def design_effect(sizes: float | Sequence[float] | NDArray[Any], icc: float, cv: float = 0.0) -> DesignEffect:
    """How many times more people clustering asks for.

    Inputs: ``sizes``: the mean cluster size with the coefficient of variation ``cv`` >= 0, or all
    cluster sizes (positive numbers; then cv is theirs); ``icc`` from 0 to 1.

    Formula: ``value`` = 1 + ((cv^2 + 1) m - 1) ICC, people counting alike (from sizes: 1 +
    (sum m^2 / sum m - 1) ICC, the same); ``equal`` = 1 + (m - 1) ICC; ``weighted`` = clusters
    weighted by their precision, as a mixed model does: sum m / sum(m / (1 + (m - 1) ICC)), or with
    cv alone van Breukelen's approximation equal / (1 - cv^2 w (1 - w)), w = m ICC / equal.

    Assumes the same ICC in all clusters, and sizes unrelated to the outcome. No sizes give NaN with
    a reason. Raises ``ValueError`` for values outside those ranges. Source: Kish L. Survey Sampling.
    Wiley; 1965; Eldridge 2006; van Breukelen GJP, Candel MJJM, Berger MPF. Stat Med
    2007;26:2589-2603. Checked against the variance of a mean by summing the covariance matrix, and
    clusterPower's cpa.normal.
    """
    _stepped_wedge.at_most(icc, "icc")
    if np.ndim(sizes) == 0:
        mean = inputs.positive(sizes, "sizes")  # type: ignore[arg-type]
        return _design_effects.of_mean(mean, icc, _stepped_wedge.not_negative(cv, "cv"))
    given = inputs.complete(sizes, "sizes")  # type: ignore[arg-type]
    if cv or not (given > 0).all():
        raise ValueError("sizes must be positive; cv is their own when all of them are given")
    return _design_effects.of_sizes(given, icc)


def minimum_detectable_effect(
    se: float, df: float = inf, power: float = 0.8, **terms: Unpack[Terms]
) -> Detectable:
    """The smallest true effect found with ``power`` by a study whose estimate has this standard error.

    Inputs: ``se`` > 0 in the outcome's unit; ``df`` > 0, infinite for a normal test; ``power`` in
    (alpha, 1); terms ``alpha``, ``sides``, ``strict``.

    Formula: effect = multiple x se, P(|T| > t(1 - alpha/2; df)) = power for T noncentral t with
    shift ``multiple``. The familiar t(1 - alpha/2) + t(power) is close to it for large df.

    Assumes that the estimate is normal and its SE does not depend on the effect. Say what a study
    could have found by the SE it was planned with: power at the effect observed says nothing new.
    Raises ``ValueError`` for values outside those ranges. Source: Bloom 1995. Checked against R
    4.2.2 power.t.test and qnorm.
    """
    rule = rule_of(terms)
    inputs.positive(se, "se")
    if not inputs.is_number(df) or not df > 0:
        raise ValueError("df must be positive")
    asked = _power.question(None, 1.0, power, rule.alpha)
    found = _power.answer(asked, lambda _n, _effect: Precision(se, df, se), rule)
    multiple = found.effect / se
    return Detectable(
        found.effect, multiple, found.power, rule.alpha, se, df, "noncentral_t", BLOOM, found.reason
    )


def agreement_sample(
    value: float,
    prevalence: float,
    width: float,
    coefficient: str = "ac1",
    raters: int = 2,
    level: float = 0.95,
) -> AgreementSample:
    """How many goals to rate yes or no so that an agreement's interval gets a given width.

    Inputs: ``value`` of the coefficient expected (below 1); ``prevalence`` of yes, strictly between
    0 and 1; ``width`` of the whole interval, in (0, 2]; ``coefficient`` "kappa" (Cohen, Fleiss),
    "alpha" (Krippendorff) or "ac1" (Gwet); ``raters`` >= 2; ``level`` in (0, 1).

    Formula: the least goals with 2 t((1 + level)/2; goals - 1) sqrt(variance / goals) <= width;
    ``variance`` is that of one goal's linearised contribution, (a - po)/(1 - pe) - (1 - po)/(1 -
    pe)^2 pe'(p) (s - p), a the agreeing pairs and s the share of yes among its raters, pe = 1 - 2 p
    (1 - p) for kappa and alpha, 2 p (1 - p) for AC1.

    Assumes raters alike who judge independently given the goal (the beta-binomial, or Polya's urn),
    goals independent (multiply by the design effect when they come from few municipalities), and
    enough goals for the linearisation. Impossible agreement gives NaN with a reason. Raises
    ``ValueError`` for values outside those ranges. Source: Fleiss JL, Cohen J, Everitt BS. Psychol
    Bull 1969;72:323-327; Gwet KL. BJMSP 2008;61:29-48. Checked against statsmodels' cohens_kappa on
    expected counts, summing over all patterns of ratings, and simulation.
    """
    _power.share(prevalence, "prevalence")
    _rating_patterns.check_asked(value, width, coefficient)
    inputs.count(raters, "raters", least=2)
    patterns = _rating_patterns.patterns(value, prevalence, coefficient, raters)
    found = _rating_patterns.goals(patterns.variance, width, inputs.level(level))
    return AgreementSample(
        goals=found,
        raters=raters,
        value=value,
        width=width,
        level=level,
        variance=patterns.variance,
        observed=patterns.observed,
        chance=patterns.chance,
        method=f"linearised_{coefficient}",
        source=GWET if coefficient == "ac1" else FLEISS_COHEN_EVERITT,
        reason=patterns.reason,
    )


def fewest_raters(
    goals: int,
    value: float,
    prevalence: float,
    width: float,
    coefficient: str = "ac1",
    level: float = 0.95,
) -> AgreementSample:
    """How many raters give an agreement's interval a given width when there are only so many goals.

    Inputs: ``goals`` >= 2; the others as in ``agreement_sample``.

    Formula: the least raters, from 2 to 50, for whom ``agreement_sample`` asks for no more goals;
    its ``goals`` is then what they ask for. Where the goals themselves are too few, NaN with a reason.

    Assumes what ``agreement_sample`` does; every rater rates every goal. Raises ``ValueError`` for
    values outside those ranges. Source: Gwet KL. BJMSP 2008;61:29-48. Checked against
    ``agreement_sample`` at one rater fewer.
    """
    inputs.count(goals, "goals", least=2)
    for raters in range(2, MOST_RATERS + 1):
        found = agreement_sample(value, prevalence, width, coefficient, raters, level)
        if found.goals <= goals:
            return found
    return replace(found, goals=nan, reason=f"not even {MOST_RATERS} raters are enough: rate more goals")


def curve_over_icc(design: str, icc: Sequence[float] = ICCS, **given: Any) -> Curve:
    """The same plan over a range of ICCs, because one ICC is never known.

    Inputs: ``design`` "two_means", "paired", "two_proportions" or "stepped_wedge"; ``icc`` values,
    as that function takes them (0.01 to 0.10 unless told); ``given``: its other arguments.

    Formula: that function at each ICC. Assumes what it assumes. Raises ``ValueError`` for an unknown
    design, no ICC, or what the function refuses. Source: Eldridge 2006. Checked against the function
    called one by one.
    """
    values = inputs.complete(icc, "icc")
    return Curve("icc", tuple(values.tolist()), tuple(_planned(design, given, icc=one) for one in values))


def curve_over_n(design: str, n: Sequence[float], **given: Any) -> Curve:
    """The same plan over a range of n: its power, or the smallest effect it finds.

    Inputs: as ``curve_over_icc``, with values of ``n`` as the design's function takes them.

    Formula: that function at each n. Assumes what it assumes. Raises ``ValueError`` for an unknown
    design, no n, or what the function refuses. Source: Cohen 1988. Checked against the function
    called one by one, and so R 4.2.2 power.t.test.
    """
    values = inputs.complete(n, "n")
    return Curve("n", tuple(values.tolist()), tuple(_planned(design, given, n=one) for one in values))


def _planned(design: str, given: Mapping[str, Any], **one: float) -> Plan:
    designs: dict[str, Callable[..., Plan]] = {
        "two_means": two_means,
        "paired": paired,
        "two_proportions": two_proportions,
        "stepped_wedge": stepped_wedge,
    }
    if design not in designs:
        raise ValueError(f"design must be one of {', '.join(designs)}")
    return designs[design](**given, **{name: float(value) for name, value in one.items()})


def _group_terms(terms: Mapping[str, Any]) -> tuple[Rule, Clustering]:
    return rule_of(terms, GroupTerms), _design_effects.clustering(terms)


def _group_source(test: str, clustering: Clustering) -> str:
    return f"{test} {CLUSTERED} {UNEQUAL}" if clustering.known else test

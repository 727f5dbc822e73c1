"""Agreement, Krippendorff's alpha and reliability against R and published values that no table draws."""

import numpy as np
import pytest
from references import case

from evaluering.statistics import agreement
from evaluering.statistics.krippendorff import Resampling, krippendorff_alpha
from evaluering.statistics.reliability import icc, kendall_w

COVERS = {
    "kripp_alpha_4x12": ["nominal", "ordinal", "interval", "ratio"],
    "gwet_ac1_4raters": [
        "ac1",
        "ac1_se",
        "ac1_ci",
        "fleiss",
        "fleiss_se",
        "conger",
        "bp",
        "alpha",
        "alpha_se",
        "ac2_quadratic",
        "pa",
        "pe",
    ],
    "kappa_paradox": ["kappa", "kappa_se", "ac1", "ac1_se", "pa"],
    "cohen_kappa_2x2": ["kappa", "ci", "se"],
    "cohen_kappa_weighted": ["kappa", "weighted_quadratic", "kappa_se"],
    "kendall_w": ["W"],
}
"""Their ratings lie rater by unit, or as a table, so that they are turned here."""

ALONE = Resampling(replications=0)


def by_unit(raters: list[list[float | None]]) -> np.ndarray:
    return np.array(raters, dtype=float).T


def pairs(table: list[list[int]]) -> np.ndarray:
    """The ratings of two raters, unit by unit, that a table counts."""
    counts = np.array(table)
    first, second = np.indices(counts.shape)
    return np.column_stack([np.repeat(of.ravel(), counts.ravel()) for of in (first, second)])


@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_that_of_krippendorff_s_example_on_every_scale(scale):
    published = case("kripp_alpha_4x12")
    ratings = by_unit(published.input["ratings_rater_by_unit"])
    published.expects(scale, krippendorff_alpha(ratings, scale, resampling=ALONE).coefficient.value)


def test_every_coefficient_of_gwet_s_example():
    published = case("gwet_ac1_4raters")
    ratings = by_unit(published.input["ratings_rater_by_unit"])
    ac1 = agreement.gwet(ratings)
    published.expects("ac1", ac1.coefficient.value)
    published.expects("ac1_se", ac1.coefficient.se)
    published.expects("pa", ac1.observed)
    published.expects("pa", agreement.percent(ratings).value)
    published.expects("pe", ac1.expected)
    published.expects("ac1_ci", f"({ac1.coefficient.low:.3f},{ac1.coefficient.high:g})")
    published.expects("ac2_quadratic", agreement.gwet(ratings, "quadratic").coefficient.value)
    fleiss = agreement.fleiss_kappa(ratings).coefficient
    published.expects("fleiss", fleiss.value)
    published.expects("fleiss_se", fleiss.se)
    published.expects("conger", agreement.conger_kappa(ratings).coefficient.value)
    published.expects("bp", agreement.brennan_prediger(ratings).coefficient.value)
    alpha = krippendorff_alpha(ratings, resampling=ALONE)
    published.expects("alpha", alpha.coefficient.value)
    published.expects("alpha_se", alpha.linearised.se)


def test_kappa_is_near_0_and_ac1_near_1_where_nearly_all_say_yes():
    published = case("kappa_paradox")
    ratings = pairs(published.input["table"])
    kappa, ac1 = agreement.cohen_kappa(ratings), agreement.gwet(ratings)
    published.expects("kappa", kappa.coefficient.value)
    published.expects("kappa_se", kappa.coefficient.se)
    published.expects("ac1", ac1.coefficient.value)
    published.expects("pa", ac1.observed)
    # For a table irrCAC divides by n where, for ratings, it divides by n - 1; we follow the latter.
    published.expects("ac1_se", ac1.coefficient.se * np.sqrt(124 / 125))


def test_kappa_of_two_by_two_has_the_published_interval():
    published = case("cohen_kappa_2x2")
    kappa = agreement.cohen_kappa(pairs(published.input["table"])).coefficient
    published.expects("kappa", kappa.value)
    published.expects("se", kappa.se)
    published.expects("ci", (kappa.low, kappa.high))


def test_weighted_kappa_and_its_error():
    published = case("cohen_kappa_weighted")
    ratings = pairs(published.input["table"])
    kappa, weighted = (agreement.cohen_kappa(ratings, how).coefficient for how in (None, "quadratic"))
    published.expects("kappa", kappa.value)
    published.expects("kappa_se", kappa.se)
    published.expects("weighted_quadratic", weighted.value)
    assert weighted.se == pytest.approx(0.0823591753680, abs=1e-11)  # R 4.2.2 vcd, irrCAC


def test_kendall_s_w():
    published = case("kendall_w")
    published.expects("W", kendall_w(by_unit(published.input["ranks"])).value)


FOUR_RATERS = {
    # R 4.2.2 irrCAC 1.0, unrounded: value and standard error.
    ("gwet", "linear"): (0.858739136432611, 0.117329021881364),
    ("gwet", "ordinal"): (0.898939769907512, 0.106903523815435),
    ("fleiss_kappa", "linear"): (0.817944767097310, 0.148504355499451),
    ("fleiss_kappa", "quadratic"): (0.864935064935065, 0.146033610756912),
    ("fleiss_kappa", "ordinal"): (0.850206189397036, 0.147035693873959),
    ("conger_kappa", "linear"): (0.813776319966141, 0.145085402493167),
    ("conger_kappa", "quadratic"): (0.857710656222533, 0.143670663828734),
    ("conger_kappa", "ordinal"): (0.843659525188188, 0.144099959111721),
    ("brennan_prediger", "linear"): (0.848484848484849, 0.123356124494103),
    ("brennan_prediger", "quadratic"): (0.901515151515151, 0.110894374973973),
    ("brennan_prediger", "ordinal"): (0.886363636363637, 0.113905903977703),
}


@pytest.mark.parametrize(("name", "weights"), FOUR_RATERS)
def test_a_weighted_coefficient_and_its_error_are_irrcac_s(name, weights):
    ratings = by_unit(case("gwet_ac1_4raters").input["ratings_rater_by_unit"])
    found = getattr(agreement, name)(ratings, weights).coefficient
    assert (found.value, found.se) == pytest.approx(FOUR_RATERS[name, weights], abs=1e-12)


NA = np.nan
YES_OR_NO = [
    [1, 1, 1],
    [1, 0, 1],
    [0, 0, 0],
    [NA, 1, 1],
    [0, 0, NA],
    [1, 1, 0],
    [0, NA, 0],
    [1, 1, 1],
    [0, 0, 1],
    [0, 0, 0],
]
OF_YES_OR_NO = {
    # R 4.2.2 irrCAC 1.0, unrounded: value, standard error, low end.
    "gwet": (0.601769911504425, 0.205361086095617, 0.137210859633207),
    "fleiss_kappa": (0.598214285714286, 0.203059223983999, 0.138862407706637),
    "conger_kappa": (0.601639344262295, 0.201507131263926, 0.145798543918686),
    "brennan_prediger": (0.6, 0.203670030886926, 0.139266380781808),
}


@pytest.mark.parametrize("name", OF_YES_OR_NO)
def test_yes_or_no_by_three_raters_with_ratings_missing(name):
    found = getattr(agreement, name)(YES_OR_NO).coefficient
    assert (found.value, found.se, found.low) == pytest.approx(OF_YES_OR_NO[name], abs=1e-12)


def test_percent_and_alpha_of_yes_or_no_with_ratings_missing():
    raw = agreement.percent(YES_OR_NO)
    assert (raw.value, raw.se) == pytest.approx((0.8, 0.101835015443463), abs=1e-12)
    alpha = krippendorff_alpha(YES_OR_NO, resampling=ALONE).linearised
    expected = (0.571428571428571, 0.216459694099454, 0.0817627239643824)
    assert (alpha.value, alpha.se, alpha.low) == pytest.approx(expected, abs=1e-12)


def test_the_f_tests_of_the_intraclass_correlations():
    ratings = case("icc_shrout_fleiss").input["ratings_target_by_judge"]
    one, three = icc(ratings, "ICC1"), icc(ratings, "ICC3k")
    # R 4.2.2 irr 0.84.1 icc.
    assert (one.f, one.df1, one.df2) == pytest.approx((1.794678492239468, 5, 18))
    assert one.coefficient.p == pytest.approx(0.164768808344640)
    assert (three.f, three.df1, three.df2) == pytest.approx((11.0272479564033, 5, 15))
    assert three.coefficient.p == pytest.approx(1.34566516484336e-04)


def test_the_mean_of_judges_has_the_single_judge_s_ends_stepped_up():
    ratings = case("icc_shrout_fleiss").input["ratings_target_by_judge"]
    mean = icc(ratings, "ICC2k").coefficient
    # psych's rule, 4 L / (1 + 3 L), on the ends of case icc_shrout_fleiss.
    low, high = case("icc_shrout_fleiss").expected["ICC2_ci"]
    assert (mean.low, mean.high) == pytest.approx((4 * low / (1 + 3 * low), 4 * high / (1 + 3 * high)))


def test_kappas_of_several_raters_are_statsmodels_s():
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    ratings = np.random.default_rng(5).integers(1, 5, (40, 3))
    table, _ = aggregate_raters(ratings)
    assert agreement.fleiss_kappa(ratings).coefficient.value == pytest.approx(fleiss_kappa(table))

"""Shares, rates and surveys against R, and the keys of the cases that no drawn example can show."""

import json
from math import isnan, nan
from pathlib import Path

import pytest
from references import case, near, numbers

from evaluering.statistics import fidelity, proportions, rates, surveys

R = json.loads((Path(__file__).parent / "proportions.json").read_text(encoding="utf-8"))["cases"]
SEARCHED = 2e-6
"""PropCIs searches its limits by halving steps, and stops about here."""

COVERS = {
    "mcnemar_agresti": ["chi2_cc", "p_cc", "p_exact"],
    "paired_propdiff_tango": ["ci", "abs_diff"],
    "p_adjust": ["holm", "bh"],
    "fidelity_checklist": ["fidelity_pct", "fidelity_excluding_na_pct", "n_na"],
}


def ends(estimate):
    return [estimate.low, estimate.high]


def test_mcnemar_is_that_of_agresti_s_table():
    reference = case("mcnemar_agresti")
    (_, b), (c, _) = reference.input["table"]
    found = proportions.mcnemar(b, c)
    reference.expects("chi2_cc", found.chi2)
    reference.expects("p_cc", found.p_chi2)
    reference.expects("p_exact", found.p_exact)


def test_a_paired_difference_is_that_of_the_case():
    reference = case("paired_propdiff_tango")
    found = proportions.paired_difference(**reference.input)
    reference.expects("ci", ends(found))
    reference.expects("abs_diff", abs(found.value))


def test_adjusted_p_values_are_those_of_the_case():
    reference = case("p_adjust")
    reference.expects("holm", surveys.holm(reference.input["p"]))
    reference.expects("bh", surveys.benjamini_hochberg(reference.input["p"]))


def test_fulfilment_of_the_checklist_of_the_case():
    reference = case("fidelity_checklist")
    answers = reference.input["answers"]
    counts = [answers.count(answer) for answer in ("ja", "nei", "ikke aktuelt")]
    found = fidelity.fulfilment(*counts)
    reference.expects("fidelity_pct", 100 * found.programme)
    reference.expects("fidelity_excluding_na_pct", 100 * found.applicable)
    reference.expects("n_na", found.not_applicable)


@pytest.mark.parametrize("row", R["interval"])
def test_an_interval_of_a_share_is_r_s(row):
    for method in {"wilson", "exact", "wilson_cc"} & set(row):
        found = proportions.interval(row["x"], row["n"], method, row["level"])
        near(ends(found), row[method], 1e-12, method)


@pytest.mark.parametrize("row", R["difference"])
def test_a_difference_of_shares_is_r_s(row):
    counts = [row[name] for name in ("x1", "n1", "x2", "n2")]
    found = proportions.difference(*counts, "miettinen_nurminen", level=row["level"])
    near(ends(found), row["miettinen_nurminen"], SEARCHED, "limits")
    p = proportions.difference(*counts, "mee", level=row["level"]).p
    near(p, row["p_mee"], 1e-12, "p")


@pytest.mark.parametrize("row", R["paired_difference"])
def test_a_paired_difference_is_r_s(row):
    found = proportions.paired_difference(row["b"], row["c"], row["n"], row["level"])
    near(ends(found), row["ci"], SEARCHED, "limits")


@pytest.mark.parametrize("row", R["mcnemar"])
def test_mcnemar_is_r_s(row):
    found = proportions.mcnemar(row["b"], row["c"])
    for key in ("chi2", "p_chi2", "p_exact"):
        near(getattr(found, key), row[key], 1e-12, key)


@pytest.mark.parametrize("row", R["clustered"])
def test_a_clustered_share_is_that_of_r_s_survey(row):
    found = proportions.clustered(row["y"], row["cluster"], row["weights"], row["level"])
    near(found.logit.value, row["p"], 1e-12, "share")
    near(found.logit.se, row["se"], 1e-12, "standard error")
    near(found.deff, row["deff"], 1e-11, "design effect")
    near(ends(found.logit), row["logit"], 1e-10, "logit")
    near(ends(found.korn_graubard), row["korn_graubard"], 1e-9, "Korn-Graubard")


@pytest.mark.parametrize("row", R["simultaneous"])
def test_simultaneous_limits_are_r_s(row):
    found = proportions.simultaneous(row["counts"], "sison_glaz", row["level"])
    near([ends(one) for one in found], row["sison_glaz"], 1e-9, "Sison-Glaz")


@pytest.mark.parametrize("row", R["ratio"])
def test_a_ratio_of_rates_is_r_s(row):
    found = rates.ratio(row["count1"], row["exposure1"], row["count2"], row["exposure2"], level=row["level"])
    near(found.value, nan if row["value"] is None else row["value"], 1e-12, "ratio")
    near(ends(found), numbers(row["ci"]), 1e-12, "limits")
    near(found.p, row["p"], 1e-12, "p")


@pytest.mark.parametrize("row", R["dispersion"])
def test_dispersion_is_r_s_quasi_poisson(row):
    found = rates.dispersion(row["counts"], row["exposure"], row["level"])
    wanted = [row[key] for key in ("phi", "chi2", "p", "rate")]
    near([found.index, found.chi2, found.p, found.rate.value], wanted, 1e-10, "index, chi2, p, rate")
    near(ends(found.rate), row["ci"], 1e-10, "limits")
    near(found.rate.se / found.rate.value, row["se_log"], 1e-10, "standard error of the log rate")


@pytest.mark.parametrize("row", R["adjusted"])
def test_adjusted_p_values_are_r_s_and_leave_missing_ones_missing(row):
    near(surveys.holm(numbers(row["p"])), numbers(row["holm"]), 1e-12, "Holm")
    near(surveys.benjamini_hochberg(row["p"]), numbers(row["bh"]), 1e-12, "Benjamini-Hochberg")


def test_statsmodels_score_limits_of_a_difference_are_wrong_and_ours_are_not():
    # statsmodels issue 10269; should it be mended, this test says so and can go.
    from statsmodels.stats.proportion import confint_proportions_2indep

    ours = proportions.difference(56, 70, 48, 80, "miettinen_nurminen")
    theirs = confint_proportions_2indep(56, 70, 48, 80, method="score", compare="diff")
    assert ends(ours) == pytest.approx([0.0528297, 0.3381730], abs=1e-6)
    assert abs(theirs[1] - ours.high) > 0.005
    assert not isnan(theirs[0])

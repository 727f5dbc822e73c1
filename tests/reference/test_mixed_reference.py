"""Models with random effects against values computed by R, carried here as data."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from references import case, near

from evaluering.statistics import mixed

R = json.loads((Path(__file__).parent / "clustered_r.json").read_text(encoding="utf-8"))
COVERS = {
    "lmm_sleepstudy_slopes": [
        "fixef",
        "se",
        "df_satt",
        "p_satt",
        "se_kr",
        "df_kr",
        "sd_int",
        "sd_slope",
        "corr",
        "sigma",
        "remlcrit",
    ]
}


def by_id(one: dict) -> str:
    return one["id"]


def table(text: str) -> dict[str, list[str]]:
    lines = list(csv.DictReader(io.StringIO(text)))
    return {name: [line[name] for line in lines] for name in lines[0]}


def test_random_slopes_of_the_sleep_study_are_those_published():
    reference = case("lmm_sleepstudy_slopes")
    data = table(reference.input["csv"])
    x = [[1.0, float(day)] for day in data["Days"]]
    found = mixed.random_slope([float(one) for one in data["Reaction"]], x, data["Subject"], 1)
    reference.expects("fixef", [one.value for one in found.estimates])
    reference.expects("se", [one.se for one in found.estimates])
    reference.expects("df_satt", [one.df for one in found.estimates])
    reference.expects("p_satt", [one.p for one in found.estimates])
    reference.expects("se_kr", [one.se for one in found.kenward_roger])
    reference.expects("df_kr", [one.df for one in found.kenward_roger])
    reference.expects("sd_int", found.intercept_sd)
    reference.expects("sd_slope", found.slope_sd)
    reference.expects("corr", found.correlation)
    reference.expects("sigma", found.residual_sd)
    reference.expects("remlcrit", found.criterion)


def fitted(one: dict) -> mixed.LinearMixedModel:
    given = (one["y"], one["X"], one["cluster"])
    return mixed.random_slope(*given, 1) if len(one["sd_listed"]) > 1 else mixed.random_intercept(*given)


LINEAR = [
    one | {"sd_listed": one["sd"] if isinstance(one["sd"], list) else [one["sd"]]}
    for part in ("random_intercept", "random_slope")
    for one in R[part]
]


@pytest.mark.parametrize("one", LINEAR, ids=by_id)
def test_the_optimum_is_lme4_s(one):
    found = fitted(one)
    near(found.criterion, one["criterion"], 1e-8, "criterion")
    near([estimate.value for estimate in found.estimates], one["beta"], 1e-7, "coefficients")
    near(found.residual_sd, one["sigma"], 1e-7, "residual sd")
    sds = [found.intercept_sd, found.slope_sd, found.correlation][: len(one["sd_listed"])]
    near(sds, one["sd_listed"], 1e-6, "random effects")
    assert bool(found.note) == one["singular"]


@pytest.mark.parametrize("one", LINEAR, ids=by_id)
def test_kenward_and_roger_s_correction_is_pbkrtest_s_on_the_edge_too(one):
    found = fitted(one).kenward_roger
    near([estimate.se for estimate in found], one["se_kr"], 1e-6, "standard errors")
    near([estimate.df for estimate in found], one["df_kr"], 1e-6, "degrees of freedom")
    near([estimate.p for estimate in found], one["p_kr"], 1e-7, "p")


@pytest.mark.parametrize("one", [one for one in LINEAR if not one["singular"]], ids=by_id)
def test_satterthwaite_s_degrees_of_freedom_are_lmertest_s(one):
    found = fitted(one).estimates
    near([estimate.se for estimate in found], one["se"], 1e-6, "standard errors")
    near([estimate.df for estimate in found], one["df"], 1e-6, "degrees of freedom")


@pytest.mark.parametrize("one", [one for one in LINEAR if one["singular"]], ids=by_id)
def test_on_the_edge_the_careful_estimates_stand(one):
    found = fitted(one)
    assert [estimate.df for estimate in found.estimates] == [estimate.df for estimate in found.kenward_roger]
    assert "Kenward and Roger" in found.note


def test_the_herds_are_those_of_lme4_with_a_sharp_tolerance():
    """The carried case has lme4's default tolerance, which moves its standard errors by up to 1.3 %."""
    data, one = table(case("glmm_cbpp").input["csv"]), R["glmm"][0]
    x = [[1.0, *(float(period == other) for other in "234")] for period in data["period"]]
    found = mixed.glmm([int(k) for k in data["incidence"]], [int(k) for k in data["size"]], x, data["herd"])
    near([estimate.value for estimate in found.estimates], one["beta"], 1e-6, "coefficients")
    near([estimate.se for estimate in found.estimates], one["se"], 1e-5, "standard errors")
    near(found.intercept_sd, one["sd"], 1e-6, "sd")
    near(found.log_likelihood, one["log_likelihood"], 1e-8, "log likelihood")


def test_single_persons_are_those_of_lme4():
    one = R["glmm"][1]
    x = np.column_stack([np.ones(len(one["y"])), one["x"]])
    found = mixed.glmm(one["y"], np.ones(len(one["y"])), x, one["cluster"])
    near([estimate.value for estimate in found.estimates], one["beta"], 1e-6, "coefficients")
    near([estimate.se for estimate in found.estimates], one["se"], 1e-6, "standard errors")
    near(found.intercept_sd, one["sd"], 1e-6, "sd")
    near(found.log_likelihood, one["log_likelihood"], 1e-8, "log likelihood")


def large(one: dict) -> tuple[float, list[float], list[float]]:
    """The restricted criterion, coefficients and standard errors with n x n matrices, at lme4's variances."""
    y, x, cluster = np.array(one["y"]), np.array(one["X"]), np.array(one["cluster"])
    same = (cluster[:, None] == cluster[None, :]) * one["sd"] ** 2
    inverse = np.linalg.inv(same + np.eye(len(y)) * one["sigma"] ** 2)
    cov = np.linalg.inv(x.T @ inverse @ x)
    beta = cov @ x.T @ inverse @ y
    left = y - x @ beta
    logs = -np.linalg.slogdet(inverse)[1] - np.linalg.slogdet(cov)[1]
    criterion = logs + left @ inverse @ left + (len(y) - x.shape[1]) * np.log(2 * np.pi)
    return criterion, list(beta), list(np.sqrt(np.diag(cov)))


@pytest.mark.parametrize("one", R["random_intercept"], ids=by_id)
def test_small_matrices_give_what_large_ones_give(one):
    criterion, beta, errors = large(one)
    found = mixed.random_intercept(one["y"], one["X"], one["cluster"])
    near(found.criterion, criterion, 1e-8, "criterion")
    near([estimate.value for estimate in found.estimates], beta, 1e-7, "coefficients")
    if not found.note:
        near([estimate.se for estimate in found.estimates], errors, 1e-7, "standard errors")

"""The proportional odds model against R's ordinal::clm and statsmodels."""

import csv
import io

import numpy as np
import pytest
from references import case
from statsmodels.miscmodels.ordinal_model import OrderedModel

from evaluering.statistics import ordinal

COVERS = {"ordinal_clm_wine": ["beta", "se", "thresholds", "loglik"]}


@pytest.fixture(scope="module")
def wine() -> tuple[list[float], list[list[float]]]:
    rows = list(csv.DictReader(io.StringIO(case("ordinal_clm_wine").input["csv"])))
    predictors = [[float(row["temp"] == "warm"), float(row["contact"] == "yes")] for row in rows]
    return [float(row["rating"]) for row in rows], predictors


def test_the_model_is_that_of_clm(wine):
    found, reference = ordinal.proportional_odds(*wine), case("ordinal_clm_wine")
    reference.expects("beta", [one.value for one in found.coefficients])
    reference.expects("se", [one.se for one in found.coefficients])
    reference.expects("thresholds", [one.value for one in found.thresholds])
    reference.expects("loglik", found.loglik)


def test_the_model_agrees_with_clm_to_six_digits(wine):
    found, reference = ordinal.proportional_odds(*wine), case("ordinal_clm_wine")
    reference.expects("beta", [one.value for one in found.coefficients], 1e-6)
    reference.expects("se", [one.se for one in found.coefficients], 1e-6)
    reference.expects("thresholds", [one.value for one in found.thresholds], 1e-6)


def test_scaling_a_predictor_scales_its_coefficient_and_nothing_else(wine):
    answers, predictors = wine
    one = ordinal.proportional_odds(answers, predictors)
    other = ordinal.proportional_odds(answers, np.array(predictors) * [1000, 0.01])
    assert other.coefficients[0].value * 1000 == pytest.approx(one.coefficients[0].value, rel=1e-6)
    assert other.coefficients[1].se * 0.01 == pytest.approx(one.coefficients[1].se, rel=1e-5)
    assert [cut.value for cut in other.thresholds] == pytest.approx([cut.value for cut in one.thresholds])


def test_standard_errors_of_thresholds_are_those_of_a_numerical_information(wine):
    answers, predictors = (np.array(one) for one in wine)
    found = ordinal.proportional_odds(answers, predictors)
    model = OrderedModel(answers.astype(int) - 1, predictors, distr="logit")

    def loglik(values):
        steps = np.log(np.diff(values[2:]))
        return model.loglike(np.concatenate([values[:3], steps]))

    at = np.array([one.value for one in (*found.coefficients, *found.thresholds)])
    information = -second_differences(loglik, at, 1e-4)
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    assert [one.se for one in (*found.coefficients, *found.thresholds)] == pytest.approx(errors, rel=1e-4)


def second_differences(function, at, step):
    k = len(at)
    steps = np.eye(k) * step

    def mixed(i, j):
        return sum(
            sign * function(at + a * steps[i] + b * steps[j])
            for a, b, sign in ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))
        )

    return np.array([[mixed(i, j) for j in range(k)] for i in range(k)]) / (4 * step**2)

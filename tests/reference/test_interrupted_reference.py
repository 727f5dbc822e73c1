"""Interrupted series against R, and against the data of a published tutorial where they are at hand."""

import csv
import io
import json
from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from references import near, third_party
from scipy import stats

from evaluering.statistics import _serial_errors as serial
from evaluering.statistics._segments import points
from evaluering.statistics.interrupted import (
    Model,
    controlled,
    residual_autocorrelation,
    segmented,
    segmented_counts,
)

REFERENCE = json.loads((Path(__file__).parent / "interrupted.json").read_text(encoding="utf-8"))
SERIES, EXPECTED = REFERENCE["series"], REFERENCE["expected"]
TERMS = ("intercept", "trend", "level_change", "slope_change")


def fitted(name: str, **model):
    series = SERIES[name]
    return segmented(series["y"], series["time"], series["at"], model=Model(**model))


def each(result, what: str) -> list[float]:
    return [getattr(getattr(result, term), what) for term in TERMS]


@pytest.mark.parametrize(("name", "pairs"), [("plain", 0), ("gaps", 0), ("negative", 0), ("seasons", 1)])
def test_autoregressive_errors_are_those_of_gls(name, pairs):
    found, expected = fitted(name, fourier=pairs), EXPECTED[name]
    near(each(found, "value"), expected["coef"][:4], 1e-6, name)
    near(each(found, "se"), expected["se"][:4], 1e-6, name)
    near(each(found, "p"), expected["p"][:4], 1e-6, name)
    near(found.phi.value, expected["phi"], 1e-6, name)
    near(found.dispersion, expected["sigma"], 1e-6, name)
    # nlme differentiates its likelihood with coarser steps.
    near([found.phi.low, found.phi.high], expected["phi_ci"], 1e-3, name)


def test_least_squares_are_those_of_lm():
    found, expected = fitted("plain", errors="ols"), EXPECTED["plain"]
    near(each(found, "value"), expected["ols_coef"], 1e-10, "ols")
    near(each(found, "se"), expected["ols_se"], 1e-10, "ols")
    near(each(found, "low"), expected["ols_ci_low"], 1e-10, "ols")
    near(each(found, "high"), expected["ols_ci_high"], 1e-10, "ols")


def test_the_average_effect_is_the_contrast_of_gls():
    found, expected = fitted("plain").average_effect, EXPECTED["plain"]["average"]
    near([found.value, found.se, found.p], list(expected.values()), 1e-6, "average")


def test_maximum_likelihood_is_that_of_gls():
    series = SERIES["plain"]
    given = points(series["y"], series["time"], series["at"], Model())
    found = serial.autoregressive(given.y, given.columns, given.steps, reml=False)
    near(found.phi, EXPECTED["plain"]["ml_phi"], 1e-6, "ml")


def test_newey_west_is_that_of_sandwich():
    near(each(fitted("long", errors="newey_west"), "se"), EXPECTED["long"]["nw4"], 1e-10, "nw")
    near(each(fitted("long", errors="newey_west", lags=4), "se"), EXPECTED["long"]["nw4"], 1e-10, "nw")


def test_the_difference_of_two_series_is_their_interaction_in_lm():
    series, expected = SERIES["controlled"], EXPECTED["controlled"]
    found = controlled(
        series["y"], series["control"], series["time"], series["at"], model=Model(errors="ols")
    )
    near(each(found.difference, "value"), expected["interaction"], 1e-10, "interaction")
    for term in TERMS:
        one, other = getattr(found.series, term).value, getattr(found.control, term).value
        near(getattr(found.difference, term).value, one - other, 1e-10, term)


def sicily():
    text = third_party("its_sicily_quasipoisson").input["csv"]
    rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(io.StringIO(text))]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


@pytest.mark.third_party
def test_the_tutorial_s_counts_are_reproduced():
    reference, data = third_party("its_sicily_quasipoisson"), sicily()

    def counts(**model):
        return segmented_counts(
            data["aces"], data["time"], 37, exposure=data["stdpop"], model=Model(level_at=36, **model)
        )

    plain, seasonal = counts(slope_change=False), counts(slope_change=False, fourier=2)
    for name, found in (("m2", plain), ("m3", seasonal)):
        ratio = found.level_change
        reference.expects(f"{name}_rr", ratio.value)
        # The tutorial's intervals are normal, ours on t: the standard errors are compared.
        reach = stats.norm.ppf(0.975) * ratio.se
        reference.expects(f"{name}_ci", [exp(log(ratio.value) - reach), exp(log(ratio.value) + reach)])
        assert ratio.low < reference.expected[f"{name}_ci"][0]
        reference.expects(f"{name}_dispersion", found.dispersion)
    reference.expects("m3_trend_year", seasonal.trend.value**12)
    reference.expects("slopechange_p", counts(fourier=2).slope_change.p)


@pytest.mark.third_party
def test_the_tutorial_s_rates_are_those_of_r():
    reference, data = third_party("its_sicily_segmented_lm"), sicily()
    y = data["aces"] / data["stdpop"] * 1e5
    least = segmented(y, data["time"], 37, model=Model(errors="ols", level_at=36))
    restricted = segmented(y, data["time"], 37, model=Model(level_at=36))
    reference.expects("coef", each(least, "value"))
    reference.expects("ols_se", each(least, "se"))
    reference.expects("gls_reml_coef", each(restricted, "value"))
    reference.expects("gls_reml_se", each(restricted, "se"))
    reference.expects("gls_reml_phi", restricted.phi.value)


@pytest.mark.third_party
def test_the_tutorial_s_rates_have_the_newey_west_errors_of_r():
    reference, data = third_party("its_sicily_segmented_lm"), sicily()
    given = points(data["aces"] / data["stdpop"] * 1e5, data["time"], 37, Model(level_at=36))
    # 59 points are too few for the package to show them; the arithmetic is checked all the same.
    for key, adjusted in (("nw_se", False), ("nw_se_adj", True)):
        found = serial.newey_west(given.y, given.columns, 3, adjusted=adjusted)
        reference.expects(key, np.sqrt(np.diag(found.covariance)))
    likelihood = serial.autoregressive(given.y, given.columns, given.steps, reml=False)
    reference.expects("gls_ml_phi", likelihood.phi)
    reference.expects("gls_ml_coef", likelihood.coefficients)


@pytest.mark.third_party
def test_the_tutorial_s_residuals_hang_together_as_in_r():
    reference, data = third_party("its_sicily_segmented_lm"), sicily()
    found = residual_autocorrelation(data["aces"] / data["stdpop"] * 1e5, data["time"], 37, order=12)
    reference.expects("dw", found.durbin_watson)
    reference.expects("dw_p_onesided", found.p_durbin_watson)
    reference.expects("bg_stat", found.breusch_godfrey)
    reference.expects("bg_p", found.p_breusch_godfrey)

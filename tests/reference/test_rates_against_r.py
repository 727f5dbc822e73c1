"""Intervals of rates against values computed by R, carried here as data."""

import json
from pathlib import Path

import pytest

from evaluering.statistics import rates

REFERENCE = json.loads((Path(__file__).parent / "rates.json").read_text(encoding="utf-8"))


def one_id(case: dict) -> str:
    return case.get("expression", case.get("id"))


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=one_id)
def test_an_interval_is_that_of_r_s_poisson_test(case):
    estimate = rates.interval(case["count"], case["exposure"], case["level"])
    expected = (case["rate"], case["low"], case["high"])
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, rel=1e-11, abs=1e-15)


@pytest.mark.parametrize("case", REFERENCE["carried_cases"], ids=one_id)
def test_an_interval_is_that_of_the_published_case(case):
    estimate = rates.interval(case["count"], case["exposure"], case["level"])
    expected = (case["rate"], case["low"], case["high"])
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(expected, abs=case["tolerance"])


def test_the_reference_names_program_version_and_expression():
    assert REFERENCE["program"] == "R, stats::poisson.test"
    assert REFERENCE["version"].startswith("R version 4.2.2")
    assert all(case["expression"].startswith("poisson.test(") for case in REFERENCE["cases"])


def test_the_reference_covers_the_counts_and_levels_that_matter():
    assert {case["count"] for case in REFERENCE["cases"]} == {0, 1, 3, 10, 11, 12, 30, 100}
    assert {case["level"] for case in REFERENCE["cases"]} == {0.8, 0.95, 0.99, 0.999}

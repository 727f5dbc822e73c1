"""Screenings: who is at risk, and what followed."""

from functools import cache
from math import isnan

import pytest

from evaluering.synthetic.truth import true_effects
from sample_network import answered, given, table, value


def screened(*rows):
    shared = {"municipality": "1", "screened": "2023-02-01", "place": "hospital", "age_group": "18_66"}
    made = given("screenings", *(shared | {"screening": f"s{n}"} | row for n, row in enumerate(rows)))
    return answered("early_identification", {"screenings": made})["screenings"]


@cache
def sample(**parameters):
    return answered("early_identification", **parameters)["screenings"]


def test_uncertain_is_neither_risk_nor_no_risk():
    found = screened(
        {"result": "at_risk"}, {"result": "uncertain"}, {"result": "not_at_risk"}, {"result": "uncertain"}
    )
    shares = [value(found, "screenings", one) for one in ("at_risk", "uncertain", "not_at_risk")]
    assert shares == [1 / 4, 1 / 2, 1 / 4]


def test_what_followed_is_of_those_where_it_is_known():
    found = screened(
        {"result": "at_risk", "followed_up": "team"},
        {"result": "at_risk", "followed_up": "nothing"},
        {"result": "at_risk"},
        {"result": "not_at_risk", "followed_up": "nothing"},
    )
    assert value(found, "followed", "nothing", screening_result="at_risk") == 1 / 2
    assert value(found, "followed", "not_told", screening_result="at_risk") == 1


def test_places_and_age_groups_are_parts_of_the_whole():
    for dimension, values in (
        ("screened_at", ("general_practitioner", "hospital", "municipality")),
        ("age_group", ("0_17", "18_66", "67_79", "80_and_over")),
    ):
        parts = [value(sample(), "screenings", "at_risk_count", **{dimension: one}) for one in values]
        assert sum(parts) == value(sample(), "screenings", "at_risk_count")


def test_the_first_day_of_data_is_that_of_the_first_screening():
    rows = ({"result": "at_risk"}, {"result": "at_risk", "screened": "2022-05-04"})
    assert screened(*rows).claim.first_data == "2022-05-04"


def test_without_screenings_nothing_is_said_of_risk():
    found = screened()
    assert isnan(value(found, "screenings", "at_risk"))
    assert "early_identification.none" in {one.message for one in found.statements}


def test_one_municipality_alone_has_no_interval_between_municipalities():
    found = screened({"result": "at_risk"}, {"result": "not_at_risk"})
    assert isnan(value(found, "screenings", "at_risk_clustered_low"))


def test_in_the_sample_the_share_at_risk_is_found():
    (true,) = [one.value for one in true_effects(4) if one.name == "at_risk"]
    assert value(sample(), "screenings", "at_risk_low") < true < value(sample(), "screenings", "at_risk_high")


def test_a_report_on_one_municipality_counts_its_own_screenings():
    rows = table("screenings")
    place = rows["municipality"].value_counts().index[0]
    found = sample(municipality=place)
    assert value(found, "screenings", "count") == int((rows["municipality"] == place).sum())
    assert value(found, "screenings", "at_risk") == pytest.approx(
        (rows.loc[rows["municipality"] == place, "result"] == "at_risk").mean()
    )

"""Parameters of a notebook: declared once, typed and strict."""

import pytest

from evaluering.errors import WrongUse
from evaluering.settings import Configuration
from evaluering.workspace import checked_parameters

CONFIGURATION = Configuration.model_validate(
    {
        "study": {"title": "T", "institution": "I", "purpose": "P"},
        "notebooks": {
            "note": {
                "contract": {"findings": ["one"]},
                "parameters": {
                    "level": {"type": "number", "minimum": 0.8, "maximum": 0.999, "default": 0.95},
                    "limit": {"type": "whole_number", "minimum": 5, "maximum": 240, "default": 30},
                    "period": {"type": "text", "allowed": ["2014", "2021"], "default": "2014"},
                    "detailed": {"type": "yes_no", "default": False},
                },
            }
        },
        "reports": [],
    }
)


def refused(**given) -> WrongUse:
    with pytest.raises(WrongUse) as caught:
        checked_parameters(CONFIGURATION, "note", given)
    return caught.value


def test_without_values_the_declared_defaults_hold():
    assert checked_parameters(CONFIGURATION, "note", {}) == {
        "level": 0.95,
        "limit": 30,
        "period": "2014",
        "detailed": False,
    }


def test_a_given_value_replaces_its_default():
    assert checked_parameters(CONFIGURATION, "note", {"limit": 60})["limit"] == 60


@pytest.mark.parametrize(
    "given",
    [{"limit": 5}, {"limit": 240}, {"level": 0.8}, {"level": 0.999}, {"period": "2021"}, {"detailed": True}],
)
def test_the_ends_of_the_bounds_are_allowed(given):
    assert checked_parameters(CONFIGURATION, "note", given).items() >= given.items()


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"limit": 4}, "limit is not whole_number, at least 5, at most 240"),
        ({"limit": 241}, "limit is not whole_number, at least 5, at most 240"),
        ({"limit": 30.0}, "limit is not whole_number, at least 5, at most 240"),
        ({"limit": "30"}, "limit is not whole_number, at least 5, at most 240"),
        ({"limit": True}, "limit is not whole_number, at least 5, at most 240"),
        ({"level": 0.79}, "level is not number, at least 0.8, at most 0.999"),
        ({"level": float("nan")}, "level is not number, at least 0.8, at most 0.999"),
        ({"level": float("inf")}, "level is not number, at least 0.8, at most 0.999"),
        ({"level": True}, "level is not number, at least 0.8, at most 0.999"),
        ({"period": "2015"}, "period is not text: one of 2014, 2021"),
        ({"period": 2014}, "period is not text: one of 2014, 2021"),
        ({"detailed": 1}, "detailed is not yes_no"),
        ({"detailed": "yes"}, "detailed is not yes_no"),
        ({"limit": None}, "limit is not whole_number, at least 5, at most 240"),
        ({"limit": [30]}, "limit is not whole_number, at least 5, at most 240"),
    ],
)
def test_a_value_of_another_type_or_outside_its_bounds_is_wrong_use(given, found):
    assert refused(**given).found == found


def test_an_unknown_name_is_wrong_use_and_the_declared_ones_are_named():
    error = refused(limmit=30)
    assert error.found == "unknown: limmit"
    assert error.expected == (
        "level (number, at least 0.8, at most 0.999); limit (whole_number, at least 5, at most 240); "
        "period (text: one of 2014, 2021); detailed (yes_no)"
    )


def test_all_faults_are_told_at_once():
    assert refused(limmit=1, limit=0, detailed=2).found == (
        "unknown: limmit; detailed is not yes_no; limit is not whole_number, at least 5, at most 240"
    )


def test_a_faulty_value_is_not_repeated():
    assert "KANARI" not in str(refused(period="KANARI-7f3a"))


def test_a_whole_number_given_for_a_number_becomes_one():
    configuration = CONFIGURATION.model_copy(deep=True)
    parameters = configuration.notebooks["note"].parameters
    parameters["level"] = parameters["level"].model_copy(update={"maximum": 2.0})
    level = checked_parameters(configuration, "note", {"level": 1})["level"]
    assert (level, type(level)) == (1.0, float)


def test_numbers_without_bounds_still_refuse_nan_and_infinity():
    parameter = CONFIGURATION.notebooks["note"].parameters["level"]
    unbounded = parameter.model_copy(update={"minimum": None, "maximum": None})
    assert unbounded.accepts(3.5)
    assert not unbounded.accepts(float("nan"))
    assert not unbounded.accepts(float("inf"))


def test_a_default_outside_the_declared_bounds_is_refused():
    with pytest.raises(ValueError, match="the default is not whole_number, at least 5"):
        Configuration.model_validate(
            {
                "study": {"title": "T", "institution": "I", "purpose": "P"},
                "notebooks": {
                    "note": {
                        "contract": {"findings": ["one"]},
                        "parameters": {"limit": {"type": "whole_number", "minimum": 5, "default": 1}},
                    }
                },
                "reports": [],
            }
        )

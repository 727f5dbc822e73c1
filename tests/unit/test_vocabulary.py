"""The closed lists, and how many decimals a released number keeps."""

import pytest

from evaluering.vocabulary import DECIMALS, Audience, Criterion, Protects, Unit


def test_every_unit_of_numbers_says_how_it_is_rounded():
    assert set(Unit) - set(DECIMALS) == {Unit.TEXT, Unit.CODE}


@pytest.mark.parametrize(
    ("unit", "decimals"),
    [
        (Unit.COUNT, 0),
        (Unit.HOURS, 2),
        (Unit.MINUTES, 0),
        (Unit.SHARE, 3),
        (Unit.RATE, 3),
        (Unit.PROBABILITY, 3),
        (Unit.EXPECTED_COUNT, 1),
        (Unit.LEVEL, 4),
    ],
)
def test_a_unit_keeps_these_decimals(unit, decimals):
    assert DECIMALS[unit] == decimals


def test_the_words_of_declarations_are_those_of_the_design():
    assert [one.value for one in Protects] == ["persons", "staff", "municipalities", "nothing"]
    assert [one.value for one in Audience] == ["own team", "network leader", "public"]


def test_a_goal_is_measurable_by_four_criteria():
    assert [one.value for one in Criterion] == ["how_much", "by_when", "for_whom", "measured_how"]

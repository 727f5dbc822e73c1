"""Ratings of every meeting, from the first to the last."""

from functools import cache
from math import isnan

import pytest

from sample_network import answered, given, table, value


def fed_back(*users, **parameters):
    """Users as (team, outcome ratings in order; None where none was given)."""
    rows = [
        {
            "user": f"u{number}",
            "session": session,
            "team": team,
            "held": f"2023-01-{session:02d}",
            "outcome": rating,
            "relation": 30,
        }
        for number, (team, ratings) in enumerate(users)
        for session, rating in enumerate(ratings, 1)
    ]
    made = {"session_feedback": given("session_feedback", *rows)}
    return answered("session_feedback", made, **parameters)["session_feedback"]


@cache
def sample(**parameters):
    return answered("session_feedback", **parameters)["session_feedback"]


FOUR = (("a", (10, 5, 20)), ("a", (10, 14)), ("b", (20, 22)), ("b", (30,)))


def test_the_change_is_from_the_first_to_the_last_rating_of_users_with_two():
    found = fed_back(*FOUR)
    numbers = [value(found, "change", name, rating="outcome") for name in ("first", "last", "change", "n")]
    assert numbers == pytest.approx([40 / 3, 56 / 3, 16 / 3, 3])


def test_users_with_one_session_are_counted_with_where_they_started_and_bounds_for_them():
    found = fed_back(*FOUR)
    assert value(found, "users", "not_followed") == 1 / 4
    assert value(found, "attrition", "start_lost", rating="outcome") == 30
    # The lost one falls from 30 to 0, or rises to 40.
    assert value(found, "attrition", "worst", rating="outcome") == pytest.approx((16 - 30) / 4)
    assert value(found, "attrition", "best", rating="outcome") == pytest.approx((16 + 10) / 4)


def test_a_session_without_a_rating_is_neither_first_nor_last():
    found = fed_back(("a", (None, 10, 20, None)), ("b", (10, 12)))
    assert value(found, "change", "change", rating="outcome") == pytest.approx(6)


def test_what_selection_leads_one_to_expect_needs_the_mean_of_those_selected_from():
    assert isnan(value(fed_back(*FOUR), "attrition", "expected", rating="outcome"))
    found = fed_back(*FOUR, population_mean=25, reliability=0.8)
    # A fifth of the way from 40/3 to 25.
    assert value(found, "attrition", "expected", rating="outcome") == pytest.approx(0.2 * (25 - 40 / 3))
    assert value(found, "attrition", "adjusted", rating="outcome") == pytest.approx(16 / 3 - 7 / 3)


def test_the_interval_of_clustered_users_rests_on_few_degrees_of_freedom():
    found = fed_back(*((team, (10, 10 + rise)) for team in "abcdef" for rise in (1, 2, 4)))
    (cell,) = [one for one in found.cells if one.key == "change/change@rating=outcome"]
    assert cell.value == pytest.approx(7 / 3)
    assert cell.support.df == pytest.approx(5)


@pytest.mark.parametrize(
    ("rises", "message"),
    [
        ((4, 5, 6, 5, 4, 6), "session_feedback.change_rise"),
        ((-4, -5, -6, -5, -4, -6), "session_feedback.change_fall"),
        ((4, -5, 6, -5, 4, -6), "session_feedback.change_unclear"),
        ((4,), "session_feedback.change_undefined"),
    ],
)
def test_what_may_be_said_of_the_change_follows_from_the_interval(rises, message):
    found = fed_back(*((f"t{number}", (20, 20 + rise)) for number, rise in enumerate(rises)))
    (told,) = [one for one in found.statements if one.id == "change"]
    assert told.message == message


def test_a_median_is_given_only_of_session_numbers_that_five_users_reached():
    found = fed_back(*(("a", (start, 40)) for start in (10, 11, 12, 13)), ("a", (14,)))
    assert [dict(cell.at)["session"] for cell in found.cells if cell.key.startswith("course/n@")] == ["1"]
    assert value(found, "course", "median", session="1") == 12


def test_one_team_alone_has_no_interval():
    found = fed_back(("a", (10, 20)), ("a", (10, 12)))
    assert isnan(value(found, "change", "change_low", rating="outcome"))


def test_in_the_sample_the_mean_change_is_that_counted_by_hand():
    rows = table("session_feedback").dropna(subset=["outcome"]).sort_values(["user", "session"])
    each = rows.groupby("user")["outcome"].agg(["first", "last", "size"])
    each = each[each["size"] > 1]
    assert value(sample(), "change", "change", rating="outcome") == pytest.approx(
        float((each["last"] - each["first"]).mean())
    )


def test_in_the_sample_the_outcome_rises_as_it_was_made_to():
    assert value(sample(), "change", "change_low", rating="outcome") > 0


def test_a_report_on_one_team_counts_its_own_users():
    rows = table("session_feedback")
    team = rows.groupby("team")["user"].nunique().idxmax()
    found = sample(team=team)
    assert value(found, "users", "users") == rows.loc[rows["team"] == team, "user"].nunique()

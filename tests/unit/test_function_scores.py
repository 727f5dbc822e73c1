"""Change of function scores: worked out by hand on small tables, and with pandas on the sample."""

from functools import cache
from math import isnan

import pytest

from evaluering.results import Finding
from sample_network import answered, given, table, value

QUESTION = "function_scores"
Days = dict[str, tuple[int | None, ...]]
"""Day of scoring to the score of each activity."""
FOUR: dict[str, Days] = {
    "u1": {"2022-01-10": (3, 4), "2022-05-10": (5, 5), "2022-09-10": (2, 2)},
    "u2": {"2022-01-10": (2, 2, None), "2022-09-10": (2, None, 5)},
    "u3": {"2022-01-10": (1, 1), "2022-09-10": (2, 2)},
    "u4": {"2022-01-10": (4, 5)},
}
"""First to last: -1.5 (the middle day does not count), 0, 1, and none."""


def tables(users: dict[str, Days]) -> dict[str, object]:
    rows = [
        {
            "user": user,
            "municipality": f"900{number}",
            "scored": day,
            "activity": activity,
            "score": score,
        }
        for number, (user, days) in enumerate(users.items(), 1)
        for day, scores in days.items()
        for activity, score in enumerate(scores, 1)
        if score is not None
    ]
    return {"function_scores": given("function_scores", *rows)}


@cache
def four() -> Finding:
    return answered(QUESTION, tables(FOUR))[QUESTION]


@cache
def sample() -> Finding:
    return answered(QUESTION)[QUESTION]


def test_the_change_is_from_the_first_to_the_last_scoring_of_the_same_activities():
    assert value(four(), "change", "n") == 3
    assert value(four(), "change", "mean") == pytest.approx((-1.5 + 0 + 1) / 3)
    assert value(four(), "change", "median") == 0


def test_a_fall_is_an_improvement():
    for name in ("improved", "unchanged", "worse"):
        assert value(four(), "directions", "share_count", direction=name) == 1


def test_who_was_scored_once_is_counted_as_lost_with_bounds():
    assert value(four(), "attrition", "followed") == pytest.approx(3 / 4)
    assert value(four(), "attrition", "baseline_lost") == 4.5
    bounds = {name: value(four(), "bounds", "value", estimate=name) for name in ("lowest", "highest")}
    assert bounds == pytest.approx({"lowest": (-0.5 - 3.5) / 4, "highest": 0.0})


def test_the_change_by_first_score_stands_beside_for_regression_to_the_mean():
    assert value(four(), "change", "mean", function_start="high") == -1.5
    assert value(four(), "change", "mean", function_start="low") == 1


def test_fewer_than_five_municipalities_are_only_described():
    assert isnan(value(four(), "change", "mean_low"))
    assert "function_scores.mean.described" in {one.message for one in four().statements}


@pytest.mark.parametrize(
    "users",
    [
        {},
        {"u": FOUR["u4"]},
        {"u": FOUR["u3"]},
        {"u": FOUR["u3"], "v": FOUR["u3"]},
        dict.fromkeys("abcdefg", FOUR["u3"]),
    ],
    ids=["nobody", "one lost", "one", "two alike", "all alike"],
)
def test_few_users_or_users_all_alike_leave_numbers_undefined_with_a_reason(users):
    found = answered(QUESTION, tables(users))[QUESTION]
    undefined = [one for one in found.cells if not isinstance(one.value, str) and isnan(one.value)]
    assert undefined
    assert all(cell.reason for cell in undefined)


def test_the_change_on_the_sample_is_that_of_pandas():
    scores = table("function_scores").sort_values("scored")
    days = scores.groupby("user")["scored"].nunique()
    means = scores[scores["user"].isin(days[days > 1].index)].groupby(["user", "scored"])["score"].mean()
    change = means.groupby("user").last() - means.groupby("user").first()
    assert value(sample(), "change", "n") == len(change)
    assert value(sample(), "change", "mean") == pytest.approx(change.mean())


def test_what_is_said_of_the_sample_is_what_its_interval_says():
    assert value(sample(), "change", "mean_high") < 0
    assert "function_scores.mean.fall" in {one.message for one in sample().statements}


def test_a_municipality_s_report_holds_its_own_users():
    scores = table("function_scores")
    name = str(scores["municipality"].value_counts().index[0])
    found = answered(QUESTION, municipality=name)[QUESTION]
    own = scores.loc[scores["municipality"] == name, "user"].nunique()
    assert value(found, "participation", "started") == own

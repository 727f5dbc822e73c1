"""Sub-goals carried out: worked out by hand on small tables."""

from functools import cache
from math import isnan

import pytest

from evaluering.results import Finding
from evaluering.statistics import proportions
from sample_network import answered, given, table, value

QUESTION = "plans_carried_out"
Goal = tuple[str, str | None, str, bool]
"""User, outcome, who is responsible, whether there is a deadline."""
SEVEN: tuple[Goal, ...] = (
    ("u1", "yes", "user", True),
    ("u1", "no", "user", True),
    ("u1", None, "hospital", False),
    ("u2", "yes", "hospital", True),
    ("u2", "partly", "user", False),
    ("u2", "yes", "user", True),
    ("u3", None, "user", True),
)


def tables(goals: tuple[Goal, ...]) -> dict[str, object]:
    plans = [
        {
            "user": user,
            "sub_goal": number,
            "area": "housing",
            "responsible": responsible,
            "deadline": "2022-06-01" if dated else None,
            "carried_out": outcome,
        }
        for number, (user, outcome, responsible, dated) in enumerate(goals, 1)
    ]
    held = [
        {
            "user": user,
            "conversation": 1,
            "team": f"team-{user}",
            "municipality": "9001",
            "held": "2022-01-10",
            "instrument_version": "psfs-1",
            "filled_in_by": "user",
        }
        for user in sorted({user for user, *_ in goals})
    ]
    return {"plans": given("plans", *plans), "conversations": given("conversations", *held)}


@cache
def seven() -> Finding:
    return answered(QUESTION, tables(SEVEN))[QUESTION]


def of_seven(cells: str, measure: str, /, **at: str) -> float | int | str:
    return value(seven(), cells, measure, **at)


def test_the_share_is_of_sub_goals_somebody_judged():
    assert (of_seven("carried_out", "yes_count"), of_seven("carried_out", "judged")) == (3, 5)
    assert of_seven("carried_out", "yes") == pytest.approx(3 / 5)


def test_its_interval_takes_users_as_clusters():
    users = ["u1", "u1", "u2", "u2", "u2"]
    wanted = proportions.clustered([1, 0, 1, 0, 1], users).logit
    assert of_seven("carried_out", "yes_low") == pytest.approx(wanted.low)


def test_sub_goals_nobody_judged_give_bounds_on_the_share_of_all():
    bounds = [of_seven("carried_out", name) for name in ("lowest", "highest")]
    assert bounds == pytest.approx([3 / 7, 5 / 7])


def test_every_outcome_has_its_number_and_they_add_up():
    names = ("yes", "partly", "no", "not_judged")
    numbers = [of_seven("outcomes", "sub_goals", outcome=name) for name in names]
    assert numbers == [3, 1, 1, 2]
    assert sum(numbers) == of_seven("outcomes", "sub_goals")


def test_each_user_weighs_alike_in_the_mean_of_users_own_shares():
    assert of_seven("per_user", "n") == 2
    assert of_seven("per_user", "mean") == pytest.approx((1 / 2 + 2 / 3) / 2)


def test_parts_are_by_responsible_area_and_deadline():
    assert of_seven("carried_out", "yes", responsible="hospital") == 1
    assert of_seven("carried_out", "sub_goals", deadline="without") == 2
    assert of_seven("carried_out", "judged", area="housing") == 5


def test_a_number_of_sub_goals_rests_on_so_many_users():
    (cell,) = [one for one in seven().cells if one.key == "carried_out/sub_goals@"]
    assert (cell.value, cell.support.n, cell.support.largest) == (7, 3, (3 / 7, 3 / 7))


@pytest.mark.parametrize(
    "goals",
    [(), (SEVEN[0],), (SEVEN[2],), (SEVEN[0], SEVEN[3]), (SEVEN[2], SEVEN[6])],
    ids=["none", "one", "one not judged", "two alike", "none judged"],
)
def test_few_sub_goals_leave_numbers_undefined_with_a_reason(goals):
    found = answered(QUESTION, tables(goals))[QUESTION]
    undefined = [one for one in found.cells if not isinstance(one.value, str) and isnan(one.value)]
    assert undefined
    assert all(cell.reason for cell in undefined)


def test_without_judged_sub_goals_it_says_so():
    found = answered(QUESTION, tables((SEVEN[2],)))[QUESTION]
    said = {one.id: one.message for one in found.statements}
    assert said["share"] == "plans_carried_out.share.undefined"


def test_plans_can_be_read_without_conversations():
    found = answered(QUESTION, {"plans": tables(SEVEN)["plans"]})[QUESTION]
    assert value(found, "carried_out", "yes") == pytest.approx(3 / 5)
    assert not found.claim.first_data


def test_a_network_s_report_holds_its_own_users_plans():
    conversations, teams = table("conversations"), table("teams").set_index("team")["network"]
    name = str(teams.iloc[0])
    own = set(conversations.loc[conversations["team"].map(teams) == name, "user"])
    found = answered(QUESTION, network=name)[QUESTION]
    assert value(found, "carried_out", "sub_goals") == table("plans")["user"].isin(own).sum()


def test_the_share_on_the_sample_is_that_of_pandas():
    judged = table("plans")["carried_out"].dropna()
    found = answered(QUESTION)[QUESTION]
    assert value(found, "carried_out", "yes") == pytest.approx((judged == "yes").mean())

"""Perceived benefit: worked out by hand on small tables, and the known truth of the synthetic network."""

from functools import cache
from math import isnan

import pytest
from pytest import approx  # noqa: PT013 - reads better in a table of numbers

from evaluering.results import Finding
from evaluering.synthetic.truth import expected_benefit
from evaluering.vocabulary import Design, Quantity
from sample_network import answered, given, table, value

ALL = "toolkit_benefit"
STARTED = "toolkit_benefit_of_all_started"
AREAS = "toolkit_benefit_by_area"
Scores = dict[int, tuple[int | None, int | None]]
"""Activity to first and second score."""


def tables(users: dict[str, tuple[str, Scores]], area: str | None = "housing") -> dict[str, object]:
    """Users by name: their team, and the scores of each activity."""
    held = {1: "2022-01-10", 2: "2022-05-10"}
    rows = [
        (user, team, number, activity, scores[number - 1])
        for user, (team, own) in users.items()
        for number in held
        for activity, scores in own.items()
        if scores[number - 1] is not None
    ]
    conversations = {
        (user, number): {
            "user": user,
            "conversation": number,
            "team": team,
            "municipality": "9001",
            "held": held[number],
            "instrument_version": "psfs-1",
            "filled_in_by": "user",
        }
        for user, team, number, _, _ in rows
    }
    scored = [
        {"user": user, "conversation": number, "activity": activity, "area": area, "score": score}
        for user, _, number, activity, score in rows
    ]
    teams = {
        team: {
            "team": team,
            "network": "n1" if team < "c" else "n2",
            "cohort": 1,
            "kind": "improvement_team",
            "started": "2021-01-01",
        }
        for team, _ in users.values()
    }
    return {
        "conversations": given("conversations", *conversations.values()),
        "activity_scores": given("activity_scores", *scored),
        "teams": given("teams", *teams.values()),
    }


SIX = {
    "u1": ("a", {1: (2, 5), 2: (4, 6)}),
    "u2": ("a", {1: (3, 3)}),
    "u3": ("b", {1: (6, 4), 2: (2, None), 3: (None, 9)}),
    "u4": ("b", {1: (2, 7), 2: (4, 8), 3: (3, 6)}),
    "u5": ("c", {1: (1, None)}),
    "u6": ("c", {1: (5, 6)}),
}
"""Matched changes: 2.5, 0, -2, 4, none, 1; literal: the third's is 4 - (6 + 2) / 2 = 0."""


@cache
def six() -> dict[str, Finding]:
    return answered(ALL, tables(SIX))


@cache
def sample() -> dict[str, Finding]:
    return answered(ALL)


def of_six(cells: str, measure: str, /, **at: str) -> float | int | str:
    return value(six()[ALL], cells, measure, **at)


def test_the_benefit_is_the_mean_of_users_own_means_over_activities_scored_twice():
    assert of_six("benefit", "n") == 5
    assert of_six("benefit", "mean") == approx((2.5 + 0 - 2 + 4 + 1) / 5)


def test_the_form_s_own_rule_counts_activities_that_were_not_scored_again():
    assert of_six("benefit", "literal") == approx((2.5 + 0 + 0 + 4 + 1) / 5)


def test_an_activity_that_is_new_at_the_second_conversation_never_enters():
    without = SIX | {"u3": ("b", {1: (6, 4), 2: (2, None)})}
    found = answered(ALL, tables(without))[ALL]
    for measure in ("mean", "literal"):
        assert value(found, "benefit", measure) == of_six("benefit", measure)
    assert of_six("participation", "with_new") == 1


def test_median_and_quartiles_are_those_of_the_five_changes():
    assert [of_six("benefit", name) for name in ("lower_quartile", "median", "upper_quartile")] == [0, 1, 2.5]


def test_users_are_counted_as_started_scored_twice_and_thin():
    counts = {name: of_six("participation", name) for name in ("users", "started", "completed", "few")}
    assert counts == {"users": 6, "started": 6, "completed": 5, "few": 4}
    assert of_six("participation", "conversations") == 11


def test_networks_add_up_to_all():
    for measure in ("started", "completed"):
        parts = [of_six("participation", measure, network=name) for name in ("n1", "n2")]
        assert sum(parts) == of_six("participation", measure)
    assert of_six("benefit", "mean", network="n2") == 1


def test_a_quarter_is_that_of_the_second_conversation():
    assert of_six("benefit", "n", quarter="2022-2") == 5


def test_directions_are_counted_with_no_change_as_neither():
    shares = {name: of_six("directions", "share_count", direction=name) for name in ("improved", "unchanged")}
    assert shares == {"improved": 3, "unchanged": 1}
    assert of_six("directions", "share", direction="worse") == approx(1 / 5)


def test_a_threshold_is_reached_at_its_own_value():
    at_two = answered(ALL, tables({"u": ("a", {1: (2, 4)})}))[ALL]
    assert value(at_two, "thresholds", "share_count", threshold="by_custom") == 1
    assert value(at_two, "thresholds", "share_count", threshold="large") == 0


def test_every_change_is_in_one_class():
    names = ("fell_two", "fell", "none", "rose", "rose_two", "rose_four")
    counts = [of_six("classes", "share_count", benefit_class=name) for name in names]
    assert counts == [1, 0, 1, 1, 1, 1]
    assert sum(counts) == of_six("classes", "share_count")


def test_who_was_lost_stands_beside_with_bounds_for_all_who_started():
    assert of_six("attrition", "followed") == approx(5 / 6)
    assert of_six("attrition", "baseline_lost") == 1
    bounds = [
        of_six("estimates", "value", estimate=name) for name in ("carried_forward", "lowest", "highest")
    ]
    assert bounds == [approx(5.5 / 6), approx(5.5 / 6), approx((5.5 + 9) / 6)]


def test_the_mean_by_first_score_stands_beside_for_regression_to_the_mean():
    assert of_six("benefit", "mean", first_score="high") == approx((-2 + 1) / 2)


def test_regression_to_the_mean_is_worked_out_where_the_population_s_mean_is_known():
    found = answered(ALL, tables(SIX), reliability=0.8, population_mean=5.0)[ALL]
    first = (3 + 3 + 6 + 3 + 5) / 5
    assert value(found, "regression", "expected") == approx(0.2 * (5 - first))
    assert value(found, "regression", "adjusted") == approx(1.1 - 0.2 * (5 - first))


def test_fewer_than_five_teams_are_only_described():
    assert isnan(of_six("benefit", "mean_low"))
    assert isnan(value(six()[STARTED], "all_started", "change", model="linked"))
    said = {one.id: one.message for one in six()[ALL].statements}
    assert said["mean"] == "toolkit_benefit.mean.described"


def test_in_a_team_s_report_the_form_s_own_number_comes_first():
    found = answered(ALL, team=str(table("teams")["team"].iloc[0]))[ALL]
    assert found.statements[0].id == "literal"
    (layout,) = [one for one in found.tables if one.id == "benefit"]
    measures = [column.measures[0] for column in layout.columns]
    assert measures.index("literal") < measures.index("mean")


def test_elsewhere_the_matched_number_comes_first():
    ids = [one.id for one in six()[ALL].statements]
    assert ids.index("mean") < ids.index("literal")


def test_a_network_s_report_holds_the_network_s_users():
    name = str(table("networks")["network"].iloc[0])
    of_network = value(answered(ALL, network=name)[ALL], "participation", "started")
    assert of_network == value(sample()[ALL], "participation", "started", network=name)


@pytest.mark.parametrize(
    "users",
    [
        {},
        {"u": ("a", {1: (3, None)})},
        {"u": ("a", {1: (3, 5)})},
        {"u": ("a", {1: (3, 5)}), "v": ("b", {1: (3, 5)})},
        {name: (name, {1: (3, 4)}) for name in "abcdefg"},
        {name: (name, {1: (3, None)}) for name in "abcdefg"},
    ],
    ids=["nobody", "one lost", "one", "two alike", "all alike", "all lost"],
)
def test_few_users_or_users_all_alike_leave_numbers_undefined_with_a_reason(users):
    for found in answered(ALL, tables(users)).values():
        for cell in found.cells:
            if not isinstance(cell.value, str) and isnan(cell.value):
                assert cell.reason, cell.key


def test_without_the_table_of_teams_only_networks_are_lacking():
    given_tables = {name: one for name, one in tables(SIX).items() if name != "teams"}
    found = answered(ALL, given_tables)[ALL]
    assert value(found, "benefit", "mean") == of_six("benefit", "mean")
    assert not [cell for cell in found.cells if cell.at and cell.at[0][0] == "network"]


def test_a_user_counts_once_in_each_area_chosen():
    assert value(six()[AREAS], "areas", "chosen_count", area="housing") == 6
    assert value(six()[AREAS], "areas", "mean", area="housing") == approx(5.5 / 5)


def test_activities_without_an_area_are_kept_as_not_coded():
    found = answered(ALL, tables(SIX, area=None))[AREAS]
    assert value(found, "areas", "n", area="not_coded") == 5


def test_the_first_data_of_the_outcome_is_the_first_conversation():
    assert six()[ALL].claim.first_data == "2022-01-10"


def test_the_numbers_on_the_sample_are_those_of_pandas():
    means = table("activity_scores").groupby(["user", "conversation"])["score"].mean().unstack()
    benefit = (means[2] - means[1]).dropna()
    assert value(sample()[ALL], "benefit", "n") == len(benefit)
    assert value(sample()[ALL], "benefit", "mean") == approx(benefit.mean())
    assert value(sample()[ALL], "benefit", "median") == approx(benefit.median())


def test_the_known_benefit_of_all_users_is_within_the_model_s_interval():
    ends = [
        value(sample()[STARTED], "all_started", f"change_{end}", model="linked") for end in ("low", "high")
    ]
    assert ends[0] <= expected_benefit() <= ends[1]


def test_those_who_came_back_have_less_than_the_model_gives_all():
    found = sample()[STARTED]
    assert value(found, "all_started", "completers") < value(found, "all_started", "change", model="linked")
    assert value(found, "all_started", "slope_high") < 0


def test_the_model_s_cells_are_marked_as_a_model_s_with_degrees_of_freedom():
    (cell,) = [one for one in sample()[STARTED].cells if one.key == sample()[STARTED].claim.key]
    assert cell.kind is Quantity.MODEL
    assert cell.support.df > 10
    assert sample()[STARTED].design is Design.BEFORE_AFTER

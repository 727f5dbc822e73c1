"""Programme fulfilment: right answers worked out by hand, and the synthetic network's known trend."""

from math import isnan

import pytest
from checklist_rows import checklist, checklists, conversation, scores, team
from scipy import stats

from evaluering.synthetic.truth import true_effects
from sample_network import answered, given, value

QUESTION = "programme_fulfilment"
EXAMPLE = "yyyyyyynn-"


def found(*forms, **tables):
    return answered(QUESTION, {"checklists": checklists(*forms), **tables})


def level(*forms, **tables):
    return found(*forms, **tables)[QUESTION]


def test_the_guides_example_is_eighty_percent_by_the_rule_and_seven_of_nine_where_it_applied():
    one = level(checklist("u1", EXAMPLE))
    assert value(one, "fulfilment", "programme") == pytest.approx(0.8)
    assert value(one, "fulfilment", "programme_applicable") == pytest.approx(7 / 9)
    assert value(one, "fulfilment", "programme_not_applicable") == 1


def test_a_blank_item_is_no_point_and_no_missing_point_but_two_bounds():
    one = level(checklist("u1", "yyyyyyynn."))
    assert isnan(value(one, "fulfilment", "programme"))
    assert value(one, "fulfilment", "lowest") == pytest.approx(0.7)
    assert value(one, "fulfilment", "highest") == pytest.approx(0.8)
    assert value(one, "account", "with_blanks") == 1


def test_an_item_without_a_row_is_blank():
    one = level(checklist("u1", "yyyyyyynn "))
    assert value(one, "fulfilment", "lowest") == pytest.approx(0.7)
    assert value(one, "fulfilment", "highest") == pytest.approx(0.8)


def test_a_checklist_with_three_blanks_is_told_and_counted_in_nothing():
    one = level(checklist("u1", "yyyyyyy..."), checklist("u2", EXAMPLE))
    assert value(one, "account", "refused") == 1
    assert value(one, "account", "checklists") == 2
    assert value(one, "fulfilment", "users") == 1
    assert value(one, "fulfilment", "lowest") == pytest.approx(0.8)


def test_a_refused_latest_checklist_leaves_the_one_before_it():
    one = level(checklist("u1", EXAMPLE), checklist("u1", "yyyyyyy...", number=2, day="2022-05-01"))
    assert value(one, "fulfilment", "programme") == pytest.approx(0.8)


def test_only_a_users_latest_checklist_counts():
    one = level(checklist("u1", "nnnnnnnnnn"), checklist("u1", EXAMPLE, number=2, day="2022-05-01"))
    assert value(one, "fulfilment", "programme") == pytest.approx(0.8)
    assert value(one, "fulfilment", "programme_n") == 1


def test_own_items_count_in_the_literal_number_and_not_in_comparisons():
    one = level(checklist("u1", "yyyyyyyynn", own="xxxxx"))
    assert value(one, "fulfilment", "programme") == pytest.approx(0.8)
    assert value(one, "fulfilment", "standard") == pytest.approx(0.6)


def test_a_checklist_of_own_items_alone_is_in_no_comparison():
    one = level(checklist("u1", "yyyyyyyynn", own="xxxxxxxxxx"))
    assert value(one, "fulfilment", "programme") == pytest.approx(0.8)
    assert isnan(value(one, "fulfilment", "standard"))


def test_when_nothing_applied_the_rule_gives_all_points_and_the_share_among_applicable_is_undefined():
    one = level(checklist("u1", "----------"))
    assert value(one, "fulfilment", "programme") == 1
    assert isnan(value(one, "fulfilment", "programme_applicable"))
    assert value(one, "account", "none_applicable") == 1


def six_teams():
    """Two users in each of six teams, with 0 to 10 points."""
    points = [(2, 4), (5, 5), (7, 9), (1, 3), (8, 8), (6, 10)]
    return [
        checklist(f"u{number}{place}", ("y" * yes).ljust(10, "n"), team=f"t{number}")
        for number, pair in enumerate(points)
        for place, yes in enumerate(pair)
    ], [sum(pair) / 20 for pair in points]


def test_with_teams_of_one_size_the_interval_is_that_of_the_teams_means():
    forms, means = six_teams()
    one = level(*forms)
    low, high = stats.ttest_1samp(means, 0).confidence_interval(0.95)
    assert value(one, "fulfilment", "programme_low") == pytest.approx(low)
    assert value(one, "fulfilment", "programme_high") == pytest.approx(high)


def test_the_level_asked_for_is_used():
    forms, means = six_teams()
    one = answered(QUESTION, {"checklists": checklists(*forms)}, level=0.8)[QUESTION]
    low, _ = stats.ttest_1samp(means, 0).confidence_interval(0.8)
    assert value(one, "fulfilment", "programme_low") == pytest.approx(low)
    assert value(one, "fulfilment", "level") == 0.8


def test_one_team_has_a_mean_and_no_interval():
    one = level(checklist("u1", "yyyyynnnnn"), checklist("u2", "yyyyyyynnn"))
    assert value(one, "fulfilment", "programme") == pytest.approx(0.6)
    assert isnan(value(one, "fulfilment", "programme_low"))


def test_networks_are_compared_by_standard_items():
    teams = given("teams", team("t1", "n1"), team("t2", "n2"))
    one = level(checklist("u1", "yyyyyyyynn", own="x"), checklist("u2", "nnnnnnnnny", team="t2"), teams=teams)
    assert value(one, "fulfilment", "standard", network="n1") == pytest.approx(7 / 9)
    assert value(one, "fulfilment", "standard", network="n2") == pytest.approx(0.1)


def test_every_checklist_counts_in_its_quarter():
    one = level(checklist("u1", "nnnnnnnnnn"), checklist("u1", EXAMPLE, number=2, day="2022-05-01"))
    assert value(one, "quarters", "standard", quarter="2022-Q1") == 0
    assert value(one, "quarters", "standard", quarter="2022-Q2") == pytest.approx(0.8)
    assert value(one, "quarters", "checklists") == 2


def test_an_item_has_its_share_of_yes_among_yes_and_no_with_wilsons_interval():
    forms = [checklist(f"u{number}", answer.ljust(10, "n")) for number, answer in enumerate("yyn-.")]
    one = found(*forms)["checklist_items"]
    low, high = stats.binomtest(2, 3).proportion_ci(method="wilson")
    assert value(one, "items", "yes", checklist_item="1") == pytest.approx(2 / 3)
    assert value(one, "items", "yes_low", checklist_item="1") == pytest.approx(low)
    assert value(one, "items", "yes_high", checklist_item="1") == pytest.approx(high)
    assert value(one, "items", "not_applicable", checklist_item="1") == 1
    assert value(one, "items", "blank", checklist_item="1") == 1


def test_a_teams_own_item_is_in_no_share_of_the_item_it_replaced():
    one = found(checklist("u1", "yyyyyyyyyy", own="x"), checklist("u2", "nyyyyyyyyy"))["checklist_items"]
    assert value(one, "items", "yes_n", checklist_item="1") == 1
    assert value(one, "items", "users_with_own_items") == 1


def copied(mean: float):
    form = checklist("u1", "y" * 10)
    form[0]["what_matters_mean"] = mean
    one = level(form, activity_scores=given("activity_scores", *scores("u1", 1, 1, 4, 1, 2)))
    return value(one, "account", "copied"), value(one, "account", "copied_otherwise")


def test_a_mean_copied_otherwise_than_the_form_has_it_is_counted():
    assert copied(2.5) == (1, 1)


@pytest.mark.parametrize("mean", [2.0, 2.05])
def test_a_mean_copied_with_one_decimal_is_no_discrepancy(mean):
    assert copied(mean) == (1, 0)


def test_change_is_from_first_to_latest_and_users_with_one_checklist_are_told():
    one = found(
        checklist("u1", "yynnnnnnnn"),
        checklist("u1", "yyynnnnnnn", number=2, day="2022-03-01"),
        checklist("u1", "yyyyynnnnn", number=3, day="2022-05-01"),
        checklist("u2", "yyyynnnnnn"),
    )["first_and_latest"]
    assert value(one, "change", "change") == pytest.approx(30)
    assert value(one, "change", "started") == 2
    assert value(one, "change", "paired") == 1
    assert value(one, "change", "baseline_lost") == pytest.approx(40)
    assert value(one, "change", "carried_forward") == pytest.approx(15)


def test_regression_to_the_mean_is_expected_of_those_who_started_lower_than_all():
    one = answered(
        QUESTION,
        {
            "checklists": checklists(
                checklist("u1", "yynnnnnnnn"),
                checklist("u1", "yyyynnnnnn", number=2, day="2022-03-01"),
                checklist("u2", "yyyyyynnnn"),
            )
        },
        reliability=0.75,
    )["first_and_latest"]
    # A quarter of the way from 20 up to the mean of all, 40.
    assert value(one, "change", "expected_regression") == pytest.approx(5)


def test_a_straight_line_of_ten_points_a_month_is_found():
    teams = [team(f"t{number}", started="2022-01-20") for number in range(6)]
    forms = [
        checklist(
            f"u{n}{month}", ("y" * (1 + month)).ljust(10, "n"), team=f"t{n}", day=f"2022-0{1 + month}-05"
        )
        for n in range(6)
        for month in (0, 2, 4)
    ]
    one = found(*forms, teams=given("teams", *teams))["trend"]
    assert value(one, "trend", "slope") == pytest.approx(10)
    assert value(one, "trend", "users") == 18


def test_municipalities_behind_a_number_are_those_of_its_users():
    talks = [conversation("u1", 1, "2022-01-01"), conversation("u2", 1, "2022-01-01", municipality="m2")]
    one = level(
        checklist("u1", EXAMPLE), checklist("u2", EXAMPLE), conversations=given("conversations", *talks)
    )
    (support,) = [cell.support for cell in one.cells if cell.key == "fulfilment/programme@"]
    assert (support.n, support.municipalities, support.alike) == (2, 2, True)


def test_without_any_checklist_every_number_is_zero_or_undefined_with_a_reason():
    for one in answered(QUESTION, {}).values():
        numbers = [cell for cell in one.cells if cell.kind != "setting"]
        assert all(cell.value == 0 or (isnan(cell.value) and cell.reason) for cell in numbers)


def test_a_teams_report_has_its_own_users_alone():
    one = answered(QUESTION, team="team-001")[QUESTION]
    all_of_them = answered(QUESTION)[QUESTION]
    assert 0 < value(one, "fulfilment", "users") < value(all_of_them, "fulfilment", "users")
    assert isnan(value(one, "fulfilment", "programme_low"))


def test_users_of_the_networks_add_up_to_all():
    one = answered(QUESTION)[QUESTION]
    parts = [
        cell.value for cell in one.cells if cell.measure == "standard_n" and dict(cell.at).get("network")
    ]
    assert len(parts) == 5
    assert sum(parts) == value(one, "fulfilment", "standard_n")


def test_the_samples_known_trend_lies_in_the_interval_for_most_seeds():
    (true,) = [one.value for one in true_effects(20) if one.name == "programme_fulfilment_trend"]
    trends = [answered(QUESTION, seed=seed)["trend"] for seed in range(1, 9)]
    covered = [
        value(one, "trend", "slope_low") <= 100 * true <= value(one, "trend", "slope_high") for one in trends
    ]
    # Of 8 intervals at 95 percent, fewer than 6 cover with a probability below .006.
    assert sum(covered) >= 6

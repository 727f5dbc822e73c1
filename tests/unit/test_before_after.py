"""Those who did not come back, and selection: edges and refusals."""

from math import inf, isnan, nan

import pytest
from scipy import stats

from evaluering.statistics import before_after


def test_when_all_come_back_there_is_nobody_to_compare_with():
    found = before_after.attrition([2, 3, 4], [4, 4, 6])
    assert (found.started, found.paired, found.followed.value) == (3, 3, 1)
    assert isnan(found.difference.value)
    assert found.difference.reason == "fewer than two persons in a group"
    assert found.standardised.reason == "fewer than two persons in a group"
    assert found.worst.value == found.best.value == found.complete_case.value


def test_when_nobody_comes_back_only_the_bounds_are_left():
    found = before_after.attrition([2, 3, 4], [nan, None, nan])
    assert (found.paired, found.followed.value) == (0, 0)
    assert isnan(found.complete_case.value)
    assert (found.worst.value, found.best.value, found.carried_forward.value) == (-2, 7, 0)


def test_nobody_at_all_leaves_everything_undefined():
    found = before_after.attrition([], [])
    assert found.started == 0
    assert isnan(found.followed.value)
    assert isnan(found.worst.value)


def test_a_person_without_a_first_score_is_counted_and_left_out():
    found = before_after.attrition([nan, 3, 4], [5, 4, nan])
    assert (found.started, found.paired, found.without_first, found.followed.missing) == (2, 1, 1, 1)


def test_groups_without_spread_have_a_difference_but_no_test():
    found = before_after.attrition([2, 2, 4, 4], [5, 6, nan, nan])
    assert found.difference.value == -2
    assert isnan(found.difference.low)
    assert found.standardised.reason == "neither group has any spread"


def test_the_difference_at_the_start_is_scipy_s_welch_test():
    found = before_after.attrition([2, 3, 5, 8, 4, 9], [3, 3, 3, nan, nan, nan]).difference
    expected = stats.ttest_ind([2, 3, 5], [8, 4, 9], equal_var=False)
    assert (found.p, found.df) == pytest.approx((expected.pvalue, expected.df), rel=1e-10)
    assert (found.low, found.high) == pytest.approx(tuple(expected.confidence_interval()), rel=1e-10)


def test_a_first_score_is_not_tested_against_0():
    assert before_after.attrition([2, 3, 4], [4, 4, nan]).baseline_paired.p is None


def test_bounds_follow_the_scale_given():
    found = before_after.attrition([50, 60], [70, nan], scale=(0, 100))
    assert (found.worst.value, found.best.value) == ((20 - 60) / 2, (20 + 40) / 2)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ([1, 2], [1], "for each person"),
        (["1"], [1], "must be numbers"),
        ([inf], [1], "must be finite"),
        ([0], [5], "scores from 1 to 10"),
        ([5], [11], "scores from 1 to 10"),
    ],
)
def test_attrition_refuses_scores_that_do_not_fit(first, second, message):
    with pytest.raises(ValueError, match=message):
        before_after.attrition(first, second)


def test_without_the_population_s_mean_the_expected_change_is_unknown():
    found = before_after.regression_to_the_mean([2, 3, 4], [4, 4, 6], 0.7)
    assert found.observed.value == pytest.approx(5 / 3)
    assert isnan(found.expected.value)
    assert "not known" in found.adjusted.reason


def test_a_person_without_a_second_score_enters_no_part_of_it():
    found = before_after.regression_to_the_mean([2, 3, 9], [4, 4, nan], 0.5, population_mean=5)
    assert (found.observed.n, found.expected.n, found.adjusted.n) == (2, 2, 2)
    assert found.expected.value == pytest.approx(0.5 * (5 - 2.5))


@pytest.mark.parametrize("reliability", [-0.1, 1.1, nan, "0.7"])
def test_a_reliability_outside_0_to_1_is_refused(reliability):
    with pytest.raises(ValueError, match="reliability must lie between 0 and 1"):
        before_after.regression_to_the_mean([1, 2], [2, 3], reliability, population_mean=5)


@pytest.mark.parametrize("mean", [nan, inf, "5"])
def test_a_population_mean_that_is_no_number_is_refused(mean):
    with pytest.raises(ValueError, match="population_mean must"):
        before_after.regression_to_the_mean([1, 2], [2, 3], 0.7, population_mean=mean)


LOST_LOW = (
    [2, 4, 3, 5, 2, 6, 3, 4, 1, 5, 2, 1],
    [5, 5, 5, 5, 4, 6, 6, 4, nan, 6, nan, nan],
    list("aabbccddeeaa"),
)


def test_the_mean_of_all_is_anderson_s_where_clusters_do_not_differ():
    first, second, team = LOST_LOW
    pairs = [(one, two - one) for one, two in zip(first, second, strict=True) if not isnan(two)]
    line = stats.linregress(*zip(*pairs, strict=True))
    found = before_after.missing_at_random(first, second, team)
    assert found.cluster_sd == 0
    assert found.change.value == pytest.approx(line.intercept + line.slope * sum(first) / len(first))
    assert found.slope.value == pytest.approx(line.slope)


def test_those_who_start_low_and_are_lost_count_in_the_mean_of_all():
    found = before_after.missing_at_random(*LOST_LOW)
    assert (found.started, found.paired, found.change.n, found.clusters) == (12, 9, 12, 5)
    assert found.change.value > found.completers.value


def test_the_mean_of_all_does_not_depend_on_the_order_of_persons():
    first, second, team = (list(reversed(one)) for one in LOST_LOW)
    turned = before_after.missing_at_random(first, second, team).change
    assert turned.value == pytest.approx(before_after.missing_at_random(*LOST_LOW).change.value)


def test_persons_without_a_first_score_do_not_enter_the_mean_of_all():
    first, second, team = LOST_LOW
    more = before_after.missing_at_random([*first, nan], [*second, 9], [*team, "f"])
    assert more == before_after.missing_at_random(*LOST_LOW)


@pytest.mark.parametrize(
    ("first", "second", "team", "reason"),
    [
        ([], [], [], "fewer than 5 clusters"),
        ([2], [4], ["a"], "fewer than 5 clusters"),
        ([2, 3], [4, nan], ["a", "b"], "fewer than 5 clusters"),
        ([2, 3] * 4, [nan] * 8, list("aabbccde"), "fewer than 5 clusters"),
        ([3] * 8, [4, 5] * 4, list("aabbccde"), "the columns of X depend linearly"),
    ],
)
def test_the_mean_of_all_is_undefined_with_a_reason(first, second, team, reason):
    found = before_after.missing_at_random(first, second, team)
    assert isnan(found.change.value)
    assert found.change.reason.startswith(reason)


def test_a_curve_of_another_degree_is_refused():
    for degree in (0, 4):
        with pytest.raises(ValueError, match="degree"):
            before_after.missing_at_random(*LOST_LOW, degree=degree)


def test_every_person_needs_a_cluster():
    with pytest.raises(ValueError, match="one label for each"):
        before_after.missing_at_random([2, 3], [3, 4], ["a"])

"""Paired differences: enumeration of all signs, edges, refusals."""

from itertools import pairwise, product
from math import inf, isnan, nan

import numpy as np
import pytest
from scipy import stats

from evaluering.statistics import paired
from evaluering.vocabulary import Unit

TIED = [
    [1, 1, 1, 1, 1, -1, 2, 2],
    [0, 0, 1, 2, 2, -1, 3],
    [0.5, 0.5, -0.5, 1.5, 2.5, 2.5, 2.5, -1.5],
    [1, 2, 2, 3, 3, 3, 4, 4],
    [0, 0, 0, 0, 0, 0, 0, 1],
    [-1, 0, 1, -2, 2, 0],
]
"""Differences with ties and zeros, few enough to write out every sign."""


def by_enumeration(d, zeros="pratt"):
    """P(W+ <= observed) and P(W+ >= observed), every sign written out."""
    d = np.array(d, dtype=float)
    d = d if zeros == "pratt" else d[d != 0]
    ranks = stats.rankdata(abs(d))[d != 0]
    observed = ranks[d[d != 0] > 0].sum()
    sums = [sum(np.array(signs) * ranks) for signs in product((0, 1), repeat=len(ranks))]
    return np.mean(np.array(sums) <= observed + 1e-9), np.mean(np.array(sums) >= observed - 1e-9)


@pytest.mark.parametrize(
    "d", [*TIED, [1.1, -0.2, 3.3, 0.7], [2.0], [0.3, -4.0, 5.1, 1.0, 2.2, -0.1, 7, 8, 9.5]]
)
@pytest.mark.parametrize("zeros", ["pratt", "wilcox"])
def test_the_signed_rank_p_is_what_counting_every_sign_gives(d, zeros):
    assert paired.signed_rank(d, zeros).p == pytest.approx(
        min(1, 2 * min(by_enumeration(d, zeros))), abs=1e-12
    )


@pytest.mark.parametrize("d", TIED)
@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.95])
def test_the_interval_with_ties_is_the_hull_of_all_shifts_that_counting_does_not_reject(d, level):
    averages = sorted({(one + other) / 2 for one in d for other in d})
    grid = [averages[0] - 1, *averages, averages[-1] + 1]
    grid = sorted(grid + [(one + other) / 2 for one, other in pairwise(grid)])
    tail = (1 - level) / 2 - 1e-12
    accepted = [shift for shift in grid if min(by_enumeration(np.subtract(d, shift))) >= tail]
    found = paired.hodges_lehmann(d, level)
    if accepted[0] < averages[0] or accepted[-1] > averages[-1]:
        assert isnan(found.low)
        assert "too few" in found.reason
    else:
        # The ends are Walsh averages: an accepted shift between two of them reaches down to the lower one.
        assert found.low == max(one for one in averages if one <= accepted[0])
        assert found.high == min(one for one in averages if one >= accepted[-1])


def test_the_interval_without_ties_is_that_of_counting_too():
    d = [0.3, -4.0, 5.1, 1.0, 2.2, -0.1, 7, 8]
    averages = sorted((d[i] + d[j]) / 2 for i in range(8) for j in range(i, 8))
    # P(W+ <= 3) = 5/256 < 0.025 <= P(W+ <= 4) = 7/256, so the fourth from either end bounds it.
    found = paired.hodges_lehmann(d)
    assert (found.low, found.high) == (averages[3], averages[-4])
    assert paired.exact_level(8) == 1 - 2 * 5 / 256


def test_equal_differences_tie_although_their_last_bits_differ():
    d = [0.3 - 0.2, 0.4 - 0.3, 1.1 - 1.0, -(0.8 - 0.7), 0.5 - 0.5000000000000001]
    assert len(set(np.abs(d))) == 4
    assert paired.signed_rank(d).p == paired.signed_rank([0.1, 0.1, 0.1, -0.1, 0]).p
    assert paired.signed_rank(d).zeros == 1


def test_beyond_two_hundred_differences_the_test_is_scipy_s_normal_one():
    d = np.round(np.random.default_rng(1).normal(0.1, 1, 300), 1)
    for zeros in ("pratt", "wilcox"):
        expected = stats.wilcoxon(d, zero_method=zeros, correction=True, method="asymptotic").pvalue
        assert paired.signed_rank(d, zeros).p == pytest.approx(expected, rel=1e-9)


def test_the_exact_test_without_ties_is_scipy_s():
    d = np.random.default_rng(2).normal(0.2, 1, 40)
    assert paired.signed_rank(d).p == pytest.approx(stats.wilcoxon(d, method="exact").pvalue, rel=1e-9)


def test_the_normal_interval_lies_close_to_the_exact_one():
    d = np.random.default_rng(3).normal(0.2, 1, 201)
    many, fewer = paired.hodges_lehmann(d), paired.hodges_lehmann(d[:200])
    assert "normal" in many.method
    assert "exact" in fewer.method
    assert (many.low, many.high) == pytest.approx((fewer.low, fewer.high), abs=0.02)


@pytest.mark.parametrize("n", range(1, 6))
def test_fewer_than_six_differences_have_no_interval_at_95_percent(n):
    found = paired.hodges_lehmann(np.arange(n) + 1.0)
    assert found.value == np.median(np.arange(n) + 1)
    assert isnan(found.low)
    assert isnan(found.high)
    assert found.reason
    assert isnan(paired.exact_level(n))


def test_six_differences_are_bounded_by_their_ends():
    found = paired.hodges_lehmann([1, 2, 3.5, 5, 7.2, 9])
    assert (found.low, found.high) == (1, 9)
    assert paired.exact_level(6) == 0.96875


@pytest.mark.parametrize(
    "function",
    [paired.mean_change, paired.hodges_lehmann, paired.rank_biserial],
    ids=lambda one: one.__name__,
)
@pytest.mark.parametrize("d", [[], [nan, nan], [None]])
def test_no_differences_leave_every_number_undefined_with_a_reason(function, d):
    found = function(d)
    assert isnan(found.value)
    assert isnan(found.low)
    assert found.reason
    assert (found.n, found.missing) == (0, len(d))


def test_one_difference_has_a_mean_but_no_interval():
    found = paired.mean_change([2.5])
    assert (found.value, found.n, found.p) == (2.5, 1, None)
    assert isnan(found.low)
    assert found.reason == "no interval: one value has no spread"


@pytest.mark.parametrize("function", [paired.mean_change, paired.hodges_lehmann])
def test_equal_differences_have_a_value_but_no_interval(function):
    found = function([2, 2, 2, 2, 2, 2, 2])
    assert found.value == 2
    assert isnan(found.high)
    assert found.reason == "no interval: all values are equal"


def test_two_differences_have_a_very_wide_interval():
    found = paired.mean_change([1, 2])
    expected = stats.ttest_1samp([1, 2], 0).confidence_interval()
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), rel=1e-12)


def test_nothing_but_zeros_has_no_test():
    found = paired.signed_rank([0, 0, 0])
    assert isnan(found.p)
    assert (found.plus, found.minus, found.zeros) == (0, 0, 3)
    assert found.reason == "no difference other than 0"
    assert isnan(paired.rank_biserial([0, 0, 0]).value)


def test_rises_alone_give_a_correlation_of_one_without_an_interval():
    found = paired.rank_biserial([1, 2, 3])
    assert (found.value, isnan(found.low)) == (1.0, True)
    assert "same sign" in found.reason


def test_missing_differences_are_counted_and_left_out():
    found = paired.mean_change([1, nan, 3, None])
    assert (found.value, found.n, found.missing) == (2, 2, 2)
    assert paired.signed_rank([1, nan, 3]).missing == 1
    assert paired.summary([1, nan, 3]).missing == 1


def test_an_estimate_of_change_is_in_points():
    assert paired.mean_change([1, 2, 3]).unit is Unit.POINTS
    assert paired.hodges_lehmann([1, 2, 3]).unit is Unit.POINTS
    assert paired.rank_biserial([1, 2, -3]).unit is Unit.COEFFICIENT


@pytest.mark.parametrize(
    "function",
    [paired.mean_change, paired.hodges_lehmann, paired.rank_biserial, paired.signed_rank, paired.summary],
    ids=lambda one: one.__name__,
)
@pytest.mark.parametrize("d", [["2"], "12", [inf], [True], [[1, 2]]])
def test_text_truth_values_infinity_and_tables_are_refused(function, d):
    with pytest.raises(ValueError, match="d must"):
        function(d)


@pytest.mark.parametrize("level", [0, 1, 95, nan, "0.95"])
@pytest.mark.parametrize("function", [paired.mean_change, paired.hodges_lehmann, paired.rank_biserial])
def test_a_level_outside_0_to_1_is_refused(function, level):
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        function([1, 2, 3], level)


def test_other_names_for_the_handling_of_zeros_are_refused():
    with pytest.raises(ValueError, match="'pratt' or 'wilcox'"):
        paired.signed_rank([1, 2], "zsplit")
    with pytest.raises(ValueError, match="'kept' or 'dropped'"):
        paired.hodges_lehmann([1, 2], zeros="pratt")


@pytest.mark.parametrize("n", [0, 201, 2.5, "8"])
def test_an_exact_level_exists_for_1_to_200_differences(n):
    with pytest.raises(ValueError, match="n must be"):
        paired.exact_level(n)


def test_without_an_activity_scored_twice_a_person_has_no_change():
    found = paired.change([3, nan], [nan, 5])
    assert isnan(found.matched.value)
    assert isnan(found.literal.value)
    assert found.matched.reason == "no activity was scored both times"
    assert (found.unmatched, found.new, found.few) == (1, 1, True)


def test_no_activities_at_all_are_no_change():
    assert isnan(paired.change([], []).matched.value)


@pytest.mark.parametrize(("matched", "few"), [(1, True), (2, True), (3, False)])
def test_a_change_over_fewer_than_three_activities_is_flagged(matched, few):
    found = paired.change([2] * matched, [4] * matched)
    assert (found.matched.value, found.few) == (2, few)


@pytest.mark.parametrize("score", [0, 0.99, 10.5, 11, -3])
def test_a_score_off_the_scale_is_refused_not_recoded(score):
    with pytest.raises(ValueError, match="first must be scores from 1 to 10; 0 is not on this form's scale"):
        paired.change([score, 3], [4, 4])
    with pytest.raises(ValueError, match="second must be scores"):
        paired.change([4, 3], [score, 4])


@pytest.mark.parametrize(("first", "second"), [([1, 2], [1]), (["1"], ["2"]), ([inf], [1]), ([[1]], [[2]])])
def test_conversations_that_do_not_fit_are_refused(first, second):
    with pytest.raises(ValueError, match="must"):
        paired.change(first, second)


def test_a_group_counts_who_started_who_has_a_pair_and_who_has_few_activities():
    found = paired.changes(
        [[1, 2, 3], [4, nan, nan], [nan, nan, nan], [5, 5, nan]],
        [[2, 3, 4], [nan, nan, nan], [7, nan, nan], [6, nan, 9]],
    )
    assert (found.started, found.paired, found.few, found.new) == (3, 2, 1, 2)
    assert found.activities == (3, 0, 0, 1)
    assert found.matched == pytest.approx((1, nan, nan, 1), nan_ok=True)
    assert found.first_all == pytest.approx((2, 4, nan, 5), nan_ok=True)
    assert found.second == pytest.approx((3, nan, nan, 6), nan_ok=True)


def test_a_group_of_nobody_is_empty():
    found = paired.changes(np.empty((0, 3)), np.empty((0, 3)))
    assert (found.matched, found.started, found.paired) == ((), 0, 0)


def test_the_summary_of_nothing_is_undefined():
    assert isnan(paired.summary([]).median)
    assert paired.summary([]).reason == "no values"

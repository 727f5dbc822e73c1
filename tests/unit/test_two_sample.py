"""Two groups: enumeration of all divisions, edges, refusals."""

from itertools import combinations
from math import comb, inf, isnan, nan

import numpy as np
import pytest
from scipy import stats

from evaluering.statistics import _rank_sums, two_sample

GROUPS = [
    ([1, 2, 2, 3], [2, 3, 3, 4, 5]),
    ([1, 1, 1], [1, 1, 2]),
    ([5, 5, 5, 4], [1, 2, 5]),
    ([1.5, 2.5, 9], [0.5, 3.5, 4.5, 7]),
    ([3], [1, 2, 2, 5, 5, 9]),
]
"""Groups few enough to write out every division."""


def by_enumeration(x, y):
    """P(|U - mn/2| >= observed), every division written out."""
    ranks, m = stats.rankdata([*x, *y]), len(x)
    centre = m * (len(ranks) + 1) / 2
    observed = abs(ranks[:m].sum() - centre)
    sums = np.array([sum(chosen) for chosen in combinations(ranks, m)])
    return np.mean(np.abs(sums - centre) >= observed - 1e-9)


@pytest.mark.parametrize(("x", "y"), GROUPS)
def test_the_p_of_two_groups_is_what_counting_every_division_gives(x, y):
    assert two_sample.mann_whitney(x, y).p == pytest.approx(by_enumeration(x, y), abs=1e-12)
    assert two_sample.mann_whitney(y, x).p == pytest.approx(by_enumeration(x, y), abs=1e-12)


@pytest.mark.parametrize(("m", "n"), [(1, 1), (1, 4), (3, 5), (5, 3), (4, 4)])
def test_the_distribution_without_ties_is_that_of_counting(m, n):
    counted = np.zeros(m * n + 1)
    for chosen in combinations(range(1, m + n + 1), m):
        counted[sum(chosen) - m * (m + 1) // 2] += 1
    assert _rank_sums.without_ties(m, n) == pytest.approx(counted / comb(m + n, m), abs=1e-15)


@pytest.mark.parametrize(("m", "n"), [(20, 30), (49, 49), (45, 12)])
def test_the_exact_test_without_ties_is_scipy_s(m, n):
    random = np.random.default_rng(m)
    x, y = random.normal(0.4, 1, m), random.normal(0, 1, n)
    expected = stats.mannwhitneyu(x, y, method="exact")
    found = two_sample.mann_whitney(x, y)
    assert (found.u, found.p) == (expected.statistic, pytest.approx(expected.pvalue, rel=1e-9))


@pytest.mark.parametrize(("m", "n"), [(20, 30), (60, 55), (3, 40)])
def test_many_tied_values_are_tested_as_scipy_does(m, n):
    random = np.random.default_rng(m)
    x, y = random.integers(1, 6, m), random.integers(1, 6, n)
    expected = stats.mannwhitneyu(x, y, method="asymptotic")
    found = two_sample.mann_whitney(x, y)
    assert (found.u, found.p) == (expected.statistic, pytest.approx(expected.pvalue, rel=1e-9))
    assert found.method.endswith("normal")


@pytest.mark.parametrize(("x", "y"), [([], [1]), ([1], []), ([nan], [1, 2]), ([], [])])
def test_an_empty_group_leaves_every_number_undefined_with_a_reason(x, y):
    for found in (two_sample.shift(x, y), two_sample.cliffs_delta(x, y)):
        assert isnan(found.value)
        assert found.reason == "a group is empty"
    assert isnan(two_sample.mann_whitney(x, y).p)


def test_values_that_are_all_equal_have_no_test_and_no_interval_of_shift():
    found = two_sample.mann_whitney([2, 2], [2, 2, 2])
    assert (found.u, found.superiority, isnan(found.p)) == (3, 0.5, True)
    assert found.reason == "all values are equal"
    moved = two_sample.shift([2] * 5, [2] * 5)
    assert (moved.value, isnan(moved.low), moved.reason) == (0, True, "no spread")
    assert two_sample.cliffs_delta([2, 2], [2, 2]).value == 0


def test_one_value_each_can_be_compared_but_not_bounded():
    moved = two_sample.shift([3], [1])
    assert (moved.value, moved.p, isnan(moved.low)) == (2, 1, True)
    delta = two_sample.cliffs_delta([3], [1])
    assert delta.value == delta.high == 1
    assert -1 < delta.low < 0


def test_three_against_three_promise_too_little_for_95_percent():
    moved = two_sample.shift([1, 2, 3.5], [5, 6.1, 9])
    assert isnan(moved.high)
    assert moved.reason == "too few values for an interval at this level"
    found = two_sample.shift([1, 2, 3.5], [5, 6.1, 9], 0.9)  # one division of twenty at either end
    assert (found.low, found.high) == (-8, -1.5)


def test_groups_that_do_not_overlap_still_have_an_interval():
    found = two_sample.cliffs_delta([11, 12, 13, 14, 15], [1, 2, 3, 4])
    assert (found.value, found.high) == (1, 1)
    assert 0 < found.low < 1
    other = two_sample.cliffs_delta([1, 2, 3, 4], [11, 12, 13, 14, 15])
    assert (other.value, other.low) == (-1, -1)
    assert other.high == pytest.approx(-found.low, abs=1e-12)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_the_ends_of_the_interval_solve_newcombe_s_equation(level):
    x, y = [3, 4, 4, 5, 5, 2], [1, 2, 4, 3]
    found, z, size = two_sample.cliffs_delta(x, y, level), stats.norm.ppf((1 + level) / 2), 4
    theta = (found.value + 1) / 2
    for t in ((found.low + 1) / 2, (found.high + 1) / 2):
        variance = t * (1 - t) * (1 + size * (1 - t) / (2 - t) + size * t / (1 + t)) / 24
        assert abs(theta - t) == pytest.approx(z * variance**0.5, abs=1e-10)


def test_missing_values_are_counted_and_left_out():
    assert two_sample.mann_whitney([1, nan, 2], [3, None]).missing == 2
    found = two_sample.cliffs_delta([1, nan, 2], [3, None])
    assert (found.n, found.missing) == (3, 2)


@pytest.mark.parametrize(
    "function",
    [two_sample.mann_whitney, two_sample.shift, two_sample.cliffs_delta],
    ids=lambda one: one.__name__,
)
@pytest.mark.parametrize("bad", [["2"], [inf], [[1, 2]], [True]])
def test_text_truth_values_infinity_and_tables_are_refused(function, bad):
    with pytest.raises(ValueError, match="x must"):
        function(bad, [1, 2])
    with pytest.raises(ValueError, match="y must"):
        function([1, 2], bad)


@pytest.mark.parametrize("level", [0, 1, 95, nan, "0.95"])
@pytest.mark.parametrize("function", [two_sample.shift, two_sample.cliffs_delta])
def test_a_level_outside_0_to_1_is_refused(function, level):
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        function([1, 2, 3], [1, 2], level)


@pytest.mark.parametrize("table", [[[0, 0], [3, 4]], [[0, 3], [0, 4]], [[0, 0], [0, 0]]])
def test_an_empty_margin_leaves_the_odds_ratio_undefined(table):
    found = two_sample.fisher_exact(table)
    assert isnan(found.value)
    assert found.reason == "a row or a column is empty"


def test_a_count_of_nought_leaves_one_end_open():
    found = two_sample.fisher_exact([[3, 0], [0, 3]])
    assert (found.value, found.high) == (inf, inf)
    assert 0.64 < found.low < 0.65
    assert found.reason == "a count of 0 leaves one end of the interval open"


def test_the_ends_of_the_odds_ratio_s_interval_have_the_tails_they_promise():
    found = two_sample.fisher_exact([[8, 6], [1, 5]])
    x, margins = 8, (20, 9, 14)
    assert stats.nchypergeom_fisher.sf(x - 1, *margins, found.low) == pytest.approx(0.025, abs=1e-8)
    assert stats.nchypergeom_fisher.cdf(x, *margins, found.high) == pytest.approx(0.025, abs=1e-8)
    assert stats.nchypergeom_fisher.mean(*margins, found.value) == pytest.approx(x, abs=1e-6)


@pytest.mark.parametrize(
    "table",
    [[[1, 2]], [[1, 2, 3], [1, 2, 3]], [[1, -2], [3, 4]], [[1.5, 2], [3, 4]], [[nan, 2], [3, 4]], [1, 2]],
)
def test_what_is_no_two_by_two_table_of_counts_is_refused(table):
    with pytest.raises(ValueError, match="table must"):
        two_sample.fisher_exact(table)


@pytest.mark.parametrize("table", [[["1", "2"], ["3", "4"]], [[inf, 2], [3, 4]]])
def test_a_table_of_text_or_infinity_is_refused(table):
    with pytest.raises(ValueError, match="table must"):
        two_sample.fisher_exact(table)


@pytest.mark.parametrize(
    "table", [[[8, 6], [1, 5]], [[10, 3], [2, 15]], [[0, 7], [5, 3]], [[400, 250], [110, 300]]]
)
def test_the_odds_ratio_is_scipy_s(table):
    found, expected = two_sample.fisher_exact(table), stats.contingency.odds_ratio(table)
    ends = expected.confidence_interval(0.95)
    assert (found.value, found.low, found.high) == pytest.approx((expected.statistic, *ends), rel=1e-6)
    assert found.p == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-9)

"""Shares: edges, refusals, and limits found again by brute force."""

from itertools import product
from math import inf, isnan, nan

import numpy as np
import pytest
from scipy import optimize, stats

from evaluering.statistics import proportions
from evaluering.statistics.proportions import (
    clustered,
    difference,
    effective_size,
    finite_population,
    interval,
    mcnemar,
    paired_difference,
    simultaneous,
    with_design_effect,
)
from evaluering.vocabulary import Unit

METHODS = ("wilson", "exact", "wilson_cc")
SCORES = ("miettinen_nurminen", "mee")


def ends(estimate):
    return (estimate.low, estimate.high)


def all_undefined(estimate):
    return isnan(estimate.value) and isnan(estimate.low) and isnan(estimate.high) and estimate.reason != ""


@pytest.mark.parametrize("method", METHODS)
def test_a_share_of_nobody_is_undefined(method):
    assert all_undefined(interval(0, 0, method))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n", [1, 2, 3, 65, 10**7])
def test_none_have_a_lower_limit_of_exactly_zero_and_all_an_upper_of_exactly_one(method, n):
    assert interval(0, n, method).low == 0.0
    assert interval(n, n, method).high == 1.0


@pytest.mark.parametrize("method", METHODS)
def test_of_one_person_both_answers_have_wide_limits(method):
    assert interval(1, 1, method).low < 0.25
    assert interval(0, 1, method).high > 0.75


def test_an_exact_limit_is_where_the_tail_of_the_binomial_is_half_of_what_is_left():
    found = interval(7, 20, "exact", 0.9)
    assert stats.binom.sf(6, 20, found.low) == pytest.approx(0.05, rel=1e-10)
    assert stats.binom.cdf(7, 20, found.high) == pytest.approx(0.05, rel=1e-10)


def test_wilson_s_limits_are_the_shares_that_a_score_test_just_rejects():
    found = interval(7, 20)
    for end in ends(found):
        assert abs(0.35 - end) / (end * (1 - end) / 20) ** 0.5 == pytest.approx(stats.norm.ppf(0.975))


def test_a_share_carries_what_is_needed_to_judge_it():
    found = interval(3, 4, level=0.9)
    assert (found.n, found.level, found.unit, found.method) == (4, 0.9, Unit.SHARE, "wilson")
    assert "Wilson" in found.source


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((5, 4), "x must be n or less"),
        ((-1, 4), "x must be a whole number"),
        ((1.5, 4), "x must be a whole number"),
        (("1", 4), "x must be a whole number"),
        ((None, 4), "x must be a whole number"),
        ((nan, 4), "x must be a whole number"),
        ((1, inf), "n must be a whole number"),
        ((True, 4), "x must be a whole number"),
        (([1], 4), "x must be a whole number"),
        ((1, 4, "wald"), "method must be one of wilson, exact, wilson_cc"),
        ((1, 4, "wilson", 95), "level must lie between 0 and 1"),
        ((1, 4, "wilson", "0.95"), "level must lie between 0 and 1"),
    ],
)
def test_a_share_refuses_what_makes_no_sense(arguments, message):
    with pytest.raises(ValueError, match=message):
        interval(*arguments)


def test_when_everybody_answered_the_share_is_known():
    assert ends(finite_population(45, 61, 61)) == (45 / 61, 45 / 61)


def test_one_answer_of_a_large_population_is_nearly_one_of_an_endless_one():
    assert ends(finite_population(1, 1, 10**9)) == pytest.approx(ends(interval(1, 1)), abs=1e-8)


def test_the_effective_size_gives_the_variance_of_the_hypergeometric_distribution():
    population, has, n = 61, 20, 30
    share = has / population
    variance = stats.hypergeom(population, has, n).var() / n**2
    assert share * (1 - share) / effective_size(n, population) == pytest.approx(variance, rel=1e-12)


def test_nobody_of_a_small_population_is_undefined():
    assert all_undefined(finite_population(0, 0, 61))


@pytest.mark.parametrize("arguments", [(3, 2, 61), (3, 62, 61), (-1, 2, 61), (1, 2, nan), ("1", 2, 3)])
def test_a_small_population_refuses_impossible_counts(arguments):
    with pytest.raises(ValueError, match="must be"):
        finite_population(*arguments)


@pytest.mark.parametrize("arguments", [(0, 5), (6, 5), (nan, 5)])
def test_an_effective_size_refuses_impossible_counts(arguments):
    with pytest.raises(ValueError, match="must be"):
        effective_size(*arguments)


def likelihood(shares, x1, n1, x2, n2):
    return stats.binom.logpmf(x1, n1, shares[0]) + stats.binom.logpmf(x2, n2, shares[1])


def score(d, x1, n1, x2, n2):
    """The score statistic of a difference, its shares found by searching."""
    low, high = max(0.0, -d), min(1.0, 1.0 - d)
    found = optimize.minimize_scalar(
        lambda p: -likelihood((min(max(p + d, 0.0), 1.0), p), x1, n1, x2, n2),
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-13},
    )
    p = found.x
    variance = (p + d) * (1 - p - d) / n1 + p * (1 - p) / n2
    return abs(x1 / n1 - x2 / n2 - d) / variance**0.5


@pytest.mark.parametrize(
    "counts", [(56, 70, 48, 80), (7, 61, 20, 65), (1, 3, 2, 61), (3, 5, 3, 5), (5, 9, 0, 8)]
)
def test_score_limits_are_the_differences_that_a_score_test_just_rejects(counts):
    found = difference(*counts, "mee")
    for end in ends(found):
        assert score(end, *counts) == pytest.approx(1.959963984540054, abs=1e-5)
    n = counts[1] + counts[3]
    for end in ends(difference(*counts, "miettinen_nurminen")):
        assert score(end, *counts) * ((n - 1) / n) ** 0.5 == pytest.approx(1.959963984540054, abs=1e-5)


@pytest.mark.parametrize("method", SCORES)
@pytest.mark.parametrize("n", [1, 2, 10, 10**6])
def test_where_all_of_both_groups_said_the_same_the_limits_are_as_far_on_both_sides(method, n):
    for x in (0, n):
        found = difference(x, n, x, n, method)
        assert found.low == pytest.approx(-found.high, rel=1e-4)
        assert 0 < found.high < 1
        assert found.p is None


def test_without_events_in_either_group_mee_s_limit_has_a_closed_form():
    # With no events in either group the second share is likeliest 0, so d^2 = z^2 d (1 - d) / n.
    squared = stats.norm.ppf(0.975) ** 2
    assert difference(0, 10, 0, 10, "mee").high == pytest.approx(squared / (10 + squared), rel=1e-8)


@pytest.mark.parametrize("method", ["newcombe", *SCORES])
def test_all_against_none_differ_by_one_at_most(method):
    found = difference(10, 10, 0, 10, method)
    assert (found.value, found.high) == (1.0, 1.0)
    assert 0.5 < found.low < 1
    other = difference(0, 10, 10, 10, method)
    assert (other.low, other.high) == pytest.approx((-1.0, -found.low), abs=1e-12)


@pytest.mark.parametrize("method", ["newcombe", *SCORES])
@pytest.mark.parametrize("counts", [(0, 0, 3, 4), (3, 4, 0, 0), (0, 0, 0, 0)])
def test_a_difference_from_nobody_is_undefined(method, counts):
    assert all_undefined(difference(*counts, method))


def test_the_p_value_of_mee_is_pearson_s_chi_square():
    table = [[56, 14], [48, 32]]
    found = difference(56, 70, 48, 80, "mee")
    assert found.p == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue, rel=1e-12)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((5, 4, 1, 2), "x1 must be n1 or less"),
        ((1, 4, 3, 2), "x2 must be n2 or less"),
        ((1, 4, "3", 2), "x2 must be a whole number"),
        ((1, inf, 1, 2), "n1 must be a whole number"),
        ((1, 4, 1, 2, "wald"), "method must be one of newcombe, miettinen_nurminen, mee"),
    ],
)
def test_a_difference_refuses_what_makes_no_sense(arguments, message):
    with pytest.raises(ValueError, match=message):
        difference(*arguments)


def paired_score(d, b, c, n):
    """Tango's statistic, the discordant shares found by searching the trinomial likelihood."""

    def minus(q):
        counts, shares = np.array([b, c, n - b - c]), np.array([q, q + d, 1 - 2 * q - d])
        return -np.sum(np.where(counts > 0, counts * np.log(np.maximum(shares, 1e-300)), 0.0))

    found = optimize.minimize_scalar(
        minus, bounds=(max(0.0, -d), (1 - d) / 2), method="bounded", options={"xatol": 1e-13}
    )
    return abs((c - b) / n - d) / ((2 * found.x + d - d * d) / n) ** 0.5


@pytest.mark.parametrize("counts", [(9, 3, 40), (12, 2, 20), (20, 21, 61), (1, 1, 3)])
def test_tango_s_limits_are_the_differences_that_a_score_test_just_rejects(counts):
    for end in ends(paired_difference(*counts)):
        assert paired_score(end, *counts) == pytest.approx(1.959963984540054, abs=1e-5)


def test_where_nobody_changed_tango_s_limits_have_a_closed_form():
    # With b = c = 0 the variance is d (1 - d) / n, so d^2 = z^2 d (1 - d) / n.
    squared = stats.norm.ppf(0.975) ** 2
    found = paired_difference(0, 0, 30)
    assert ends(found) == pytest.approx((-squared / (30 + squared), squared / (30 + squared)), rel=1e-10)
    assert found.p is None


@pytest.mark.parametrize("n", [1, 2, 10])
def test_where_everybody_changed_the_same_way_the_limit_is_one(n):
    assert paired_difference(0, n, n).high == 1.0
    assert paired_difference(n, 0, n).low == -1.0


def test_the_p_value_of_a_paired_difference_is_that_of_mcnemar_without_correction():
    assert paired_difference(150, 86, 1600).p == pytest.approx(stats.chi2.sf(64**2 / 236, 1), rel=1e-12)


def test_a_paired_difference_of_nobody_is_undefined():
    assert all_undefined(paired_difference(0, 0, 0))


@pytest.mark.parametrize("arguments", [(3, 3, 5), (-1, 3, 5), (1, 1, nan), ("1", 1, 5), (0.5, 1, 5)])
def test_a_paired_difference_refuses_impossible_counts(arguments):
    with pytest.raises(ValueError, match="must be"):
        paired_difference(*arguments)


@pytest.mark.parametrize("changed", range(1, 9))
def test_mcnemar_is_what_counting_every_order_of_changes_gives(changed):
    orders = [sum(order) for order in product((0, 1), repeat=changed)]
    for c in range(changed + 1):
        found, seen = mcnemar(changed - c, c), abs(2 * c - changed)
        beyond = sum(abs(2 * one - changed) > seen for one in orders) / len(orders)
        equal = sum(abs(2 * one - changed) == seen for one in orders) / len(orders)
        assert found.p_exact == pytest.approx(beyond + equal)
        assert found.p_mid == pytest.approx(beyond + equal / 2 if seen else 1.0)


def test_where_nobody_changed_mcnemar_has_nothing_to_test():
    found = mcnemar(0, 0)
    assert isnan(found.p_exact)
    assert isnan(found.p_chi2)
    assert found.reason == "no pair changed"


@pytest.mark.parametrize("arguments", [(-1, 2), (1, 2.5), ("1", 2), (nan, 2), (inf, 1)])
def test_mcnemar_refuses_what_is_no_count(arguments):
    with pytest.raises(ValueError, match="must be a whole number"):
        mcnemar(*arguments)


def test_goodman_s_limits_are_wilson_s_with_the_risk_divided():
    found = simultaneous([23, 12, 44], level=0.94)
    assert ends(found[1]) == pytest.approx(ends(interval(12, 79, level=0.98)), rel=1e-12)


def test_categories_of_nobody_are_undefined():
    found = simultaneous([0, 0, 0])
    assert len(found) == 3
    assert all(all_undefined(one) for one in found)


def test_when_all_are_in_one_category_the_limits_touch_zero_and_one():
    found = simultaneous([0, 9, 0])
    assert (found[0].low, found[1].high) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([5],), "goodman needs the counts of 2 categories"),
        (([5, 3, 2], "sison_glaz"), "sison_glaz needs the counts of 7 categories"),
        (([5, -3],), "counts must be whole numbers"),
        (([5, 3.5],), "counts must be whole numbers"),
        (([5, nan],), "counts must not have missing values"),
        (([5, inf],), "counts must be finite"),
        ((["5", "3"],), "counts must be numbers"),
        (([[5, 3]],), "counts must have one dimension"),
        (([5, 3], "bonferroni"), "method must be one of goodman, sison_glaz"),
    ],
)
def test_simultaneous_limits_refuse_what_makes_no_sense(arguments, message):
    with pytest.raises(ValueError, match=message):
        simultaneous(*arguments)


def test_persons_of_one_cluster_have_a_share_without_interval():
    found = clustered([1, 0, 1], ["a", "a", "a"])
    assert found.logit.value == pytest.approx(2 / 3)
    assert isnan(found.logit.low)
    assert "one cluster" in found.korn_graubard.reason
    assert found.clusters == 1


@pytest.mark.parametrize("answer", [0, 1])
def test_when_all_answer_alike_there_is_no_spread_to_go_by(answer):
    found = clustered([answer] * 6, [1, 1, 2, 2, 3, 3])
    assert found.logit.value == answer
    assert isnan(found.korn_graubard.high)
    assert "no variation" in found.logit.reason


def test_clusters_of_one_and_the_same_share_show_no_spread():
    assert "no variation" in clustered([1, 0, 0, 1, 0, 0], [1, 1, 1, 2, 2, 2]).logit.reason


@pytest.mark.parametrize("y", [[], [nan, nan], [None, None]])
def test_a_clustered_share_of_nobody_is_undefined(y):
    found = clustered(y, ["a", "b"][: len(y)])
    assert all_undefined(found.logit)
    assert found.logit.missing == len(y)


def test_missing_answers_are_left_out_and_counted():
    found = clustered([1, 0, 1, 1, nan, None], [1, 1, 2, 2, 2, 3])
    assert (found.logit.n, found.logit.missing, found.clusters) == (4, 2, 2)
    assert ends(found.logit) == ends(clustered([1, 0, 1, 1], [1, 1, 2, 2]).logit)


def test_persons_who_are_each_a_cluster_are_as_independent_persons():
    y = [1, 0, 1, 1, 0, 1, 1, 0]
    found = clustered(y, range(8))
    assert found.deff == pytest.approx(1.0)
    # Effectively n - 1 persons: the standard error is that of a sample's share.
    assert found.effective_n == pytest.approx(7.0)


def test_equal_weights_change_nothing():
    y, cluster = [1, 0, 1, 1, 0, 1], [1, 1, 2, 2, 3, 3]
    assert clustered(y, cluster, [2.5] * 6).deff == pytest.approx(clustered(y, cluster).deff)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, 2], [1, 2]), "y must be 0, 1 or missing"),
        ((["1", "0"], [1, 2]), "y must be numbers"),
        (([1, inf], [1, 2]), "y must be finite"),
        (([1, 0], [1]), "cluster must have one label"),
        (([1, 0], [1, None]), "cluster must not have missing labels"),
        (([1, 0], [1, 2], [1, 0]), "weights must be positive"),
        (([1, 0], [1, 2], [1]), "weights must be positive, one for each"),
        (([1, 0], [1, 2], [1, nan]), "weights must not have missing values"),
        (([1, 0], [1, 2], None, 1.0), "level must lie between 0 and 1"),
    ],
)
def test_a_clustered_share_refuses_what_makes_no_sense(arguments, message):
    with pytest.raises(ValueError, match=message):
        clustered(*arguments)


def test_every_method_has_a_source():
    methods = (proportions._INTERVALS, proportions._DIFFERENCES, proportions._SIMULTANEOUS)
    assert all(source for one in methods for _, source in one.values())


def test_a_design_effect_of_one_changes_nothing():
    assert ends(with_design_effect(7, 20, 1.0)) == ends(interval(7, 20))


def test_a_design_effect_of_two_is_wilson_s_interval_of_half_as_many_persons():
    assert ends(with_design_effect(14, 40, 2.0)) == pytest.approx(ends(interval(7, 20)))


def test_a_design_effect_keeps_the_share_and_the_number_of_persons():
    found = with_design_effect(50, 65, 2.0)
    assert (found.value, found.n, found.unit) == (50 / 65, 65, Unit.SHARE)


def test_with_a_design_effect_a_share_of_nobody_is_undefined():
    assert all_undefined(with_design_effect(0, 0, 2.0))


@pytest.mark.parametrize("effect", [0.0, -1.0, nan, inf])
def test_a_design_effect_that_is_no_positive_number_is_refused(effect):
    with pytest.raises(ValueError, match="design_effect"):
        with_design_effect(1, 2, effect)

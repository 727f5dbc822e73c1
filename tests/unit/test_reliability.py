"""Intraclass correlation, Cronbach's alpha and Kendall's W: edges, refusals, every order counted."""

from itertools import permutations, product
from math import isnan, nan

import numpy as np
import pytest
from scipy.stats import friedmanchisquare, rankdata

from evaluering.statistics.reliability import FORMS, cronbach_alpha, icc, kendall_w

every_form = pytest.mark.parametrize("form", FORMS)
SOME = np.array([[1, 2, 3], [2, 2, 5], [4, 3, 6], [5, 4, 4], [7, 6, 9.0]])


@every_form
@pytest.mark.parametrize(
    "ratings", [np.empty((0, 3)), [[1, 2]], [[1], [2], [3]], [[nan, 1], [2, nan], [3, 4]], [[nan, nan]]]
)
def test_too_few_complete_units_or_raters_give_no_correlation(form, ratings):
    found = icc(ratings, form).coefficient
    assert isnan(found.value)
    assert "two units or more" in found.reason
    assert found.n + found.missing == len(ratings)


@every_form
def test_ratings_all_the_same_give_no_correlation(form):
    found = icc([[3, 3], [3, 3], [3, 3]], form)
    assert isnan(found.coefficient.value)
    assert isnan(found.f)
    assert "all ratings are the same" in found.coefficient.reason


@every_form
def test_raters_who_agree_everywhere_give_1_without_an_interval(form):
    found = icc([[1, 1], [2, 2], [4, 4]], form).coefficient
    assert found.value == pytest.approx(1)
    assert isnan(found.low)
    assert "no error" in found.reason


@pytest.mark.parametrize("form", ["ICC2", "ICC3", "ICC2k", "ICC3k"])
def test_units_alike_but_for_the_rater_give_no_correlation(form):
    found = icc([[1, 2], [1, 2], [1, 2]], form).coefficient
    assert isnan(found.value)
    assert "no variation" in found.reason


def test_raters_a_constant_apart_are_consistent_but_do_not_agree():
    ratings = [[1, 2], [2, 3], [4, 5]]
    consistent, agreeing = icc(ratings, "ICC3").coefficient, icc(ratings, "ICC2").coefficient
    assert consistent.value == pytest.approx(1)
    assert agreeing.value < 0.9
    assert agreeing.low < agreeing.value < agreeing.high


def test_a_latin_square_has_no_finite_interval_for_agreement():
    found = icc([[1, 2, 3], [2, 3, 1], [3, 1, 2]], "ICC2").coefficient
    assert found.value == pytest.approx(-1)
    assert "no finite ends" in found.reason


def test_an_approximate_interval_that_leaves_out_its_own_value_is_not_given():
    found = icc([[1, 3, 3], [1, 1, 6]], "ICC2").coefficient
    assert found.value == pytest.approx(-0.26086956521739135)
    assert isnan(found.low)
    assert found.reason


def test_two_units_and_two_raters_are_enough():
    found = icc([[1, 2], [4, 6]], "ICC2").coefficient
    assert found.low <= found.value <= found.high


@every_form
def test_a_unit_with_a_missing_rating_is_left_out_and_counted(form):
    found, without = icc([*SOME.tolist(), [1, None, 2]], form), icc(SOME, form)
    assert (found.coefficient.value, found.f) == (without.coefficient.value, without.f)
    assert found.coefficient.missing == 1


@pytest.mark.parametrize(
    ("ratings", "form", "message"),
    [
        (SOME, "ICC4", "form must be one of ICC1, ICC2, ICC3, ICC1k, ICC2k, ICC3k"),
        ([["a", "b"]], "ICC1", "must be numbers"),
        ([[1, float("inf")]], "ICC1", "must be finite"),
        ([1, 2], "ICC1", "must have two dimensions"),
    ],
)
def test_a_correlation_refuses_what_makes_no_sense(ratings, form, message):
    with pytest.raises(ValueError, match=message):
        icc(ratings, form)


def test_cronbach_s_alpha_is_the_consistency_of_the_mean_of_items():
    assert cronbach_alpha(SOME).raw.value == pytest.approx(icc(SOME, "ICC3k").coefficient.value)
    assert cronbach_alpha(SOME).raw.low == pytest.approx(icc(SOME, "ICC3k").coefficient.low)


def test_two_items_come_with_advice_and_spearman_and_brown_s_coefficient():
    found = cronbach_alpha(SOME[:, :2])
    r = np.corrcoef(SOME[:, 0], SOME[:, 1])[0, 1]
    assert found.standardised.value == pytest.approx(2 * r / (1 + r))
    assert "fewer than three items" in found.advice
    assert cronbach_alpha(SOME).advice == ""


@pytest.mark.parametrize("items", [np.empty((0, 3)), [[1, 2, 3]], [[1], [2]], [[nan, 1], [1, 2]]])
def test_one_item_or_one_respondent_gives_no_alpha(items):
    found = cronbach_alpha(items)
    assert isnan(found.raw.value)
    assert isnan(found.standardised.value)
    assert "two items or more" in found.raw.reason


@pytest.mark.parametrize("items", [[[3, 3], [3, 3]], [[1, 2], [2, 1]]])
def test_sums_that_do_not_vary_give_no_alpha(items):
    assert cronbach_alpha(items).raw.reason == "the sums of the items do not vary"


def test_an_item_that_does_not_vary_leaves_only_the_raw_alpha():
    found = cronbach_alpha([[1, 2, 3], [2, 3, 3], [3, 5, 3]])
    assert not isnan(found.raw.value)
    assert isnan(found.standardised.value)
    assert found.standardised.reason == "an item does not vary"


def test_items_answered_alike_give_1_without_an_interval():
    found = cronbach_alpha([[1, 1, 1], [2, 2, 2], [4, 4, 4]]).raw
    assert found.value == pytest.approx(1)
    assert isnan(found.low)
    assert found.reason


def test_items_that_are_text_are_refused():
    with pytest.raises(ValueError, match="must be numbers"):
        cronbach_alpha([["agree", "disagree"]])


def test_raters_in_the_same_order_have_w_1_and_opposite_ones_0():
    assert kendall_w([[1, 10], [2, 20], [3, 30]]).value == pytest.approx(1)
    assert kendall_w([[1, 30], [2, 20], [3, 10]]).value == pytest.approx(0)


def test_w_has_no_interval_and_says_so():
    found = kendall_w(SOME)
    assert isnan(found.low)
    assert found.reason == "no interval is given for W"


@pytest.mark.parametrize("ratings", [np.empty((0, 3)), [[1, 2]], [[1], [2]], [[nan, 1], [1, 2]]])
def test_one_unit_or_one_rater_gives_no_w(ratings):
    assert isnan(kendall_w(ratings).value)


def test_ties_everywhere_give_no_w():
    found = kendall_w([[1, 5], [1, 5], [1, 5]])
    assert isnan(found.value)
    assert "no order" in found.reason


def spread(ranks) -> float:
    sums = np.sum(ranks, axis=0)
    return float(((sums - sums.mean()) ** 2).sum())


@pytest.mark.parametrize(
    "scores",
    [
        [[1, 2, 3], [2, 1, 3], [1, 3, 2], [1, 2, 3]],
        [[1, 2, 2], [2, 1, 3], [1, 1, 1]],
        [[4, 2, 2, 1], [3, 4, 1, 1], [4, 3, 2, 1]],
        [[1, 2, 3, 4, 5], [2, 1, 3, 5, 4]],
    ],
)
def test_the_probability_of_w_is_what_counting_every_order_gives(scores):
    ranks = [rankdata(one) for one in scores]
    orders = [list(permutations(one)) for one in ranks]
    every = [spread(arrangement) for arrangement in product(*orders)]
    found = kendall_w(np.transpose(scores))
    assert found.method == "kendall_w, exact"
    assert found.p == pytest.approx(np.mean(np.array(every) >= spread(ranks) - 1e-9), abs=1e-12)


@pytest.mark.parametrize(("objects", "judges", "statistic", "p"), [(3, 4, 6.5, 0.042), (3, 5, 6.4, 0.039)])
def test_friedman_s_exact_probabilities(objects, judges, statistic, p):
    """Siegel 1956, table N: the probability of a chi-square of ranks this large or larger."""
    rng = np.random.default_rng(2)
    while True:
        ratings = np.array([rng.permutation(objects) for _ in range(judges)]).T
        found = kendall_w(ratings)
        if found.value * judges * (objects - 1) == pytest.approx(statistic):
            break
    assert found.p == pytest.approx(p, abs=0.0005)


def test_many_units_have_the_chi_square_of_friedman_s_test():
    ratings = np.random.default_rng(9).random((12, 6))
    found, friedman = kendall_w(ratings), friedmanchisquare(*ratings)
    assert found.method == "kendall_w, chi-square"
    assert found.p == pytest.approx(friedman.pvalue)
    assert found.value * 6 * 11 == pytest.approx(friedman.statistic)

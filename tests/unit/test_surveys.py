"""Surveys and checklists: edges and refusals, and bounds found by trying every answer."""

from itertools import product
from math import inf, isnan, nan

import pytest

from evaluering.statistics import fidelity, proportions, surveys


def test_answers_of_nobody_have_neither_median_nor_shares():
    for answers in ([], [nan, None]):
        found = surveys.likert(answers)
        assert isnan(found.median)
        assert isnan(found.top.value)
        assert (found.counts, found.n, found.missing) == ((0,) * 5, 0, len(answers))


def test_one_answer_is_the_median():
    assert surveys.likert([4]).median == 4.0


def test_the_median_of_two_answers_lies_between_them():
    assert surveys.likert([3, 4]).median == 3.5


def test_all_answers_alike_fill_one_point():
    found = surveys.likert([5] * 7)
    assert found.counts == (0, 0, 0, 0, 7)
    assert (found.top.value, found.top.high) == (1.0, 1.0)


def test_the_top_may_be_one_point_of_another_scale():
    found = surveys.likert([7, 6, 6, 1], points=7, top=1)
    assert (len(found.counts), found.top.value) == (7, 0.25)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0, 1],), "answers must lie between 1 and 5"),
        (([6],), "answers must lie between 1 and 5"),
        (([1.5],), "answers must be whole numbers"),
        ((["agree"],), "answers must be numbers"),
        (([inf],), "answers must be finite"),
        (([1], 5, 5), "top must be less than points"),
        (([1], 1), "points must be a whole number, 2 or more"),
        (([1], 5, 0), "top must be a whole number, 1 or more"),
        (([], 5, 2, 1.0), "level must lie between 0 and 1"),
    ],
)
def test_answers_outside_the_scale_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        surveys.likert(*arguments)


def test_the_base_of_several_answers_is_persons_and_not_ticks():
    found = surveys.multiple_response([[1, 1, 1], [1, 0, 0]])
    assert [one.value for one in found.shares] == [1.0, 0.5, 0.5]
    assert found.ticks_each == 2.0


def test_options_of_nobody_are_undefined():
    found = surveys.multiple_response([[nan, nan]])
    assert isnan(found.shares[0].value)
    assert isnan(found.ticks_each)
    assert (found.respondents, found.missing) == (0, 1)


@pytest.mark.parametrize(
    ("ticks", "message"),
    [
        ([[1, nan]], "a row either complete or missing altogether"),
        ([[1, 2]], "ticks must be 0 or 1"),
        ([1, 0], "ticks must have two dimensions"),
        ([["a", "b"]], "ticks must be numbers"),
        ([[1, 0], [1]], "rows of equal length"),
    ],
)
def test_ticks_that_make_no_sense_are_refused(ticks, message):
    with pytest.raises(ValueError, match=message):
        surveys.multiple_response(ticks)


def test_when_all_answer_no_uncertainty_of_sampling_is_left():
    found = surveys.response_rate(61, 61)
    assert (found.rate, found.effective_n, found.correction, found.correct) == (1.0, inf, 0.0, True)


def test_when_nobody_answers_the_rate_is_zero():
    found = surveys.response_rate(0, 61)
    assert (found.rate, found.effective_n, found.correct) == (0.0, 0.0, False)


@pytest.mark.parametrize(("complete", "correction"), [(0, 1.0), (1, 0.0)])
def test_a_population_of_one_has_answered_or_not(complete, correction):
    found = surveys.response_rate(complete, 1)
    assert (found.rate, found.correction) == (float(complete), correction)


@pytest.mark.parametrize(("invited", "ineligible"), [(0, 0), (3, 3)])
def test_a_rate_of_nobody_eligible_is_undefined(invited, ineligible):
    found = surveys.response_rate(0, invited, ineligible=ineligible)
    assert isnan(found.rate)
    assert found.reason == "nobody eligible"


def test_one_answer_in_twenty_needs_no_correction():
    assert not surveys.response_rate(5, 100).correct
    assert surveys.response_rate(6, 100).correct


@pytest.mark.parametrize(
    ("complete", "invited", "more"),
    [(5, 4, {}), (3, 4, {"partial": 2}), (3, 4, {"ineligible": 2}), (-1, 4, {}), (nan, 4, {}), ("1", 4, {})],
)
def test_more_answers_than_invited_are_refused(complete, invited, more):
    with pytest.raises(ValueError, match=r"answered than were invited|must be a whole number"):
        surveys.response_rate(complete, invited, **more)


@pytest.mark.parametrize(("yes", "no", "unknown"), [(2, 1, 3), (0, 0, 2), (4, 0, 0), (0, 3, 1)])
def test_bounds_hold_whatever_those_who_did_not_know_would_have_said(yes, no, unknown):
    n = yes + no + unknown
    truths = [(yes + sum(said)) / n for said in product((0, 1), repeat=unknown)]
    found = surveys.bounds(yes, no, unknown)
    assert (found.as_no.value, found.as_yes.value) == (min(truths), max(truths))


def test_bounds_of_nobody_are_undefined():
    found = surveys.bounds(0, 0, 0)
    assert all(isnan(one.value) for one in (found.known, found.as_no, found.as_yes, found.unknown))


def test_when_nobody_knew_the_share_among_those_who_knew_is_undefined():
    found = surveys.bounds(0, 0, 4)
    assert isnan(found.known.value)
    assert (found.as_no.value, found.as_yes.value, found.known.missing) == (0.0, 1.0, 4)


@pytest.mark.parametrize("function", [surveys.bounds, surveys.balance])
@pytest.mark.parametrize("counts", [(-1, 1, 1), (1, nan, 1), (1, 1, "1"), (1, 1.5, 1), (inf, 1, 1)])
def test_counts_that_make_no_sense_are_refused(function, counts):
    with pytest.raises(ValueError, match="must be a whole number"):
        function(*counts)


def test_as_many_too_much_as_too_little_balance():
    found = surveys.balance(4, 10, 4)
    assert found.difference.value == 0.0
    assert found.difference.low == pytest.approx(-found.difference.high)


def test_too_much_counts_upwards():
    found, tango = surveys.balance(1, 10, 9), proportions.paired_difference(1, 9, 20)
    assert found.difference == tango
    assert found.difference.value == 0.4


def test_a_balance_of_nobody_is_undefined():
    found = surveys.balance(0, 0, 0)
    assert isnan(found.difference.value)
    assert isnan(found.suitable.value)


ADJUSTED = [surveys.holm, surveys.benjamini_hochberg]


@pytest.mark.parametrize("adjust", ADJUSTED)
def test_one_test_needs_no_adjusting(adjust):
    assert adjust([0.03]) == (0.03,)


@pytest.mark.parametrize("adjust", ADJUSTED)
def test_no_tests_give_nothing(adjust):
    assert adjust([]) == ()


@pytest.mark.parametrize("adjust", ADJUSTED)
def test_all_missing_stay_missing(adjust):
    assert all(isnan(one) for one in adjust([nan, None]))


def test_ties_stay_ties():
    assert surveys.holm([0.02, 0.02, 0.02]) == pytest.approx((0.06, 0.06, 0.06))
    assert surveys.benjamini_hochberg([0.02, 0.02, 0.02]) == pytest.approx((0.02, 0.02, 0.02))


@pytest.mark.parametrize("adjust", ADJUSTED)
@pytest.mark.parametrize("p", [[-0.1], [1.1], ["0.1"], [inf], [[0.1]]])
def test_what_is_no_p_value_is_refused(adjust, p):
    with pytest.raises(ValueError, match="p must"):
        adjust(p)


def test_a_checklist_where_nothing_applied_has_no_share_among_applicable_items():
    found = fidelity.fulfilment(0, 0, 10)
    assert found.programme == 1.0
    assert isnan(found.applicable)
    assert found.reason == "no item was applicable"


@pytest.mark.parametrize(
    ("yes", "no", "free", "blank"), [(6, 2, 0, 2), (8, 1, 0, 1), (0, 0, 8, 2), (3, 3, 4, 0)]
)
def test_the_bounds_hold_whatever_stands_in_blank_items(yes, no, free, blank):
    truths = [(yes + free + sum(said)) / 10 for said in product((0, 1), repeat=blank)]
    found = fidelity.fulfilment(yes, no, free, blank)
    assert (found.lowest, found.highest) == (min(truths), max(truths))
    assert isnan(found.programme) == (blank > 0)


def test_a_checklist_with_three_blanks_says_nothing():
    found = fidelity.fulfilment(5, 2, 0, 3)
    assert all(isnan(one) for one in (found.programme, found.applicable, found.lowest, found.highest))
    assert found.reason == "more than two items are blank"


def test_a_team_s_own_checklist_may_be_shorter():
    assert fidelity.fulfilment(4, 1, 0, items=5).programme == 0.8


@pytest.mark.parametrize(
    "counts", [(7, 2, 0), (7, 2, 2), (-1, 9, 2), (7.5, 2, 0.5), ("7", 2, 1), (nan, 2, 8)]
)
def test_a_checklist_that_does_not_sum_to_its_items_is_refused(counts):
    with pytest.raises(ValueError, match=r"must sum to 10|must be a whole number"):
        fidelity.fulfilment(*counts)

"""The proportional odds model: separation, edges, refusals."""

from math import exp, inf, isnan, nan

import numpy as np
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel

from evaluering.statistics import ordinal

ANSWERS = [1, 2, 2, 3, 1, 3, 2, 3, 1, 2, 3, 3, 2, 1, 3, 2]
GROUP = [[0], [0], [0], [0], [0], [0], [1], [1], [1], [1], [1], [1], [0], [0], [1], [1]]


def test_an_odds_ratio_is_the_exponential_of_its_coefficient():
    found = ordinal.proportional_odds(ANSWERS, GROUP)
    (coefficient,), (ratio,) = found.coefficients, found.odds_ratios
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx(
        (exp(coefficient.value), exp(coefficient.low), exp(coefficient.high))
    )
    assert ratio.p == coefficient.p


def test_only_the_order_of_the_answers_counts():
    one = ordinal.proportional_odds(ANSWERS, GROUP)
    other = ordinal.proportional_odds([{1: -5, 2: 0.5, 3: 100}[answer] for answer in ANSWERS], GROUP)
    assert other.coefficients[0].value == one.coefficients[0].value
    assert other.answers == (-5, 0.5, 100)


def test_turning_the_scale_turns_the_sign():
    one = ordinal.proportional_odds(ANSWERS, GROUP)
    other = ordinal.proportional_odds([-answer for answer in ANSWERS], GROUP)
    assert other.coefficients[0].value == pytest.approx(-one.coefficients[0].value, abs=1e-6)
    assert other.loglik == pytest.approx(one.loglik, abs=1e-9)


def test_thresholds_stand_in_order_and_each_has_a_binary_logit():
    found = ordinal.proportional_odds(ANSWERS, GROUP)
    assert found.thresholds[0].value < found.thresholds[1].value
    assert [cut.above for cut in found.cuts] == [1, 2]
    # With one predictor of 0 and 1 it is the odds ratio of the two by two table itself.
    table = [[sum((a > 1) == up and g == [group] for a, g in zip(ANSWERS, GROUP, strict=True))
              for group in (0, 1)] for up in (False, True)]  # fmt: skip
    (low_0, low_1), (high_0, high_1) = table
    assert exp(found.cuts[0].coefficients[0].value) == pytest.approx(
        high_1 * low_0 / (low_1 * high_0), rel=1e-6
    )


def test_persons_with_anything_missing_are_counted_and_left_out():
    found = ordinal.proportional_odds([*ANSWERS, nan, 2, None], [*GROUP, [1], [nan], [0]])
    assert (found.n, found.missing) == (16, 3)
    assert found.loglik == ordinal.proportional_odds(ANSWERS, GROUP).loglik


def test_groups_told_apart_without_error_have_no_estimate_but_a_reason():
    found = ordinal.proportional_odds([1, 1, 2, 2, 3, 3, 4, 4], [[0]] * 4 + [[1]] * 4)
    assert isnan(found.coefficients[0].value)
    assert isnan(found.odds_ratios[0].value)
    assert found.reason == "the answers can be told apart without error"


def test_a_cut_told_apart_without_error_is_undefined_and_the_model_stands():
    found = ordinal.proportional_odds(
        [1, 1, 2, 2, 3, 3, 2, 3, 2, 3, 3, 2, 1, 2], [[0]] * 7 + [[1]] * 5 + [[0]] * 2
    )
    assert not isnan(found.coefficients[0].value)
    assert isnan(found.cuts[0].coefficients[0].value)
    assert found.cuts[0].coefficients[0].reason == "the cut can be told without error"


@pytest.mark.parametrize(
    ("answers", "predictors", "reason"),
    [
        ([], np.empty((0, 1)), "fewer than two different answers"),
        ([2], [[1]], "fewer than two different answers"),
        ([2, 2, 2], [[1], [0], [1]], "fewer than two different answers"),
        ([nan, nan], [[1], [0]], "fewer than two different answers"),
        ([1, 2, 3], [[1], [1], [1]], "the predictors do not vary freely"),
        ([1, 2, 3, 1], [[1, 2], [0, 0], [1, 2], [3, 6]], "the predictors do not vary freely"),
        ([1, 2], [[1], [0]], "the answers can be told apart without error"),
    ],
)
def test_what_cannot_be_fitted_is_undefined_with_a_reason(answers, predictors, reason):
    found = ordinal.proportional_odds(answers, predictors)
    assert isnan(found.loglik)
    assert all(isnan(one.value) and one.reason == reason for one in found.coefficients)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("answers", "predictors", "message"),
    [
        (["a", "b"], [[1], [2]], "answers must be numbers"),
        ([1, 2], [["x"], ["y"]], "predictors must be numbers"),
        ([1, inf], [[1], [2]], "answers must be finite"),
        ([1, 2], [[1], [inf]], "predictors must be finite"),
        ([1, 2], [1, 2], "predictors must have two dimensions"),
        ([1, 2], [[1]], "a row for each answer"),
        ([1, 2], [[], []], "at least one column"),
    ],
)
def test_what_does_not_fit_is_refused(answers, predictors, message):
    with pytest.raises(ValueError, match=message):
        ordinal.proportional_odds(answers, predictors)


def test_a_general_search_for_the_likelihood_s_summit_finds_the_same():
    random = np.random.default_rng(8)
    x = np.column_stack([random.normal(10, 3, 200), random.integers(0, 2, 200)])
    answers = np.digitize(x @ [0.2, 0.5] + random.logistic(size=200), [1.0, 2.0, 3.5])
    found = ordinal.proportional_odds(answers, x)
    peer = OrderedModel(answers, x, distr="logit").fit(method="bfgs", disp=False, gtol=1e-8)
    assert found.loglik == pytest.approx(peer.llf, rel=1e-10)
    assert [one.value for one in found.coefficients] == pytest.approx(peer.params[:2].tolist(), rel=1e-5)
    assert [one.se for one in found.coefficients] == pytest.approx(peer.bse[:2].tolist(), rel=1e-4)


def test_predictors_far_from_zero_change_nothing_but_the_thresholds():
    near = ordinal.proportional_odds(ANSWERS, GROUP)
    far = ordinal.proportional_odds(ANSWERS, [[1000.0 + one] for (one,) in GROUP])
    assert far.coefficients[0].value == pytest.approx(near.coefficients[0].value, rel=1e-7)
    assert far.coefficients[0].se == pytest.approx(near.coefficients[0].se, rel=1e-6)

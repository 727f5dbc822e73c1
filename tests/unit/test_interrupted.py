"""Interrupted series at their edges: what is refused, what is undefined, and what a gap means."""

from math import inf, isnan, nan

import numpy as np
import pytest

from evaluering.statistics import _serial_errors as serial
from evaluering.statistics.interrupted import (
    LEAST_NEWEY_WEST,
    Model,
    controlled,
    counterfactual,
    residual_autocorrelation,
    segmented,
    segmented_counts,
)

RANDOM = np.random.default_rng(17)


def series(n: int, jump: float = 0.0) -> tuple[list[float], list[int]]:
    time = list(range(1, n + 1))
    noise = RANDOM.normal(size=n)
    return [10 + 0.2 * t + jump * (t > n // 2) + e for t, e in zip(time, noise, strict=True)], time


def every(result) -> list:
    return [
        result.intercept,
        result.trend,
        result.level_change,
        result.slope_change,
        result.average_effect,
        result.phi,
    ]


@pytest.mark.parametrize("n", [0, 1, 2, 5, 15])
def test_a_short_series_has_no_answer_and_says_why(n):
    y, time = series(n)
    found = segmented(y, time, n // 2 + 1)
    assert all(isnan(one.value) and "8 are needed on each side" in one.reason for one in every(found))
    assert found.before + found.after == n
    assert isnan(found.df)


def test_eight_points_on_each_side_are_enough():
    y, time = series(16)
    found = segmented(y, time, 9)
    assert all(one.reason == "" and one.low < one.value < one.high for one in every(found))
    assert found.df == 12


@pytest.mark.parametrize("at", [-5, 1, 25, 100])
def test_a_change_outside_the_series_has_no_answer(at):
    y, time = series(24)
    assert "needed on each side" in segmented(y, time, at).level_change.reason


@pytest.mark.parametrize("y", [[5.0] * 24, [2.0 * t for t in range(24)], [0.0] * 24])
@pytest.mark.parametrize("errors", ["reml_ar1", "ols"])
def test_points_exactly_on_the_lines_leave_no_error_to_judge_by(y, errors):
    found = segmented(y, list(range(24)), 12, model=Model(errors=errors))
    assert "exactly on the lines" in found.level_change.reason


def test_a_series_without_a_single_number_has_no_answer():
    found = segmented([nan] * 24, list(range(24)), 12)
    assert isnan(found.level_change.value)
    assert found.level_change.missing == 24


@pytest.mark.parametrize("n", [24, 48, 96, LEAST_NEWEY_WEST - 1])
def test_newey_west_is_refused_for_short_series(n):
    y, time = series(n)
    found = segmented(y, time, n // 2 + 1, model=Model(errors="newey_west"))
    assert isnan(found.level_change.value)
    assert found.level_change.reason.startswith("Newey-West needs 200 points")


def test_newey_west_is_given_for_long_series():
    y, time = series(LEAST_NEWEY_WEST, jump=3)
    found = segmented(y, time, 101, model=Model(errors="newey_west"))
    assert found.level_change.low > 0
    assert found.phi.reason == "the model has no autocorrelation"


def test_newey_west_without_lags_is_white_s_covariance():
    y, time = (np.array(one, dtype=float) for one in series(30))
    columns = np.column_stack([np.ones(30), time])
    found = serial.newey_west(y, columns, 0, adjusted=False)
    inverse = np.linalg.inv(columns.T @ columns)
    white = inverse @ (columns.T * found.residuals**2) @ columns @ inverse
    assert found.covariance == pytest.approx(white, rel=1e-9)


def test_the_autocorrelation_is_the_best_of_a_fine_search():
    """Brute force: the restricted likelihood written out with the whole covariance matrix."""
    y, time = (np.array(one, dtype=float) for one in series(20))
    columns = np.column_stack([np.ones(20), time, time > 10])
    found = serial.autoregressive(y, columns, np.ones(19))
    candidates = np.linspace(-0.9, 0.9, 901)
    best = max(candidates, key=lambda phi: restricted_likelihood(phi, y, columns, time))
    assert found.phi == pytest.approx(best, abs=0.0011)


def restricted_likelihood(phi, y, columns, time) -> float:
    covariance = phi ** np.abs(time[:, None] - time[None, :])
    inverse = np.linalg.inv(covariance)
    inner = columns.T @ inverse @ columns
    left = y - columns @ np.linalg.solve(inner, columns.T @ inverse @ y)
    n, p = columns.shape
    logs = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(inner)[1]
    return -0.5 * ((n - p) * np.log(left @ inverse @ left) + logs)


def test_a_gap_counts_by_its_length():
    y, time = (np.array(one, dtype=float) for one in series(24))
    kept = np.array([place not in (4, 5, 15) for place in range(24)])
    given = segmented(np.where(kept, y, nan), time, 13)
    shortened = segmented(y[kept], time[kept], 13)
    assert given.phi.value == shortened.phi.value
    assert (given.level_change.missing, shortened.level_change.missing) == (3, 0)
    closed = serial.autoregressive(y[kept], given._lines.columns(time[kept]), np.ones(20))
    assert closed.phi != pytest.approx(given.phi.value, abs=1e-6)


def test_points_of_the_phase_in_are_left_out_and_counted():
    y, time = series(30)
    spoiled = [99.0 if t in (16, 17) else one for one, t in zip(y, time, strict=True)]
    one, other = (segmented(given, time, 16, model=Model(phase_in=2)) for given in (y, spoiled))
    assert one.level_change == other.level_change
    assert (one.phased, one.after) == (2, 13)


def test_the_level_may_be_read_later_than_the_change():
    y, time = series(30)
    found = segmented(y, time, 16)
    later = segmented(y, time, 16, model=Model(level_at=22)).level_change
    effect = found.counterfactual([22])[0].effect
    assert (later.value, later.se) == pytest.approx((effect.value, effect.se), rel=1e-6)


def test_a_model_without_change_of_slope_says_so():
    y, time = series(24)
    found = segmented(y, time, 13, model=Model(slope_change=False))
    assert found.slope_change.reason == "the model has no change of slope"
    assert found.df == 21
    assert found.average_effect.value == pytest.approx(found.level_change.value)


def test_before_the_change_nothing_differs_from_what_was_expected():
    y, time = series(24)
    before, after = counterfactual(y, time, 13, [5, 20])
    assert before.effect.value == 0.0
    assert before.with_change.value == before.without_change.value
    assert after.with_change.value - after.without_change.value == pytest.approx(after.effect.value)


def test_a_counterfactual_of_a_short_series_is_undefined():
    assert isnan(counterfactual([1, 2, 3], [1, 2, 3], 2, [3])[0].effect.value)


@pytest.mark.parametrize(("n", "period"), [(20, 12), (30, 20)])
def test_seasons_ask_for_two_periods_and_24_points(n, period):
    y, time = series(n)
    found = segmented(y, time, n // 2 + 1, model=Model(fourier=1, period=period))
    assert found.level_change.reason == "seasons need 24 points and two whole periods"


def test_half_a_period_of_pairs_is_a_term_for_each_month():
    y, time = series(48)
    found = segmented(y, time, 25, model=Model(fourier=6, errors="ols"))
    months = (np.array(time)[:, None] % 12 == np.arange(12)[None, :]).astype(float)
    after = np.array(time) >= 25
    columns = np.column_stack([months, time, after, after * (np.array(time) - 25)])
    least = np.linalg.lstsq(columns, np.array(y), rcond=None)[0]
    assert found.level_change.value == pytest.approx(least[-2])


def test_counts_without_events_on_one_side_have_no_ratio():
    found = segmented_counts([3] * 10 + [0] * 10, list(range(20)), 10)
    assert "no events on one side" in found.level_change.reason


def test_counts_that_never_vary_leave_no_error_to_judge_by():
    found = segmented_counts([7] * 20, list(range(20)), 10)
    assert isnan(found.level_change.value)
    assert "exactly on the lines" in found.level_change.reason


def test_missing_exposure_is_missing():
    counts, exposure = RANDOM.poisson(20, 24), [100.0] * 23 + [nan]
    found = segmented_counts(counts, list(range(24)), 12, exposure=exposure)
    assert (found.level_change.n, found.level_change.missing) == (23, 1)


def test_a_level_change_of_counts_is_a_ratio_of_rates():
    found = segmented_counts([20, 22, 18, 21] * 3 + [10, 11, 9, 10] * 3, list(range(24)), 12)
    assert found.level_change.value == pytest.approx(0.5, abs=0.05)
    late = found.counterfactual([18])[0]
    assert late.effect.value == pytest.approx(late.with_change.value / late.without_change.value)


def test_a_time_that_lacks_one_of_two_series_is_missing_in_their_difference():
    y, time = series(24)
    found = controlled([nan, *y[1:]], [*series(24)[0][:-1], nan], time, 13)
    assert (found.difference.level_change.missing, found.series.level_change.missing) == (2, 1)


def test_residuals_of_a_series_with_gaps_are_not_neighbours():
    y, time = series(24)
    assert "gaps" in residual_autocorrelation([*y[:4], nan, *y[5:]], time, 13).reason
    assert "needed on each side" in residual_autocorrelation(y[:6], time[:6], 3).reason
    assert "more lags" in residual_autocorrelation(y, time, 13, order=10).reason


@pytest.mark.parametrize(
    ("y", "time", "at", "message"),
    [
        (["a"] * 3, [1, 2, 3], 2, "y must be numbers"),
        ([1, inf, 3], [1, 2, 3], 2, "y must be finite"),
        ([1, 2, 3], [1, nan, 3], 2, "time must not have missing values"),
        ([1, 2, 3], [1, 1, 3], 2, "time must not repeat"),
        ([1, 2, 3], [1, 2, 3.5], 2, "equal steps"),
        ([1, 2, 3], [1, 2], 2, "of the same length"),
        ([1, 2, 3], [1, 2, 3], nan, "at must be a finite time"),
        ([1, 2, 3], [1, 2, 3], "2", "at must be a finite time"),
        ([[1, 2, 3]], [1, 2, 3], 2, "one dimension"),
    ],
)
def test_wrong_use_is_refused(y, time, at, message):
    with pytest.raises(ValueError, match=message):
        segmented(y, time, at)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"errors": "arima"}, "errors must be one of"),
        ({"fourier": -1}, "fourier must be a whole number"),
        ({"fourier": 7}, "at most half"),
        ({"period": 0}, "period must be a positive number"),
        ({"phase_in": -1}, "phase_in must be 0 or more"),
        ({"phase_in": nan}, "phase_in must be 0 or more"),
        ({"level_at": inf}, "level_at must be a finite time"),
        ({"lags": -1}, "lags must be a whole number"),
    ],
)
def test_a_model_that_cannot_be_meant_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        Model(**given)


@pytest.mark.parametrize(
    ("events", "exposure", "message"),
    [
        ([1.5] * 16, None, "events must be whole numbers"),
        ([-1] * 16, None, "events must be whole numbers"),
        ([1] * 16, [0.0] * 16, "exposure must be above 0"),
        ([1] * 16, [1.0], "of the same length"),
    ],
)
def test_counts_that_are_none_are_refused(events, exposure, message):
    with pytest.raises(ValueError, match=message):
        segmented_counts(events, list(range(16)), 8, exposure=exposure)


def test_two_series_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="same length"):
        controlled([1, 2, 3], [1, 2], [1, 2, 3], 2)


@pytest.mark.parametrize("level", [0, 1, nan, "0.95"])
def test_a_level_that_is_none_is_refused(level):
    y, time = series(16)
    with pytest.raises(ValueError, match="level"):
        segmented(y, time, 9, level=level)


def test_the_durbin_watson_test_of_a_long_series_does_not_overflow():
    # The amplitude in Imhof's integral is beyond the largest number from some 200 points on.
    found = residual_autocorrelation(*series(300), at=150)
    assert 0 < found.p_durbin_watson < 1

"""Models with random effects: edges, refusals, and what is said when there is no answer."""

from math import isnan, nan

import numpy as np
import pytest
from scipy import integrate, special, stats

from evaluering.statistics import clustered, mixed
from evaluering.vocabulary import Unit

RANDOM = np.random.default_rng(11)
CLUSTER = np.repeat(np.arange(8), [3, 9, 5, 12, 4, 7, 6, 2])
TIME = np.concatenate([np.arange(n) for n in np.bincount(CLUSTER)]).astype(float)
Y = RANDOM.normal(1, 1, len(CLUSTER)) + RANDOM.normal(0, 1, 8)[CLUSTER]
X = np.column_stack([np.ones(len(Y)), TIME])
TRIALS = np.full(len(Y), 20)
WINS = RANDOM.binomial(20, special.expit(RANDOM.normal(0, 1, 8)[CLUSTER]))


def nothing(found: mixed.LinearMixedModel, reason: str) -> bool:
    return all(isnan(one.value) and reason in one.reason for one in (*found.estimates, *found.kenward_roger))


@pytest.mark.parametrize(
    ("y", "x", "cluster", "reason"),
    [
        ([], np.empty((0, 1)), [], "fewer than 5 clusters"),
        ([1.0], [[1]], [1], "fewer than 5 clusters"),
        ([1.0, 2.0], [[1], [1]], [1, 1], "fewer than 5 clusters"),
        ([nan] * 3, [[1]] * 3, [1, 2, 3], "fewer than 5 clusters"),
        (Y[CLUSTER < 4], X[CLUSTER < 4], CLUSTER[CLUSTER < 4], "fewer than 5 clusters"),
        (Y, np.column_stack([X, TIME]), CLUSTER, "depend linearly"),
        (Y[:6], np.ones((6, 1)), range(6), "no cluster has enough observations"),
        (np.full(len(Y), 2.0), X, CLUSTER, "nothing varies within the clusters"),
        (1.0 * CLUSTER, X[:, :1], CLUSTER, "nothing varies within the clusters"),
        (3 + 2 * TIME, X, CLUSTER, "nothing varies within the clusters"),
    ],
)
def test_data_that_allow_no_model_give_reasons(y, x, cluster, reason):
    assert nothing(mixed.random_intercept(y, x, cluster), reason)


def test_missing_values_are_left_out_and_counted():
    y, x = [*Y, nan, 1.0], [*X.tolist(), [1, 2], [1, None]]
    found = mixed.random_intercept(y, x, [*CLUSTER, 0, 0])
    assert (found.estimates[0].n, found.estimates[0].missing) == (len(Y), 2)
    assert found.criterion == pytest.approx(mixed.random_intercept(Y, X, CLUSTER).criterion)


def test_clusters_of_equal_size_give_the_t_test_of_their_means():
    cluster = np.repeat(np.arange(7), 5)
    y = RANDOM.normal(size=35) + np.arange(7.0)[cluster]
    found, means = (
        mixed.random_intercept(y, np.ones((35, 1)), cluster),
        clustered.cluster_means_test(y, cluster),
    )
    for one in (found.estimates[0], found.kenward_roger[0]):
        assert (one.value, one.se, one.df, one.p) == pytest.approx(
            (means.value, means.se, 6, means.p), rel=1e-7
        )


def test_the_correlation_is_that_of_icc():
    found = mixed.random_intercept(Y, X[:, :1], CLUSTER)
    assert found.icc == pytest.approx(clustered.icc(Y, CLUSTER).reml.value, abs=1e-7)
    assert found.icc == pytest.approx(
        found.intercept_sd**2 / (found.intercept_sd**2 + found.residual_sd**2), rel=1e-12
    )


def test_no_variance_between_clusters_is_said_and_judged_carefully():
    y = np.tile([0.0, 1.0, 2.0, 3.0], 6) + np.repeat([0, 0.01, 0, 0.01, 0, 0.01], 4)
    found = mixed.random_intercept(y, np.ones((24, 1)), np.repeat(np.arange(6), 4))
    assert (found.intercept_sd, found.icc) == (0.0, 0.0)
    assert "estimated as 0" in found.note
    assert found.estimates == found.kenward_roger
    assert found.estimates[0].df < 23


def test_below_four_degrees_of_freedom_there_is_an_interval_and_no_p_value():
    cluster = np.repeat(np.arange(5), 6)
    y = RANDOM.normal(size=30) + 3 * np.arange(5.0)[cluster]
    found = mixed.random_intercept(y, np.column_stack([np.ones(30), cluster < 2]), cluster).estimates[1]
    assert found.df == pytest.approx(3, abs=1e-6)
    assert found.low < found.value < found.high
    assert isnan(found.p)
    assert "no p-value" in found.reason


def test_estimates_carry_unit_level_and_method():
    found = mixed.random_intercept(Y, X, CLUSTER, unit=Unit.POINTS, level=0.9)
    assert {one.unit for one in found.estimates} == {Unit.POINTS}
    assert {one.level for one in found.kenward_roger} == {0.9}
    assert "Satterthwaite" in found.estimates[0].method
    assert "Kenward" in found.kenward_roger[0].method


def test_a_random_slope_does_not_feel_where_time_begins():
    one = mixed.random_slope(Y, X, CLUSTER, 1)
    moved = mixed.random_slope(Y, np.column_stack([X[:, 0], TIME + 2014]), CLUSTER, 1)
    assert one.criterion == pytest.approx(moved.criterion, abs=1e-6)
    assert (one.slope_sd, one.estimates[1].value, one.kenward_roger[1].se) == pytest.approx(
        (moved.slope_sd, moved.estimates[1].value, moved.kenward_roger[1].se), rel=1e-5
    )


def test_clusters_of_one_and_two_may_stand_among_larger_ones():
    cluster = np.array([0, 1, 1, *[2] * 6, *[3] * 5, *[4] * 7, *[5] * 6])
    time = np.concatenate([np.arange(n) for n in np.bincount(cluster)])
    y = RANDOM.normal(size=len(cluster)) + RANDOM.normal(0, 2, 6)[cluster] * time
    found = mixed.random_slope(y, np.column_stack([np.ones(len(y)), time]), cluster, 1)
    assert found.slope_sd > 0
    assert all(one.se > 0 for one in found.estimates)


def test_a_slope_needs_a_column_that_varies():
    assert nothing(mixed.random_slope(Y, X, CLUSTER, 0), "does not vary")


def test_clusters_of_two_are_too_thin_for_slopes():
    cluster = np.repeat(np.arange(6), 2)
    x = np.column_stack([np.ones(12), np.tile([0.0, 1.0], 6)])
    assert nothing(mixed.random_slope(RANDOM.normal(size=12), x, cluster, 1), "enough observations")


@pytest.mark.parametrize("slope", [2, -1, 0.5, "a"])
def test_a_slope_that_x_lacks_is_refused(slope):
    with pytest.raises(ValueError, match="slope must be"):
        mixed.random_slope(Y, X, CLUSTER, slope)


@pytest.mark.parametrize(
    ("y", "x", "cluster", "message"),
    [
        (["a"], [[1]], [1], "y must be numbers"),
        ([float("inf")], [[1]], [1], "y must be finite"),
        ([1.0], [[1], [1]], [1], "X must have one row for each of 1 observations"),
        ([1.0], [1], [1], "X must have two dimensions"),
        ([1.0], [[1]], [None], "cluster must not have missing labels"),
        ([1.0], [[1]], [1, 2], "cluster must have one label for each of 1 observations"),
    ],
)
def test_what_is_no_clustered_data_is_refused(y, x, cluster, message):
    with pytest.raises(ValueError, match=message):
        mixed.random_intercept(y, x, cluster)


@pytest.mark.parametrize("level", [0, 1, 95, nan])
def test_a_level_lies_between_0_and_1(level):
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        mixed.random_intercept(Y, X, CLUSTER, level=level)
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        mixed.glmm(WINS, TRIALS, X, CLUSTER, level=level)


def integrated(beta: float, sd: float) -> float:
    """The log likelihood of ``WINS`` by numerical integration over each cluster's intercept."""

    def one(group: int) -> float:
        rows = group == CLUSTER

        def dense(u: float) -> float:
            chances = np.full(rows.sum(), special.expit(beta + sd * u))
            return float(np.prod(stats.binom.pmf(WINS[rows], TRIALS[rows], chances)) * stats.norm.pdf(u))

        middle = (special.logit(WINS[rows].sum() / TRIALS[rows].sum()) - beta) / sd
        return float(np.log(integrate.quad(dense, middle - 3, middle + 3, limit=200)[0]))

    return sum(one(group) for group in range(8))


def test_laplace_s_likelihood_is_near_the_integral_where_trials_are_many():
    found = mixed.glmm(WINS, TRIALS, np.ones((len(Y), 1)), CLUSTER)
    exact = integrated(found.estimates[0].value, found.intercept_sd)
    assert found.log_likelihood == pytest.approx(exact, abs=0.05)


def test_persons_one_by_one_are_the_same_as_counted_together():
    wins = np.concatenate([np.repeat([1, 0], [k, 20 - k]) for k in WINS])
    cluster = np.repeat(CLUSTER, 20)
    one = mixed.glmm(wins, np.ones(len(wins)), np.ones((len(wins), 1)), cluster)
    other = mixed.glmm(WINS, TRIALS, np.ones((len(Y), 1)), CLUSTER)
    assert (one.estimates[0].value, one.estimates[0].se, one.intercept_sd) == pytest.approx(
        (other.estimates[0].value, other.estimates[0].se, other.intercept_sd), abs=1e-6
    )


def test_no_variance_between_clusters_leaves_the_plain_logistic_model():
    wins, trials = np.full(8, 5), np.full(8, 10)
    found = mixed.glmm([4, 6] * 4, trials, np.ones((8, 1)), range(8))
    assert (found.intercept_sd, found.note) == (0.0, "the variance between clusters was estimated as 0")
    assert found.estimates[0].value == pytest.approx(0, abs=1e-9)
    assert found.estimates[0].se == pytest.approx(1 / np.sqrt(80 * 0.25), rel=1e-6)
    assert mixed.glmm(wins, trials, np.ones((8, 1)), range(8)).intercept_sd == 0.0


@pytest.mark.parametrize(
    ("wins", "trials", "x", "cluster", "reason"),
    [
        ([0] * 8, [5] * 8, np.ones((8, 1)), range(8), "every trial ended the same"),
        ([5] * 8, [5] * 8, np.ones((8, 1)), range(8), "every trial ended the same"),
        ([0] * 8, [0] * 8, np.ones((8, 1)), range(8), "every trial ended the same"),
        ([1] * 4, [5] * 4, np.ones((4, 1)), range(4), "fewer than 5 clusters"),
        ([], [], np.empty((0, 1)), [], "fewer than 5 clusters"),
        (WINS, TRIALS, np.column_stack([X, TIME]), CLUSTER, "depend linearly"),
        (
            [0, 0, 0, 0, 5, 5, 5, 5],
            [5] * 8,
            np.column_stack([np.ones(8), np.arange(8) > 3]),
            range(8),
            "separates the outcome",
        ),
    ],
)
def test_counts_that_allow_no_model_give_reasons(wins, trials, x, cluster, reason):
    found = mixed.glmm(wins, trials, x, cluster)
    assert all(isnan(one.value) and reason in one.reason for one in found.estimates)
    assert isnan(found.intercept_sd)


def test_rows_with_missing_counts_are_left_out_and_counted():
    found = mixed.glmm([*WINS, nan, 1], [*TRIALS, 20, None], [*X.tolist(), [1, 2], [1, 2]], [*CLUSTER, 0, 0])
    assert (found.estimates[0].n, found.estimates[0].missing) == (len(Y), 2)


@pytest.mark.parametrize(
    ("wins", "trials", "x", "message"),
    [
        ([3], [2], [[1]], "whole numbers, successes from 0 to trials"),
        ([-1], [2], [[1]], "whole numbers, successes from 0 to trials"),
        ([0.5], [2], [[1]], "whole numbers, successes from 0 to trials"),
        (["a"], [2], [[1]], "successes must be numbers"),
        ([1], ["a"], [[1]], "trials must be numbers"),
        ([1], [2], [[1], [1]], "X must have one row for each of 1 observations"),
        ([1, 2], [2], [[1]], "successes and trials must be equally many"),
    ],
)
def test_what_are_no_counts_are_refused(wins, trials, x, message):
    with pytest.raises(ValueError, match=message):
        mixed.glmm(wins, trials, x, [1] * len(wins))

"""Clustered numbers: edges, refusals, and what is said when there is no answer."""

from itertools import product
from math import isnan, nan

import numpy as np
import pytest

from evaluering.results import Estimate
from evaluering.statistics import clustered
from evaluering.statistics.inputs import clusters
from evaluering.vocabulary import Unit

RANDOM = np.random.default_rng(7)
CLUSTER = np.repeat(np.arange(8), [3, 9, 5, 12, 4, 7, 6, 2])
Y = RANDOM.normal(1, 1, len(CLUSTER)) + RANDOM.normal(0, 0.5, 8)[CLUSTER]
ARM = (CLUSTER % 2).astype(float)
X = np.column_stack([np.ones(len(Y)), ARM])


def without_interval(estimate: Estimate) -> bool:
    return all(isnan(one) for one in (estimate.low, estimate.high, estimate.p)) and estimate.reason != ""


def test_no_observations_have_no_mean():
    found = clustered.mean([], [])
    assert isnan(found.mean.value)
    assert found.mean.reason == "there are no observations"
    assert (found.mean.n, found.clusters, found.smallest, found.largest) == (0, 0, 0, 0)
    assert without_interval(found.of_clusters)


def test_one_observation_is_its_own_mean_and_nothing_more():
    found = clustered.mean([3.0], ["a"])
    assert found.mean.value == 3.0
    assert without_interval(found.mean)
    assert isnan(found.design_effect)


def test_two_observations_of_one_cluster_are_only_described():
    found = clustered.mean([1.0, 2.0], ["a", "a"])
    assert found.mean.value == pytest.approx(1.5)
    assert "fewer than 5 clusters" in found.mean.reason
    assert "too few clusters" in found.of_clusters.reason
    assert isnan(found.cr1_se)


def test_four_clusters_are_described_and_their_means_tested():
    kept = CLUSTER < 4
    found = clustered.mean(Y[kept], CLUSTER[kept])
    assert without_interval(found.mean)
    assert "see the test of cluster means" in found.mean.reason
    assert (found.of_clusters.df, found.of_clusters.reason) == (3, "")
    assert 0 < found.of_clusters.p < 1


def test_equal_values_have_a_mean_without_an_interval():
    found = clustered.mean([2.0] * 12, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])
    assert found.mean.value == pytest.approx(2.0)
    assert without_interval(found.mean)
    assert "does not vary" in found.mean.reason
    assert "all cluster means are equal" in found.of_clusters.reason


def test_equal_cluster_means_are_no_certainty():
    found = clustered.cluster_means_test([0, 2, 0, 2, 0, 2], [1, 1, 2, 2, 3, 3])
    assert found.value == 1.0
    assert without_interval(found)


def test_missing_values_are_left_out_and_counted():
    y = [*Y, nan, None]
    found = clustered.mean(y, [*CLUSTER, 0, 99])
    assert (found.mean.n, found.mean.missing, found.clusters) == (len(Y), 2, 8)
    assert found.mean.value == pytest.approx(Y.mean(), rel=1e-12)


def test_nothing_but_missing_values_is_no_observation():
    found = clustered.mean([nan, None], [1, 2])
    assert (found.mean.n, found.mean.missing) == (0, 2)
    assert clustered.regression([nan] * 3, np.ones((3, 1)), [1, 2, 3]).estimates[0].missing == 3


def test_a_row_with_a_missing_column_is_left_out():
    x = X.copy()
    x[0, 1] = nan
    found = clustered.regression(Y, x, CLUSTER)
    assert (found.n, found.missing) == (len(Y) - 1, 1)


def test_a_mean_is_a_regression_on_ones():
    one, other = clustered.mean(Y, CLUSTER).mean, clustered.regression(Y, X[:, :1], CLUSTER).estimates[0]
    assert (one.value, one.se, one.df) == pytest.approx((other.value, other.se, other.df), rel=1e-12)


def test_a_mean_carries_its_unit_and_how_far_clustering_widens_it():
    found = clustered.mean(Y, CLUSTER, unit=Unit.POINTS, level=0.9)
    assert (found.mean.unit, found.of_clusters.unit, found.mean.level) == (Unit.POINTS, Unit.POINTS, 0.9)
    assert found.design_effect == pytest.approx((found.mean.se / found.naive_se) ** 2)
    assert (found.smallest, found.largest) == (2, 12)


def test_observations_that_are_their_own_clusters_give_the_usual_heteroscedastic_errors():
    found = clustered.regression(Y, X, range(len(Y))).estimates
    left = Y - X @ np.linalg.lstsq(X, Y, rcond=None)[0]
    bread = np.linalg.inv(X.T @ X)
    leverage = np.einsum("na,ab,nb->n", X, bread, X)
    hc2 = bread @ (X.T * (left**2 / (1 - leverage))) @ X @ bread
    assert [one.se for one in found] == pytest.approx(np.sqrt(np.diag(hc2)), rel=1e-10)


def test_columns_that_depend_on_each_other_give_no_coefficients():
    found = clustered.regression(Y, np.column_stack([X, 1 - ARM]), CLUSTER)
    assert all("depend linearly" in one.reason and isnan(one.value) for one in found.estimates)
    assert isnan(clustered.wild_bootstrap(Y, np.column_stack([X, 1 - ARM]), CLUSTER, 1).estimate.p)


def test_as_many_columns_as_rows_give_no_coefficients():
    found = clustered.regression([1.0, 2.0], np.eye(2), [1, 2])
    assert all(isnan(one.value) for one in found.estimates)


def test_one_treated_cluster_says_nothing_of_its_own_variation():
    x = np.column_stack([np.ones(len(Y)), CLUSTER == 3])
    found = clustered.regression(Y, x, CLUSTER).estimates[1]
    assert without_interval(found)
    assert "one cluster alone" in found.reason
    assert "one cluster alone" in clustered.wild_bootstrap(Y, x, CLUSTER, 1).estimate.reason
    assert clustered.cluster_means_test(Y, CLUSTER, 1.0 * (CLUSTER == 3)).df == 6


def test_below_four_degrees_of_freedom_there_is_an_interval_and_no_p_value():
    x = np.column_stack([np.ones(len(Y)), CLUSTER < 2])
    found = clustered.regression(Y, x, CLUSTER).estimates[1]
    assert found.df < 4
    assert found.low < found.value < found.high
    assert isnan(found.p)
    assert "no p-value" in found.reason


def test_a_combination_of_coefficients_has_its_own_estimate():
    found = clustered.regression(Y, X, CLUSTER, combinations=[[1, 1], [0, 2]]).estimates
    turned = clustered.regression(Y, np.column_stack([ARM, 1 - ARM]), CLUSTER).estimates[0]
    single = clustered.regression(Y, X, CLUSTER).estimates[1]
    assert (found[0].value, found[0].se, found[0].df) == pytest.approx((turned.value, turned.se, turned.df))
    assert (found[1].value, found[1].se, found[1].df) == pytest.approx(
        (2 * single.value, 2 * single.se, single.df)
    )


def test_cluster_effects_among_the_columns_leave_the_other_coefficients_judged():
    within = np.arange(len(Y)) % 2.0
    x = np.column_stack([within, CLUSTER[:, None] == np.arange(8)])
    found = clustered.regression(Y, x, CLUSTER).estimates
    assert found[0].reason == ""
    assert all("one cluster alone" in one.reason for one in found[1:])


def test_calendar_years_as_they_are_do_no_harm():
    years = 2014.0 + np.arange(len(Y)) % 7
    plain = clustered.regression(Y, np.column_stack([X, years]), CLUSTER).estimates[2]
    centred = clustered.regression(Y, np.column_stack([X, years - 2017]), CLUSTER).estimates[2]
    assert (plain.se, plain.df) == pytest.approx((centred.se, centred.df), rel=1e-8)


@pytest.mark.parametrize("labels", [list("aabbccddeeff"), [(1, 2)] * 2 + [(k // 2, 0) for k in range(10)]])
def test_any_label_can_name_a_cluster(labels):
    assert clustered.mean(range(12), labels).clusters >= 5


def refits(y: np.ndarray, x: np.ndarray, cluster: np.ndarray, null: float) -> float:
    """The p-value of the last column by refitting every draw of signs."""

    def t(outcome: np.ndarray) -> float:
        beta = np.linalg.lstsq(x, outcome, rcond=None)[0]
        left, bread = outcome - x @ beta, np.linalg.inv(x.T @ x)
        scores = np.array([x[cluster == one].T @ left[cluster == one] for one in np.unique(cluster)])
        return (beta[-1] - null) / np.sqrt((bread @ scores.T @ scores @ bread)[-1, -1])

    rest = x[:, :-1]
    fitted = rest @ np.linalg.lstsq(rest, y - null * x[:, -1], rcond=None)[0] + null * x[:, -1]
    draws = [np.array(signs)[cluster] for signs in product((-1, 1), repeat=cluster.max() + 1)]
    found = [abs(t(fitted + signs * (y - fitted))) for signs in draws]
    return float(np.mean(np.array(found) >= abs(t(y)) * (1 - 1e-9)))


@pytest.mark.parametrize("null", [0.0, 0.7, -2.0])
def test_the_bootstrap_is_what_refitting_every_draw_gives(null):
    found = clustered.wild_bootstrap(Y, X, CLUSTER, 1, clustered.Bootstrap(null=null))
    assert found.estimate.p == pytest.approx(refits(Y, X, CLUSTER, null), abs=1e-12)
    assert (found.weights, found.draws, found.enumerated) == ("rademacher", 256, True)


def test_the_bootstrap_s_interval_ends_where_its_p_value_falls():
    options = clustered.Bootstrap(interval=True, level=0.9)
    found = clustered.wild_bootstrap(Y, X, CLUSTER, 1, options).estimate
    step = 1e-6 * (found.high - found.low)
    for end, outward in ((found.low, -step), (found.high, step)):
        inside = clustered.wild_bootstrap(Y, X, CLUSTER, 1, clustered.Bootstrap(null=end - outward))
        outside = clustered.wild_bootstrap(Y, X, CLUSTER, 1, clustered.Bootstrap(null=end + outward))
        assert outside.estimate.p <= 0.1 < inside.estimate.p


@pytest.mark.parametrize(
    ("groups", "kind", "draws", "enumerated"),
    [
        (5, "webb", 7776, True),
        (6, "webb", 46656, True),
        (7, "rademacher", 128, True),
        (12, "rademacher", 4096, True),
        (13, "rademacher", 499, False),
    ],
)
def test_weights_follow_the_number_of_clusters(groups, kind, draws, enumerated):
    cluster = np.repeat(np.arange(groups), 4)
    y, x = RANDOM.normal(size=len(cluster)), np.column_stack([np.ones(len(cluster)), cluster % 2])
    found = clustered.wild_bootstrap(y, x, cluster, 1, clustered.Bootstrap(draws=499))
    assert (found.weights, found.draws, found.enumerated, found.clusters) == (kind, draws, enumerated, groups)


def test_random_draws_are_the_same_for_a_seed_and_never_give_zero():
    cluster = np.repeat(np.arange(20), 4)
    x = np.column_stack([np.ones(80), cluster % 2])
    y = 100.0 * (cluster % 2) + RANDOM.normal(size=80)
    first, again = (clustered.wild_bootstrap(y, x, cluster, 1, clustered.Bootstrap(draws=99)) for _ in "ab")
    assert first == again
    assert first.estimate.p >= 1 / 100


def test_an_end_that_the_bootstrap_never_reaches_is_not_invented():
    options = clustered.Bootstrap(interval=True, level=0.999)
    found = clustered.wild_bootstrap(Y, X, CLUSTER, 1, options).estimate
    assert isnan(found.low)
    assert isnan(found.high)
    assert "never falls" in found.reason


def test_too_few_clusters_for_a_bootstrap():
    kept = CLUSTER < 4
    found = clustered.wild_bootstrap(Y[kept], X[kept], CLUSTER[kept], 1)
    assert without_interval(found.estimate)
    assert (found.draws, found.clusters) == (0, 4)


def test_an_arm_without_clusters_cannot_be_compared():
    assert clustered.cluster_means_test(Y, CLUSTER, np.zeros(len(Y))).reason == "an arm is empty"


def test_two_clusters_are_enough_for_one_mean_and_too_few_for_two_arms():
    assert clustered.cluster_means_test([1, 2], ["a", "b"]).df == 1
    assert without_interval(clustered.cluster_means_test([1, 2], ["a", "b"], [0, 1]))


@pytest.mark.parametrize(
    ("y", "cluster", "reason"),
    [
        ([], [], "fewer than two clusters"),
        ([1, 2, 3], [1, 1, 1], "fewer than two clusters"),
        ([1, 2, 3], [1, 2, 3], "no cluster has two observations"),
        ([5, 5, 5, 5], [1, 1, 2, 2], "nothing varies within the clusters"),
        ([1, 1, 2, 2], [1, 1, 2, 2], "nothing varies within the clusters"),
    ],
)
def test_without_variation_within_and_between_there_is_no_correlation(y, cluster, reason):
    found = clustered.icc(y, cluster)
    assert isnan(found.anova.value)
    assert isnan(found.reml.value)
    assert reason in found.anova.reason


def test_clusters_more_alike_than_chance_give_a_negative_anova_correlation_and_a_reml_one_of_zero():
    found = clustered.icc([0, 2, 4, 0, 2, 4, 0, 2, 5], [1, 1, 1, 2, 2, 2, 3, 3, 3])
    assert found.anova.low < found.anova.value < 0
    assert (found.reml.value, found.reml.low) == (0.0, 0.0)
    assert found.reml.high > 0


BAD = [
    (["a", "b"], [1, 2], "y must be numbers"),
    ([1.0, float("inf")], [1, 2], "y must be finite"),
    ([[1.0, 2.0]], [1], "y must have one dimension"),
    ([1.0, 2.0], [1], "cluster must have one label for each of 2 observations"),
    ([1.0, 2.0], [1, None], "cluster must not have missing labels"),
    ([1.0, 2.0], [1, nan], "cluster must not have missing labels"),
]


@pytest.mark.parametrize(("y", "cluster", "message"), BAD)
@pytest.mark.parametrize("function", [clustered.mean, clustered.cluster_means_test, clustered.icc])
def test_what_is_no_clustered_data_is_refused(function, y, cluster, message):
    with pytest.raises(ValueError, match=message):
        function(y, cluster)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.ones((3, 1)), "X must have one row for each of 43 observations; it has 3"),
        (np.ones(len(CLUSTER)), "X must have two dimensions"),
        (np.ones((len(CLUSTER), 0)), "X must have at least one column"),
        ([["a"]] * len(CLUSTER), "X must be numbers"),
    ],
)
@pytest.mark.parametrize("bootstrap", [False, True])
def test_what_is_no_matrix_for_a_regression_is_refused(x, message, bootstrap):
    y, cluster = Y[:43], CLUSTER[:43]
    rows = x[:43] if len(x) > 43 else x
    with pytest.raises(ValueError, match=message):
        clustered.wild_bootstrap(y, rows, cluster, 0) if bootstrap else clustered.regression(y, rows, cluster)


@pytest.mark.parametrize("combinations", [[[1, 2, 3]], [[0, 0]], [[1, nan]]])
def test_a_combination_that_makes_no_sense_is_refused(combinations):
    with pytest.raises(ValueError, match="combinations must be rows of 2 weights"):
        clustered.regression(Y, X, CLUSTER, combinations=combinations)


@pytest.mark.parametrize("coefficient", [2, -1, 0.5, "a"])
def test_a_coefficient_that_x_lacks_is_refused(coefficient):
    with pytest.raises(ValueError, match="coefficient must be"):
        clustered.wild_bootstrap(Y, X, CLUSTER, coefficient)


@pytest.mark.parametrize("arm", [np.full(len(CLUSTER), 0.5), np.arange(len(CLUSTER)) % 2])
def test_an_arm_must_be_the_same_for_all_of_a_cluster(arm):
    with pytest.raises(ValueError, match="arm must be 0 or 1, the same for all of a cluster"):
        clustered.cluster_means_test(Y, CLUSTER, arm)


@pytest.mark.parametrize("level", [0, 1, 95, nan])
def test_a_level_lies_between_0_and_1(level):
    for function in (clustered.mean, clustered.cluster_means_test, clustered.icc):
        with pytest.raises(ValueError, match="level must lie between 0 and 1"):
            function(Y, CLUSTER, level=level)
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        clustered.wild_bootstrap(Y, X, CLUSTER, 1, clustered.Bootstrap(level=level))


def test_labels_in_an_array_are_numbered_as_those_in_a_list():
    labels = np.array([7, 3, 7, 5, 3, 1])
    assert clusters(labels, 6).tolist() == clusters(labels.tolist(), 6).tolist() == [0, 1, 0, 2, 1, 3]
    assert clusters(np.array([], dtype=int), 0).tolist() == []

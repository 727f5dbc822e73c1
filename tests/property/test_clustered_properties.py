"""What must hold for any clustered data."""

from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluering.statistics import clustered, mixed

Data = tuple[np.ndarray, np.ndarray, np.ndarray]


@st.composite
def data(draw: st.DrawFn) -> Data:
    """Outcomes, an arm given to clusters, and labels of 6 to 9 clusters of unequal size."""
    sizes = draw(st.lists(st.integers(2, 6), min_size=6, max_size=9))
    cluster = np.repeat(np.arange(len(sizes)), sizes)
    tenths = draw(st.lists(st.integers(-50, 50), min_size=len(cluster), max_size=len(cluster)))
    treated = draw(st.integers(2, len(sizes) - 2))
    assume(len(set(tenths)) > 5)
    return np.array(tenths) / 10, (cluster < treated).astype(float), cluster


def columns(arm: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(arm)), arm])


def numbers(estimate: object, *names: str) -> list[float]:
    return [getattr(estimate, name) for name in names]


@given(data(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(given_data, random):
    y, arm, cluster = given_data
    order = list(range(len(y)))
    random.shuffle(order)
    one = clustered.regression(y, columns(arm), cluster).estimates[1]
    other = clustered.regression(y[order], columns(arm)[order], cluster[order]).estimates[1]
    assert numbers(one, "value", "se", "df") == pytest.approx(numbers(other, "value", "se", "df"), abs=1e-8)


@given(data())
def test_swapping_arms_flips_the_sign(given_data):
    y, arm, cluster = given_data
    one, other = (clustered.regression(y, columns(a), cluster).estimates[1] for a in (arm, 1 - arm))
    assert [one.value, one.low, one.high, one.df] == pytest.approx(
        [-other.value, -other.high, -other.low, other.df], abs=1e-8
    )
    first, second = (clustered.cluster_means_test(y, cluster, a) for a in (arm, 1 - arm))
    assert [first.value, first.low] == pytest.approx([-second.value, -second.high], abs=1e-9, nan_ok=True)


@given(data(), st.floats(0.01, 100), st.floats(-100, 100))
def test_a_mean_follows_scale_and_shift(given_data, scale, shift):
    y, _, cluster = given_data
    one, other = clustered.mean(y, cluster).mean, clustered.mean(scale * y + shift, cluster).mean
    wanted = [scale * one.value + shift, scale * one.se, one.df]
    assert numbers(other, "value", "se", "df") == pytest.approx(wanted, rel=1e-6, abs=1e-7)


@given(data())
def test_names_of_clusters_do_not_matter(given_data):
    y, _, cluster = given_data
    named = [f"municipality {9 - label}" for label in cluster]
    assert clustered.mean(y, named).mean == clustered.mean(y, cluster).mean


@given(data())
def test_a_higher_level_is_wider_and_holds_the_value(given_data):
    y, arm, cluster = given_data
    found = [clustered.regression(y, columns(arm), cluster, level=one).estimates[1] for one in (0.8, 0.95)]
    assert found[1].low < found[0].low < found[0].value < found[0].high < found[1].high


@given(data())
def test_the_interval_and_the_p_value_agree(given_data):
    y, arm, cluster = given_data
    found = clustered.regression(y, columns(arm), cluster).estimates[1]
    assert isnan(found.p) or (found.p < 0.05) == (found.low > 0 or found.high < 0)


@given(data())
def test_every_p_value_is_a_probability(given_data):
    y, arm, cluster = given_data
    bootstrap = clustered.wild_bootstrap(y, columns(arm), cluster, 1).estimate
    means = clustered.cluster_means_test(y, cluster, arm)
    assert isnan(bootstrap.p) or 0 < bootstrap.p <= 1
    assert isnan(means.p) or 0 <= means.p <= 1


@given(data())
def test_the_bootstrap_is_blind_to_scale_and_sign(given_data):
    y, arm, cluster = given_data
    one, other = (clustered.wild_bootstrap(outcome, columns(arm), cluster, 1) for outcome in (y, -3 * y))
    assert one.estimate.p == pytest.approx(other.estimate.p, abs=0.02)
    assert one.t == pytest.approx(-other.t, rel=1e-8, abs=1e-10)


@settings(max_examples=25)  # two optimisations each
@given(data())
def test_a_correlation_lies_in_its_intervals(given_data):
    y, _, cluster = given_data
    found = clustered.icc(y, cluster)
    assume(not found.anova.reason)
    # A negative one may lie below what sizes allow, and so below its interval.
    if found.anova.value >= 0:
        assert found.anova.low - 1e-9 <= found.anova.value <= found.anova.high + 1e-9
    assert 0 <= found.reml.low <= found.reml.value <= found.reml.high <= 1


@settings(max_examples=25)  # two optimisations each
@given(data(), st.floats(0.1, 10), st.floats(-10, 10))
def test_a_correlation_is_blind_to_scale_and_shift(given_data, scale, shift):
    y, _, cluster = given_data
    one, other = clustered.icc(y, cluster), clustered.icc(scale * y + shift, cluster)
    assert one.anova.value == pytest.approx(other.anova.value, abs=1e-7, nan_ok=True)
    assert one.reml.value == pytest.approx(other.reml.value, abs=1e-5, nan_ok=True)


@settings(max_examples=25)  # two optimisations each
@given(data(), st.floats(0.1, 10), st.floats(-10, 10))
def test_a_mixed_model_follows_scale_and_shift(given_data, scale, shift):
    y, arm, cluster = given_data
    one = mixed.random_intercept(y, columns(arm), cluster).kenward_roger[1]
    other = mixed.random_intercept(scale * y + shift, columns(arm), cluster).kenward_roger[1]
    wanted = [scale * one.value, scale * one.se, one.df]
    found = numbers(other, "value", "se", "df")
    assume(one.se is not None)
    assert found == pytest.approx(wanted, rel=1e-3, abs=1e-5)


@settings(max_examples=25)  # two optimisations each
@given(data())
def test_the_careful_standard_error_is_no_smaller(given_data):
    y, arm, cluster = given_data
    found = mixed.random_intercept(y, columns(arm), cluster)
    assume(not found.note)
    for usual, careful in zip(found.estimates, found.kenward_roger, strict=True):
        assert careful.se >= usual.se * (1 - 1e-6)
        assert replace(usual, se=0).value == careful.value

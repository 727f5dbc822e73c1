"""Agreement of what lies in clusters: resampling is what stacking resamples by hand gives."""

from math import isnan, nan

import numpy as np
import pytest

from evaluering.statistics import agreement, agreement_clustered
from evaluering.statistics.krippendorff import Resampling

RNG = np.random.default_rng(5)
RATINGS = RNG.integers(0, 3, (24, 3)).astype(float)
RATINGS[3, 1] = RATINGS[7] = nan
RATINGS[9, 1:] = nan
CLUSTER = np.repeat(np.arange(8), 3)
BY_CLUSTER = Resampling(cluster=CLUSTER)


def stacked(coefficient) -> np.ndarray:
    """The coefficient of each resample of clusters, stacked row by row with the same random numbers."""
    rng = np.random.default_rng(Resampling().seed)
    drawn = rng.integers(0, 8, (2000, 8))
    return np.array(
        [coefficient(np.concatenate([RATINGS[one == CLUSTER] for one in row])) for row in drawn[:200]]
    )


def test_percent_of_a_resample_is_percent_of_the_rows_drawn(monkeypatch):
    seen = []
    monkeypatch.setattr(agreement_clustered, "percentiles", lambda bare, found: seen.append(found) or bare)
    agreement_clustered.percent(RATINGS, resampling=BY_CLUSTER)
    by_hand = stacked(lambda rows: agreement.percent(rows).value)
    assert seen[0][:200] == pytest.approx(by_hand, abs=1e-12)


@pytest.mark.parametrize("weights", [None, "ordinal"])
def test_gwet_of_a_resample_is_gwet_of_the_rows_drawn(monkeypatch, weights):
    seen = []
    monkeypatch.setattr(agreement_clustered, "percentiles", lambda bare, found: seen.append(found) or bare)
    agreement_clustered.gwet(RATINGS, weights, categories=[0, 1, 2], resampling=BY_CLUSTER)
    by_hand = stacked(lambda rows: agreement.gwet(rows, weights, categories=[0, 1, 2]).coefficient.value)
    assert seen[0][:200] == pytest.approx(by_hand, abs=1e-12)


def test_values_are_those_of_agreement_and_only_the_interval_is_new():
    plain, ours = agreement.gwet(RATINGS), agreement_clustered.gwet(RATINGS, resampling=BY_CLUSTER)
    assert ours.coefficient.value == plain.coefficient.value
    assert (ours.observed, ours.expected) == (plain.observed, plain.expected)
    assert ours.coefficient.low < ours.coefficient.value < ours.coefficient.high
    assert agreement_clustered.percent(RATINGS).value == agreement.percent(RATINGS).value


def test_units_alone_give_about_the_linearised_error():
    ratings = np.random.default_rng(1).integers(0, 2, (400, 2)).astype(float)
    ours = agreement_clustered.gwet(ratings).coefficient
    assert ours.se == pytest.approx(agreement.gwet(ratings).coefficient.se, rel=0.1)


def test_units_that_repeat_within_clusters_give_a_wider_interval_than_units_alone():
    few = np.random.default_rng(2).integers(0, 2, (30, 2)).astype(float)
    repeated, cluster = np.repeat(few, 5, axis=0), np.repeat(np.arange(30), 5)
    by_cluster = agreement_clustered.gwet(repeated, resampling=Resampling(cluster=cluster)).coefficient
    alone = agreement_clustered.gwet(repeated).coefficient
    assert by_cluster.high - by_cluster.low > 1.8 * (alone.high - alone.low)


@pytest.mark.parametrize(
    ("ratings", "cluster", "reason"),
    [
        ([[1, 2]], None, "one unit"),
        ([[1, 2], [1, 1]], ["a", "a"], "one cluster"),
        ([[1, 1], [1, 1]], None, "the same"),
        ([[1, nan], [2, nan]], None, "two ratings"),
    ],
)
def test_an_interval_that_cannot_be_made_says_why(ratings, cluster, reason):
    found = agreement_clustered.gwet(ratings, resampling=Resampling(cluster=cluster)).coefficient
    assert isnan(found.low)
    assert reason in found.reason


def test_without_replications_there_is_a_value_alone():
    found = agreement_clustered.percent(RATINGS, resampling=Resampling(replications=0))
    assert not isnan(found.value)
    assert found.reason == "no interval was asked for"


def test_too_few_replications_are_refused():
    with pytest.raises(ValueError, match="2000 or more"):
        agreement_clustered.percent(RATINGS, resampling=Resampling(replications=100))

"""Krippendorff's alpha: edges, refusals, and every pair of ratings counted."""

from itertools import permutations
from math import isnan, nan

import numpy as np
import pytest

from evaluering.statistics.krippendorff import Resampling, krippendorff_alpha

SCALES = ["nominal", "ordinal", "interval", "ratio"]
ALONE = Resampling(replications=0)
SOME = np.random.default_rng(4).integers(0, 4, (12, 3)).astype(float)
SOME[0, 1] = SOME[3, 2] = SOME[5, 0] = nan

every_scale = pytest.mark.parametrize("scale", SCALES)


def distance(scale, one, other, every):
    """The difference function as Krippendorff writes it, of two values among all."""
    if scale == "ordinal":
        low, high = sorted((one, other))
        between = sum(low <= value <= high for value in every)
        return (between - (sum(every == low) + sum(every == high)) / 2) ** 2 if one != other else 0
    if scale == "ratio":
        return ((one - other) / (one + other)) ** 2 if one != other else 0
    return (one - other) ** 2 if scale == "interval" else one != other


def counted(ratings, scale):
    """Alpha from every ordered pair within units and among all ratings."""
    units = [row[~np.isnan(row)] for row in ratings]
    units = [unit for unit in units if len(unit) > 1]
    every = np.concatenate(units)
    n = len(every)
    observed = sum(
        distance(scale, one, other, every) / (len(unit) - 1)
        for unit in units
        for one, other in permutations(unit, 2)
    )
    expected = sum(distance(scale, one, other, every) for one, other in permutations(every, 2))
    return 1 - (n - 1) * observed / expected


@every_scale
def test_alpha_is_what_counting_every_pair_gives(scale):
    found = krippendorff_alpha(SOME, scale, resampling=ALONE).coefficient
    assert found.value == pytest.approx(counted(SOME, scale), abs=1e-12)


@every_scale
def test_a_resample_is_counted_like_ratings_of_its_own(scale):
    """Weighting units by how often they were drawn equals stacking them."""
    from evaluering.statistics._disagreement import SCALES as MEASURED
    from evaluering.statistics._disagreement import paired

    times = np.random.default_rng(6).integers(0, 3, (20, len(SOME)))
    alphas = MEASURED[scale](paired(SOME)).alphas(times.astype(float))[0]
    stacked = [counted(np.repeat(SOME, one, axis=0), scale) for one in times]
    assert alphas == pytest.approx(stacked, abs=1e-10)


@every_scale
def test_ratings_all_the_same_give_no_alpha(scale):
    found = krippendorff_alpha([[2, 2], [2, 2], [2, nan]], scale)
    assert isnan(found.coefficient.value)
    assert "all ratings are the same" in found.coefficient.reason
    assert (found.coefficient.n, found.coefficient.missing) == (2, 1)
    assert found.linearised == found.coefficient


@every_scale
@pytest.mark.parametrize("ratings", [np.empty((0, 2)), [[nan, nan]], [[1, nan], [nan, 2]], [[1], [2]]])
def test_without_a_pair_of_ratings_there_is_no_alpha(scale, ratings):
    found = krippendorff_alpha(ratings, scale).coefficient
    assert isnan(found.value)
    assert found.reason == "no unit has two ratings, so there is nothing to compare"
    assert found.n == 0


@every_scale
def test_raters_who_agree_everywhere_give_1_without_an_interval(scale):
    found = krippendorff_alpha([[1, 1], [3, 3], [1, 1]], scale)
    assert found.coefficient.value == 1
    assert isnan(found.coefficient.low)
    assert isnan(found.linearised.low)
    assert "the standard error is 0" in found.coefficient.reason


@every_scale
def test_one_unit_gives_a_value_without_an_interval(scale):
    found = krippendorff_alpha([[1, 2, 2]], scale)
    assert not isnan(found.coefficient.value)
    assert isnan(found.coefficient.low)
    assert "one unit" in found.coefficient.reason


def test_two_units_of_opposite_ratings_give_alpha_below_0():
    found = krippendorff_alpha([[1, 2], [2, 1]])
    assert found.coefficient.value == pytest.approx(-0.5)


def test_a_resample_without_variation_is_counted_not_called_0_or_1():
    ratings = [[1, 1]] * 26 + [[0, 0], [0, 0], [0, 1], [1, 0]]
    found = krippendorff_alpha(ratings)
    assert 0 < found.undefined_replications < 0.05 * found.replications
    assert found.coefficient.low < found.coefficient.value < found.coefficient.high


def test_too_many_resamples_without_variation_leave_no_interval():
    found = krippendorff_alpha([[1, 1]] * 29 + [[1, 0]])
    assert found.coefficient.value < 0.01
    assert isnan(found.coefficient.low)
    assert "resamples all ratings were the same" in found.coefficient.reason
    assert found.undefined_replications > 0.3 * found.replications


def test_the_same_seed_gives_the_same_interval_and_another_seed_another():
    one, again, other = (
        krippendorff_alpha(SOME, resampling=Resampling(seed=seed)).coefficient for seed in (1, 1, 2)
    )
    assert one == again
    assert (one.low, one.high, one.se) != (other.low, other.high, other.se)
    assert one.value == other.value


def test_each_unit_its_own_cluster_is_no_clustering():
    clustered = krippendorff_alpha(SOME, resampling=Resampling(cluster=list("abcdefghijkl")))
    assert clustered == krippendorff_alpha(SOME)


def test_one_cluster_gives_no_interval():
    found = krippendorff_alpha(SOME, resampling=Resampling(cluster=["a"] * 12))
    assert isnan(found.coefficient.low)
    assert "one cluster" in found.coefficient.reason
    assert not isnan(found.linearised.low)


def test_clusters_of_units_without_pairs_are_not_drawn():
    ratings = np.vstack([SOME, [[1, nan, nan]]])
    with_another = krippendorff_alpha(ratings, resampling=Resampling(cluster=["a", "b", "c"] * 4 + ["d"]))
    without = krippendorff_alpha(SOME, resampling=Resampling(cluster=["a", "b", "c"] * 4))
    assert with_another.coefficient.low == without.coefficient.low
    assert with_another.coefficient.missing == 1


def test_no_replications_leave_the_value_and_the_linearised_interval():
    found = krippendorff_alpha(SOME, resampling=ALONE)
    assert isnan(found.coefficient.low)
    assert found.coefficient.reason == "no interval was asked for"
    assert found.linearised.low < found.linearised.value < found.linearised.high


def test_zero_and_zero_do_not_differ_on_a_ratio_scale():
    found = krippendorff_alpha([[0, 0], [0, 0], [1, 3]], "ratio", resampling=ALONE)
    assert found.coefficient.value == pytest.approx(counted(np.array([[0, 0], [0, 0], [1, 3.0]]), "ratio"))


def test_many_different_values_are_compared_in_blocks(monkeypatch):
    from evaluering.statistics import _disagreement

    ratings = np.random.default_rng(8).random((40, 3))
    at_once = krippendorff_alpha(ratings, "ratio", resampling=ALONE)
    monkeypatch.setattr(_disagreement, "BLOCK", 700)
    assert krippendorff_alpha(ratings, "ratio", resampling=ALONE).coefficient.value == pytest.approx(
        at_once.coefficient.value, abs=1e-13
    )


@pytest.mark.parametrize(
    ("ratings", "scale", "resampling", "message"),
    [
        (SOME, "metric", None, "scale must be one of nominal, ordinal, interval, ratio"),
        ([[1, -1], [2, 2]], "ratio", None, "ratings must be 0 or more on a ratio scale"),
        ([["a", "b"]], "nominal", None, "ratings must be numbers"),
        ([[1, float("inf")]], "interval", None, "ratings must be finite"),
        ([1, 2, 3], "nominal", None, "ratings must have two dimensions"),
        (SOME, "nominal", Resampling(replications=1999), "replications must be 2000 or more, or 0"),
        (SOME, "nominal", Resampling(replications=-1), "replications must be a whole number"),
        (SOME, "nominal", Resampling(cluster=["a"]), "one label for each of 12 observations"),
        (SOME, "nominal", Resampling(cluster=[None] * 12), "cluster must not have missing labels"),
    ],
)
def test_alpha_refuses_what_makes_no_sense(ratings, scale, resampling, message):
    with pytest.raises(ValueError, match=message):
        krippendorff_alpha(ratings, scale, resampling=resampling)


def test_alpha_refuses_a_level_outside_0_to_1():
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        krippendorff_alpha(SOME, level=1)

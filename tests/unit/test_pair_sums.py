"""Order statistics of all sums of two values, listed and narrowed down."""

import numpy as np
import pytest
from scipy.stats import rankdata

from evaluering.statistics import _pair_sums as pairs
from evaluering.statistics import paired, two_sample
from evaluering.statistics._mean_ranks import mean_ranks

SAMPLES = {
    "no ties": lambda random, n: random.normal(size=n),
    "whole points": lambda random, n: np.round(random.normal(0, 2, n)),
    "sums that round differently": lambda random, n: random.integers(0, 9, n) / 3 * 0.1,
    "all alike": lambda random, n: np.full(n, 0.1),
}


@pytest.fixture(params=[0, 7, 1_000_000], ids="{} sums listed".format)
def _listed(request, monkeypatch):
    monkeypatch.setattr(pairs, "LISTED", request.param)


@pytest.fixture(params=SAMPLES)
def sample(request):
    return SAMPLES[request.param]


@pytest.mark.usefixtures("_listed")
@pytest.mark.parametrize(("m", "n"), [(1, 1), (1, 13), (8, 3), (20, 17)])
def test_every_difference_stands_where_sorting_puts_it(sample, m, n):
    random = np.random.default_rng(m)
    x, y = sample(random, m), sample(random, n)
    found = pairs.differences(x, y)
    assert [found.nth(place) for place in range(m * n)] == np.sort(np.subtract.outer(x, y).ravel()).tolist()


@pytest.mark.usefixtures("_listed")
@pytest.mark.parametrize("n", [1, 2, 19])
def test_every_walsh_average_stands_where_sorting_puts_it(sample, n):
    d = sample(np.random.default_rng(n), n)
    one, other = np.triu_indices(n)
    found = pairs.twice_walsh_averages(d)
    assert [found.nth(place) / 2 for place in range(found.size)] == np.sort((d[one] + d[other]) / 2).tolist()


@pytest.mark.usefixtures("_listed")
@pytest.mark.parametrize(("m", "n"), [(1, 1), (2, 3), (4, 4), (5, 5)])
def test_the_median_is_numpy_s(sample, m, n):
    random = np.random.default_rng(n)
    x, y = sample(random, m), sample(random, n)
    assert pairs.differences(x, y).median() == np.median(np.subtract.outer(x, y))


def test_more_pairs_than_a_machine_can_hold_have_a_pseudomedian():
    # 5,000,150,000 pairs: listed, they would take 40 gigabytes. Symmetric about 3 by construction.
    d = np.concatenate([np.arange(1, 50_001), -np.arange(1, 50_001)]) / 1000 + 3
    assert paired.hodges_lehmann(d).value == pytest.approx(3, abs=1e-9)


def test_large_groups_have_the_shift_and_limits_that_listing_all_differences_gives(monkeypatch):
    random = np.random.default_rng(5)
    x, y = random.normal(1, 2, 300), np.round(random.normal(0, 2, 260), 1)
    listed = two_sample.shift(x, y)
    monkeypatch.setattr(pairs, "LISTED", 100)
    assert two_sample.shift(x, y) == listed


@pytest.mark.parametrize("n", [0, 1, 2, 50])
def test_ranks_are_scipy_s(sample, n):
    values = sample(np.random.default_rng(n), n)
    assert mean_ranks(values).tolist() == rankdata(values).tolist()

"""What every statistic asks of its numbers."""

from math import inf, nan

import numpy as np
import pytest

from evaluering.statistics import inputs


def test_counted_values_may_be_missing():
    assert inputs.counted([0, 3, None, nan], "counts")[:2].tolist() == [0.0, 3.0]


@pytest.mark.parametrize("values", [[-1], [0.5], [inf], ["1"], [True], [[1]], [1, [2, 3]], [1, object()]])
def test_values_that_are_no_counts_are_refused(values):
    with pytest.raises(ValueError, match="counts must"):
        inputs.counted(values, "counts")


@pytest.mark.parametrize("value", [None, "3", b"3", True, nan, inf, -inf, [3], {}])
@pytest.mark.parametrize(
    "check", [lambda value: inputs.count(value, "n"), lambda value: inputs.positive(value, "n")]
)
def test_what_is_no_number_is_refused_in_plain_words(check, value):
    with pytest.raises(ValueError, match="n must be a"):
        check(value)


def test_numpy_s_own_numbers_are_numbers():
    assert inputs.count(np.int64(3), "n") == 3
    assert inputs.positive(np.float32(0.5), "n") == 0.5
    assert inputs.level(np.float64(0.9)) == 0.9


def test_rows_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="ticks must be numbers, rows of equal length"):
        inputs.matrix([[1, 0], [1]], "ticks")


@pytest.mark.parametrize("given", [[True, False], [1, 0], np.array([True, False]), np.array([1.0, 0.0])])
def test_yes_and_no_may_be_truth_values_or_numbers(given):
    assert inputs.yes_or_no(given, "y").tolist() == [1.0, 0.0]


def test_yes_and_no_may_be_missing():
    assert np.isnan(inputs.yes_or_no([True, None], "y")[1])


@pytest.mark.parametrize("given", [[2], ["yes"], [0.5]])
def test_what_is_neither_yes_nor_no_is_refused(given):
    with pytest.raises(ValueError, match="y must be"):
        inputs.yes_or_no(given, "y")


@pytest.mark.parametrize(
    "labels", [[7, 3, 7, 5], np.array([7, 3, 7, 5]), ["b", "a", "b", "c"], np.array(list("babc"))]
)
def test_clusters_are_numbered_in_the_order_they_appear(labels):
    assert inputs.clusters(labels, 4).tolist() == [0, 1, 0, 2]

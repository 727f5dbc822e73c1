"""The relations that labelled cells stand in."""

import numpy as np
import pytest

from evaluering.disclosure.linked import Sum, summed
from evaluering.errors import OwnFault

NETWORK = [Sum("network", ("a", "b", "c"))]


def dense(found):
    """The relations as rows of numbers, in order."""
    return sorted(found.relations.toarray().tolist())


def test_a_sum_with_all_its_parts_given_is_a_relation():
    found = summed([("a",), ("b",), ("c",), ("network",)], [1, 2, 3, 6], [NETWORK])
    assert dense(found) == [[1, 1, 1, -1]]
    assert not found.remainders


def test_a_sum_with_a_part_not_given_has_a_remainder():
    found = summed([("a",), ("b",), ("network",)], [1, 2, 6], [NETWORK])
    assert dense(found) == [[1, 1, -1, 1]]
    assert found.values.tolist() == [1, 2, 6, 3]
    assert found.remainders == ((2, 0),)


def test_a_remainder_has_a_node_of_its_own():
    found = summed([("a",), ("b",), ("network",)], [1, 2, 6], [NETWORK])
    assert len(np.unique(found.at)) == 4


def test_a_sum_without_given_parts_is_no_relation():
    assert summed([("network",), ("other",)], [6, 2], [NETWORK]).relations.shape == (0, 2)


def test_parts_without_their_sum_are_no_relation():
    assert summed([("a",), ("b",), ("c",)], [1, 2, 3], [NETWORK]).relations.shape == (0, 3)


def test_one_node_may_be_a_sum_in_two_ways():
    places = [("a",), ("b",), ("n1",), ("n2",), ("c1",), ("all",)]
    sums = [
        Sum("n1", ("a",)),
        Sum("n2", ("b",)),
        Sum("c1", ("a", "b")),
        Sum("all", ("n1", "n2")),
        Sum("all", ("c1",)),
    ]
    found = summed(places, [1, 2, 1, 2, 3, 3], [sums])
    assert found.relations.shape == (5, 6)
    assert not (found.relations @ found.values).any()


def test_every_dimension_has_its_sums_at_every_place():
    places = [(x, y) for x in ("a", "b", "both") for y in ("q1", "q2", "year")]
    values = [1, 2, 3, 4, 5, 9, 5, 7, 12]
    found = summed(places, values, [[Sum("both", ("a", "b"))], [Sum("year", ("q1", "q2"))]])
    assert found.relations.shape == (6, 9)
    assert not (found.relations @ found.values).any()


def test_a_sum_that_is_not_the_sum_of_its_parts_is_our_fault():
    with pytest.raises(OwnFault, match="differs"):
        summed([("a",), ("b",), ("c",), ("network",)], [1, 2, 3, 7], [NETWORK])


def test_a_wrong_sum_is_reported_without_a_value():
    with pytest.raises(OwnFault) as refused:
        summed([("a",), ("b",), ("c",), ("network",)], [1, 2, 3, 8765], [NETWORK])
    assert "8765" not in str(refused.value)


def test_two_cells_of_one_place_are_refused():
    with pytest.raises(ValueError, match="same place"):
        summed([("a",), ("a",)], [1, 2], [NETWORK])


def test_no_cells_have_no_relations():
    assert summed([], [], []).relations.shape == (0, 0)

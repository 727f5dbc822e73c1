"""Clusters of two kinds that share units."""

import pytest

from evaluering.statistics.linked import linked_clusters


def test_one_set_of_labels_gives_the_clusters_as_they_are():
    assert linked_clusters([["b", "a", "b", "c"]]) == (0, 1, 0, 2)


def test_units_are_linked_through_others():
    teams, places = ["a", "a", "b", "b", "c"], ["1", "2", "2", "3", "4"]
    assert linked_clusters([teams, places]) == (0, 0, 0, 0, 1)


def test_the_same_label_in_two_sets_is_no_link():
    assert linked_clusters([["x", "y"], ["y", "z"]]) == (0, 1)


def test_the_order_of_the_sets_does_not_matter():
    teams, places = ["a", "b", "c", "b"], ["1", "2", "1", "3"]
    assert linked_clusters([teams, places]) == linked_clusters([places, teams])


def test_no_units_are_no_clusters():
    assert linked_clusters([[], []]) == ()


def test_no_labels_are_refused():
    with pytest.raises(ValueError, match="at least one"):
        linked_clusters([])


def test_labels_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="one label for each"):
        linked_clusters([["a"], ["a", "b"]])

"""Which cells are hidden so that protected ones in linked tables stay uncertain."""

import numpy as np
import pytest

from evaluering.disclosure.linked import check, protect
from linked_tables import cells_of, table


def safe(cells, pattern):
    """Whether an independent check finds nothing in a pattern."""
    found = check(cells, pattern.hidden)
    return not (
        len(found.determined) or len(found.narrow) or len(found.unbounded) or len(pattern.unprotected)
    )


def test_a_table_without_small_counts_hides_nothing():
    assert not protect(table([[12, 9], [8, 20]])).hidden.any()


def test_a_hidden_cell_is_not_its_total_less_the_others():
    cells = cells_of([12, 9, 2, 23], [[1, 1, 1, -1]])
    pattern = protect(cells)
    assert pattern.hidden[2]
    assert pattern.secondary.sum() == 1
    assert safe(cells, pattern)


def test_one_hidden_cell_in_every_row_and_column_is_found_by_the_check():
    cells = table([[2, 20, 30], [40, 1, 60], [70, 80, 3]])
    found = check(cells, cells.protected)
    assert sorted(cells.values[found.determined]) == [1, 2, 3]


def test_one_hidden_cell_in_every_row_and_column_gets_others_beside_it():
    cells = table([[2, 20, 30], [40, 1, 60], [70, 80, 3]])
    assert safe(cells, protect(cells))


def test_two_hidden_ones_that_sum_to_two_get_another_beside_them():
    cells = cells_of([1, 1, 30, 40, 72], [[1, 1, 1, 1, -1]])
    assert check(cells, cells.protected).narrow.tolist() == [0, 1]
    pattern = protect(cells)
    assert pattern.secondary.sum() == 1
    assert safe(cells, pattern)


def test_ones_known_to_be_at_least_one_are_determined_by_their_sum():
    cells = cells_of([10, 3, 1, 1, 15], [[1, 1, 1, 1, -1]], least=[0, 0, 1, 1, 0], protected=[0, 0, 1, 1, 0])
    found = check(cells, cells.protected)
    assert found.determined.tolist() == [2, 3]


def test_ones_known_to_be_at_least_one_get_others_beside_them():
    cells = cells_of([10, 3, 1, 1, 15], [[1, 1, 1, 1, -1]], least=[1] * 5, protected=[0, 0, 1, 1, 0])
    assert safe(cells, protect(cells))


def test_hidden_zeros_that_sum_to_a_shown_zero_are_determined():
    cells = cells_of([0, 0, 0, 0], [[1, 1, 1, -1]], protected=[True, True, False, False])
    assert check(cells, cells.protected).determined.tolist() == [0, 1]


def test_hidden_zeros_take_their_sum_with_them():
    cells = cells_of([0, 0, 0, 0], [[1, 1, 1, -1]], protected=[True, True, False, False])
    pattern = protect(cells)
    assert pattern.hidden[3]
    assert safe(cells, pattern)


def test_a_network_less_five_municipalities_does_not_give_the_sixth():
    cells = cells_of([12, 14, 9, 13, 11, 2, 61], [[1, 1, 1, 1, 1, 1, -1]])
    pattern = protect(cells)
    assert pattern.secondary.sum() == 1
    assert safe(cells, pattern)


def test_a_small_complement_hides_its_count():
    """11 of 13: the number is shown, so either tells the two who are not among them."""
    cells = cells_of([11, 2, 13], [[1, 1, -1]], latent=[False, True, False])
    pattern = protect(cells)
    assert pattern.secondary.sum() == 1
    assert safe(cells, pattern)


def test_a_difference_of_two_groupings_is_protected_as_a_latent_cell():
    """18-29 of 40 and 18-24 of 37 give three between 25 and 29."""
    cells = cells_of([40, 37, 3], [[1, -1, -1]], latent=[False, False, True])
    pattern = protect(cells)
    assert pattern.secondary.sum() == 1
    assert safe(cells, pattern)


def test_a_latent_cell_that_is_not_protected_may_be_found_out():
    cells = cells_of([40, 20, 20], [[1, -1, -1]], latent=[False, False, True], protected=[False] * 3)
    pattern = protect(cells)
    assert pattern.hidden.tolist() == [False, False, True]
    assert not pattern.secondary.any()
    assert safe(cells, pattern)


def test_three_dimensions_with_a_single_small_count_are_safe():
    counts = np.full((3, 3, 3), 10.0)
    counts[0, 0, 0] = 1
    cells = table(counts)
    pattern = protect(cells)
    assert 3 <= pattern.secondary.sum() <= 7
    assert safe(cells, pattern)


def test_what_is_already_out_is_never_hidden():
    cells = cells_of([12, 9, 2, 23], [[1, 1, 1, -1]], may_hide=[False, True, True, False])
    pattern = protect(cells)
    assert pattern.hidden.tolist() == [False, True, True, False]


def test_a_cell_that_earlier_releases_give_away_is_listed_as_unprotected():
    cells = cells_of([12, 9, 2, 23], [[1, 1, 1, -1]], may_hide=[False, False, True, False])
    pattern = protect(cells)
    assert pattern.unprotected.tolist() == [2]
    assert check(cells, pattern.hidden).determined.tolist() == [2]


def test_a_cell_whose_bounds_are_closer_than_its_width_is_listed_as_unprotected():
    cells = cells_of([2, 20, 22], [[1, 1, -1]], most=[4, np.inf, np.inf])
    assert protect(cells).unprotected.tolist() == [0]


def test_upper_bounds_count_as_much_as_lower_ones():
    """With nobody above 13 in either, two hidden counts that sum to 25 are 12 or 13."""
    protected = [True, True, False]
    cells = cells_of([12, 13, 25], [[1, 1, -1]], most=[13, 13, np.inf], protected=protected)
    assert check(cells, cells.protected).narrow.tolist() == [0, 1]
    assert safe(cells, protect(cells))


def test_widths_may_differ_and_be_broken_numbers():
    cells = cells_of(
        [2.5, 30.0, 40.0, 72.5],
        [[1, 1, 1, -1]],
        whole=[False] * 4,
        width=[50.5, 5.0, 5.0, 5.0],
    )
    pattern = protect(cells)
    assert safe(cells, pattern)
    assert pattern.secondary.tolist() == [False, False, False, True]


def test_a_width_of_nothing_asks_only_that_a_cell_is_not_exactly_known():
    cells = cells_of([1, 1, 30, 32], [[1, 1, 1, -1]], width=[0] * 4)
    assert not protect(cells).secondary.any()


def test_a_cell_without_relations_is_wide_by_itself():
    cells = cells_of([2, 20], np.zeros((0, 2)))
    pattern = protect(cells)
    assert pattern.hidden.tolist() == [True, False]
    assert safe(cells, pattern)


def test_relations_may_have_any_factors():
    """A mean times its number: twice the first and once the second make the third."""
    cells = cells_of([2, 30, 34], [[2, 1, -1]])
    assert safe(cells, protect(cells))


def test_interval_ends_are_taken_inwards_to_whole_numbers():
    """Twice the first plus the second is 5: 0, 1 or 2, though 2.5 would fit."""
    cells = cells_of([1, 3, 5], [[2, 1, -1]], protected=[True, True, False], width=[2.5, 5, 5])
    assert check(cells, cells.protected).narrow.tolist() == [0]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"may_hide": [True, True, False, True]}, "already out"),
        ({"most": [12, 9, 1, 23]}, "outside its bounds"),
        ({"cost": [1, 1, 0, 1]}, "cost"),
        ({"width": [1, 1, -1, 1]}, "width"),
        ({"least": [0, 0]}, "length"),
        ({"at": [[0], [1]]}, "at is not"),
    ],
)
def test_contradictions_are_refused(changed, fault):
    with pytest.raises(ValueError, match=fault):
        cells_of([12, 9, 2, 23], [[1, 1, 1, -1]], **changed)


def test_relations_that_do_not_hold_are_refused():
    with pytest.raises(ValueError, match="does not hold"):
        cells_of([12, 9, 2, 24], [[1, 1, 1, -1]])


def test_broken_values_of_whole_cells_are_refused():
    with pytest.raises(ValueError, match="whole"):
        cells_of([12.5, 2, 14.5], [[1, 1, -1]])


def test_relations_without_cells_are_no_relations():
    cells = cells_of([2, 20], np.zeros((3, 2)), at=[[0], [1]])
    assert safe(cells, protect(cells))


def test_a_check_of_a_shown_protected_cell_is_refused():
    cells = cells_of([12, 9, 2, 23], [[1, 1, 1, -1]])
    with pytest.raises(ValueError, match="is shown"):
        check(cells, np.zeros(4, dtype=bool))


def test_a_check_of_a_hidden_cell_that_is_out_is_refused():
    cells = cells_of([12, 9, 2, 23], [[1, 1, 1, -1]], may_hide=[False, True, True, True])
    with pytest.raises(ValueError, match="already out"):
        check(cells, np.ones(4, dtype=bool))


def test_a_check_of_many_cells_says_which_it_did_not_bound(monkeypatch):
    monkeypatch.setattr("evaluering.disclosure.linked.checking.COMPONENT", 5)
    monkeypatch.setattr("evaluering.disclosure.linked.checking.SAMPLE", 2)
    relations = [[1, 1, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 1, 1, 1, 1, 1, -1]]
    cells = cells_of([1, -1, 1, 1, 1, 1, 1, 1, 5], relations, least=[-9] * 9, width=[99] * 9, cost=[1] * 9)
    found = check(cells, cells.values <= 4)
    assert {0, 1} <= set(found.narrow)
    assert len(found.unbounded)
    assert len(found.narrow) + len(found.unbounded) == 8


def test_no_cells_are_no_pattern():
    cells = cells_of([], np.zeros((0, 0)))
    assert not len(protect(cells).hidden)
    assert safe(cells, protect(cells))

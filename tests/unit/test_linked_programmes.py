"""Programmes that are kept, changed and solved on: what fresh ones of another interface find."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from evaluering.disclosure.linked import protect
from evaluering.disclosure.linked.programmes import region
from evaluering.disclosure.linked.solver import Programme
from evaluering.disclosure.linked.system import System
from linked_tables import cells_of, network, table

BOTH = pytest.mark.parametrize("interior", [False, True], ids=["by steps", "from the interior"])


def columns(rows):
    return sparse.csc_array(np.asarray(rows, dtype=float))


def least_of_all(price, relations, low, high):
    """The least price, by a programme made for it alone."""
    bounds = np.column_stack([low, high])
    return linprog(price, A_eq=relations.toarray(), b_eq=np.zeros(relations.shape[0]), bounds=bounds).fun


@BOTH
def test_a_programme_solved_on_with_other_prices_and_bounds_finds_what_a_fresh_one_does(interior):
    random = np.random.default_rng(1)
    relations = sparse.csc_array(table(np.ones((4, 5, 3))).relations)
    low, high = -np.ones(relations.shape[1]), np.ones(relations.shape[1])
    programme = Programme(relations, low, high, interior=interior)
    for _ in range(12):
        price = random.uniform(-1, 1, len(low))
        held = random.random(len(low)) < 0.3
        bounds = np.where(held, 0.0, low * 3), np.where(held, 0.0, high)
        found = programme.least(price, *bounds)
        assert price @ found == pytest.approx(least_of_all(price, relations, *bounds), abs=1e-5)
        assert np.abs(relations @ found).max() < 1e-6


@BOTH
def test_a_programme_without_a_solution_has_none(interior):
    programme = Programme(columns([[1, 1]]), np.ones(2), np.full(2, 3.0), interior=interior)
    assert programme.least(np.ones(2)) is None


def test_a_programme_that_had_no_solution_finds_one_within_other_bounds():
    programme = Programme(columns([[1, 1]]), np.ones(2), np.full(2, 3.0))
    assert programme.least(np.ones(2)) is None
    found = programme.least(np.array([1.0, 0.0]), np.array([-2.0, -3.0]))
    assert found.tolist() == [-2, 2]


def test_a_broken_solution_is_found_again_in_whole_steps():
    """Twice the first is the second: the second moves by one only if the first moves by a half."""
    programme = Programme(columns([[2, -1]]), np.array([0.0, 1.0]), np.array([3.0, 3.0]))
    assert programme.least(np.ones(2)).tolist() == [0.5, 1]
    assert programme.in_whole_steps(np.ones(2, dtype=bool)).tolist() == [1, 2]


def test_after_whole_steps_a_programme_is_linear_again():
    programme = Programme(columns([[2, -1]]), np.array([0.0, 1.0]), np.array([3.0, 3.0]))
    programme.least(np.ones(2))
    programme.in_whole_steps(np.ones(2, dtype=bool))
    assert programme.least(np.ones(2)).tolist() == [0.5, 1]


@BOTH
def test_programmes_are_solved_without_a_word(capfd, interior):
    Programme(columns([[1, -1]]), -np.ones(2), np.ones(2), interior=interior).least(np.ones(2))
    assert capfd.readouterr() == ("", "")


def all_of(cells):
    system = System(cells)
    return region(system, np.arange(cells.size), system.reach)


def test_a_cell_that_is_held_does_not_move():
    around = all_of(table(np.full((2, 2), 9)))
    weights = np.ones(len(around.cells))
    assert any(0 in move.cells for move in around.pushed(weights))
    assert not any(0 in move.cells for move in around.pushed(weights, around.cells == 0))


def test_changes_that_share_no_relation_are_moves_of_their_own():
    around = all_of(cells_of([9, 9, 9, 9], [[1, -1, 0, 0], [0, 0, 1, -1]]))
    moved = [move.cells.tolist() for move in around.pushed(np.ones(4))]
    assert moved == [[0, 1], [2, 3]]


def test_a_change_by_broken_numbers_is_no_move_of_whole_cells():
    """Twice the first is the second, which may rise by one only."""
    cells = cells_of([4, 8], [[2, -1]], most=[9, 9])
    assert all_of(cells).pushed(np.ones(2)) == []
    broken = replace(cells, whole=np.zeros(2, dtype=bool))
    assert [move.by.tolist() for move in all_of(broken).pushed(np.ones(2))] == [[0.5, 1]]


def test_a_path_is_the_cheapest_change_that_moves_a_cell():
    around = all_of(cells_of([9, 9, 9, 27], [[1, 1, 1, -1]]))
    (move,) = around.cheapest(0, 2.0, np.array([1.0, 5.0, 3.0, 4.0]))
    assert move.cells.tolist() == [0, 2]
    assert move.by.tolist() == [2, -2]


def test_there_is_no_path_further_than_a_cell_may_move():
    around = all_of(cells_of([2, 9, 11], [[1, 1, -1]]))
    assert around.cheapest(0, -3.0, np.ones(3)) == []


def test_beyond_whole_steps_the_order_of_the_cells_does_not_matter(monkeypatch):
    monkeypatch.setattr("evaluering.disclosure.linked.system.STEPWISE", 0)
    random = np.random.default_rng(5)
    cells = network(random.negative_binomial(1.5, 1 / 3, (6, 3, 2)), [0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1])
    order = random.permutation(cells.size)
    shuffled = cells.taken(order, cells.relations[random.permutation(cells.relations.shape[0])][:, order])
    assert (protect(shuffled).hidden == protect(cells).hidden[order]).all()

"""The attacker's linear system on the well-known cases of tables that give their hidden cells away."""

import pytest

from evaluering.attack import linear
from evaluering.attack.linear import Atom, Recovered, Relation, Target, published, recover

K = 5.0


def attack(relations: list[Relation], cells: int, **atom: float) -> Recovered:
    """Attack the given number of hidden counts."""
    targets = [Target(f"x{number}", ((number, 1.0),)) for number in range(cells)]
    return recover(relations, [Atom(**atom)] * cells, targets, K)


def total(value: float, *cells: int, half: float = 0.0) -> Relation:
    """The sum of hidden cells, as published numbers leave it."""
    return published(tuple((cell, 1.0) for cell in cells), value, half)


def test_one_hidden_cell_under_a_total_is_exact() -> None:
    assert attack([total(23 - 12 - 9, 0)], 1).exact == ("x0",)


def test_two_hidden_cells_with_a_small_sum_are_narrow() -> None:
    assert attack([total(2, 0, 1)], 2).narrow == ("x0", "x1")


def test_two_hidden_cells_with_a_large_sum_are_safe() -> None:
    assert attack([total(12, 0, 1)], 2) == Recovered((), (), ())


def test_two_hidden_cells_that_are_not_zero_and_sum_to_two_are_ones() -> None:
    assert attack([total(15 - 10 - 3, 0, 1)], 2, low=1).exact == ("x0", "x1")


def test_hidden_cells_that_sum_to_zero_are_zeros() -> None:
    assert attack([total(0, 0, 1)], 2).exact == ("x0", "x1")


def test_a_network_less_its_other_municipalities_is_the_hidden_one() -> None:
    assert attack([total(61 - (12 + 14 + 9 + 13 + 11), 0)], 1).exact == ("x0",)


def test_a_closed_square_with_large_margins_is_safe() -> None:
    square = [total(20, 0, 1), total(22, 2, 3), total(18, 0, 2), total(24, 1, 3)]
    assert attack(square, 4) == Recovered((), (), ())


def test_two_overlapping_groupings_give_their_difference() -> None:
    assert attack([total(20, 0, 1, 2), total(17, 0, 1)], 3).exact == ("x2",)


def test_wholeness_alone_can_fix_a_number() -> None:
    relations = [published(((0, 2.0), (1, 5.0)), 7.0)]
    assert attack(relations, 2).exact == ("x0", "x1")


def test_rounded_totals_leave_the_room_they_were_rounded_by() -> None:
    assert attack([total(10, 0, half=2.0)], 1).narrow == ("x0",)
    assert attack([total(10, 0, half=3.0)], 1) == Recovered((), (), ())


def test_numbers_without_any_relation_are_safe() -> None:
    assert attack([], 2) == Recovered((), (), ())


def test_relations_that_contradict_each_other_bound_nothing() -> None:
    assert attack([total(3, 0, 1), total(4, 0, 1)], 2).unbounded == ("x0", "x1")


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done for thousands of atoms, done for a few."""
    for name, value in {"_DENSE": 8, "_WHOLE": 8, "_BOUNDED": 20, "_SAMPLE": 5}.items():
        monkeypatch.setattr(linear, name, value)


def test_a_large_component_is_solved_by_its_equations(small_limits: None) -> None:
    chain = [total(20, cell, cell + 1) for cell in range(17)]
    assert len(attack([*chain, total(8, 0)], 18).exact) == 18


def test_a_large_component_is_bounded_without_wholeness(small_limits: None) -> None:
    chain = [total(4, cell, cell + 1) for cell in range(17)]
    assert attack(chain, 18) == Recovered((), tuple(f"x{cell}" for cell in range(18)), ())


def test_of_a_very_large_component_the_cells_in_short_relations_are_bounded(small_limits: None) -> None:
    cells = 30
    whole = published(tuple((cell, 1.0) for cell in range(cells)), 10.0 * cells)
    found = attack([whole, total(3, 5, 6)], cells)
    assert (found.narrow, len(found.unbounded)) == (("x5", "x6"), cells - 5)

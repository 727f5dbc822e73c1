"""Which cells are moved together: a few nodes of every dimension, combined."""

from dataclasses import replace

import numpy as np

from evaluering.disclosure.linked import check, protect
from evaluering.disclosure.linked.neighbourhood import Neighbourhoods
from evaluering.disclosure.linked.system import System
from linked_tables import cells_of, network, table


def around(cells, cell, size, among=None):
    """The neighbourhood of a cell among all cells, or some."""
    chosen = np.ones(cells.size, dtype=bool) if among is None else among
    return Neighbourhoods(System(cells)).around(cell, chosen, size)


def test_a_neighbourhood_holds_nodes_of_every_dimension():
    cells = table(np.ones((12, 12, 12)))
    near = around(cells, 0, 100)
    assert 0 in near
    assert 100 <= len(near) < cells.size / 2
    assert (np.ptp(cells.at[near], axis=0) > 0).all()


def test_municipalities_that_share_network_and_county_come_first():
    networks, counties = [0, 1, 0, 1, 0, 1, 0, 0], [0, 0, 1, 1, 1, 1, 1, 0]
    cells = network(np.full((8, 9), 2), networks, counties)
    near = around(cells, 0, 6)
    municipalities = {int(node) for node in cells.at[near, 0]}
    assert int(cells.at[7 * 10, 0]) in municipalities
    assert int(cells.at[1 * 10, 0]) not in municipalities


def test_only_cells_asked_for_are_neighbours():
    cells = table(np.ones((12, 12)))
    among = cells.at[:, 1] < 5
    assert among[around(cells, 0, 20, among)].all()


def test_hidden_cells_without_a_place_join_what_they_are_related_to():
    cells = cells_of(
        [2, 9, 11, 6, 3, 40],
        [[1, 1, -1, 0, 0, 0], [0, 1, 0, -1, -1, 0]],
        at=[[0], [1], [2], [-1], [-1], [3]],
    )
    assert around(cells, 0, 3).tolist() == [0, 1, 2, 3, 4]


def test_a_larger_neighbourhood_holds_the_smaller_one_whichever_is_asked_for_first():
    cells = table(np.ones((12, 12, 12)))
    everywhere = np.ones(cells.size, dtype=bool)
    sizes = [900, 40, 300]
    found = Neighbourhoods(System(cells))
    once = {size: found.around(7, everywhere, size).tolist() for size in sizes}
    assert set(once[40]) < set(once[300]) < set(once[900])
    assert [around(cells, 7, size).tolist() for size in sizes] == [once[size] for size in sizes]


def test_cells_without_places_are_found_step_by_step():
    cells = replace(table(np.ones((6, 6))), at=None)
    near = around(cells, 0, 5)
    assert 0 in near
    assert 5 <= len(near) < cells.size


def test_a_large_table_without_places_is_protected_as_well(monkeypatch):
    monkeypatch.setattr("evaluering.disclosure.linked.protecting.NEAR", 20)
    monkeypatch.setattr("evaluering.disclosure.linked.widening.PATHS", 60)
    counts = np.random.default_rng(3).negative_binomial(1.5, 1 / 3, (7, 8))
    cells = replace(table(counts), at=None)
    pattern = protect(cells)
    found = check(cells, pattern.hidden)
    assert not len(pattern.unprotected)
    assert not len(found.determined)
    assert not len(found.narrow)


def test_beyond_whole_steps_widths_are_still_those_of_the_check(monkeypatch):
    """Broken moves count by the whole steps they reach, so that secondary cells are not known either."""
    monkeypatch.setattr("evaluering.disclosure.linked.system.STEPWISE", 0)
    counts = np.random.default_rng(4).negative_binomial(1.5, 1 / 3, (6, 3, 3))
    cells = network(counts, [0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, 1])
    pattern = protect(cells)
    found = check(cells, pattern.hidden)
    assert not len(pattern.unprotected)
    assert not len(found.determined)
    assert not len(found.narrow)

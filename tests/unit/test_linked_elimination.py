"""Elimination over a prime field: sparse while that is cheap, then dense."""

import numpy as np
import pytest
from scipy import sparse

from evaluering.disclosure.linked import elimination
from evaluering.disclosure.linked.elimination import determined
from evaluering.disclosure.linked.modular import PRIME, Unsolvable, solution
from linked_tables import table

SPARSE, DENSE = 4_000, 0


@pytest.fixture(params=[SPARSE, DENSE], ids=["sparse", "dense"], autouse=True)
def work(request, monkeypatch):
    """Eliminate sparsely to the end, or leave all but single unknowns to the dense rest."""
    monkeypatch.setattr(elimination, "WORK", request.param)


def by_rank(rows, hidden):
    """The determined cells by a singular value decomposition."""
    _, strengths, directions = np.linalg.svd(rows[:, hidden], full_matrices=True)
    null = directions[int((strengths > 1e-9).sum()) :]
    return np.flatnonzero(hidden)[(np.abs(null) < 1e-9).all(axis=0)].tolist()


@pytest.mark.parametrize("share", [0.3, 0.45, 0.6])
def test_determined_cells_of_a_table_are_those_of_its_rank(share):
    random = np.random.default_rng(1)
    cells = table(np.ones((8, 9, 5)))
    hidden = random.random(cells.size) < share
    found = determined(cells.relations, hidden).tolist()
    assert found == by_rank(cells.relations.toarray(), hidden)


def test_more_unknowns_than_equations_are_solved_along_random_directions():
    random = np.random.default_rng(2)
    rows = (random.random((12, 300)) < 0.3) * random.integers(-2, 3, (12, 300))
    assert determined(sparse.csr_array(rows.astype(float)), np.ones(300, dtype=bool)).tolist() == by_rank(
        rows, np.ones(300, dtype=bool)
    )


def test_broken_factors_are_exact():
    rows = sparse.csr_array(np.array([[0.1, 0.2, 0.0], [1.0, 2.0, 1.0]]))
    assert determined(rows, np.ones(3, dtype=bool)).tolist() == [2]


def test_nothing_hidden_is_nothing_determined():
    cells = table(np.ones((2, 2)))
    assert not len(determined(cells.relations, np.zeros(cells.size, dtype=bool)))


@pytest.mark.parametrize("rank", [1, 40, 100])
def test_a_system_of_several_blocks_is_solved(rank):
    random = np.random.default_rng(rank)
    factors = random.integers(0, 1000, (150, rank)), random.integers(0, 1000, (rank, 170))
    matrix = factors[0] @ factors[1] % PRIME
    right = matrix @ random.integers(0, 1000, (170, 2)) % PRIME
    found = solution(matrix, right)
    assert (sum(matrix[:, [i]] * found[i] % PRIME for i in range(170)) % PRIME == right).all()


def test_a_contradiction_is_unsolvable():
    with pytest.raises(Unsolvable):
        solution(np.array([[1, 1], [2, 2]]), np.array([[1], [3]]))

"""Random pairs of releases: what a reader of both finds of hidden numbers, and of those who joined."""

import pytest

from attack.test_random_releases import RULES, after, released
from evaluering.disclosure import Ledger
from random_editions import PairReader
from random_releases import next_edition, study

SOME, MANY = (5, 6, 18, 55), (22, 50, *range(100, 400))
"""Seeds; of even ones nobody left, and the reader knows."""


def reader(seed: int, *, blind: bool = False) -> PairReader:
    """The reader of a pair of releases; ``blind``: the second was made as if there were no first."""
    calm = seed % 2 == 0
    given = study(seed)
    later = next_edition(given, seed, most=(12, 40, 80)[seed % 3], leavers=0 if calm else 3)
    first = released(given)
    second = released(later, Ledger() if blind else after(first))
    return PairReader(given, later, (first, second), calm=calm)


@pytest.mark.parametrize("seed", SOME)
def test_two_editions_tell_nothing_that_neither_should(seed):
    assert reader(seed).finds(RULES.width) == []


@pytest.mark.parametrize("seed", [2, 9, pytest.param(31, marks=pytest.mark.long)])
def test_one_more_record_reveals_no_hidden_cell(seed):
    given = study(seed)
    later = next_edition(given, seed, most=1, leavers=0)
    assert len(later.persons) == len(given.persons) + 1
    first = released(given)
    pair = PairReader(given, later, (first, released(later, after(first))), calm=True)
    assert pair.finds(RULES.width) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_many_more_pairs_of_editions_tell_nothing_that_neither_should(seed):
    assert reader(seed).finds(RULES.width) == []


@pytest.mark.parametrize("seed", [6, *(pytest.param(one, marks=pytest.mark.long) for one in (18, 22))])
def test_the_reader_finds_faults_in_editions_made_apart(seed):
    assert reader(seed, blind=True).finds(RULES.width)


@pytest.mark.parametrize("seed", [5, 18])
def test_what_the_reader_takes_for_known_is_true(seed):
    assert reader(seed).holds()

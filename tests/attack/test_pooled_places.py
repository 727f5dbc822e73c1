"""Random releases with municipalities too small to be shown: nothing of them can be found."""

import json

import pytest

from evaluering.disclosure import Ledger, Places, Rules, primarily, solve
from evaluering.disclosure.withheld import pooled_places
from evaluering.results import Finding
from random_attacks import Reader
from random_releases import NETWORK, Study, findings, study

RULES = Rules("protected")
SEEDS, MANY = (3, 8, 14, 3_007, 3_008, 3_031), range(3_000, 3_060)


def reports(given: Study) -> list[Finding]:
    """One report on the network and one on each municipality."""
    return [one for one in findings(given) if "hospital_trust" not in json.loads(one.variant)]


def places(given: Study) -> Places:
    return Places({NETWORK: [[(("municipality", one),) for one in given.municipalities]]})


def check(seed: int) -> None:
    given = study(seed)
    released = solve(reports(given), RULES, Ledger(), places(given))
    assert Reader(given, released).narrower(RULES.width) == []


def pooled(seed: int) -> int:
    given = study(seed)
    return len(pooled_places(primarily(reports(given), RULES), places(given), ()))


def test_the_random_releases_do_pool_places():
    assert sum(pooled(seed) >= 3 for seed in SEEDS) >= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_no_count_of_a_pooled_municipality_is_found(seed):
    check(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_no_count_of_a_pooled_municipality_is_found_in_many_more_releases(seed):
    check(seed)

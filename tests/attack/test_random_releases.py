"""Random releases of linked tables: nothing hidden can be found, by a reader who knows how they are made."""

import json
from dataclasses import replace

import pytest

from evaluering.analysis.support import behind, counted, valued
from evaluering.disclosure import EarlierCell, EarlierFinding, Ledger, Rules, released_bytes, solve
from evaluering.results import Released
from evaluering.vocabulary import Protects, Unit
from random_attacks import Reader
from random_releases import People, Study, findings, groups, next_edition, parts, study
from released_randomly import recovered

RULES = Rules("protected")
BLOCK = 10
SOME = range(0, 200, BLOCK)
MANY, LONG_BLOCK = range(1_000, 11_000, 100), 100
"""First numbers of blocks of releases; a block is a test, so that a long run reports how far it is."""
MATTERS = range(3)


class Out(Ledger):
    """A ledger that holds one release, without files."""

    def earlier(self) -> tuple[EarlierFinding, ...]:
        return self.__dict__["told"]


def after(released: Released) -> Ledger:
    told = tuple(
        EarlierFinding(one.question, one.variant, one.id, True, True, (1,), tuple(map(as_shown, one.cells)))
        for one in released.findings
    )
    ledger = Out()
    ledger.__dict__["told"] = told
    return ledger


def as_shown(cell) -> EarlierCell:
    return EarlierCell(cell.table, cell.at, cell.measure, cell.value, cell.unit, cell.status)


def released(given: Study, ledger: Ledger | None = None) -> Released:
    return solve(findings(given), RULES, ledger or Ledger(), given.places)


def found(seed: int) -> list[object]:
    """What either reader finds of a release: one made for these tests, and the product's own attacker."""
    given = study(seed)
    made = released(given)
    return [*Reader(given, made).narrower(RULES.width), *recovered(given, made, RULES.width)]


@pytest.mark.parametrize("first", SOME)
def test_no_hidden_count_is_found_within_less_than_the_width(first: int) -> None:
    assert {seed: some for seed in range(first, first + BLOCK) if (some := found(seed))} == {}


@pytest.mark.long
@pytest.mark.parametrize("first", MANY)
def test_no_hidden_count_is_found_in_many_more_releases(first: int) -> None:
    assert {seed: some for seed in range(first, first + LONG_BLOCK) if (some := found(seed))} == {}


@pytest.mark.parametrize("seed", range(5))
def test_whom_numbers_rest_on_is_what_analyses_say(seed: int) -> None:
    given = study(seed)
    people, persons = People(given.persons), given.persons
    for _, rows in parts(given):
        for _, inside in groups("both", people, rows):
            group = persons[inside]
            assert people.behind(inside) == behind(group, "user")
            assert people.counted(inside) == counted(group, group["done"], "user", Protects.PERSONS)
            assert people.valued(inside) == valued(group, "user", "score")


@pytest.mark.parametrize("seed", range(50, 53))
def test_a_later_edition_shows_no_count_that_changed_by_one_to_four(seed):
    given = study(seed)
    first = released(given)
    second = released(next_edition(given, seed), after(first))
    before, now = shown(first), shown(second)
    changes = [abs(now[name] - before[name]) for name in before.keys() & now.keys()]
    assert changes
    assert not [change for change in changes if 0 < change < RULES.width]


@pytest.mark.parametrize("seed", range(56, 58))
def test_no_hidden_count_of_a_later_edition_is_found(seed):
    given = study(seed)
    later = next_edition(given, seed)
    assert Reader(later, released(later, after(released(given)))).narrower(RULES.width) == []


def shown(release: Released) -> dict[tuple[str, str], float]:
    return {
        (one.variant, cell.key): float(cell.value)
        for one in release.findings
        for cell in one.cells
        if cell.unit is Unit.COUNT and cell.value is not None
    }


@pytest.mark.parametrize("seed", range(60, 61))
def test_the_order_of_persons_changes_no_byte(seed):
    given = study(seed)
    shuffled = replace(given, persons=given.persons.sample(frac=1, random_state=seed))
    assert released_bytes(released(given)) == released_bytes(released(shuffled))


@pytest.mark.parametrize("seed", range(63, 64))
def test_the_order_of_findings_changes_no_byte(seed):
    given = study(seed)
    turned = solve(findings(given)[::-1], RULES, Ledger(), given.places)
    assert released_bytes(turned) == released_bytes(released(given))


def test_every_place_of_a_random_study_has_a_report():
    given = study(1)
    places = [json.loads(one.variant) for one in findings(given)]
    assert len(places) == 1 + len(given.municipalities) + len(set(given.trusts.values()))

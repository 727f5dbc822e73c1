"""Findings hidden whole: which places are pooled, and how a solve ends where something stays recoverable."""

import json
from dataclasses import replace

import pytest
from builders import basis
from judging import PROTECTED, behind, count, found

from evaluering.disclosure import EarlierCell, EarlierFinding, Judged, Places, primarily
from evaluering.disclosure.protected import secondary
from evaluering.disclosure.secondary import Linked, Suppressed
from evaluering.disclosure.withheld import pooled_places, withheld
from evaluering.errors import HeldByDisclosure
from evaluering.results import Finding
from evaluering.vocabulary import CellStatus, Protects, Suppression, Unit

NETWORK = (("network", "n"),)
SIZES = {"0101": 2, "0102": 3, "0103": 4, "0104": 40}


def place(name: str) -> tuple[tuple[str, str], ...]:
    return (("municipality", name),)


def report(users: int, **scope: str) -> Finding:
    """A report on one place: its users, and staff enough for a municipality to be named."""
    support = {"municipalities": 1 if "municipality" in scope else 10}
    n = 9 if "municipality" in scope else 90
    staff = count(n, behind(n, **support, protects=Protects.STAFF), "staff")
    public = (basis("users", Protects.PERSONS),)
    return found(count(users, behind(users, **support)), staff, bases=public, variant=json.dumps(scope))


def reports(sizes: dict[str, int] = SIZES) -> list[Finding]:
    return [
        report(sum(sizes.values()), network="n"),
        *(report(n, municipality=m) for m, n in sizes.items()),
    ]


def within(names: dict[str, int] = SIZES) -> Places:
    return Places({NETWORK: [[place(one) for one in names]]})


def judged(sizes: dict[str, int] = SIZES) -> Judged:
    return primarily(reports(sizes), PROTECTED)


def shown(solved: Judged) -> dict[str, list[object]]:
    return {
        one.finding.variant: [cell.cell.value for cell in one.cells if cell.reason is None] for one in solved
    }


def test_three_places_of_which_nothing_is_shown_are_pooled():
    assert pooled_places(judged(), within(), ()) == {place(one) for one in ("0101", "0102", "0103")}


def test_two_such_places_are_no_group():
    sizes = {"0101": 2, "0102": 3, "0104": 40}
    assert pooled_places(judged(sizes), within(sizes), ()) == set()


def test_a_place_that_lies_within_two_parts_of_the_study_is_not_pooled():
    both = Places({**within().within, (("network", "m"),): [[place("0101")]]})
    assert place("0101") not in pooled_places(judged(), both, ())


def test_a_place_of_which_something_is_out_is_not_pooled():
    out = EarlierCell("t", (), "n", 2, Unit.COUNT, CellStatus.RELEASED)
    variant = json.dumps({"municipality": "0101"})
    earlier = EarlierFinding("question", variant, "f", True, False, (1,), (out,))
    assert place("0101") not in pooled_places(judged(), within(), (earlier,))


def test_a_place_with_a_part_that_is_shown_is_not_pooled():
    team = primarily([*reports(), report(30, team="t")], PROTECTED)
    inner = Places({**within().within, place("0101"): [[(("team", "t"),)]]})
    assert place("0101") not in pooled_places(team, inner, ())


def test_of_a_pool_that_comes_to_enough_the_whole_and_the_others_are_shown():
    solved = shown(secondary(judged(), PROTECTED, within(), ()))
    assert solved['{"network": "n"}'] == [49, 90]
    assert solved['{"municipality": "0104"}'] == [40, 9]


@pytest.mark.parametrize("few", [(0, 0, 0), (1, 1, 1), (1, 1, 2)])
def test_a_pool_of_few_or_none_does_not_follow_from_the_others(few):
    sizes = dict(zip(SIZES, (*few, 40), strict=True))
    solved = shown(secondary(judged(sizes), PROTECTED, within(sizes), ()))
    users = sum(sizes.values())
    assert not (users in solved['{"network": "n"}'] and 40 in solved['{"municipality": "0104"}'])


def stuck(rounds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let something of the second finding stay recoverable for the first ``rounds`` solves."""
    left = iter(range(rounds))
    fine, bad = Suppressed(frozenset(), frozenset(), frozenset()), frozenset({1})

    def suppressed(*_: object) -> Suppressed:
        return fine if next(left, None) is None else Suppressed(frozenset(), bad, frozenset({0, 1}))

    monkeypatch.setattr(Linked, "suppressed", suppressed)


def test_a_finding_in_which_something_stays_recoverable_is_withheld_and_the_rest_released(monkeypatch):
    stuck(1, monkeypatch)
    large = dict.fromkeys(SIZES, 40)
    solved = shown(secondary(judged(large), PROTECTED, within(large), ()))
    assert [len(values) for values in solved.values()] == [2, 0, 2, 2, 2]


def test_what_is_beside_is_withheld_where_that_is_not_enough(monkeypatch):
    stuck(2, monkeypatch)
    large = dict.fromkeys(SIZES, 40)
    solved = shown(secondary(judged(large), PROTECTED, within(large), ()))
    assert [len(values) for values in solved.values()] == [0, 0, 2, 2, 2]


def test_a_release_is_held_when_withholding_helps_nothing(monkeypatch):
    stuck(99, monkeypatch)
    with pytest.raises(HeldByDisclosure, match="found whatever else is hidden"):
        secondary(judged(), PROTECTED, within(), ())


def test_a_number_that_is_out_already_is_not_withheld_for_ever():
    """It was told before and is too small to be told now: no withholding takes it back."""
    one = replace(judged(), findings=judged().findings[:2])
    asked = Suppressed(frozenset(), frozenset({1}), frozenset({1}))
    assert withheld(one, asked) == one
    assert {cell.reason for cell in one.findings[1].cells} <= {*Suppression}

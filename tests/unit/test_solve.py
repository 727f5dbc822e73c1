"""What disclosure control lets through, and what it holds back."""

from dataclasses import replace

import pytest
from builders import basis, cell, finding

from evaluering.disclosure import Content, Ledger, Rules, solve
from evaluering.errors import HeldByDisclosure
from evaluering.vocabulary import Audience, CellStatus, Protects, Unit


def held(*findings) -> HeldByDisclosure:
    with pytest.raises(HeldByDisclosure) as caught:
        solve(findings, Rules(), Ledger())
    return caught.value


def test_a_published_finding_passes_with_the_reason():
    (released,) = solve([finding(cell("n", 3))], Rules(), Ledger()).findings
    assert released.reason == "published"
    assert [(one.value, one.status) for one in released.cells] == [(3, CellStatus.RELEASED)]


def test_a_published_finding_passes_unchanged_but_for_rounding(findings, by_id):
    for name, one in findings.items():
        released = by_id[name]
        assert (released.tables, released.figures, released.statements, released.basis, released.n) == (
            one.tables,
            one.figures,
            one.statements,
            one.basis,
            one.n,
        )
        assert [item.key for item in released.cells] == [item.key for item in one.cells]


def test_numbers_leave_rounded_and_nothing_finer_can_be_read_from_them():
    share = finding(cell("share", 0.123456789, Unit.SHARE))
    (released,) = solve([share], Rules(), Ledger()).findings
    assert released.cells[0].value == 0.123


def test_an_undefined_number_leaves_as_none_with_its_reason():
    undefined = replace(cell("share", float("nan"), Unit.SHARE), reason="no_hours")
    (released,) = solve([finding(undefined)], Rules(), Ledger()).findings
    assert (released.cells[0].value, released.cells[0].reason) == (None, "no_hours")


@pytest.mark.parametrize("protects", [Protects.PERSONS, Protects.STAFF, Protects.MUNICIPALITIES])
def test_a_finding_on_a_protected_table_is_held(protects):
    error = held(finding(cell("n", 3), bases=(basis("visits", protects),), name="visits_per_month"))
    assert error.found == "visits_per_month rests on protected tables (visits)"


def test_a_finding_that_links_a_published_table_to_a_protected_one_is_held():
    linked = (basis("goals"), basis("visits", Protects.PERSONS))
    assert held(finding(bases=linked, name="linked")).found == (
        "linked links published tables to protected ones (visits)"
    )


@pytest.mark.parametrize("source", [{"documents": ()}, {"place": ""}])
def test_a_finding_without_a_published_source_is_held(source):
    assert (
        held(finding(bases=(basis(**source),))).found == "small rests on a table without a published source"
    )


@pytest.mark.parametrize("audience", [Audience.OWN_TEAM, Audience.NETWORK_LEADER])
def test_a_finding_for_a_narrower_audience_is_held(audience):
    assert held(finding(bases=(basis(audience=audience),))).found == (
        "small rests on a table that is not for the public"
    )


@pytest.mark.parametrize("other", [basis("b", place=""), basis("b", audience=Audience.OWN_TEAM)])
def test_one_table_that_may_not_be_shown_holds_a_finding_that_rests_on_others_too(other):
    assert held(finding(bases=(basis("a"), other))).found.startswith("small rests on a table")


def test_a_finding_that_names_no_table_is_held():
    assert held(finding(bases=())).found == "small names no table it rests on"


def test_every_held_finding_is_named_and_none_of_its_numbers():
    error = held(
        finding(cell("n", 7331)),
        finding(cell("n", 7331), bases=(basis("a", Protects.STAFF),), name="one"),
        finding(cell("n", 7331), bases=(), name="two"),
    )
    assert error.found == "one rests on protected tables (a); two names no table it rests on"
    assert "7331" not in str(error)


def test_one_held_finding_holds_the_whole_release():
    with pytest.raises(HeldByDisclosure):
        solve([finding(), finding(bases=(), name="two")], Rules(), Ledger())


def test_a_release_does_not_depend_on_the_order_of_findings():
    one, two = finding(name="one"), finding(name="two")
    assert solve([one, two], Rules(), Ledger()) == solve([two, one], Rules(), Ledger())


def test_a_release_names_its_rules_and_the_head_of_the_ledger():
    ledger = Ledger((Ledger().next_entry(Content(release="r1", rules="u1", cells="c1")),))
    released = solve([], Rules(), ledger)
    assert (released.rules, released.ledger_head) == (Rules().digest, ledger.head)

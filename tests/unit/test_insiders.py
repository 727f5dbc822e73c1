"""A release read by a team that knows its internal sheet. All numbers are invented."""

import pytest
from builders import basis
from judging import NARROW, PROTECTED, behind, count, found, number, reasons, release, share

from evaluering.disclosure import Beside, Ledger, Places, internal_sheet, is_of_own_users, solve
from evaluering.disclosure.sheets import known_to_team
from evaluering.results import Finding
from evaluering.tables import TABLES
from evaluering.vocabulary import Audience, CellStatus, Protects, Quantity, Suppression, Unit

OWN = frozenset({"users"})
STAFF = (basis("answers", Protects.STAFF, audience=Audience.NETWORK_LEADER),)
NETWORK = (("network", "n"),)


def of_team(team: str, *cells) -> Finding:
    return found(*cells, variant=f'{{"team": "{team}"}}')


def of_network(*cells) -> Finding:
    return found(*cells, variant='{"network": "n"}')


def places(*teams: str) -> Places:
    return Places({NETWORK: [[(("team", team),) for team in teams]]})


def shown(public: list[Finding], numbers: dict[str, int]) -> list[object]:
    """What is shown of ``public`` when every team of the network knows its own number."""
    sheets = [
        known_to_team(team, [of_team(team, count(own))], OWN, PROTECTED) for team, own in numbers.items()
    ]
    released = solve(public, PROTECTED, Ledger(), places(*numbers), Beside(sheets=sheets))
    return [one.value for finding in released.findings for one in finding.cells]


def test_without_sheets_the_number_of_a_network_is_shown():
    assert shown([of_network(count(31))], {}) == [31]


def test_a_number_is_hidden_when_a_team_could_take_its_own_from_it_and_find_few():
    assert shown([of_network(count(34))], {"a": 28, "b": 3, "c": 3}) == [34]
    assert shown([of_network(count(32))], {"a": 28, "b": 1, "c": 3}) == [None]


def test_a_number_is_hidden_when_it_gives_a_team_that_of_the_only_other_one():
    assert shown([of_network(count(48))], {"a": 28, "b": 20}) == [None]
    assert shown([of_network(count(68))], {"a": 28, "b": 20, "c": 20}) == [68]


def test_a_team_that_knows_the_hidden_part_of_a_sum_finds_no_other_hidden_part():
    # Hidden are 3 and 4 of 57; a team that has all of the 3 would know the 4.
    parts = [count(value, g=name) for name, value in (("x", 3), ("y", 4), ("z", 50))]
    public = of_network(count(57), *parts)
    own = of_team("a", count(3), count(3, g="x"), count(0, g="y"), count(0, g="z"))
    others = [of_team(name, count(1)) for name in "bc"]
    sheets = [known_to_team(one.variant[10], [one], OWN, PROTECTED) for one in (own, *others)]
    outside = solve([public], PROTECTED, Ledger(), places(*"abc"))
    inside = solve([public], PROTECTED, Ledger(), places(*"abc"), Beside(sheets=sheets))
    marks = [
        [one.status is CellStatus.SUPPRESSED for one in made.findings[0].cells] for made in (outside, inside)
    ]
    assert sum(marks[1]) > sum(marks[0])


def test_the_order_of_sheets_changes_nothing():
    numbers = {"a": 28, "b": 3, "c": 9}
    backwards = dict(reversed(numbers.items()))
    assert shown([of_network(count(40))], numbers) == shown([of_network(count(40))], backwards)


def test_numbers_of_other_questions_do_not_depend_on_sheets():
    other = found(count(48), name="g", variant='{"network": "n"}')
    assert shown([other], {"a": 28, "b": 20}) == [48]


def sheet(*findings: Finding) -> dict[str, object]:
    made = internal_sheet(findings, OWN, PROTECTED)
    return {cell.key: cell.value for one in made.findings for cell in one.cells}


def test_a_team_sees_aggregates_of_its_own_users_however_few_they_are():
    few = behind(3, municipalities=1)
    cells = (count(3, few), number("mean", 2.5, Quantity.MEAN, few, Unit.POINTS))
    assert sheet(of_team("a", *cells)) == {"t/n@": 3, "t/mean@": 2.5}


@pytest.mark.parametrize(
    ("kind", "unit", "value"), [(Quantity.EXTREME, Unit.POINTS, 2.0), (Quantity.COUNT, Unit.TEXT, "ord")]
)
def test_no_users_own_value_and_no_word_of_theirs_is_on_a_sheet(kind, unit, value):
    assert sheet(of_team("a", number("x", value, kind, behind(12), unit))) == {"t/x@": None}


def test_staff_answers_keep_their_floor_inside_the_team():
    few, many = (behind(n, protects=Protects.STAFF, municipalities=1) for n in (4, 12))
    found_of_staff = [
        found(count(n.n, n), bases=STAFF, name=name, variant='{"team": "a"}')
        for name, n in (("few", few), ("many", many))
    ]
    values = [one.cells[0].value for one in internal_sheet(found_of_staff, OWN, PROTECTED).findings]
    assert values == [None, 12]


def test_a_finding_on_users_and_staff_together_is_judged_as_of_staff():
    both = found(count(4, behind(4, municipalities=1)), bases=(*NARROW, *STAFF), variant='{"team": "a"}')
    assert sheet(both) == {"t/n@": None}


def test_sums_of_staff_answers_tell_no_hidden_one_on_a_sheet():
    staff = {"protects": Protects.STAFF, "municipalities": 1}
    cells = [count(n, behind(n, **staff), g=name) for name, n in (("x", 3), ("y", 20), ("z", 30))]
    of_staff = found(count(53, behind(53, **staff)), *cells, bases=STAFF, variant='{"team": "a"}')
    assert sum(value is None for value in sheet(of_staff).values()) >= 2


def test_outside_the_sheet_what_is_about_a_team_stays_hidden():
    assert reasons(count(40), variant='{"team": "a"}') == {"n": Suppression.NARROW_AUDIENCE}
    assert release(of_team("a", share(20, 40))).findings[0].cells[0].value is None


def test_own_users_are_told_from_those_a_team_shares_with_its_municipality():
    own = {
        name
        for name, table in TABLES.items()
        if is_of_own_users(
            basis(name, table.protects, audience=table.audience), [column.name for column in table.columns]
        )
    }
    assert {"conversations", "checklists", "session_feedback", "plans", "measure_series"} <= own
    assert not own & {"function_scores", "screenings", "survey_answers", "interview_segments"}


def test_what_a_team_knows_of_itself_alone_holds_no_release():
    # 2 of the team's own 30 did not: the team knows it, and no release tells it.
    own = of_team("a", share(28, 30))
    public = of_network(share(70, 100))
    sheets = [known_to_team("a", [own], OWN, PROTECTED)]
    released = solve([public], PROTECTED, Ledger(), places("a", "b", "c"), Beside(sheets=sheets))
    assert released.findings[0].cells[0].value == 0.7

"""The well-known ways in which published tables give hidden cells away, each as a release of its own.

The tables are synthetic. The letters are those of the usual list of statistical attacks.
"""

import pytest

from attack.released_tables import HIDDEN, Cells, at, count, finding, release, told
from evaluering.attack.editions import check_editions
from evaluering.attack.found import Found, Kind
from evaluering.attack.hidden_sums import check_hidden_sums
from evaluering.attack.shares import check_shares

CSV = "r/data/users.csv"


def kinds(found: list[Found]) -> list[Kind]:
    return [one.kind for one in found]


def test_d2_a_hidden_cell_under_a_total_is_named_by_file_and_line() -> None:
    cells = count(23) | count(12, group="a") | count(9, group="b") | count(HIDDEN, group="c")
    assert told(cells) == [Found(CSV, Kind.EXACT, "line 4")]


def test_d2_two_hidden_cells_with_room_between_them_are_safe() -> None:
    cells = count(23) | count(9, group="a") | count(HIDDEN, group="b") | count(HIDDEN, group="c")
    assert told(cells) == []


def test_d3_one_hidden_cell_in_each_row_is_found_through_its_row() -> None:
    cells: Cells = {}
    for row in (1, 2):
        cells = {**cells, **count(30, row=row), **count(HIDDEN, row=row, column=row)}
        cells = {**cells, **count(25, row=row, column=3 - row)}
    assert kinds(list(told(cells))) == [Kind.EXACT, Kind.EXACT]


def test_d3_a_closed_square_under_row_and_column_totals_is_safe() -> None:
    cells: Cells = {**count(40, row=1), **count(44, row=2), **count(38, column=1), **count(46, column=2)}
    for row in (1, 2):
        for column in (1, 2):
            cells = {**cells, **count(HIDDEN, row=row, column=column)}
    assert told(cells) == []


def test_d4_hidden_cells_with_a_small_sum_are_narrow() -> None:
    cells = count(23) | count(21, group="a") | count(HIDDEN, group="b") | count(HIDDEN, group="c")
    assert kinds(list(told(cells))) == [Kind.NARROW, Kind.NARROW]


def test_a_hidden_total_is_found_through_its_parts() -> None:
    cells = count(HIDDEN) | count(12, group="a") | count(9, group="b")
    assert told(cells) == [Found(CSV, Kind.EXACT, "line 1")]


def test_rounded_numbers_leave_the_room_they_were_rounded_by() -> None:
    cells = count(25) | count(10, group="a") | count(10, group="b") | count(HIDDEN, group="c")
    assert told(cells, rounding_base=5) == []


def test_numbers_that_do_not_add_up_say_nothing_of_each_other() -> None:
    """Each could choose several answers, so the parts are more than the whole."""
    cells = count(20) | count(15, group="a") | count(14, group="b") | count(HIDDEN, group="c")
    assert told(cells) == []


def test_published_figures_are_left_out() -> None:
    cells = count(23) | count(12, group="a") | count(9, group="b") | count(HIDDEN, group="c")
    known = release({"r": ({}, finding(cells, protects="nothing"))})
    assert list(check_hidden_sums(known, 5.0)) == []


NETWORK = {
    f"m{number}": ({"municipality": f"010{number}"}, finding(count(size)))
    for number, size in enumerate((12, 14, 9, 13, 11, HIDDEN), 1)
}
MEMBERS = {f"municipality=010{number}": {"network": ["1"]} for number in range(1, 7)}


def test_d7_the_network_less_its_other_municipalities_is_the_hidden_one() -> None:
    known = release({**NETWORK, "n": ({"network": 1}, finding(count(61)))}, memberships=MEMBERS)
    assert list(check_hidden_sums(known, 5.0)) == [Found("m6/data/users.csv", Kind.EXACT, "line 1")]


def test_d7_two_hidden_municipalities_with_room_between_them_are_safe() -> None:
    reports = {**NETWORK, "m5": ({"municipality": "0105"}, finding(count(HIDDEN)))}
    known = release({**reports, "n": ({"network": 1}, finding(count(61)))}, memberships=MEMBERS)
    assert list(check_hidden_sums(known, 5.0)) == []


@pytest.mark.parametrize(("share", "is_told"), [(0.083, True), (0.917, True), (0.5, False)])
def test_d11_a_share_of_a_published_number_tells_a_small_count(share: float, is_told: bool) -> None:
    cells: Cells = {(at(group="a"), "n"): 12.0, (at(group="a"), "yes"): share}
    known = release({"r": ({}, finding(cells, units={"yes": "share"}))})
    assert bool(list(check_shares(known, 5.0))) is is_told


def edition(value: object) -> dict[str, bytes]:
    return {CSV: f"group,measure,value,unit,status,reason\na,users,{value},count,released,\n".encode()}


@pytest.mark.parametrize(
    ("now", "then", "found"),
    [
        (48, 47, [Kind.DIFFERENCE]),
        (":", 47, []),
        (48, ":", []),
        (48, 48, []),
        (48, 40, []),
        (":", ":", []),
    ],
)
def test_d22_two_editions_are_compared(now: object, then: object, found: list[Kind]) -> None:
    known = release({"r": ({}, finding(count(now if isinstance(now, int) else HIDDEN, group="a")))})
    assert kinds(list(check_editions(edition(now), [edition(then)], known, 5.0))) == found


def test_d22_corrections_of_published_figures_are_free() -> None:
    known = release({"r": ({}, finding(count(1, group="a"), protects="nothing"))})
    assert list(check_editions(edition(48), [edition(47)], known, 5.0)) == []


def test_d24_a_filter_that_leaves_out_few_gives_them_away() -> None:
    cells = count(20) | count(17, sex="f") | count(HIDDEN, sex="m")
    assert kinds(list(told(cells))) == [Kind.EXACT]


def test_d7_a_few_without_a_page_are_found_as_what_is_left_over() -> None:
    told_of = {name: given for name, given in NETWORK.items() if name != "m6"}
    known = release({**told_of, "n": ({"network": 1}, finding(count(62)))}, memberships=MEMBERS)
    (found,) = check_hidden_sums(known, 5.0)
    assert (found.file, found.kind) == ("n/data/users.csv", Kind.NARROW)


def test_d7_crossing_networks_and_trusts_give_away_what_neither_does_alone() -> None:
    """Of four municipalities the two of network 1 and the two of trust 1 are told, and three of them."""
    sizes = {"0101": 12, "0102": HIDDEN, "0103": 9, "0104": HIDDEN}
    wholes = {"0101": ("1", "1"), "0102": ("1", "2"), "0103": ("2", "1"), "0104": ("2", "2")}
    members = {
        f"municipality={one}": {"network": [network], "hospital_trust": [trust]}
        for one, (network, trust) in wholes.items()
    }
    reports = {one: ({"municipality": one}, finding(count(size))) for one, size in sizes.items()}
    pages = {**reports, "t": ({"hospital_trust": "2"}, finding(count(19)))}
    assert check_of(pages, members) == []
    assert check_of({**pages, "n": ({"network": "1"}, finding(count(19)))}, members) == [Kind.EXACT] * 2


def check_of(pages: dict[str, tuple[dict[str, str], str]], members: dict[str, object]) -> list[Kind]:
    return kinds(list(check_hidden_sums(release(pages, memberships=members), 5.0)))


@pytest.mark.parametrize(("size", "found"), [(30, []), (3, [Kind.NARROW] * 2)])
def test_d26_the_size_of_a_team_bounds_what_is_hidden_of_it(size: int, found: list[Kind]) -> None:
    cells = count(HIDDEN) | count(HIDDEN, role="a") | count(HIDDEN, role="b")
    of_team = {"r": ({"team": "a"}, finding(cells, "staff"))}
    known = release(of_team, memberships={"team=a": {}}, sizes={"team=a": {"staff": size}})
    assert [one.kind for one in check_hidden_sums(known, 5.0)][:2] == found


def test_d11_a_share_tells_of_the_hidden_count_it_is_made_from() -> None:
    cells: Cells = {(at(), "yes_n"): 40.0, (at(), "yes"): 0.3, (at(), "yes_count"): HIDDEN}
    known = release({"r": ({}, finding(cells, units={"yes": "share"}))})
    assert kinds(list(check_hidden_sums(known, 5.0))) == [Kind.EXACT]


def test_parts_that_share_teams_are_added_up_for_persons_alone() -> None:
    pages = {**NETWORK, "n": ({"network": 1}, finding(count(61)))}
    staff = {
        name: (about, content.replace('"persons"', '"staff"')) for name, (about, content) in pages.items()
    }
    known = [release(some, memberships=MEMBERS, overlapping=["municipality"]) for some in (pages, staff)]
    assert [len(list(check_hidden_sums(one, 5.0))) for one in known] == [1, 0]

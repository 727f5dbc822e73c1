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
        (":", 47, [Kind.EARLIER]),
        (48, ":", []),
        (48, 48, []),
        (48, 40, []),
        (":", ":", []),
    ],
)
def test_d22_two_editions_are_compared(now: object, then: object, found: list[Kind]) -> None:
    known = release({"r": ({}, finding(count(1, group="a")))})
    assert kinds(list(check_editions(edition(now), [edition(then)], known, 5.0))) == found


def test_d22_corrections_of_published_figures_are_free() -> None:
    known = release({"r": ({}, finding(count(1, group="a"), protects="nothing"))})
    assert list(check_editions(edition(48), [edition(47)], known, 5.0)) == []


def test_d24_a_filter_that_leaves_out_few_gives_them_away() -> None:
    cells = count(20) | count(17, sex="f") | count(HIDDEN, sex="m")
    assert kinds(list(told(cells))) == [Kind.EXACT]

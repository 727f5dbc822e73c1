"""What the attack finds in two releases that neither tells alone. All numbers are invented."""

import pytest

from attack.released_tables import HIDDEN, Cells, at, count, finding, release
from evaluering.attack.editions import check_editions
from evaluering.attack.found import Found, Kind
from evaluering.attack.hidden_sums import check_hidden_sums

CSV = "r/data/users.csv"
HEAD = "group,measure,value,unit,status,reason\n"


def groups(total: float | None, **sizes: float | None) -> Cells:
    """A total and its groups, each a line."""
    cells = count(total)
    for name, size in sizes.items():
        cells |= count(size, group=name)
    return cells


def file(cells: Cells) -> dict[str, bytes]:
    """The data file of a release."""
    lines = [
        f"{dict(place).get('group', '')},{measure},{':' if value is None else f'{value:g}'},"
        f"{'points' if measure == 'mean' else 'count'},,"
        for (place, measure), value in cells.items()
    ]
    return {CSV: (HEAD + "\n".join(lines) + "\n").encode()}


def found(now: Cells, then: Cells) -> list[Found]:
    known = release({"r": ({}, finding(now, units={"mean": "points"}))})
    return sorted(set(check_editions(file(now), [file(then)], known, 5.0)))


THEN = groups(72, a=HIDDEN, b=HIDDEN, c=60)


def test_a_hidden_number_that_only_two_editions_tell_is_found() -> None:
    """Then a and b were 12 together; now they are 6 and 8, so a was 4 to 6 and b 6 to 8."""
    now = groups(82, a=6, b=8, c=68)
    assert [one for one in found(now, THEN) if one.kind is Kind.NARROW] == [
        Found(CSV, Kind.NARROW, "line 2"),
        Found(CSV, Kind.NARROW, "line 3"),
    ]


def test_neither_edition_tells_it_alone() -> None:
    known = release({"r": ({}, finding(THEN))})
    assert list(check_hidden_sums(known, 5.0)) == []


def test_the_small_change_of_two_hidden_numbers_together_is_found_at_their_whole() -> None:
    now = groups(82, a=HIDDEN, b=HIDDEN, c=68)
    assert Found(CSV, Kind.DIFFERENCE, "line 1") in found(now, THEN)


def test_hidden_numbers_that_enough_joined_are_safe() -> None:
    assert found(groups(110, a=HIDDEN, b=HIDDEN, c=80), THEN) == []


def test_the_same_release_again_tells_nothing() -> None:
    assert found(THEN, THEN) == []


@pytest.mark.parametrize(("n", "mean", "is_told"), [(15, 6.2, True), (20, 6.2, False), (10, 6.2, False)])
def test_the_scores_of_few_who_joined_are_found_by_two_means(n: int, mean: float, is_told: bool) -> None:
    """Ten had 5.0 in the mean. Fifteen have 6.2: the five who joined have 8.6, to within a tenth."""
    then: Cells = {(at(), "mean"): 5.0, (at(), "n"): 10.0}
    now: Cells = {(at(), "mean"): mean, (at(), "n"): float(n)}
    known = release({"r": ({}, finding(now, units={"mean": "points"}))})
    kinds = [one.kind for one in check_editions(file_of(now), [file_of(then)], known, 5.0)]
    assert (Kind.JOINED in kinds) is is_told


def file_of(cells: Cells) -> dict[str, bytes]:
    """The data file of means with one decimal and the numbers behind them."""
    (mean, n) = cells.values()
    return {CSV: f"{HEAD},mean,{mean:.1f},points,,\n,n,{n:g},count,,\n".encode()}

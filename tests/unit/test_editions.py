"""Two editions of the same tables: what changed by few persons stays uncertain, alone and together."""

from dataclasses import replace

import pytest
from judging import NARROW, PROTECTED, behind, count, found, number

from evaluering.disclosure import EarlierCell, EarlierFinding, Ledger, solve
from evaluering.results import Cell, Finding, Support
from evaluering.vocabulary import CellStatus, Quantity, Unit

HIDDEN = None
Told = dict[str, int | float | None]


class Out(Ledger):
    """A ledger that holds releases, without files."""

    def earlier(self) -> tuple[EarlierFinding, ...]:
        return self.__dict__["told"]


def groups(**sizes: int) -> Finding:
    """Numbers of persons in groups, and of all of them."""
    return found(count(sum(sizes.values())), *(count(size, group=name) for name, size in sizes.items()))


def edition(entry: int = 1, *, name: str = "f", **told: int | float | None) -> EarlierFinding:
    """What an earlier release showed of them."""
    cells = tuple(shown("n", value, Unit.COUNT, group) for group, value in told.items())
    return EarlierFinding("question", "", name, True, True, (entry,), cells)


def shown(measure: str, value: int | float | None, unit: Unit, group: str = "all") -> EarlierCell:
    at = () if group == "all" else (("group", group),)
    status = CellStatus.SUPPRESSED if value is HIDDEN else CellStatus.RELEASED
    return EarlierCell("t", at, measure, value, unit, status)


def after(finding: Finding, *editions: EarlierFinding) -> dict[str, object]:
    """What is shown of a finding after those editions."""
    ledger = Out()
    ledger.__dict__["told"] = editions
    (one,) = solve([finding], PROTECTED, ledger).findings
    return {cell.key.removeprefix("t/").removesuffix("@"): cell.value for cell in one.cells}


THEN: Told = {"all": 100, "a": 40, "b": 60}


def test_a_number_that_did_not_change_is_shown_again():
    assert after(groups(a=40, b=60), edition(**THEN)) == {"n": 100, "n@group=a": 40, "n@group=b": 60}


def test_a_number_that_grew_by_few_is_hidden_and_so_is_the_total():
    told = after(groups(a=42, b=60), edition(**THEN))
    assert (told["n@group=a"], told["n"]) == (HIDDEN, HIDDEN)


def test_a_number_that_grew_by_enough_is_shown():
    assert after(groups(a=48, b=60), edition(**THEN))["n@group=a"] == 48


def test_a_withdrawn_release_is_still_out():
    """Nothing takes back what readers have: a later release without the table does not end its memory."""
    told = after(groups(a=42, b=60), edition(1, **THEN), edition(2, name="other", all=30))
    assert told["n@group=a"] is HIDDEN


def test_the_change_of_two_hidden_numbers_together_is_not_told():
    """All grew by 10 and c by 8: the two hidden then, a and b, by 2 together."""
    then = edition(all=72, a=HIDDEN, b=HIDDEN, c=60)
    told = after(groups(a=7, b=7, c=68), then)
    assert HIDDEN in (told["n"], told["n@group=c"])


def test_a_hidden_number_is_not_found_by_what_its_neighbours_have_become():
    """Then a and b were 12 together; shown as 6 and 8 now, a was 4 to 6 where nobody left."""
    then = edition(all=72, a=HIDDEN, b=HIDDEN, c=60)
    told = after(groups(a=6, b=8, c=70), then)
    assert HIDDEN in (told["n@group=a"], told["n@group=b"])


def test_a_number_hidden_then_is_shown_when_enough_have_joined():
    then = edition(all=72, a=HIDDEN, b=HIDDEN, c=60)
    assert after(groups(a=20, b=30, c=70), then)["n@group=a"] == 20


def test_a_number_is_the_same_whichever_report_shows_it():
    then = EarlierFinding(
        "other question", '{"network": "n1"}', "f", True, True, (1,), (shown("n", 40, Unit.COUNT),)
    )
    now = found(count(142), count(42, network="n1"), count(100, network="n2"))
    assert after(now, then)["n@network=n1"] is HIDDEN


def test_those_counted_are_told_by_a_share_and_its_base():
    """Then 12 of 40: 30 percent. Now 14 of 50."""
    then = EarlierFinding(
        "question", "", "f", True, True, (1,), (shown("n", 40, Unit.COUNT), shown("share", 0.3, Unit.SHARE))
    )
    support = replace(behind(50, 14), units=50, within=14)
    share = number("share", 0.28, Quantity.SHARE, support, Unit.SHARE)
    now = found(count(50, replace(behind(50), units=50)), share)
    assert after(now, then)["share"] is HIDDEN


def scores(n: int, mean: float) -> Finding:
    everybody: Support = replace(behind(n), units=n)
    score: Cell = number("mean", mean, Quantity.MEAN, everybody, Unit.POINTS)
    return found(count(n, everybody), score, bases=NARROW)


@pytest.mark.parametrize(("joined", "is_shown"), [(0, True), (6, False), (9, False), (10, True), (25, True)])
def test_a_mean_is_shown_again_when_at_least_ten_joined(joined, is_shown):
    then = EarlierFinding(
        "question", "", "f", True, True, (1,), (shown("n", 30, Unit.COUNT), shown("mean", 5.0, Unit.POINTS))
    )
    assert (after(scores(30 + joined, 5.4), then)["mean"] is not HIDDEN) is is_shown

"""No number below a floor passes the primary rules, whatever is said of whom it rests on."""

from dataclasses import replace
from math import nan

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from evaluering.disclosure import Rules, primarily
from evaluering.results import Basis, Cell, Finding, Support
from evaluering.vocabulary import Audience, Protects, Quantity, Suppression, Unit

RULES = Rules("protected")
REPEATABLE = settings(derandomize=True, deadline=None, database=None, max_examples=5000)
PEOPLE = st.sampled_from([Protects.PERSONS, Protects.STAFF])
NUMBERS = st.one_of(
    st.integers(-3, 60), st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(["4", "", "x"])
)


@st.composite
def supports(draw: st.DrawFn) -> Support:
    """Any support an analysis could give, sound or not."""
    n = draw(st.integers(-1, 60))
    return Support(
        draw(st.sampled_from(Protects)),
        n,
        draw(st.integers(-1, 12)),
        counted=draw(st.none() | st.integers(-1, 61)),
        largest=draw(st.sampled_from([(), (1.0,), (0.6, 0.3), (0.2, 0.1), (0.95, 0.01)])),
        alike=draw(st.booleans()),
        df=draw(st.none() | st.sampled_from([nan, 0.0, 9.99, 10.0, 58.0])),
    )


@st.composite
def any_cells(draw: st.DrawFn) -> Cell:
    """Any cell, sound or not, with and without kind and support."""
    return Cell(
        "t",
        (),
        "x",
        draw(NUMBERS),
        draw(st.sampled_from(Unit)),
        draw(st.sampled_from(["", "no values"])),
        draw(st.none() | st.sampled_from(Quantity)),
        draw(st.none() | supports()),
    )


@st.composite
def sound_cells(draw: st.DrawFn) -> Cell:
    """Cells as analyses make them, of small and of large groups."""
    kind, n = draw(st.sampled_from(Quantity)), draw(st.integers(0, 60))
    counted = draw(st.integers(0, n) if kind is Quantity.SHARE else st.none() | st.integers(0, n))
    support = Support(
        draw(st.sampled_from([Protects.PERSONS, Protects.STAFF, Protects.MUNICIPALITIES])),
        n,
        draw(st.integers(0, 12)),
        counted=counted,
        largest=draw(st.sampled_from([(0.2, 0.1), (0.5, 0.39), (0.6, 0.31), (0.9, 0.05)])),
        alike=draw(st.booleans()),
        df=draw(st.none() | st.sampled_from([9.99, 10.0, 58.0])),
    )
    if kind in (Quantity.COUNT, Quantity.TOTAL):
        value = n if counted is None else counted
        return Cell("t", (), "x", value, Unit.COUNT, "", kind, support)
    if kind is Quantity.SHARE:
        return Cell("t", (), "x", (counted or 0) / max(n, 1), Unit.SHARE, "", kind, support)
    return Cell("t", (), "x", draw(st.floats(-5, 5)), Unit.NUMBER, "", kind, support)


def cells() -> st.SearchStrategy[Cell]:
    return sound_cells() | any_cells()


def judged(*of: Cell, rules: Rules = RULES) -> list[Suppression | None]:
    bases = (Basis("users", Protects.PERSONS, Audience.OWN_TEAM, (), "", ()),)
    (one,) = primarily([Finding("f", "q", bases, of[0].key, of)], rules)
    return [cell.reason for cell in one.cells]


def shown(cell: Cell, rules: Rules = RULES) -> bool:
    return judged(cell, rules=rules) == [None]


@given(cells())
def test_whatever_is_shown_and_not_chosen_says_whom_it_rests_on(cell):
    if shown(cell) and cell.kind is not Quantity.SETTING:
        assert cell.support is not None
        assert cell.support.protects is not Protects.NOTHING


@given(cells())
def test_whatever_is_shown_rests_on_enough_units(cell):
    if shown(cell) and cell.support and cell.kind is not Quantity.SETTING:
        lowest = 3 if cell.support.protects is Protects.MUNICIPALITIES else 5
        floors = {Quantity.COUNT: lowest, Quantity.TOTAL: lowest, Quantity.SPREAD: 15, Quantity.QUANTILE: 20}
        assert cell.support.n >= floors.get(cell.kind or Quantity.MEAN, 10)


@given(cells())
def test_of_whatever_is_shown_enough_are_counted_and_enough_left_out(cell):
    support = cell.support
    if shown(cell) and support and support.counted is not None and cell.kind is not Quantity.SETTING:
        lowest = 3 if support.protects is Protects.MUNICIPALITIES else 5
        assert min(support.counted, support.n - support.counted) >= lowest


@given(cells())
def test_no_count_below_three_is_shown_whatever_its_support(cell):
    if shown(cell) and cell.kind is Quantity.COUNT:
        assert type(cell.value) is int
        assert cell.value >= 3


@given(cells())
def test_nothing_from_one_or_two_municipalities_is_shown(cell):
    if shown(cell) and cell.support and cell.kind is not Quantity.SETTING:
        assert cell.support.municipalities not in (1, 2)


@given(cells())
def test_no_total_is_shown_that_two_contributors_all_but_make(cell):
    if shown(cell) and cell.kind is Quantity.TOTAL and cell.support:
        first, second = cell.support.largest[:2]
        assert first + second <= 0.9


@given(cells())
def test_no_extreme_and_no_text_of_persons_is_ever_shown(cell):
    if cell.kind is Quantity.EXTREME or (cell.unit is Unit.TEXT and cell.kind is not Quantity.SETTING):
        assert not shown(cell)


@given(cells())
def test_nothing_is_shown_where_all_have_one_value_or_freedom_is_small(cell):
    if shown(cell) and cell.support and cell.kind in (Quantity.TEST, Quantity.MODEL):
        assert not cell.support.alike
        assert cell.support.df is None or cell.support.df >= 10


@given(
    cells(), st.sampled_from(["counts", "municipalities", "base", "mean", "spread", "quantile", "freedom"])
)
def test_a_tighter_rule_shows_nothing_more(cell, name):
    tighter = replace(RULES, **{name: getattr(RULES, name) + 7})
    assert not shown(cell, tighter) or shown(cell)


@given(st.lists(cells(), min_size=1, max_size=6))
def test_what_is_hidden_alone_is_hidden_among_others(several):
    named = [replace(cell, measure=f"x{place}") for place, cell in enumerate(several)]
    for cell, reason in zip(named, judged(*named), strict=True):
        assert reason is not None or shown(cell)


@given(st.lists(cells(), min_size=2, max_size=6), PEOPLE)
def test_the_order_of_cells_does_not_matter(several, protects):
    named = [replace(cell, measure=f"x{place}") for place, cell in enumerate(several)]
    there = dict(zip((cell.key for cell in named), judged(*named), strict=True))
    back = dict(zip((cell.key for cell in named[::-1]), judged(*named[::-1]), strict=True))
    assert there == back


@pytest.mark.parametrize("kind", sorted(set(Quantity) - {Quantity.EXTREME}))
def test_of_every_kind_some_cells_are_shown_so_that_no_property_above_is_empty(kind):
    cell = find(sound_cells(), lambda cell: cell.kind is kind and shown(cell), settings=REPEATABLE)
    assert shown(cell)

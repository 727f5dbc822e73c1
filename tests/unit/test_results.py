"""Cells, their names and their rounding."""

import dataclasses

import pytest
from builders import released

from evaluering.results import (
    Cell,
    Column,
    Estimate,
    TableLayout,
    cell_key,
    estimate_cells,
    rounded,
    statement,
)
from evaluering.vocabulary import Unit

AT = (("gathering", "1"), ("activity", "lecture"))


def a_cell(number: float, unit: Unit) -> Cell:
    return Cell("hours", AT, "hours", number, unit)


def test_a_cell_is_named_by_table_measure_and_place():
    assert a_cell(3.0, Unit.HOURS).key == "hours/hours@gathering=1,activity=lecture"


def test_a_cell_without_a_place_has_a_name_too():
    assert cell_key("goals", "mentions") == "goals/mentions@"


@pytest.mark.parametrize(
    ("number", "unit", "kept"),
    [
        (0.44897959, Unit.SHARE, 0.449),
        (12.254, Unit.HOURS, 12.25),
        (45.0, Unit.MINUTES, 45),
        (0.1639344, Unit.RATE, 0.164),
        (50.66, Unit.EXPECTED_COUNT, 50.7),
        (0.99999, Unit.LEVEL, 1.0),
        (61, Unit.COUNT, 61),
    ],
)
def test_a_number_is_rounded_by_its_unit(number, unit, kept):
    assert rounded(a_cell(number, unit)) == kept


def test_minutes_and_counts_become_whole_numbers():
    assert isinstance(rounded(a_cell(45.0, Unit.MINUTES)), int)


def test_an_undefined_number_becomes_none_and_not_zero():
    assert rounded(a_cell(float("nan"), Unit.SHARE)) is None


def test_text_passes_as_it_is():
    assert rounded(Cell("goals", (), "text", "Økt fysisk aktivitet", Unit.TEXT)) == "Økt fysisk aktivitet"


def test_an_estimate_becomes_three_cells_with_its_reason():
    estimate = Estimate(0.2, 0.1, 0.4, 0.95, 61, Unit.RATE, "garwood", "source", reason="why")
    cells = estimate_cells("rates", "rate", AT[:1], estimate)
    assert [(cell.measure, cell.value, cell.reason) for cell in cells] == [
        ("rate", 0.2, "why"),
        ("rate_low", 0.1, "why"),
        ("rate_high", 0.4, "why"),
    ]


def test_results_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        a_cell(1, Unit.COUNT).value = 2


def test_a_statement_takes_a_single_key_as_text():
    made = statement("name", "message", {"one": "a@", "many": ["b@", "c@"]}, count="one")
    assert made.values == (("one", ("a@",)), ("many", ("b@", "c@")))


def test_a_layout_joins_the_places_of_row_and_column():
    column = Column("header", ("low", "high"), (("activity", "lecture"),))
    layout = TableLayout("t", "hours", "corner", (AT[:1],), (column,))
    assert layout.keys(AT[:1], column) == (
        "hours/low@gathering=1,activity=lecture",
        "hours/high@gathering=1,activity=lecture",
    )


def test_a_released_finding_gives_only_cells_it_holds():
    one = released(Cell("t", (), "n", 4, Unit.COUNT))
    assert one.cell("t/n@").value == 4
    assert not one.holds("t/other@")
    with pytest.raises(KeyError, match="t/other@"):
        one.cell("t/other@")


def test_findings_are_found_by_question_and_parameters(release):
    assert [one.id for one in release.answers("goal_measurability", "")] == [
        "goal_screening",
        "municipal_goals",
    ]
    assert release.answers("goal_measurability", "other parameters") == ()

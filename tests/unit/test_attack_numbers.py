"""Numbers in texts, read back by the attack, and the cells they may be."""

from decimal import Decimal

import pytest

from evaluering.attack.known import ToldCell
from evaluering.attack.spoken_numbers import numbers_in, says_only


def cell(value: float | str | None, unit: str = "count", status: str = "released") -> ToldCell:
    """A released cell."""
    return ToldCell("t", (), "m", value, unit, status, "")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12 av 28", ["12", "28"]),
        ("44,9\u00a0%", ["44.9"]),
        ("1\u00a0234\u00a0567 kroner", ["1234567"]),
        ("fra \u22120,5 til 0,5", ["-0.5", "0.5"]),
        ("49–52", ["49", "52"]),
        ("2014-2015", ["2014", "2015"]),
        ("１２", ["12"]),
        ("sju", []),
    ],
)
def test_numbers_are_read_as_a_norwegian_reader_would(text: str, values: list[str]) -> None:
    assert [number.value for number in numbers_in(text, "nb")] == [Decimal(value) for value in values]


def test_english_numbers_have_commas_between_thousands() -> None:
    assert [number.value for number in numbers_in("1,234.5", "en")] == [Decimal("1234.5")]


@pytest.mark.parametrize("text", ["10.11.2022", "2022:00136", "3/4"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert [number.value for number in numbers_in(text, "nb")] == [None]


@pytest.mark.parametrize(
    ("text", "cells", "is_said"),
    [
        ("0,164 (0,079–0,301)", [cell(0.164, "rate"), cell(0.079, "rate"), cell(0.301, "rate")], True),
        ("0,164 (0,079–0,302)", [cell(0.164, "rate"), cell(0.079, "rate"), cell(0.301, "rate")], False),
        ("79–83 %", [cell(0.79, "share"), cell(0.83, "share")], True),
        ("79", [cell(79)], True),
        ("79 %", [cell(79)], False),
        ("0,16", [cell(0.164, "rate")], False),
        ("«Nytt tilbud» og «Mål 2»", [cell("Nytt tilbud", "text"), cell("Mål 2", "text")], True),
        ("«Nytt tilbud» i Utsira", [cell("Nytt tilbud", "text")], False),
        (": (skjult)", [cell(None, status="suppressed")], True),
        (": (skjult) 3", [cell(None, status="suppressed")], False),
    ],
)
def test_a_text_says_these_cells_and_nothing_else(text: str, cells: list[ToldCell], is_said: bool) -> None:
    assert says_only(text, cells, {": (skjult)"}, "nb") is is_said

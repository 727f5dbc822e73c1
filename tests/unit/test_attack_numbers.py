"""Numbers in texts, read back by the attack, and the cells they may be."""

from decimal import Decimal

import pytest

from evaluering.attack.found import Kind
from evaluering.attack.known import ToldCell
from evaluering.attack.number_words import number_words_in
from evaluering.attack.page_texts import unexplained
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


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_nynorsk_numbers_are_written_as_those_of_bokmaal(language: str) -> None:
    (number,) = numbers_in("1\u00a0234,5\u00a0%", language)
    assert (number.value, number.is_percent) == (Decimal("1234.5"), True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("38,9%", "en"),
        ("0,164", "en"),
        ("1\u00a0234", "en"),
        ("12,34,567", "en"),
        ("1.234,5", "nb"),
        ("38.9", "nb"),
        ("1,234.5", "nn"),
    ],
)
def test_a_number_in_another_language_s_form_is_not_read(text: str, language: str) -> None:
    # Read all the same, "1,234" would pass on an English page for the 1.234 that was released.
    assert [number.value for number in numbers_in(text, language)] == [None]


@pytest.mark.parametrize(
    ("text", "cells", "is_said"),
    [
        ("1,234.5 (1,000.0–1,500.5)", [cell(1234.5), cell(1000.0), cell(1500.5)], True),
        ("38.9%", [cell(0.389, "share")], True),
        ("12.5–38.9%", [cell(0.125, "share"), cell(0.389, "share")], True),
        ("\u22120.5", [cell(-0.5, "points")], True),
        ("38,9%", [cell(0.389, "share")], False),
        ("1.234", [cell(1234)], False),
        (
            "\u201cNytt tilbud\u201d and \u201cMål 2\u201d",
            [cell("Nytt tilbud", "text"), cell("Mål 2", "text")],
            True,
        ),
        ("\u201cNytt tilbud\u201d in Utsira", [cell("Nytt tilbud", "text")], False),
    ],
)
def test_an_english_text_says_these_cells_and_nothing_else(
    text: str, cells: list[ToldCell], is_said: bool
) -> None:
    assert says_only(text, cells, (), "en") is is_said


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("Sju av tjueto kommuner", "nb", [7, 22]),
        ("syv og førti", "nb", [7, 40]),
        ("Sju av tjuge kommunar, éin att", "nn", [7, 20, 1]),
        ("éi av åttifire", "nn", [1, 84]),
        ("Seven of twenty-two municipalities", "en", [7, 22]),
        ("a hundred of a thousand", "en", [100, 1000]),
        ("en kommune og ett team", "nb", []),
        ("ein kommune", "nn", []),
        ("to be or not to be", "en", []),
        ("tolvåring", "nb", []),
    ],
)
def test_numbers_in_letters_are_read_in_each_language(text: str, language: str, values: list[int]) -> None:
    assert number_words_in(text, language) == values


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Tre svarte nei.", "nb", Kind.NUMBER),
        ("Tre svara nei.", "nn", Kind.NUMBER),
        ("Three answered no.", "en", Kind.NUMBER),
        ("3 answered no.", "en", Kind.NUMBER),
        ("Tre is a tree in Norwegian.", "en", Kind.TEXT),
        ("Ingen svarte nei.", "nb", Kind.TEXT),
    ],
)
def test_an_unexplained_text_with_a_number_in_letters_is_a_number(
    text: str, language: str, kind: Kind
) -> None:
    assert unexplained(text, language) is kind


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

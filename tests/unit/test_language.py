"""Messages, and numbers as they are read in a language."""

import io
import sys
from datetime import date
from decimal import Decimal

import pytest
from babel.messages.pofile import read_po

from evaluering.errors import OwnFault, WrongUse
from evaluering.language import (
    Catalogue,
    available,
    catalogue,
    counted,
    show,
    show_day,
    show_list,
    show_range,
    show_tick,
)
from evaluering.vocabulary import Language, Unit

NB, NN, EN = Language.BOKMAAL, Language.NYNORSK, Language.ENGLISH

ENTRIES = read_po(
    io.BytesIO(
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        b'msgid "goals"\nmsgid_plural "goals"\nmsgstr[0] "{n} goal"\nmsgstr[1] "{n} goals"\n\n'
        b'msgid "untranslated"\nmsgstr ""\n\n'
        b'msgid "place"\nmsgstr "Place {value}"\n\n'
        b'msgid "place.total"\nmsgstr "All places"\n'
    ),
    locale="nb",
)
SMALL = Catalogue(NB, ENTRIES)


@pytest.mark.parametrize("language", [NB, NN])
def test_both_written_forms_of_norwegian_have_a_catalogue(language):
    assert language in available()


def test_a_language_without_a_catalogue_is_wrong_use(monkeypatch):
    # No language need lack one, so one is taken away; what is cached is passed by.
    monkeypatch.setattr(sys.modules[Catalogue.__module__], "available", lambda: (NB,))
    with pytest.raises(WrongUse, match="no message catalogue"):
        catalogue.__wrapped__(NN)


def test_a_message_is_found_by_its_id(nb):
    assert nb.text("label.skip") == "Hopp til innholdet"


def test_placeholders_are_filled(nb):
    assert nb.text("label.table", number="3") == "Tabell 3"


def test_a_missing_message_is_our_fault_and_named(nb):
    with pytest.raises(OwnFault, match=r"message no\.such \(nb\)"):
        nb.text("no.such")


def test_a_message_without_a_text_counts_as_missing():
    assert not SMALL.has("untranslated")
    with pytest.raises(OwnFault, match="no such message"):
        SMALL.text("untranslated")


def test_a_missing_value_is_our_fault_and_named(nb):
    with pytest.raises(OwnFault, match="no value for number"):
        nb.text("label.table")


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 goal"), (2, "2 goals"), (0, "0 goals"), (1.5, "1.5 goals")]
)
def test_the_count_chooses_between_singular_and_plural(count, text):
    assert SMALL.text("goals", count, n=str(count)) == text


@pytest.mark.parametrize(
    ("language", "text"), [(NB, "1.0 goal"), (NN, "1.0 goal"), (EN, "1.0 goals")], ids=["nb", "nn", "en"]
)
def test_a_one_with_decimals_is_plural_in_english_only(language, text):
    assert Catalogue(language, ENTRIES).text("goals", Decimal("1.0"), n="1.0") == text


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "read"),
    [
        (1.0, Unit.COUNT, None, "1"),
        (1.0, Unit.HOURS, None, "1.0"),
        (1234.0, Unit.COUNT, None, "1234"),
        (-1.25, Unit.POINTS, None, "-1.25"),
        (0.5, Unit.SHARE, 0, "50"),
    ],
)
def test_what_decides_the_plural_has_the_decimals_that_are_shown(value, unit, decimals, read):
    assert str(counted(value, unit, decimals)) == read


def test_a_dimension_s_value_may_have_a_name_of_its_own():
    assert SMALL.label("place", "2") == "Place 2"
    assert SMALL.label("place", "total") == "All places"


@pytest.mark.parametrize(
    ("number", "unit", "language", "text"),
    [
        (12.25, Unit.HOURS, NB, "12,25"),
        (9.0, Unit.HOURS, NB, "9,0"),
        (0.449, Unit.SHARE, NB, "44,9\u00a0%"),
        (0.5, Unit.SHARE, NB, "50,0\u00a0%"),
        (0.95, Unit.LEVEL, NB, "95\u00a0%"),
        (0.999, Unit.LEVEL, NB, "99,9\u00a0%"),
        (0.164, Unit.RATE, NB, "0,164"),
        (0.2, Unit.RATE, NB, "0,200"),
        (0.013, Unit.PROBABILITY, NB, "0,013"),
        (50.7, Unit.EXPECTED_COUNT, NB, "50,7"),
        (1515, Unit.MINUTES, NB, "1\u00a0515"),
        (61, Unit.COUNT, NB, "61"),
        (1234567, Unit.COUNT, NN, "1\u00a0234\u00a0567"),
        (0.449, Unit.SHARE, NN, "44,9\u00a0%"),
        (0.449, Unit.SHARE, EN, "44.9%"),
        (1515, Unit.COUNT, EN, "1,515"),
        (1234.5, Unit.EXPECTED_COUNT, EN, "1,234.5"),
        (-1234.5, Unit.EXPECTED_COUNT, NB, "\u22121\u00a0234,5"),
        (-1234.5, Unit.EXPECTED_COUNT, NN, "\u22121\u00a0234,5"),
        (-1234.5, Unit.EXPECTED_COUNT, EN, "\u22121,234.5"),
        (-0.125, Unit.SHARE, EN, "\u221212.5%"),
        (-0.04, Unit.EXPECTED_COUNT, NB, "0,0"),
        ("Økt aktivitet", Unit.TEXT, NB, "Økt aktivitet"),
        ("-", Unit.TEXT, NB, "-"),
    ],
)
def test_a_number_is_shown_as_it_is_read(number, unit, language, text):
    assert show(number, unit, language) == text


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (0.2, Unit.SHARE, "20\u00a0%"),
        (0.25, Unit.RATE, "0,25"),
        (100.0, Unit.MINUTES, "100"),
        (0, Unit.COUNT, "0"),
    ],
)
def test_an_axis_shows_no_more_decimals_than_it_needs(number, unit, text):
    assert show_tick(number, unit, NB) == text


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["45"], "45"),
        (["45", "75"], "45–75"),
        (["45", "45"], "45"),
        (["0,164", "0,079", "0,301"], "0,164 (0,079–0,301)"),
        (["-1,0", "-2,0", "-0,5"], "-1,0 (-2,0 – -0,5)"),
        (["\u22121,0", "\u22122,0", "0,5"], "\u22121,0 (\u22122,0 – 0,5)"),
        (["12.5%", "38.9%"], "12.5–38.9%"),
    ],
)
def test_two_numbers_are_a_range_and_three_a_value_with_its_interval(texts, shown):
    assert show_range(texts) == shown


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        (["a"], NB, "a"),
        (["a", "b"], NB, "a og b"),
        (["a", "b", "c"], NB, "a, b og c"),
        (["a", "b", "c"], NN, "a, b og c"),
        (["a", "b", "c"], EN, "a, b and c"),
    ],
)
def test_a_list_ends_with_the_language_s_and(texts, language, shown):
    assert show_list(texts, language) == shown


def test_a_number_on_an_axis_has_a_minus_sign_too():
    assert show_tick(-0.5, Unit.POINTS, EN) == "\u22120.5"


@pytest.mark.parametrize(
    ("language", "text"), [(NB, "2. januar 2026"), (NN, "2. januar 2026"), (EN, "2 January 2026")]
)
def test_a_day_is_written_out_as_in_the_language(language, text):
    assert show_day(date(2026, 1, 2), language) == text


@pytest.mark.parametrize(("language", "text"), [(NB, "12\u00a0345"), (NN, "12\u00a0345"), (EN, "12,345")])
def test_a_whole_number_is_read_in_the_catalogue_s_language(language, text):
    assert Catalogue(language, ENTRIES).whole(12345) == text

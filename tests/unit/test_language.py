"""Messages, and numbers as they are read in a language."""

import io
import sys

import pytest
from babel.messages.pofile import read_po

from evaluering.errors import OwnFault, WrongUse
from evaluering.language import Catalogue, available, catalogue, show, show_list, show_range, show_tick
from evaluering.vocabulary import Language, Unit

NB, NN, EN = Language.BOKMAAL, Language.NYNORSK, Language.ENGLISH

SMALL = Catalogue(
    NB,
    read_po(
        io.BytesIO(
            b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
            b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
            b'msgid "goals"\nmsgid_plural "goals"\nmsgstr[0] "{n} goal"\nmsgstr[1] "{n} goals"\n\n'
            b'msgid "untranslated"\nmsgstr ""\n\n'
            b'msgid "place"\nmsgstr "Place {value}"\n\n'
            b'msgid "place.total"\nmsgstr "All places"\n'
        ),
        locale="nb",
    ),
)


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
        ("Økt aktivitet", Unit.TEXT, NB, "Økt aktivitet"),
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
        (["a", "b", "c"], EN, "a, b and c"),
    ],
)
def test_a_list_ends_with_the_language_s_and(texts, language, shown):
    assert show_list(texts, language) == shown

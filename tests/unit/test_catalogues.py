"""Every catalogue beside bokmål: the same messages, placeholders and forms, and nothing left in Norwegian."""

import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from builders import ROOT

from evaluering.language import available, catalogue
from evaluering.language.cldr import locale_of
from evaluering.vocabulary import Language
from norwegian_words import telltale_words

LOCALES = ROOT / "src/evaluering/language/locales"
CODES = [language.value for language in available()]
PROPER_NAMES = ("Møre og Romsdal", "Bokmål", "Nynorsk", "Nav", "Fleiss’", "Gwet’s", "Cliff’s")
ALIKE_IN_ENGLISH = {
    "DOI",
    "Fleiss’ kappa",
    "Hodges-Lehmann (pseudomedian)",
    "ISBN",
    "Kroner",
    "Median",
    "PDF",
    "ORCID",
    "Signal",
    "Status",
    "Team",
    "Team {value}",
    "Video",
    "n",
    "p (Holm)",
    "signal",
    "status",
}
"""Words that are the same in English and bokmål."""


def entries(code: str) -> dict[str, tuple[str, ...]]:
    """Every message's forms by id, empty ones too."""
    with (LOCALES / f"{code}.po").open("rb") as stream:
        read = read_po(stream, locale=code)
    return {
        entry.id if isinstance(entry.id, str) else entry.id[0]: (entry.string,)
        if isinstance(entry.string, str)
        else tuple(entry.string)
        for entry in read
        if entry.id
    }


def placeholders(form: str) -> list[str]:
    """A form's gaps, as often as they stand there, with what they refer to: ``table:hours``."""
    return sorted(f"{name}:{of}" for _, name, of, _ in Formatter().parse(form) if name is not None)


def words_of(form: str) -> str:
    """A form without its gaps and the names that are the same in every language."""
    for name in PROPER_NAMES:
        form = form.replace(name, " ")
    return re.sub(r"\{\w+(?::\w+)?\}", " ", form)


@pytest.fixture(scope="module")
def bokmaal() -> dict[str, tuple[str, ...]]:
    return entries("nb")


@pytest.fixture(scope="module")
def english() -> dict[str, tuple[str, ...]]:
    return entries("en")


def test_bokmaal_and_english_are_there():
    assert {"nb", "en"} <= set(CODES)


def test_every_file_of_messages_is_of_a_language_reports_can_have():
    assert sorted(path.stem for path in LOCALES.glob("*.po")) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_has_the_messages_of_bokmaal_in_the_same_order(code, bokmaal):
    assert list(entries(code)) == list(bokmaal)


@pytest.mark.parametrize("code", CODES)
def test_every_form_has_the_placeholders_of_bokmaal(code, bokmaal):
    other = [
        name
        for name, forms in entries(code).items()
        if [placeholders(form) for form in forms] != [placeholders(form) for form in bokmaal[name]]
    ]
    assert other == []


@pytest.mark.parametrize("code", CODES)
def test_every_message_has_a_text_with_nothing_around_it(code):
    assert [name for name, forms in entries(code).items() if not all(forms)] == []
    assert [
        name for name, forms in entries(code).items() if any(form != form.strip() for form in forms)
    ] == []


@pytest.mark.parametrize("code", CODES)
def test_a_message_with_several_forms_has_all_that_the_language_knows(code):
    known = len(locale_of(Language(code)).plural_form.tags) + 1
    assert {len(forms) for forms in entries(code).values()} == {1, known}


@pytest.mark.parametrize("code", CODES)
def test_a_header_says_the_language_and_how_plurals_are_chosen(code):
    head = (LOCALES / f"{code}.po").read_text(encoding="utf-8").split("\n\n")[0]
    assert f'"Language: {code}\\n"' in head
    assert '"Content-Type: text/plain; charset=UTF-8\\n"' in head
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in head


@pytest.mark.parametrize("code", CODES)
def test_a_message_ends_like_its_bokmaal(code, bokmaal):
    # The full stop decides whether a text is a sentence or a label; a title that asks may stand in quotes.
    def ends(forms: tuple[str, ...]) -> list[bool]:
        return [form.rstrip("»\u201d")[-1:] in set(".?!:") for form in forms]

    other = [name for name, forms in entries(code).items() if ends(forms) != ends(bokmaal[name])]
    assert other == []


@pytest.mark.parametrize("code", CODES)
def test_a_message_has_the_digits_of_its_bokmaal(code, bokmaal):
    def digits(form: str) -> list[str]:
        # Words for a day or a month are another matter than numbers.
        return sorted(re.findall(r"\d", re.sub(r"[\u00a0,. ](?=\d)", "", words_of(form))))

    other = [
        name
        for name, forms in entries(code).items()
        if [digits(form) for form in forms] != [digits(form) for form in bokmaal[name]]
    ]
    assert other == []


def test_english_has_no_norwegian_letters_or_quotation_marks(english):
    found = [
        name
        for name, forms in english.items()
        if any(re.search("[æøåÆØÅ«»]", words_of(form)) for form in forms)
    ]
    assert found == []


def test_english_has_no_telltale_norwegian_words(english):
    found = {
        name: sorted(telltale_words(words_of(form))) for name, forms in english.items() for form in forms
    }
    assert {name: words for name, words in found.items() if words} == {}


def test_the_telltale_words_give_bokmaal_away(bokmaal):
    sentences = [form for forms in bokmaal.values() for form in forms if form.endswith(".")]
    given_away = [one for one in sentences if telltale_words(one)]
    assert len(given_away) > 0.95 * len(sentences)


def test_english_is_translated_but_for_words_that_are_alike(english, bokmaal):
    same = {
        form
        for name, forms in english.items()
        for form, other in zip(forms, bokmaal[name], strict=True)
        if form == other and re.search(r"[^\W\d_]", words_of(form))
    }
    assert same <= ALIKE_IN_ENGLISH


def test_english_spells_as_the_british_do(english):
    american = re.compile(
        r"\b(?:color|center|behavior|program(?!me)|randomiz|standardiz|organiz|summariz|generaliz|analyz|label(?:ed|ing)"
        r"|percent(?!age)|learned|gray)\w*",
        re.IGNORECASE,
    )
    # A computer program is spelt so in Britain too.
    found = {
        name
        for name, forms in english.items()
        if any(american.search(form.replace("from the program", "")) for form in forms)
    }
    assert found == set()


def terms() -> list[tuple[str, str]]:
    """The list of terms in the documentation: bokmål and English."""
    listed = (ROOT / "docs/language.md").read_text(encoding="utf-8").partition("## Terms")[2]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", listed, re.MULTILINE)
    return [(norwegian, english) for norwegian, english in rows if norwegian != "bokmål"]


def variants(cell: str) -> list[str]:
    """What a cell of the list names, without what explains it."""
    bare = re.sub(r"\(.*?\)", "", cell).lower()
    return [one.strip().removeprefix("the ").removeprefix("be ") for one in re.split("[,;]", bare)]


def test_the_list_of_terms_names_each_once():
    listed = [norwegian for norwegian, _ in terms()]
    assert len(listed) > 120
    assert len(set(listed)) == len(listed)


def test_a_listed_term_is_what_the_english_catalogue_says_for_it(english, bokmaal):
    def are_said(norwegian: str, given: str) -> bool:
        words = re.compile("|".join(rf"\b{re.escape(one)}\b" for one in variants(norwegian)), re.IGNORECASE)
        holding = [name for name, forms in bokmaal.items() if words.search(forms[0])]
        said = (form.lower() for name in holding for form in english[name])
        stems = [one.removesuffix("y") for one in variants(given)]
        return not holding or any(stem in form for form in said for stem in stems)

    assert [pair for pair in terms() if not are_said(*pair)] == []


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_can_be_used_as_it_is(code):
    words = catalogue(Language(code))
    assert words.text("label.table", number="3").endswith(" 3")

"""Front matter: what is printed of a publication, and the line it is cited by."""

from datetime import date

import pytest

from evaluering.language import catalogue
from evaluering.presentation import FrontMatter, render_front
from evaluering.publication import Approval, Author, Publication
from evaluering.vocabulary import Language

KARI = Author(family="Testesen", given="Kari Anne", orcid="0000-0002-1825-0097")
OLA = Author(family="Prøve", given="Ola")
REVIEWER = Author(family="Leser", given="Liv", roles=("reviewer",))
TOLD = Publication(
    english_title="How was it?",
    type="note",
    authors=(KARI, OLA, REVIEWER),
    city="Oslo",
    published=date(2026, 11, 20),
    isbn="978-82-8406-178-8",
    doi="10.1234/abc",
    keywords=("forbedring",),
    licence="CC-BY-4.0",
    approvals=(Approval(body="Sikt", reference="ref", decided=date(2026, 1, 15)),),
    funding=("Staten",),
)


def front(publication: Publication = TOLD, language: Language = Language.BOKMAAL) -> FrontMatter:
    return FrontMatter("Hvordan var det?", "Instituttet", catalogue(language), "nb", publication)


def cited(publication: Publication, language: Language = Language.BOKMAAL) -> str:
    return " ".join(part.text for part in front(publication, language).citation)


def test_a_publication_is_cited_by_authors_title_english_title_type_place_and_year():
    assert cited(TOLD) == (
        "Testesen KA, Prøve O. Hvordan var det? [How was it?]. Notat 2026. Oslo: Instituttet, 2026. "
        "https://doi.org/10.1234/abc"
    )


def test_a_publication_without_a_day_has_no_line_to_cite():
    assert cited(TOLD.model_copy(update={"published": None})) == ""


def test_what_is_not_said_is_not_in_the_line():
    assert cited(Publication(published=date(2026, 1, 1))) == "Hvordan var det? Instituttet, 2026."


def test_a_publisher_of_its_own_stands_in_the_line():
    assert "Oslo: Forlaget, 2026." in cited(TOLD.model_copy(update={"publisher": "Forlaget"}))


def test_the_english_page_has_no_english_title_beside_its_own():
    assert "How was it?" not in cited(TOLD, Language.ENGLISH)


def test_only_authors_are_cited_and_everybody_is_named():
    assert "Leser" not in cited(TOLD)
    assert "Liv Leser" in render_front(front(), "byline")


@pytest.mark.parametrize("part", ["byline", "colophon"])
def test_nothing_is_printed_where_nothing_is_said(part):
    assert render_front(front(Publication()), part) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("isbn", "ISBN"),
        ("doi", "DOI"),
        ("licence", "Lisens"),
        ("keywords", "Emneord"),
        ("approvals", "Godkjenninger"),
        ("funding", "Finansiering"),
        ("published", "Sitering"),
    ],
)
def test_an_entry_of_the_colophon_is_printed_only_where_it_is_said(name, words):
    empty = Publication().model_dump()[name]
    assert words in render_front(front(), "colophon")
    assert words not in render_front(front(TOLD.model_copy(update={name: empty})), "colophon")


def test_markup_in_a_setting_is_shown_and_not_obeyed():
    hostile = TOLD.model_copy(update={"funding": ('<script>x</script>"',)})
    html = render_front(front(hostile), "colophon")
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_dublin_core_has_the_title_language_publisher_and_authors():
    told = front().metadata
    assert ("dcterms.title", "Hvordan var det?") in told
    assert ("dcterms.language", "nb") in told
    assert [value for name, value in told if name == "dcterms.creator"] == ["Kari Anne Testesen", "Ola Prøve"]


def test_settings_in_norwegian_are_marked_so_on_the_english_page():
    assert '<dd itemprop="keywords" lang="nb">forbedring</dd>' in render_front(
        front(language=Language.ENGLISH), "colophon"
    )


def test_every_address_of_the_colophon_is_handed_over():
    html = render_front(front(), "colophon")
    assert len(front().addresses) == 3
    assert all(f'href="{address}"' in html for address in front().addresses)

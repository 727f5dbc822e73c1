"""One report in every language there is: the same numbers, each page in its own language and form."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evaluering.language import available
from functional.workspaces import change, here, keep_only, latest
from norwegian_words import telltale_words

LANGUAGES = [language.value for language in available()]
STUDY = "Evaluering av læringsnettverk: publiserte tall"
NAMES = ("Møre og Romsdal", f" – {STUDY}", "Prøve", "Et oppdiktet institutt")
"""What stands in Norwegian unmarked: a name, and the study in a page's title, which is one text."""


class Passages(HTMLParser):
    """The texts of a page, each with the language it is marked as."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element has the language it names, else that of what it stands in."""
        if tag != "meta":
            around = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attrs).get("lang") or around))

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep a text that is read."""
        if self.open and self.open[-1][0] != "style" and data.strip():
            self.texts.append((data.strip(), self.open[-1][1]))


@pytest.fixture(scope="module")
def pages(in_every_language: Path) -> dict[str, str]:
    """The front page, and the pages of one report by language."""
    place = latest(in_every_language)
    return {"": _read(place)} | {one: _read(place / f"gathering-time-{one}") for one in LANGUAGES}


def _read(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language(pages: dict[str, str], language: str) -> None:
    assert f'<html lang="{language}">' in pages[language]


def test_numbers_are_in_the_form_of_their_language(pages: dict[str, str]) -> None:
    assert "44,9\u00a0%" in pages["nb"]
    assert "44.9%" in pages["en"]
    assert "44,9" not in pages["en"]


def test_no_norwegian_stands_on_the_english_page_unmarked(pages: dict[str, str]) -> None:
    said = [text for text, language in Passages(pages["en"]).texts if language == "en"]
    for name in NAMES:
        said = [text.replace(name, "") for text in said]
    assert [text for text in said if telltale_words(text) or re.search("[æøåÆØÅ«»]", text)] == []


def test_norwegian_titles_on_the_english_page_are_marked_as_norwegian(pages: dict[str, str]) -> None:
    marked = [text for text, language in Passages(pages["en"]).texts if language == "nb"]
    assert any(text.startswith("Bakke T") for text in marked)
    assert STUDY in marked
    assert "En oppdiktet rettelse." in marked


def test_a_bokmaal_page_of_a_bokmaal_study_marks_its_english_title_alone(pages: dict[str, str]) -> None:
    marked = [text for text, language in Passages(pages["nb"]).texts if language != "nb"]
    assert marked == ["An invented title", "[An invented title]."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_marks_each_link_with_its_language(pages: dict[str, str], language: str) -> None:
    links = re.findall(
        r'<a href="gathering-time-(\w\w)/index.html" hreflang="(\w\w)"(?: lang="(\w\w)")?>', pages[""]
    )
    assert (language, language, "" if language == "nb" else language) in links


def test_what_check_found_is_told_in_the_language_of_the_study(workspace: Path) -> None:
    change(keep_only(workspace) / "evaluering.toml", 'languages = ["nb"]', 'languages = ["en"]')
    assert here(workspace, "check").code == 0
    html = _read(workspace / "problems")
    assert '<html lang="en">' in html
    assert "programme item without an end time" in html
    assert [text for text, _ in Passages(html).texts if telltale_words(text.replace(STUDY, ""))] == []

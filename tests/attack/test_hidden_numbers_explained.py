"""Pages with hidden numbers: as they are made nothing is found, and a mark that tells anything is."""

import re

import pytest

from attack.planting import Finished
from attack.sample_pages import found_on, page_of
from evaluering.attack import Kind, Known
from evaluering.attack.docx_files import check_docx
from evaluering.language import available
from evaluering.publishing.formats.docx import render_docx
from evaluering.publishing.formats.docx_parts import digests_of_parts
from evaluering.vocabulary import Language

PAGE = "r/index.html"
QUESTIONS = [
    "coordination_measures",
    "goals_set",
    "interrupted_measures",
    "interview_themes",
    "participation",
]
BOX = re.compile(r'<path d="M ([\d.]+) ([\d.]+)  L ([\d.]+) \2  L \3 ([\d.]+)  L \1 \4  z " fill="url\(#')
WORD = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>skjult</text>')
SEEN = '<abbr title="skjult av personvernhensyn" aria-hidden="true">:</abbr>'
SPOKEN = '<span class="spoken">skjult av personvernhensyn</span>'


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_text_number_and_mark_of_a_page_with_hidden_numbers_is_explained(question: str) -> None:
    page = page_of(question)
    assert SEEN in page.files[PAGE].decode()
    assert found_on(page) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_its_word_document_tells_the_same_and_hides_the_same(question: str) -> None:
    page = page_of(question).files[PAGE]
    known = Known((), {}, (), document_parts={"nb": digests_of_parts("nb")})
    content = render_docx(page, "r")
    assert list(check_docx("r/report.docx", content, page.decode(), known)) == []
    assert b">:<" in content
    assert SPOKEN.partition(">")[2].partition("<")[0].encode() + b"<" not in content


@pytest.mark.parametrize("language", [one for one in available() if one is not Language.BOKMAAL])
@pytest.mark.parametrize("question", ["interrupted_measures", "interview_themes"])
def test_a_page_in_another_language_is_explained_too(question: str, language: Language) -> None:
    assert found_on(page_of(question, language)) == []


IN_ENGLISH = {
    "another threshold": ("Fewer than 4 persons", "Fewer than 3 persons", Kind.NUMBER),
    "another day of an exemption": ("1 November 2026", "7 November 2026", Kind.NUMBER),
    "a number in letters": ("<p>The numbers rest", "<p>Seven said no. The numbers rest", Kind.NUMBER),
    "a number with a comma elsewhere": (">493<", ">4,93<", Kind.NUMBER),
    "words of bokmål": ("Fewer than 4 persons", "Færre enn 4 personer", Kind.NUMBER),
}


@pytest.mark.parametrize("plant", IN_ENGLISH)
def test_what_an_english_page_tells_besides_is_found(plant: str) -> None:
    old, new, kind = IN_ENGLISH[plant]
    english = page_of("interview_themes", Language.ENGLISH)
    assert kind in {one.kind for one in found_on(english.with_change(PAGE, old, new))}


@pytest.fixture
def page() -> Finished:
    """A page with hidden numbers in tables and figures, and an exemption from the rules."""
    return page_of("interview_themes")


def test_the_page_has_a_box_and_a_word_for_each_hidden_number_of_its_figure(page: Finished) -> None:
    html = page.files[PAGE].decode()
    assert len(BOX.findall(html)) == len(WORD.findall(html)) > 2


PLANTS = {
    "a number beside a mark": (SPOKEN, f"{SPOKEN} 7", Kind.NUMBER),
    "a number as a mark": (SEEN, SEEN.replace(">:<", ">7<"), Kind.NUMBER),
    "a number spoken of a mark": (SPOKEN, SPOKEN.replace("skjult", "7 skjult"), Kind.NUMBER),
    "no mark at all": (SEEN + SPOKEN, "", Kind.NUMBER),
    "a mark that is named otherwise": (SEEN, SEEN.replace("skjult", "under fem, skjult"), Kind.ATTRIBUTE),
    "another threshold": ("Færre enn 4 personer", "Færre enn 3 personer", Kind.NUMBER),
    "another value of an exemption": ("er satt til 4.", "er satt til 2.", Kind.NUMBER),
    "another reason for an exemption": ("Registeret er", "Registeret til Kari er", Kind.NUMBER),
    "another day of an exemption": ("1. november 2026", "7. november 2026", Kind.NUMBER),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_what_a_mark_or_the_note_on_disclosure_tells_besides_is_found(page: Finished, plant: str) -> None:
    old, new, kind = PLANTS[plant]
    assert kind in {one.kind for one in found_on(page.with_change(PAGE, old, new))}


def test_another_share_of_hidden_numbers_is_found(page: Finished) -> None:
    said = re.search(r"er (\d+)\u00a0% av tallene som er prøvd", page.files[PAGE].decode())
    assert said is not None
    planted = page.with_change(PAGE, said[0], said[0].replace(said[1], str(int(said[1]) - 1)))
    assert Kind.NUMBER in {one.kind for one in found_on(planted)}


def shifted(html: str, across: float, down: float) -> tuple[str, str]:
    """The first box of a drawing, and the same moved."""
    box = BOX.search(html)
    assert box is not None
    left, low, right, high = (float(part) for part in box.groups())
    moved = [f"{left + across:.6f}", f"{low + down:.6f}", f"{right + across:.6f}", f"{high + down:.6f}"]
    parts = dict(zip(box.groups(), moved, strict=True))
    return box[0], re.sub(r"\d+\.\d+", lambda one: parts[one[0]], box[0])


@pytest.mark.parametrize("move", [(0.7, 0.0), (-4.32, 0.0), (0.0, 0.7)])
def test_a_box_that_stands_where_no_mark_would_is_found(page: Finished, move: tuple[float, float]) -> None:
    old, new = shifted(page.files[PAGE].decode(), *move)
    assert {one.kind for one in found_on(page.with_change(PAGE, old, new))} == {Kind.COORDINATE}


def test_a_wider_box_is_found(page: Finished) -> None:
    box = BOX.search(page.files[PAGE].decode())
    assert box is not None
    planted = page.with_change(PAGE, box[0], box[0].replace(box[3], f"{float(box[3]) + 7:.6f}"))
    assert {one.kind for one in found_on(planted)} == {Kind.COORDINATE}


def test_one_box_more_than_hidden_numbers_is_found(page: Finished) -> None:
    box = BOX.search(page.files[PAGE].decode())
    assert box is not None
    again = f'{box[0]}figure-1-1)" />{box[0]}'
    assert Kind.COORDINATE in {one.kind for one in found_on(page.with_change(PAGE, box[0], again))}


def test_a_word_that_stands_where_no_mark_would_is_found(page: Finished) -> None:
    word = WORD.search(page.files[PAGE].decode())
    assert word is not None
    planted = page.with_change(PAGE, word[0], word[0].replace(word[1], f"{float(word[1]) + 7:.6f}"))
    assert {one.kind for one in found_on(planted)} == {Kind.COORDINATE}


def test_a_mark_in_place_of_a_shown_number_is_found() -> None:
    page = page_of("coordination_measures")
    shown = re.search(r'<td class="number">(\d[^<]*)</td>', page.files[PAGE].decode())
    assert shown is not None
    mark = f'<td class="number"><span class="mark">{SEEN}{SPOKEN}</span></td>'
    assert Kind.NUMBER in {one.kind for one in found_on(page.with_change(PAGE, shown[0], mark))}

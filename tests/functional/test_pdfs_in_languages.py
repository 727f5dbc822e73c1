"""The PDF of each report in each language: in the order of its page, without faults to PDF/UA's rules."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pikepdf
import pypdfium2
import pytest
from pdfua import validate

from functional.workspaces import latest

REPORTS = ("gathering-time", "follow-up-inquiries", "goal-measurability")
EACH = [f"{report}-{language}" for report, language in product(REPORTS, ("nb", "nn", "en"))]
ENDS = {"h1", "h2", "h3", "p", "li", "dt", "dd", "caption", "figcaption", "th", "td", "tr", "text"}
"""Elements that no text runs on from."""


@pytest.fixture(scope="module")
def release(in_every_language: Path) -> Path:
    """The folder of the release."""
    return latest(in_every_language)


@pytest.mark.parametrize("name", EACH)
def test_its_words_come_in_the_order_of_the_page_and_no_others(release: Path, name: str) -> None:
    paper = Paper(release / name)
    assert len(paper.wanted) > 100
    assert paper.astray() == ""


def test_words_in_another_order_would_be_found(release: Path) -> None:
    paper = Paper(release / EACH[0])
    where = next(n for n, text in enumerate(paper.wanted) if len(text) > 40)
    paper.wanted[where], paper.wanted[where + 1] = paper.wanted[where + 1], paper.wanted[where]
    assert paper.astray()


def test_a_word_too_many_would_be_found(release: Path) -> None:
    paper = Paper(release / EACH[0])
    paper.found = f"{paper.found[:500]}hemmelig{paper.found[500:]}"
    assert paper.astray()


@pytest.mark.parametrize("name", EACH)
def test_rules_that_a_machine_can_check_find_nothing(release: Path, name: str) -> None:
    report = validate(str(release / name / "report.pdf"))
    assert [finding.rule_id for finding in report.findings] == []


@pytest.mark.parametrize("name", EACH)
def test_its_language_title_and_bookmarks_are_those_of_the_page(release: Path, name: str) -> None:
    page = _parsed(release / name)
    with pikepdf.open(release / name / "report.pdf") as pdf, pdf.open_outline() as outline:
        (top,) = outline.root
        told = (str(pdf.Root.Lang), str(pdf.docinfo["/Title"]), top.title)
        below = [_plain(one.title) for one in top.children]
    headings = [element for element in page.iter("h2") if element.get("id") != "contents"]
    title = next(page.iter("title")).text
    assert told == (name[-2:], title, "".join(next(page.iter("h1")).itertext()))
    assert below == [_plain("".join(one.itertext())) for one in headings]


def _parsed(folder: Path) -> Element:
    html: Element = html5lib.parse((folder / "index.html").read_bytes(), namespaceHTMLElements=False)
    return html


class Paper:
    """What a page has for paper, and the text of its PDF in the order it is written; both without spaces."""

    def __init__(self, folder: Path) -> None:
        html = _parsed(folder)
        body = html.find("body")
        assert body is not None
        self.wanted = [_plain(part) for part in "".join(_texts(body)).split("\n") if _plain(part)]
        self.title = _plain("".join(next(html.iter("h1")).itertext()))
        self.heads = [_plain("".join(_texts(head))) for head in html.iter("thead")]
        entries = ["".join(item.itertext()) for item in html.findall("body/main/nav//a")]
        start = self.wanted.index(_plain("".join(html.findall("body/main/nav/h2")[0].itertext()))) + 1
        self.contents = range(start, start + len(entries))
        self.found = self._read(folder / "report.pdf")

    def _read(self, file: Path) -> str:
        pdf = pypdfium2.PdfDocument(file)
        pages = [page.get_textpage().get_text_range() for page in pdf]
        pdf.close()
        # Running heads and feet stand outside the text, and the mark of an item is no text of the page.
        plain = [_plain(re.sub(r"(?m)^\d+ / \d+\s*$", "", text)).replace("•", "") for text in pages]
        return "".join([plain[0], *(text.removesuffix(self.title) for text in plain[1:])])

    def astray(self) -> str:
        """Where the PDF leaves the order of the page, or says what the page does not; "" when nowhere."""
        place = 0
        for number, text in enumerate(self.wanted):
            while not self.found.startswith(text, place):
                again = [head for head in self.heads if self.found.startswith(head, place)]
                if not again:
                    return f"{text[:60]} is wanted where {self.found[place : place + 60]} stands"
                place += len(again[0])
            place += len(text)
            if number in self.contents:
                # Beside an entry of the contents stands the number of its page.
                to_next = re.compile(r"\d{1,3}?(?=" + re.escape(self.wanted[number + 1]) + ")")
                page = to_next.match(self.found, place)
                place = page.end() if page else place
        return self.found[place:]


def _texts(element: Element) -> Iterator[str]:
    tag = str(element.tag).rpartition("}")[2]
    target = element.get("href", "")
    is_beside = tag == "a" and not target.startswith(("#", "../", "https://"))
    if is_beside or tag in ("title", "desc", "style") or element.get("class") in ("skip", "spoken"):
        return
    end = "\n" if tag in ENDS else ""
    yield end + _one_line(element.text)
    for child in element:
        yield from _texts(child)
        yield _one_line(child.tail)
    yield end


def _one_line(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _plain(text: str) -> str:
    return "".join(text.split())

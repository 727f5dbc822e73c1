"""Numbers of headings: they must count up, and the contents repeat them, or they would be a message."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from evaluering.attack.forms import said
from evaluering.attack.found import Found, Kind
from evaluering.attack.page_tree import PageTree
from evaluering.attack.spoken_numbers import single_spaced
from evaluering.attack.wordings import Explained

_FIRST_LETTER = ord("A")


def is_ordinal(around: tuple[str, ...]) -> bool:
    """Whether a text stands where the number of a heading does: there or in the contents."""
    return around[-1:] == ("span",) and (
        around[-2:-1] in {("h2",), ("h3",)} or (around[-2:-1] == ("a",) and "nav" in around)
    )


def ordinals_of(page: PageTree) -> frozenset[str]:
    """The numbers of the page's headings, which references to them repeat."""
    headings = (one for one in page.root.iter() if one.tag in {"h2", "h3"})
    return frozenset(_text(span) for heading in headings for span in heading.findall("span"))


def check_ordinals(file: str, page: PageTree, explained: Explained) -> Iterator[Found]:
    """Every number of a heading that does not follow, and contents whose numbers are others."""
    given = [
        (one.tag, _text(span))
        for one in page.root.iter()
        if one.tag in {"h2", "h3"}
        for span in one.findall("span")
    ]
    if [text for _, text in given] != _expected(
        [tag for tag, _ in given], [text for _, text in given], explained
    ):
        yield Found(file, Kind.NUMBER, "numbers of headings")
    listed = [
        _text(span)
        for nav in page.root.iter("nav")
        for link in nav.iter("a")
        for span in link.findall("span")
    ]
    if listed and listed != [text for _, text in given]:
        yield Found(file, Kind.NUMBER, "numbers in the contents")


def _text(span: ET.Element) -> str:
    return single_spaced("".join(span.itertext()))


def _expected(tags: list[str], texts: list[str], explained: Explained) -> list[str]:
    """The numbers these headings must have: sections, their parts, and then appendices."""
    section = part = letter = 0
    found = []
    for tag, text in zip(tags, texts, strict=True):
        appendix = _appendix(letter, explained)
        if tag == "h2" and text in appendix:
            letter += 1
            found.append(text)
        elif tag == "h2":
            section, part = section + 1, 0
            found.append(str(section))
        else:
            part += 1
            found.append(f"{section}.{part}")
    return found


def _appendix(letter: int, explained: Explained) -> set[str]:
    return {
        said(form, {"letter": chr(_FIRST_LETTER + letter)}) for form in explained.message("label.appendix")
    }

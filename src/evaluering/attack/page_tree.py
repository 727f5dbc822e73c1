"""An HTML page read back as a tree, with everything that is neither element nor text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

_TO_PLACE = re.compile(r"#(?:(?:table|figure|reference|note)-\d+|[a-z_]+)")
_VOID = frozenset(
    {"meta", "br", "hr", "img", "input", "link", "col", "area", "base", "source", "wbr", "embed"}
)


@dataclass(frozen=True)
class PageTree:
    """The tree, and the lines where comments, declarations or processing instructions stand."""

    root: ET.Element
    strays: tuple[int, ...]

    def texts(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Every text with the tags around it, outermost first."""
        yield from _texts(self.root, ())


def _texts(element: ET.Element, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Texts between elements; a cross-reference or a note in its own language is part of its sentence."""
    around = (*above, element.tag)
    text = element.text or ""
    for child in element:
        if _is_reference(child, element.tag) or _is_note(child, element.tag):
            text += "".join(child.itertext()) + (child.tail or "")
            continue
        if text:
            yield around, text
        yield from _texts(child, around)
        text = child.tail or ""
    if text:
        yield around, text


def _is_reference(element: ET.Element, holder: str) -> bool:
    """Whether an element is a link in a sentence to a place of the same page, and nothing more."""
    href = element.get("href", "")
    return (element.tag, len(element), holder in {"p", "li", "figcaption"}) == (
        "a",
        0,
        True,
    ) and _TO_PLACE.fullmatch(href) is not None


def _is_note(element: ET.Element, holder: str) -> bool:
    """Whether an element holds the author's words in an item, after the day that they were told."""
    return (element.tag, element.get("class"), len(element), holder) == ("span", "told", 0, "li")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = ET.TreeBuilder()
        self.builder.start("page", {})
        self.open: list[str] = []
        self.strays: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; one that has no content is closed at once."""
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open and close an element."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element and all that was left open in it; ignore an end without a beginning."""
        while tag in self.open:
            self.builder.end(last := self.open.pop())
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.builder.data(data)

    def handle_decl(self, decl: str) -> None:
        """Any declaration but that of HTML is a stray."""
        if decl != "DOCTYPE html":
            self._stray(decl)

    def handle_comment(self, data: str) -> None:
        """A comment is a stray."""
        self._stray(data)

    def handle_pi(self, data: str) -> None:
        """A processing instruction is a stray."""
        self._stray(data)

    def unknown_decl(self, data: str) -> None:
        """A marked section is a stray."""
        self._stray(data)

    def _stray(self, _: str) -> None:
        self.strays.append(self.getpos()[0])

    def tree(self) -> PageTree:
        """What was read; what was left open is closed."""
        while self.open:
            self.builder.end(self.open.pop())
        self.builder.end("page")
        return PageTree(self.builder.close(), tuple(self.strays))


def read_page(content: str) -> PageTree:
    """Read a page; whatever a browser would mend is mended, and nothing is left out."""
    reader = _Reader()
    reader.feed(content)
    reader.close()
    return reader.tree()

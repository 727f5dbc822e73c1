"""The page as what is made of it must tell it: the same blocks, figures, headings and addresses, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree as ET

from evaluering.attack.page_tree import PageTree
from evaluering.attack.pdf_tree import Block, Figure, Point, unspaced
from evaluering.attack.spoken_numbers import single_spaced

_BLOCKS = {
    **{name: name for name in ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "th", "td", "caption")},
    "figcaption": "caption",
    "dt": "li",
    "dd": "li",
}
_UNSEEN = frozenset({"head", "svg"})
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_PATH_STEP = re.compile(r"([MLCSQTZmlcsqtz])([^A-Za-z]*)")


@dataclass(frozen=True)
class Entry(Block):
    """A block of the page; ``is_numbered`` where the PDF sets the number of a page beside it.

    ``words`` is its text with single spaces.
    """

    is_numbered: bool = False
    words: str = ""


class PaperPage:
    """What a page holds that its PDF or document shows; links to files beside the page stay behind."""

    def __init__(self, page: PageTree) -> None:
        self._root = page.root
        # A page without what every page has tells nothing, and its PDF too much.
        self.html = next(page.root.iter("html"), page.root)

    @cached_property
    def blocks(self) -> tuple[Entry, ...]:
        """Its blocks in order, none of them empty."""
        found: list[tuple[str, list[str], bool]] = []
        _collect(self.html, None, found, False)
        entries = (
            Entry(kind, unspaced("".join(texts)), numbered, single_spaced("".join(texts)))
            for kind, texts, numbered in found
        )
        return tuple(entry for entry in entries if entry.text)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Its drawings in order."""
        return tuple(_figure(drawing) for drawing in self.html.iter("svg"))

    @property
    def title(self) -> str:
        """The title of the document."""
        return single_spaced(
            "".join(text for one in self.html.findall("head/title") for text in one.itertext())
        )

    @property
    def description(self) -> str:
        """Its description."""
        metas = self.html.findall("head/meta")
        return next((one.get("content", "") for one in metas if one.get("name") == "description"), "")

    @property
    def heading(self) -> str:
        """Its first heading."""
        return next(("".join(one.itertext()) for one in self.html.iter("h1")), "")

    @cached_property
    def headings(self) -> frozenset[str]:
        """All its headings, without spaces."""
        return frozenset(
            unspaced("".join(one.itertext())) for one in self.html.iter() if re.fullmatch(r"h[1-6]", one.tag)
        )

    @cached_property
    def header_rows(self) -> frozenset[str]:
        """The header rows of its tables, without spaces: they stand again where a table goes on."""
        return frozenset(unspaced("".join(one.itertext())) for one in self.html.iter("thead"))

    @cached_property
    def ids(self) -> frozenset[str]:
        """The places in it that links lead to."""
        return frozenset(value for one in self.html.iter() if (value := one.get("id")))

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The addresses of others that it leads to."""
        links = (one.get("href", "") for one in self.html.iter("a"))
        return frozenset(link for link in links if link.startswith(("http://", "https://")))


def _collect(
    element: ET.Element, block: list[str] | None, found: list[tuple[str, list[str], bool]], in_contents: bool
) -> None:
    if element.tag in _UNSEEN or element.get("class") in {"skip", "spoken"} or leads_beside(element):
        return
    in_contents = in_contents or element.tag == "nav"
    if element.tag in _BLOCKS:
        block = []
        found.append((_BLOCKS[element.tag], block, in_contents and element.tag == "li"))
    if block is not None:
        block.append(element.text or "")
    for child in element:
        _collect(child, block, found, in_contents)
        if block is not None:
            block.append(child.tail or "")


def leads_beside(element: ET.Element) -> bool:
    """Whether an element is a link to a file beside the page."""
    target = element.get("href", "")
    return element.tag == "a" and not target.startswith(("#", "../", "http://", "https://"))


def _figure(drawing: ET.Element) -> Figure:
    spoken = [single_spaced("".join(drawing.findtext(part) or "")) for part in ("title", "desc")]
    texts = "".join(unspaced("".join(text.itertext())) for text in drawing.iter("text"))
    return Figure(" ".join(spoken), texts, tuple(_points(drawing)))


def _points(drawing: ET.Element) -> Iterator[Point]:
    for shape in drawing.iter():
        for step, rest in _PATH_STEP.findall(shape.get("d", "")):
            numbers = [float(one) for one in _NUMBERS.findall(rest)]
            yield from zip(numbers[::2], numbers[1::2], strict=step in "MLml")
        if shape.tag == "rect":
            x, y, width, height = (
                float(shape.get(name, "0").removesuffix("px")) for name in ("x", "y", "width", "height")
            )
            yield from ((x, y), (x + width, y + height))

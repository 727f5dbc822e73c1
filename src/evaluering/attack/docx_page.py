"""The page as its Word document must tell it, besides its blocks: links, tables, what it says of itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha1
from xml.etree import ElementTree as ET

from evaluering.attack.page_tree import read_page
from evaluering.attack.pdf_page import PaperPage, leads_beside
from evaluering.attack.spoken_numbers import single_spaced

_DRAWING, _DRAWN = "<svg", "</svg>"
"""How a drawing begins and ends."""
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_TEXT_WIDTH = 9638
_CHARACTER, _BESIDE, _LONGEST = 105, 200, 40
_POINT = 12700
_LONGEST_NAME = 40
_WIDEST_PICTURE, _TALLEST_PICTURE = 170 * 36000, 220 * 36000


@dataclass(frozen=True)
class Table:
    """A table: its caption, its rows cell by cell, how many of them are header rows, its columns' widths."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    headers: int
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Shown:
    """A picture: its alternate text, and its width and height in English metric units."""

    alt: str
    width: int
    height: int


class DocumentPage(PaperPage):
    """A page beside its document."""

    def __init__(self, text: str) -> None:
        super().__init__(read_page(text))
        self.drawings = tuple(_drawings(text))

    @property
    def language(self) -> str:
        """Its language."""
        return self.html.get("lang", "")

    @cached_property
    def languages(self) -> frozenset[str]:
        """Every language in it, as Word names it."""
        said = {one.get("lang", "") for one in self.html.iter()}
        return frozenset(LANGUAGES.get(one, one) for one in said)

    @cached_property
    def places(self) -> frozenset[str]:
        """Its places by the names they have in a document."""
        return frozenset(map(_place, self.ids))

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Where each link leads and what it says; the way up is none in a document."""
        links = [one for one in self.html.iter("a") if one.get("class") != "skip" and not leads_beside(one)]
        return tuple((_led(one), _words(one)) for one in links if one.get("href", "")[:3] != "../")

    @cached_property
    def outside(self) -> tuple[str, ...]:
        """The links out of it, in order."""
        return tuple(target for target, _ in self.links if not target.startswith("#"))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Its tables in order."""
        return tuple(_table(one) for one in self.html.iter("table"))

    @cached_property
    def pictures(self) -> tuple[Shown, ...]:
        """Its drawings as they are shown: as they were drawn, made smaller where they would not fit."""
        sizes = (_size(drawing) for drawing in self.drawings)
        return tuple(Shown(figure.alt, *size) for figure, size in zip(self.figures, sizes, strict=False))

    @property
    def numbered(self) -> int:
        """How many entries of lists bear a number."""
        return sum(1 for holder in self._numbered_lists for one in holder if one.tag == "li")

    @property
    def numbered_lists(self) -> int:
        """How many lists do."""
        return len(self._numbered_lists)

    @property
    def _numbered_lists(self) -> list[ET.Element]:
        """Lists that Word numbers; those of works and footnotes say their numbers in words of the page."""
        return [one for one in self.html.iter("ol") if one.get("class") not in {"references", "notes"}]

    @property
    def told(self) -> dict[str, list[tuple[str, str]]]:
        """The name and text of every entry in the parts that tell of the document."""
        metas = [(one.get("name", ""), one.get("content", "")) for one in self.html.iter("meta")]
        publisher = "; ".join(_said(metas, "dcterms.publisher"))
        core = [
            ("title", self.title),
            ("creator", "; ".join(_said(metas, "dcterms.creator")) or publisher),
            ("description", "".join(_said(metas, "description"))),
            ("language", LANGUAGES.get(self.language, "")),
            ("keywords", "; ".join(_said(metas, "dcterms.subject"))),
        ]
        return {
            "docProps/core.xml": [entry for entry in core if entry[1]],
            "docProps/app.xml": [("Company", publisher)] if publisher else [],
        }


def _drawings(text: str) -> Iterator[str]:
    start = text.find(_DRAWING)
    while start >= 0 and (end := text.find(_DRAWN, start)) >= 0:
        yield text[start : end + len(_DRAWN)]
        start = text.find(_DRAWING, end)


def _led(link: ET.Element) -> str:
    target = link.get("href", "")
    return f"#{_place(target[1:])}" if target.startswith("#") else target


def _place(name: str) -> str:
    """A place as Word can name it; one with a long name, or no letter first, is called by its digest."""
    if name[:1].isalpha() and len(name) <= _LONGEST_NAME:
        return name
    return "X" + sha1(name.encode(), usedforsecurity=False).hexdigest()[1:]


def _said(metas: list[tuple[str, str]], wanted: str) -> list[str]:
    return [content for name, content in metas if name == wanted and content]


def _words(element: ET.Element) -> str:
    """A text as it is seen: not what is there for those who hear it alone."""
    return single_spaced("".join(_seen(element)))


def _seen(element: ET.Element) -> list[str]:
    if element.get("class") == "spoken" or leads_beside(element):
        return []
    texts = [element.text or ""]
    for child in element:
        texts += [*_seen(child), child.tail or ""]
    return texts


def _table(table: ET.Element) -> Table:
    rows = tuple(tuple(_words(cell) for cell in row if cell.tag in {"th", "td"}) for row in table.iter("tr"))
    headers = sum(1 for head in table.iter("thead") for _ in head.iter("tr"))
    caption = table.find("caption")
    return Table("" if caption is None else _words(caption), rows, headers, _widths(rows))


def _widths(rows: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """The rule that documents follow: room for the longest word of a column, the rest by its longest text."""
    columns = list(zip(*rows, strict=False))
    need = [
        _room(max((len(word) for one in column for word in one.split()), default=1)) for column in columns
    ]
    want = [
        max(least, _room(-(-len(column[0]) // 3)), *(_room(min(len(one), _LONGEST)) for one in column[1:]))
        for least, column in zip(need, columns, strict=True)
    ]
    spare = _TEXT_WIDTH - sum(need)
    if sum(want) <= _TEXT_WIDTH:
        rest = [_TEXT_WIDTH * one // sum(want) for one in want[1:]]
    elif spare <= 0:
        rest = [_TEXT_WIDTH * one // sum(need) for one in need[1:]]
    else:
        more = sum(want) - sum(need)
        rest = [one + spare * (most - one) // more for one, most in zip(need, want, strict=True)][1:]
    return (_TEXT_WIDTH - sum(rest), *rest) if columns else ()


def _room(characters: int) -> int:
    return _CHARACTER * characters + _BESIDE


def _size(drawing: str) -> tuple[int, int]:
    box = _BOX.search(drawing)
    if box is None:
        return 0, 0
    width, height = float(box[1]) * _POINT, float(box[2]) * _POINT
    scale = min(1.0, _WIDEST_PICTURE / width, _TALLEST_PICTURE / height)
    return round(width * scale), round(height * scale)

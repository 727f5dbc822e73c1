"""The body of a Word document read back: its blocks, tables, links, pictures and marks, in order."""

from collections.abc import Iterator
from functools import cached_property
from xml.etree import ElementTree as ET

from evaluering.attack.docx_elements import short
from evaluering.attack.docx_page import Shown, Table
from evaluering.attack.spoken_numbers import single_spaced

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_KINDS = {
    "Title": "h1",
    "Heading1": "h2",
    "Heading2": "h3",
    "Heading3": "h4",
    "TOCHeading": "h2",
    **dict.fromkeys(("Caption", "FigureCaption"), "caption"),
    **dict.fromkeys(("TOC1", "TOC2", "TOC3", "Author", "DefinitionTerm", "Definition"), "li"),
    **dict.fromkeys(("ListBullet", "ListNumber"), "li"),
}
_BULLETS = "1"


class DocumentBody:
    """What the tree of ``word/document.xml`` holds."""

    def __init__(self, root: ET.Element) -> None:
        self._root = root

    @cached_property
    def blocks(self) -> list[tuple[str, str]]:
        """Kind as in HTML, and text with single spaces, of each paragraph that is not empty."""
        cells = {id(paragraph): kind for paragraph, kind in self._cells()}
        found = [(cells.get(id(one)) or _KINDS.get(_style(one), "p"), _text(one)) for one in self._all("p")]
        return [block for block in found if block[1]]

    def _cells(self) -> Iterator[tuple[ET.Element, str]]:
        for row in self._all("tr"):
            is_header = _is_header(row)
            for place, cell in enumerate(row.findall(f"{_W}tc")):
                kind = "th" if is_header or place == 0 else "td"
                yield from ((one, kind) for one in cell.findall(f"{_W}p"))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, their captions as they are spoken."""
        return tuple(_table(one) for one in self._all("tbl"))

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Where each link leads, within it or by the name of what is outside, and what it says."""
        return tuple((_target(one), _text(one)) for one in self._all("hyperlink"))

    @cached_property
    def pictures(self) -> tuple[Shown, ...]:
        """Its pictures as they are shown; one that contradicts itself has no size."""
        return tuple(_shown(number, one) for number, one in enumerate(self._all("drawing"), 1))

    @cached_property
    def bookmarks(self) -> list[tuple[str, str]]:
        """Number and name of each place that links lead to."""
        return [(one.get(f"{_W}id", ""), one.get(f"{_W}name", "")) for one in self._all("bookmarkStart")]

    @property
    def ends(self) -> list[str]:
        """The numbers of the places where they end."""
        return [one.get(f"{_W}id", "") for one in self._all("bookmarkEnd")]

    @property
    def languages(self) -> frozenset[str]:
        """The languages of its texts, where they are named."""
        return frozenset(one.get(f"{_W}val", "") for one in self._all("lang"))

    @property
    def instructions(self) -> list[str]:
        """What its fields are told to do."""
        return [(one.text or "").strip() for one in self._all("instrText")]

    @property
    def marks(self) -> list[str]:
        """Where fields begin, show what they came to, and end."""
        return [one.get(f"{_W}fldCharType", "") for one in self._all("fldChar")]

    @property
    def numbered(self) -> list[str]:
        """The number of the list that each entry with a number is of."""
        return [said for one in self._all("numId") if (said := one.get(f"{_W}val", "")) != _BULLETS]

    def _all(self, name: str) -> Iterator[ET.Element]:
        return self._root.iter(f"{_W}{name}")


def _style(paragraph: ET.Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def _text(holder: ET.Element) -> str:
    return single_spaced("".join(one.text or "" for one in holder.iter(f"{_W}t")))


def _is_header(row: ET.Element) -> bool:
    return row.find(f"{_W}trPr/{_W}tblHeader") is not None


def _table(table: ET.Element) -> Table:
    rows = table.findall(f"{_W}tr")
    caption = table.find(f"{_W}tblPr/{_W}tblCaption")
    grid = [one.get(f"{_W}w", "") for one in table.iter(f"{_W}gridCol")]
    cells = [[one.get(f"{_W}w", "") for one in row.iter(f"{_W}tcW")] for row in rows]
    widths = tuple(int(one) for one in grid) if all(one.isdecimal() for one in grid) else ()
    return Table(
        "" if caption is None else caption.get(f"{_W}val", ""),
        tuple(tuple(_text(cell) for cell in row.findall(f"{_W}tc")) for row in rows),
        sum(map(_is_header, rows)),
        widths if all(one == grid for one in cells) else (),
    )


def _target(link: ET.Element) -> str:
    anchor, outside = link.get(f"{_W}anchor"), link.get(f"{_R}id")
    if (anchor is None) == (outside is None):
        return ""
    return outside or f"#{anchor}"


def _shown(number: int, drawing: ET.Element) -> Shown:
    """The two places that tell of size and name must tell the same."""
    sizes = {
        (one.get("cx", ""), one.get("cy", ""))
        for one in drawing.iter()
        if short(one.tag) in {"wp:extent", "a:ext"}
    }
    names = {(one.get("id"), one.get("name")) for one in drawing.iter() if "name" in one.attrib}
    embedded = [one.get(f"{_R}embed") for one in drawing.iter(f"{_A}blip")]
    properties = drawing.find(f"{_WP}inline/{_WP}docPr")
    alt = "" if properties is None else properties.get("descr", "")
    is_one = (len(sizes), names, embedded) == (
        1,
        {(str(number), f"Picture {number}")},
        [f"picture{number}"],
    )
    size = next(iter(sizes), ("", ""))
    if not is_one or not all(one.isdecimal() for one in size):
        return Shown(alt, 0, 0)
    return Shown(alt, int(size[0]), int(size[1]))

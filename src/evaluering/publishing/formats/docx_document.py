"""The body of a Word document, mended: what pandoc 3 writes, in our styles, and nothing that we do not make.

Source: ECMA-376-1:2016 (WordprocessingML), the order of elements included.
"""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from lxml import etree

from evaluering.errors import OwnFault
from evaluering.publishing.formats.docx_parts import BULLETS, LANGUAGES, NUMBERED_LISTS
from evaluering.publishing.formats.pictures import Picture

Node = Any
"""An element of lxml, which has no types."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAMES = {"w": _W, "r": _R, "wp": _WP, "pic": _PIC, "a": _A}
_STYLES = {
    "": "BodyText",
    "Compact": "BodyText",
    "FirstParagraph": "BodyText",
    "TableCaption": "Caption",
}
TEXT_WIDTH = 9638
"""170 mm in twentieths of a point: A4 with 20 mm on either side."""
_CHARACTER, _BESIDE, _LONGEST = 105, 200, 40
"""Room for a character of a bold header, and beside a text; so many characters of a text get room at most."""
_PAGE = (
    f'<w:sectPr xmlns:w="{_W}" xmlns:r="{_R}"><w:footerReference w:type="default" r:id="footer"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1361" w:right="1134" w:bottom="1361" w:left="1134" '
    'w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)
_CONTENTS = ' TOC \\o "1-3" \\h \\z \\u '
_KINDS = {"bullet": "ListBullet"}


def mend_document(content: bytes, numbering: bytes, pictures: Sequence[Picture]) -> tuple[bytes, list[str]]:
    """The body as it is published, and the places (``r:id``) of its links out, in their order.

    ``content`` and ``numbering`` are pandoc's; ``pictures`` those it was given. Raises ``OwnFault`` for more
    numbered lists than there are numbers for, and for links within that lead nowhere.
    """
    root = etree.fromstring(content)
    for paragraph in root.iter(_w("p")):
        _restyle(paragraph)
    _number_lists(root, _kinds_of_lists(etree.fromstring(numbering)))
    for table in list(root.iter(_w("tbl"))):
        _lay_out(table)
    for number, (drawing, picture) in enumerate(zip(root.iter(_w("drawing")), pictures, strict=True), 1):
        _replace_drawing(drawing, number, picture)
    _number_bookmarks(root)
    for said in root.iter(_w("lang")):
        said.attrib.update({_w("val"): LANGUAGES.get(said.get(_w("val")), said.get(_w("val")))})
    _make_contents(root)
    _refuse_dangling(root)
    links = _number_links(root)
    _set_page(root)
    return _as_bytes(root), links


def _w(name: str) -> str:
    return f"{{{_W}}}{name}"


def _make(name: str, parent: Node = None, **attributes: str) -> Node:
    made = etree.Element(_w(name)) if parent is None else etree.SubElement(parent, _w(name))
    for key, value in attributes.items():
        made.set(_w(key), value)
    return made


def _style(paragraph: Node) -> Node:
    """Where a paragraph's style is named; made when it is not."""
    settings = paragraph.find(_w("pPr"))
    if settings is None:
        settings = etree.Element(_w("pPr"))
        paragraph.insert(0, settings)
    style = settings.find(_w("pStyle"))
    if style is None:
        style = _make("pStyle", val="")
        settings.insert(0, style)
    return style


def _restyle(paragraph: Node) -> None:
    style = _style(paragraph)
    named = style.get(_w("val"))
    ours = _STYLES.get(named, named)
    if paragraph.getparent().tag == _w("tc"):
        ours = "TableText"
    before = paragraph.getprevious()
    if ours == "BodyText" and before is not None and before.tag == _w("tbl"):
        ours = "AfterTable"
    style.set(_w("val"), ours)


def _kinds_of_lists(numbering: Node) -> Mapping[str, str]:
    """What each list of pandoc's is: "bullet", or how it is numbered."""
    shapes = {
        one.get(_w("abstractNumId")): one.find(f"{_w('lvl')}/{_w('numFmt')}").get(_w("val"))
        for one in numbering.findall(_w("abstractNum"))
    }
    return {
        one.get(_w("numId")): shapes[one.find(_w("abstractNumId")).get(_w("val"))]
        for one in numbering.findall(_w("num"))
    }


def _number_lists(root: Node, kinds: Mapping[str, str]) -> None:
    """Our own numbers: one for all bullets, and the next free one for each numbered list."""
    free, given = count(BULLETS + 1), dict[str, int]()
    for place in list(root.iter(_w("numId"))):
        named = place.get(_w("val"))
        kind = kinds[named]
        given[named] = BULLETS if kind == "bullet" else given.get(named) or next(free)
        place.set(_w("val"), str(given[named]))
        paragraph = place.getparent().getparent().getparent()
        _style(paragraph).set(_w("val"), _KINDS.get(kind, "ListNumber"))
    if max(given.values(), default=0) > BULLETS + NUMBERED_LISTS:
        raise OwnFault(
            "a report as DOCX",
            expected=f"at most {NUMBERED_LISTS} numbered lists",
            found="more",
            next_step="give numbering.xml more of them; meanwhile leave docx out of --formats",
        )


def _lay_out(table: Node) -> None:
    caption = table.find(f"{_w('tblPr')}/{_w('tblCaption')}")
    settings = table.find(_w("tblPr"))
    settings.clear()
    _make("tblStyle", settings, val="Report")
    _make("tblW", settings, w="5000", type="pct")
    look = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0"}
    _make("tblLook", settings, val="00A0", **look, noHBand="1", noVBand="1")
    if caption is not None:
        settings.append(caption)
    rows = table.findall(_w("tr"))
    widths = _widths([[_text(cell) for cell in row.findall(_w("tc"))] for row in rows])
    grid = table.find(_w("tblGrid"))
    grid.clear()
    for width in widths:
        _make("gridCol", grid, w=str(width))
    for row in rows:
        _lay_out_row(row, widths)


def _lay_out_row(row: Node, widths: Sequence[int]) -> None:
    is_header = row.find(f"{_w('trPr')}/{_w('tblHeader')}") is not None
    for old in row.findall(_w("trPr")):
        row.remove(old)
    settings = etree.Element(_w("trPr"))
    row.insert(0, settings)
    _make("cantSplit", settings)
    if is_header:
        _make("tblHeader", settings)
    for cell, width in zip(row.findall(_w("tc")), widths, strict=True):
        for old in cell.findall(_w("tcPr")):
            cell.remove(old)
        within = etree.Element(_w("tcPr"))
        cell.insert(0, within)
        _make("tcW", within, w=str(width), type="dxa")


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """So wide that no word is broken, where the page allows; the rest goes to columns with longer texts.

    The first column takes what is left by rounding.
    """
    columns = [_room(column) for column in zip(*rows, strict=True)]
    least, whole = sum(need for need, _ in columns), sum(want for _, want in columns)
    if whole <= TEXT_WIDTH:
        widths = [TEXT_WIDTH * want // whole for _, want in columns]
    elif least >= TEXT_WIDTH:
        widths = [TEXT_WIDTH * need // least for need, _ in columns]
    else:
        spare = TEXT_WIDTH - least
        widths = [need + spare * (want - need) // (whole - least) for need, want in columns]
    widths[0] += TEXT_WIDTH - sum(widths)
    return widths


def _room(column: Sequence[str]) -> tuple[int, int]:
    """What a column needs for its longest word, and what it would have for its longest text."""
    words = [len(word) for text in column for word in text.split()]
    texts = [min(len(text), _LONGEST) for text in column[1:]]
    longest = max(words, default=1)
    # A header may go over three lines.
    wanted = max([longest, -(-len(column[0]) // 3), *texts])
    return _CHARACTER * longest + _BESIDE, _CHARACTER * wanted + _BESIDE


def _text(node: Node) -> str:
    return " ".join("".join(one.text or "" for one in node.iter(_w("t"))).split())


def _replace_drawing(drawing: Node, number: int, picture: Picture) -> None:
    """Our own frame around a picture: pandoc's repeats the whole picture in an attribute."""
    (old,) = drawing.iter(f"{{{_WP}}}docPr")
    size = f'cx="{picture.width}" cy="{picture.height}"'
    name = f'id="{number}" name="Picture {number}"'
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _NAMES.items())
    made = etree.fromstring(
        f'<wp:inline {spaces} distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {name}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_PIC}"><pic:pic><pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="picture{number}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline>"
    )
    made.find(f"{{{_WP}}}docPr").set("descr", old.get("descr"))
    drawing[:] = [made]


def _number_bookmarks(root: Node) -> None:
    numbers: dict[str, str] = {}
    for start in root.iter(_w("bookmarkStart")):
        numbers[start.get(_w("id"))] = str(len(numbers))
        start.set(_w("id"), numbers[start.get(_w("id"))])
    for end in root.iter(_w("bookmarkEnd")):
        end.set(_w("id"), numbers[end.get(_w("id"))])


def _refuse_dangling(root: Node) -> None:
    places = {one.get(_w("name")) for one in root.iter(_w("bookmarkStart"))}
    anchors = {one.get(_w("anchor")) for one in root.iter(_w("hyperlink"))} - {None}
    if anchors - places:
        raise OwnFault(
            "a report as DOCX",
            expected="a place in the document for each link within it",
            found=f"{len(anchors - places)} links that lead nowhere",
            next_step="mend the template or docx_html.py; meanwhile leave docx out of --formats",
        )


def _make_contents(root: Node) -> None:
    """The entries of the contents as a field: they are there at once, and Word can bring them up to date."""
    entries = [one for one in root.iter(_w("p")) if _style(one).get(_w("val")).startswith("TOC")]
    entries = [one for one in entries if _style(one).get(_w("val")) != "TOCHeading"]
    if not entries:
        return
    first, last = entries[0], entries[-1]
    parts = [_field("begin"), _instruction(_CONTENTS), _field("separate")]
    first[1:1] = parts
    last.append(_field("end"))


def _field(kind: str) -> Node:
    run = _make("r")
    _make("fldChar", run, fldCharType=kind)
    return run


def _instruction(text: str) -> Node:
    run = _make("r")
    said = _make("instrText", run)
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    said.text = text
    return run


def _number_links(root: Node) -> list[str]:
    places = []
    for link in root.iter(_w("hyperlink")):
        if f"{{{_R}}}id" in link.attrib:
            places.append(link.get(f"{{{_R}}}id"))
            link.set(f"{{{_R}}}id", f"link{len(places)}")
    return places


def _set_page(root: Node) -> None:
    body = root.find(_w("body"))
    for old in body.findall(_w("sectPr")):
        body.remove(old)
    body.append(etree.fromstring(_PAGE))


def _as_bytes(root: Node) -> bytes:
    for element in root.iter():
        # Pandoc's line breaks between elements; no text stands there.
        if element.tag != _w("t") and element.tag != _w("instrText"):
            element.text = None
        element.tail = None
    etree.cleanup_namespaces(root, top_nsmap=_NAMES)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return made

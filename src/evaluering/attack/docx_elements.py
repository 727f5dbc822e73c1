"""What the body of a Word document is made of: elements, what each may stand in, and its attributes' values.

Whatever is not listed is a finding: remarks, tracked changes, hidden text, other fields, boxes and objects.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_PARENTS = {
    "w:document": "",
    "w:body": "w:document",
    "w:p": "w:body w:tc",
    "w:pPr": "w:p",
    "w:pStyle w:numPr w:jc": "w:pPr",
    "w:ilvl w:numId": "w:numPr",
    "w:r": "w:p w:hyperlink",
    "w:rPr w:t w:br w:drawing w:fldChar w:instrText": "w:r",
    "w:rStyle w:b w:bCs w:i w:iCs w:vertAlign w:lang": "w:rPr",
    "w:hyperlink": "w:p",
    "w:bookmarkStart w:bookmarkEnd": "w:body w:p",
    "w:tbl w:sectPr": "w:body",
    "w:tblPr w:tblGrid w:tr": "w:tbl",
    "w:tblStyle w:tblW w:tblLook w:tblCaption": "w:tblPr",
    "w:gridCol": "w:tblGrid",
    "w:trPr w:tc": "w:tr",
    "w:cantSplit w:tblHeader": "w:trPr",
    "w:tcPr": "w:tc",
    "w:tcW": "w:tcPr",
    "w:footerReference w:pgSz w:pgMar": "w:sectPr",
    "wp:inline": "w:drawing",
    "wp:extent wp:docPr wp:cNvGraphicFramePr a:graphic": "wp:inline",
    "a:graphicFrameLocks": "wp:cNvGraphicFramePr",
    "a:graphicData": "a:graphic",
    "pic:pic": "a:graphicData",
    "pic:nvPicPr pic:blipFill pic:spPr": "pic:pic",
    "pic:cNvPr pic:cNvPicPr": "pic:nvPicPr",
    "a:blip a:stretch": "pic:blipFill",
    "a:fillRect": "a:stretch",
    "a:xfrm a:prstGeom": "pic:spPr",
    "a:off a:ext": "a:xfrm",
    "a:avLst": "a:prstGeom",
}
"""Elements by what they may stand in."""
_STYLES = (
    "AfterTable Author BlockText BodyText Caption Definition DefinitionTerm Figure FigureCaption Heading1 "
    "Heading2 Heading3 Lead ListBullet ListNumber Note Study Subtitle TableText Title TOC1 TOC2 TOC3 "
    "TOCHeading"
)
_ANY = r"(?s:.*)"
"""Read and compared elsewhere."""
_VALUES: Mapping[str, Mapping[str, str]] = {
    "w:pStyle": {"w:val": _STYLES.replace(" ", "|")},
    "w:ilvl": {"w:val": "[0-2]"},
    "w:numId": {"w:val": _ANY},
    "w:jc": {"w:val": "left|right"},
    "w:rStyle": {"w:val": "Hyperlink"},
    "w:vertAlign": {"w:val": "superscript|subscript"},
    "w:lang": {"w:val": _ANY},
    "w:t": {"xml:space": "preserve"},
    "w:instrText": {"xml:space": "preserve"},
    "w:hyperlink": {"w:anchor": _ANY, "r:id": _ANY},
    "w:bookmarkStart": {"w:id": _ANY, "w:name": _ANY},
    "w:bookmarkEnd": {"w:id": _ANY},
    "w:fldChar": {"w:fldCharType": "begin|separate|end"},
    "w:tblStyle": {"w:val": "Report"},
    "w:tblW": {"w:w": "5000", "w:type": "pct"},
    "w:tblLook": {
        "w:val": "00A0",
        **{f"w:{name}": "1" for name in ("firstRow", "firstColumn", "noHBand", "noVBand")},
        **{f"w:{name}": "0" for name in ("lastRow", "lastColumn")},
    },
    "w:tblCaption": {"w:val": _ANY},
    "w:gridCol": {"w:w": _ANY},
    "w:tcW": {"w:w": _ANY, "w:type": "dxa"},
    "w:footerReference": {"w:type": "default", "r:id": "footer"},
    "w:pgSz": {"w:w": "11906", "w:h": "16838"},
    "w:pgMar": {
        **{f"w:{name}": "1361" for name in ("top", "bottom")},
        **{f"w:{name}": "1134" for name in ("left", "right")},
        **{f"w:{name}": "709" for name in ("header", "footer")},
        "w:gutter": "0",
    },
    "wp:inline": dict.fromkeys(("distT", "distB", "distL", "distR"), "0"),
    "wp:extent": {"cx": _ANY, "cy": _ANY},
    "wp:docPr": {"id": _ANY, "name": _ANY, "descr": _ANY},
    "a:graphicFrameLocks": {"noChangeAspect": "1"},
    "a:graphicData": {"uri": "http://schemas.openxmlformats.org/drawingml/2006/picture"},
    "pic:cNvPr": {"id": _ANY, "name": _ANY},
    "a:blip": {"r:embed": _ANY},
    "a:off": {"x": "0", "y": "0"},
    "a:ext": {"cx": _ANY, "cy": _ANY},
    "a:prstGeom": {"prst": "rect"},
}
"""The attributes of elements, each with what it may be; others have none."""
_WITHIN = {tag: holders.split() for tags, holders in _PARENTS.items() for tag in tags.split()}


def short(name: str) -> str:
    """The name of an element or attribute with the usual prefix of its namespace."""
    space, _, local = name.removeprefix("{").rpartition("}")
    return f"{_PREFIXES.get(space, space)}:{local}" if space else local


def strange_elements(root: ET.Element) -> Iterator[str]:
    """The elements that no document of ours holds, or not there, or not with these attributes or texts."""
    if short(root.tag) != "w:document":
        yield "the body"
    yield from _attributes(root)
    for holder in root.iter():
        if not _is_silent(holder):
            yield f"a text in {_named(holder)}"
        for element in holder:
            if short(holder.tag) not in _WITHIN.get(short(element.tag), ()):
                yield _named(element)
            yield from _attributes(element)


def _attributes(element: ET.Element) -> Iterator[str]:
    allowed = _VALUES.get(short(element.tag), {})
    for name, value in element.attrib.items():
        pattern = allowed.get(short(name))
        if pattern is None or not re.fullmatch(pattern, value):
            yield f"an attribute of {_named(element)}"


def _is_silent(element: ET.Element) -> bool:
    """Whether text stands only where text is read."""
    tails = any(child.tail for child in element)
    return not tails and (not element.text or short(element.tag) in {"w:t", "w:instrText"})


def _named(element: ET.Element) -> str:
    """An element's name where it is a known one; others may themselves be what leaks."""
    name = short(element.tag)
    return name if name in _WITHIN else "another element"

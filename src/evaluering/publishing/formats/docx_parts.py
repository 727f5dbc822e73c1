"""The parts of a Word document beside its body, and the package they lie in.

Packed without compression: the same parts are then the same bytes whatever compresses elsewhere, and nothing
can lie hidden in how they are packed. Source: ECMA-376-2:2021 (Open Packaging Conventions).
"""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from evaluering.publishing.formats.pictures import Picture

Parts = Mapping[str, bytes]
LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
"""The written forms of pages as Word names them."""
BULLETS, NUMBERED_LISTS = 1, 60
"""Number of the one list with bullets, and how many numbered ones there may be after it."""
_WRITTEN_IN = LANGUAGES["nb"]
_BEGAN = (1980, 1, 1, 0, 0, 0)
"""The first moment a package can tell of, for those that tell of none."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_LEVELS = 3
_INDENT = 340
_SIGNS = ("\u2022", "\u2013", "\u2022")


@cache
def fixed_parts(language: str) -> Parts:
    """The parts that are the same in every document in a ``language`` (nb, nn or en)."""
    return {
        "[Content_Types].xml": _own("content_types.xml"),
        "_rels/.rels": _own("package.rels"),
        "word/footer.xml": _own("footer.xml"),
        "word/numbering.xml": _numbering(),
        "word/settings.xml": _in_language(_own("settings.xml"), language),
        "word/styles.xml": _in_language(_own("styles.xml"), language),
    }


def digests_of_parts(language: str) -> dict[str, str]:
    """The digest of each of them by name, for those who read documents back."""
    return {name: sha256(content).hexdigest() for name, content in fixed_parts(language).items()}


def told_parts(root: ET.Element) -> Parts:
    """What a document says of itself, as the head of its page ``root`` says it; no day and no other name."""
    metas = [(one.get("name", ""), one.get("content", "")) for one in root.iter("meta")]
    publisher = "; ".join(_said(metas, "dcterms.publisher"))
    core = {
        "dc:title": (root.findtext("head/title") or "").strip(),
        "dc:creator": "; ".join(_said(metas, "dcterms.creator")) or publisher,
        "dc:description": "".join(_said(metas, "description")),
        "dc:language": LANGUAGES.get(root.get("lang", ""), ""),
        "cp:keywords": "; ".join(_said(metas, "dcterms.subject")),
    }
    properties = ET.Element("cp:coreProperties", {f"xmlns:{name}": space for name, space in _CORE.items()})
    for name, text in core.items():
        if text:
            ET.SubElement(properties, name).text = text
    extended = ET.Element("Properties", {"xmlns": _EXTENDED})
    if publisher:
        ET.SubElement(extended, "Company").text = publisher
    return {"docProps/app.xml": _as_bytes(extended), "docProps/core.xml": _as_bytes(properties)}


def parts_beside(links: Sequence[str], pictures: Sequence[Picture]) -> Parts:
    """The pictures, and what the body leads to: its ``links`` out of the document among them."""
    names = [f"picture{number}" for number in range(1, len(pictures) + 1)]
    leads = ET.Element(
        "Relationships", {"xmlns": "http://schemas.openxmlformats.org/package/2006/relationships"}
    )
    for name in ("styles", "settings", "numbering", "footer"):
        _lead(leads, name, name, f"{name}.xml")
    for name in names:
        _lead(leads, name, "image", f"media/{name}.png")
    for number, link in enumerate(links, 1):
        _lead(leads, f"link{number}", "hyperlink", link).set("TargetMode", "External")
    drawn = zip(names, pictures, strict=True)
    return {
        "word/_rels/document.xml.rels": _as_bytes(leads),
        **{f"word/media/{name}.png": picture.png for name, picture in drawn},
    }


def packed(parts: Parts) -> bytes:
    """The parts as a package, in the order of their names."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as package:
        for name in sorted(parts):
            entry = ZipInfo(name, _BEGAN)
            entry.create_system = 0
            package.writestr(entry, parts[name])
    return stream.getvalue()


def _own(name: str) -> bytes:
    return (files("evaluering.publishing.formats") / "word" / name).read_bytes()


def _in_language(content: bytes, language: str) -> bytes:
    return content.replace(_WRITTEN_IN.encode(), LANGUAGES.get(language, _WRITTEN_IN).encode())


def _said(metas: Sequence[tuple[str, str]], wanted: str) -> list[str]:
    return [content for name, content in metas if name == wanted and content]


def _lead(leads: ET.Element, name: str, kind: str, target: str) -> ET.Element:
    return ET.SubElement(leads, "Relationship", {"Id": name, "Type": f"{_OFFICE}/{kind}", "Target": target})


def _numbering() -> bytes:
    """One list with bullets, and numbered ones that each begin at 1."""
    bullets = "".join(_level(depth, "bullet", sign) for depth, sign in enumerate(_SIGNS))
    numbers = "".join(_level(depth, "decimal", f"%{depth + 1}.") for depth in range(_LEVELS))
    shapes = (
        f'<w:abstractNum w:abstractNumId="{one}"><w:multiLevelType w:val="multilevel"/>{levels}'
        "</w:abstractNum>"
        for one, levels in enumerate((bullets, numbers))
    )
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = (
        f'<w:num w:numId="{one}"><w:abstractNumId w:val="{int(one > BULLETS)}"/>{start * (one > BULLETS)}'
        "</w:num>"
        for one in range(BULLETS, BULLETS + NUMBERED_LISTS + 1)
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = "".join((*shapes, *lists))
    return f'{_HEAD}<w:numbering xmlns:w="{space}">{inner}</w:numbering>\n'.encode()


def _level(depth: int, kind: str, sign: str) -> str:
    left = _INDENT * (depth + 1)
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
    )


def _as_bytes(root: ET.Element) -> bytes:
    return (_HEAD + ET.tostring(root, encoding="unicode") + "\n").encode()

"""The package of a Word document read back: its parts, and whether it is packed as ours are."""

import io
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

_BEGAN = (1980, 1, 1, 0, 0, 0)
_SPACE = re.compile(rb"""\sxmlns(?::\w+)?\s*=\s*["']([^"']*)["']""")
_OOXML = "http://schemas.openxmlformats.org"
_SPACES = frozenset(
    {
        f"{_OOXML}/wordprocessingml/2006/main",
        f"{_OOXML}/officeDocument/2006/relationships",
        f"{_OOXML}/officeDocument/2006/extended-properties",
        f"{_OOXML}/package/2006/relationships",
        f"{_OOXML}/package/2006/metadata/core-properties",
        f"{_OOXML}/drawingml/2006/main",
        f"{_OOXML}/drawingml/2006/picture",
        f"{_OOXML}/drawingml/2006/wordprocessingDrawing",
        "http://purl.org/dc/elements/1.1/",
    }
)
Parts = Mapping[str, bytes]


class UnreadableDocx(Exception):
    """A document that cannot be read back, or is not packed as ours are."""


def read_package(content: bytes) -> Parts:
    """The parts by name. Raises ``UnreadableDocx`` for what is no package, and for one that is packed.

    Ours are stored as they are: nothing lies before, between or behind the parts, and nothing unfolds.
    """
    try:
        with ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if any(one.compress_type != ZIP_STORED for one in entries):
                raise UnreadableDocx
            parts = {one.filename: package.read(one) for one in entries}
    except (BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        raise UnreadableDocx from None
    return parts


def is_packed_as_ours(content: bytes, parts: Parts) -> bool:
    """Whether the same bytes come of packing the parts again: in order, without days, names or remarks."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as package:
        for name in sorted(parts):
            entry = ZipInfo(name, _BEGAN)
            entry.create_system = 0
            package.writestr(entry, parts[name])
    return stream.getvalue() == content


def read_part(content: bytes) -> ET.Element:
    """A part as a tree. Raises ``UnreadableDocx`` for one that is none.

    What a tree does not show is refused with it: comments, instructions, declarations and foreign namespaces.
    """
    spaces = {one.decode("utf-8", errors="replace") for one in _SPACE.findall(content)}
    if b"<!" in content or content.count(b"<?") != 1 or spaces - _SPACES:
        raise UnreadableDocx
    try:
        root: ET.Element = fromstring(content)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError):
        raise UnreadableDocx from None
    return root


def readable_docx(content: bytes) -> bytes:
    """Every text and value of a document as lines, for whoever looks for traces; no picture."""
    try:
        parts = read_package(content)
    except UnreadableDocx:
        return content
    lines = (line for name, part in parts.items() for line in (name, *_lines(name, part)))
    return "\n".join(lines).encode("utf-8")


def _lines(name: str, part: bytes) -> Iterator[str]:
    if name.endswith(".png"):
        return
    try:
        root: ET.Element = fromstring(part)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError):
        yield part.decode("utf-8", errors="replace")
        return
    # Paragraph by paragraph: runs split a text anywhere.
    for element in root.iter():
        yield from element.attrib.values()
        if element.tag.endswith("}p"):
            yield "".join(element.itertext())
    yield from (text for text in root.itertext() if text.strip())

"""What an Excel workbook says outside its cells: properties, names, notes, headers, links, text boxes."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder

_ATTRIBUTES = ("prompt", "promptTitle", "error", "errorTitle", "display", "tooltip", "location")
"""Attributes of a sheet that people write in: what a cell asks for, and what a link says."""
_PROPERTIES = ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category")


def workbook_metadata(content: bytes) -> tuple[tuple[str, str], ...]:
    """Each text outside the cells with the kind of its place, in the order of the parts' names.

    Places never hold a word of the file. XML that cannot be parsed raises what the parser raises.
    """
    found: list[tuple[str, str]] = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            if name.endswith((".xml", ".rels", ".vml")):
                found += _part(name, package.read(name))
    return tuple((place, text.strip()) for place, text in found if text.strip())


def _part(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    if name.startswith("docProps/"):
        yield from _properties(content)
    elif name == "xl/workbook.xml":
        yield from _names(content)
    elif name.endswith(".rels"):
        yield from (("hyperlink", element.get("Target") or "") for element in _elements(content))
    elif "omments" in name or name.startswith("xl/persons/"):
        yield from _everything("cell note", content)
    elif name.startswith("xl/worksheets/"):
        yield from _sheet(content)
    elif name.startswith(("xl/drawings/", "xl/charts/")) and name.endswith(".xml"):
        yield from (("text box", element.text or "") for element in _elements(content))
    elif name.startswith(("xl/tables/", "customXml/")):
        yield from _everything("table or custom part", content)


def _properties(content: bytes) -> Iterator[tuple[str, str]]:
    for element in _elements(content):
        tag = _tag(element)
        yield f"document property {tag}" if tag in _PROPERTIES else "document property", element.text or ""
        yield "document property", element.get("name") or ""


def _names(content: bytes) -> Iterator[tuple[str, str]]:
    sheets = names = 0
    for element in _elements(content):
        if _tag(element) == "sheet":
            sheets += 1
            yield f"name of sheet {sheets}", element.get("name") or ""
        elif _tag(element) == "definedName":
            names += 1
            yield f"defined name {names}", element.get("name") or ""
            yield f"defined name {names}", f"{element.get('comment') or ''} {element.text or ''}"


def _sheet(content: bytes) -> Iterator[tuple[str, str]]:
    for element in _beside_cells(content):
        tag = _tag(element)
        if tag.endswith(("Header", "Footer")):
            yield "header or footer", element.text or ""
        elif tag.startswith("formula"):
            yield "validation of cells", element.text or ""
        yield from (("words on cells", element.get(name) or "") for name in _ATTRIBUTES)


def _everything(place: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The text of each element as one, and each attribute that is no reference of the format's own."""
    for element in _elements(content):
        yield place, element.text or ""
        yield from ((place, value) for name, value in element.attrib.items() if not name.endswith("id"))
        if _tag(element) in ("comment", "threadedComment"):
            # A number may be broken over runs of different type.
            yield place, "".join(element.itertext())


def _elements(content: bytes) -> Iterator[Element]:
    from defusedxml import ElementTree

    yield from ElementTree.fromstring(content).iter()


def _beside_cells(content: bytes) -> Iterator[Element]:
    """The elements of a sheet but for its rows, which are most of it and are read elsewhere."""
    from defusedxml import ElementTree

    parser = ElementTree.XMLParser(target=_BesideCells())
    parser.feed(content)
    yield from parser.close().iter()


class _BesideCells:
    """Builds the tree of a sheet, and nothing of what is in its rows: what a parser hands over to."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._depth = 0
        """How many elements are open, from the one that holds the rows inwards."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._depth or _local(tag) == "sheetData":
            self._depth += 1
        else:
            self._builder.start(tag, attributes)

    def data(self, text: str) -> None:
        """Text between tags."""
        if not self._depth:
            self._builder.data(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._depth:
            self._depth -= 1
        else:
            self._builder.end(tag)

    def close(self) -> Element:
        """The root element; all are closed."""
        return self._builder.close()


def _tag(element: Element) -> str:
    return _local(str(element.tag))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]

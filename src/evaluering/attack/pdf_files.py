"""A report's PDF against its page, which is attacked itself: it must tell the same, and hold nothing else."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
from defusedxml.ElementTree import fromstring

from evaluering.attack.found import Found, Kind
from evaluering.attack.page_tree import PageTree
from evaluering.attack.pdf_page import Entry, PaperPage
from evaluering.attack.pdf_tree import Block, Figure, PdfTree, UnreadablePdf, read_pdf, strings_of, unspaced

_PRODUCER = re.compile(r"WeasyPrint \d+(?:\.\d+)*")
_CELL_NAME = re.compile(r"\d+(?:-\d+){2,3}")
_ROOT_NAMES = "Type Pages Lang Outlines StructTreeRoot ViewerPreferences MarkInfo Metadata Names"
_RUNNING_NAMES = (
    "JS JavaScript AA OpenAction EmbeddedFiles EF AF RF Launch SubmitForm GoToR AcroForm RichMedia PieceInfo "
    "Collection OCProperties Movie Sound Thumb Perms Encrypt"
)
_ROOT = frozenset(f"/{name}" for name in _ROOT_NAMES.split())
_RUNNING = frozenset(f"/{name}" for name in _RUNNING_NAMES.split())
_INFORMATION = frozenset({"/Title", "/Subject", "/Producer"})
_FONTS = frozenset({"Noto Sans", "DejaVu Sans", "Identity", "Adobe"})
"""What fonts say of themselves."""
_FAR = 0.01
"""Points of a drawing that differ by less are the same."""


def check_pdf(file: str, content: bytes, page: PageTree) -> Iterator[Found]:
    """Every text, figure, bookmark, address and entry of a PDF that its ``page`` does not explain."""
    try:
        tree = read_pdf(content)
    except UnreadablePdf:
        yield Found(file, Kind.UNREADABLE)
        return
    paper = PaperPage(page)
    if content.count(b"%%EOF") != 1 or not content.endswith(b"%%EOF\n"):
        yield Found(file, Kind.ELEMENT, "after the end")
    if tree.strange or tree.loose:
        yield Found(file, Kind.ELEMENT, "drawn beside the structure")
    yield from _texts(file, tree, paper)
    yield from _figures(file, tree.figures, paper.figures)
    yield from _entries(file, tree.pdf, paper)
    yield from _metadata(file, tree.pdf, paper)


def readable(content: bytes) -> bytes:
    """Every text of a PDF as lines, for whoever looks for traces; none when it cannot be read."""
    try:
        return read_pdf(content).readable.encode("utf-8")
    except UnreadablePdf:
        return b""


def _texts(file: str, tree: PdfTree, paper: PaperPage) -> Iterator[Found]:
    shown = [block for block in tree.blocks if block.text]
    for place, entry in enumerate(paper.blocks, 1):
        text = _taken(shown, entry)
        if not _is_entry(text, entry, tree.pages):
            yield Found(file, _kind(text + entry.text), f"block {place} of the page")
            return
    if shown:
        yield Found(file, _kind(shown[0].text), "after the page's last block")
    for number, texts in enumerate(tree.artifacts, 1):
        said, head = unspaced("".join(texts)), "" if number == 1 else unspaced(paper.heading)
        repeated = said.removesuffix(f"{head}{number}/{tree.pages}")
        if repeated == said or repeated not in {"", *paper.header_rows}:
            yield Found(file, _kind(said), f"head or foot of page {number}")


def _taken(shown: list[Block], entry: Entry) -> str:
    """The text of the next block, with what of it stands on the following pages."""
    if not shown:
        return ""
    text, kind = shown[0].text, shown.pop(0).kind
    while shown and text != entry.text and entry.text.startswith(text) and shown[0].kind == kind:
        text += shown.pop(0).text
    return text if kind == entry.kind else ""


def _is_entry(text: str, entry: Entry, pages: int) -> bool:
    if not entry.is_numbered or text == entry.text:
        return text == entry.text
    number = text.removeprefix(entry.text)
    return text.startswith(entry.text) and number.isdecimal() and 1 <= int(number) <= pages


def _kind(text: str) -> Kind:
    return Kind.NUMBER if any(one.isnumeric() for one in text) else Kind.TEXT


def _figures(file: str, shown: Sequence[Figure], drawn: Sequence[Figure]) -> Iterator[Found]:
    if len(shown) != len(drawn):
        yield Found(file, Kind.ELEMENT, "a figure more or less than on the page")
        return
    for number, (one, other) in enumerate(zip(shown, drawn, strict=True), 1):
        place = f"figure {number} of the page"
        if one.alt != other.alt or one.texts != other.texts:
            yield Found(file, _kind(one.alt + one.texts), place)
        known = {(round(x, 1), round(y, 1)) for x, y in other.points} | {(0.0, 0.0)}
        if not all(_is_among(point, known) for point in one.points):
            yield Found(file, Kind.COORDINATE, place)


def _is_among(point: tuple[float, float], known: set[tuple[float, float]]) -> bool:
    x, y = point
    return any(
        (round(x + across, 1), round(y + down, 1)) in known
        for across in (-_FAR, 0.0, _FAR)
        for down in (-_FAR, 0.0, _FAR)
    )


def _entries(file: str, pdf: pikepdf.Pdf, paper: PaperPage) -> Iterator[Found]:
    if not set(pdf.Root.keys()) <= _ROOT or set(pdf.Root.Names.keys()) - {"/Dests"}:
        yield Found(file, Kind.ELEMENT, "the document's own entries")
    if any(_RUNNING & _names(node) for node in pdf.objects):
        yield Found(file, Kind.SCRIPT)
    links = [note for page in pdf.pages for note in page.get("/Annots", [])]
    if not all(_is_link(note, paper) for note in links):
        yield Found(file, Kind.ADDRESS)
    alts = {figure.alt for figure in paper.figures}
    known = {*_FONTS, *alts, *paper.ids, *paper.addresses, paper.title, paper.description}
    for text in strings_of(pdf):
        plain = text in known or unspaced(text) in paper.headings or _CELL_NAME.fullmatch(text)
        if not (
            plain or _PRODUCER.fullmatch(text) or _is_note(text, paper) or text == paper.html.get("lang")
        ):
            yield Found(file, _kind(text), "a text of an entry")


def _names(node: Any) -> set[str]:
    """The keys of a dictionary, with those of what lies directly in it, and the names they hold."""
    if isinstance(node, pikepdf.Array):
        return {name for one in node for name in _names(one) if not _is_own(one)}
    if isinstance(node, pikepdf.Name):
        return {str(node)}
    if not isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
        return set()
    held = {name for _, one in node.items() if not _is_own(one) for name in _names(one)}
    return held | set(node.keys())


def _is_own(node: Any) -> bool:
    return isinstance(node, pikepdf.Object) and node.is_indirect


def _is_link(note: Any, paper: PaperPage) -> bool:
    if note.Subtype != "/Link" or "/A" not in note:
        return note.Subtype == "/Link" and str(note.get("/Dest", "")) in paper.ids
    return note.A.get("/S") == "/URI" and str(note.A.URI) in paper.addresses


def _is_note(text: str, paper: PaperPage) -> bool:
    """Whether a text says what a link says."""
    return any(text.strip() == "".join(link.itertext()).strip() for link in paper.html.iter("a"))


def _metadata(file: str, pdf: pikepdf.Pdf, paper: PaperPage) -> Iterator[Found]:
    information = {name: str(value) for name, value in pdf.trailer.get("/Info", {}).items()}
    wanted = {"/Title": paper.title, "/Subject": paper.description}
    if set(information) != _INFORMATION or any(information[name] != text for name, text in wanted.items()):
        yield Found(file, Kind.ELEMENT, "the document's information")
    if str(pdf.Root.get("/Lang", "")) != paper.html.get("lang"):
        yield Found(file, Kind.ATTRIBUTE, "the document's language")
    known = {paper.title, paper.description, "1", "x-default", ""}
    for text in _spoken(pdf.Root.Metadata.read_bytes()):
        if text not in known and not _PRODUCER.fullmatch(text):
            yield Found(file, _kind(text), "the document's metadata")


def _spoken(content: bytes) -> Iterator[str]:
    try:
        root: ET.Element = fromstring(content)
    except ET.ParseError:
        yield "unreadable"
        return
    for element in root.iter():
        yield from ((element.text or "").strip(), (element.tail or "").strip(), *element.attrib.values())

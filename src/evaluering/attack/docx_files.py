"""A report's Word document against its page, which is attacked itself: it must tell the same, and no more."""

from collections.abc import Iterator
from hashlib import sha256

from evaluering.attack.docx_body import DocumentBody
from evaluering.attack.docx_elements import strange_elements
from evaluering.attack.docx_package import (
    Parts,
    UnreadableDocx,
    is_packed_as_ours,
    read_package,
    read_part,
    readable_docx,
)
from evaluering.attack.docx_page import DocumentPage
from evaluering.attack.docx_pictures import can_draw, drawn_again
from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Known

__all__ = ["check_docx", "readable_docx"]
_BODY, _LEADS = "word/document.xml", "word/_rels/document.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIXED_LEADS = ("styles", "settings", "numbering", "footer")
_CONTENTS = 'TOC \\o "1-3" \\h \\z \\u'
_FIRST_NUMBERED = 2


def check_docx(file: str, content: bytes, text: str, known: Known) -> Iterator[Found]:
    """Every text, table, picture, link, property and part of a document that its page does not explain.

    ``text`` is the page. Pictures are drawn again from it and compared byte by byte; raises ``CannotDraw``
    when that cannot be done here.
    """
    page = DocumentPage(text)
    if page.drawings:
        can_draw(known.record.libraries.get("resvg-py", ""))
    try:
        parts = read_package(content)
        if not is_packed_as_ours(content, parts):
            yield Found(file, Kind.ELEMENT, "how it is packed")
        yield from _parts(file, parts, page, known)
        yield from _told(file, parts, page)
        yield from _leads(file, parts, page)
        root = read_part(parts[_BODY])
    except (UnreadableDocx, KeyError):
        yield Found(file, Kind.UNREADABLE)
        return
    for place in sorted(set(strange_elements(root))):
        yield Found(file, Kind.ELEMENT, place)
    yield from _body(file, DocumentBody(root), page)
    yield from _pictures(file, parts, page)


def _parts(file: str, parts: Parts, page: DocumentPage, known: Known) -> Iterator[Found]:
    fixed = known.document_parts.get(page.language, {})
    pictures = {_picture(number) for number in range(1, len(page.drawings) + 1)}
    wanted = {*fixed, *pictures, *page.told, _BODY, _LEADS}
    if set(parts) - wanted:
        yield Found(file, Kind.UNKNOWN_FILE, "a part of the document")
    if wanted - set(parts):
        yield Found(file, Kind.MISSING_FILE, "a part of the document")
    for name, digest in fixed.items():
        if name in parts and sha256(parts[name]).hexdigest() != digest:
            yield Found(file, Kind.STYLE, name)


def _picture(number: int) -> str:
    return f"word/media/picture{number}.png"


def _told(file: str, parts: Parts, page: DocumentPage) -> Iterator[Found]:
    for name, entries in page.told.items():
        root = read_part(parts[name])
        said = [(one.tag.rpartition("}")[2], one.text or "") for one in root]
        inner = any(one.attrib or one.tail or len(one) for one in root)
        if said != entries or inner or root.attrib or root.text:
            yield Found(file, _kind("".join(root.itertext())), "what the document says of itself")


def _leads(file: str, parts: Parts, page: DocumentPage) -> Iterator[Found]:
    wanted = [(name, name, f"{name}.xml", None) for name in _FIXED_LEADS]
    names = [f"picture{number}" for number in range(1, len(page.drawings) + 1)]
    wanted += [(name, "image", f"media/{name}.png", None) for name in names]
    outside = [(f"link{number}", "hyperlink", target) for number, target in enumerate(page.outside, 1)]
    expected = [_lead(*one) for one in wanted] + [_lead(*one, "External") for one in outside]
    root = read_part(parts[_LEADS])
    said = [(dict(one.attrib), one.text, one.tail, len(one)) for one in root]
    if said != [(one, None, None, 0) for one in expected] or root.attrib or root.text:
        yield Found(file, Kind.ADDRESS, "what the document leads to")


def _lead(name: str, kind: str, target: str, mode: str | None) -> dict[str, str]:
    lead = {"Id": name, "Type": f"{_OFFICE}/{kind}", "Target": target}
    return lead | ({"TargetMode": mode} if mode else {})


def _body(file: str, body: DocumentBody, page: DocumentPage) -> Iterator[Found]:
    yield from _texts(file, body, page)
    for number, (one, other) in enumerate(zip(body.tables, page.tables, strict=False), 1):
        if one != other:
            yield Found(file, Kind.TABLE, f"table {number} of the document")
    if len(body.tables) != len(page.tables):
        yield Found(file, Kind.TABLE, "a table more or less than on the page")
    if list(body.links) != list(_links(page)):
        yield Found(file, Kind.ADDRESS, "a link")
    if not body.languages <= page.languages:
        yield Found(file, Kind.ATTRIBUTE, "a language")
    if not _is_marked_as_ours(body, page):
        yield Found(file, Kind.ELEMENT, "places, lists or fields")


def _links(page: DocumentPage) -> Iterator[tuple[str, str]]:
    outside = iter(range(1, len(page.outside) + 1))
    for target, said in page.links:
        yield target if target.startswith("#") else f"link{next(outside)}", said


def _is_marked_as_ours(body: DocumentBody, page: DocumentPage) -> bool:
    """Places are numbered from 0, lists from 2, and the one field is the list of contents."""
    numbers = [str(number) for number in range(len(body.bookmarks))]
    lists = [str(number) for number in range(_FIRST_NUMBERED, _FIRST_NUMBERED + page.numbered_lists)]
    has_contents = any(entry.is_numbered for entry in page.blocks)
    return (
        [number for number, _ in body.bookmarks] == numbers == sorted(body.ends, key=_place_of)
        and {name for _, name in body.bookmarks} <= page.places
        and (sorted(set(body.numbered), key=_place_of), len(body.numbered)) == (lists, page.numbered)
        and body.instructions == [_CONTENTS] * has_contents
        and body.marks == ["begin", "separate", "end"] * has_contents
    )


def _place_of(text: str) -> int:
    """What a number is sorted by; what is none comes first."""
    return int(text) if text.isdecimal() else -1


def _texts(file: str, body: DocumentBody, page: DocumentPage) -> Iterator[Found]:
    shown = body.blocks
    entries = [(entry.kind, entry.words) for entry in page.blocks]
    for place, (one, other) in enumerate(zip(shown, entries, strict=False), 1):
        if one != other:
            yield Found(file, _kind(one[1] + other[1]), f"block {place} of the page")
            return
    if len(shown) != len(entries):
        more = shown[len(entries) :] or entries[len(shown) :]
        yield Found(file, _kind(more[0][1]), "after the last block")


def _pictures(file: str, parts: Parts, page: DocumentPage) -> Iterator[Found]:
    body = DocumentBody(read_part(parts[_BODY]))
    if len(body.pictures) != len(page.pictures):
        yield Found(file, Kind.ELEMENT, "a picture more or less than on the page")
        return
    for number, (one, other) in enumerate(zip(body.pictures, page.pictures, strict=True), 1):
        place = f"picture {number} of the document"
        if one.alt != other.alt:
            yield Found(file, _kind(one.alt), place)
        if (one.width, one.height) != (other.width, other.height):
            yield Found(file, Kind.ATTRIBUTE, place)
        if parts.get(_picture(number)) != drawn_again(page.drawings[number - 1]):
            yield Found(file, Kind.OTHER_BYTES, place)


def _kind(text: str) -> Kind:
    return Kind.NUMBER if any(one.isnumeric() for one in text) else Kind.TEXT

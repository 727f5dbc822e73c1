"""A finished page as pandoc is to read it: what a document keeps of it, in elements we name ourselves.

Styles are named on the way (``data-custom-style``). Whatever no page holds is refused: pandoc would drop or
obey it, and neither may happen unseen.
"""

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from evaluering.errors import ContractBroken, OwnFault
from evaluering.publishing.formats.pictures import Picture

_SPACES = re.compile(r"[ \n\t]+")
"""Not those inside a number, which stay what they are."""
_SVG = "{http://www.w3.org/2000/svg}"
_LEFT_OUT = frozenset({"head", "meta"})
_UNSEEN = frozenset({"skip", "spoken"})
_CONTAINERS = frozenset(
    {"html", "body", "main", "header", "footer", "section", "div", "figure", "blockquote"}
)
_KEPT_CONTAINERS = dict.fromkeys(("div", "figure", "section"), "div")
"""What links lead to."""
_INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub", "br": "br"}
_SEEN_THROUGH = frozenset({"span", "abbr", "time", "cite", "small", "code", "dfn"})
_PARTS_OF_TABLE = {"thead": "thead", "tbody": "tbody", "tfoot": "tbody", "tr": "tr", "th": "th", "td": "td"}
_BLOCKS_IN_LISTS = frozenset({"ul", "ol", "p"})
_HEADINGS = {"h2": "h1", "h3": "h2", "h4": "h3"}
_STYLES = {"lead": "Lead", "note": "Note", "site": "Study", "english": "Subtitle"}
_LISTS = {"authors": "Author", "references": "List Number", "notes": "List Number"}
"""Lists whose entries are paragraphs: those of works and footnotes say their numbers themselves."""
_CONTENTS = ("TOC 1", "TOC 2", "TOC 3")


@dataclass(frozen=True)
class _Around:
    """What an element stands in: its language where it is not the page's, the report, and its pictures.

    ``places`` are the ids that links of the page lead to; others lead nowhere, and are left out.
    """

    report_id: str
    page_language: str
    pictures: Iterator[Picture]
    places: frozenset[str]
    language: str = ""
    in_footer: bool = False

    def within(self, element: ET.Element) -> "_Around":
        """What stands in ``element`` stands in."""
        said = element.get("lang") or self.language
        language = "" if said == self.page_language else said
        footer = self.in_footer or element.tag == "footer"
        return replace(self, language=language, in_footer=footer)

    def place(self, element: ET.Element) -> dict[str, str]:
        """The id of an element that links lead to."""
        name = element.get("id", "")
        return {"id": name} if name in self.places else {}


def html_for_pandoc(root: ET.Element, report_id: str, pictures: Sequence[Picture]) -> str:
    """The body of the page ``root``, its drawings replaced by ``pictures`` in their order.

    Raises ``OwnFault`` for an element that no page holds and for text outside a paragraph,
    ``ContractBroken`` for a figure without title or description.
    """
    body = ET.Element("body")
    places = frozenset(one.get("href", "")[1:] for one in root.iter("a") if one.get("href", "")[:1] == "#")
    around = _Around(report_id, root.get("lang", ""), iter(pictures), places)
    body.extend(list(_blocks(root, around)))
    return ET.tostring(body, encoding="unicode", method="html")


def _blocks(holder: ET.Element, around: _Around) -> Iterator[ET.Element]:
    _refuse_loose(holder.text, around)
    for element in holder:
        _refuse_loose(element.tail, around)
        if not _is_left_out(element):
            yield from _block(element, around.within(element))


def _block(element: ET.Element, around: _Around) -> Iterator[ET.Element]:
    handler = _HANDLERS.get(element.tag)
    if handler is None:
        raise _unknown(element.tag, around)
    yield from handler(element, around)


def _container(element: ET.Element, around: _Around) -> Iterator[ET.Element]:
    inner = list(_blocks(element, around))
    kept = "blockquote" if element.tag == "blockquote" else ""
    if around.place(element):
        kept = _KEPT_CONTAINERS.get(element.tag, kept)
    if not kept:
        yield from inner
        return
    holder = ET.Element(kept, around.place(element))
    holder.extend(inner)
    yield holder


def _styled(element: ET.Element, style: str, around: _Around) -> ET.Element:
    paragraph = _inner(ET.Element("p"), element, around)
    if not style:
        return paragraph
    holder = ET.Element("div", {"data-custom-style": style})
    holder.append(paragraph)
    return holder


def _contents(element: ET.Element, around: _Around, depth: int = 0) -> Iterator[ET.Element]:
    """The list of contents as paragraphs, which is what Word makes of one."""
    for child in element:
        if child.tag == "h2":
            yield _styled(child, "TOC Heading", around)
        elif child.tag in {"ul", "ol"}:
            yield from _contents(child, around, depth)
        elif child.tag == "li":
            entry = ET.Element("li")
            entry.extend([one for one in child if one.tag == "a"])
            yield _styled(entry, _CONTENTS[depth], around)
            for part in (one for one in child if one.tag != "a"):
                yield from _contents(part, around, depth + 1)
        else:
            raise _unknown(child.tag, around)


def _paragraph(element: ET.Element, around: _Around) -> Iterator[ET.Element]:
    style = "Note" if around.in_footer else _STYLES.get(element.get("class", "").partition(" ")[0], "")
    yield _styled(element, style, around)


def _title(element: ET.Element, around: _Around) -> Iterator[ET.Element]:
    yield _styled(element, "Title" if element.tag == "h1" else "Figure Caption", around)


def _heading(element: ET.Element, around: _Around) -> Iterator[ET.Element]:
    yield _inner(ET.Element(_HEADINGS[element.tag], around.place(element)), element, around)


def _list(element: ET.Element, around: _Around) -> Iterator[ET.Element]:
    style = _LISTS.get(element.get("class", ""), "")
    if style:
        yield from (_styled(item, style, around.within(item)) for item in element)
        return
    made = ET.Element(element.tag)
    for item in element:
        made.append(_inner(ET.Element("li"), item, around.within(item), with_blocks=True))
    yield made


def _definitions(element: ET.Element, around: _Around) -> Iterator[ET.Element]:
    made = ET.Element("dl")
    for part in element.iter():
        if part.tag in {"dt", "dd"}:
            made.append(_inner(ET.Element(part.tag), part, around.within(part)))
    yield made


def _table(element: ET.Element, around: _Around) -> Iterator[ET.Element]:
    made = ET.Element("table")
    for part in element:
        if part.tag == "caption":
            made.append(_inner(ET.Element("caption"), part, around.within(part)))
        else:
            made.append(_table_part(part, around.within(part)))
    yield made


def _table_part(element: ET.Element, around: _Around) -> ET.Element:
    if element.tag not in _PARTS_OF_TABLE:
        raise _unknown(element.tag, around)
    made = ET.Element(_PARTS_OF_TABLE[element.tag])
    if element.tag in {"th", "td"}:
        side = "right" if "number" in element.get("class", "").split() else "left"
        made.set("style", f"text-align: {side}")
        return _inner(made, element, around)
    made.extend([_table_part(part, around.within(part)) for part in element])
    return made


def _picture(drawing: ET.Element, around: _Around) -> Iterator[ET.Element]:
    picture = next(around.pictures)
    spoken = [_SPACES.sub(" ", drawing.findtext(f"{_SVG}{part}") or "").strip() for part in ("title", "desc")]
    if not all(spoken):
        raise ContractBroken(
            f"report {around.report_id}",
            expected="a title and a description of every figure",
            found="a figure without",
            next_step="give the figure both, in the catalogue",
        )
    address = f"data:image/png;base64,{base64.b64encode(picture.png).decode('ascii')}"
    holder = ET.Element("div", {"data-custom-style": "Figure"})
    ET.SubElement(ET.SubElement(holder, "p"), "img", {"src": address, "alt": " ".join(spoken)})
    yield holder


def _inner(
    made: ET.Element, element: ET.Element, around: _Around, *, with_blocks: bool = False
) -> ET.Element:
    """Put what stands in ``element`` into ``made``, which says where links lead and another language."""
    place = {} if made.get("id") else around.place(element)
    told = place | ({"lang": around.language} if around.language else {})
    into = ET.SubElement(made, "span", told) if told else made
    _copy(into, element, around, with_blocks=with_blocks)
    return made


def _copy(into: ET.Element, element: ET.Element, around: _Around, *, with_blocks: bool = False) -> None:
    _add_text(into, element.text)
    for child in element:
        if not _is_left_out(child):
            _copy_one(into, child, around, with_blocks=with_blocks)
        _add_text(into, child.tail)


def _copy_one(into: ET.Element, child: ET.Element, around: _Around, *, with_blocks: bool) -> None:
    told = around.place(child) | ({"lang": child.get("lang", "")} if child.get("lang") else {})
    if told and child.tag not in _BLOCKS_IN_LISTS:
        into = ET.SubElement(into, "span", told)
    if with_blocks and child.tag in _BLOCKS_IN_LISTS:
        into.extend(list(_block(child, around.within(child))))
    elif child.tag == "a" and child.get("href", "").startswith(("#", "https://", "http://")):
        _copy(ET.SubElement(into, "a", {"href": child.get("href", "")}), child, around)
    elif child.tag in _INLINE:
        _copy(ET.SubElement(into, _INLINE[child.tag]), child, around)
    elif child.tag in _SEEN_THROUGH or (child.tag == "a" and child.get("href", "").startswith("../")):
        _copy(into, child, around)
    else:
        raise _unknown(child.tag, around)


def _add_text(into: ET.Element, text: str | None) -> None:
    if not text:
        return
    if len(into):
        into[-1].tail = (into[-1].tail or "") + text
    else:
        into.text = (into.text or "") + text


def _is_left_out(element: ET.Element) -> bool:
    """What only a page has: its head, words for those who hear it, links to files beside it."""
    if element.tag in _LEFT_OUT or element.get("class") in _UNSEEN:
        return True
    target = element.get("href", "#")
    return element.tag == "a" and not target.startswith(("#", "../", "https://", "http://"))


def _refuse_loose(text: str | None, around: _Around) -> None:
    if text and not text.isspace():
        raise _unknown("text outside a paragraph", around)


_HANDLERS: dict[str, Callable[[ET.Element, _Around], Iterator[ET.Element]]] = {
    **dict.fromkeys(_CONTAINERS, _container),
    **dict.fromkeys(_HEADINGS, _heading),
    **dict.fromkeys(("h1", "figcaption"), _title),
    **dict.fromkeys(("ul", "ol"), _list),
    "nav": _contents,
    "p": _paragraph,
    "dl": _definitions,
    "table": _table,
    f"{_SVG}svg": _picture,
}


def _unknown(what: str, around: _Around) -> OwnFault:
    return OwnFault(
        f"report {around.report_id} as DOCX",
        expected="a page of the elements that the Word format knows",
        found=str(what),
        next_step="mend the template or docx_html.py; meanwhile leave docx out of --formats",
    )

"""Pages of one report in several languages, read block by block: what each says in numbers."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib

BLOCKS = {
    *("title", "h1", "h2", "h3", "p", "li", "dt", "dd", "caption", "figcaption", "th", "td"),
    *("text", "desc", "blockquote", "a"),
}
CELLS = {"th", "td", "text"}
"""Their words may differ in order between languages, but theirs are one number or a range."""
_NORWEGIAN = re.compile(r"[-\u2212]?\d{1,3}(?:[\u00a0\u202f]\d{3})+(?:,\d+)?|[-\u2212]?\d+(?:,\d+)?")
_FORMS = {
    "en": re.compile(r"[-\u2212]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-\u2212]?\d+(?:\.\d+)?"),
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
}


@dataclass(frozen=True)
class Block:
    """An element that holds text: its name, where it stands, and the numbers in it in order."""

    tag: str
    within: str
    numbers: tuple[str, ...]


def numbers_in(text: str, language: str) -> tuple[str, ...]:
    """The numbers of a text by the form of its language, with ``%`` after those that are percentages."""
    # A dash between two numbers is no sign.
    apart = re.sub(r"(?<=\d)[-\u2013](?=\d)", " ", text)
    signs = str.maketrans(
        {"\u2212": "-", "\u00a0": None, "\u202f": None, ",": None if language == "en" else "."}
    )
    found = []
    for match in _FORMS[language].finditer(apart):
        percent = re.match(r"[\u00a0\u202f ]?%", apart[match.end() :])
        found.append(f"{Decimal(match[0].translate(signs)).normalize():f}{'%' if percent else ''}")
    return tuple(found)


def blocks_of(html: str, language: str) -> tuple[Block, ...]:
    """Every block of a page in order; a text is counted with the innermost block it stands in."""
    root: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return tuple(_blocks(root, "", language))


def _blocks(element: Element, within: str, language: str) -> Iterator[Block]:
    tag = str(element.tag).rpartition("}")[2]
    # The title in English stands beside the title on pages that are not in English.
    if tag in ("style", "meta") or element.get("class") == "english":
        return
    inside = f"{within}/{tag}"
    if tag in BLOCKS:
        text = "".join(_own(element))
        # A colophon holds identifiers, whose points are no decimal signs.
        found = tuple(re.findall(r"\d+", text)) if "/dl/" in inside else numbers_in(text, language)
        yield Block(tag, within, found)
    for child in element:
        yield from _blocks(child, inside, language)


def _own(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if str(child.tag).rpartition("}")[2] not in BLOCKS:
            yield from _own(child)
        yield child.tail or ""


def without_language(block: Block) -> Block:
    """The block, but for elements that only mark a text with its language."""
    return Block(block.tag, block.within.replace("/span", ""), block.numbers)


def apart(one: tuple[Block, ...], other: tuple[Block, ...]) -> list[tuple[Block | None, Block | None]]:
    """The blocks in which two pages differ: in place, or in numbers (in prose, in any order)."""
    pairs = zip_longest(map(without_language, one), map(without_language, other))
    return [pair for pair in pairs if not _alike(*pair)]


def _alike(one: Block | None, other: Block | None) -> bool:
    if one is None or other is None or (one.tag, one.within) != (other.tag, other.within):
        return False
    if one.tag in CELLS:
        return one.numbers == other.numbers
    return Counter(one.numbers) == Counter(other.numbers)


def page_of(release: Path, report: str, language: str) -> str:
    """A report's page in a language."""
    return (release / f"{report}-{language}" / "index.html").read_text(encoding="utf-8")

"""Lists of references and notes: each entry as it was handed over, counted up, led to by its number."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from evaluering.attack.found import Found, Kind
from evaluering.attack.page_tree import PageTree
from evaluering.attack.spoken_numbers import single_spaced
from evaluering.attack.wordings import Explained

_COUNTED = re.compile(r"#(table|figure|reference|note|noteref)-(\d+)")
_DIGITS = re.compile(r"\d+")
_NUMBERED = {"references": "reference", "notes": "note"}
"""Lists that are numbered in words, by class, with what the ids of their entries begin with."""


def is_list_number(around: tuple[str, ...]) -> bool:
    """Whether a text stands where the number of a reference or note does; ``check_lists`` asks what it is."""
    return around[-3:] == ("ol", "li", "span")


def check_lists(file: str, page: PageTree, explained: Explained) -> Iterator[Found]:
    """Every numbered list that is none of ours, entry out of its place, and link that says another number."""
    lists = [(listed, _NUMBERED.get(listed.get("class", ""), "")) for listed in page.root.iter("ol")]
    for kind in {kind for _, kind in lists if [other for _, other in lists].count(kind) > 1}:
        yield Found(file, Kind.ELEMENT, f"a second list of {kind or 'something'}")
    for listed, kind in lists:
        for place, entry in enumerate(listed, 1):
            if not (kind and _is_entry(entry, kind, place)):
                yield Found(file, Kind.NUMBER, "an entry of a numbered list")
            elif kind == "reference" and not _is_work(entry, explained):
                yield Found(file, Kind.NUMBER, "a reference that was not handed over")
            elif kind == "note" and any(part.tag == "span" for part in entry[1:]):
                yield Found(file, Kind.ELEMENT, "a second number of a note")
    yield from _links(file, page)


def _is_entry(entry: ET.Element, kind: str, place: int) -> bool:
    number = entry[0] if len(entry) and not (entry.text or "").strip() else None
    return (
        entry.tag == "li"
        and entry.get("id") == f"{kind}-{place}"
        and number is not None
        and (number.tag, _text(number), len(number)) == ("span", str(place), 0)
    )


def _is_work(entry: ET.Element, explained: Explained) -> bool:
    """Whether an entry is a work of the report, letter by letter, and leads where that work is."""
    _, *parts = entry
    texts = [part for part in parts if part.tag == "span" and not len(part)]
    links = [part for part in parts if part.tag == "a" and not len(part)]
    if len(texts) != 1 or texts + links != parts or any((part.tail or "").strip() for part in entry):
        return False
    said = [_text(one) for one in links]
    address = links[0].get("href", "") if links else ""
    return said == [address][: len(links)] and explained.has_work(_text(texts[0]), address)


def _links(file: str, page: PageTree) -> Iterator[Found]:
    """A link to something numbered says its number, and one to a section that of its heading."""
    ordinals = {heading.get("id"): _ordinal(heading) for heading in page.root.iter() if _is_heading(heading)}
    in_contents = {link for nav in page.root.iter("nav") for link in nav.iter("a")}
    for link in (one for one in page.root.iter("a") if one not in in_contents):
        target, said = link.get("href", ""), _text(link)
        counted = _COUNTED.fullmatch(target)
        if counted and _DIGITS.findall(said) != [counted[2]]:
            yield Found(file, Kind.NUMBER, "a link to something numbered")
        ordinal = ordinals.get(target.removeprefix("#")) if target.startswith("#") else None
        if ordinal and said.split(" ")[-1] != ordinal.split(" ")[-1]:
            yield Found(file, Kind.NUMBER, "a link to a section")


def _is_heading(element: ET.Element) -> bool:
    return element.tag in {"h2", "h3"}


def _ordinal(heading: ET.Element) -> str:
    return "".join(map(_text, heading.findall("span")))


def _text(element: ET.Element) -> str:
    return single_spaced("".join(element.itertext()))

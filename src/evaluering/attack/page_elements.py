"""Elements and attributes of a page: only those a page is made of, and no value that could hide anything."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import PurePosixPath
from posixpath import normpath
from xml.etree import ElementTree as ET

from evaluering.attack.found import Found, Kind
from evaluering.attack.page_tree import PageTree
from evaluering.attack.wordings import Explained

_ELEMENT_WORDS = (
    "page html head meta title style body a header main footer nav section p h1 h2 h3 ul ol li div figure "
    "figcaption blockquote strong em abbr time span dl dt dd table caption thead tbody tfoot tr th td "
    "svg g path text tspan defs clippath rect use pattern circle line desc"
)
_RUNNING_WORDS = "script iframe object embed applet frame form input button link base noscript template"
_LENGTH_WORDS = (
    "x y x1 y1 x2 y2 cx cy r rx ry width height font-size stroke-width stroke-dashoffset opacity "
    "fill-opacity stroke-opacity stroke-miterlimit"
)
_NAME_WORDS = (
    "class role scope name http-equiv font-family font-weight font-style text-anchor stroke-linecap "
    "stroke-linejoin clip-rule fill-rule"
)
_ELEMENTS, _RUNNING = frozenset(_ELEMENT_WORDS.split()), frozenset(_RUNNING_WORDS.split())
_SPOKEN = frozenset({"alt", "title", "aria-label", "aria-description", "label", "summary", "placeholder"})
_GEOMETRY = re.compile(r"(?:[MLHVCSQTAZmlhvcsqtaz]|translate|rotate|scale|matrix|[(),]|-?\d+(?:\.\d+)?|\s)*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:px)?")
_ID = re.compile(
    r"(?P<words>[a-z_]+(?:-[a-z_]+)*)|(?P<element>[a-z]+)-(?P<number>\d+)(?:-(?P<part>\d+|[a-z-]+))?"
)
_LINK = re.compile(r"url\(#([\w-]+)\)")
_COLOUR = re.compile(r"#[0-9a-f]{6}|none|currentColor|url\(#[\w-]+\)")
_TERM = re.compile(r"dcterms\.[a-z]+")
"""Dublin Core terms; what they hold is asked where it comes from like any text."""
_OUTSIDE = re.compile(
    r"https://(?:doi\.org/10\.|orcid\.org/|creativecommons\.org/|data\.norge\.no/nlod/)[-._;()/:A-Za-z0-9]*"
)
"""Where a colophon may lead."""
_WEB = re.compile(r"https?://[-._~!$&'()*+,;=:@/?%A-Za-z0-9]+")
"""Where references may lead besides, and nothing else on a page."""
_META = {
    "Content-Security-Policy": re.compile(r"[a-z';: -]*(?:'sha256-[\w+/=]{44}')?[a-z';: -]*"),
    "viewport": re.compile(r"width=device-width, initial-scale=1"),
}
_PATTERNS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("d", "transform", "points", "viewbox"), _GEOMETRY),
    **dict.fromkeys(_LENGTH_WORDS.split(), _NUMBER),
    **dict.fromkeys(("fill", "stroke"), _COLOUR),
    "clip-path": _LINK,
    **dict.fromkeys(
        _NAME_WORDS.split(),
        re.compile(r"[A-Za-z][A-Za-z ,'-]*|'[A-Za-z ]+'[A-Za-z ,'-]*"),
    ),
    "stroke-dasharray": _GEOMETRY,
    "patternunits": re.compile(r"userSpaceOnUse"),
    "charset": re.compile(r"utf-8"),
    "lang": re.compile(r"[a-z]{2}"),
    "hreflang": re.compile(r"[a-z]{2}"),
    "tabindex": re.compile(r"0"),
    "itemscope": re.compile(r""),
    "itemtype": re.compile(r"https://schema\.org/(?:Report|Person|Organization)"),
    "itemprop": re.compile(r"[a-z]+(?:[A-Z][a-z]+)*"),
    "aria-hidden": re.compile(r"true"),
    "xmlns": re.compile(r"http://www\.w3\.org/2000/svg"),
    "xmlns:xlink": re.compile(r"http://www\.w3\.org/1999/xlink"),
}


def check_elements(file: str, page: PageTree, explained: Explained, files: frozenset[str]) -> Iterator[Found]:
    """Every comment, unknown element, unexplained attribute, stray address and talking style sheet."""
    yield from (Found(file, Kind.COMMENT, f"line {line}") for line in page.strays)
    ids = _ids(page.root)
    for element in page.root.iter():
        if element.tag not in _ELEMENTS:
            yield Found(file, Kind.SCRIPT if element.tag in _RUNNING else Kind.ELEMENT)
        elif element.tag == "style" and _digest(element) not in explained.styles:
            yield Found(file, Kind.STYLE)
        yield from _attributes(file, element, explained, (files, ids))


def _digest(style: ET.Element) -> str:
    return sha256("".join(style.itertext()).encode()).hexdigest()


def _ids(root: ET.Element) -> frozenset[str]:
    return frozenset(value for element in root.iter() if (value := element.get("id")))


def _attributes(
    file: str, element: ET.Element, explained: Explained, targets: tuple[frozenset[str], frozenset[str]]
) -> Iterator[Found]:
    files, ids = targets
    for name, value in element.items():
        place = f"{_named(name)} of {element.tag if element.tag in _ELEMENTS else 'an unknown element'}"
        if name in {"href", "xlink:href", "src"}:
            if not (_leads_inside(file, value, files, ids) or _leads_out(element, value, explained)):
                yield Found(file, Kind.ADDRESS, place)
        elif name.startswith("on"):
            yield Found(file, Kind.SCRIPT, place)
        elif not _may_stand(name, value, element, explained, ids):
            yield Found(file, Kind.ATTRIBUTE, place)


def _leads_out(element: ET.Element, value: str, explained: Explained) -> bool:
    """Whether an address was handed over, stands in a link, and is of a kind that pages lead to."""
    in_colophon = value in explained.addresses and _OUTSIDE.fullmatch(value) is not None
    in_references = value in explained.web and _WEB.fullmatch(value) is not None
    return element.tag == "a" and (in_colophon or in_references)


def _named(name: str) -> str:
    """The attribute's name, where it is one of a page's own: another's name may itself be what leaks."""
    return (
        name
        if name in _PATTERNS or name in _SPOKEN or name in {"id", "href", "content"}
        else "another attribute"
    )


def _may_stand(name: str, value: str, element: ET.Element, explained: Explained, ids: frozenset[str]) -> bool:
    if name in _SPOKEN:
        return explained.says(value)
    if name == "datetime":
        return explained.says(value)
    if name == "name" and _TERM.fullmatch(value):
        return element.tag == "meta"
    if name == "content":
        return _is_meta(element, value, explained)
    rules: dict[str, Callable[[str], bool]] = {
        "id": lambda given: _is_plain_id(given, ids),
        "aria-labelledby": lambda given: set(given.split()) <= ids,
        "aria-describedby": lambda given: set(given.split()) <= ids,
        "headers": lambda given: set(given.split()) <= ids,
    }
    if name in rules:
        return rules[name](value)
    pattern = _PATTERNS.get(name)
    return pattern is not None and pattern.fullmatch(value) is not None and set(_LINK.findall(value)) <= ids


def _is_meta(element: ET.Element, value: str, explained: Explained) -> bool:
    pattern = _META.get(element.get("http-equiv") or element.get("name") or "")
    if pattern is not None:
        return pattern.fullmatch(value) is not None
    if element.get("itemprop") == "inLanguage" or element.get("name") == "dcterms.language":
        return value == explained.language
    name = element.get("name") or element.get("itemprop") or ""
    return (name in {"name", "description"} or _TERM.fullmatch(name) is not None) and explained.says(value)


def _is_plain_id(value: str, ids: frozenset[str]) -> bool:
    """Words, or the number of an element counted from 1: a number that is skipped to would be a message."""
    match = _ID.fullmatch(value)
    if match is None:
        return False
    if match["words"]:
        return True
    number, part = int(match["number"]), match["part"] or ""
    follows = number == 1 or f"{match['element']}-{number - 1}" in ids
    if not part.isdecimal():
        return follows
    return follows and (part == "1" or f"{match['element']}-{number}-{int(part) - 1}" in ids)


def _leads_inside(file: str, value: str, files: frozenset[str], ids: frozenset[str]) -> bool:
    if value.startswith("#"):
        return value[1:] in ids
    return normpath(str(PurePosixPath(file).parent / value)) in files

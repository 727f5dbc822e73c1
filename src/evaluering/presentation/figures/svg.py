"""A matplotlib figure as a clean SVG element.

The page's content security policy allows no inline styles, so styles become presentation
attributes. Only listed elements pass; ids are kept where something refers to them, and named
after the figure so that two figures on a page never clash. Ink becomes ``currentColor``, so that text
and axes follow the page, light, dark or in forced colours.
"""

import io
import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from matplotlib.figure import Figure

from evaluering.errors import OwnFault
from evaluering.presentation.figures.style import INK

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_ALLOWED = {
    "svg",
    "g",
    "path",
    "text",
    "tspan",
    "defs",
    "clipPath",
    "rect",
    "use",
    "pattern",
    "circle",
    "line",
}
_DROPPED = {"metadata", "style"}
_REFERENCE = re.compile(r"(?<=url\(#)[^)]+(?=\))")
_LINK = f"{{{_XLINK}}}href"
_SHORTHAND = re.compile(r"(?:(?P<weight>bold|\d00)\s+)?(?P<size>[\d.]+px)\s+(?P<family>.+)")
_FALLBACK = ", Verdana, sans-serif"
"""Verdana has the widths of DejaVu Sans, which the figure was laid out with."""
_GENERAL = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
"""What matplotlib's own style sheet says of every element."""


@dataclass(frozen=True)
class FigureText:
    """A figure's id on the page and its two spoken texts."""

    id: str
    title: str
    description: str


def to_svg(figure: Figure, text: FigureText) -> str:
    """The figure as an SVG element with ``role="img"``, a title and a description."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", facecolor="none", metadata={"Date": None, "Creator": None})
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    # The text is what matplotlib has just written, nobody's input.
    root = ET.fromstring(stream.getvalue())  # noqa: S314
    _clean(root)
    _name_ids(root, text.id)
    _describe(root, text)
    return ET.tostring(root, encoding="unicode")


def _clean(element: ET.Element) -> None:
    for child in list(element):
        if _tag(child) in _DROPPED or _draws_nothing(child):
            element.remove(child)
        elif _tag(child) not in _ALLOWED:
            raise OwnFault(
                "figure",
                expected=f"SVG elements {', '.join(sorted(_ALLOWED))}",
                found=_tag(child),
                next_step="draw it otherwise, or allow the element after thought",
            )
        else:
            _clean(child)
    style = element.attrib.pop("style", "")
    for name, value in _properties(style).items():
        element.set(name, value)
    for name in ("fill", "stroke"):
        if element.get(name) == INK:
            element.set(name, "currentColor")


def _draws_nothing(element: ET.Element) -> bool:
    """Whether it is a path of no points, as an error bar without length leaves; HTML requires points."""
    return _tag(element) == "path" and not element.get("d")


def _tag(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{_SVG}}}")


def _properties(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    properties = {name.strip(): value.strip() for name, _, value in pairs}
    font = _SHORTHAND.fullmatch(properties.pop("font", ""))
    if font:
        properties |= {"font-size": font["size"], "font-family": font["family"] + _FALLBACK}
        properties |= {"font-weight": font["weight"]} if font["weight"] else {}
    return properties


def _name_ids(root: ET.Element, figure: str) -> None:
    used = {name for element in root.iter() for name in _references(element)}
    names = {name: f"{figure}-{number}" for number, name in enumerate(sorted(used), 1)}
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in names:
            element.set("id", names[name])
        for attribute, value in element.attrib.items():
            element.set(attribute, _REFERENCE.sub(lambda match: names[match[0]], value))
        if _LINK in element.attrib:
            element.set(_LINK, f"#{names[element.attrib[_LINK].removeprefix('#')]}")


def _references(element: ET.Element) -> list[str]:
    found = [name for value in element.attrib.values() for name in _REFERENCE.findall(value)]
    return found + [link.removeprefix("#") for link in [element.get(_LINK)] if link]


def _describe(root: ET.Element, text: FigureText) -> None:
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.attrib |= {**_GENERAL, "role": "img", "aria-labelledby": f"{text.id}-title {text.id}-desc"}
    for position, (name, words) in enumerate((("title", text.title), ("desc", text.description))):
        element = ET.Element(f"{{{_SVG}}}{name}", {"id": f"{text.id}-{name}"})
        element.text = words
        root.insert(position, element)

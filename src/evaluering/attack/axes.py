"""The value axis of a drawing: which number stands where, read from the ticks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import isclose
from xml.etree import ElementTree as ET

from evaluering.attack.spoken_numbers import numbers_in

_COORDINATE = re.compile(r"-?\d+(?:\.\d+)?")
_ENOUGH = 2
"""Ticks that fix a straight line; plates of which the second is the frame."""
_BARE = ("#ffffff", "none")
"""Fills of plates: the drawing's, then one a frame."""
_CLOSED = 5
"""Corners of a plate, the first again at the end."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Axes:
    """A straight axis: a number's place is ``start + number * scale``; edges and ticks across and down.

    ``frame`` is where the frame begins and ends, down.
    """

    start: float
    scale: float
    ticks: tuple[ET.Element, ...]
    across: tuple[float, ...]
    down: tuple[float, ...]
    frame: tuple[float, float]

    @property
    def top(self) -> float:
        """Where the frame begins; above it is the legend."""
        return self.frame[0]

    def place(self, number: float) -> float:
        """Where a number stands."""
        return self.start + number * self.scale


def read_axes(drawing: ET.Element, language: str, *, is_mirrored: bool = False) -> Axes | None:
    """The axis of a drawing; None when its ticks do not lie on a straight line at round distances.

    A mirrored axis numbers both sides of its zero without a sign.
    """
    ticks = _signed(_ticks(drawing, language)) if is_mirrored else _ticks(drawing, language)
    frame = _frame(drawing)
    if len(ticks) < _ENOUGH or frame is None:
        return None
    (low, x_low, _), (high, x_high, _) = ticks[0], ticks[-1]
    scale = (x_high - x_low) / (high - low)
    start = x_low - low * scale
    if not all(isclose(x, start + value * scale, abs_tol=1e-3) for value, x, _ in ticks) or not _is_even(
        ticks
    ):
        return None
    left, top, width, height = frame
    view = [float(part) for part in _COORDINATE.findall(drawing.get("viewbox", ""))] or [0, 0, 0, 0]
    across = (0.0, view[2], left, left + width, *(x for _, x, _ in ticks))
    down = (0.0, view[3], top, top + height)
    return Axes(start, scale, tuple(one for _, _, one in ticks), across, down, (top, top + height))


def value_of_tick(text: ET.Element, language: str) -> float | None:
    """The number a tick says, percent as a share; None where a text is no number alone."""
    words = "".join(text.itertext()).strip()
    found = numbers_in(words, language)
    if len(found) != 1 or found[0].value is None or any(character.isalpha() for character in words):
        return None
    value = float(found[0].value)
    return value / 100 if found[0].is_percent else value


def _ticks(drawing: ET.Element, language: str) -> list[tuple[float, float, ET.Element]]:
    """The lowest row of numbers: value, place and element, by value."""
    rows: dict[float, list[tuple[float, float, ET.Element]]] = {}
    for text in drawing.iter("text"):
        value = value_of_tick(text, language)
        if value is not None and text.get("text-anchor") == "middle":
            rows.setdefault(float(text.get("y", "0")), []).append((value, float(text.get("x", "0")), text))
    lowest = rows[max(rows)] if rows else []
    return sorted(lowest, key=lambda tick: tick[0])


def _signed(ticks: list[tuple[float, float, ET.Element]]) -> list[tuple[float, float, ET.Element]]:
    """Ticks left of the zero as negative numbers."""
    zeros = [x for value, x, _ in ticks if value == 0]
    signed = ((-value if x < min(zeros, default=x) else value, x, one) for value, x, one in ticks)
    return sorted(signed, key=lambda tick: tick[0])


def _is_even(ticks: list[tuple[float, float, ET.Element]]) -> bool:
    steps = [after - before for (before, _, _), (after, _, _) in pairwise(ticks)]
    return min(steps) > 0 and all(isclose(step, steps[0], rel_tol=1e-6) for step in steps)


def _frame(drawing: ET.Element) -> tuple[float, ...] | None:
    """Left, top, width and height of the frame that clips what is drawn, or else of the inner white plate."""
    clipped = drawing.find(".//clippath/rect")
    if clipped is not None:
        return tuple(float(clipped.get(name, "0")) for name in ("x", "y", "width", "height"))
    plates = plates_of(drawing)
    if len(plates) < _ENOUGH:
        return None
    across, down = [x for x, _ in plates[1]], [y for _, y in plates[1]]
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


def plates_of(drawing: ET.Element) -> list[list[Point]]:
    """The corners of the plates behind a drawing and each of its frames, in their order."""
    bare = (one for one in drawing.iter("path") if one.get("fill") in _BARE and one.get("stroke") is None)
    shapes = [_points(one) for one in bare]
    return [shape[1:] for shape in shapes if len(shape) == _CLOSED and shape[0] == shape[-1]]


def points_of(drawing: ET.Element) -> tuple[list[Point], list[list[Point]]]:
    """Positions of what shows numbers (clipped to the frame); and, shape by shape, of all else."""
    drawn = [(_points(element), is_clipped) for element, is_clipped in _drawn(drawing, is_clipped=False)]
    shown = [point for points, is_clipped in drawn if is_clipped for point in points]
    return shown, [points for points, is_clipped in drawn if points and not is_clipped]


def _drawn(element: ET.Element, *, is_clipped: bool) -> Iterator[tuple[ET.Element, bool]]:
    for child in element:
        if child.tag != "defs":
            clipped = is_clipped or child.get("clip-path") is not None
            yield child, clipped
            yield from _drawn(child, is_clipped=clipped)


def _points(element: ET.Element) -> list[Point]:
    if element.tag == "path":
        given = [float(part) for part in _COORDINATE.findall(element.get("d", ""))]
        return list(zip(given[::2], given[1::2], strict=False))
    if element.tag in {"use", "rect", "circle", "line"}:
        names = [name for name in ("x", "y", "cx", "cy", "x1", "y1") if element.get(name) is not None]
        given = [float(element.get(name, "0")) for name in names]
        return list(zip(given[::2], given[1::2], strict=False))
    return []

"""Figures as pictures, for formats that hold no drawings: the page's own SVG, in the figures' font."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaluering.errors import OwnFault
from evaluering.publishing.formats.fonts import figure_fonts

INK = "#1a1a1a"
"""The colour of text and axes, which take that of the page: a document is white."""
PIXELS_WIDE = 2000
"""About 300 to the inch over the width of an A4 page's text."""
WIDEST_MM, TALLEST_MM = 170.0, 220.0
_EMU_IN_MM = 36_000
_POINTS_IN_INCH, _MM_IN_INCH = 72, 25.4
_BEGINNING, _END = "<svg", "</svg>"
"""How a drawing of a page begins and ends."""
_BOX = re.compile(r'<svg\b[^>]*\bviewBox="0 0 ([\d.]+) ([\d.]+)"')
_REACHING_OUT = re.compile(
    r"""<(?:image|script|style|foreignObject|feImage)\b|href\s*=\s*["'](?!#)|url\((?!#)|<!|<\?""",
    re.IGNORECASE,
)
"""What would make resvg look at files of this machine, or hold what no figure does."""


@dataclass(frozen=True)
class Picture:
    """A figure as PNG, and how wide and tall it is shown, in English metric units (1/36000 mm)."""

    png: bytes
    width: int
    height: int


def pictures_of(page: str) -> tuple[Picture, ...]:
    """Every drawing of a page in order.

    As wide as it was drawn, in points, but never beyond the page's text. Raises ``OwnFault`` for a drawing
    without a size of its own, and for one that leads out of itself.
    """
    return tuple(_picture(drawing) for drawing in _drawings(page))


def _drawings(page: str) -> Iterator[str]:
    start = page.find(_BEGINNING)
    while start >= 0 and (end := page.find(_END, start)) >= 0:
        yield page[start : end + len(_END)]
        start = page.find(_BEGINNING, end)


def _picture(drawing: str) -> Picture:
    import resvg_py

    box = _BOX.match(drawing)
    if box is None:
        raise _refused("a drawing with a box to draw in", "one without")
    if _REACHING_OUT.search(drawing):
        raise _refused("a drawing of lines and texts alone", "one that holds or leads to something else")
    made = resvg_py.svg_to_bytes(
        svg_string=drawing,
        width=PIXELS_WIDE,
        background="#ffffff",
        style_sheet=f"svg {{ color: {INK} }}",
        skip_system_fonts=True,
        font_files=[str(file) for file in figure_fonts()],
        font_family="DejaVu Sans",
    )
    return Picture(bytes(made), *_size(float(box[1]), float(box[2])))


def _refused(expected: str, found: str) -> OwnFault:
    return OwnFault(
        "a figure as a picture",
        expected=expected,
        found=found,
        next_step="mend how the figure is drawn; meanwhile leave docx out of --formats",
    )


def _size(width: float, height: float) -> tuple[int, int]:
    """Points to English metric units, made smaller where it would not fit."""
    in_mm = _MM_IN_INCH / _POINTS_IN_INCH
    scale = min(1.0, WIDEST_MM / (width * in_mm), TALLEST_MM / (height * in_mm))
    return round(width * in_mm * scale * _EMU_IN_MM), round(height * in_mm * scale * _EMU_IN_MM)

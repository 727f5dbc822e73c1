"""How every figure looks: colours that hold on light and on dark, patterns beside colours, one font."""

from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDTH, ROW_HEIGHT, LEGEND_HEIGHT, MARGIN_HEIGHT = 7.2, 0.5, 0.24, 0.9
"""Inches: the width, the height a row of bars and of the legend adds, and what the axis takes."""

INK = "#1a1a1a"
"""Of text, axes and marks. In SVG it becomes the page's own text colour, whatever that is."""
COLOURS = ("#1c74c5", "#bd5205", "#0f8436", "#a050bc", "#db1f58", "#6c737c")
"""Each at least 4.5:1 against white, so white text on them is readable, and 3:1 against a dark page.

All are equally light, so no two are told apart by lightness: between parts there is a white line, and
every series has a pattern, a mark or a line of its own.
"""
SIGNAL = COLOURS[4]
"""Points outside limits, which have a shape of their own too."""
HATCHES = ("", "//", "..", "\\\\", "xx", "--")
"""Patterns, so that no series is told apart by colour alone."""
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES = ("-", (0, (6, 2)), (0, (6, 2, 1.5, 2)), (0, (1.5, 1.5)), (0, (10, 3)), (0, (3, 2, 1, 2, 1, 2)))
"""Marks and lines of series that are drawn as lines."""
PANEL_HEIGHT = 1.7
"""Inches a panel of small multiples takes."""


@cache
def prepare() -> None:
    """Set matplotlib up once per process.

    Only matplotlib's own fonts may be found: a font of the system would move text and bytes.
    """
    own = Path(mpl.get_data_path()) / "fonts"
    manager = font_manager.fontManager
    manager.ttflist = [font for font in manager.ttflist if Path(font.fname).is_relative_to(own)]
    mpl.rcParams.update(
        {
            "font.family": "DejaVu Sans",
            "font.size": 10,
            "svg.fonttype": "none",
            "svg.hashsalt": "evaluering",
            "hatch.linewidth": 0.6,
            "hatch.color": "white",
            "text.color": INK,
            "axes.labelcolor": INK,
            "axes.edgecolor": INK,
            # Nothing behind the drawing: it stands on the page's own background, light or dark.
            "axes.facecolor": "none",
            "xtick.color": INK,
            "ytick.color": INK,
        }
    )


def canvas(rows: int, legend_rows: int = 0) -> tuple[Figure, Axes]:
    """An empty figure high enough for ``rows`` horizontal rows and a legend of ``legend_rows``."""
    prepare()
    height = MARGIN_HEIGHT + ROW_HEIGHT * rows + LEGEND_HEIGHT * legend_rows
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.subplots()


def panels(number: int, height: float) -> tuple[Figure, list[Axes]]:
    """An empty figure of ``number`` upright panels below each other, ``height`` inches in all."""
    prepare()
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, [row[0] for row in figure.subplots(number, 1, squeeze=False)]

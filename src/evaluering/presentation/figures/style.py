"""How every figure looks: colours that hold 4.5:1 on white, patterns beside colours, one font."""

from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDTH, ROW_HEIGHT, LEGEND_HEIGHT, MARGIN_HEIGHT = 7.2, 0.5, 0.24, 0.9
"""Inches: the width, the height a row of bars and of the legend adds, and what the axis takes."""

INK = "#1a1a1a"
COLOURS = ("#1f4e79", "#8a4b08", "#1d6b3a", "#6b2d7b", "#a3214b", "#5a5f66")
"""Each at least 4.5:1 against white, so white text on them is readable too."""
HATCHES = ("", "//", "..", "\\\\", "xx", "--")
"""Patterns, so that no series is told apart by colour alone."""


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

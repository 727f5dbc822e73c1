"""Horizontal stacked bars: parts of a whole, one bar a row."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evaluering.language import Catalogue
from evaluering.presentation.figures import axes as shared
from evaluering.presentation.figures import style, values
from evaluering.presentation.figures.marks import mark_hidden
from evaluering.presentation.prose import is_hidden
from evaluering.results import FigureLayout, ReleasedCell, ReleasedFinding

NARROW = 0.055
"""A part smaller than this share of the longest bar has no room for its number."""


def draw(finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue) -> Figure:
    """Draw one bar a row, one part a column, each part with its number where there is room."""
    labels, names = values.labels(layout, catalogue), values.series(layout, catalogue)
    figure, axes = style.canvas(len(labels), (len(names) + 1) // 2)
    columns = [values.cells(finding, layout, index) for index in range(len(names))]
    longest = max(sum(values.number(column[row]) or 0 for column in columns) for row in range(len(labels)))
    starts = [0.0] * len(labels)
    for index, (name, column) in enumerate(zip(names, columns, strict=True)):
        draw_part(axes, index, name, [values.number(cell) or 0 for cell in column], starts)
        write_numbers(axes, list(column), starts, longest * NARROW, catalogue)
        starts = [start + (values.number(cell) or 0) for start, cell in zip(starts, column, strict=True)]
    _marks(axes, columns, starts, catalogue)
    axes.set_ylim(*ends_of_rows(len(labels)))
    axes.set_xlim(0, longest or 1)
    shared.finish(axes, labels, catalogue.text(layout.axis), columns[0][0].unit, catalogue)
    figure.legend(loc="outside upper left", ncols=2, frameon=False, handlelength=1.6, handleheight=1.2)
    return figure


def ends_of_rows(rows: int) -> tuple[float, float]:
    """Where the frame begins and ends: as much room beside one row as beside many."""
    return -0.6, rows - 0.4


def draw_part(axes: Axes, index: int, name: str, widths: list[float], starts: list[float]) -> None:
    """Draw one part of every bar, from its start, with the colour and pattern of its column."""
    axes.barh(
        range(len(widths)),
        widths,
        left=starts,
        height=0.66,
        color=style.COLOURS[index],
        hatch=style.HATCHES[index],
        edgecolor="white",
        # A part of no length would leave its line.
        linewidth=[1.5 if width else 0.0 for width in widths],
        label=name,
    )


def _marks(axes: Axes, columns: list[list[ReleasedCell]], ends: list[float], catalogue: Catalogue) -> None:
    """Say in words, after the bar, what of it is hidden or undefined: a part is never silently missing."""
    for row, end in enumerate(ends):
        if any(is_hidden(column[row]) for column in columns):
            mark_hidden(axes, row, catalogue, end)
            continue
        words = {values.text(column[row], catalogue) for column in columns if column[row].value is None}
        if words:
            axes.annotate(
                ", ".join(sorted(words)), (end, row), xytext=(4, 0), textcoords="offset points", va="center"
            )


def write_numbers(
    axes: Axes,
    column: list[ReleasedCell | None],
    starts: list[float],
    narrow: float,
    catalogue: Catalogue,
) -> None:
    """Write each part's number in its middle, on a plate of its colour, if it is wider than ``narrow``."""
    colour = axes.containers[-1][0].get_facecolor()  # of the bars drawn last
    for row, (cell, start) in enumerate(zip(column, starts, strict=True)):
        width = (values.number(cell) if cell else None) or 0
        if cell and width > narrow:
            axes.text(
                start + width / 2,
                row,
                values.text(cell, catalogue),
                ha="center",
                va="center",
                color="white",
                fontsize=9,
                bbox={"facecolor": colour, "edgecolor": "none", "pad": 1.5},
            )

"""Diverging bars: shares of an ordered scale with its middle on one line, so that sides can be compared."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from evaluering.language import Catalogue, show_tick
from evaluering.presentation.figures import axes as shared
from evaluering.presentation.figures import stacked_bars, style, values
from evaluering.presentation.figures.marks import mark_hidden
from evaluering.presentation.prose import is_hidden
from evaluering.results import FigureLayout, ReleasedCell, ReleasedFinding


def draw(finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue) -> Figure:
    """Draw one bar a row, columns from the most negative; the middle of an odd number lies on both sides.

    A row that lacks a part has no bar: without one part nobody knows where the others lie.
    """
    labels, names = values.labels(layout, catalogue), values.series(layout, catalogue)
    figure, axes = style.canvas(len(labels), (len(names) + 1) // 2)
    columns = [values.cells(finding, layout, index) for index in range(len(names))]
    parts = [_row([column[row] for column in columns]) for row in range(len(labels))]
    starts = [left_of_middle(row) for row in parts]
    reach = max((max(-start, sum(row) + start) for start, row in zip(starts, parts, strict=True)), default=0)
    for index, (name, column) in enumerate(zip(names, columns, strict=True)):
        widths = [row[index] for row in parts]
        stacked_bars.draw_part(axes, index, name, widths, starts)
        drawn = [cell if sum(row) else None for cell, row in zip(column, parts, strict=True)]
        stacked_bars.write_numbers(axes, drawn, starts, 2 * reach * stacked_bars.NARROW, catalogue)
        starts = [start + width for start, width in zip(starts, widths, strict=True)]
    _marks(axes, columns, catalogue)
    axes.set_ylim(*stacked_bars.ends_of_rows(len(labels)))
    axes.set_xlim(-reach or -1, reach or 1)
    axes.axvline(
        0, color=style.INK, linewidth=1, zorder=0, clip_on=False
    )  # behind the bars and their numbers
    _finish(axes, labels, layout, columns[0][0], catalogue)
    figure.legend(loc="outside upper left", ncols=2, frameon=False, handlelength=1.6, handleheight=1.2)
    return figure


def left_of_middle(parts: list[float]) -> float:
    """Where a row begins: all parts below the middle, and half of the middle one, lie left of zero."""
    half, odd = divmod(len(parts), 2)
    return -(sum(parts[:half]) + (parts[half] / 2 if odd else 0.0))


def _row(cells: list[ReleasedCell]) -> list[float]:
    found = [values.number(cell) for cell in cells]
    known = [number for number in found if number is not None]
    return known if len(known) == len(cells) else [0.0] * len(cells)


def _marks(axes: Axes, columns: list[list[ReleasedCell]], catalogue: Catalogue) -> None:
    for row in range(len(columns[0])):
        if any(is_hidden(column[row]) for column in columns):
            mark_hidden(axes, row, catalogue)
        elif any(column[row].value is None for column in columns):
            axes.annotate(
                catalogue.text("sign.undefined"),
                (0, row),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
            )


def _finish(
    axes: Axes, labels: list[str], layout: FigureLayout, cell: ReleasedCell, catalogue: Catalogue
) -> None:
    """The shared axes, with shares to the left as shares: there are no negative ones."""
    left = axes.get_xlim()[0]
    shared.finish(axes, labels, catalogue.text(layout.axis), cell.unit, catalogue)
    axes.set_xlim(left=left)
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: show_tick(abs(value), cell.unit, catalogue.language))
    )

"""Slopes: groups' aggregates before and after, each with its name and both numbers beside it."""

from math import isnan

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evaluering.language import Catalogue
from evaluering.presentation.figures import style, upright, values
from evaluering.presentation.figures.marks import mark_hidden_at
from evaluering.presentation.prose import is_hidden
from evaluering.results import FigureLayout, ReleasedCell, ReleasedFinding

_LINE = 0.2
"""Inches between two labels."""
BESIDE, NAME = 8, 46
"""Points from a place to the number beside it, and to the name."""
_EDGE = 0.12
"""Places of room outside the first and the last."""


def draw(finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue) -> Figure:
    """Draw a line a row between its time points, named and numbered at its ends.

    A row that lacks a time point is not drawn: half a change would stand there without a name.
    """
    columns = [values.cells(finding, layout, index) for index in range(len(layout.data.columns))]
    lines = [upright.numbers(cells) for cells in zip(*columns, strict=True)]
    whole = {row: line for row, line in enumerate(lines) if not any(map(isnan, line))}
    height = max(2.4, _LINE * len(layout.data.rows) * 1.3)
    figure, (axes,) = style.panels(1, height + 0.9)
    for row, line in whole.items():
        look = {"color": style.COLOURS[row % 6], "marker": style.MARKERS[row % 6]}
        axes.plot(range(len(columns)), line, linewidth=1.8, markersize=6, **look)  # type: ignore[arg-type]  # keywords of a line
    upright.room_for_marks(axes, height)
    last, names = len(columns) - 1, values.labels(layout, catalogue)
    for place, side in ((0, -1), (last, last)):
        heights = _apart(axes, {row: line[place] for row, line in whole.items()}, _LINE / height)
        _label(axes, columns[place], heights, catalogue, side)
    for row, at in heights.items():
        _write(axes, names[row], (last, at), NAME)
    axes.set_xticks(range(len(columns)), values.series(layout, catalogue))
    axes.set_xlim(-_EDGE, len(columns) - 1 + _EDGE)
    upright.number_values(axes, columns[0][0].unit, catalogue)
    axes.set_ylabel(catalogue.text(layout.axis))
    hiding = [place for place, column in enumerate(columns) if any(map(is_hidden, column))]
    for place in hiding:
        mark_hidden_at(axes, place)
    upright.explain(figure, [], catalogue, hidden=bool(hiding))
    return figure


def _label(
    axes: Axes, column: list[ReleasedCell], heights: dict[int, float], catalogue: Catalogue, side: int
) -> None:
    """Write the numbers of one end beside it: ``side`` is -1 at the first, the last place at the last."""
    for row, height in heights.items():
        _write(
            axes, values.text(column[row], catalogue), (max(side, 0), height), BESIDE if side > 0 else -BESIDE
        )


def _write(axes: Axes, text: str, place: tuple[float, float], offset: int) -> None:
    axes.annotate(
        text,
        place,
        xytext=(offset, 0),
        textcoords="offset points",
        ha="left" if offset > 0 else "right",
        va="center",
        annotation_clip=False,
    )


def _apart(axes: Axes, numbers: dict[int, float], line: float) -> dict[int, float]:
    """Heights of labels by row: their numbers', moved where two would be less than a line apart.

    Upwards from the lowest first, then downwards from the top of the frame.
    """
    low, high = axes.get_ylim()
    step = line * (high - low)
    # Equal numbers are read downwards in the order of the table.
    order = sorted(((number, row) for row, number in numbers.items()), key=lambda one: (one[0], -one[1]))
    heights: dict[int, float] = {}
    floor, ceiling = low, high
    for number, row in order:
        heights[row] = max(number, floor)
        floor = heights[row] + step
    for _, row in reversed(order):
        heights[row] = min(heights[row], ceiling)
        ceiling = heights[row] - step
    return heights

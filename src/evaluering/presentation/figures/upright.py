"""What upright charts share: places across, the value axis, hidden marks and the legend."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import ceil, isfinite, nan

import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from evaluering.language import Catalogue, show_tick
from evaluering.presentation.figures import values
from evaluering.presentation.figures.marks import GAP, HEIGHT, hidden_handle, mark_hidden_at
from evaluering.presentation.prose import is_hidden, released_cell
from evaluering.results import Column, Coordinates, FigureLayout, ReleasedCell, ReleasedFinding
from evaluering.vocabulary import Unit

_WHOLE = (Unit.COUNT, Unit.MINUTES)
_LETTER, _ROOM = 0.085, 6.3
"""Inches: a letter of an axis label, and the room all labels have."""
HALF = 0.5
"""Places of room before the first and after the last place across."""


def numbers(cells: Iterable[ReleasedCell]) -> list[float]:
    """Cells as numbers to draw; a hidden or undefined one is NaN, which leaves a gap."""
    return [nan if (found := values.number(cell)) is None else found for cell in cells]


def cells_of(
    finding: ReleasedFinding, layout: FigureLayout, row: Coordinates, column: Column
) -> list[ReleasedCell]:
    """The released cells where a row meets a column."""
    return [released_cell(finding, key) for key in layout.data.keys(row, column)]


def any_hidden(finding: ReleasedFinding, layout: FigureLayout, row: Coordinates) -> bool:
    """Whether anything the row shows is hidden."""
    return any(
        is_hidden(cell) for column in layout.data.columns for cell in cells_of(finding, layout, row, column)
    )


def panels_of(layout: FigureLayout) -> list[tuple[Coordinates, list[Coordinates]]]:
    """The rows of each panel, with what they have in common: all but their last coordinate."""
    return [(common, list(rows)) for common, rows in groupby(layout.data.rows, key=lambda row: row[:-1])]


def name_places(axes: Axes, rows: Sequence[Coordinates], catalogue: Catalogue) -> None:
    """Name places across by the rows' last coordinates: evenly, as many of them as there is room for."""
    names = [catalogue.label(*row[-1]) for row in rows]
    room = max(1, int(_ROOM / (_LETTER * max((len(name) for name in names), default=1) + 0.15)))
    shown = range(0, len(names), ceil(len(names) / room) or 1)
    axes.set_xticks(list(shown), [names[place] for place in shown])
    axes.set_xlim(-HALF, len(names) - HALF)


def number_values(axes: Axes, unit: Unit, catalogue: Catalogue) -> None:
    """Number the value axis in the report's language."""
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10], integer=unit in _WHOLE))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: show_tick(value, unit, catalogue.language)))
    sns.despine(ax=axes)


def room_for_marks(axes: Axes, inches: float) -> None:
    """Leave the floor free for marks of hidden numbers, whether there are any or not.

    ``inches`` is about how high the panel is.
    """
    if not isfinite(axes.dataLim.y0):
        # Nothing to draw: an axis of its own would suggest numbers.
        axes.set_ylim(0, 1)
    low, high = axes.get_ylim()
    floor = (HEIGHT + 2 * GAP) / inches
    axes.set_ylim(low - floor * (high - low), high + 0.03 * (high - low))


def mark_rows(
    finding: ReleasedFinding,
    layout: FigureLayout,
    panels: Iterable[tuple[Axes, Sequence[Coordinates]]],
) -> bool:
    """Mark every row that hides something, in its panel; whether there was any."""
    found = [
        (axes, place)
        for axes, rows in panels
        for place, row in enumerate(rows)
        if any_hidden(finding, layout, row)
    ]
    for axes, place in found:
        mark_hidden_at(axes, place)
    return bool(found)


def explain(figure: Figure, handles: list[Artist], catalogue: Catalogue, *, hidden: bool) -> None:
    """The legend above the panels, with the mark of hidden numbers where there is one."""
    shown = [*handles, *([hidden_handle(catalogue)] if hidden else [])]
    if shown:
        figure.legend(
            handles=shown,
            loc="outside upper left",
            ncols=2,
            frameon=False,
            handlelength=2.6,
            handleheight=1.2,
        )

"""Funnel: each unit's value by its size, within limits that chance allows. No league table."""

from math import isnan

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from evaluering.language import Catalogue, show_tick
from evaluering.presentation.figures import style, upright, values
from evaluering.presentation.prose import is_hidden
from evaluering.presentation.tables import header
from evaluering.results import FigureLayout, ReleasedFinding
from evaluering.vocabulary import Unit

_SIZE, _VALUE, _LIMITS = 0, 1, 2
"""The columns: size, value, and from the third on limits, narrowest first."""
_DASHES = (style.DASHES[1], style.DASHES[3])


def draw(finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue) -> Figure:
    """Draw a dot a row by size and value, and the limits at the rows' own sizes as lines.

    Rows outside the widest limits have a mark of their own and a name. A row that hides something is in
    the legend and the table alone: any place would tell of it.
    """
    figure, (axes,) = style.panels(1, 4.2)
    sizes, shown = (_numbers(finding, layout, column) for column in (_SIZE, _VALUE))
    handles = _draw_limits(axes, finding, layout, catalogue, sizes)
    look = {"color": style.COLOURS[0], "marker": "o", "markersize": 7, "linestyle": "none"}
    name = header(layout.data.columns[_VALUE].header, catalogue)
    handles = [*axes.plot(sizes, shown, label=name, **look), *handles]  # type: ignore[arg-type]  # keywords of a line
    outside = _outside(finding, layout, shown)
    if outside:
        handles.append(_signals(axes, [(sizes[row], shown[row]) for row in outside], catalogue))
    _name(axes, layout, outside, (sizes, shown), catalogue)
    _number(axes, layout, values.cells(finding, layout, _VALUE)[0].unit, catalogue)
    hidden = any(upright.any_hidden(finding, layout, row) for row in layout.data.rows)
    upright.explain(figure, handles, catalogue, hidden=hidden)
    return figure


def _numbers(finding: ReleasedFinding, layout: FigureLayout, column: int, measure: int = 0) -> list[float]:
    """A column's numbers; NaN in rows whose size or value is hidden."""
    kept = [
        not any(is_hidden(values.cells(finding, layout, one)[row]) for one in (_SIZE, _VALUE))
        for row in range(len(layout.data.rows))
    ]
    found = upright.numbers(values.cells(finding, layout, column, measure))
    return [number if keep else float("nan") for number, keep in zip(found, kept, strict=True)]


def _draw_limits(
    axes: Axes, finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue, sizes: list[float]
) -> list[Artist]:
    handles: list[Artist] = []
    for index, column in enumerate(layout.data.columns[_LIMITS:]):
        look = {"color": style.INK, "linewidth": 1.2, "linestyle": _DASHES[index]}
        for measure in range(len(column.measures)):
            ends = _numbers(finding, layout, _LIMITS + index, measure)
            known = sorted(
                pair for pair in zip(sizes, ends, strict=True) if not (isnan(pair[0]) or isnan(pair[1]))
            )
            axes.plot([size for size, _ in known], [end for _, end in known], **look)  # type: ignore[arg-type]  # as above
        handles.append(Line2D([], [], label=header(column.header, catalogue), **look))  # type: ignore[arg-type]  # as above
    return handles


def _outside(finding: ReleasedFinding, layout: FigureLayout, shown: list[float]) -> list[int]:
    """The rows outside the widest limits, all as released: rounded as a reader of the table sees them."""
    if len(layout.data.columns) == _LIMITS:
        return []
    low, high = (_numbers(finding, layout, len(layout.data.columns) - 1, measure) for measure in range(2))
    return [row for row, number in enumerate(shown) if number < low[row] or number > high[row]]


def _signals(axes: Axes, places: list[tuple[float, float]], catalogue: Catalogue) -> Artist:
    (line,) = axes.plot(
        [size for size, _ in places],
        [number for _, number in places],
        color=style.SIGNAL,
        marker="s",
        markersize=9,
        linestyle="none",
        label=catalogue.text("sign.outside_limits"),
    )
    return line


def _name(
    axes: Axes,
    layout: FigureLayout,
    outside: list[int],
    places: tuple[list[float], list[float]],
    catalogue: Catalogue,
) -> None:
    names = values.labels(layout, catalogue)
    for row in outside:
        axes.annotate(
            names[row],
            (places[0][row], places[1][row]),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            annotation_clip=False,
        )


def _number(axes: Axes, layout: FigureLayout, unit: Unit, catalogue: Catalogue) -> None:
    upright.number_values(axes, unit, catalogue)
    axes.set_xlim(left=0)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: show_tick(value, Unit.COUNT, catalogue.language))
    )
    axes.set_xlabel(header(layout.data.columns[_SIZE].header, catalogue))
    axes.set_ylabel(catalogue.text(layout.axis))

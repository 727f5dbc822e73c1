"""Values over time with centre line and limits: one chart, or small multiples below each other."""

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from evaluering.errors import OwnFault
from evaluering.language import Catalogue
from evaluering.presentation.figures import style, upright, values
from evaluering.presentation.tables import header, row_label
from evaluering.results import Column, Coordinates, FigureLayout, ReleasedFinding

_LIMITS = 2
"""Measures of a column that holds limits; a column with one is a centre line."""


def draw_one(finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue) -> Figure:
    """Draw a single chart. Raises ``OwnFault`` when the rows belong to several."""
    if len(upright.panels_of(layout)) != 1:
        raise OwnFault(
            f"figure {layout.id}",
            expected="rows that differ in time alone",
            found="rows of several charts",
            next_step="lay it out as small multiples",
        )
    return draw(finding, layout, catalogue)


def draw(finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue) -> Figure:
    """Draw a panel for the rows that differ in time alone. Gaps stay gaps; signals have their own mark."""
    panels = upright.panels_of(layout)
    single = len(panels) == 1
    height = 3.6 if single else 1.2 + style.PANEL_HEIGHT * len(panels)
    figure, all_axes = style.panels(len(panels), height)
    outside = False
    for axes, (common, rows) in zip(all_axes, panels, strict=True):
        outside |= _panel(axes, finding, layout, rows)
        upright.name_places(axes, rows, catalogue)
        if not single:
            axes.tick_params(axis="x", labelbottom=axes is all_axes[-1])
            axes.set_title(row_label(common, catalogue), loc="left", fontsize=10)
    _same_scale(finding, layout, all_axes)
    for axes, (_, rows) in zip(all_axes, panels, strict=True):
        upright.room_for_marks(axes, 2.4 if single else style.PANEL_HEIGHT - 0.5)
        first = upright.cells_of(finding, layout, rows[0], layout.data.columns[0])[0]
        upright.number_values(axes, first.unit, catalogue)
    figure.supylabel(catalogue.text(layout.axis), fontsize=10)
    marked = zip(all_axes, (rows for _, rows in panels), strict=True)
    hidden = upright.mark_rows(finding, layout, marked)
    upright.explain(figure, _handles(layout, catalogue, outside=outside), catalogue, hidden=hidden)
    return figure


def _panel(axes: Axes, finding: ReleasedFinding, layout: FigureLayout, rows: list[Coordinates]) -> bool:
    """Draw one panel; whether any point lies outside its limits."""
    shown, places = layout.data.columns[0], range(len(rows))
    value = _numbers(finding, layout, rows, shown, 0)
    for column in layout.data.columns[1:]:
        for measure in range(len(column.measures)):
            line = _numbers(finding, layout, rows, column, measure)
            axes.plot(places, line, **_line(column))  # type: ignore[arg-type]  # keywords of a line
    axes.plot(places, value, color=style.COLOURS[0], linewidth=1.8, marker="o", markersize=5)
    beyond = [place for place in places if _is_outside(finding, layout, rows[place], value[place])]
    axes.plot(beyond, [value[place] for place in beyond], **_SIGNAL)  # type: ignore[arg-type]  # as above
    return bool(beyond)


_SIGNAL: dict[str, object] = {"color": style.SIGNAL, "marker": "s", "markersize": 9, "linestyle": "none"}


def _line(column: Column) -> dict[str, object]:
    dashes = style.DASHES[3] if len(column.measures) == _LIMITS else style.DASHES[1]
    return {"color": style.INK, "linewidth": 1.2, "linestyle": dashes}


def _numbers(
    finding: ReleasedFinding, layout: FigureLayout, rows: list[Coordinates], column: Column, measure: int
) -> list[float]:
    return upright.numbers(upright.cells_of(finding, layout, row, column)[measure] for row in rows)


def _is_outside(finding: ReleasedFinding, layout: FigureLayout, row: Coordinates, value: float) -> bool:
    """Whether a value lies outside limits, all as released: rounded as a reader of the table sees them."""
    limits = [column for column in layout.data.columns[1:] if len(column.measures) == _LIMITS]
    ends = [upright.numbers(upright.cells_of(finding, layout, row, column)) for column in limits]
    return any(value < low or value > high for low, high in ends)


def _same_scale(finding: ReleasedFinding, layout: FigureLayout, all_axes: list[Axes]) -> None:
    """Panels of one unit are drawn to one scale, so that heights can be compared."""
    units = {cell.unit for cell in values.cells(finding, layout, 0)}
    ends = [axes.get_ylim() for axes in all_axes if axes.dataLim.y0 <= axes.dataLim.y1]
    if len(units) == 1 and ends:
        for axes in all_axes:
            axes.set_ylim(min(low for low, _ in ends), max(high for _, high in ends))


def _handles(layout: FigureLayout, catalogue: Catalogue, *, outside: bool) -> list[Artist]:
    first, *others = layout.data.columns
    names = [header(column.header, catalogue) for column in others]
    handles: list[Artist] = [
        Line2D([], [], color=style.COLOURS[0], marker="o", label=header(first.header, catalogue)),
        *(
            Line2D([], [], label=name, **_line(column))  # type: ignore[arg-type]  # as above
            for name, column in zip(names, others, strict=True)
        ),
    ]
    if outside:
        handles.append(Line2D([], [], label=catalogue.text("sign.outside_limits"), **_SIGNAL))  # type: ignore[arg-type]  # as above
    return handles

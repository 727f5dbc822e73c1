"""Step timeline: what holds from one time point until the next, one line a series."""

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from evaluering.language import Catalogue
from evaluering.presentation.figures import style, upright, values
from evaluering.results import FigureLayout, ReleasedFinding


def draw(finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue) -> Figure:
    """Draw a stepped line a column, level from each row's time until the next; gaps stay gaps."""
    figure, (axes,) = style.panels(1, 3.6)
    handles: list[Artist] = []
    for index, name in enumerate(values.series(layout, catalogue)):
        cells = values.cells(finding, layout, index)
        handles += axes.plot(
            range(len(cells)),
            upright.numbers(cells),
            drawstyle="steps-post",
            color=style.COLOURS[index],
            linestyle=style.DASHES[index],
            marker=style.MARKERS[index],
            markersize=6,
            linewidth=1.8,
            label=name,
        )
    upright.name_places(axes, layout.data.rows, catalogue)
    upright.room_for_marks(axes, 2.4)
    upright.number_values(axes, values.cells(finding, layout, 0)[0].unit, catalogue)
    axes.set_ylabel(catalogue.text(layout.axis))
    hidden = upright.mark_rows(finding, layout, [(axes, layout.data.rows)])
    upright.explain(figure, handles, catalogue, hidden=hidden)
    return figure

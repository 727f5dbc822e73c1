"""Dots with intervals: one estimate a row."""

from matplotlib.figure import Figure

from evaluering.language import Catalogue
from evaluering.presentation.figures import axes as shared
from evaluering.presentation.figures import style, values
from evaluering.presentation.figures.marks import mark_hidden
from evaluering.presentation.prose import is_hidden, shown_cells
from evaluering.results import FigureLayout, ReleasedFinding


def draw(finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue) -> Figure:
    """Draw the estimate as a dot, its interval as a line, and both as text above."""
    labels = values.labels(layout, catalogue)
    figure, axes = style.canvas(len(labels))
    estimates, lows, highs = (values.cells(finding, layout, 0, measure) for measure in range(3))
    column = layout.data.columns[0]
    for row, (estimate, low, high) in enumerate(zip(estimates, lows, highs, strict=True)):
        if is_hidden(estimate):
            mark_hidden(axes, row, catalogue)
            continue
        start, end = values.number(low), values.number(high)
        if start is not None and end is not None:
            axes.plot(
                [start, end], [row, row], color=style.COLOURS[0], linewidth=2, marker="|", markersize=10
            )
        dot = values.number(estimate)
        if dot is not None:
            axes.plot([dot], [row], color=style.COLOURS[0], marker="o", markersize=8)
            words = shown_cells(finding, layout.data.keys(layout.data.rows[row], column), catalogue)
            axes.annotate(words, (dot, row), xytext=(0, 10), textcoords="offset points", ha="center")
    axes.set_ylim(-0.7, len(labels) - 0.4)
    shared.finish(axes, labels, catalogue.text(layout.axis), estimates[0].unit, catalogue)
    return figure

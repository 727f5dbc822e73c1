"""Horizontal bars: one number a row."""

import seaborn as sns
from matplotlib.figure import Figure

from evaluering.language import Catalogue
from evaluering.presentation.figures import axes as shared
from evaluering.presentation.figures import style, values
from evaluering.presentation.figures.marks import mark_hidden
from evaluering.presentation.prose import is_hidden
from evaluering.results import FigureLayout, ReleasedFinding


def draw(finding: ReleasedFinding, layout: FigureLayout, catalogue: Catalogue) -> Figure:
    """Draw a bar a row, with the number written at its end."""
    labels = values.labels(layout, catalogue)
    cells = values.cells(finding, layout, 0)
    figure, axes = style.canvas(len(labels))
    widths = [values.number(cell) or 0 for cell in cells]
    sns.barplot(
        x=widths, y=list(range(len(widths))), orient="h", color=style.COLOURS[0], saturation=1, ax=axes
    )
    for row, cell in enumerate(cells):
        if is_hidden(cell):
            mark_hidden(axes, row, catalogue)
            continue
        axes.annotate(
            values.text(cell, catalogue),
            (widths[row], row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
        )
    axes.invert_yaxis()
    shared.finish(axes, labels, catalogue.text(layout.axis), cells[0].unit, catalogue)
    axes.set_xlim(0, max(widths, default=0) * 1.12 or 1)
    return figure

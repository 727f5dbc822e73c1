"""Released cells as the numbers and labels of a figure."""

from evaluering.language import Catalogue
from evaluering.presentation.prose import is_hidden, released_cell, shown_cell
from evaluering.presentation.tables import header, row_label
from evaluering.results import FigureLayout, ReleasedCell, ReleasedFinding


def cells(
    finding: ReleasedFinding, layout: FigureLayout, column: int, measure: int = 0
) -> list[ReleasedCell]:
    """The released cells of one column, top row first."""
    chosen = layout.data.columns[column]
    return [released_cell(finding, layout.data.keys(row, chosen)[measure]) for row in layout.data.rows]


def number(cell: ReleasedCell) -> float | None:
    """A cell as a number to draw; None where it is hidden or undefined."""
    return float(cell.value) if isinstance(cell.value, int | float) and not is_hidden(cell) else None


def labels(layout: FigureLayout, catalogue: Catalogue) -> list[str]:
    """The names of the rows."""
    return [row_label(row, catalogue) for row in layout.data.rows]


def series(layout: FigureLayout, catalogue: Catalogue) -> list[str]:
    """The names of the columns."""
    return [header(column.header, catalogue) for column in layout.data.columns]


def text(cell: ReleasedCell, catalogue: Catalogue) -> str:
    """A cell as it is written in the figure."""
    return shown_cell(cell, catalogue)

"""Tables as data for the template: captions, headers and cells as text."""

from dataclasses import dataclass

from evaluering.language import Catalogue
from evaluering.presentation.prose import are_hidden, released_cell, shown_cells
from evaluering.results import Coordinates, ReleasedFinding, TableLayout
from evaluering.vocabulary import Language, Unit

_OF_DATA = "no"
"""Norwegian, whichever written form: deliveries do not say."""


@dataclass(frozen=True)
class ShownCell:
    """A cell's text, whether it is a number (numbers are aligned to the right), and whether it is hidden.

    A hidden cell is drawn as a mark, with the same words in every table for those who do not see it.
    ``language`` is set where the text is quoted from the data in another language than the page's.
    """

    text: str
    is_number: bool
    is_hidden: bool = False
    language: str = ""


@dataclass(frozen=True)
class ShownRow:
    """A row: its header and its cells."""

    header: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class ShownTable:
    """A table ready for the template."""

    corner: str
    headers: tuple[ShownCell, ...]
    rows: tuple[ShownRow, ...]

    @property
    def has_hidden(self) -> bool:
        """Whether the table needs its legend of signs."""
        return any(cell.is_hidden for row in self.rows for cell in row.cells)


def shown_table(finding: ReleasedFinding, layout: TableLayout, catalogue: Catalogue) -> ShownTable:
    """Lay the released cells out as text."""
    rows = tuple(_row(finding, layout, row, catalogue) for row in layout.rows)
    headers = tuple(
        ShownCell(header(column.header, catalogue), all(row.cells[index].is_number for row in rows))
        for index, column in enumerate(layout.columns)
    )
    return ShownTable(catalogue.text(layout.header), headers, rows)


def header(message: str, catalogue: Catalogue) -> str:
    """A column header: a message, or the name of a dimension's value given as ``dimension:value``."""
    dimension, separator, value = message.partition(":")
    return catalogue.label(dimension, value) if separator else catalogue.text(message)


def row_label(row: Coordinates, catalogue: Catalogue) -> str:
    """The name of a row: the names of its coordinates; without any, all."""
    names = [catalogue.label(dimension, value) for dimension, value in row]
    return ", ".join(names) if names else catalogue.text("label.all")


def _row(finding: ReleasedFinding, layout: TableLayout, row: Coordinates, catalogue: Catalogue) -> ShownRow:
    cells = []
    for column in layout.columns:
        keys = layout.keys(row, column)
        unit = released_cell(finding, keys[0]).unit
        text = shown_cells(finding, keys, catalogue)
        is_number = unit not in (Unit.TEXT, Unit.CODE)
        is_foreign = unit is Unit.TEXT and catalogue.language is Language.ENGLISH
        quoted = _OF_DATA if is_foreign else ""
        cells.append(ShownCell(text, is_number, are_hidden(finding, keys), quoted))
    return ShownRow(row_label(row, catalogue), tuple(cells))

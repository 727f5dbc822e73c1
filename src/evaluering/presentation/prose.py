"""Sentences and single values: message texts filled with released cells."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from evaluering.errors import OwnFault
from evaluering.language import Catalogue, counted, show, show_list, show_range
from evaluering.results import ReleasedCell, ReleasedFinding, Statement
from evaluering.vocabulary import CellStatus, Unit

References = Mapping[str, object]
"""What fills the gaps of cross-references in a message, by their kind."""
NO_REFERENCES: References = {}
_WITH_INTERVAL = 3
"""Cells of a value shown with its interval."""


def is_hidden(cell: ReleasedCell) -> bool:
    """Whether disclosure control has hidden the cell."""
    return cell.status is CellStatus.SUPPRESSED


def shown_cell(cell: ReleasedCell, catalogue: Catalogue) -> str:
    """A cell as text: its value, or the words for hidden or undefined; never blank, never 0."""
    if is_hidden(cell):
        return catalogue.text("sign.suppressed")
    if cell.value is None:
        return catalogue.text("sign.undefined")
    if cell.unit is Unit.CODE:
        return catalogue.text(str(cell.value))
    return show(cell.value, cell.unit, catalogue.language, cell.decimals)


def shown_cells(finding: ReleasedFinding, keys: Sequence[str], catalogue: Catalogue) -> str:
    """The text of one to three cells shown together: a value, a range, a value with its interval.

    A hidden end hides the range; a value whose interval is hidden says so.
    """
    cells = [released_cell(finding, key) for key in keys]
    hidden = [is_hidden(cell) for cell in cells]
    if not any(hidden):
        return show_range([shown_cell(cell, catalogue) for cell in cells])
    if hidden[0] or len(cells) < _WITH_INTERVAL:
        return catalogue.text("sign.suppressed")
    return catalogue.text("sign.interval_suppressed", value=shown_cell(cells[0], catalogue))


def are_hidden(finding: ReleasedFinding, keys: Sequence[str]) -> bool:
    """Whether nothing but the mark of a hidden number is shown for these cells."""
    hidden = [is_hidden(released_cell(finding, key)) for key in keys]
    return hidden[0] or (any(hidden) and len(keys) < _WITH_INTERVAL)


def released_cell(finding: ReleasedFinding, key: str) -> ReleasedCell:
    """The released cell of that key. Raises ``OwnFault`` when a layout names one that is not there."""
    if not finding.holds(key):
        raise OwnFault(
            f"finding {finding.id}",
            expected="every shown number among its released cells",
            found=f"no cell {key}",
            next_step="mend the analysis that lays it out",
        )
    return finding.cell(key)


def sentence(
    finding: ReleasedFinding,
    statement: Statement,
    catalogue: Catalogue,
    references: References = NO_REFERENCES,
) -> str:
    """The statement in the catalogue's language, every number a released cell.

    A sentence with a hidden number is not told at all: its other words would tell of the number.
    """
    if tells_of_hidden(finding, statement):
        return catalogue.text("sign.sentence_suppressed")
    values = _values(finding, statement, catalogue)
    return catalogue.text(statement.message, _count(finding, statement), **references, **values)


def linked_sentence(
    finding: ReleasedFinding, statement: Statement, catalogue: Catalogue, references: References
) -> Markup:
    """The same as HTML, its cross-references as links."""
    if tells_of_hidden(finding, statement):
        return catalogue.markup("sign.sentence_suppressed")
    values = _values(finding, statement, catalogue)
    return catalogue.markup(statement.message, _count(finding, statement), **references, **values)


def tells_of_hidden(finding: ReleasedFinding, statement: Statement) -> bool:
    """Whether any number of the statement is hidden."""
    return any(is_hidden(released_cell(finding, key)) for _, keys in statement.values for key in keys)


def _values(finding: ReleasedFinding, statement: Statement, catalogue: Catalogue) -> dict[str, str]:
    values = {name: _value(finding, keys, catalogue) for name, keys in statement.values}
    return values | {name: catalogue.label(*label) for name, label in statement.labels}


def _value(finding: ReleasedFinding, keys: tuple[str, ...], catalogue: Catalogue) -> str:
    cells = [released_cell(finding, key) for key in keys]
    texts = [shown_cell(cell, catalogue) for cell in cells]
    if len(texts) == 1 or all(cell.unit is not Unit.TEXT for cell in cells):
        return show_range(texts)
    return show_list([catalogue.text("quote", text=text) for text in texts], catalogue.language)


def _count(finding: ReleasedFinding, statement: Statement) -> Decimal | None:
    if not statement.count:
        return None
    (key,) = dict(statement.values)[statement.count]
    cell = released_cell(finding, key)
    return counted(cell.value, cell.unit, cell.decimals) if isinstance(cell.value, int | float) else None

"""Numbers that changed between two releases: where they stand, what they were, and what they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from string import Formatter

from markupsafe import Markup

from evaluering.language import Catalogue, show_range
from evaluering.presentation.editions import Editions
from evaluering.presentation.elements import Page
from evaluering.presentation.prose import is_hidden, sentence, shown_cell, tells_of_hidden
from evaluering.presentation.tables import ShownCell, ShownRow, ShownTable, header, row_label
from evaluering.presentation.templating import render
from evaluering.results import ReleasedCell, ReleasedFinding, TableLayout
from evaluering.vocabulary import DECIMALS, CellStatus, Unit

_NAMED = (("label.table", "label.table_reference"), ("label.figure", "label.figure_reference"))
_HEADERS = ("changes.number", "changes.before", "changes.now")
_ELSEWHERE = frozenset({"cite", "section", "appendix"})
_WITH_INTERVAL = 3
_WORDS = frozenset({Unit.TEXT, Unit.CODE})


@dataclass(frozen=True)
class ChangedTable:
    """The changed numbers of one table or figure, under the name the report gives it."""

    name: str
    caption: str
    reference: str
    table: ShownTable


def changed_tables(page: Page, editions: Editions) -> tuple[ChangedTable, ...]:
    """The tables and figures of a page with numbers that changed, in the page's order, those rows alone.

    A number that is hidden now is not repeated, whatever it was: of the present edition it is said that it is
    hidden, of an older change nothing. Words are not repeated either: they may have been what was wrong.
    """
    found = []
    for name, number in _names(page):
        for finding in page.findings:
            for layout in _layouts(finding):
                if layout.id == name and (rows := tuple(_rows(finding, layout, editions, page.catalogue))):
                    found.append(_table(page, layout, number, rows))
    return tuple(found)


def render_changed(
    tables: Sequence[ChangedTable], folder: str, words: Catalogue, numbers: "count[int]"
) -> Markup:
    """The tables as HTML; each leads to all numbers of its table in ``folder`` ("" or ``report-nb/``)."""
    return Markup("\n").join(
        render(
            "changed.html.j2",
            id=f"changed-{next(numbers)}",
            one=one,
            download=f"{folder}data/{one.name}.csv",
            words=words,
        )
        for one in tables
    )


def changed_sentences(page: Page, editions: Editions) -> tuple[str, ...]:
    """Sentences of now with a number that changed; none that tells of a hidden one, and no former one.

    Footnotes stay behind, and so do sentences that lead to works or sections: those stand in the report.
    """
    references = {**page.references, "note": _Unsaid()}
    return tuple(
        dict.fromkeys(
            sentence(finding, one, page.catalogue, references)
            for finding in page.findings
            for one in finding.statements
            if one.values and not tells_of_hidden(finding, one)
            if not _leads_elsewhere(one.message, page.catalogue)
            if any(
                _shown(editions.before.get((finding.id, key))) != _shown(finding.cell(key))
                for _, keys in one.values
                for key in keys
            )
        )
    )


class _Unsaid:
    """A gap that is left empty."""

    def __format__(self, _: str) -> str:
        return ""


def _leads_elsewhere(message: str, words: Catalogue) -> bool:
    forms = words.forms().get(message, ())
    return any(gap in _ELSEWHERE for form in forms for _, gap, _, _ in Formatter().parse(form))


def _names(page: Page) -> list[tuple[str, tuple[str, str]]]:
    """The tables and figures of a page, each with its number in words, by itself and in a sentence."""
    words = page.catalogue
    return [
        (name, (words.text(alone, number=str(number)), words.text(spoken, number=str(number))))
        for names, (alone, spoken) in zip((page.tables, page.figures), _NAMED, strict=True)
        for number, name in enumerate(names, 1)
    ]


def _layouts(finding: ReleasedFinding) -> tuple[TableLayout, ...]:
    return (*finding.tables, *(figure.data for figure in finding.figures))


def _table(
    page: Page, layout: TableLayout, number: tuple[str, str], rows: tuple[ShownRow, ...]
) -> ChangedTable:
    words = page.catalogue
    headers = tuple(
        ShownCell(words.text(name), all(row.cells[place].is_number for row in rows))
        for place, name in enumerate(_HEADERS)
    )
    shown = ShownTable(words.text(layout.header), headers, rows)
    caption = page.text(f"{layout.id}.caption")
    return ChangedTable(layout.id, f"{number[0]}. {caption}", number[1], shown)


def _rows(
    finding: ReleasedFinding, layout: TableLayout, editions: Editions, words: Catalogue
) -> Iterator[ShownRow]:
    for row in layout.rows:
        for column in layout.columns:
            places = [(finding.id, key) for key in layout.keys(row, column)]
            present = [finding.cell(key) for _, key in places]
            after = present if editions.after is None else [editions.after.get(one) for one in places]
            change = _Change([editions.before.get(one) for one in places], after, present)
            if change.is_told(of_now=editions.after is None):
                name = ShownCell(header(column.header, words), is_number=False)
                yield ShownRow(row_label(row, words), (name, *change.shown(words)))


@dataclass(frozen=True)
class _Change:
    """Cells shown together, before and after a change, and now; ``None`` where one was not there."""

    before: Sequence[ReleasedCell | None]
    after: Sequence[ReleasedCell | None]
    present: Sequence[ReleasedCell]

    def is_told(self, *, of_now: bool) -> bool:
        """Whether the change is told of; one to a hidden number is told of when it is the latest."""
        if _are_hidden(self.present):
            return of_now and _is_whole(self.before) and not _are_hidden(self.before)
        return list(map(_shown, self._masked(self.before))) != list(map(_shown, self._masked(self.after)))

    def shown(self, words: Catalogue) -> tuple[ShownCell, ShownCell]:
        """What it was, and what it became."""
        if _are_hidden(self.present):
            return _said(words, "changes.not_repeated"), _hidden(words)
        return self._side(self.before, words, is_former=True), self._side(
            self.after, words, is_former=self.after is not self.present
        )

    def _masked(self, cells: Sequence[ReleasedCell | None]) -> list[ReleasedCell | None]:
        """Without what is hidden now."""
        pairs = zip(cells, self.present, strict=True)
        return [_as_hidden(cell) if cell and is_hidden(now) else cell for cell, now in pairs]

    def _side(self, cells: Sequence[ReleasedCell | None], words: Catalogue, *, is_former: bool) -> ShownCell:
        masked = [cell for cell in self._masked(cells) if cell is not None]
        if len(masked) < len(cells):
            return _said(words, "changes.not_there")
        if _are_hidden(masked):
            return _hidden(words)
        if is_former and masked[0].unit in _WORDS:
            return _said(words, "changes.not_repeated")
        told = _as_told(masked, self.present) if is_former else masked
        texts = [shown_cell(cell, words) for cell in told]
        if any(map(is_hidden, masked)):
            return ShownCell(words.text("sign.interval_suppressed", value=texts[0]), is_number=True)
        return ShownCell(show_range(texts), is_number=masked[0].unit not in _WORDS)


def _is_whole(cells: Sequence[ReleasedCell | None]) -> bool:
    return all(cell is not None for cell in cells)


def _are_hidden(cells: Sequence[ReleasedCell | None]) -> bool:
    """Whether nothing but a mark stands for these cells."""
    hidden = [cell is not None and is_hidden(cell) for cell in cells]
    return hidden[0] or (any(hidden) and len(cells) < _WITH_INTERVAL)


def _shown(cell: ReleasedCell | None) -> object:
    return None if cell is None else (cell.status, None if is_hidden(cell) else cell.value)


def _as_hidden(cell: ReleasedCell) -> ReleasedCell:
    return replace(cell, value=None, status=CellStatus.SUPPRESSED)


def _as_told(cells: Sequence[ReleasedCell], now: Sequence[ReleasedCell]) -> list[ReleasedCell]:
    """Earlier cells with as few decimals as show all of their values, where decimals are chosen at all.

    How many they were shown with is not kept; more would tell of a precision they never had.
    """
    if cells == now or all(one.decimals is None for one in now):
        return list(cells)
    places = max(map(_places, cells))
    return [replace(cell, decimals=places) for cell in cells]


def _places(cell: ReleasedCell) -> int:
    """How many decimals a value needs, of a share in percent."""
    if not isinstance(cell.value, int | float):
        return 0
    more = 2 if cell.unit is Unit.SHARE else 0
    most = DECIMALS[cell.unit] - more
    return next(
        (one for one in range(most) if round(float(cell.value), one + more) == cell.value), max(most, 0)
    )


def _said(words: Catalogue, message: str) -> ShownCell:
    # In the place of a number, and aligned like one.
    return ShownCell(words.text(message), is_number=True)


def _hidden(words: Catalogue) -> ShownCell:
    return ShownCell(words.text("sign.suppressed"), is_number=True, is_hidden=True)

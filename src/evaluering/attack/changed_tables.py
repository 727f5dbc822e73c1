"""Tables of changed numbers: every value was released, and none of them is hidden now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from evaluering.attack.known import WORDS, Editions, Layout, ToldCell
from evaluering.attack.page_tree import PageTree
from evaluering.attack.wordings import Explained

_HEADS = ("changes.number", "changes.before", "changes.now")
_WITH_INTERVAL = 3
"""Cells of a value shown with its interval."""
Cells = Sequence[ToldCell | None]


def report_parts(page: PageTree, explained: Explained) -> Iterator[tuple[PageTree, Explained]]:
    """Each section of the page of changed numbers taken out of it, with the texts of the report it leads to.

    A section that leads to no report with changed numbers stays in the page, where no number is explained.
    """
    for holder in list(page.root.iter()):
        for section in holder.findall("section"):
            link = next(section.iter("a"), None)
            report = explained.changed_report(link.get("href", "") if link is not None else "")
            if report is not None:
                after = section.tail
                section.tail = None
                part = ET.Element("page")
                part.append(section)
                place = list(holder).index(section)
                holder.remove(section)
                holder.insert(place, _left(after))
                yield PageTree(part, ()), report


def _left(tail: str | None) -> ET.Element:
    """What stood after a section, where the section was."""
    left = ET.Element("section")
    left.tail = tail
    return left


def is_of_changes(block: ET.Element) -> bool:
    """Whether a part of a page is a table of changed numbers."""
    return block.get("class") == "changes"


def says_changes(grid: list[list[str]], layout: Layout, explained: Explained) -> bool:
    """Whether a table is that of a layout's changed numbers between two editions its page tells of."""
    report = explained.report
    if report is None:
        return False
    told = [report.since] if explained.is_part else list(report.mended)
    return any(one is not None and _is_told(grid, one, layout, explained) for one in told)


def _is_told(grid: list[list[str]], editions: Editions, layout: Layout, explained: Explained) -> bool:
    heads = [explained.header(layout.corner), *("".join(explained.message(name)) for name in _HEADS)]
    rows = list(_changes(editions, layout, explained))
    return (
        bool(rows)
        and len(grid) == len(rows) + 1
        and grid[0] == heads
        and all(row.says(line, explained) for row, line in zip(rows, grid[1:], strict=True))
    )


@dataclass(frozen=True)
class _Row:
    """A changed number: its names, what it was, what it became; ``is_hidden`` where it is hidden now."""

    names: list[str]
    before: Cells
    after: Cells
    is_hidden: bool
    is_now: bool

    def says(self, line: list[str], explained: Explained) -> bool:
        """Whether a line of a table is this change."""
        if len(line) != len(self.names) + 2 or line[: len(self.names)] != self.names:
            return False
        before, after = line[-2:]
        if self.is_hidden:
            return before in explained.message("changes.not_repeated") and _is_mark(after, explained)
        return _side_says(before, self.before, explained, is_former=True) and _side_says(
            after, self.after, explained, is_former=not self.is_now
        )


def _changes(editions: Editions, layout: Layout, explained: Explained) -> Iterator[_Row]:
    report = explained.report
    if report is None:
        return
    is_now = editions.after is None
    for row, columns in zip(layout.rows, layout.keys, strict=True):
        for given, keys in zip(layout.headers, columns, strict=True):
            present = [report.cells[key] for key in keys]
            before = _masked(keys, editions.before, present)
            after = _masked(keys, report.cells if editions.after is None else editions.after, present)
            former = [editions.before.get(key) for key in keys]
            hidden = _are_hidden(present)
            was_shown = None not in former and not _are_hidden(former)
            if (is_now and was_shown) if hidden else _differ(before, after):
                names = [explained.row_label(row), explained.header(given)]
                yield _Row(names, before, after, hidden, is_now)


def _masked(keys: Sequence[str], cells: Mapping[str, ToldCell], present: Sequence[ToldCell]) -> Cells:
    """Cells of an edition without the values of those that are hidden now."""
    pairs = zip((cells.get(key) for key in keys), present, strict=True)
    return [
        replace(cell, value=None, status="suppressed") if cell and now.status == "suppressed" else cell
        for cell, now in pairs
    ]


def _differ(before: Cells, after: Cells) -> bool:
    return [one and (one.status, one.value) for one in before] != [
        one and (one.status, one.value) for one in after
    ]


def _are_hidden(cells: Cells) -> bool:
    hidden = [cell is not None and cell.status == "suppressed" for cell in cells]
    return hidden[0] or (any(hidden) and len(cells) < _WITH_INTERVAL)


def _side_says(text: str, cells: Cells, explained: Explained, *, is_former: bool) -> bool:
    there = [cell for cell in cells if cell is not None]
    if len(there) < len(cells):
        return text in explained.message("changes.not_there")
    if is_former and not _are_hidden(there) and there[0].unit in WORDS:
        return text in explained.message("changes.not_repeated")
    return bool(text) and explained.group_says(text, there)


def _is_mark(text: str, explained: Explained) -> bool:
    return text in {f":{words}" for words in explained.message("sign.hidden")}

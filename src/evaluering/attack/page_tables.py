"""The tables of a page against the released layouts, cell by cell."""

from collections.abc import Iterator
from itertools import zip_longest
from xml.etree import ElementTree as ET

from evaluering.attack.changed_tables import is_of_changes, says_changes
from evaluering.attack.found import Found, Kind
from evaluering.attack.known import Layout, Report, ToldCell
from evaluering.attack.page_texts import unexplained
from evaluering.attack.page_tree import PageTree
from evaluering.attack.spoken_numbers import has_number, single_spaced
from evaluering.attack.wordings import Explained

_COUNTS = ("read", "accepted", "rejected", "duplicate")
Grid = list[list[str]]


def check_tables(file: str, page: PageTree, report: Report | None, explained: Explained) -> Iterator[Found]:
    """Every table must be a released one, or the account of rows; and every cell what was released there."""
    in_rows = sum(len(row.findall(tag)) for row in page.root.findall(".//table//tr") for tag in ("td", "th"))
    if len([cell for cell in page.root.iter() if cell.tag in {"td", "th"}]) > in_rows:
        yield Found(file, Kind.TABLE, "a cell outside the rows of a table")
    for holder in page.root.iter():
        for table in holder.findall("table"):
            grid = _grid(table)
            block = _block_of(page, holder)
            folder = f"{report.id}/data/" if report is not None and explained.is_part else "data/"
            layout = None if block is None else _layout_of(block, report, folder)
            if block is not None and is_of_changes(block):
                if layout is None or not says_changes(grid, layout, explained):
                    yield Found(file, Kind.NUMBER, "a table of changed numbers")
            elif layout is not None and report is not None:
                yield from _against(file, grid, layout, report, explained)
            elif not (report is not None and _is_accounts(grid, report, explained)):
                yield from _unknown(file, grid, explained)


def _grid(table: ET.Element) -> Grid:
    return [
        [single_spaced("".join(cell.itertext())) for cell in row if cell.tag in {"td", "th"}]
        for row in table.iter("tr")
    ]


def _block_of(page: PageTree, holder: ET.Element) -> ET.Element | None:
    """The figure, table or table of changes that a table stands in, with the note beside it."""
    return next((block for block in page.root.iter() if holder in list(block) and _is_block(block)), None)


def _is_block(block: ET.Element) -> bool:
    return block.get("class") in {"table", "figure"} or is_of_changes(block)


def _layout_of(block: ET.Element, report: Report | None, folder: str) -> Layout | None:
    """The layout whose data file the note beside the table leads to."""
    for link in block.iter("a"):
        name = link.get("href", "").removeprefix(folder).removesuffix(".csv")
        if report is not None and name in report.layouts:
            return report.layouts[name]
    return None


def _against(file: str, grid: Grid, layout: Layout, report: Report, explained: Explained) -> Iterator[Found]:
    heads = [explained.header(layout.corner), *map(explained.header, layout.headers)]
    if not grid or grid[0] != heads or len(grid) != len(layout.rows) + 1:
        yield Found(file, Kind.TABLE, f"table of {layout.id}")
        return
    for number, (line, row, keys) in enumerate(zip(grid[1:], layout.rows, layout.keys, strict=True), 1):
        place = f"table of {layout.id}, row {number}"
        if not line or line[0] != explained.row_label(row):
            yield Found(file, Kind.TABLE, place)
        for text, places in zip_longest(line[1:], keys):
            if text is None or places is None:
                yield Found(file, Kind.TABLE, place)
            elif not text or not explained.group_says(text, [report.cells[key] for key in places]):
                yield Found(file, Kind.NUMBER, place)


def _is_accounts(grid: Grid, report: Report, explained: Explained) -> bool:
    heads = [single_spaced("".join(explained.message(f"accounts.{name}"))) for name in ("file", *_COUNTS)]
    rows = [
        (name, [account[count] for count in _COUNTS]) for name, account in sorted(report.accounts.items())
    ]
    told = sorted(grid[1:])
    if not grid or grid[0] != heads or len(told) != len(rows):
        return False
    return all(_is_account(line, *row, explained) for line, row in zip(told, rows, strict=True))


def _is_account(line: list[str], name: str, counts: list[int], explained: Explained) -> bool:
    cells = [ToldCell("", (), name, count, "count", "released", "") for count in counts]
    return (
        line[:1] == [name]
        and len(line) == 1 + len(cells)
        and all(
            has_number(text) and explained.cells_say(text, [cell])
            for text, cell in zip(line[1:], cells, strict=True)
        )
    )


def _unknown(file: str, grid: Grid, explained: Explained) -> Iterator[Found]:
    yield Found(file, Kind.TABLE, "a table that was not released")
    for line in grid:
        yield from (
            Found(file, unexplained(text, explained.language), "a table that was not released")
            for text in line
            if text and not explained.labels_say(text)
        )

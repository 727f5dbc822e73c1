"""The pages of the release as a reader of files sees them: parsed HTML, tables and CSV files."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib

REPORTS = (
    "gathering-time-nb/index.html",
    "follow-up-inquiries-nb/index.html",
    "goal-measurability-nb/index.html",
)
PAGES = ("accessibility.html", "index.html", "changes.html", *REPORTS)
LANGUAGES = ("nb", "nn", "en")
PAGES_IN_EVERY_LANGUAGE = (
    "accessibility.html",
    "index.html",
    "changes.html",
    *(name.replace("-nb/", f"-{language}/") for name in REPORTS for language in LANGUAGES),
)

_NUMBER = re.compile(r"\d[\d\u00a0\u202f]*(?:,\d+)?")


@dataclass(frozen=True)
class Table:
    """A table's caption, header texts and rows of body cells (row headers left out)."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def cells(self) -> list[str]:
        """The body cells in reading order."""
        return [cell for row in self.rows for cell in row]


def parsed(file: Path) -> Element:
    """The page as a tree of plain element names (elements of SVG keep its namespace)."""
    tree: Element = html5lib.parse(file.read_bytes(), namespaceHTMLElements=False, transport_encoding="utf-8")
    return tree


def text_of(element: Element) -> str:
    """The text inside an element, white space folded."""
    return re.sub(r"[ \t\n\r]+", " ", "".join(element.itertext())).strip()


def table_of(element: Element) -> Table:
    """A table element as texts."""
    caption = element.find("caption")
    return Table(
        caption="" if caption is None else text_of(caption),
        headers=tuple(text_of(cell) for cell in element.findall("thead/tr/th")),
        rows=tuple(tuple(text_of(cell) for cell in row.findall("td")) for row in element.findall("tbody/tr")),
    )


def tables_of(file: Path) -> list[Table]:
    """All tables of a page."""
    return [table_of(element) for element in parsed(file).iter("table")]


def numbers_in(text: str) -> list[float]:
    """The numbers of a text in bokmål; percentages as they are written."""
    return [float(re.sub(r"\s", "", number).replace(",", ".")) for number in _NUMBER.findall(text)]


def csv_rows(file: Path) -> list[dict[str, str]]:
    """The lines of a published data file."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def shown(row: dict[str, str]) -> str | float:
    """A line's value as the page shows it: a share in percent, other numbers as they are."""
    if row["unit"] in ("text", "code"):
        return row["value"].removeprefix("'")
    value = float(row["value"])
    return round(value * 100, 6) if row["unit"] == "share" else value


def differences(table: Table, rows: list[dict[str, str]]) -> list[str]:
    """Where a table and its data file part: both are walked cell for cell, in order."""
    left, found = list(rows), []
    for cell in table.cells:
        if not left:
            return [*found, f"{cell!r} and what follows is not in the file"]
        if left[0]["unit"] in ("text", "code"):
            line = left.pop(0)
            # A code is a name in the file and a word on the page.
            if not cell or (line["unit"] == "text" and cell != shown(line)):
                found.append(f"{cell!r} in the table, {line['value']!r} in the file")
            continue
        on_page = numbers_in(cell)
        if len(on_page) == 1 and left[0]["measure"].endswith("_low"):
            on_page *= 2  # a range whose ends are equal is written once
        in_file = [shown(left.pop(0)) for _ in on_page if left]
        if not on_page or on_page != in_file:
            found.append(f"{cell!r} in the table, {in_file} in the file")
    return found + [f"{row} is not in the table" for row in left]

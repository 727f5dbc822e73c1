"""Made-up deliveries for tests: a sound row for any instrument table, and files that hold rows.

Nothing here comes from anybody: every value is drawn from the table's own declaration.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl import Workbook

from evaluering.tables import Column, ColumnType, Table

Row = Mapping[str, str]


def value(column: Column) -> str:
    """A synthetic value the column allows; identifiers that refer to each other are the same."""
    if column.allowed:
        return column.allowed[0]
    if column.type in (ColumnType.WHOLE_NUMBER, ColumnType.NUMBER):
        low = column.minimum if column.minimum is not None else 1
        number = low + 1 if column.maximum is None or low + 1 <= column.maximum else low
        return f"{number:g}" if column.type is ColumnType.WHOLE_NUMBER else f"{number:g}.5"
    return {
        ColumnType.TEXT: f"syntetisk {column.name}",
        ColumnType.TIME_OF_DAY: "09:30",
        ColumnType.DATE: "2024-03-01",
        ColumnType.MONTH: "2024-03",
        ColumnType.IDENTIFIER: f"{column.references or column.name}-1",
    }[column.type]


def row(table: Table, **changed: str) -> dict[str, str]:
    """A sound synthetic row of ``table``, with the given values instead."""
    own = (
        {table.key[0]: f"{table.name}-1"}
        if len(table.key) == 1 and not table.column(table.key[0]).references
        else {}
    )
    return {column.name: value(column) for column in table.delivered} | own | changed


def header(table: Table) -> list[str]:
    """The names of the table's delivered columns."""
    return [column.name for column in table.delivered]


def delimited(rows: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    """Rows as delimited text."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def csv_text(table: Table, *rows: Row) -> str:
    """Rows of ``table`` as comma-separated text under our own column names."""
    names = header(table)
    return delimited([names, *([row[name] for name in names] for row in rows)])


def cell(text: str, column: Column) -> str | float | int | None:
    """The text as a spreadsheet would hold it: numbers as numbers, nothing for an empty field."""
    if text and column.type is ColumnType.WHOLE_NUMBER:
        return int(text)
    if text and column.type is ColumnType.NUMBER:
        return float(text)
    return text or None


def write_book(file: Path, sheets: Mapping[Table, Iterable[Row]]) -> Path:
    """A workbook with a sheet for each table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table, rows in sheets.items():
        sheet = book.create_sheet(table.name)
        sheet.append(header(table))
        for row in rows:
            sheet.append([cell(row[column.name], column) for column in table.delivered])
    book.save(file)
    return file


def write_mapping(folder: Path, *files: str, purpose: str = "quality_assurance") -> Path:
    """A delivery's mapping: each of ``files`` is the text of one ``[[file]]``."""
    folder.mkdir(parents=True, exist_ok=True)
    head = (
        f'purpose = "{purpose}"\nlegal_basis = "syntetisk"\n'
        'controller = "syntetisk"\ndeletion_date = 2030-01-01\n'
    )
    text = head + "".join(f"\n[[file]]\n{file}\n" for file in files)
    (folder / "delivery.toml").write_text(text, encoding="utf-8")
    return folder

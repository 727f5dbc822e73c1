"""Workbooks: every sheet as text, the same typed tables as from delimited text."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from evaluering.errors import InputRefused
from evaluering.reading import RawTable, read_delimited, read_workbook
from evaluering.reading.workbook import _parse
from evaluering.tables import INSTRUMENT_TABLES
from evaluering.validation import validate
from synthetic import csv_text, row, write_book


def sheets(folder: Path, *rows: list[object]) -> tuple[RawTable, ...]:
    """A workbook with one sheet of these rows, read in this process."""
    book = Workbook()
    for one in rows:
        book.active.append(one)
    book.save(folder / "a.xlsx")
    return _parse(folder, "a.xlsx", ())


def refused(folder: Path, *rows: list[object]) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        sheets(folder, *rows)
    return caught.value


@pytest.fixture(scope="module")
def every_instrument(tmp_path_factory: pytest.TempPathFactory) -> dict[str, RawTable]:
    """One workbook with a synthetic row of every instrument, read as a delivery is."""
    folder = tmp_path_factory.mktemp("book")
    write_book(folder / "all.xlsx", {table: [row(table)] for table in INSTRUMENT_TABLES})
    return {table.sheet: table for table in read_workbook(folder, "all.xlsx")}


@pytest.mark.parametrize("table", INSTRUMENT_TABLES, ids=lambda table: table.name)
def test_a_workbook_and_a_text_file_give_the_same_typed_row(tmp_path, every_instrument, table):
    (tmp_path / "a.csv").write_text(csv_text(table, row(table)), encoding="utf-8")
    read = (every_instrument[table.name], read_delimited(tmp_path, "a.csv"))
    one, other = (validate(raw.file, raw.digest, raw.frame, raw.malformed, table) for raw in read)
    assert (one.account.accepted, other.account.accepted) == (1, 1)
    assert one.frame.equals(other.frame)
    assert one.frame.dtypes.equals(other.frame.dtypes)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("0301", "0301"),
        ("  omgitt  ", "omgitt"),
        (3, "3"),
        (3.0, "3"),
        (3.25, "3.25"),
        (-2, "-2"),
        (True, "yes"),
        (False, "no"),
        (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1), "2024-03-01"),  # noqa: DTZ001
        (datetime(2024, 3, 1, 9, 30), "2024-03-01T09:30"),  # noqa: DTZ001
        (time(9, 30), "09:30"),
        (None, ""),
    ],
)
def test_a_cell_becomes_the_text_a_person_would_write(tmp_path, given, text):
    (table,) = sheets(tmp_path, ["a", "b"], ["x", given])
    assert table.frame.loc[1, "b"] == text


def test_empty_rows_are_no_rows_and_keep_the_numbers_of_the_others(tmp_path):
    (table,) = sheets(tmp_path, ["a"], ["x"], [None], [None], ["y"])
    assert list(table.frame.index) == [1, 4]


def test_a_cell_outside_the_columns_makes_its_row_malformed(tmp_path):
    (table,) = sheets(tmp_path, ["a", "b"], ["x", "y", "KANARI"], ["x", "y"])
    assert table.malformed_rows == {1: "x ; y ; KANARI"}


def test_a_sheet_without_rows_is_left_out(tmp_path):
    assert sheets(tmp_path) == ()


def test_skipped_sheets_are_not_read(tmp_path):
    book = Workbook()
    book.active.title = "instructions"
    book.active.append(["=1+1"])
    book.save(tmp_path / "a.xlsx")
    assert _parse(tmp_path, "a.xlsx", ("instructions",)) == ()


@pytest.mark.parametrize("header", [["a", "a"], ["a", None, "b"]], ids=["twice", "nameless"])
def test_every_column_needs_a_name_of_its_own(tmp_path, header):
    assert refused(tmp_path, header, ["KANARI"]).found == "a column without one, or a name twice"


def test_a_formula_is_refused_without_repeating_it(tmp_path):
    error = refused(tmp_path, ["a"], ['="KANARI"&1'])
    assert error.found == "formulas; save the sheet with values only"
    assert "KANARI" not in str(error)


def test_the_sheet_s_name_is_kept(tmp_path):
    (table,) = sheets(tmp_path, ["a"], ["x"])
    assert table.sheet == "Sheet"

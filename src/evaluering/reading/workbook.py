"""Excel workbooks (.xlsx): every sheet as text, nothing executed, nothing followed."""

import hashlib
import io
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from evaluering.errors import InputRefused
from evaluering.reading.files import read_bytes, refused
from evaluering.reading.limited import run_limited
from evaluering.reading.package import check_package
from evaluering.reading.raw import RawTable, raw_table
from evaluering.reading.workbook_metadata import workbook_metadata

_MAXIMUM_CELL = 100_000
_MAXIMUM_COLUMNS = 2_000


def read_workbook(root: Path, name: str, skip: tuple[str, ...] = ()) -> tuple[RawTable, ...]:
    """Every sheet of ``root/name`` that has a header row, as text; those named in ``skip`` left out.

    Whole numbers lose their ".0", other numbers keep a decimal point, dates become
    ``YYYY-MM-DD``. Raises ``InputRefused`` for other formats, macros, links to other
    files, encrypted files, packed files that unpack to far more than they are, formulas, and sheets
    with a column name twice.
    """
    # Most of what is refused is refused here, without the price of a child process.
    check_package(read_bytes(root, name), name)
    return run_limited(name, _parse, root, name, skip)


def _parse(root: Path, name: str, skip: tuple[str, ...]) -> tuple[RawTable, ...]:
    # What is looked through, read and digested are the same bytes, whatever happens to the file.
    content = read_bytes(root, name)
    check_package(content, name)
    import openpyxl

    digest = hashlib.sha256(content).hexdigest()
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        tables = [_sheet(sheet, name, digest) for sheet in book.worksheets if sheet.title not in skip]
        metadata = workbook_metadata(content)
    except InputRefused:
        raise
    except MemoryError:
        raise refused(
            name, "a file that can be read in bounded memory", "one that cannot", "too_large"
        ) from None
    except Exception as error:  # whatever a crafted file makes the parser raise
        raise refused(name, "a sound workbook", f"{type(error).__name__} while reading it") from None
    return tuple(replace(table, metadata=metadata) for table in tables if table is not None)


def _sheet(sheet: object, name: str, digest: str) -> RawTable | None:
    # What a sheet says about its own size is not believed: it can claim seventeen thousand million cells.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    rows = [[_text(cell, name) for cell in row] for row in sheet.iter_rows()]  # type: ignore[attr-defined]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows or not any(rows[0]):
        return None
    width = max(index for index, heading in enumerate(rows[0], 1) if heading)
    header = rows[0][:width]
    if width > _MAXIMUM_COLUMNS:
        raise refused(name, f"at most {_MAXIMUM_COLUMNS} columns", f"{width} columns", "too_large")
    if len(set(header)) != len(header) or "" in header:
        raise refused(
            name,
            "a name over each column, once",
            "a column without one, or a name twice",
            "column_name_twice",
        )
    rows_by_number = {
        number: row[:width] if not any(row[width:]) else row
        for number, row in enumerate(rows[1:], 1)
        if any(row)
    }
    padded = {number: row + [""] * (width - len(row)) for number, row in rows_by_number.items()}
    return raw_table(name, digest, header, padded, sheet=str(sheet.title))  # type: ignore[attr-defined]


def _text(cell: object, name: str) -> str:
    if getattr(cell, "data_type", "") == "f":
        row = getattr(cell, "row", 1) - 1
        raise refused(name, "values", "formulas; save the sheet with values only", "formula", row)
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = _moment(value) if isinstance(value, date | time) else str(value).strip()
    if len(text) > _MAXIMUM_CELL or "\0" in text:
        raise refused(name, f"cells of at most {_MAXIMUM_CELL} characters", "a longer one", "cell_too_long")
    return text


def _moment(value: date | time) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    return value.strftime("%H:%M") if isinstance(value, time) else value.isoformat()

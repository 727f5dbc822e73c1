"""A delivered file without a person's rows: rewritten, read back, and compared with what it should be."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from evaluering.erasure import delimited, parquet, statistical, workbook
from evaluering.erasure.needle import Needle
from evaluering.erasure.sources import DELIMITED, Source
from evaluering.reading import STATISTICAL, run_limited

Rows = Mapping[str, list[int]]
"""Row numbers by title of the sheet ("" for a file without sheets), as readers number them."""


class CannotRewrite(Exception):
    """The file cannot be written again without the rows; the reason is its only argument."""


def write_rewritten(source: Source, path: Path, target: Path, rows: Rows, needle: Needle) -> None:
    """Write ``path`` to ``target`` without ``rows``. Raises ``CannotRewrite``."""
    ending = path.suffix.lower()
    (numbers,) = [set(one) for one in rows.values()] if len(rows) == 1 else [set()]
    if ending in STATISTICAL:
        if ending not in statistical.WRITABLE:
            raise CannotRewrite("a format that cannot be written")
        run_limited(source.name, _write_statistical, str(path), str(target), numbers)
        return
    content = path.read_bytes()
    if ending == ".parquet":
        target.write_bytes(parquet.without_rows(content, numbers))
    elif ending == ".xlsx":
        target.write_bytes(_workbook(content, rows))
    elif ending in DELIMITED:
        target.write_bytes(_delimited(source, content, needle))


def is_faithful(before: Source, after: Source, rows: Rows) -> bool:
    """Whether a file read back is what it was, but for the rows: headings, cells, labels and order."""
    if len(before.sheets) != len(after.sheets):
        return False
    return all(
        old.raw.sheet == new.raw.sheet
        and old.raw.malformed_text == new.raw.malformed_text
        and _same(old.raw.frame.drop(index=rows.get(old.raw.sheet, [])), new.raw.frame)
        and _fixed(old.raw.metadata) == _fixed(new.raw.metadata)
        for old, new in zip(before.sheets, after.sheets, strict=True)
    )


def _same(expected: pd.DataFrame, found: pd.DataFrame) -> bool:
    return expected.reset_index(drop=True).equals(found.reset_index(drop=True))


def _fixed(metadata: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """What is said about a file, but for how many rows it has."""
    return sorted((place, text) for place, text in metadata if place != "pandas metadata")


def _write_statistical(source: str, target: str, numbers: set[int]) -> None:
    statistical.write_without(source, target, numbers)


def _workbook(content: bytes, rows: Rows) -> bytes:
    # The header is the first row of the sheet, and readers number the rows below it from 1.
    in_sheet = {sheet: {number + 1 for number in numbers} for sheet, numbers in rows.items()}
    try:
        return workbook.without_rows(content, in_sheet)
    except workbook.NotSafelyRemoved as reason:
        raise CannotRewrite(str(reason)) from None


def _delimited(source: Source, content: bytes, needle: Needle) -> bytes:
    (sheet,) = source.sheets
    header = list(sheet.raw.frame.columns)

    def _goes(row: list[str]) -> bool:
        fields = dict(zip(header, row, strict=False))
        return len(row) == len(header) and any(
            needle.is_cell(sheet.answers.get(name, {}).get(fields[name].strip(), fields[name]))
            for name in sheet.persons
        )

    return delimited.without_rows(
        content, source.name, _goes, encoding=source.encoding, delimiter=source.delimiter
    )

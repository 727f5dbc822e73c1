"""What is written in a format is what is read from it, for every format that is delivered."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from evaluering.reading import (
    parquet_file,
    read_delimited,
    read_parquet,
    read_statistical,
    read_workbook,
    statistical,
    workbook,
)
from synthetic import delimited

WORDS = st.text(alphabet="abzæøåÆØÅ 09;,|\"'.-\n", max_size=12).map(lambda text: text.strip(" \n"))
"""Texts as they are delivered: space around them is no part of what a cell says."""
ROWS = st.lists(st.tuples(st.integers(1, 9_999).map(str), WORDS, WORDS), min_size=1, max_size=8)
HEADER = ["nummer", "svar", "kommentar_æøå"]
few = settings(max_examples=25, deadline=None)


@pytest.fixture(scope="module", autouse=True)
def here() -> Iterator[None]:
    """Parsers run in this process: that they are confined is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook, "run_limited", lambda _, parse, *given: parse(*given))
        for module in (parquet_file, statistical):
            patch.setattr(module, "stream_limited", lambda name, parse, path: parse(path, name))
        yield


def rows_of(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    assert list(frame.columns) == HEADER
    return [tuple(row) for row in frame.itertuples(index=False)]


@few
@given(ROWS, st.sampled_from(";,\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_delimited_text_is_read_as_it_was_written(rows, delimiter, encoding):
    with TemporaryDirectory() as folder:
        text = delimited([HEADER, *rows], delimiter)
        (Path(folder) / "a.csv").write_bytes(text.encode(encoding))
        read = read_delimited(Path(folder), "a.csv", encoding=encoding, delimiter=delimiter)
    assert rows_of(read.frame) == rows


@few
@given(ROWS)
def test_a_workbook_is_read_as_it_was_written(rows):
    book = Workbook()
    book.active.append(HEADER)
    for number, *texts in rows:
        book.active.append([int(number), *(text or None for text in texts)])
    with TemporaryDirectory() as folder:
        book.save(Path(folder) / "a.xlsx")
        (read,) = read_workbook(Path(folder), "a.xlsx")
    assert rows_of(read.frame) == rows


@few
@given(ROWS)
def test_a_parquet_file_is_read_as_it_was_written(rows):
    frame = pd.DataFrame(rows, columns=HEADER).astype({"nummer": "int64"})
    with TemporaryDirectory() as folder:
        frame.to_parquet(Path(folder) / "a.parquet", index=False)
        read = read_parquet(Path(folder), "a.parquet")
    assert rows_of(read.frame) == rows


@few
@given(ROWS)
def test_an_spss_file_is_read_as_it_was_written(rows):
    frame = pd.DataFrame(rows, columns=HEADER).astype({"nummer": "float64"})
    with TemporaryDirectory() as folder:
        pyreadstat.write_sav(frame, str(Path(folder) / "a.sav"))
        read = read_statistical(Path(folder), "a.sav")
    assert rows_of(read.frame) == rows

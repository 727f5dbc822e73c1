"""Reading in blocks gives what reading the whole text with Python's ``csv`` gives, refusals included."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaluering.errors import InputRefused
from evaluering.reading import delimited, read_delimited, rows

unhurried = settings(max_examples=200)
cells = st.sampled_from(
    ["", "a", "æ", "1", " x ", '"', "\t", "a,b", "a;b", 'a"b', "two\nlines", "two\r\nlines", "\r", "\u2028"]
)
ends = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"])
characters = st.text(alphabet='ab"",,\n\r; æ\u2028', max_size=40)


def as_rows(rows: list[list[str]], end: str, mark: str, quoting: int) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=mark, lineterminator=end, quoting=quoting).writerows(rows)
    return stream.getvalue()


tables = st.builds(
    as_rows,
    st.lists(st.lists(cells, min_size=1, max_size=4), max_size=8),
    ends,
    st.just(","),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
)
rectangles = st.builds(
    lambda rows, end, quoting: as_rows([["a", "b", "c"], *rows], end, ",", quoting),
    st.lists(st.lists(cells, min_size=3, max_size=3), max_size=12),
    ends,
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
texts = (tables | rectangles | characters | characters.map(lambda text: f"a,b\n{text}")).flatmap(
    lambda text: st.sampled_from([text, text.rstrip("\r\n"), f"\ufeff{text}", f"\n{text}"])
)


def whole(text: str) -> tuple[object, ...]:
    """What the whole text holds: header, rows and malformed rows by number, or why it is refused."""
    usual = csv.field_size_limit(100_000)
    try:
        rows = [
            row
            for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
            if row
        ]
    except csv.Error as error:
        return ("refused", str(error))
    finally:
        csv.field_size_limit(usual)
    if not rows:
        return ("refused", "an empty file")
    header, body = rows[0], dict(enumerate(rows[1:], 1))
    if len(set(header)) != len(header):
        return ("refused", "a column name used twice")
    sound = {number: row for number, row in body.items() if len(row) == len(header)}
    others = {number: " ; ".join(row) for number, row in body.items() if len(row) != len(header)}
    return (header, sound, others)


def in_blocks(text: str, size: int) -> tuple[object, ...]:
    """The same of the text as read in blocks of ``size`` characters."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_BLOCK", size)
        (Path(folder) / "a.csv").write_bytes(text.encode())
        try:
            raw = read_delimited(Path(folder), "a.csv", encoding="utf-8", delimiter=",")
        except InputRefused as error:
            return ("refused", error.found)
    sound = dict(zip(raw.frame.index, raw.frame.to_numpy().tolist(), strict=True))
    return (list(raw.frame.columns), sound, raw.malformed_rows)


@unhurried
@given(texts, st.sampled_from([1, 2, 3, 7, 20, 1000]))
@example('a,b\n"x"y,2\n', 1000)
@example('a,b\n1,"open\n', 1000)
@example('a\n""\n\n"x"\n', 1000)
@example('a,b\r\n1,"two\r\nlines"\r\n', 8)
@example('a,b\n5" pipe,2\n"q",""\n', 1000)
def test_reading_in_blocks_gives_what_reading_whole_gives(text, size):
    assert in_blocks(text, size) == whole(text)


@pytest.mark.parametrize("length", [99_999, 100_000, 100_001])
@pytest.mark.parametrize("cell", ["x", "æ", '"x"'], ids=["plain", "two bytes", "quoted"])
def test_a_long_cell_is_read_or_refused_as_before(cell, length):
    quote = '"' if cell.startswith('"') else ""
    text = f"a,b\n1,{quote}{cell.strip(quote or None) * length}{quote}\n"
    assert in_blocks(text, 4_000_000) == whole(text)


quoted = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=12).map(
    lambda rows: as_rows(rows, "\n", ",", csv.QUOTE_ALL)
)


@unhurried
@given(quoted)
def test_a_sound_table_of_quoted_cells_is_read_the_fast_way(text):
    batch = rows._by_arrow(text, ",", 3)
    assert batch is not None
    assert batch.rows == len(list(csv.reader(io.StringIO(text, newline=""))))

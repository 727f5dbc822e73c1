"""Rows of delimited text in batches: Arrow reads what is regular, Python's ``csv`` has the last word.

A block of whole lines that follows the plain grammar of quotes (RFC 4180) and has rows of one width
means the same to both, and Arrow is many times faster. Every other block - quotes out of place, a row
of another width, a long cell, a line break in quotes where the block ends - is read by ``csv`` in its
strict mode, which reads on to the end of its last row or says what is wrong.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from evaluering.arrow_text import TEXT

DELIMITERS = ";,\t|"
"""The delimiters that are detected, and that Arrow is given."""
MAXIMUM_CELL = 100_000
"""A longer cell is refused: no instrument of the field holds one."""


@dataclass(frozen=True)
class Batch:
    """Some rows: the columns of the well-formed ones, and the fields of the others by place in the batch."""

    rows: int
    columns: tuple[pa.Array, ...]
    malformed: dict[int, list[str]]


class LineSource:
    """The lines of text that comes in blocks, one at a time or as whole blocks.

    What has not been taken yet is given once, whichever way it is asked for.
    """

    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self._lines: Iterator[str] = iter(())
        self._pending: str | None = None
        self.at_block_end = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at_block_end:
            self._open(next(self._blocks))
        line, self._pending = self._pending, next(self._lines, None)
        self.at_block_end = self._pending is None
        return line or ""

    def block(self) -> str:
        """The rest of the block that is open, or the next one; empty when there is none."""
        if self.at_block_end:
            return next(self._blocks, "")
        rest = (self._pending or "") + "".join(self._lines)
        self.at_block_end = True
        return rest

    def put_back(self, block: str) -> None:
        """Let a block taken whole be read line by line instead."""
        self._open(block)

    def _open(self, block: str) -> None:
        self._lines = iter(io.StringIO(block, newline=""))
        self._pending = next(self._lines, None)
        self.at_block_end = self._pending is None


def batches(source: LineSource, mark: str, width: int) -> Iterator[Batch]:
    """The rows left in ``source``, blank lines left out; ``width`` is the header's number of fields.

    Raises ``csv.Error`` for text that is not delimited by ``mark`` or has a cell that is too long.
    """
    while block := source.block():
        batch = _by_arrow(block, mark, width)
        if batch is None:
            source.put_back(block)
            batch = _by_csv(source, mark, width)
        yield batch


def next_row(source: LineSource, mark: str) -> list[str]:
    """The next row that is not blank, read by ``csv``; empty when there is none."""
    with _cells_limited():
        return next((row for row in csv.reader(source, delimiter=mark, strict=True) if row), [])


def _by_arrow(block: str, mark: str, width: int) -> Batch | None:
    if mark not in DELIMITERS or not _is_regular(block, mark):
        return None
    names = [str(place) for place in range(width)]
    content = block.encode("utf-8")
    try:
        table = pacsv.read_csv(
            pa.BufferReader(content),
            read_options=pacsv.ReadOptions(column_names=names, block_size=len(content) + 1),
            parse_options=pacsv.ParseOptions(delimiter=mark, newlines_in_values=True),
            convert_options=pacsv.ConvertOptions(null_values=[], column_types=dict.fromkeys(names, TEXT)),
        )
    except pa.ArrowInvalid:  # rows of another width, or nothing but blank lines
        return None
    columns = tuple(column.combine_chunks() for column in table.columns)
    if any((pc.max(pc.binary_length(column)).as_py() or 0) > MAXIMUM_CELL for column in columns):
        return None
    return Batch(table.num_rows, columns, {})


def _is_regular(block: str, mark: str) -> bool:
    """Whether every quote in the block opens, closes or is doubled where the plain grammar has one."""
    if '"' not in block:
        return True
    ended = block if block.endswith(("\n", "\r")) else f"{block}\n"
    field = rf'(?:"(?:[^"]|"")*"|[^"{mark}\r\n][^{mark}\r\n]*|)'
    pattern = rf"\A(?:{field}(?:[{mark}]|\r\n|\r|\n))*\z"
    (regular,) = pc.match_substring_regex(pa.array([ended], TEXT), pattern)
    return bool(regular.as_py())


def _by_csv(source: LineSource, mark: str, width: int) -> Batch:
    reader = csv.reader(source, delimiter=mark, strict=True)
    rows: list[list[str]] = []
    with _cells_limited():
        while not source.at_block_end:
            rows += [row] if (row := next(reader, [])) else []
    sound = [row for row in rows if len(row) == width]
    malformed = {place: row for place, row in enumerate(rows) if len(row) != width}
    columns = tuple(pa.array([row[place] for row in sound], TEXT) for place in range(width))
    return Batch(len(rows), columns, malformed)


@contextmanager
def _cells_limited() -> Iterator[None]:
    usual = csv.field_size_limit(MAXIMUM_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(usual)  # a setting of the whole process

"""Tables to files: rows at once, or pieces of any number in constant memory."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from evaluering.synthetic.rows import Row, text
from evaluering.tables import Table

ROW_GROUP = 200_000
"""Rows of a group in a Parquet file, whatever the size of the pieces."""


def write_rows(file: Path, table: Table, rows: Iterable[Row], delimiter: str = ",") -> int:
    """Write rows as CSV in UTF-8 under our own column names; how many there were."""
    names = [column.name for column in table.delivered]
    written = 0
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([text(row[name]) for name in names])
            written += 1
    return written


def write_pieces(file: Path, pieces: Iterator[pa.Table]) -> int:
    """Write pieces of a table as CSV or Parquet, by the file's ending; how many rows there were."""
    return _parquet(file, pieces) if file.suffix == ".parquet" else _csv(file, pieces)


def _csv(file: Path, pieces: Iterator[pa.Table]) -> int:
    written = 0
    # Nothing here needs quotes; a text that did would stop the writing.
    options = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
    with file.open("wb") as stream:
        for piece in pieces:
            if not written:
                stream.write((",".join(piece.column_names) + "\n").encode())
            arrow_csv.write_csv(piece, stream, options)
            written += piece.num_rows
    return written


def _parquet(file: Path, pieces: Iterator[pa.Table]) -> int:
    writer, written = None, 0
    for group in _groups(pieces):
        writer = writer or pq.ParquetWriter(file, group.schema)
        writer.write_table(group, row_group_size=ROW_GROUP)
        written += group.num_rows
    if writer:
        writer.close()
    return written


def _groups(pieces: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in groups of one size, so that the file does not show how it was made."""
    waiting: list[pa.Table] = []
    for piece in pieces:
        waiting.append(piece)
        while sum(one.num_rows for one in waiting) >= ROW_GROUP:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, ROW_GROUP).combine_chunks()
            waiting = [joined.slice(ROW_GROUP)]
    if sum(one.num_rows for one in waiting):
        yield pa.concat_tables(waiting).combine_chunks()

"""What every reader returns."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from evaluering.arrow_text import TEXT, frame
from evaluering.reading.files import check_unchanged, file_digest, refused
from evaluering.reading.rows import Batch

_METADATA = b"evaluering.metadata"
"""Where a parser's first batch carries what the file says outside its cells."""
_ALWAYS_TAKEN = 100_000_000
"""Bytes of text any file may unpack to."""
_MAXIMUM_RATIO = 200
"""Bytes of text for each byte of a larger file: ten million coded points of care pathways take 10."""


@dataclass(frozen=True)
class RawTable:
    """A delivered table as text.

    ``frame`` holds every well-formed row as delivered, indexed by row number (1-based, the
    header not counted). ``malformed`` lists the rows whose number of fields is not the header's,
    and ``malformed_text`` what they hold, for the gate to look through. ``sheet`` names the sheet
    of a workbook. ``notes`` says what was detected about the file (encoding, delimiter), so that
    nothing is guessed in silence. ``metadata`` is what the file says outside its cells: the kind of
    place and the text, for the gate to look through; it is used for nothing else.
    """

    file: str
    digest: str
    frame: pd.DataFrame
    malformed: tuple[int, ...] = ()
    malformed_text: tuple[str, ...] = ()
    sheet: str = ""
    notes: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()

    @property
    def rows_read(self) -> int:
        """Rows in the file, malformed ones included."""
        return len(self.frame) + len(self.malformed)

    @property
    def malformed_rows(self) -> dict[int, str]:
        """The text of each malformed row."""
        return dict(zip(self.malformed, self.malformed_text, strict=True))


def raw_table(
    name: str,
    digest: str,
    header: list[str],
    rows: dict[int, list[str]],
    notes: tuple[str, ...] = (),
    sheet: str = "",
) -> RawTable:
    """A ``RawTable`` from rows by number: those with the header's number of fields are well-formed."""
    well_formed = {number: row for number, row in rows.items() if len(row) == len(header)}
    malformed = {number: " ; ".join(row) for number, row in rows.items() if number not in well_formed}
    frame = pd.DataFrame(list(well_formed.values()), columns=header, index=list(well_formed), dtype=str)
    return RawTable(name, digest, frame, tuple(malformed), tuple(malformed.values()), sheet, notes)


def table_of_batches(
    name: str, digest: str, header: list[str], batches: Iterable[Batch], notes: tuple[str, ...] = ()
) -> RawTable:
    """A ``RawTable`` from batches of rows that follow each other. ``header`` has each name once."""
    chunks: list[tuple[pa.Array, ...]] = []
    malformed: dict[int, str] = {}
    read = 0
    for batch in batches:
        chunks.append(batch.columns)
        malformed |= {read + place + 1: " ; ".join(row) for place, row in batch.malformed.items()}
        read += batch.rows
    columns = [pa.chunked_array([chunk[place] for chunk in chunks], TEXT) for place in range(len(header))]
    text = frame(header, columns, row_numbers(read, list(malformed)))
    return RawTable(name, digest, text, tuple(malformed), tuple(malformed.values()), notes=notes)


def table_of_stream(name: str, path: Path, stream: Iterator[pa.RecordBatch]) -> RawTable:
    """A ``RawTable`` of the batches of text a parser hands over for the file at ``path``.

    Even a file without rows gives a batch, for its column names. Raises ``InputRefused`` for a
    column name twice.
    """
    digest = file_digest(path, name)  # before the parser starts, and compared when it is done
    bounded = _bounded(name, path.stat().st_size, stream)
    first = next(bounded)
    header = [str(column) for column in first.schema.names]
    if len(set(header)) != len(header):
        raise refused(name, "each column name once", "a column name used twice")
    batches = (Batch(one.num_rows, tuple(one.columns), {}) for one in chain([first], bounded))
    table = table_of_batches(name, digest, header, batches)
    check_unchanged(path, name, digest)
    return replace(table, metadata=batch_metadata(first))


def _bounded(name: str, packed: int, stream: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches, until they are far more text than a file of ``packed`` bytes can mean to hold."""
    unpacked = 0
    for batch in stream:
        unpacked += batch.nbytes
        if unpacked > max(_ALWAYS_TAKEN, _MAXIMUM_RATIO * packed):
            raise refused(
                name, "a file that unpacks to a sensible size", "one that unpacks to far more", "too_large"
            )
        yield batch


def first_batch(names: Iterable[str], metadata: Iterable[tuple[str, str]]) -> pa.RecordBatch:
    """A batch without rows that tells the columns' names and what the file says outside its cells."""
    columns = [pa.field(name, TEXT) for name in names]
    told = json.dumps(list(metadata)).encode()
    schema = pa.schema(columns, {_METADATA: told})
    return pa.record_batch([pa.array([], TEXT) for _ in columns], schema=schema)


def batch_metadata(first: pa.RecordBatch) -> tuple[tuple[str, str], ...]:
    """What ``first_batch`` was told: places outside the cells, and their texts."""
    told = json.loads((first.schema.metadata or {}).get(_METADATA, b"[]"))
    return tuple((place, text) for place, text in told)


def row_numbers(read: int, malformed: list[int]) -> pd.Index:
    """The numbers of the well-formed rows out of ``read``, counted from 1."""
    if not malformed:
        return pd.RangeIndex(1, read + 1)
    return pd.Index(np.delete(np.arange(1, read + 1), np.array(malformed) - 1))


def records(frame: pd.DataFrame) -> list[dict[str, str]]:
    """Each row of a raw frame as its texts by column name."""
    return [
        {str(column): str(text) for column, text in one.items()} for one in frame.to_dict(orient="records")
    ]

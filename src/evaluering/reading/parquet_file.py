"""Parquet files, as text."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from evaluering.arrow_text import TEXT
from evaluering.errors import InputRefused
from evaluering.reading.files import checked_path, refused
from evaluering.reading.limited import stream_limited
from evaluering.reading.parquet_bounds import check_parquet
from evaluering.reading.raw import RawTable, table_of_stream

_ROWS = 100_000
"""Rows handed over at a time."""
_UNNAMED_INDEX = re.compile(r"__index_level_\d+__")


def read_parquet(root: Path, name: str) -> RawTable:
    """Read ``root/name`` as text: empty where missing, whole numbers without a decimal point.

    Raises ``InputRefused`` for a file that is no Parquet, in bounded memory and time.
    """
    path = checked_path(root, name)
    return table_of_stream(name, path, stream_limited(name, _parse, str(path)))


def _parse(path: str, name: str) -> Iterator[pa.RecordBatch]:
    try:
        yield from _batches(path, name)
    except InputRefused:
        raise
    except MemoryError:
        raise refused(name, "a file that can be read in bounded memory", "one that cannot") from None
    except Exception as error:  # whatever a crafted file makes the parser raise
        raise refused(name, "a sound Parquet file", f"{type(error).__name__} while reading it") from None


def _batches(path: str, name: str) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        check_parquet(file, name)
        # An index without a name is pandas' own row numbering, not something the sender knows of.
        names = [name for name in file.schema_arrow.names if not _UNNAMED_INDEX.fullmatch(name)]
        yield pa.record_batch([pa.array([], TEXT) for _ in names], names=names)
        for batch in file.iter_batches(_ROWS, columns=names):
            yield pa.record_batch([_column(column) for column in batch.columns], names=batch.schema.names)


def _column(values: pa.Array) -> pa.Array:
    try:
        coded = values.dictionary_encode()
    except pa.ArrowNotImplementedError:  # a type pandas knows and Arrow cannot compare
        return pa.array([_text(value) for value in values.to_pandas()], TEXT)
    texts = pa.array([_text(value) for value in coded.dictionary.to_pandas()], TEXT)
    return texts.take(coded.indices).fill_null("")


def _text(value: Any) -> str:
    if not isinstance(value, str) and pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00").strip()

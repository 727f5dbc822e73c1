"""Parquet files, as text."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from evaluering.arrow_text import TEXT
from evaluering.errors import InputRefused
from evaluering.reading.files import checked_path, refused
from evaluering.reading.limited import stream_limited
from evaluering.reading.parquet_bounds import check_parquet
from evaluering.reading.raw import RawTable, first_batch, table_of_stream

if TYPE_CHECKING:
    import pyarrow.parquet as pq

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
        raise refused(
            name, "a file that can be read in bounded memory", "one that cannot", "too_large"
        ) from None
    except Exception as error:  # whatever a crafted file makes the parser raise
        raise refused(name, "a sound Parquet file", f"{type(error).__name__} while reading it") from None


def _batches(path: str, name: str) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        check_parquet(file, name)
        # An index without a name is pandas' own row numbering, not something the sender knows of.
        names = [name for name in file.schema_arrow.names if not _UNNAMED_INDEX.fullmatch(name)]
        yield first_batch(names, _metadata(file))
        for batch in file.iter_batches(_ROWS, columns=names):
            yield pa.record_batch([_column(column) for column in batch.columns], names=batch.schema.names)


def _metadata(file: "pq.ParquetFile") -> Iterator[tuple[str, str]]:
    """The key-value metadata of the file and of its columns."""
    pairs = [("file", file.metadata.metadata or {}), ("file", file.schema_arrow.metadata or {})]
    pairs += [(f"column {number}", field.metadata or {}) for number, field in enumerate(file.schema_arrow, 1)]
    for place, found in pairs:
        for key, value in found.items():
            # Not looked at: the schema once more, packed, and a number.
            if key not in (b"ARROW:schema", b"PARQUET:field_id"):
                where = "pandas metadata" if key == b"pandas" else f"metadata of the {place}"
                yield where, key.decode("utf-8", "replace")
                yield where, value.decode("utf-8", "replace")


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

"""Parquet files without some of their rows; schema and metadata as they were."""

import io
from collections.abc import Collection
from typing import Any


def without_rows(content: bytes, rows: Collection[int]) -> bytes:
    """The file without the rows of these numbers, counted from 1.

    Dictionaries are made anew, so that no value stays that no row has.
    """
    import pyarrow.parquet as pq

    source = pq.ParquetFile(io.BytesIO(content))
    table = source.read()
    kept = [number - 1 for number in range(1, table.num_rows + 1) if number not in rows]
    columns = [_renewed(column) for column in table.take(kept).columns]
    stream = io.BytesIO()
    pq.write_table(type(table).from_arrays(columns, schema=table.schema), stream, compression=_codec(source))
    return stream.getvalue()


def _renewed(column: Any) -> Any:
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        return column
    return column.cast(column.type.value_type).dictionary_encode().cast(column.type)


def _codec(source: Any) -> str:
    metadata = source.metadata
    if not metadata.num_row_groups or not metadata.num_columns:
        return "snappy"
    return str(metadata.row_group(0).column(0).compression).lower().replace("uncompressed", "none")

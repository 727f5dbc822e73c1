"""What a Parquet file says it holds, looked at before it is unpacked."""

from typing import TYPE_CHECKING

import pyarrow as pa

from evaluering.reading.files import refused

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_MAXIMUM_COLUMNS = 2_000
_MAXIMUM_VALUES = 200_000_000
_MAXIMUM_UNPACKED = 4_000_000_000


def check_parquet(file: "pq.ParquetFile", name: str) -> None:
    """Refuse a Parquet file of more columns or values than a delivery has, or with nested or own types.

    A few bytes can stand for thousands of millions of equal values. Raises ``InputRefused`` about
    ``name``.
    """
    metadata = file.metadata
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    if metadata.num_columns > _MAXIMUM_COLUMNS:
        raise refused(
            name, f"at most {_MAXIMUM_COLUMNS} columns", f"{metadata.num_columns} columns", "too_large"
        )
    unpacked = sum(group.total_byte_size for group in groups)
    if metadata.num_rows * metadata.num_columns > _MAXIMUM_VALUES or unpacked > _MAXIMUM_UNPACKED:
        raise refused(
            name,
            "a Parquet file that unpacks to a sensible size",
            "one that unpacks to far more",
            "too_large",
        )
    types = [field.type for field in file.schema_arrow]
    if any(pa.types.is_nested(kind) or isinstance(kind, pa.BaseExtensionType) for kind in types):
        raise refused(name, "columns of plain values", "columns that hold lists, structures or other types")

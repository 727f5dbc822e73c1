"""Parquet files, as text."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pandas as pd

from evaluering.reading.files import checked_path, refused
from evaluering.reading.limited import run_limited
from evaluering.reading.raw import RawTable, raw_table


def read_parquet(root: Path, name: str) -> RawTable:
    """Read ``root/name`` as text: empty where missing, whole numbers without a decimal point.

    Raises ``InputRefused`` for a file that is no Parquet, in bounded memory and time.
    """
    path = checked_path(root, name)
    return run_limited(name, _parse, str(path), name)


def _parse(path: str, name: str) -> RawTable:
    try:
        frame = pd.read_parquet(path)
        metadata = _metadata(path)
    except MemoryError:
        raise refused(name, "a file that can be read in bounded memory", "one that cannot") from None
    except Exception as error:  # whatever a crafted file makes the parser raise
        raise refused(name, "a sound Parquet file", f"{type(error).__name__} while reading it") from None
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    texts = [_column(frame[column]) for column in frame.columns]
    rows = {number: list(row) for number, row in enumerate(zip(*texts, strict=True), 1)}
    return replace(
        raw_table(name, digest, [str(column) for column in frame.columns], rows), metadata=metadata
    )


def _metadata(path: str) -> tuple[tuple[str, str], ...]:
    """The key-value metadata of the file and of its columns."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    pairs = [("file", file.metadata.metadata or {}), ("file", file.schema_arrow.metadata or {})]
    pairs += [(f"column {number}", field.metadata or {}) for number, field in enumerate(file.schema_arrow, 1)]
    return tuple(
        ("pandas metadata" if key == b"pandas" else f"metadata of the {place}", _words(part))
        for place, found in pairs
        for key, value in found.items()
        if key not in (b"ARROW:schema", b"PARQUET:field_id")  # the schema again, packed, and a number
        for part in (key, value)
    )


def _words(part: bytes) -> str:
    return part.decode("utf-8", "replace")


def _column(values: pd.Series) -> list[str]:
    return ["" if pd.isna(value) else _text(value) for value in values]


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00").strip()

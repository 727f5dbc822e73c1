"""Parquet files, as text."""

import hashlib
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
    except MemoryError:
        raise refused(
            name, "a file that can be read in bounded memory", "one that cannot", "too_large"
        ) from None
    except Exception as error:  # whatever a crafted file makes the parser raise
        raise refused(name, "a sound Parquet file", f"{type(error).__name__} while reading it") from None
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    texts = [_column(frame[column]) for column in frame.columns]
    rows = {number: list(row) for number, row in enumerate(zip(*texts, strict=True), 1)}
    return raw_table(name, digest, [str(column) for column in frame.columns], rows)


def _column(values: pd.Series) -> list[str]:
    return ["" if pd.isna(value) else _text(value) for value in values]


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00").strip()

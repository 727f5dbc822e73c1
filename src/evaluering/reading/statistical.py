"""Files of statistics packages: SPSS, Stata and SAS, labels instead of codes where they have labels."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from evaluering.arrow_text import TEXT
from evaluering.reading.files import checked_path, refused
from evaluering.reading.limited import stream_limited
from evaluering.reading.raw import RawTable, first_batch, table_of_stream

_READERS = {
    ".sav": "read_sav",
    ".zsav": "read_sav",
    ".dta": "read_dta",
    ".sas7bdat": "read_sas7bdat",
    ".xpt": "read_xport",
}
SUFFIXES = tuple(_READERS)
"""File endings this reader takes."""
_ROWS = 100_000
"""Rows handed over at a time."""


def read_statistical(root: Path, name: str) -> RawTable:
    """Read ``root/name`` as text: labelled values as their labels, dates as ``YYYY-MM-DD``.

    The parser runs in a child process with bounded memory and time. Raises ``InputRefused`` for a
    file that is not what its ending says, or that the parser cannot read.
    """
    path = checked_path(root, name)
    return table_of_stream(name, path, stream_limited(name, _parse, str(path)))


def _parse(path: str, name: str) -> Iterator[pa.RecordBatch]:
    try:
        frame, metadata = _content(path)
        columns = {str(column): _column(frame.pop(column)) for column in list(frame.columns)}
        table = pa.table(columns)
        yield first_batch(table.column_names, metadata)
        yield from table.to_batches(max_chunksize=_ROWS)
    except MemoryError:
        raise refused(
            name, "a file that can be read in bounded memory", "one that cannot", "too_large"
        ) from None
    except Exception as error:  # whatever a crafted file makes the parser raise
        raise refused(name, "a sound data file", f"{type(error).__name__} while reading it") from None


def _content(path: str) -> tuple[pd.DataFrame, Iterator[tuple[str, str]]]:
    import pyreadstat

    reader = getattr(pyreadstat, _READERS[Path(path).suffix.lower()])
    # Files of SAS hold no labels of values; its readers do not know the setting.
    labels = {"apply_value_formats": True} if not path.lower().endswith((".xpt", ".sas7bdat")) else {}
    frame, meta = reader(path, **labels)
    return frame, _metadata(meta)


def _metadata(meta: Any) -> Iterator[tuple[str, str]]:
    """The labels and notes of the file, its variables and its values."""
    for place, text in (("file label", meta.file_label), ("table name", meta.table_name)):
        if text:
            yield place, str(text)
    yield from (("note", str(note)) for note in meta.notes or ())
    yield from (
        (f"label of variable {number}", str(label))
        for number, label in enumerate(meta.column_labels or (), 1)
        if label
    )
    for number, column in enumerate(meta.column_names, 1):
        for label in meta.variable_value_labels.get(column, {}).values():
            yield f"value label of variable {number}", str(label)


def _column(values: pd.Series) -> pa.Array:
    """A column as text; a value that repeats is spelt once."""
    codes, distinct = pd.factorize(values)
    texts = pa.array([*(_text(value) for value in distinct), ""], TEXT)
    return texts.take(pa.array(codes % len(texts)))  # the code of a missing value is -1: the last text


def _text(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT are the values unequal to themselves
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()

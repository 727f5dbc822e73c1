"""Comma-separated text in UTF-8."""

import csv
import hashlib
import io
from pathlib import Path

from evaluering.reading.files import read_bytes, refused
from evaluering.reading.raw import RawTable, raw_table

MAXIMUM_BYTES = 200_000_000
"""Larger files are refused before they are read."""


def read_csv(root: Path, name: str) -> RawTable:
    """Read ``root/name`` as comma-separated UTF-8 text, first row the column names.

    Raises ``InputRefused`` for a file that is missing, not a plain file, too large, not UTF-8,
    holds NUL, or has no header or the same column name twice.
    """
    content = read_bytes(root, name, MAXIMUM_BYTES)
    if b"\0" in content:
        raise refused(name, "text", "NUL bytes", "wrong_encoding")
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError as error:
        raise refused(
            name, "text in UTF-8", f"another encoding at byte {error.start}", "wrong_encoding"
        ) from None
    except csv.Error as error:
        raise refused(name, "comma-separated rows", str(error), "broken_rows") from None
    return _table(name, hashlib.sha256(content).hexdigest(), [row for row in rows if row])


def _table(name: str, digest: str, rows: list[list[str]]) -> RawTable:
    if not rows:
        raise refused(name, "a header row", "an empty file", "empty_file")
    header, body = rows[0], rows[1:]
    if len(set(header)) != len(header):
        raise refused(name, "each column name once", "a column name used twice", "column_name_twice")
    return raw_table(name, digest, header, dict(enumerate(body, 1)))

"""Comma-separated text in UTF-8."""

import csv
import hashlib
import io
import stat
from pathlib import Path

from evaluering.errors import InputRefused
from evaluering.reading.raw import RawTable, raw_table

MAXIMUM_BYTES = 200_000_000
"""Larger files are refused before they are read."""


def read_csv(root: Path, name: str) -> RawTable:
    """Read ``root/name`` as comma-separated UTF-8 text, first row the column names.

    Raises ``InputRefused`` for a file that is missing, not a plain file, too large, not UTF-8,
    holds NUL, or has no header or the same column name twice.
    """
    content = _bytes(root / name, name)
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError as error:
        raise _refused(name, "text in UTF-8", f"another encoding at byte {error.start}") from None
    except csv.Error as error:
        raise _refused(name, "comma-separated rows", str(error)) from None
    return _table(name, hashlib.sha256(content).hexdigest(), [row for row in rows if row])


def _bytes(path: Path, name: str) -> bytes:
    try:
        status = path.stat(follow_symlinks=False)
    except OSError as error:
        raise _refused(name, "the file in data/raw", type(error).__name__) from None
    if not stat.S_ISREG(status.st_mode):
        raise _refused(name, "a plain file", "a link, folder or device")
    if status.st_size > MAXIMUM_BYTES:
        raise _refused(name, f"at most {MAXIMUM_BYTES} bytes", f"{status.st_size} bytes")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _refused(name, "a readable file", type(error).__name__) from None
    if b"\0" in content:
        raise _refused(name, "text", "NUL bytes")
    return content


def _table(name: str, digest: str, rows: list[list[str]]) -> RawTable:
    if not rows:
        raise _refused(name, "a header row", "an empty file")
    header, body = rows[0], rows[1:]
    if len(set(header)) != len(header):
        raise _refused(name, "each column name once", "a column name used twice")
    return raw_table(name, digest, header, dict(enumerate(body, 1)))


def _refused(name: str, expected: str, found: str) -> InputRefused:
    return InputRefused(
        f"data/raw/{name}", expected=expected, found=found, next_step="deliver the file again"
    )

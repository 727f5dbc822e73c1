"""Delimited text in whatever encoding and with whatever delimiter it came, detected and reported."""

import csv
import hashlib
import io
from collections import Counter
from pathlib import Path

from evaluering.reading.files import read_bytes, refused
from evaluering.reading.raw import RawTable, raw_table

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ";,\t|"
_MAXIMUM_CELL = 100_000
"""A longer cell is refused: no instrument of the field holds one."""


def read_delimited(root: Path, name: str, *, encoding: str = "", delimiter: str = "") -> RawTable:
    """Read ``root/name`` as delimited text, first row the column names.

    ``encoding`` and ``delimiter`` say what the file is in; left out, they are detected and noted:
    the encoding from a byte order mark, else UTF-8 when the bytes are, else Windows-1252; the
    delimiter as the one that gives most rows the header's number of fields. Raises
    ``InputRefused`` for text in no such encoding, NUL, a cell over 100,000 characters, no header,
    a column name twice, or a delimiter that cannot be told.
    """
    content = read_bytes(root, name)
    used, text = _decoded(content, name, encoding)
    mark = delimiter or _delimiter(text, name)
    rows = _rows(text, mark, name)
    header, body = rows[0], rows[1:]
    if len(set(header)) != len(header):
        raise refused(name, "each column name once", "a column name used twice", "column_name_twice")
    notes = () if encoding and delimiter else (f"encoding {used}", f"delimiter {_spoken(mark)}")
    return raw_table(name, hashlib.sha256(content).hexdigest(), header, dict(enumerate(body, 1)), notes)


def _decoded(content: bytes, name: str, encoding: str) -> tuple[str, str]:
    marked = next((codec for mark, codec in _MARKS if content.startswith(mark)), "")
    candidates = (encoding or marked,) if encoding or marked else ("utf-8", "cp1252")
    for codec in candidates:
        try:
            text = content.decode(codec)
        except (ValueError, LookupError):  # not in this encoding, or no such encoding
            continue
        if "\0" in text:
            raise refused(name, "text", "NUL bytes", "wrong_encoding")
        # A mark before the text is no part of the first column's name, whatever encoding was named.
        return codec, text.removeprefix("\ufeff")
    raise refused(name, f"text in {' or '.join(candidates)}", "other bytes", "wrong_encoding")


def _delimiter(text: str, name: str) -> str:
    sample = text[:100_000]
    counts = {mark: _regularity(sample, mark) for mark in _DELIMITERS}
    best, regular = max(counts.items(), key=lambda item: item[1])
    if regular == (0, 0):
        # One column has no delimiter; a comma reads it as it is.
        return ","
    if list(counts.values()).count(regular) > 1:
        raise refused(name, "one delimiter that fits", "several that fit equally well", "delimiter_not_clear")
    return best


def _regularity(sample: str, mark: str) -> tuple[int, int]:
    """How many rows have the header's number of fields, and how many fields that is."""
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if row]
    except csv.Error:
        return 0, 0
    if not widths or widths[0] == 1:
        return 0, 0
    return Counter(widths)[widths[0]], widths[0]


def _rows(text: str, mark: str, name: str) -> list[list[str]]:
    usual = csv.field_size_limit(_MAXIMUM_CELL)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True) if row]
    except csv.Error as error:
        raise refused(
            name, "delimited rows with cells of at most 100000 characters", str(error), "broken_rows"
        ) from None
    finally:
        csv.field_size_limit(usual)  # a setting of the whole process
    if not rows:
        raise refused(name, "a header row", "an empty file", "empty_file")
    return rows


def _spoken(mark: str) -> str:
    return {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}.get(mark, mark)

"""Delimited text in whatever encoding and with whatever delimiter it came, detected and reported."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO, TypeAlias

from evaluering.reading.encodings import check_one_encoding
from evaluering.reading.files import check_unchanged, checked_path, file_digest, refused
from evaluering.reading.raw import RawTable, table_of_batches
from evaluering.reading.rows import DELIMITERS, LineSource, batches, next_row

Source: TypeAlias = Callable[[], BinaryIO]
"""Opens the bytes to read, from the start."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UNMARKED = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}
"""What text without a mark is read as where the named encoding would want one."""
_MAXIMUM_COLUMNS = 2_000
_SAMPLE = 100_000
_BLOCK = 4_000_000
"""Characters read at a time."""


def read_delimited(root: Path, name: str, *, encoding: str = "", delimiter: str = "") -> RawTable:
    """Read ``root/name`` as delimited text, first row the column names.

    ``encoding`` and ``delimiter`` say what the file is in; left out, they are detected and noted:
    the encoding from a byte order mark, else UTF-8 when the bytes are, else Windows-1252; the
    delimiter as the one that gives most rows the header's number of fields. Read in blocks: what
    stays in memory is the table. Raises ``InputRefused`` for text in no such encoding, NUL, a cell
    over 100,000 characters, no header, a column name twice, or a delimiter that cannot be told.
    """
    path = checked_path(root, name)
    try:
        digest = file_digest(path, name)
        table = _read(path, name, encoding, delimiter, digest)
        check_unchanged(path, name, digest)
    except OSError as error:
        raise refused(name, "a readable file", type(error).__name__) from None
    except csv.Error as error:
        raise refused(
            name, "delimited rows with cells of at most 100000 characters", str(error), "broken_rows"
        ) from None
    return table


def _read(path: Path, name: str, encoding: str, delimiter: str, digest: str) -> RawTable:
    def _bytes() -> BinaryIO:
        return path.open("rb")

    used = _encoding(_bytes, name, encoding)
    with _opened(_bytes, used) as stream:
        sample = stream.read(_SAMPLE).removeprefix("\ufeff")
    mark = delimiter or _delimiter(sample, name)
    with _opened(_bytes, used) as stream:
        source = LineSource(_blocks(stream))
        header = next_row(source, mark)
        _check_header(header, name)
        notes = () if encoding and delimiter else (f"encoding {used}", f"delimiter {_spoken(mark)}")
        return table_of_batches(name, digest, header, batches(source, mark, len(header)), notes)


def _check_header(header: list[str], name: str) -> None:
    if not header:
        raise refused(name, "a header row", "an empty file", "empty_file")
    if len(header) > _MAXIMUM_COLUMNS:
        raise refused(name, f"at most {_MAXIMUM_COLUMNS} columns", f"{len(header)} columns", "too_large")
    if len(set(header)) != len(header):
        raise refused(name, "each column name once", "a column name used twice", "column_name_twice")


def _encoding(source: Source, name: str, encoding: str) -> str:
    with source() as content:
        start = content.read(4)
    marked = next((codec for mark, codec in _MARKS if start.startswith(mark)), "")
    candidates = (encoding or marked,) if encoding or marked else ("utf-8", "cp1252")
    for codec in candidates:
        try:
            holds_nul = _holds_nul(source, codec)
        except (ValueError, LookupError):  # not in this encoding, or no such encoding
            if codec == "utf-8" and len(candidates) > 1:
                with source() as content:
                    check_one_encoding(content.read(), name)
            continue
        if holds_nul:
            raise refused(name, "text", "NUL bytes", "wrong_encoding")
        return codec
    raise refused(name, f"text in {' or '.join(candidates)}", "other bytes", "wrong_encoding")


def _holds_nul(source: Source, codec: str) -> bool:
    found = False
    with _opened(source, codec) as stream:
        while block := stream.read(_BLOCK):
            block.encode("utf-8")  # some encodings decode to what is no text
            found |= "\0" in block
    return found


def _opened(source: Source, codec: str) -> TextIO:
    with source() as content:
        start = content.read(4)
    standard = codecs.lookup(codec).name
    is_marked = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    used = codec if is_marked else _UNMARKED.get(standard, codec)
    content = source()
    try:
        return io.TextIOWrapper(content, encoding=used, newline="")
    except LookupError:  # a codec that gives no text
        content.close()
        raise


def _blocks(stream: TextIO) -> Iterator[str]:
    """The text in blocks that end where a line does.

    A mark before the text is no part of the first column's name, whatever encoding was named.
    """
    rest = stream.read(1).removeprefix("\ufeff")
    # Twice as much each time: a long line is not copied over and over.
    while more := stream.read(max(_BLOCK, len(rest))):
        rest += more
        cut = max(rest.rfind("\n"), rest.rfind("\r")) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


def decoded(content: bytes, name: str, encoding: str = "", delimiter: str = "") -> tuple[str, str, str]:
    """The encoding and delimiter of delimited text, stated or detected, and the text without its mark.

    Raises ``InputRefused`` as ``read_delimited`` does.
    """
    source = partial(io.BytesIO, content)
    used = _encoding(source, name, encoding)
    with _opened(source, used) as stream:
        text = stream.read().removeprefix("\ufeff")
    return used, delimiter or _delimiter(text[:_SAMPLE], name), text


def _delimiter(sample: str, name: str) -> str:
    counts = {mark: _regularity(sample, mark) for mark in DELIMITERS}
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


def _spoken(mark: str) -> str:
    return {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}.get(mark, mark)

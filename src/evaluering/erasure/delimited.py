"""Delimited text without some of its rows, every other byte as it was."""

import csv
import io
from collections.abc import Callable, Iterator

from evaluering.errors import InputRefused
from evaluering.reading import decoded

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def without_rows(
    content: bytes, name: str, goes: Callable[[list[str]], bool], *, encoding: str = "", delimiter: str = ""
) -> bytes:
    """The content without the records that ``goes`` says go; the header stays.

    Raises ``InputRefused`` for text that does not come back byte for byte when written again.
    """
    used, mark, _ = decoded(content, name, encoding, delimiter)
    prefix, codec = next(((m, c) for m, c in _MARKS if content.startswith(m)), (b"", used))
    text = content[len(prefix) :].decode(codec)
    if text.encode(codec) != content[len(prefix) :]:
        raise InputRefused(
            f"data/raw/{name}",
            expected="text that can be written as it was",
            found="an encoding that writes it in another way",
            next_step="deliver the file anew without the rows",
        )
    records = list(_records(text, mark))
    header = next(number for number, (row, _) in enumerate(records) if row)
    kept = [lines for number, (row, lines) in enumerate(records) if number <= header or not goes(row)]
    return prefix + "".join(kept).encode(codec)


def _records(text: str, mark: str) -> Iterator[tuple[list[str], str]]:
    """Each record with the very text it was read from, empty lines among them."""
    taken: list[str] = []

    def _lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for row in csv.reader(_lines(), delimiter=mark, strict=True):
        yield row, "".join(taken)
        taken.clear()

"""The characters of a delivered table: composed, and none that hides or misleads where texts are compared."""

import re
from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from evaluering.delivered_text import composed
from evaluering.reading.files import refused
from evaluering.reading.raw import RawTable
from evaluering.visible import is_unseen

_MAXIMUM_COLUMNS = 2_000
_MAXIMUM_HEADING = 300
_SHOWN = 50
_NEVER = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Controls (but for tabs and line ends), lone surrogates and what Unicode says is no character."""
_LINE_ENDS = frozenset("\t\n\r")


def composed_table(raw: RawTable) -> RawTable:
    """The table with letters and their marks composed (Unicode NFC), noted where that changed a text.

    Raises ``InputRefused`` for a heading with characters that cannot be seen (direction marks,
    zero width, controls), a heading that is then used twice, one over 300 characters, and more
    than 2,000 columns.
    """
    headings = [composed(str(heading)) for heading in raw.frame.columns]
    _check_headings(raw.file, headings)
    frame = raw.frame.set_axis(headings, axis="columns")
    changed = headings != list(raw.frame.columns)
    for heading in headings:
        texts = {text: composed(text) for text in frame[heading].unique() if composed(text) != text}
        if texts:
            frame[heading] = frame[heading].map(lambda text, texts=texts: texts.get(text, text)).astype("str")
        changed |= bool(texts)
    notes = (*raw.notes, "letters written with separate marks, composed") if changed else raw.notes
    return replace(raw, frame=frame, notes=notes)


def check_characters(raw: RawTable, free: Collection[str]) -> None:
    """Refuse a table with characters that hide or mislead, by row and column.

    Refused everywhere are controls but tabs and line ends, lone surrogates, and what Unicode says
    is no character. Outside the columns of ``free`` text, where texts are compared or shown, so are
    all characters that cannot be seen: direction marks, zero width, soft hyphens. Raises
    ``InputRefused``.
    """
    hits = [f"row {row}" for row, text in raw.malformed_rows.items() if _NEVER.search(text)]
    for column in raw.frame.columns:
        is_faulty = _misleads if column not in free else _is_broken
        faulty = [text for text in raw.frame[column].unique() if is_faulty(text)]
        rows = raw.frame.index[raw.frame[column].isin(faulty)] if faulty else pd.Index([])
        hits += [f"row {row}, column {column}" for row in rows]
    if hits:
        more = [f"and {len(hits) - _SHOWN} more"] if len(hits) > _SHOWN else []
        raise refused(
            raw.file,
            "text without controls and characters that cannot be seen",
            "; ".join([*hits[:_SHOWN], *more]),
            "unseen_characters",
            next_step="type those cells anew where the file was made, and deliver it again",
        )


def _check_headings(file: str, headings: list[str]) -> None:
    if len(headings) > _MAXIMUM_COLUMNS:
        raise refused(file, f"at most {_MAXIMUM_COLUMNS} columns", f"{len(headings)} columns")
    if len(set(headings)) < len(headings):
        raise refused(file, "each column name once", "a column name used twice")
    if any(len(heading) > _MAXIMUM_HEADING for heading in headings):
        raise refused(file, f"column names of at most {_MAXIMUM_HEADING} characters", "a longer one")
    unseen = [number for number, heading in enumerate(headings, 1) if _misleads(heading)]
    if unseen:
        places = ", ".join(map(str, unseen[:_SHOWN]))
        raise refused(file, "column names without characters that cannot be seen", f"some in column {places}")


def _misleads(text: str) -> bool:
    return not text.isprintable() and any(
        is_unseen(character) and character not in _LINE_ENDS for character in text
    )


def _is_broken(text: str) -> bool:
    return bool(_NEVER.search(text))

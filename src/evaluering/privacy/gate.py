"""The gate: raw text is looked through before anything else sees it."""

from collections.abc import Collection, Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from evaluering.arrow_text import TEXT, arrow, flags
from evaluering.errors import InputRefused
from evaluering.privacy.identifiers import rule_broken
from evaluering.privacy.suspects import suspect_texts
from evaluering.tables import ColumnType, Table

_SHOWN = 50
"""Hits named in one message; the rest are counted."""


def check_gate(
    file: str, frame: pd.DataFrame, table: Table, malformed: Mapping[int, str] | None = None
) -> None:
    """Let a raw table with our own column names through, or refuse it.

    Refused are missing and undeclared columns, and identifiers (see ``check_text``). Raises
    ``InputRefused``.
    """
    declared = [column.name for column in table.delivered]
    check_columns(file, frame, declared, declared)
    prose = {column.name for column in table.delivered if column.type is ColumnType.TEXT}
    check_text(file, frame, prose, malformed)


def check_columns(
    file: str, frame: pd.DataFrame, required: Collection[str], allowed: Collection[str]
) -> None:
    """Refuse a file that lacks a required column or has one that is not allowed.

    An undeclared heading may itself be an identifier, so it is counted, not named.
    """
    missing = sorted(set(required) - set(frame.columns))
    undeclared = len(set(frame.columns) - set(allowed))
    if missing or undeclared:
        parts = [f"missing: {', '.join(missing)}"] if missing else []
        parts += [f"{undeclared} undeclared"] if undeclared else []
        raise InputRefused(
            f"data/raw/{file}",
            expected=f"the columns {', '.join(allowed)}",
            found="; ".join(parts),
            next_step="deliver the declared columns only",
        )


def check_text(
    file: str, frame: pd.DataFrame, prose: Collection[str], malformed: Mapping[int, str] | None = None
) -> None:
    """Refuse a file with identifiers in any cell.

    Identity numbers of every series, e-mail and web addresses, telephone numbers, and names after
    cue words are named by row, column and rule; the text itself is never repeated. ``prose``
    are the columns that hold words; ``malformed`` holds the text of rows that do not fit the
    columns, by row.
    """
    hits = _Hits()
    for row, text in (malformed or {}).items():
        hits.add([f"row {row}: {rule}"] if (rule := rule_broken(text, is_prose=True)) else [])
    for column in frame.columns:
        broken = _broken(frame[column], is_prose=column in prose)
        first = broken.head(_SHOWN).items()
        hits.add([f"row {row}, column {column}: {rule}" for row, rule in first], len(broken))
    if hits.count:
        raise InputRefused(
            f"data/raw/{file}",
            expected="no identity numbers, addresses, telephone numbers or names",
            found=str(hits),
            next_step="remove them where the file was made, and deliver it again",
        )


class _Hits:
    """The first hits in words, and how many there are in all."""

    def __init__(self) -> None:
        self.count = 0
        self._shown: list[str] = []

    def add(self, first: list[str], count: int | None = None) -> None:
        """Add hits: the first of them in words, and how many there are when not all are given."""
        self._shown = [*self._shown, *first][:_SHOWN]
        self.count += len(first) if count is None else count

    def __str__(self) -> str:
        more = self.count - len(self._shown)
        return "; ".join([*self._shown, *([f"and {more} more"] if more else [])])


def _broken(texts: pd.Series, *, is_prose: bool) -> pd.Series:
    """The rule broken in each row where one is, by row."""
    given = arrow(texts)
    rules = {text: rule_broken(text, is_prose=is_prose) for text in suspect_texts(given, is_prose=is_prose)}
    hits = [text for text, rule in rules.items() if rule]
    if not hits:
        return texts.head(0)
    return texts[flags(pc.is_in(given, pa.array(hits, TEXT)))].map(rules)

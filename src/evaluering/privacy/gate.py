"""The gate: raw text is looked through before anything else sees it."""

from collections.abc import Collection, Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from evaluering.arrow_text import TEXT, arrow, flags
from evaluering.errors import Fault, InputRefused
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
        ).because(
            *(Fault(0, name, "missing_column") for name in missing),
            *[Fault(0, "", "undeclared_column")][:undeclared],
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
    hits = [
        Fault(row, "", rule)
        for row, text in (malformed or {}).items()
        if (rule := rule_broken(text, is_prose=True))
    ]
    for column in frame.columns:
        broken = _broken(frame[column], is_prose=column in prose)
        hits += [Fault(int(row), str(column), rule) for row, rule in zip(broken.index, broken, strict=True)]
    if hits:
        more = [f"and {len(hits) - _SHOWN} more"] if len(hits) > _SHOWN else []
        raise InputRefused(
            f"data/raw/{file}",
            expected="no identity numbers, addresses, telephone numbers or names",
            found="; ".join([*map(_spoken, hits[:_SHOWN]), *more]),
            next_step="remove them where the file was made, and deliver it again",
        ).because(*hits)


def _spoken(hit: Fault) -> str:
    place = f"row {hit.row}, column {hit.column}" if hit.column else f"row {hit.row}"
    return f"{place}: {hit.rule}"


def _broken(texts: pd.Series, *, is_prose: bool) -> pd.Series:
    """The rule broken in each row where one is, by row."""
    given = arrow(texts)
    rules = {text: rule_broken(text, is_prose=is_prose) for text in suspect_texts(given, is_prose=is_prose)}
    hits = [text for text, rule in rules.items() if rule]
    if not hits:
        return texts.head(0)
    return texts[flags(pc.is_in(given, pa.array(hits, TEXT)))].map(rules)

"""The gate: raw text is looked through before anything else sees it."""

import re
from collections.abc import Mapping

import pandas as pd

from evaluering.errors import InputRefused
from evaluering.privacy.identity_numbers import holds_identity_number
from evaluering.tables import Table

_EMAIL = re.compile(r"[^\s@,;]{1,64}@[^\s@,;]{1,255}\.[^\s@,;.]{2,}")
"""Bounded, so that a long field without spaces is looked through in time that grows with its length."""


def check_gate(
    file: str, frame: pd.DataFrame, table: Table, malformed: Mapping[int, str] | None = None
) -> None:
    """Let a raw table through, or refuse it.

    Refused are missing and undeclared columns, identity numbers and e-mail addresses, named by
    row, column and rule; the text itself is never repeated. ``malformed`` holds the text of rows
    that do not fit the columns, by row. Raises ``InputRefused``.
    """
    _check_columns(file, frame, table)
    hits = [f"row {row}: {rule}" for row, text in (malformed or {}).items() if (rule := _rule(text))]
    hits += [
        f"row {row}, column {column}: {rule}"
        for column in frame.columns
        for row, text in frame[column].items()
        if (rule := _rule(text))
    ]
    if hits:
        raise InputRefused(
            f"data/raw/{file}",
            expected="no identity numbers or e-mail addresses",
            found="; ".join(hits),
            next_step="remove them where the file was made, and deliver it again",
        )


def _check_columns(file: str, frame: pd.DataFrame, table: Table) -> None:
    declared = {column.name for column in table.delivered}
    missing = sorted(declared - set(frame.columns))
    undeclared = len(set(frame.columns) - declared)
    if missing or undeclared:
        parts = [f"missing: {', '.join(missing)}"] if missing else []
        # An undeclared heading may itself be an identifier, so it is counted, not named.
        parts += [f"{undeclared} undeclared"] if undeclared else []
        raise InputRefused(
            f"data/raw/{file}",
            expected=f"the columns {', '.join(column.name for column in table.delivered)}",
            found="; ".join(parts),
            next_step="deliver the declared columns only",
        )


def _rule(text: str) -> str:
    if holds_identity_number(text):
        return "identity_number"
    return "e_mail" if _EMAIL.search(text) else ""

"""From a sender's columns and answers to ours, as the mapping says."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow.compute as pc

from evaluering.arrow_text import arrow, recoded, series
from evaluering.tables import Column, ColumnType, Table

_SWAPPED = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class ColumnMapping:
    """How one file maps to a table: see ``deliveries.DeliveredFile``.

    ``has_numbers`` says that the file holds numbers and not only text, as a workbook does: those
    have a decimal point whatever the decimal sign of its texts.
    """

    columns: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]
    constants: Mapping[str, str]
    ignore: tuple[str, ...] = ()
    decimal: str = "."
    has_numbers: bool = False

    def number(self, text: str) -> str:
        """A number with a decimal point; a point where commas are decimal signs makes it no number."""
        if self.decimal == ".":
            return text
        return text.replace(",", ".") if self.has_numbers else text.translate(_SWAPPED)


def source_columns(frame: pd.DataFrame, table: Table, mapping: ColumnMapping) -> dict[str, str]:
    """Each column of the file that is used, with our name for it."""
    declared = {column.name for column in table.delivered}
    taken = {*mapping.columns.values(), *mapping.ignore}
    own = {name: name for name in frame.columns if name in declared - taken}
    return {name: target for name, target in {**own, **mapping.columns}.items() if name in frame.columns}


def mapped(frame: pd.DataFrame, table: Table, mapping: ColumnMapping) -> pd.DataFrame:
    """The file's rows under our column names, answers recoded, numbers with a decimal point.

    Columns the file lacks are filled with their constant, or left empty; an answer the mapping
    does not know stays as it is, for validation to reject.
    """
    used = source_columns(frame, table, mapping)
    renamed = frame[list(used)].rename(columns=used)
    columns = {column.name: _column(renamed, column, mapping) for column in table.delivered}
    return pd.DataFrame(columns, index=frame.index, copy=False)


def _column(renamed: pd.DataFrame, column: Column, mapping: ColumnMapping) -> pd.Series:
    name = column.name
    if name in mapping.constants:
        return pd.Series(mapping.constants[name], index=renamed.index, dtype=str)
    if name not in renamed:
        return pd.Series("", index=renamed.index, dtype=str)
    given = arrow(renamed[name])
    texts = pc.utf8_trim_whitespace(given)
    if answers := mapping.answers.get(name):
        texts = recoded(texts, lambda text: answers.get(text, text))
    if column.type is ColumnType.NUMBER and mapping.decimal != ".":
        texts = recoded(texts, mapping.number)
    # What is unchanged is not stored twice.
    return renamed[name] if texts.equals(given) else series(texts, renamed.index)

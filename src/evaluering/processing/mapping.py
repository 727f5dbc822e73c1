"""From a sender's columns and answers to ours, as the mapping says."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from evaluering.tables import ColumnType, Table

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
    columns = {column.name: _column(renamed, column.name, mapping) for column in table.delivered}
    result = pd.DataFrame(columns, index=frame.index, dtype=str)
    for column in table.delivered:
        if column.type is ColumnType.NUMBER and column.name not in mapping.constants:
            result[column.name] = result[column.name].map(mapping.number).astype(str)
    return result


def _column(renamed: pd.DataFrame, name: str, mapping: ColumnMapping) -> pd.Series:
    if name in mapping.constants:
        return pd.Series(mapping.constants[name], index=renamed.index, dtype=str)
    if name not in renamed:
        return pd.Series("", index=renamed.index, dtype=str)
    answers = mapping.answers.get(name, {})
    return renamed[name].str.strip().map(lambda text: answers.get(text, text)).astype(str)

"""Validation of one table: every problem at once, none of them repeating a value."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from evaluering.arrow_text import arrow
from evaluering.errors import InputRefused
from evaluering.results import Account, Remark
from evaluering.tables import Column, ColumnType, Table
from evaluering.validation.programme import programme_remarks
from evaluering.validation.schema import Fault, as_numbers, faults

Marks: TypeAlias = NDArray[np.bool_]
_WHOLE = {pa.int64(): pd.Int64Dtype()}.get
_ROW_RULES = {"gathering_programme_2021_2022": programme_remarks}
"""Rules across rows, by table; the rows they remark on are kept and handled by processing."""


@dataclass(frozen=True)
class Validated:
    """The accepted rows, typed and indexed by row number, and the account of all rows."""

    frame: pd.DataFrame
    account: Account


def validate(
    file: str, digest: str, raw: pd.DataFrame, malformed: tuple[int, ...], table: Table
) -> Validated:
    """Check every row of a raw text frame (indexed by row number) against its table.

    A row with a fault is rejected; an exact repetition of a row is a duplicate; a second row
    with the same key but other content is rejected. ``read = accepted + rejected + duplicate``.
    Raises ``InputRefused`` when no row is accepted, unless the table is optional and came without rows.
    """
    found = [fault for column in table.delivered for fault in faults(arrow(raw[column.name]), column)]
    faulty = _any_of(found, len(raw))
    sound = raw[~faulty] if faulty.any() else raw
    every = _typed(sound, table)
    repeated, conflicting = _repetitions(sound, every, table)
    conflicts = _key_conflicts(every.index[conflicting], table)
    lost = repeated | conflicting
    typed = every[~lost] if lost.any() else every
    remarks = (*_malformed(malformed), *_field_faults(raw, found), *conflicts, *_row_remarks(typed, table))
    rejected = len(malformed) + int(faulty.sum()) + len(conflicts)
    read = len(raw) + len(malformed)
    account = Account(file, digest, read, len(typed), rejected, int(repeated.sum()), in_order(remarks))
    _refuse_when_empty(account, table)
    return Validated(typed, account)


def _malformed(rows: tuple[int, ...]) -> list[Remark]:
    return [Remark(row, "", "wrong_number_of_fields", "rejected") for row in rows]


def _any_of(found: list[Fault], rows: int) -> Marks:
    return np.logical_or.reduce([fault.rows for fault in found]) if found else np.zeros(rows, dtype=bool)


def _field_faults(raw: pd.DataFrame, found: list[Fault]) -> Iterator[Remark]:
    for fault in found:
        for row in raw.index[fault.rows]:
            yield Remark(int(row), fault.column, fault.rule, "rejected")


def _key_conflicts(rows: pd.Index, table: Table) -> list[Remark]:
    return [Remark(int(row), ",".join(table.key), "key_used_twice", "rejected") for row in rows]


def _repetitions(texts: pd.DataFrame, typed: pd.DataFrame, table: Table) -> tuple[Marks, Marks]:
    """Which rows repeat an earlier row, and which have the key of an earlier row but other content.

    Keys are compared as values: "1" and "01" are the same key. A repeated row has a repeated key,
    so only rows whose key is used twice are compared whole.
    """
    key = list(table.key)
    twice = typed.duplicated(subset=key, keep=False).to_numpy()
    repeated, conflicting = np.zeros(len(texts), dtype=bool), np.zeros(len(texts), dtype=bool)
    if twice.any():
        repeated[twice] = texts[twice].duplicated(keep="first")
        once = twice & ~repeated
        conflicting[once] = typed.loc[once, key].duplicated(keep="first")
    return repeated, conflicting


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    return pd.DataFrame(
        {column.name: _typed_column(frame[column.name], column) for column in table.delivered},
        index=frame.index,
        copy=False,
    )


def _typed_column(texts: pd.Series, column: Column) -> pd.Series:
    empty = texts == ""
    given = texts.mask(empty) if empty.any() else texts
    if column.type is ColumnType.WHOLE_NUMBER:
        numbers = _numbers(given, pa.int64())
        return numbers.astype("Int64") if column.may_be_empty else numbers.astype("int64")
    if column.type is ColumnType.NUMBER:
        return _numbers(given, pa.float64()).astype("float64")
    return given.astype("str")


def _numbers(texts: pd.Series, kind: pa.DataType) -> pd.Series:
    numbers: pd.Series = as_numbers(arrow(texts), kind).to_pandas(types_mapper=_WHOLE)
    numbers.index = texts.index
    return numbers


def _row_remarks(frame: pd.DataFrame, table: Table) -> tuple[Remark, ...]:
    rule = _ROW_RULES.get(table.name)
    return rule(frame) if rule else ()


def in_order(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Remarks by row, then column, then rule."""
    return tuple(sorted(remarks, key=attrgetter("row", "column", "rule")))


def _refuse_when_empty(account: Account, table: Table) -> None:
    if account.accepted or (table.optional and not account.read):
        return
    first = f", the first for {account.remarks[0].rule}" if account.remarks else ""
    raise InputRefused(
        f"data/raw/{account.file}",
        expected="at least one sound row",
        found=f"{account.rejected} of {account.read} rows rejected{first}",
        next_step="see every problem with: evaluering check",
    )

"""Validation of one table: every problem at once, none of them repeating a value."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from evaluering.arrow_text import arrow
from evaluering.errors import Fault, InputRefused
from evaluering.results import Account, Remark
from evaluering.row_keys import is_repeated
from evaluering.tables import Column, ColumnType, Table
from evaluering.validation.programme import programme_remarks
from evaluering.validation.scale import outside_by_one
from evaluering.validation.schema import BrokenRule, as_numbers, broken_rules

Marks: TypeAlias = NDArray[np.bool_]
KEY_USED_TWICE = "key_used_twice"
_WHOLE = {pa.int64(): pd.Int64Dtype()}.get
_ROW_RULES = {"gathering_programme_2021_2022": programme_remarks}
"""Rules across rows, by table; the rows they remark on are kept and handled by processing."""


@dataclass(frozen=True)
class Validated:
    """The accepted rows, typed and indexed by row number, and the account of all rows.

    ``contested`` holds the rows rejected only because others of the file have the same key and
    other content: what they say is needed when files are taken together.
    """

    frame: pd.DataFrame
    account: Account
    contested: pd.DataFrame = field(default_factory=pd.DataFrame)


def validate(
    file: str, digest: str, raw: pd.DataFrame, malformed: tuple[int, ...], table: Table
) -> Validated:
    """Check every row of a raw text frame (indexed by row number) against its table.

    A row with a fault is rejected; an exact repetition of a row is a duplicate; rows with the same
    key but other content are all rejected, for nothing says which of them is right.
    ``read = accepted + rejected + duplicate``. Raises ``InputRefused`` when no row is accepted,
    unless the table is optional and came without rows.
    """
    broken = [one for column in table.delivered for one in broken_rules(arrow(raw[column.name]), column)]
    faulty = _any_of(broken, len(raw))
    every = _typed(raw[~faulty] if faulty.any() else raw, table)
    repeated, contested = _repetitions(every, table)
    lost = repeated | contested
    typed = every[~lost] if lost.any() else every
    remarks = (
        *_malformed(malformed),
        *outside_by_one(_field_faults(raw, broken), raw, table),
        *conflict_remarks(every.index[contested], table),
        *repetition_remarks(every.index[repeated]),
        *_row_remarks(typed, table),
    )
    rejected = len(malformed) + int(faulty.sum()) + int(contested.sum())
    read = len(raw) + len(malformed)
    account = Account(file, digest, read, len(typed), rejected, int(repeated.sum()), in_order(remarks))
    _refuse_when_empty(account, table)
    return Validated(typed, account, every[contested])


def without_rows(table: Table) -> pd.DataFrame:
    """The table as validation types it, with no row in it."""
    return _typed(pd.DataFrame(columns=[column.name for column in table.delivered], dtype=str), table)


def _malformed(rows: tuple[int, ...]) -> list[Remark]:
    return [Remark(row, "", "wrong_number_of_fields", "rejected") for row in rows]


def _any_of(broken: list[BrokenRule], rows: int) -> Marks:
    return np.logical_or.reduce([one.rows for one in broken]) if broken else np.zeros(rows, dtype=bool)


def _field_faults(raw: pd.DataFrame, broken: list[BrokenRule]) -> Iterator[Remark]:
    for one in broken:
        for row in raw.index[one.rows]:
            yield Remark(int(row), one.column, one.rule, "rejected")


def conflict_remarks(rows: Iterable[int], table: Table) -> tuple[Remark, ...]:
    """Remarks on rows that share their key with a row of other content."""
    return tuple(Remark(int(row), ",".join(table.key), KEY_USED_TWICE, "rejected") for row in rows)


def repetition_remarks(rows: Iterable[int]) -> tuple[Remark, ...]:
    """Remarks on rows that say what an earlier row says, to the last column."""
    return tuple(Remark(int(row), "", "repeats_a_row", "counted_as_duplicate") for row in rows)


def _repetitions(typed: pd.DataFrame, table: Table) -> tuple[Marks, Marks]:
    """Which rows repeat an earlier row, and which share their key with a row of other content.

    Compared as values: "1" and "01" are the same. A repeated row has a repeated key, so only rows
    whose key is used twice are compared whole.
    """
    key = list(table.key)
    twice = is_repeated(typed, key)
    repeated, contested = np.zeros(len(typed), dtype=bool), np.zeros(len(typed), dtype=bool)
    if twice.any():
        repeated[twice] = typed[twice].duplicated(keep="first")
        once = twice & ~repeated
        contested[once] = is_repeated(typed[once], key)
    return repeated, contested


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
    ).because(
        Fault(0, "", "no_sound_row"),
        *(Fault(one.row, one.column, one.rule) for one in account.remarks),
        rows=account.read,
    )

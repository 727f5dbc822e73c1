"""Validation of one table: every problem at once, none of them repeating a value."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd
from pandera.errors import SchemaErrors

from evaluering.errors import Fault, InputRefused
from evaluering.results import Account, Remark
from evaluering.tables import Column, ColumnType, Table
from evaluering.validation.programme import programme_remarks
from evaluering.validation.scale import outside_by_one
from evaluering.validation.schema import schema

KEY_USED_TWICE = "key_used_twice"
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
    faults = [*_malformed(malformed), *outside_by_one(_field_faults(raw, table), raw, table)]
    faulty = {fault.row for fault in faults}
    sound = raw.loc[[row for row in raw.index if row not in faulty]]
    # Compared as values: "1" and "01" are the same.
    every = _typed(sound, table)
    repeated = every.duplicated(keep="first")
    unique = every[~repeated]
    contested = unique.duplicated(subset=list(table.key), keep=False)
    typed = unique[~contested]
    conflicts = conflict_remarks(unique.index[contested], table)
    repetitions = repetition_remarks(every.index[repeated])
    remarks = (*faults, *conflicts, *repetitions, *_row_remarks(typed, table))
    rejected = len(faulty) + len(conflicts)
    read = len(raw) + len(malformed)
    account = Account(file, digest, read, len(typed), rejected, len(repetitions), in_order(remarks))
    _refuse_when_empty(account, table)
    return Validated(typed, account, unique[contested])


def _malformed(rows: tuple[int, ...]) -> list[Remark]:
    return [Remark(row, "", "wrong_number_of_fields", "rejected") for row in rows]


def _field_faults(raw: pd.DataFrame, table: Table) -> list[Remark]:
    try:
        schema(table).validate(raw, lazy=True)
    except SchemaErrors as errors:
        # The failure cases hold row values: only index, column and rule leave this function.
        cases = errors.failure_cases[["index", "column", "check"]].itertuples(index=False)
        return [Remark(int(row), str(column), str(rule), "rejected") for row, column, rule in cases]
    return []


def conflict_remarks(rows: Iterable[int], table: Table) -> tuple[Remark, ...]:
    """Remarks on rows that share their key with a row of other content."""
    return tuple(Remark(int(row), ",".join(table.key), KEY_USED_TWICE, "rejected") for row in rows)


def repetition_remarks(rows: Iterable[int]) -> tuple[Remark, ...]:
    """Remarks on rows that say what an earlier row says, to the last column."""
    return tuple(Remark(int(row), "", "repeats_a_row", "counted_as_duplicate") for row in rows)


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    return pd.DataFrame(
        {column.name: _typed_column(frame[column.name], column) for column in table.delivered},
        index=frame.index,
    )


def _typed_column(texts: pd.Series, column: Column) -> pd.Series:
    given = texts.mask(texts == "")
    if column.type is ColumnType.WHOLE_NUMBER:
        return pd.to_numeric(given).astype("Int64" if column.may_be_empty else "int64")
    if column.type is ColumnType.NUMBER:
        return pd.to_numeric(given).astype("float64")
    return given.astype("str")


def _row_remarks(frame: pd.DataFrame, table: Table) -> tuple[Remark, ...]:
    rule = _ROW_RULES.get(table.name)
    return rule(frame) if rule else ()


def in_order(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Remarks by row, then column, then rule."""
    return tuple(sorted(remarks, key=lambda remark: (remark.row, remark.column, remark.rule)))


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

"""Validation across files and tables: keys, references, and rules that need two tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evaluering.results import Account, Remark
from evaluering.row_keys import is_repeated
from evaluering.tables import TABLES, Table
from evaluering.validation.cross_table import CROSS_TABLE_RULES
from evaluering.validation.frame import KEY_USED_TWICE, Validated, in_order, repetition_remarks


@dataclass(frozen=True)
class TableParts:
    """A delivered table: its validated parts, one a file, in the order of the files' names."""

    table: Table
    parts: tuple[Validated, ...]

    @property
    def frame(self) -> pd.DataFrame:
        """All accepted rows, with the part and row they came from as index."""
        keys = range(len(self.parts))
        return pd.concat([part.frame for part in self.parts], keys=keys, names=["part", "row"])


def validate_together(tables: Mapping[str, Sequence[Validated]]) -> dict[str, TableParts]:
    """Take parts of tables together and reject what does not fit.

    Repeated rows across files count as duplicates in the later file; rows with the same key and
    other content are rejected in every file, so that no order of files decides what is accepted.
    Then rows whose identifier is in no delivered row of the table it refers to are rejected, and
    those that break a rule across tables, until nothing changes. Every account still closes.
    """
    together = {
        name: _without_repetitions(TableParts(TABLES[name], tuple(parts)))
        for name, parts in sorted(tables.items())
    }
    # Rejecting a row may leave others without what they refer to, so this runs until nothing changes.
    while True:
        checked = {name: _without_dangling(parts, together) for name, parts in together.items()}
        if all(checked[name] is together[name] for name in together):
            checked = _after_rules(together, rejects=True)
            if all(checked[name] is together[name] for name in together):
                break
        together = checked
    return _after_rules(together, rejects=False)


def _after_rules(tables: Mapping[str, TableParts], *, rejects: bool) -> dict[str, TableParts]:
    """The tables after the rules that reject, or after those that only remark."""
    together = dict(tables)
    frames = _Frames(together)
    for rule in CROSS_TABLE_RULES:
        if rule.rejects is rejects and rule.table in together and set(rule.needs) <= together.keys():
            rows = rule.rows(frames)
            together[rule.table] = _without(
                together[rule.table], rows, rule.column, rule.name, rejected=rejects
            )
            if rejects and len(rows):  # a remark leaves the rows as they are
                frames.forget(rule.table)
    return together


class _Frames(Mapping[str, pd.DataFrame]):
    """The frames of tables, put together when a rule asks for them: most tables have no rule."""

    def __init__(self, tables: Mapping[str, TableParts]) -> None:
        self._tables = tables
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = self._tables[name].frame
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def forget(self, name: str) -> None:
        """Put the frame of a table together anew when it is asked for again."""
        self._made.pop(name, None)


def _without_repetitions(parts: TableParts) -> TableParts:
    if len(parts.parts) == 1:
        return parts  # one file has been looked through on its own
    parts = TableParts(parts.table, tuple(_reopened(part) for part in parts.parts))
    frame = parts.frame
    key = list(parts.table.key)
    # A repeated row has a repeated key, so only rows whose key is used twice are compared whole.
    again = is_repeated(frame, key)
    marks = np.zeros(len(frame), dtype=bool)
    marks[again] = frame[again].duplicated(keep="first").to_numpy()
    repeated = _whole(pd.Series(marks, index=frame.index))
    conflicting = frame[again & ~repeated.to_numpy()].duplicated(subset=key, keep=False)
    parts = _duplicates(parts, frame.index[repeated])
    return _without(parts, conflicting.index[conflicting], ",".join(key), KEY_USED_TWICE)


def _reopened(part: Validated) -> Validated:
    """The part as if its contested rows were accepted: they are judged again with those of other files."""
    if part.contested.empty:
        return part
    account = replace(
        part.account,
        accepted=part.account.accepted + len(part.contested),
        rejected=part.account.rejected - len(part.contested),
        remarks=tuple(one for one in part.account.remarks if one.rule != KEY_USED_TWICE),
    )
    return Validated(pd.concat([part.frame, part.contested]).sort_index(), account)


def _whole(rows: pd.Series) -> pd.Series:
    """Which delivered rows these are with all that came of them: a survey's submission gives many."""
    return rows if rows.index.is_unique else rows.groupby(level=["part", "row"]).transform("all")


def _without_dangling(parts: TableParts, together: Mapping[str, TableParts]) -> TableParts:
    for column in parts.table.columns:
        if column.references not in together:
            continue
        target = together[column.references]
        known = pd.concat([part.frame[target.table.key[0]].drop_duplicates() for part in target.parts])
        dangling = [_dangling(part.frame[column.name], known) for part in parts.parts]
        parts = _without(parts, _together(dangling), column.name, "refers_to_nothing")
    return parts


def _dangling(given: pd.Series, known: pd.Series) -> pd.Index:
    return given.index[given.notna() & ~given.isin(known)]


def _together(rows: Sequence[pd.Index]) -> pd.MultiIndex:
    """Rows of each part as rows of the whole."""
    parts = np.repeat(np.arange(len(rows)), [len(one) for one in rows])
    return pd.MultiIndex.from_arrays([parts, np.concatenate(rows)], names=["part", "row"])


def _without(
    parts: TableParts, index: pd.Index, column: str, rule: str, *, rejected: bool = True
) -> TableParts:
    """The parts with these rows rejected, or only remarked on."""
    if not len(index):
        return parts
    changed = list(parts.parts)
    for number, part in enumerate(changed):
        rows = _rows(index, number)
        handling = "rejected" if rejected else "kept_and_flagged"
        remarks = tuple(Remark(row, column, rule, handling) for row in rows)
        lost = len(rows) if rejected else 0
        account = replace(
            part.account,
            accepted=part.account.accepted - lost,
            rejected=part.account.rejected + lost,
            remarks=in_order((*part.account.remarks, *remarks)),
        )
        changed[number] = Validated(part.frame.drop(index=rows) if rejected else part.frame, account)
    return TableParts(parts.table, tuple(changed))


def _rows(index: pd.Index, part: int) -> list[int]:
    rows = index.get_level_values("row")[index.get_level_values("part") == part]
    return sorted(set(rows.tolist()))


def _duplicates(parts: TableParts, index: pd.Index) -> TableParts:
    if not len(index):
        return parts
    changed = list(parts.parts)
    for number, part in enumerate(changed):
        rows = _rows(index, number)
        account = _moved_to_duplicates(part.account, rows)
        changed[number] = Validated(part.frame.drop(index=rows), account)
    return TableParts(parts.table, tuple(changed))


def _moved_to_duplicates(account: Account, rows: list[int]) -> Account:
    return replace(
        account,
        accepted=account.accepted - len(rows),
        duplicate=account.duplicate + len(rows),
        remarks=in_order((*account.remarks, *repetition_remarks(rows))),
    )

"""What a rule across rows or tables is, and the few ways most of them look at rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evaluering.row_keys import row_groups

Frames = Mapping[str, pd.DataFrame]
"""Accepted rows by table, indexed by part and row."""
Rows = Callable[[Frames], pd.Index]


@dataclass(frozen=True)
class CrossTableRule:
    """A rule on rows of ``table`` that looks at the tables it ``needs``.

    ``rows`` gives the index of the rows that break it, whatever order the rows came in; ``rejects``
    says whether they are rejected, or kept and flagged. A row is rejected only when it cannot be
    right as it stands; what may have a good reason is flagged.
    """

    name: str
    table: str
    column: str
    needs: tuple[str, ...]
    rows: Rows
    rejects: bool = True


def flag(name: str, table: str, column: str, rows: Rows, needs: tuple[str, ...] = ()) -> CrossTableRule:
    """A rule whose rows are kept and flagged."""
    return CrossTableRule(name, table, column, needs, rows, rejects=False)


def reject(name: str, table: str, column: str, rows: Rows, needs: tuple[str, ...] = ()) -> CrossTableRule:
    """A rule whose rows are rejected."""
    return CrossTableRule(name, table, column, needs, rows)


def chosen(frame: pd.DataFrame, breaks: pd.Series) -> pd.Index:
    """The index of the rows that break a rule; a comparison with an empty field breaks none."""
    return frame.index[breaks.fillna(value=False).astype(bool).to_numpy()]


def joined(frame: pd.DataFrame, target: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """The rows with the columns of ``target`` beside them, under the same index.

    ``target`` has each combination of ``on`` once.
    """
    return frame.merge(target, on=on, how="left", suffixes=("", "_there")).set_axis(frame.index)


def is_known(frame: pd.DataFrame, target: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Whether each row's ``keys`` are among those of ``target``."""
    known = pd.MultiIndex.from_frame(target[keys])
    return pd.Series(pd.MultiIndex.from_frame(frame[keys]).isin(known), index=frame.index)


def where(table: str, breaks: Callable[[pd.DataFrame], pd.Series]) -> Rows:
    """Rows of one table that break a rule on a row of their own, or on all rows of the table."""
    return lambda frames: chosen(frames[table], breaks(frames[table]))


def ends_before_start(table: str, start: str, end: str) -> CrossTableRule:
    """Rejects what ends before it starts."""
    return reject("ends_before_start", table, end, where(table, lambda frame: frame[end] < frame[start]))


def no_such(name: str, table: str, target: str, keys: list[str], column: str) -> CrossTableRule:
    """Rejects rows of ``table`` whose ``keys`` are in no row of ``target``."""

    def _rows(frames: Frames) -> pd.Index:
        return chosen(frames[table], ~is_known(frames[table], frames[target], keys))

    return reject(name, table, column, _rows, (target,))


def before_the_former(table: str, group: list[str], order: str, day: str) -> CrossTableRule:
    """Flags rows dated before the one that comes before them in ``order`` within their ``group``."""

    def _breaks(frame: pd.DataFrame) -> pd.Series:
        once = frame.sort_values([*group, order, day])
        return (once[day] < once.groupby(group)[day].shift()).reindex(frame.index)

    return flag("date_before_the_former", table, day, where(table, _breaks))


def varies(name: str, table: str, column: str, group: list[str]) -> CrossTableRule:
    """Flags every row of a ``group`` that is not of one mind about ``column``."""

    def _breaks(frame: pd.DataFrame) -> pd.Series:
        is_grouped = frame[group].notna().all(axis=1)
        return is_grouped & _is_various(row_groups(frame, group), pd.factorize(frame[column])[0])

    return flag(name, table, column, where(table, _breaks))


def _is_various(groups: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each row's group has several values; those below 0 are missing, and no value."""
    given = values >= 0
    least = np.full(groups.max(initial=-1) + 1, values.max(initial=-1) + 1)
    most = np.full(len(least), -1)
    np.minimum.at(least, groups[given], values[given])
    np.maximum.at(most, groups[given], values[given])
    return (least < most)[groups]

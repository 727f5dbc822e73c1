"""How many persons are alone, or nearly so, with what others may know of them.

k-anonymity over a table's declared quasi-identifiers and the municipality: k is the size of the smallest
group of persons alike in all of them, and a sample unique is a group of one (Sweeney 2002; Skinner and
Elliot 2002). Only counts leave this module, and they are for the researcher, never for release.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evaluering.row_keys import is_first, row_groups
from evaluering.tables import Table
from evaluering.vocabulary import Protects

SMALLEST_GROUP = 5
"""Groups below this size are counted as small."""
_BOUNDS = (1000, 2000, 5000, 20000)
_SIZE_CLASSES = ("<1000", "1000-1999", "2000-4999", "5000-19999", "20000+")
_UNKNOWN = "unknown"
_MUNICIPALITY = "municipality"


@dataclass(frozen=True)
class Uniqueness:
    """Persons of one table, in municipalities of one size class, by how many are like them.

    ``columns`` are those compared. ``size_class`` is in inhabitants, "unknown" where the municipality
    is empty or not among the delivered ones, and "" for tables that have none. ``persons`` is how many
    there are, ``groups`` how many groups alike they form, ``smallest`` k, ``uniques`` the groups of one
    and ``small`` those below ``SMALLEST_GROUP``.
    """

    table: str
    columns: tuple[str, ...]
    size_class: str
    persons: int
    groups: int
    smallest: int
    uniques: int
    small: int


def compared_columns(table: Table) -> tuple[str, ...]:
    """The quasi-identifiers of a table and its municipality; none for tables that protect no person."""
    if table.protects not in (Protects.PERSONS, Protects.STAFF):
        return ()
    columns = [column.name for column in table.columns if column.quasi_identifier]
    has_place = any(column.name == _MUNICIPALITY for column in table.columns)
    place = [_MUNICIPALITY] if has_place and _MUNICIPALITY not in columns else []
    return (*columns, *place)


def uniqueness(table: Table, frame: pd.DataFrame, inhabitants: Mapping[str, int]) -> tuple[Uniqueness, ...]:
    """The uniqueness of a validated table's persons, one entry a size class, smallest first.

    ``inhabitants`` gives each municipality's. A person with several rows counts once; a table that
    declares no person counts its rows. An empty field is a value like any other.
    """
    columns = compared_columns(table)
    if not columns or frame.empty:
        return ()
    persons = [column.name for column in table.columns if column.person]
    groups = _groups(frame, persons, list(columns))
    classes = _classes(groups, inhabitants)
    return tuple(
        _entry(table, columns, name, groups["size"][classes == name])
        for name in ("", *_SIZE_CLASSES, _UNKNOWN)
        if (classes == name).any()
    )


def _groups(frame: pd.DataFrame, persons: list[str], columns: list[str]) -> pd.DataFrame:
    """Each group of persons alike in ``columns``, and its size; without ``persons`` each row is one."""
    units = frame[[*persons, *columns]].reset_index(drop=True)
    units = units[is_first(units, units.columns)] if persons else units
    # Groups are numbered in the order of their first rows.
    sizes = np.bincount(row_groups(units, columns))
    return units.loc[is_first(units, columns), columns].assign(size=sizes)


def _classes(groups: pd.DataFrame, inhabitants: Mapping[str, int]) -> pd.Series:
    if _MUNICIPALITY not in groups:
        return pd.Series("", index=groups.index)
    return pd.Series([_size_class(inhabitants.get(one)) for one in groups[_MUNICIPALITY]], index=groups.index)


def _size_class(inhabitants: int | None) -> str:
    return _UNKNOWN if inhabitants is None else _SIZE_CLASSES[bisect_right(_BOUNDS, inhabitants)]


def _entry(table: Table, columns: tuple[str, ...], size_class: str, sizes: pd.Series) -> Uniqueness:
    return Uniqueness(
        table.name,
        columns,
        size_class,
        persons=int(sizes.sum()),
        groups=len(sizes),
        smallest=int(sizes.min()),
        uniques=int((sizes == 1).sum()),
        small=int((sizes < SMALLEST_GROUP).sum()),
    )

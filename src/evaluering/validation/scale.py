"""Answers one step outside a scale: told apart from other wrong numbers, and never recoded.

A 0 or an 11 on a scale from 1 to 10 is most likely somebody's honest answer in the wrong place, and a
delivery with many of them was filled in with another scale in mind. The row is rejected all the same:
nobody but the one who answered knows what was meant.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from evaluering.results import Remark
from evaluering.tables import Column, Table

SCALES = {"activity_scores": "score"}
"""The scored column of the what-matters-to-me form, by table."""
_OUTSIDE = ("below_minimum", "above_maximum")


def outside_by_one(faults: Iterable[Remark], raw: pd.DataFrame, table: Table) -> Iterator[Remark]:
    """The faults, with those one step outside a scale under the rule ``one_outside_the_scale``.

    ``raw``: text, indexed by row number, as the faults were found in it.
    """
    scored = SCALES.get(table.name, "")
    for fault in faults:
        is_scale = fault.column == scored and fault.rule in _OUTSIDE
        if is_scale and _is_one_outside(str(raw.loc[fault.row, scored]), table.column(scored)):
            yield replace(fault, rule="one_outside_the_scale")
        else:
            yield fault


def _is_one_outside(text: str, column: Column) -> bool:
    return float(text) in ((column.minimum or 0) - 1, (column.maximum or 0) + 1)

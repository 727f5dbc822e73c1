"""From validated tables to tables ready for analysis."""

from collections.abc import Callable

import pandas as pd

from evaluering.processing.instrument import item_rows, option_rows
from evaluering.processing.mapping import ColumnMapping, mapped, source_columns
from evaluering.processing.municipality_units import Units, change_rows, municipality_rows
from evaluering.processing.programme import with_minutes
from evaluering.processing.wide_answers import LongAnswers, decimal_point, long_answers

__all__ = [
    "STEPS",
    "ColumnMapping",
    "LongAnswers",
    "Units",
    "change_rows",
    "decimal_point",
    "item_rows",
    "long_answers",
    "mapped",
    "municipality_rows",
    "option_rows",
    "process",
    "source_columns",
]

STEPS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {"gathering_programme_2021_2022": with_minutes}
"""What is derived, by table; tables without an entry are stored as validated."""


def process(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table with its derived columns."""
    step = STEPS.get(table)
    return step(frame) if step else frame

"""From validated tables to tables ready for analysis."""

from collections.abc import Callable

import pandas as pd

from evaluering.processing.mapping import ColumnMapping, mapped, source_columns
from evaluering.processing.programme import with_minutes

__all__ = ["STEPS", "ColumnMapping", "mapped", "process", "source_columns"]

STEPS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {"gathering_programme_2021_2022": with_minutes}
"""What is derived, by table; tables without an entry are stored as validated."""


def process(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The table with its derived columns."""
    step = STEPS.get(table)
    return step(frame) if step else frame

"""Minutes of programme items, with overlaps as bounds.

The rules are those of ``statistics.spans``: an item without an end lasts until the next one starts, and
time printed for two items at once makes bounds.
"""

import pandas as pd

from evaluering.statistics.spans import clock_minutes, minutes_of_items


def minutes_of_day(times: pd.Series) -> pd.Series:
    """Minutes since midnight of "HH:MM" texts; missing stays missing (NaN)."""
    return pd.Series(clock_minutes(times.tolist()), index=times.index, dtype="float64")


def with_minutes(programme: pd.DataFrame) -> pd.DataFrame:
    """Add ``minutes_low``, ``minutes_high`` and ``minutes_new`` (float, minutes) to each item."""
    ordered = programme.sort_values(["gathering", "item"])
    start, end = minutes_of_day(ordered["start"]), minutes_of_day(ordered["end"])
    found = minutes_of_items(start.to_numpy(), end.to_numpy(), ordered["gathering"].tolist())
    return ordered.assign(minutes_low=found.low, minutes_high=found.high, minutes_new=found.new)

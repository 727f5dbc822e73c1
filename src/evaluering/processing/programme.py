"""Minutes of programme items, with overlaps as bounds.

Rules: an item without an end lasts until the next item of its gathering starts (the last item
of a gathering, with nothing to end it, gets no time); an item that ends before it starts gets no
time. Time printed for two items at once cannot be divided, so each item gets two numbers:
``minutes_low`` without the time it shares with others, ``minutes_high`` with it. A third,
``minutes_new``, leaves out what an earlier item already covers: its sum is the covered time.
"""

import pandas as pd

_HOUR = 60


def minutes_of_day(times: pd.Series) -> pd.Series:
    """Minutes since midnight of "HH:MM" texts; missing stays missing (NaN)."""
    parts = times.str.split(":", expand=True).reindex(columns=[0, 1])
    return pd.to_numeric(parts[0]) * _HOUR + pd.to_numeric(parts[1])


def with_minutes(programme: pd.DataFrame) -> pd.DataFrame:
    """Add ``minutes_low``, ``minutes_high`` and ``minutes_new`` (float, minutes) to each item."""
    ordered = programme.sort_values(["gathering", "item"])
    spans = _spans(ordered)
    gathering = ordered["gathering"]
    low, new = {}, {}
    for row, own in spans.items():
        others = {
            other: spans[other] for other in gathering.index[gathering == gathering[row]] if other != row
        }
        low[row] = len(own.difference(*others.values()))
        new[row] = len(own.difference(*(span for other, span in others.items() if other < row)))
    return ordered.assign(
        minutes_low=pd.Series(low, dtype="float64"),
        minutes_high=pd.Series({row: len(span) for row, span in spans.items()}, dtype="float64"),
        minutes_new=pd.Series(new, dtype="float64"),
    )


def _spans(ordered: pd.DataFrame) -> dict[int, set[int]]:
    """The minutes of the day each item covers, by row."""
    start, end = minutes_of_day(ordered["start"]), minutes_of_day(ordered["end"])
    end = end.fillna(start.groupby(ordered["gathering"]).shift(-1)).fillna(start)
    return {row: set(range(int(start[row]), int(end[row]))) for row in ordered.index}

"""Minutes of items printed in a programme: exact where they stand alone, bounds where they overlap."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from evaluering.statistics.inputs import Floats, Integers, Numbers, clusters, complete, sample

_HOUR = 60
_DAY = 24 * _HOUR


@dataclass(frozen=True)
class Spans:
    """Minutes of each item, in the order given.

    ``low`` without the time it shares with other items of its programme, ``high`` with it, ``new``
    without what an earlier item covers: the sum of ``new`` is the covered time.
    """

    low: Floats
    high: Floats
    new: Floats


def clock_minutes(times: Sequence[str | float | None]) -> Floats:
    """Minutes since midnight of clock times.

    Inputs: ``times`` as "HH:MM"; anything that is no text is missing (NaN). Formula: 60 H + M. Raises
    ``ValueError`` for other texts. Assumes times of one day. Source: the definition. Checked against
    counting by hand.
    """
    parts = [time.split(":") if isinstance(time, str) else None for time in times]
    return np.array([nan if part is None else _HOUR * int(part[0]) + int(part[1]) for part in parts])


def minutes_of_items(start: Numbers, end: Numbers, programme: Sequence[Hashable]) -> Spans:
    """Minutes of programme items, with overlaps as bounds.

    Inputs: ``start`` and ``end`` in whole minutes since midnight (0 to 1439; an ``end`` may be missing),
    ``programme`` a label for each item, items of one programme in printed order.

    Rule: an item without an end lasts until the next of its programme starts (the last one, with
    nothing to end it, gets no time); an item that ends before it starts gets no time. Time printed
    for several items cannot be divided: it counts in ``high`` of each and in ``low`` of none.

    Assumes items of one day. Raises ``ValueError`` for a missing start, times outside a day or unequal
    lengths. Source: the rule is the project's own. Checked against counting by hand and sets of minutes
    (property tests).
    """
    begins, stops = complete(start, "start"), sample(end, "end")
    labels = clusters(programme, len(begins))
    if len(stops) != len(begins) or _outside(begins) or _outside(stops[~np.isnan(stops)]):
        raise ValueError("start and end must be minutes of a day, one pair for each item")
    found = Spans(np.zeros(len(begins)), np.zeros(len(begins)), np.zeros(len(begins)))
    for one in np.unique(labels):
        _fill(found, np.flatnonzero(labels == one), begins, stops)
    return found


def _outside(minutes: Floats) -> bool:
    return bool(((minutes < 0) | (minutes >= _DAY)).any())


def _fill(found: Spans, items: Integers, begins: Floats, stops: Floats) -> None:
    """Write the minutes of one programme's items."""
    ends = stops[items]
    following = np.append(begins[items][1:], begins[items][-1])
    ends = np.where(np.isnan(ends), following, ends).astype(int)
    covered = np.zeros(_DAY, dtype=int)
    spans = [slice(int(low), max(int(low), high)) for low, high in zip(begins[items], ends, strict=True)]
    for item, span in zip(items, spans, strict=True):
        found.new[item] = (covered[span] == 0).sum()
        covered[span] += 1
    for item, span in zip(items, spans, strict=True):
        found.low[item] = (covered[span] == 1).sum()
        found.high[item] = span.stop - span.start

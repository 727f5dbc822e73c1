"""Time of programme items by kind, overlaps as bounds: shared by published and delivered programmes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import nan

import pandas as pd


@dataclass(frozen=True)
class Bounds:
    """Minutes of one kind of time: at least ``low``, at most ``high``."""

    low: float
    high: float


def bounds(items: pd.DataFrame, kinds: Iterable[str]) -> dict[str, Bounds]:
    """Minutes of each kind of time among programme items (needs activity, minutes_low, minutes_high)."""
    sums = items.groupby("activity")[["minutes_low", "minutes_high"]].sum()
    return {
        kind: Bounds(float(sums["minutes_low"].get(kind, 0.0)), float(sums["minutes_high"].get(kind, 0.0)))
        for kind in kinds
    }


def share_of_time(
    parts: Mapping[str, Bounds], of: Iterable[str], others: Iterable[str], doubtful: Iterable[str] = ()
) -> Bounds:
    """Bounds of the share of the kinds ``of`` in the time of these, ``others`` and ``doubtful``.

    At least: its own low against the others' high; at most: its own high against the others'
    low. What is ``doubtful`` may belong to either. Exact when an overlap lies between a break and
    one kind of working time, otherwise outer bounds. NaN when there is no time.
    """
    own, rest, either = (_sum(parts, kinds) for kinds in (of, others, doubtful))
    low, against_low = own.low, rest.high + either.high
    high, against_high = own.high + either.high, rest.low
    if low + against_low <= 0 or high + against_high <= 0:
        return Bounds(nan, nan)
    return Bounds(low / (low + against_low), high / (high + against_high))


def _sum(parts: Mapping[str, Bounds], kinds: Iterable[str]) -> Bounds:
    chosen = [parts[kind] for kind in kinds]
    return Bounds(sum(part.low for part in chosen), sum(part.high for part in chosen))


def covered_minutes(items: pd.DataFrame) -> float:
    """Minutes covered by at least one item: overlapping time counted once."""
    return float(items["minutes_new"].sum())

"""Care pathways counted by how long they waited between coded points, without loading a row.

A pathway that has not reached the second point by the day the data end is open: it has waited at least so
long. One that ended without the point never will, and is counted apart. A row of a table here is a number
of pathways alike in all it says (``n``), with the sum of their marks (``mark``).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from evaluering.analysis.reader import Reader
from evaluering.analysis.support import marks
from evaluering.stored_rows import Count, Units

TABLE = "care_pathway_episodes"
POINTS = ("start", "assessment_start", "clinical_decision", "treatment_start", "evaluation", "end")
"""Coded points in the order pathways go through them."""
Pair = tuple[str, str]
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Waits:
    """Pathways that reached the first of two points, by how long they waited for the second.

    ``pairs`` holds a table for each pair of points: ``hospital_trust``, ``care_pathway``, ``limit`` (days, in
    force on the day of the first point), ``days`` (to the second, or to the last day of the data while open),
    ``reached``, ``ended`` (without the second point). ``months`` is of ``chosen`` alone, without those that
    ended: ``hospital_trust``, ``month`` (of the first point), ``within`` (the limit), ``followed`` (the limit
    lies within the data). Each has ``n`` and ``mark``.
    """

    pairs: dict[Pair, pd.DataFrame]
    months: pd.DataFrame
    chosen: Pair

    @property
    def of_chosen(self) -> pd.DataFrame:
        """The table of the chosen pair."""
        return self.pairs[self.chosen]


def waits(reader: Reader, limits: pd.DataFrame, chosen: Pair) -> Waits:
    """The pathways of ``care_pathway_episodes``, by ``pathway_limits``; of evaluations the first counts.

    Counted are pathways with a limit in force whose second point, if any, is not before the first: that is
    an error in coding, and no waiting time. A point that is not coded is reached by nobody.
    """
    last = date.fromisoformat(reader.largest(TABLE, "coded") or _FIRST_DAY.isoformat())
    every = {chosen, *pairs(limits)}
    counts = {"-".join(pair): _count(pair, last) for pair in sorted(every)}
    counts["months"] = _months(chosen, last)
    found = reader.counts(TABLE, _UNITS, counts, {"limits": _in_force(limits)})
    return Waits(
        {pair: _typed(found["-".join(pair)]) for pair in every}, _with_months(found["months"]), chosen
    )


def pairs(limits: pd.DataFrame) -> list[Pair]:
    """The pairs of points that have a limit, in the order pathways go through them."""
    found = {(str(a), str(b)) for a, b in zip(limits["from_point"], limits["to_point"], strict=True)}
    known = [pair for pair in found if set(pair) <= set(POINTS)]
    return sorted(known, key=lambda pair: (POINTS.index(pair[0]), POINTS.index(pair[1])))


def within(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which pathways reached the second point within their limit."""
    return rows["reached"] & (rows["days"] <= rows["limit"])


def followed_months(months: pd.DataFrame) -> pd.DataFrame:
    """Rows of months in which every start could be followed as long as its limit."""
    every = months.groupby("month")["followed"].transform("all") if len(months) else months["followed"]
    kept: pd.DataFrame = months[every.astype(bool)]
    return kept


def _mark(names: NDArray[Any]) -> NDArray[np.uint64]:
    return marks(names, "episode")


_UNITS = Units(
    unit="episode",
    steady=("hospital_trust", "care_pathway"),
    # The least text of an ISO day is the first day: one text a pathway is read as a date, not one a row.
    columns={point: f"(min(coded) filter (point = '{point}'))::date" for point in POINTS},
    mark=_mark,
)


def _day(point: str) -> str:
    return f'units."{point}"' if point in POINTS else "null::date"


def _source(pair: Pair) -> str:
    """Pathways with the limit in force on the day of the first point."""
    began = _day(pair[0])
    known = set(pair) <= set(POINTS)
    chosen = f"limits.pair = '{'-'.join(pair)}'" if known else "false"
    return (
        f"units join limits on limits.care_pathway = units.care_pathway and {chosen}"
        f" and {began} >= limits.since and {began} < limits.until"
    )


def _days(pair: Pair, last: date) -> str:
    return f"(coalesce({_day(pair[1])}, date '{last}') - {_day(pair[0])})"


def _count(pair: Pair, last: date) -> Count:
    second, days = _day(pair[1]), _days(pair, last)
    by = {
        "hospital_trust": "units.hospital_trust",
        "care_pathway": "units.care_pathway",
        "limit": "limits.days",
        "days": days,
        "reached": f"{second} is not null",
        "ended": f'{second} is null and units."end" is not null',
    }
    return Count(by, _source(pair), f"{days} >= 0")


def _months(pair: Pair, last: date) -> Count:
    first, second = map(_day, pair)
    by = {
        "hospital_trust": "units.hospital_trust",
        "month": f"(year({first}) - 1970) * 12 + month({first}) - 1",
        "within": f"{second} is not null and {_days(pair, last)} <= limits.days",
        "followed": f"{first} + limits.days <= date '{last}'",
    }
    stays = f'not ({second} is null and units."end" is not null)'
    return Count(by, _source(pair), f"{_days(pair, last)} >= 0 and {stays}")


def _in_force(limits: pd.DataFrame) -> pd.DataFrame:
    """Each limit with its pair of points, from its first day until the next of the same kind begins."""
    ordered = limits.sort_values("valid_from", ignore_index=True)
    following = ordered.groupby(["care_pathway", "from_point", "to_point"])["valid_from"].shift(-1)
    ends = following.where(following.notna(), _LAST_DAY.isoformat())
    return pd.DataFrame(
        {
            "care_pathway": ordered["care_pathway"],
            "pair": ordered["from_point"] + "-" + ordered["to_point"],
            "days": ordered["days"].to_numpy(dtype=np.int32),
            "since": _dates(ordered["valid_from"]),
            "until": _dates(ends),
        }
    )


def _dates(texts: "pd.Series[str]") -> "pd.Series[Any]":
    """ISO days as dates, also where there is none to tell by."""
    return pd.Series([date.fromisoformat(str(day)) for day in texts], dtype=pd.ArrowDtype(pa.date32()))


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype({"limit": float, "days": np.int64, "reached": bool, "ended": bool})


def _with_months(table: pd.DataFrame) -> pd.DataFrame:
    named = table["month"].to_numpy(dtype="datetime64[M]").astype(str)
    typed: pd.DataFrame = table.astype({"within": bool, "followed": bool}).assign(month=named)
    return typed

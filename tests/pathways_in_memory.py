"""Days between coded points of care pathways, each with its limit, by whole columns in memory.

What the package counts where rows are stored, worked out once more by other means. A pathway that has not
reached the second point by the day the data end is open: it has waited at least so long. One that ended
without the point never will, and is counted apart.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evaluering.analysis.support import marks
from evaluering.statistics.inputs import Floats

MONTH = "datetime64[M]"
Days = NDArray[np.int64]
UNSEEN = np.iinfo(np.int64).min
"""No day: the point was not coded."""


@dataclass(frozen=True)
class Episodes:
    """Care pathways, a place each in every array: trust, pathway, and the first day of each point.

    ``marks`` tell pathways apart (``support.marks``).
    """

    trust: "pd.Categorical[str]"
    pathway: "pd.Categorical[str]"
    marks: NDArray[np.uint64]
    days: dict[str, Days]
    last_day: int

    def __len__(self) -> int:
        """How many pathways there are."""
        return len(self.trust)


def episodes(rows: pd.DataFrame) -> Episodes:
    """The pathways of rows of ``care_pathway_episodes``; of evaluations the first counts."""
    codes, names = pd.factorize(rows["episode"])
    coded = _days(rows["coded"])
    point, points = pd.factorize(rows["point"])
    days = {
        str(name): _first_days(codes[point == number], coded[point == number], len(names))
        for number, name in enumerate(points)
    }
    place = np.zeros(len(names), dtype=int)
    place[codes] = np.arange(len(codes))
    trust, pathway = (_named(rows[column].iloc[place]) for column in ("hospital_trust", "care_pathway"))
    return Episodes(trust, pathway, marks(names, "episode"), days, int(coded.max(initial=0)))


def _first_days(codes: Days, coded: Days, count: int) -> Days:
    """The first day of a point in each of ``count`` pathways."""
    found = np.full(count, UNSEEN)
    # Written in order of falling days, the first day is written last, and stays.
    order = np.argsort(-coded, kind="stable")
    found[codes[order]] = coded[order]
    return found


def _named(names: "pd.Series[str]") -> "pd.Categorical[str]":
    """Names as places in a sorted list: a million comparisons of text are slow."""
    codes, different = pd.factorize(names, sort=True)
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(map(str, different))))


def _days(texts: "pd.Series[str]") -> Days:
    """ISO days as numbers; each different day is read once."""
    codes, different = pd.factorize(texts)
    numbers = np.array(different.astype(str), dtype="datetime64[D]").astype(np.int64)
    return np.asarray(numbers[codes] if len(numbers) else np.zeros(0, dtype=np.int64))


def waits(found: Episodes, limits: pd.DataFrame, points: tuple[str, str]) -> pd.DataFrame:
    """A row for each pathway that reached the first of two points and has a limit to the second.

    Columns: ``hospital_trust``, ``care_pathway``, ``mark``, ``began`` (day number), ``month`` (of the
    first point), ``days`` (to the second, or to the last day of the data while open), ``limit``,
    ``reached``, ``ended`` (without the second point), ``followed`` (the limit lies within the data).
    """
    from_day, to_day = (found.days.get(point, np.full(len(found), UNSEEN)) for point in points)
    began = from_day != UNSEEN
    limit = _limits(found, limits, points, from_day)
    end = found.days.get("end", np.full(len(found), UNSEEN))
    kept = began & ~np.isnan(limit)
    reached = to_day != UNSEEN
    last = np.where(reached, to_day, found.last_day)
    rows = pd.DataFrame(
        {
            "hospital_trust": found.trust,
            "care_pathway": found.pathway,
            "mark": found.marks,
            "began": from_day,
            "days": last - np.where(began, from_day, 0),
            "limit": limit,
            "reached": reached,
            "ended": ~reached & (end != UNSEEN),
            "followed": from_day + limit <= found.last_day,
        }
    )[kept]
    rows["month"] = rows["began"].to_numpy(dtype="datetime64[D]").astype(MONTH)
    # A second point before the first is an error in coding, and no waiting time.
    usable: pd.DataFrame = rows[rows["days"] >= 0].reset_index(drop=True)
    return usable


def _limits(found: Episodes, limits: pd.DataFrame, points: tuple[str, str], day: Days) -> Floats:
    """The limit in force on the day of the first point; NaN where there is none."""
    limit = np.full(len(found), np.nan)
    chosen = limits[(limits["from_point"] == points[0]) & (limits["to_point"] == points[1])]
    ordered = chosen.sort_values("valid_from")
    since = _days(ordered["valid_from"])
    for valid, pathway, days in zip(since, ordered["care_pathway"], ordered["days"], strict=True):
        limit[(found.pathway == pathway) & (day >= valid)] = float(days)
    return limit


def counted(rows: pd.DataFrame, *by: str) -> pd.DataFrame:
    """Pathways alike in all of ``by``: how many, and the sum of their marks."""
    plain = rows.astype(dict.fromkeys(("hospital_trust", "care_pathway"), object))
    grouped = plain.groupby(list(by), sort=True)["mark"]
    return grouped.agg(n="size", mark=lambda own: own.to_numpy().sum(dtype=np.uint64)).reset_index()


def within(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which pathways reached the second point within their limit."""
    return rows["reached"] & (rows["days"] <= rows["limit"])

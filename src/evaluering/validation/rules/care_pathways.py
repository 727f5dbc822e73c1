"""Care pathways: points in their order, a start, one pathway an episode.

Deliveries of many million coded points are common, so these rules compare whole numbers: an episode's
number, a point's rank and a day's place among the days. Each costs a few passes over the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evaluering.row_keys import row_groups
from evaluering.validation.rules.rule import CrossTableRule, Frames, chosen, flag, reject, varies, where

_POINTS = ("start", "assessment_start", "clinical_decision", "treatment_start", "evaluation", "end")
"""Coded points in the order a care pathway goes through them; only evaluations repeat."""
_START, _EVALUATION = _POINTS.index("start"), _POINTS.index("evaluation")
_TABLE = "care_pathway_episodes"
Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class _CodedPoints:
    """Coded points, a row each: the number of the episode, the rank of the point, the day's place in time."""

    episode: Numbers
    rank: Numbers
    day: Numbers

    @property
    def episodes(self) -> int:
        """How many episodes there are."""
        return int(self.episode.max(initial=-1)) + 1


def _coded_points(frame: pd.DataFrame) -> _CodedPoints:
    point, points = pd.factorize(frame["point"])
    ranks = pd.Index(_POINTS).get_indexer(points)
    day, _ = pd.factorize(frame["coded"], sort=True)
    return _CodedPoints(row_groups(frame, ["episode"]), ranks[point], day)


def _before_the_former(points: _CodedPoints) -> Marks:
    """Points dated before any point that comes before them in the pathway."""
    latest = np.full((points.episodes, len(_POINTS)), -1)
    np.maximum.at(latest, (points.episode, points.rank), points.day)
    np.maximum.accumulate(latest, axis=1, out=latest)
    former = latest[points.episode, points.rank - 1]
    return (points.rank > 0) & (points.day < former)


def _coded_twice(points: _CodedPoints) -> Marks:
    place = points.episode * len(_POINTS) + points.rank
    marks: Marks = (points.rank != _EVALUATION) & (np.bincount(place)[place] > 1)
    return marks


def _no_start(points: _CodedPoints) -> Marks:
    """The earliest row of each episode that has no start; no two rows agree in episode, point and day."""
    started = np.zeros(points.episodes, dtype=bool)
    started[points.episode[points.rank == _START]] = True
    when = points.day * len(_POINTS) + points.rank
    earliest = np.full(points.episodes, np.iinfo(np.int64).max)
    np.minimum.at(earliest, points.episode, when)
    marks: Marks = ~started[points.episode] & (when == earliest[points.episode])
    return marks


def _on_points(name: str, column: str, breaks: Callable[[_CodedPoints], Marks]) -> CrossTableRule:
    def _breaks(frame: pd.DataFrame) -> pd.Series:
        return pd.Series(breaks(_coded_points(frame)), index=frame.index)

    return flag(name, _TABLE, column, where(_TABLE, _breaks))


def _no_limit(frames: Frames) -> pd.Index:
    frame = frames[_TABLE]
    return chosen(frame, ~frame["care_pathway"].isin(frames["pathway_limits"]["care_pathway"]))


def _no_such_point(frame: pd.DataFrame) -> pd.Series:
    return ~frame[["from_point", "to_point"]].isin(_POINTS).all(axis=1)


def _limit_backwards(frame: pd.DataFrame) -> pd.Series:
    rank = {point: place for place, point in enumerate(_POINTS)}
    return frame["from_point"].map(rank) > frame["to_point"].map(rank)


CARE_PATHWAY_RULES = (
    reject("no_such_point", "pathway_limits", "from_point", where("pathway_limits", _no_such_point)),
    reject("limit_runs_backwards", "pathway_limits", "to_point", where("pathway_limits", _limit_backwards)),
    _on_points("point_before_the_former", "coded", _before_the_former),
    _on_points("point_coded_twice", "point", _coded_twice),
    _on_points("no_start_point", "point", _no_start),
    flag("no_limit", _TABLE, "care_pathway", _no_limit, ("pathway_limits",)),
    varies("episode_changes_pathway", _TABLE, "care_pathway", ["episode"]),
)

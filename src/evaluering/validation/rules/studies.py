"""User involvement, interviews and care pathways."""

import pandas as pd

from evaluering.validation.rules.rule import (
    Frames,
    before_the_former,
    chosen,
    flag,
    no_such,
    reject,
    varies,
    where,
)

_POINTS = ("start", "assessment_start", "clinical_decision", "treatment_start", "evaluation", "end")
_RANK = {point: rank for rank, point in enumerate(_POINTS)}
"""Coded points in the order a care pathway goes through them; only evaluations repeat."""


def _number_against_recruited(frame: pd.DataFrame) -> pd.Series:
    return (frame["recruited"] == "yes") != (frame["number"] > 0)


def _point_before_the_former(frame: pd.DataFrame) -> pd.Series:
    """Points dated before any point that comes before them in the pathway."""
    points = frame.assign(rank=frame["point"].map(_RANK), when=pd.to_datetime(frame["coded"]))
    latest = points.groupby(["episode", "rank"])["when"].max().groupby("episode").cummax()
    former = latest.groupby("episode").shift().rename("former")
    dated = points.join(former, on=["episode", "rank"])
    return dated["when"] < dated["former"]


def _coded_twice(frame: pd.DataFrame) -> pd.Series:
    return (frame["point"] != "evaluation") & frame.duplicated(["episode", "point"], keep=False)


def _no_start(frame: pd.DataFrame) -> pd.Series:
    """The earliest row of each episode that has no start."""
    started = frame.loc[frame["point"] == "start", "episode"]
    ordered = frame.assign(rank=frame["point"].map(_RANK)).sort_values(["episode", "coded", "rank"])
    first = ordered.groupby("episode").cumcount() == 0
    return (first & ~ordered["episode"].isin(started)).reindex(frame.index)


def _no_limit(frames: Frames) -> pd.Index:
    frame = frames["care_pathway_episodes"]
    return chosen(frame, ~frame["care_pathway"].isin(frames["pathway_limits"]["care_pathway"]))


def _limit_backwards(frame: pd.DataFrame) -> pd.Series:
    start, end = frame["from_point"].map(_RANK), frame["to_point"].map(_RANK)
    return start > end


STUDY_RULES = (
    flag(
        "number_against_recruited",
        "user_representatives",
        "number",
        where("user_representatives", _number_against_recruited),
    ),
    no_such("no_such_theme", "interview_segments", "interview_codes", ["study", "theme"], "theme"),
    before_the_former("interview_audit", ["study"], "step", "done"),
    reject(
        "no_such_point",
        "pathway_limits",
        "from_point",
        where("pathway_limits", lambda frame: ~frame[["from_point", "to_point"]].isin(_POINTS).all(axis=1)),
    ),
    reject("limit_runs_backwards", "pathway_limits", "to_point", where("pathway_limits", _limit_backwards)),
    flag(
        "point_before_the_former",
        "care_pathway_episodes",
        "coded",
        where("care_pathway_episodes", _point_before_the_former),
    ),
    flag("point_coded_twice", "care_pathway_episodes", "point", where("care_pathway_episodes", _coded_twice)),
    flag("no_start_point", "care_pathway_episodes", "point", where("care_pathway_episodes", _no_start)),
    flag("no_limit", "care_pathway_episodes", "care_pathway", _no_limit, ("pathway_limits",)),
    varies("episode_changes_pathway", "care_pathway_episodes", "care_pathway", ["episode"]),
)

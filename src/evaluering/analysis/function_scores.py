"""Did users' ability to manage everyday activities change from the first to the last scoring?"""

import numpy as np
import pandas as pd

from evaluering.analysis import _before_after_cells as shared
from evaluering.analysis import _function_layouts as layouts
from evaluering.analysis.cells import count_cell, level_cell
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.registration import first_day
from evaluering.analysis.support import behind, counted
from evaluering.results import Cell, Claim, Finding, cell_key
from evaluering.vocabulary import Design, Protects

QUESTION = "function_scores"
SLICES = ("function_scores",)
CLAIM = ("function_score_change", "mean_clustered_by_municipality", "last_scoring")
SCALE = (1, 5)
"""1 is best: a fall is an improvement."""
STARTS = {"low": (1.0, 2.0), "middle": (2.0, 3.0), "high": (3.0, 6.0)}
_ROUND = 9


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Each user's mean change over the activities scored both at the first and at the last scoring.

    Estimand: the mean over users scored on two days or more; lower is better. Clusters are
    municipalities (CR2). Beside it median and quartiles, shares who fell, stayed and rose, who was not
    scored again, bounds, and the change by first score, where regression to the mean shows.

    Parameters: ``level`` (0.95); the scope. Assumes that scorers mean the same both times. Design: before
    and after without control. Source: individual-based statistics on care (function scores 1-5).
    Checked against pandas by hand.
    """
    scores = reader.table("function_scores")
    users, level = users_of(scores), level_of(parameters)
    attrition = shared.attrition_of(users, level, SCALE)
    cells = (
        *_numbers(users),
        *_change(users, level),
        *_directions(users),
        *shared.attrition_cells("attrition", users, attrition),
        *shared.bound_cells("bounds", users, attrition),
        level_cell("change", level),
    )
    found = shared.mean_of(users, "municipality", level).mean
    finding = Finding(
        id=QUESTION,
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("change", "n"),
        cells=cells,
        tables=layouts.tables(),
        figures=(layouts.figure(),),
        statements=layouts.statements(shared.verdict(found)),
        design=Design.BEFORE_AFTER,
        claim=Claim(*CLAIM, cell_key("change", "mean"), first_day(scores["scored"])),
    )
    return (finding,)


def users_of(scores: pd.DataFrame) -> pd.DataFrame:
    """A row for each user: ``municipality`` at first, ``first`` mean score, ``change``, ``activities``.

    ``first`` and ``change`` are over the activities scored at both the first and the last scoring; a
    user scored on one day has the mean of that day and no change.
    """
    days = scores.groupby("user", sort=True)["scored"].agg(["min", "max"])
    joined = scores.join(days, on="user")
    start = joined[joined["scored"] == joined["min"]]
    end = joined[(joined["scored"] == joined["max"]) & (joined["max"] != joined["min"])]
    last = end.set_index(["user", "activity"])["score"].to_dict()
    again = start.set_index(["user", "activity"]).index.map(last)
    both = start.assign(moved=np.asarray(again, dtype=float) - start["score"].astype(float))
    matched = both[both["moved"].notna()].groupby("user", sort=True)
    users = start.groupby("user", sort=True).agg(
        municipality=("municipality", "first"), whole=("score", "mean")
    )
    users["change"] = matched["moved"].mean().astype(float).reindex(users.index)
    users["first"] = matched["score"].mean().astype(float).reindex(users.index).fillna(users["whole"])
    users["activities"] = matched.size().reindex(users.index).fillna(0).astype(int)
    return users.drop(columns="whole").reset_index()


def _numbers(users: pd.DataFrame) -> tuple[Cell, ...]:
    back = counted(users, users["change"].notna(), "user", Protects.PERSONS)
    return (
        count_cell("participation", (), "started", behind(users, "user")),
        count_cell("participation", (), "completed", back),
    )


def _change(users: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    cells = [
        *shared.mean_cells("change", (), users, "municipality", level),
        *shared.spread_cells("change", users),
        *shared.response_cells("change", users, level),
    ]
    for name, (low, high) in STARTS.items():
        own = users[(users["first"] >= low) & (users["first"] < high)]
        cells += shared.mean_cells("change", (("function_start", name),), own, "municipality", level)
    return tuple(cells)


def _directions(users: pd.DataFrame) -> tuple[Cell, ...]:
    kept = shared.paired_rows(users)
    change = kept["change"].round(_ROUND)
    marks = {"improved": change < 0, "unchanged": change == 0, "worse": change > 0}
    return shared.marked_cells("directions", "direction", kept, marks)


ANALYSIS = Analysis(QUESTION, SLICES, compute, claims=(CLAIM,))

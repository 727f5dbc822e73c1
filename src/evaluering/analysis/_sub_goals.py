"""Sub-goals of users' plans: how many were carried out, with users as clusters."""

from dataclasses import replace

import numpy as np
import pandas as pd

from evaluering.analysis.cells import count_cell, estimated_cells
from evaluering.analysis.support import amounts, behind, counted, valued
from evaluering.results import Cell, Coordinates
from evaluering.statistics import clustered, proportions
from evaluering.vocabulary import Protects, Quantity, Unit

OUTCOMES = ("yes", "partly", "no", "not_judged")
PARTS = ("responsible", "area", "deadline")
_PERSONS = Protects.PERSONS


def sub_goals_of(plans: pd.DataFrame, conversations: pd.DataFrame) -> pd.DataFrame:
    """A row for each sub-goal: user, ``team`` and ``municipality`` of the first conversation, outcome.

    ``outcome`` is one of ``OUTCOMES``; ``yes`` 1 or 0, NaN where not judged; ``deadline`` with or without.
    A user without a conversation has no municipality and counts as a team of one.
    """
    first = conversations.sort_values(["user", "conversation"]).drop_duplicates("user").set_index("user")
    judged = plans["carried_out"].astype(object)
    rows = plans[["user", "sub_goal", "area", "responsible"]].assign(
        outcome=judged.where(judged.notna(), "not_judged"),
        yes=(judged == "yes").astype(float).where(judged.notna()),
        deadline=np.where(plans["deadline"].notna(), "with", "without"),
        municipality=plans["user"].map(first["municipality"]),
    )
    team = plans["user"].map(first["team"]).astype(object)
    return rows.assign(team=team.where(team.notna(), plans["user"]))


def outcomes(rows: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    """How many sub-goals ended each way, and their share of all."""
    table = "outcomes"
    cells = [_number(table, (), rows)]
    for name in OUTCOMES:
        at, marked = (("outcome", name),), rows["outcome"] == name
        cells.append(_number(table, at, rows[marked]))
        cells += _share(table, at, "share", rows, marked.astype(float), level)
    return tuple(cells)


def carried_out(rows: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    """The share carried out among judged sub-goals with its bounds, of all and in each part."""
    cells = [*_part((), rows, level)]
    for dimension in PARTS:
        for name, own in rows.groupby(dimension, sort=True):
            cells += _part(((dimension, str(name)),), own, level)
    return tuple(cells)


def per_user(rows: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    """The mean over users of the share of their own judged sub-goals that was carried out."""
    judged = rows[rows["yes"].notna()]
    users = judged.groupby("user", sort=True).agg(
        yes=("yes", "mean"), team=("team", "first"), municipality=("municipality", "first")
    )
    users = users.reset_index()
    found = clustered.mean(users["yes"].to_numpy(), users["team"].tolist(), level=level, unit=Unit.SHARE)
    support = replace(valued(users, "user", "yes"), df=found.mean.df)
    return (
        count_cell("per_user", (), "n", behind(users, "user")),
        *estimated_cells("per_user", (), "mean", found.mean, Quantity.MEAN, support),
    )


def _part(at: Coordinates, rows: pd.DataFrame, level: float) -> list[Cell]:
    table, known = "carried_out", rows[rows["yes"].notna()]
    yes, support = rows["yes"] == 1, counted(rows, rows["yes"] == 1, "user", _PERSONS)
    reason = "" if len(rows) else "no sub-goals"
    bounds = {"lowest": yes, "highest": yes | rows["yes"].isna()}
    cells = [
        count_cell(table, at, "users", behind(rows, "user")),
        _number(table, at, rows),
        _number(table, at, known, "judged"),
        _number(table, at, rows[yes], "yes_count"),
        *_share(table, at, "yes", known, known["yes"], level),
    ]
    for name, marked in bounds.items():
        value = float(marked.mean()) if len(rows) else float("nan")
        cells.append(Cell(table, at, name, value, Unit.SHARE, reason, kind=Quantity.SHARE, support=support))
    return cells


def _share(
    table: str, at: Coordinates, measure: str, rows: pd.DataFrame, marked: "pd.Series[float]", level: float
) -> tuple[Cell, ...]:
    found = proportions.clustered(marked.to_numpy(dtype=float), rows["user"].tolist(), level=level).logit
    support = counted(rows, marked == 1, "user", _PERSONS)
    return estimated_cells(table, at, measure, found, Quantity.SHARE, replace(support, df=found.df))


def _number(table: str, at: Coordinates, rows: pd.DataFrame, measure: str = "sub_goals") -> Cell:
    support = amounts(rows.assign(one=1), "user", "one", _PERSONS)
    return Cell(table, at, measure, len(rows), Unit.COUNT, kind=Quantity.TOTAL, support=support)

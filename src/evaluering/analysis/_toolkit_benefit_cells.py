"""The cells of perceived benefit: how many, how much, in which groups, and what it may be besides."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from math import inf

import pandas as pd

from evaluering.analysis import _before_after_cells as shared
from evaluering.analysis.cells import count_cell, estimated_cells, share_cells
from evaluering.analysis.support import amounts, behind, counted, valued
from evaluering.results import Cell, Estimate
from evaluering.statistics import before_after, paired
from evaluering.statistics.linked import linked_clusters
from evaluering.vocabulary import Protects, Quantity, Unit

SCALE = (paired.LOWEST, paired.HIGHEST)
THRESHOLDS = {"small": 1.3, "by_custom": 2.0, "large": 2.7}
"""Published for the Patient-Specific Functional Scale, 0-10, in other groups: never a pass mark."""
STARTS = {"low": (1.0, 3.0), "middle": (3.0, 5.0), "high": (5.0, inf)}
"""Classes of the mean first score, lower end included: what selection by it does shows here."""
CLASSES = {
    "fell_two": (-inf, -2.0),
    "fell": (-2.0, 0.0),
    "none": (0.0, 0.0),
    "rose": (0.0, 2.0),
    "rose_two": (2.0, 4.0),
    "rose_four": (4.0, inf),
}
GROUPS = ("network", "quarter", "filled_in_by")
_ROUND = 9


def participation(users: pd.DataFrame, conversations: pd.DataFrame) -> tuple[Cell, ...]:
    """Users, those scored first, those scored twice, thin ones and what was left out; also by network."""
    marks = {
        "started": users["first"].notna(),
        "completed": users["change"].notna(),
        "few": users["change"].notna() & (users["activities"] < paired.FEW),
        "with_new": users["new"] > 0,
    }
    table = "participation"
    cells = [count_cell(table, (), "users", behind(users, "user"))]
    cells += [
        count_cell(table, (), name, counted(users, marked, "user", Protects.PERSONS))
        for name, marked in marks.items()
    ]
    for network, own in users.groupby("network", sort=True):
        at = (("network", str(network)),)
        for name in ("started", "completed"):
            marked = marks[name].loc[own.index]
            cells.append(count_cell(table, at, name, counted(own, marked, "user", Protects.PERSONS)))
    held = conversations.assign(one=1)
    support = amounts(held, "user", "one", Protects.PERSONS)
    number = Cell(table, (), "conversations", len(held), Unit.COUNT, kind=Quantity.TOTAL, support=support)
    return (*cells, number)


def benefit(users: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    """The mean benefit of all and of each group, and how it lies."""
    table, literal = "benefit", shared.mean_of(users, "team", level, "literal").mean
    kept = shared.paired_rows(users, "literal")
    cells = [
        *shared.mean_cells(table, (), users, "team", level),
        *shared.spread_cells(table, users),
        *shared.response_cells(table, users, level),
        *estimated_cells(
            table, (), "literal", literal, Quantity.MEAN, shared.judged(kept, "literal", literal)
        ),
    ]
    for dimension in GROUPS:
        for name, own in shared.paired_rows(users).groupby(dimension, sort=True):
            cells += shared.mean_cells(table, ((dimension, str(name)),), own, "team", level)
    for name, (low, high) in STARTS.items():
        own = users[(users["first"] >= low) & (users["first"] < high)]
        cells += shared.mean_cells(table, (("first_score", name),), own, "team", level)
    return tuple(cells)


def estimates(users: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    """The same mean by other ways, and the bounds."""
    kept = shared.paired_rows(users)
    by_team = shared.mean_of(kept, "team", level)
    found = {
        "municipalities": (shared.mean_of(kept, "municipality", level).mean, Quantity.MEAN),
        "team_means": (by_team.of_clusters, Quantity.MEAN),
        "hodges_lehmann": (
            paired.hodges_lehmann(kept["change"].to_numpy(dtype=float), level),
            Quantity.QUANTILE,
        ),
    }
    cells: list[Cell] = []
    for name, (one, kind) in found.items():
        support = shared.judged(kept, "change", one)
        cells += estimated_cells("estimates", (("estimate", name),), "value", one, kind, support)
    started = started_of(users)
    attrition = shared.attrition_of(started, level, SCALE)
    return (*cells, *shared.bound_cells("estimates", started, attrition))


def started_of(users: pd.DataFrame) -> pd.DataFrame:
    """Those who scored anything first."""
    return users[users["first"].notna()]


def attrition(users: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    """Who came back, and how they and the lost scored first."""
    started = started_of(users)
    return shared.attrition_cells("attrition", started, shared.attrition_of(started, level, SCALE))


def directions(users: pd.DataFrame) -> tuple[Cell, ...]:
    """Shares who rose, stayed and fell; that reached published thresholds; and the classes of change."""
    kept = shared.paired_rows(users)
    change = kept["change"].round(_ROUND)
    return (
        *shared.marked_cells(
            "directions",
            "direction",
            kept,
            {"improved": change > 0, "unchanged": change == 0, "worse": change < 0},
        ),
        *shared.marked_cells(
            "thresholds", "threshold", kept, {name: change >= one for name, one in THRESHOLDS.items()}
        ),
        *shared.marked_cells(
            "classes", "benefit_class", kept, {name: _within(change, name) for name in CLASSES}
        ),
    )


def _within(change: "pd.Series[float]", name: str) -> "pd.Series[bool]":
    low, high = CLASSES[name]
    if low == high:
        return change == low
    # A rise is counted from its lower end, a fall from its deeper one; no change has its own class.
    if low >= 0:
        return (change >= low) & (change < high) & (change > 0)
    return (change > low) & (change <= high) & (change < 0)


def areas(users: pd.DataFrame, chosen: pd.DataFrame, level: float) -> tuple[Cell, ...]:
    """How many chose each area of life first, and the mean benefit of their activities there."""
    started = started_of(users)
    cells = [count_cell("areas", (), "started", behind(started, "user"))]
    for area, own in chosen.groupby("area", sort=True):
        at = (("area", str(area)),)
        support = replace(behind(started, "user"), counted=int(own["user"].nunique()))
        cells += share_cells("areas", at, "chosen", support)
        cells += shared.mean_cells("areas", at, own, "team", level)
    return tuple(cells)


def regression(users: pd.DataFrame, reliability: float, mean: float, level: float) -> tuple[Cell, ...]:
    """What selection on the first score leads one to expect, and what is left, where the mean is known."""
    kept = shared.paired_rows(users)
    first, change = kept["first"].to_numpy(dtype=float), kept["change"].to_numpy(dtype=float)
    found = before_after.regression_to_the_mean(
        first, first + change, reliability, population_mean=mean or None, level=level
    )
    cells: list[Cell] = []
    for name in ("expected", "adjusted"):
        one: Estimate = getattr(found, name)
        cells += estimated_cells(
            "regression", (), name, one, Quantity.MODEL, shared.judged(kept, "change", one)
        )
    return tuple(cells)


def all_started(users: pd.DataFrame, level: float) -> tuple[tuple[Cell, ...], before_after.MissingAtRandom]:
    """The mean benefit of all who started, missing at random, and the same with other clusters or a curve.

    Teams that share a municipality, and municipalities that share a team, are one cluster.
    """
    started = started_of(users)
    first = started["first"].to_numpy(dtype=float)
    second = first + started["change"].to_numpy(dtype=float)
    linked = linked_clusters([started["team"].tolist(), started["municipality"].tolist()])
    ways: dict[str, tuple[Sequence[Hashable], int]] = {
        "linked": (linked, 1),
        "teams": (started["team"].tolist(), 1),
        "municipalities": (started["municipality"].tolist(), 1),
        "curved": (linked, 2),
    }
    found = {
        name: before_after.missing_at_random(first, second, clusters, level, degree=degree)
        for name, (clusters, degree) in ways.items()
    }
    table, support = "all_started", valued(started, "user", "first")
    cells = [count_cell(table, (), "n", behind(started, "user"))]
    for name, one in found.items():
        told = replace(support, df=one.change.df)
        cells += estimated_cells(table, (("model", name),), "change", one.change, Quantity.MODEL, told)
    kept, main = shared.paired_rows(started), found["linked"]
    for name, estimate in (("completers", main.completers), ("slope", main.slope)):
        told = shared.judged(kept, "change", estimate)
        cells += estimated_cells(table, (), name, estimate, Quantity.MODEL, told)
    cells.append(count_cell(table, (), "completed", replace(behind(started, "user"), counted=len(kept))))
    return tuple(cells), main

"""Coordinating units: positions for 10,000 inhabitants, and which tasks they have, first and latest."""

from collections.abc import Iterator

import pandas as pd

from evaluering.analysis._present_number import merged, present_number
from evaluering.analysis.cells import count_cell, difference_cells, quartile_cells, share_cells
from evaluering.analysis.layouts import estimate_column
from evaluering.analysis.reader import Reader
from evaluering.analysis.support import behind, counted
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    Finding,
    Statement,
    Support,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import proportions
from evaluering.vocabulary import Design, Protects, Unit

TASKS = ("appoints_coordinators", "trains_coordinators", "keeps_overview", "routines_with_hospital")
_HEADS = 10_000
_PLACES = Protects.MUNICIPALITIES


def units_finding(reader: Reader, level: float) -> tuple[Finding, ...]:
    """Positions and tasks at the latest description; tasks also among those described twice or more.

    Positions per 10,000 inhabitants: median and quartiles over municipalities, each counted once; those
    whose inhabitants are not known are left out and counted. Change of tasks: first against latest
    description of the same municipality, under whatever number, unless it was merged (Tango's interval).
    None where no unit is described. Assumes nothing of municipalities that delivered no description.
    Source: Wilson 1927; Tango 1998.
    """
    described = reader.table("coordinating_units")
    if described.empty:
        return ()
    changes = reader.table("municipality_changes")
    described["number"] = described["municipality"]
    described["municipality"] = present_number(described["number"], changes)
    described = described.sort_values(["municipality", "described", "number"])
    first, latest = (described.drop_duplicates("municipality", keep=keep) for keep in ("first", "last"))
    cells = (
        *_position_cells(reader, latest),
        *_task_cells(first[~first["number"].isin(merged(changes))], latest, level),
    )
    finding = Finding(
        id="coordinating_units",
        question="coordination_measures",
        basis=reader.basis("coordinating_units", "municipalities", "municipality_changes"),
        n=cell_key("units", "municipalities"),
        cells=cells,
        tables=_tables(),
        statements=_statements(),
        design=Design.DESCRIPTION,
    )
    return (finding,)


def _position_cells(reader: Reader, latest: pd.DataFrame) -> Iterator[Cell]:
    known = reader.table("municipalities")[["municipality", "inhabitants"]]
    joined = latest.merge(known.rename(columns={"municipality": "number"}), on="number", how="left")
    some = joined[joined["inhabitants"].fillna(0) > 0]
    rate = some["positions"].astype(float) / some["inhabitants"].astype(float) * _HEADS
    yield count_cell("units", (), "municipalities", _behind(latest))
    yield count_cell("units", (), "inhabitants_unknown", _behind(joined.drop(some.index)))
    at: Coordinates = (("positions", "per_10_000"),)
    yield count_cell("units", at, "n", _behind(some))
    yield from quartile_cells("units", at, "median", rate, _behind(some), Unit.NUMBER)


def _task_cells(first: pd.DataFrame, latest: pd.DataFrame, level: float) -> Iterator[Cell]:
    pairs = latest.merge(first, on="municipality", suffixes=("", "_first"))
    pairs = pairs[pairs["described"] != pairs["described_first"]]
    for task in TASKS:
        at, has = (("unit_task", task),), _yes(latest, task)
        yield from share_cells("tasks", at, "has", counted(latest, has, "municipality", _PLACES), level)
        before, after = _yes(pairs, f"{task}_first"), _yes(pairs, task)
        for name, marked in (("first", before), ("latest", after)):
            yield from share_cells("tasks", at, name, counted(pairs, marked, "municipality", _PLACES), level)
        left, came = int((before & ~after).sum()), int((~before & after).sum())
        change = proportions.paired_difference(left, came, len(pairs), level)
        yield from difference_cells("tasks", at, "change", change, _behind(pairs))


def _yes(rows: pd.DataFrame, column: str) -> "pd.Series[bool]":
    return rows[column].astype(str) == "yes"


def _behind(rows: pd.DataFrame) -> Support:
    return behind(rows, "municipality", _PLACES)


def _tables() -> tuple[TableLayout, ...]:
    tasks = tuple((("unit_task", task),) for task in TASKS)
    columns = (
        Column("header.n", ("has_n",)),
        Column("header.yes", ("has_count",)),
        estimate_column("header.share_with_interval", "has"),
        Column("header.pairs", ("first_n",)),
        Column("header.first_description", ("first",)),
        Column("header.latest_description", ("latest",)),
        estimate_column("header.difference_paired", "change"),
    )
    positions = (
        Column("header.n", ("n",)),
        Column("header.median_quartiles", ("median", "median_q1", "median_q3")),
    )
    return (
        TableLayout("tasks", "tasks", "header.task", tasks, columns),
        TableLayout("positions", "units", "header.positions", ((("positions", "per_10_000"),),), positions),
    )


def _statements() -> tuple[Statement, ...]:
    at = (("positions", "per_10_000"),)
    values = {"median": cell_key("units", "median", at), "n": cell_key("units", "n", at)}
    return (
        statement("positions", "coordination_measures.positions", values, group="may_say"),
        statement("not_quality", "coordination_measures.not_quality", group="may_not_say"),
    )

"""Actor maps: which actors touch users and services, how the relations work, and who looks after them."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from evaluering.analysis._team_places import with_place
from evaluering.analysis.cells import count_cell, estimated_cells, quartile_cells
from evaluering.analysis.layouts import estimate_column
from evaluering.analysis.reader import Reader
from evaluering.analysis.support import behind, counted
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import clustered, proportions
from evaluering.vocabulary import Design, Protects, Quantity, Unit

KINDS = (
    "municipal_service",
    "hospital",
    "general_practitioner",
    "labour_and_welfare",
    "school",
    "voluntary_organisation",
    "relative",
    "other",
)
RELATIONS = ("good", "variable", "poor", "none")
CARERS = ("leader", "coordinator", "team", "nobody")
IMPORTANT = 4
"""Importance (1-5) from which an actor counts as important."""


def maps_finding(reader: Reader, level: float) -> tuple[Finding, ...]:
    """Actors per map, and shares of actors by kind, relation and who is responsible.

    Shares are of actors; actors of a map are alike, so the interval takes maps as clusters (CR2 mean of 0
    and 1, cut to 0-1). Important actors (4 or 5) whom nobody looks after are counted. A map shows what
    its makers see. None without maps. Source: Bell and McCaffrey 2002.
    """
    rows = with_place(
        reader.table("actor_maps"), reader.table("team_municipalities"), reader.table("municipality_changes")
    )
    if rows.empty:
        return ()
    cells = tuple(_cells(rows, level))
    finding = Finding(
        id="actor_maps",
        question="user_involvement",
        basis=reader.basis("actor_maps", "teams", "team_municipalities", "municipality_changes"),
        n=cell_key("maps", "count"),
        cells=cells,
        tables=_tables(),
        statements=_statements(),
        design=Design.DESCRIPTION,
    )
    return (finding,)


def _cells(rows: pd.DataFrame, level: float) -> Iterator[Cell]:
    support = behind(rows, "map")
    each = rows.groupby("map", sort=True).size()
    yield count_cell("maps", (), "count", support)
    yield _actors("maps", (), "actors", rows)
    yield from quartile_cells("maps", (("actors", "per_map"),), "median", each, support, Unit.NUMBER)
    for column, dimension, values in (
        ("kind", "actor_kind", KINDS),
        ("relation", "actor_relation", RELATIONS),
        ("responsible", "responsible", CARERS),
    ):
        for value in values:
            yield from _share((((dimension, value)),), "share", rows, rows[column] == value, level)
    important = rows[rows["importance"] >= IMPORTANT]
    yield Cell("maps", (), "important", IMPORTANT, Unit.NUMBER, kind=Quantity.SETTING)
    yield from _share((), "important_nobody", important, important["responsible"] == "nobody", level)


def _actors(table: str, at: Coordinates, measure: str, rows: pd.DataFrame) -> Cell:
    """How many actors: a total over maps, each of which can be recognised by its largest part."""
    sizes = rows.groupby("map", sort=True).size().sort_values(ascending=False).to_numpy(dtype=float)
    largest = tuple(float(size) / float(sizes.sum()) for size in sizes[:2])
    told = behind(rows, "map")
    support = replace(told, largest=largest)
    return Cell(table, at, measure, len(rows), Unit.COUNT, kind=Quantity.TOTAL, support=support)


def _share(
    at: Coordinates, measure: str, rows: pd.DataFrame, marked: "pd.Series[bool]", level: float
) -> Iterator[Cell]:
    found = clustered.mean(marked.to_numpy(dtype=float), rows["map"].to_numpy(), level=level, unit=Unit.SHARE)
    support = replace(counted(rows, marked, "map", Protects.PERSONS), df=found.mean.df)
    share, reason = found.mean, found.mean.reason or ("" if len(rows) else proportions.NOBODY)
    # max and min keep NaN when it stands first.
    ends = replace(share, low=max(share.low, 0.0), high=min(share.high, 1.0), unit=Unit.SHARE, reason=reason)
    yield from estimated_cells("maps", at, measure, ends, Quantity.SHARE, support)
    yield _actors("maps", at, f"{measure}_count", rows[marked])
    yield _actors("maps", at, f"{measure}_n", rows)


def _tables() -> tuple[TableLayout, ...]:
    columns = (
        Column("header.actors", ("share_count",)),
        estimate_column("header.share_with_interval", "share"),
    )
    parts = (
        ("actor_kind", "header.actor_kind", KINDS),
        ("actor_relation", "header.actor_relation", RELATIONS),
        ("responsible", "header.responsible", CARERS),
    )
    return tuple(
        TableLayout(f"{name}s", "maps", header, tuple(((name, one),) for one in values), columns)
        for name, header, values in parts
    )


def _statements() -> tuple[Statement, ...]:
    at: Coordinates = (("actors", "per_map"),)
    sizes = {
        "actors": cell_key("maps", "actors"),
        "maps": cell_key("maps", "count"),
        "median": cell_key("maps", "median", at),
    }
    nobody = {
        "number": cell_key("maps", "important_nobody_count"),
        "n": cell_key("maps", "important_nobody_n"),
        "important": cell_key("maps", "important"),
    }
    return (
        statement("actors", "user_involvement.actors", sizes, group="may_say"),
        statement("important_nobody", "user_involvement.important_nobody", nobody, group="may_say"),
        statement("maps_seen", "user_involvement.maps_seen", group="may_not_say"),
    )

"""How was the time at the gatherings split, as planned and as held, against the aim?

Estimand: the sum of minutes by kind of time, and its share of the time that is no break, over the
gatherings delivered; a share of several gatherings is one of their summed minutes, never a mean of
shares. Nothing is sampled, so there is no interval; what a programme leaves open gives bounds: minutes
printed for two items, lectures without a speaker's place of work, group work without a form. Joint
gatherings have a row of their own. Planned and held are compared where both are delivered.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import isnan

import pandas as pd

from evaluering.analysis import _programme_texts as texts
from evaluering.analysis._programme_kinds import (
    BASES,
    KINDS,
    LECTURES,
    SHARED,
    SHOWN,
    WORKING,
    minutes_of,
    share_of,
    timed,
)
from evaluering.analysis._programme_time import Bounds, bounds, covered_minutes
from evaluering.analysis._teams import gathering_rows, of_row, place_of, with_rows
from evaluering.analysis.cells import NOTHING, count_of, number_cell, setting_cell
from evaluering.analysis.reader import Analysis, Parameters, Reader
from evaluering.analysis.registration import first_day
from evaluering.analysis.support import behind
from evaluering.results import Cell, Claim, Coordinates, Finding, Support, cell_key
from evaluering.vocabulary import Design, Protects, Quantity, Unit

QUESTION = "gathering_programmes"
LONG_LECTURE = 30
"""Minutes beyond which a lecture is no short one, where the report sets no other limit."""
_TABLES = ("gatherings", "programme_items", "networks")
_PLACES = ("teams", "team_municipalities")


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Minutes and shares by kind of time, planned and held, long lectures, and what differed."""
    gatherings = with_rows(reader.table("gatherings"))
    items = timed(reader.table("programme_items"), gatherings)
    rests = _Rests(reader, gatherings)
    limit = int(parameters.get("long_lecture_minutes", LONG_LECTURE))
    rows = gathering_rows(gatherings)
    cells = [cell for row in rows for cell in _row_cells(row, items, rests)]
    for basis in BASES:
        cells += [*_firm_cells(basis, items, rests), *_lecture_cells(basis, items, limit, rests)]
    cells += [setting_cell("lectures", (), "limit", limit, Unit.MINUTES), *_compared(items, rests)]
    claim = Claim(
        "time_for_work_and_exchange",
        "share_of_summed_minutes",
        "all_gatherings",
        cell_key("time", "share_low", (("basis", "held"), ("activity", "work_and_exchange"))),
        first_day(gatherings["start"]),
    )
    finding = Finding(
        id="gathering_programmes",
        question=QUESTION,
        basis=reader.basis(*_TABLES, *_PLACES),
        n=cell_key("time", "gatherings", (("basis", "held"),)),
        cells=tuple(cells),
        tables=texts.tables(rows),
        figures=(texts.figure(),),
        statements=texts.statements(_Values(cells), rows),
        design=Design.DESCRIPTION,
        claim=claim,
    )
    return (finding,)


class _Rests:
    """Whom minutes rest on: the municipalities of the networks that met, each with the same programme."""

    def __init__(self, reader: Reader, gatherings: pd.DataFrame) -> None:
        own = reader.table("team_municipalities").merge(reader.table("teams")[["team", "network"]], on="team")
        pairs = gatherings[["gathering", "network"]].merge(own[["network", "municipality"]], on="network")
        self._pairs = pairs.drop_duplicates()

    def on(self, items: pd.DataFrame) -> Support:
        """The municipalities whose gatherings these items are of."""
        near = self._pairs[self._pairs["gathering"].isin(set(items["gathering"]))]
        found = behind(near, "municipality", Protects.MUNICIPALITIES)
        # Each has the same part: the programme was one for all of them.
        return replace(found, largest=(1 / max(found.n, 1),) * min(found.n, 2))


def _row_cells(row: str, items: pd.DataFrame, rests: _Rests) -> list[Cell]:
    cells = []
    for basis in BASES:
        own = of_row(items[items["basis"] == basis], row)
        at: Coordinates = (*place_of(row), ("basis", basis))
        cells += _time_cells(at, own, rests.on(own))
    return cells


def _time_cells(at: Coordinates, items: pd.DataFrame, support: Support) -> list[Cell]:
    """Minutes and shares of each kind of time among items of one row and basis."""
    parts = bounds(items, KINDS)
    cells = [count_of("time", at, "gatherings", int(items["gathering"].nunique()), support)]
    for kind in (*WORKING, "break"):
        place = (*at, ("activity", kind))
        cells += _pair("time", place, "minutes", minutes_of(parts, kind), (Unit.MINUTES, support))
    for kind in SHARED:
        place = (*at, ("activity", kind))
        cells += _pair("time", place, "share", share_of(parts, kind), (Unit.SHARE, support))
    return cells


def _firm_cells(basis: str, items: pd.DataFrame, rests: _Rests) -> list[Cell]:
    """What is certainly of each kind over all gatherings, and the covered time that is left open."""
    own = items[items["basis"] == basis]
    parts, support = bounds(own, KINDS), rests.on(own)
    firm = {kind: minutes_of(parts, kind).low for kind in WORKING}
    left = covered_minutes(own) - sum(firm.values()) - minutes_of(parts, "break").low
    return [
        _total((("basis", basis), ("activity", kind)), "firm", minutes, support)
        for kind, minutes in (*firm.items(), ("open", left))
    ]


def _pair(
    table: str, at: Coordinates, measure: str, part: Bounds, about: tuple[Unit, Support]
) -> tuple[Cell, Cell]:
    unit, support = about
    # A share of minutes is a ratio of totals: no municipality is counted apart from the others.
    kind = Quantity.MEAN if unit is Unit.SHARE else Quantity.TOTAL
    return (
        number_cell((table, at, f"{measure}_low"), (part.low, unit, NOTHING), kind, support),
        number_cell((table, at, f"{measure}_high"), (part.high, unit, NOTHING), kind, support),
    )


def _total(at: Coordinates, measure: str, minutes: float, support: Support) -> Cell:
    return number_cell(("time", at, measure), (minutes, Unit.MINUTES, NOTHING), Quantity.TOTAL, support)


def _lecture_cells(basis: str, items: pd.DataFrame, limit: int, rests: _Rests) -> list[Cell]:
    """Lectures, those longer than the limit, and the longest; an overlap counts as the lecture's time."""
    own = items[(items["basis"] == basis) & items["activity"].isin(LECTURES)]
    support, at = rests.on(own), (("basis", basis),)
    minutes = own["minutes_high"]
    longest = float(minutes.max()) if len(minutes) else float("nan")
    return [
        count_of("lectures", at, "lectures", len(own), support),
        count_of("lectures", at, "long_lectures", int((minutes > limit).sum()), support),
        number_cell(("lectures", at, "longest"), (longest, Unit.MINUTES, NOTHING), Quantity.EXTREME, support),
    ]


def _compared(items: pd.DataFrame, rests: _Rests) -> list[Cell]:
    """Held minus planned, by kind of time, over the gatherings with both programmes."""
    both = set.intersection(*(set(items.loc[items["basis"] == basis, "gathering"]) for basis in BASES))
    own = items[items["gathering"].isin(both)]
    support = rests.on(own)
    parts = {basis: bounds(own[own["basis"] == basis], KINDS) for basis in BASES}
    cells = [count_of("compared", (), "gatherings", len(both), support)]
    for kind in SHOWN:
        planned, held = (minutes_of(parts[basis], kind) for basis in BASES)
        less = Bounds(held.low - planned.high, held.high - planned.low)
        for measure, part in (("planned", planned), ("held", held), ("difference", less)):
            cells += _pair("compared", (("activity", kind),), measure, part, (Unit.MINUTES, support))
    return cells


class _Values(dict[str, float]):
    """Numbers of cells by key, for choosing what may be said."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        super().__init__({cell.key: float(cell.value) for cell in cells if not isinstance(cell.value, str)})

    def above(self, one: str, other: str) -> bool:
        """Whether one number is certainly larger than another."""
        return not (isnan(self[one]) or isnan(self[other])) and self[one] > self[other]


ANALYSIS = Analysis(
    QUESTION,
    (*_TABLES, *_PLACES),
    compute,
    optional=frozenset(_PLACES),
    claims=(("time_for_work_and_exchange", "share_of_summed_minutes", "all_gatherings"),),
)

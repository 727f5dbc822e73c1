"""What did the work cost in hours and kroner, on what, and how unevenly between teams?"""

from collections.abc import Iterator
from dataclasses import replace
from math import isnan

import pandas as pd

from evaluering.analysis._team_places import with_place
from evaluering.analysis.cells import count_cell, estimated_cells, level_cell, quartile_cells, silent_cell
from evaluering.analysis.layouts import estimate_column
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.support import amounts, behind
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    FigureLayout,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import clustered
from evaluering.vocabulary import Design, FigureKind, Protects, Quantity, Unit

QUESTION = "resource_use"
KINDS = {"hours": Unit.HOURS, "kroner": Unit.KRONER}
ACTIVITIES = ("gatherings", "guidance", "own_work", "travel", "compensation", "other")
_PLACES = ("team_municipalities", "municipality_changes")
_STAFF = Protects.STAFF


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Hours and kroner by activity, per team, and per team-month.

    Parameter: ``level``. A team-month is a month in which a team recorded anything, hours or kroner; a
    month without any record is unknown, not 0, and is not counted. Per team-month: mean over
    team-months, a kind not recorded in such a month being 0 (CR2, teams as clusters). Totals are sums
    of what was recorded; the parts of the two largest teams stand with each total. Assumes that teams
    recorded what they spent. Source: Bell and McCaffrey 2002.
    """
    level = level_of(parameters)
    members, changes = (reader.table(name) for name in _PLACES)
    rows, teams = (with_place(reader.table(name), members, changes) for name in ("resource_use", "teams"))
    cells = (*_size_cells(rows, teams, level), *_total_cells(rows), *_month_cells(rows, level))
    finding = Finding(
        id=QUESTION,
        question=QUESTION,
        basis=reader.basis("resource_use", "teams", "team_municipalities", "municipality_changes"),
        n=cell_key("teams", "recorded"),
        cells=cells,
        tables=_tables(),
        figures=(_figure(),),
        statements=_statements(cells),
        design=Design.DESCRIPTION,
    )
    return (finding,)


def _size_cells(rows: pd.DataFrame, teams: pd.DataFrame, level: float) -> Iterator[Cell]:
    told = behind(rows, "team", _STAFF)
    months = len(rows[["team", "month"]].drop_duplicates())
    yield level_cell("teams", level)
    yield count_cell("teams", (), "recorded", told)
    yield silent_cell("teams", "silent", teams, rows["team"], _STAFF)
    spans = rows[["team", "municipality", "month"]].drop_duplicates().assign(months=1)
    support = amounts(spans, "team", "months", _STAFF)
    yield Cell("teams", (), "team_months", months, Unit.COUNT, kind=Quantity.TOTAL, support=support)


def _total_cells(rows: pd.DataFrame) -> Iterator[Cell]:
    for kind, unit in KINDS.items():
        of_kind = rows[rows["kind"] == kind]
        at: Coordinates = (("spent", kind),)
        yield _total(at, of_kind, unit)
        for activity in ACTIVITIES:
            yield _total((("spent_on", activity), *at), of_kind[of_kind["activity"] == activity], unit)
        by_team = of_kind.groupby("team", sort=True)["amount"].sum()
        told = behind(of_kind, "team", _STAFF)
        yield count_cell("spent", at, "teams", told)
        yield from quartile_cells("spent", at, "team_median", by_team, told, unit)


def _total(at: Coordinates, rows: pd.DataFrame, unit: Unit) -> Cell:
    support = amounts(rows, "team", "amount", _STAFF)
    total = float(rows["amount"].sum())
    return Cell("spent", at, "total", total, unit, kind=Quantity.TOTAL, support=support)


def _month_cells(rows: pd.DataFrame, level: float) -> Iterator[Cell]:
    recorded = rows[["team", "month", "municipality"]].drop_duplicates(["team", "month"])
    for kind, unit in KINDS.items():
        spent = rows[rows["kind"] == kind].groupby(["team", "month"], as_index=False)["amount"].sum()
        each = recorded.merge(spent, on=["team", "month"], how="left")
        each["amount"] = each["amount"].astype(float).fillna(0.0)
        found = clustered.mean(each["amount"].to_numpy(), each["team"].to_numpy(), level=level, unit=unit)
        support = replace(amounts(each, "team", "amount", _STAFF), df=found.mean.df)
        at = (("spent", kind),)
        yield from estimated_cells("spent", at, "per_month", found.mean, Quantity.MEAN, support)


def _tables() -> tuple[TableLayout, ...]:
    activities = tuple((("spent_on", activity),) for activity in ACTIVITIES)
    columns = tuple(Column(f"spent.{kind}", ("total",), (("spent", kind),)) for kind in KINDS)
    totals = (
        Column("header.total", ("total",)),
        Column("header.teams", ("teams",)),
        Column("header.team_median_quartiles", ("team_median", "team_median_q1", "team_median_q3")),
        estimate_column("header.per_team_month", "per_month"),
    )
    return (
        TableLayout("activities", "spent", "header.spent_on", activities, columns),
        TableLayout("totals", "spent", "header.spent", tuple((("spent", kind),) for kind in KINDS), totals),
    )


def _figure() -> FigureLayout:
    rows = tuple((("spent_on", activity),) for activity in ACTIVITIES)
    columns = (Column("spent.hours", ("total",), (("spent", "hours"),)),)
    values = {
        "hours": cell_key("spent", "total", (("spent", "hours"),)),
        "teams": cell_key("teams", "recorded"),
    }
    return FigureLayout(
        "hours",
        FigureKind.BARS,
        TableLayout("hours", "spent", "header.spent_on", rows, columns),
        "axis.hours",
        alt=statement("hours.alt", f"{QUESTION}.hours.alt", values),
        key=statement("hours.key", f"{QUESTION}.hours.key", values),
    )


def _statements(cells: tuple[Cell, ...]) -> tuple[Statement, ...]:
    found = {cell.key: cell.value for cell in cells}
    totals = {kind: cell_key("spent", "total", (("spent", kind),)) for kind in KINDS}
    months = {"months": cell_key("teams", "team_months"), "teams": cell_key("teams", "recorded")}
    month = {name: cell_key("spent", f"per_month{end}", _HOURS) for name, end in _ENDS.items()}
    each: dict[str, str | tuple[str, ...]] = {"mean": month["mean"], "level": cell_key("teams", "level")}
    each["interval"] = (month["low"], month["high"])
    spread = _known(found[month["low"]])
    return (
        statement("totals", f"{QUESTION}.totals", totals | months, group="may_say"),
        *((statement("each", f"{QUESTION}.per_month", each, group="may_say"),) if spread else ()),
        statement("not_value", f"{QUESTION}.not_value", group="may_not_say"),
        statement("not_all", f"{QUESTION}.not_all", group="may_not_say"),
        _silent(found[cell_key("teams", "silent")]),
    )


def _silent(number: float | str) -> Statement:
    if not _known(number):
        return statement("silent", "resource_use.caveat_silent_unknown", group="caveats")
    silent = {"silent": cell_key("teams", "silent")}
    return statement("silent", "resource_use.caveat_silent", silent, group="caveats")


_HOURS: Coordinates = (("spent", "hours"),)
_ENDS = {"mean": "", "low": "_low", "high": "_high"}


def _known(value: float | str) -> bool:
    return not isnan(float(value))


ANALYSIS = Analysis(
    QUESTION,
    ("resource_use", "teams", "team_municipalities", "municipality_changes"),
    compute,
    optional=frozenset({"teams", "team_municipalities", "municipality_changes"}),
)

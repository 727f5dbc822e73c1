"""The digital gatherings of 2021-2022: minutes by kind of time, overlaps as bounds."""

from collections.abc import Mapping

import pandas as pd

from evaluering.analysis._programme_time import Bounds, bounds, covered_minutes, share_of_time
from evaluering.analysis.gathering_hours import QUESTION
from evaluering.analysis.layouts import keys_of
from evaluering.analysis.reader import Reader
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
from evaluering.vocabulary import Activity, FigureKind, Unit

SLICE = "gathering_programme_2021_2022"
WORKING = (Activity.LECTURE, Activity.OWN_TEAM_WORK, Activity.EXCHANGE, Activity.PLENARY)
"""Time that is not a break; shares are of this time."""
TOGETHER = (Activity.OWN_TEAM_WORK, Activity.EXCHANGE, Activity.PLENARY)
"""What the programme of 2014-2015 calls group work and plenary."""

_ACTIVITIES = {
    "lecture": Activity.LECTURE,
    "welcome": Activity.PLENARY,
    "welcome_and_team_presentation": Activity.PLENARY,
    "team_presentation": Activity.PLENARY,
    "plenary": Activity.PLENARY,
    "break": Activity.BREAK,
    "lunch": Activity.BREAK,
}
_GROUPS = {"own_team": Activity.OWN_TEAM_WORK, "across_municipalities": Activity.EXCHANGE}


def programme_finding(reader: Reader, long_lecture_minutes: int) -> Finding:
    """Minutes and shares per gathering and in total, with lectures by the speaker's affiliation."""
    items = reader.table(SLICE)
    items["activity"] = [
        _activity(kind, form)
        for kind, form in zip(items["activity_as_described"], items["group_form"], strict=True)
    ]
    gatherings = tuple(str(number) for number in sorted(items["gathering"].unique()))
    cells = [cell for name in (*gatherings, "total") for cell in _gathering_cells(name, items)]
    cells += _lecturer_cells(items, gatherings) + _lecture_cells(items, long_lecture_minutes)
    cells.append(Cell("programme", (), "gatherings", len(gatherings), Unit.COUNT))
    rows = (*gatherings, "total")
    return Finding(
        id="gathering_programme_2021_2022",
        question=QUESTION,
        basis=reader.basis(SLICE),
        n=cell_key("programme", "gatherings"),
        cells=tuple(cells),
        tables=(_minutes_table(rows), _shares_table(rows), _lecturers_table(items, gatherings)),
        figures=(_figure(gatherings),),
        statements=_statements(),
    )


def _activity(kind: str, form: object) -> Activity:
    """Kind of time of an item; group work counts as exchange only where the programme says so."""
    return _GROUPS.get(str(form), Activity.OWN_TEAM_WORK) if kind == "group_work" else _ACTIVITIES[kind]


def share_bounds(parts: Mapping[str, Bounds], of: tuple[Activity, ...]) -> Bounds:
    """Bounds of the share of ``of`` in working time."""
    return share_of_time(parts, of, tuple(kind for kind in WORKING if kind not in of))


def _gathering_cells(name: str, items: pd.DataFrame) -> list[Cell]:
    own = items if name == "total" else items[items["gathering"] == int(name)]
    parts = bounds(own, (*WORKING, Activity.BREAK))
    at: Coordinates = (("gathering", name),)
    cells = [cell for kind in (*WORKING, Activity.BREAK) for cell in _kind_cells(at, kind, parts)]
    together = share_bounds(parts, TOGETHER)
    place = (*at, ("activity", Activity.GROUP_WORK_AND_PLENARY.value))
    overlap = covered_minutes(own) - sum(part.low for part in parts.values())
    return [
        *cells,
        *_pair("programme", place, "share", together, Unit.SHARE),
        Cell("programme", (*at, ("activity", Activity.OVERLAP.value)), "firm", overlap, Unit.MINUTES),
        Cell("programme", at, "covered", covered_minutes(own), Unit.MINUTES),
    ]


def _kind_cells(at: Coordinates, kind: Activity, parts: Mapping[str, Bounds]) -> list[Cell]:
    place, part = (*at, ("activity", kind.value)), parts[kind]
    cells = _pair("programme", place, "minutes", part, Unit.MINUTES)
    cells.append(Cell("programme", place, "firm", part.low, Unit.MINUTES))
    if kind in WORKING:
        cells += _pair("programme", place, "share", share_bounds(parts, (kind,)), Unit.SHARE)
    return cells


def _pair(table: str, at: Coordinates, measure: str, part: Bounds, unit: Unit) -> list[Cell]:
    return [
        Cell(table, at, f"{measure}_low", part.low, unit),
        Cell(table, at, f"{measure}_high", part.high, unit),
    ]


def _lectures(items: pd.DataFrame) -> pd.DataFrame:
    lectures = items[items["activity"] == Activity.LECTURE]
    return lectures.assign(affiliation=lectures["speaker_affiliation"].fillna("not_stated"))


def _lecturer_cells(items: pd.DataFrame, gatherings: tuple[str, ...]) -> list[Cell]:
    lectures = _lectures(items)
    cells = []
    for affiliation in sorted(lectures["affiliation"].unique()):
        own = lectures[lectures["affiliation"] == affiliation]
        for name in (*gatherings, "total"):
            rows = own if name == "total" else own[own["gathering"] == int(name)]
            part = Bounds(float(rows["minutes_low"].sum()), float(rows["minutes_high"].sum()))
            at = (("affiliation", str(affiliation)), ("gathering", name))
            cells += _pair("lecturers", at, "minutes", part, Unit.MINUTES)
    return cells


def _lecture_cells(items: pd.DataFrame, limit: int) -> list[Cell]:
    minutes = items[items["activity"] == Activity.LECTURE]["minutes_high"]
    numbers = {"lectures": len(minutes), "long_lectures": int((minutes > limit).sum())}
    longest = float(minutes.max()) if len(minutes) else float("nan")
    return [
        *(Cell("lectures", (), name, number, Unit.COUNT) for name, number in numbers.items()),
        Cell("lectures", (), "longest", longest, Unit.MINUTES),
        Cell("lectures", (), "limit", limit, Unit.MINUTES),
    ]


def _rows(names: tuple[str, ...]) -> tuple[Coordinates, ...]:
    return tuple((("gathering", name),) for name in names)


def _column(kind: Activity, measure: str) -> Column:
    return Column(f"activity.{kind}", (f"{measure}_low", f"{measure}_high"), (("activity", kind.value),))


def _minutes_table(rows: tuple[str, ...]) -> TableLayout:
    columns = tuple(_column(kind, "minutes") for kind in (*WORKING, Activity.BREAK))
    covered = Column("header.minutes_in_all", ("covered",))
    return TableLayout("programme", "programme", "header.gathering", _rows(rows), (*columns, covered))


def _shares_table(rows: tuple[str, ...]) -> TableLayout:
    columns = tuple(_column(kind, "share") for kind in (*WORKING, Activity.GROUP_WORK_AND_PLENARY))
    return TableLayout("programme_shares", "programme", "header.gathering", _rows(rows), columns)


def _lecturers_table(items: pd.DataFrame, gatherings: tuple[str, ...]) -> TableLayout:
    affiliations = sorted(str(name) for name in _lectures(items)["affiliation"].unique())
    columns = tuple(
        Column(f"gathering:{name}", ("minutes_low", "minutes_high"), (("gathering", name),))
        for name in (*gatherings, "total")
    )
    rows: tuple[Coordinates, ...] = tuple((("affiliation", name),) for name in affiliations)
    return TableLayout("lecturers", "lecturers", "header.affiliation", rows, columns)


def _figure(gatherings: tuple[str, ...]) -> FigureLayout:
    kinds = (*WORKING, Activity.OVERLAP, Activity.BREAK)
    columns = tuple(Column(f"activity.{kind}", ("firm",), (("activity", kind.value),)) for kind in kinds)
    layout = TableLayout("programme_minutes", "programme", "header.gathering", _rows(gatherings), columns)
    return FigureLayout(
        "programme_minutes",
        FigureKind.STACKED_BARS,
        layout,
        "axis.minutes",
        alt=statement("programme_minutes.alt", "gathering_time.programme_minutes.alt", _totals()),
        key=statement("programme_minutes.key", "gathering_time.programme_minutes.key", _totals()),
    )


def _total(kind: Activity, measure: str) -> str:
    return cell_key("programme", measure, (("gathering", "total"), ("activity", kind.value)))


def _totals() -> dict[str, str | tuple[str, ...]]:
    ranges: dict[str, str | tuple[str, ...]] = {
        name: (_total(kind, "minutes_low"), _total(kind, "minutes_high"))
        for name, kind in (
            ("own_team", Activity.OWN_TEAM_WORK),
            ("exchange", Activity.EXCHANGE),
            ("lectures", Activity.LECTURE),
        )
    }
    return {**ranges, **_overlap()}


def _overlap() -> dict[str, str | tuple[str, ...]]:
    return {"overlap": _total(Activity.OVERLAP, "firm")}


def _statements() -> tuple[Statement, ...]:
    together = {end: _total(Activity.GROUP_WORK_AND_PLENARY, f"share_{end}") for end in ("low", "high")}
    lectures = keys_of("lectures", (), "lectures", "long_lectures", "longest", "limit")
    return (
        statement("development_programme", "gathering_time.development.programme", _totals()),
        statement("lecture_length", "gathering_time.lecture_length", lectures),
        statement("comparison", "gathering_time.comparison", together),
        statement("overlap_rule", "gathering_time.overlap_rule", _overlap()),
        *(
            statement(name, f"gathering_time.caveat.{name}", group="caveats")
            for name in ("planned", "joint", "participants", "categories", "digital")
        ),
    )

"""The gatherings of 2014-2015: planned hours by kind of time."""

import pandas as pd

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

SLICE = "gathering_hours_2014_2015"
QUESTION = "gathering_time"
JOINT_CONFERENCE = 4
"""The fourth gathering was held together with other networks (the 2016 note)."""

_COLUMNS = {
    "lectures_project_group_h": Activity.LECTURE_OWN,
    "lectures_external_h": Activity.LECTURE_EXTERNAL,
    "group_work_and_plenary_h": Activity.GROUP_WORK_AND_PLENARY,
}
_WORK = (("activity", Activity.GROUP_WORK_AND_PLENARY.value),)
_ALL = (("activity", "all"),)


def hours_finding(reader: Reader) -> Finding:
    """Hours and shares per gathering and in total. Totals are sums of hours, never means of shares."""
    table = reader.table(SLICE).set_index("gathering").sort_index()
    hours = table.rename(columns={name: kind.value for name, kind in _COLUMNS.items()}).astype(float)
    before_joint = hours[hours.index != JOINT_CONFERENCE].sum()
    rows = {str(gathering): row for gathering, row in hours.iterrows()}
    rows |= {"total": hours.sum()}
    cells = [cell for name, row in rows.items() for cell in _row(name, row)]
    cells += _row("without_joint_conference", before_joint)
    cells.append(Cell("hours", (), "gatherings", len(hours), Unit.COUNT))
    return Finding(
        id="gathering_hours_2014_2015",
        question=QUESTION,
        basis=reader.basis(SLICE),
        n=cell_key("hours", "gatherings"),
        cells=tuple(cells),
        tables=(_table(tuple(rows)),),
        figures=(_figure(tuple(rows), hours),),
        statements=_statements(hours),
    )


def _row(name: str, hours: pd.Series) -> list[Cell]:
    at: Coordinates = (("gathering", name),)
    total = float(hours.sum())
    cells = [Cell("hours", at + _ALL, "hours", total, Unit.HOURS)]
    for activity, value in hours.items():
        place = (*at, ("activity", str(activity)))
        cells.append(Cell("hours", place, "hours", float(value), Unit.HOURS))
        cells.append(_share(place, float(value), total))
    return cells


def _share(at: Coordinates, part: float, whole: float) -> Cell:
    if whole <= 0:
        return Cell("hours", at, "share", float("nan"), Unit.SHARE, "no_hours")
    return Cell("hours", at, "share", part / whole, Unit.SHARE)


def _layout(name: str, rows: tuple[str, ...], columns: tuple[Column, ...]) -> TableLayout:
    return TableLayout(
        name, "hours", "header.gathering", tuple((("gathering", row),) for row in rows), columns
    )


def _activity_columns(measure: str) -> tuple[Column, ...]:
    return tuple(
        Column(f"activity.{kind}", (measure,), (("activity", kind.value),)) for kind in _COLUMNS.values()
    )


def _table(rows: tuple[str, ...]) -> TableLayout:
    total = Column("header.hours_in_all", ("hours",), _ALL)
    share = Column("header.share_group_work_and_plenary", ("share",), _WORK)
    return _layout("hours", rows, (*_activity_columns("hours"), total, share))


def _figure(rows: tuple[str, ...], hours: pd.DataFrame) -> FigureLayout:
    first, last = str(hours.index[0]), str(hours.index[-1])
    values = {"first": _work_share(first), "last": _work_share(last), "total": _work_share("total")}
    return FigureLayout(
        "hour_shares",
        FigureKind.STACKED_BARS,
        _layout("hour_shares", rows, _activity_columns("share")),
        "axis.share_of_planned_time",
        alt=statement("hour_shares.alt", "gathering_time.hour_shares.alt", values),
        key=statement("hour_shares.key", "gathering_time.hour_shares.key", values),
    )


def _work_share(gathering: str) -> str:
    return cell_key("hours", "share", (("gathering", gathering), *_WORK))


def _hours(gathering: str) -> str:
    return cell_key("hours", "hours", (("gathering", gathering), *_ALL))


def _statements(hours: pd.DataFrame) -> tuple[Statement, ...]:
    names = [str(gathering) for gathering in hours.index]
    shares = hours[Activity.GROUP_WORK_AND_PLENARY.value] / hours.sum(axis=1)
    direction = "fell" if shares.is_monotonic_decreasing and shares.is_unique else "varied"
    ends = {"first": _work_share(names[0]), "last": _work_share(names[-1])}
    in_all = {
        "share": _work_share("total"),
        "hours": cell_key("hours", "hours", (("gathering", "total"), *_WORK)),
        "all_hours": _hours("total"),
    }
    joint = {"share": _work_share("without_joint_conference")}
    return (
        statement("development_hours", f"gathering_time.development.{direction}", ends),
        statement("in_all_hours", "gathering_time.in_all_hours", in_all),
        statement("joint_conference", "gathering_time.joint_conference", joint),
    )

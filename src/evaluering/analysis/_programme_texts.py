"""How the split of time at gatherings is laid out, and what may be said of it."""

from typing import Protocol

from evaluering.analysis._programme_kinds import BASES, SHOWN, WORKING
from evaluering.analysis._teams import JOINT, TOTAL, layout, place_of
from evaluering.analysis.layouts import keys_of
from evaluering.results import Column, FigureLayout, Statement, TableLayout, cell_key, statement
from evaluering.vocabulary import FigureKind

_COMPARED = {
    "planned": "header.minutes_planned",
    "held": "header.minutes_held",
    "difference": "header.minutes_difference",
}
_AIM = ("lecture", "own_team_work", "exchange")


class Numbers(Protocol):
    """Numbers of cells by key."""

    def __getitem__(self, key: str, /) -> float:
        """The number of a cell."""

    def above(self, one: str, other: str) -> bool:
        """Whether one number is certainly larger than another."""


def tables(rows: tuple[str, ...]) -> tuple[TableLayout, ...]:
    """Minutes planned and held, shares of both, what differed, and the lectures."""
    return (
        *(layout(f"{basis}_minutes", "time", rows, _minutes(basis)) for basis in BASES),
        layout("time_shares", "time", rows, _shares()),
        _differences(),
        _lectures(),
    )


def _minutes(basis: str) -> list[Column]:
    count = Column("header.gatherings", ("gatherings",), (("basis", basis),))
    return [count, *(_column(kind, "minutes", basis) for kind in (*WORKING, "break"))]


def _shares() -> list[Column]:
    return [
        Column(f"header.{kind}_{basis}", ("share_low", "share_high"), (("basis", basis), ("activity", kind)))
        for kind in _AIM
        for basis in BASES
    ]


def _column(kind: str, measure: str, basis: str) -> Column:
    at = (("basis", basis), ("activity", kind))
    return Column(f"activity.{kind}", (f"{measure}_low", f"{measure}_high"), at)


def _differences() -> TableLayout:
    columns = tuple(Column(header, (f"{name}_low", f"{name}_high")) for name, header in _COMPARED.items())
    rows = tuple((("activity", kind),) for kind in (*SHOWN[:5], "break"))
    return TableLayout("planned_and_held", "compared", "header.activity", rows, columns)


def _lectures() -> TableLayout:
    names = ("lectures", "long_lectures", "longest")
    columns = tuple(Column(f"header.{name}", (name,)) for name in names)
    rows = tuple((("basis", basis),) for basis in BASES)
    return TableLayout("lecture_lengths", "lectures", "header.basis", rows, columns)


def figure() -> FigureLayout:
    """Minutes planned and held over all gatherings, one bar each, what is open apart."""
    kinds = (*WORKING, "open")
    columns = tuple(Column(f"activity.{kind}", ("firm",), (("activity", kind),)) for kind in kinds)
    rows = tuple((("basis", basis),) for basis in BASES)
    data = TableLayout("programme_split", "time", "header.basis", rows, columns)
    values = {**_aims("held"), **{f"planned_{name}": keys for name, keys in _aims("planned").items()}}
    return FigureLayout(
        "programme_split",
        FigureKind.STACKED_BARS,
        data,
        "axis.minutes",
        alt=statement("programme_split.alt", "gathering_programmes.programme_split.alt", values),
        key=statement("programme_split.key", "gathering_programmes.programme_split.key", values),
    )


def _ends(basis: str, kind: str, row: str = TOTAL) -> tuple[str, str]:
    at = (*place_of(row), ("basis", basis), ("activity", kind))
    return cell_key("time", "share_low", at), cell_key("time", "share_high", at)


def _aims(basis: str) -> dict[str, tuple[str, str]]:
    names = {"lecture": "lectures", "own_team_work": "work", "exchange": "exchange"}
    return {name: _ends(basis, kind) for kind, name in names.items()}


def statements(found: Numbers, rows: tuple[str, ...]) -> tuple[Statement, ...]:
    """What may be said, what may not, and on which rules the numbers rest."""
    return (
        *(_of_held(found) if found[cell_key("time", "gatherings", (("basis", "held"),))] else (_no_held(),)),
        *(_comparison(found) if found[cell_key("compared", "gatherings")] else ()),
        *_development(found, rows),
        statement("not_learning", "gathering_programmes.not_learning", group="may_not_say"),
        statement("not_agreed", "gathering_programmes.not_agreed", group="may_not_say"),
        statement("bounds_rule", "gathering_programmes.bounds_rule", group="caveats"),
        statement("sums", "gathering_programmes.sums", group="caveats"),
        statement("joint_row", "gathering_programmes.joint_row", group="caveats"),
    )


def _of_held(found: Numbers) -> tuple[Statement, ...]:
    """How the time was split as held, against the aim."""
    return (
        statement("split", "gathering_programmes.split", _aims("held"), group="may_say"),
        statement("aim", f"gathering_programmes.aim.{_aim(found)}", _of_aim(), group="may_say"),
        statement("lecture_length", "gathering_programmes.lecture_length", _of_lectures(), group="may_say"),
    )


def _no_held() -> Statement:
    return statement("split", "gathering_programmes.no_held", group="may_say")


def _comparison(found: Numbers) -> tuple[Statement, ...]:
    message = f"gathering_programmes.kept.{_kept(found)}"
    return (statement("kept", message, _of_kept(), group="may_say"),)


def _aim(found: Numbers) -> str:
    """Whether work and exchange certainly had more or less time than lectures, as held."""
    lectures, work = _ends("held", "lecture"), _ends("held", "work_and_exchange")
    if found.above(work[0], lectures[1]):
        return "more_work"
    return "more_lectures" if found.above(lectures[0], work[1]) else "undecided"


def _of_aim() -> dict[str, tuple[str, str]]:
    return {"work": _ends("held", "work_and_exchange"), "lectures": _ends("held", "lecture")}


def _kept(found: Numbers) -> str:
    planned, held = (
        tuple(cell_key("compared", f"{name}_{end}", (("activity", "lecture"),)) for end in ("low", "high"))
        for name in BASES
    )
    if found.above(held[0], planned[1]):
        return "longer"
    return "shorter" if found.above(planned[0], held[1]) else "undecided"


def _of_kept() -> dict[str, str | tuple[str, str]]:
    at = (("activity", "lecture"),)
    return {
        "gatherings": cell_key("compared", "gatherings"),
        **{
            name: (cell_key("compared", f"{name}_low", at), cell_key("compared", f"{name}_high", at))
            for name in BASES
        },
    }


def _of_lectures() -> dict[str, str]:
    at = (("basis", "held"),)
    names = keys_of("lectures", at, "lectures", "long_lectures", "longest")
    return {**names, "limit": cell_key("lectures", "limit")}


def _development(found: Numbers, rows: tuple[str, ...]) -> tuple[Statement, ...]:
    """From the first to the last gathering of a network's own; none with fewer than two of them."""
    own = [row for row in rows if row not in (JOINT, TOTAL)]
    if own[1:] == []:
        return ()
    first, last = (_ends("held", "work_and_exchange", row) for row in (own[0], own[-1]))
    fell, grew = found.above(first[0], last[1]), found.above(last[0], first[1])
    name = "fell" if fell else "grew" if grew else "undecided"
    values = {"first": first, "last": last}
    labels = {"first_gathering": ("gathering", own[0]), "last_gathering": ("gathering", own[-1])}
    message = f"gathering_programmes.development.{name}"
    return (statement("development", message, values, labels=labels, group="may_say"),)

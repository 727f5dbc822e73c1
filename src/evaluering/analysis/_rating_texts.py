"""How participants' ratings are laid out, and what may be said of them."""

from collections.abc import Sequence
from math import isnan

from evaluering.analysis._teams import layout
from evaluering.analysis.layouts import estimate_column, interval_of
from evaluering.results import Cell, Column, FigureLayout, Statement, TableLayout, cell_key, statement
from evaluering.vocabulary import FigureKind

FEWEST_GATHERINGS = 5
"""Gatherings needed to have them as clusters, as ``statistics.clustered`` asks."""
_ANSWERS = ("too_little", "suitable", "too_much")


def tables(name: str, rows: tuple[str, ...]) -> tuple[TableLayout, ...]:
    """Answers by gathering; for usefulness also who answered."""
    if name != "usefulness":
        return (layout(name, name, rows, [*_answer_columns(), _balance()]),)
    response = [
        Column("header.forms", ("response_count",)),
        Column("header.present", ("response_n",)),
        Column("header.response_rate", ("response",)),
    ]
    return layout(name, name, rows, _point_columns()), layout("responses", name, rows, response)


def _answer_columns() -> list[Column]:
    shares = interval_of("share")
    columns = [Column(f"answer.{answer}", shares, (("answer", answer),)) for answer in _ANSWERS]
    return [Column("header.answered", ("answered",)), *columns]


def _balance() -> Column:
    return estimate_column("header.balance", "balance")


def _point_columns() -> list[Column]:
    points = [
        Column(f"usefulness:{point}", ("count",), (("usefulness", str(point)),)) for point in range(1, 6)
    ]
    return [
        Column("header.answered", ("answered",)),
        *points,
        Column("header.median", ("median",)),
        _top(),
    ]


def _top() -> Column:
    return estimate_column("header.two_highest", "top")


def figure(name: str, rows: tuple[str, ...]) -> FigureLayout:
    """The balance by gathering; of usefulness the share of the two highest points."""
    column = _top() if name == "usefulness" else _balance()
    axis = "axis.two_highest" if name == "usefulness" else "axis.balance"
    shown = f"{name}_intervals"
    values = {"value": cell_key(name, column.measures[0]), "answered": cell_key(name, "answered")}
    labels = {} if name == "usefulness" else {"time": ("rated_time", name)}
    message = "usefulness_intervals" if name == "usefulness" else "time_intervals"
    return FigureLayout(
        shown,
        FigureKind.DOT_INTERVAL,
        layout(shown, name, rows, [column]),
        axis,
        alt=statement(f"{shown}.alt", f"participants_ratings.{message}.alt", values, labels=labels),
        key=statement(f"{shown}.key", f"participants_ratings.{message}.key", values, labels=labels),
    )


def statements(name: str, cells: Sequence[Cell], *, within: bool) -> tuple[Statement, ...]:
    """What may be said of one rating, by what its interval excludes; ``within``: of part of a network."""
    values = {cell.key: cell.value for cell in cells if not isinstance(cell.value, str)}
    if name == "usefulness":
        return (*_of_usefulness(values), *(_whole_gathering() if within else ()))
    labels = {"time": ("rated_time", name)}
    n = {"answered": cell_key(name, "answered"), "gatherings": cell_key(name, "gatherings")}
    shares = {answer: cell_key(name, "share", (("answer", answer),)) for answer in _ANSWERS}
    verdict, keys = _verdict(name, values)
    return (
        statement(
            f"{name}_answers", "participants_ratings.answers", shares | n, labels=labels, group="may_say"
        ),
        statement(
            f"{name}_balance", f"participants_ratings.balance.{verdict}", keys, labels=labels, group="may_say"
        ),
        *(_shared(name) if name == "lectures_time" else ()),
    )


def _whole_gathering() -> tuple[Statement, ...]:
    return (statement("whole_gathering", "participants_ratings.whole_gathering", group="caveats"),)


def _verdict(name: str, values: dict[str, float | int]) -> tuple[str, dict[str, str]]:
    """Which way the balance leans, and whether there were enough gatherings to have them as clusters."""
    keys = {end: cell_key(name, f"balance_{end}") for end in ("low", "high")}
    low, high = values[keys["low"]], values[keys["high"]]
    if isnan(low) or isnan(high):
        return "undefined", {}
    lean = "too_much" if low > 0 else "too_little" if high < 0 else "either_way"
    keys |= {"balance": cell_key(name, "balance"), "level": cell_key(name, "level")}
    enough = values[cell_key(name, "gatherings")] >= FEWEST_GATHERINGS
    return lean if enough else f"{lean}_few", keys


def _shared(name: str) -> tuple[Statement, ...]:
    """What holds for all ratings alike, said once."""
    return (
        statement("not_those_absent", "participants_ratings.not_those_absent", group="may_not_say"),
        statement("not_what_works", "participants_ratings.not_what_works", group="may_not_say"),
        statement(
            "dependence",
            "participants_ratings.dependence",
            {"level": cell_key(name, "level")},
            group="caveats",
        ),
    )


def _of_usefulness(values: dict[str, float | int]) -> tuple[Statement, ...]:
    name = "usefulness"
    keys = {
        "top": cell_key(name, "top"),
        "median": cell_key(name, "median"),
        "top_count": cell_key(name, "top_count"),
    }
    keys |= {"low": cell_key(name, "top_low"), "high": cell_key(name, "top_high")}
    keys |= {"answered": cell_key(name, "answered"), "level": cell_key(name, "level")}
    answered = "response" if not isnan(values[cell_key(name, "response")]) else "response_unknown"
    rate = {
        one: cell_key(name, f"response{end}")
        for one, end in (("rate", ""), ("forms", "_count"), ("present", "_n"))
    }
    defined = "usefulness" if values[cell_key(name, "answered")] else "usefulness_undefined"
    return (
        statement(
            "usefulness",
            f"participants_ratings.{defined}",
            keys if defined == "usefulness" else {},
            group="may_say",
        ),
        statement(
            "response",
            f"participants_ratings.{answered}",
            rate if answered == "response" else {},
            group="may_say",
        ),
        statement("not_benefit", "participants_ratings.not_benefit", group="may_not_say"),
    )

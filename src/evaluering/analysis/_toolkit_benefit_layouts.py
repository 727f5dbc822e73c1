"""How perceived benefit is laid out: tables, and the two figures."""

from collections.abc import Iterable, Sequence

from evaluering.analysis._before_after_cells import BOUNDS
from evaluering.analysis._toolkit_benefit_cells import CLASSES, STARTS, THRESHOLDS
from evaluering.analysis.layouts import estimate_column
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    FigureLayout,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.vocabulary import FigureKind

ALL: Coordinates = ()
_N = Column("header.users_scored_twice", ("n",))
_MEAN = estimate_column("header.mean_with_interval", "mean")
_LITERAL = estimate_column("header.literal_benefit", "literal")
_ALTERNATIVES = ("municipalities", "team_means", "hodges_lehmann", *BOUNDS)
_WITH_INTERVAL = _ALTERNATIVES[:3]
_MODELS = ("linked", "teams", "municipalities", "curved")


def benefit_tables(cells: Sequence[Cell], *, of_team: bool, known_mean: bool) -> tuple[TableLayout, ...]:
    """The tables of the finding; in a team's report the form's own rule stands first."""
    groups = {name: _parts(cells, "benefit", name) for name in ("network", "quarter", "filled_in_by")}
    network = _parts(cells, "participation", "network")
    regression = (TableLayout("regression", "regression", "header.users", (ALL,), _regression_columns()),)
    return (
        TableLayout("participation", "participation", "header.network", (*network, ALL), _taking_part()),
        TableLayout("benefit", "benefit", "header.users", (ALL,), _benefit_columns(of_team=of_team)),
        *(
            TableLayout(f"by_{name}", "benefit", f"header.{name}", (*rows, ALL), (_N, _MEAN))
            for name, rows in groups.items()
        ),
        TableLayout(
            "by_first_score",
            "benefit",
            "header.first_score",
            (*_rows("first_score", STARTS), ALL),
            (_N, _MEAN),
        ),
        *(_shares(*one) for one in _SHARES),
        _attrition(),
        *(regression if known_mean else ()),
        *estimate_tables(),
    )


def estimate_tables() -> tuple[TableLayout, ...]:
    """The same mean by other ways, with intervals; and the bounds, which have none."""
    column = estimate_column("header.value_with_interval", "value")
    bounds = _rows("estimate", _ALTERNATIVES[3:])
    return (
        TableLayout(
            "estimates", "estimates", "header.estimate", _rows("estimate", _WITH_INTERVAL), (column,)
        ),
        TableLayout("bounds", "estimates", "header.bound", bounds, (Column("header.value", ("value",)),)),
    )


def area_table(cells: Sequence[Cell]) -> TableLayout:
    """The areas of life: chosen by whom, and the benefit there."""
    chosen = estimate_column("header.chosen", "chosen")
    count = Column("header.chosen_count", ("chosen_count",))
    return TableLayout(
        "areas", "areas", "header.area", _parts(cells, "areas", "area"), (count, chosen, _N, _MEAN)
    )


def all_started_table() -> TableLayout:
    """The mean benefit of all who started."""
    column = estimate_column("header.mean_with_interval", "change")
    return TableLayout("all_started", "all_started", "header.model", _rows("model", _MODELS), (column,))


def figures(cells: Sequence[Cell]) -> tuple[FigureLayout, ...]:
    """The classes of benefit as bars, and the mean of each network with its interval."""
    classes = TableLayout(
        "benefit_classes",
        "classes",
        "header.benefit_class",
        _rows("benefit_class", CLASSES),
        (Column("header.number_of_users", ("share_count",)),),
    )
    networks = TableLayout(
        "network_benefit", "benefit", "header.network", (*_parts(cells, "benefit", "network"), ALL), (_MEAN,)
    )
    return (
        _figure(classes, FigureKind.BARS, "axis.number_of_users"),
        _figure(networks, FigureKind.DOT_INTERVAL, "axis.mean_benefit"),
    )


def _figure(data: TableLayout, kind: FigureKind, axis: str) -> FigureLayout:
    values = {"n": cell_key("benefit", "n"), "mean": cell_key("benefit", "mean")}
    texts = {name: f"toolkit_benefit.{data.id}.{name}" for name in ("alt", "key")}
    return FigureLayout(
        data.id,
        kind,
        data,
        axis,
        alt=statement(f"{data.id}.alt", texts["alt"], values),
        key=statement(f"{data.id}.key", texts["key"], values),
    )


def _taking_part() -> tuple[Column, ...]:
    return (
        Column("header.users_started", ("started",)),
        Column("header.users_scored_twice", ("completed",)),
    )


def _benefit_columns(*, of_team: bool) -> tuple[Column, ...]:
    means = (_LITERAL, _MEAN) if of_team else (_MEAN, _LITERAL)
    return (
        _N,
        Column("header.median", ("median",)),
        Column("header.quartiles", ("lower_quartile", "upper_quartile")),
        *means,
        estimate_column("header.response_mean", "response_mean"),
    )


def _attrition() -> TableLayout:
    columns = tuple(
        estimate_column(f"header.{name}", name)
        for name in ("followed", "baseline_paired", "baseline_lost", "difference")
    )
    return TableLayout("attrition", "attrition", "header.users", (ALL,), columns)


def _regression_columns() -> tuple[Column, ...]:
    return tuple(estimate_column(f"header.{name}_change", name) for name in ("expected", "adjusted"))


_SHARES = (
    ("directions", "direction", ("improved", "unchanged", "worse")),
    ("thresholds", "threshold", tuple(THRESHOLDS)),
    ("classes", "benefit_class", tuple(CLASSES)),
)


def _shares(table: str, dimension: str, names: Iterable[str]) -> TableLayout:
    columns = (
        Column("header.number_of_users", ("share_count",)),
        estimate_column("header.share_with_interval", "share"),
    )
    return TableLayout(table, table, f"header.{dimension}", _rows(dimension, names), columns)


def _rows(dimension: str, names: Iterable[str]) -> tuple[Coordinates, ...]:
    return tuple(((dimension, name),) for name in names)


def _parts(cells: Sequence[Cell], table: str, dimension: str) -> tuple[Coordinates, ...]:
    """The parts of a table that have cells, in the cells' order."""
    found = [one.at for one in cells if one.table == table and one.at and one.at[0][0] == dimension]
    return tuple(dict.fromkeys(found))

"""How changes of function scores are laid out and spoken of."""

from evaluering.analysis._before_after_cells import BOUNDS
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.results import (
    Column,
    Coordinates,
    FigureLayout,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.vocabulary import FigureKind

ALL: Coordinates = ()
_N = Column("header.users_scored_twice", ("n",))
_MEAN = estimate_column("header.mean_with_interval", "mean")
_DIRECTIONS: tuple[Coordinates, ...] = tuple(
    (("direction", name),) for name in ("improved", "unchanged", "worse")
)
_STARTS: tuple[Coordinates, ...] = tuple((("function_start", name),) for name in ("low", "middle", "high"))


def tables() -> tuple[TableLayout, ...]:
    """The change, by first score, its direction, who was lost, and the bounds."""
    columns = (
        _N,
        Column("header.median", ("median",)),
        Column("header.quartiles", ("lower_quartile", "upper_quartile")),
        _MEAN,
        estimate_column("header.response_mean", "response_mean"),
    )
    shares = (
        Column("header.number_of_users", ("share_count",)),
        estimate_column("header.share_with_interval", "share"),
    )
    lost = tuple(
        estimate_column(f"header.{name}", name)
        for name in ("followed", "baseline_paired", "baseline_lost", "difference")
    )
    bounds: tuple[Coordinates, ...] = tuple((("estimate", name),) for name in BOUNDS)
    return (
        TableLayout("change", "change", "header.users", (ALL,), columns),
        TableLayout("by_first_score", "change", "header.first_score", (*_STARTS, ALL), (_N, _MEAN)),
        TableLayout("directions", "directions", "header.direction", _DIRECTIONS, shares),
        TableLayout("attrition", "attrition", "header.users", (ALL,), lost),
        TableLayout("bounds", "bounds", "header.bound", bounds, (Column("header.value", ("value",)),)),
    )


def figure() -> FigureLayout:
    """The change by first score: where those with the worst scores fall most, selection shows."""
    data = TableLayout("change_by_start", "change", "header.first_score", (*_STARTS, ALL), (_MEAN,))
    values = {"n": cell_key("change", "n"), "mean": cell_key("change", "mean")}
    return FigureLayout(
        data.id,
        FigureKind.DOT_INTERVAL,
        data,
        "axis.mean_change",
        alt=statement("change_by_start.alt", "function_scores.change_by_start.alt", values),
        key=statement("change_by_start.key", "function_scores.change_by_start.key", values),
    )


def statements(verdict: str) -> tuple[Statement, ...]:
    """The sentences, and what may and may not be said."""
    numbers = keys_of("participation", (), "started", "completed")
    spread = keys_of("change", (), "median", "lower_quartile", "upper_quartile")
    mean = {"n": cell_key("change", "n"), "mean": cell_key("change", "mean")}
    mean |= {name: cell_key("change", f"mean_{name}") for name in ("low", "high")}
    ways = {row[0][1]: cell_key("directions", "share", row) for row in _DIRECTIONS}
    lost = keys_of("attrition", (), "followed", "baseline_paired", "baseline_lost")
    return (
        _said("taking_part", numbers),
        _said("spread", spread),
        statement("mean", f"function_scores.mean.{verdict}", mean),
        _said("directions", ways),
        _said("attrition", lost),
        _said("regression"),
        statement("may_say", f"function_scores.may_say.{verdict}", mean, group="may_say"),
        *(_said(f"may_not_say.{name}", group="may_not_say") for name in ("cause", "everybody")),
        *(
            _said(f"caveat.{name}", group="caveats")
            for name in ("attrition", "regression", "scale", "scorers")
        ),
    )


def _said(name: str, values: dict[str, str] | None = None, *, group: str = "") -> Statement:
    return statement(name, f"function_scores.{name}", values, group=group)

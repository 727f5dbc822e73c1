"""How sub-goals carried out are laid out and spoken of."""

from collections.abc import Sequence

from evaluering.analysis._sub_goals import OUTCOMES, PARTS
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.results import (
    Cell,
    Column,
    Coordinates,
    FigureLayout,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.vocabulary import FigureKind

_OUTCOME_ROWS: tuple[Coordinates, ...] = tuple((("outcome", name),) for name in OUTCOMES)
_NUMBER = Column("header.number_of_sub_goals", ("sub_goals",))


def tables(cells: Sequence[Cell]) -> tuple[TableLayout, ...]:
    """Outcomes of all sub-goals; the share carried out in each part, with bounds; per user."""
    share = estimate_column("header.share_with_interval", "share")
    mean = estimate_column("header.share_with_interval", "mean")
    return (
        TableLayout("outcomes", "outcomes", "header.plan_outcome", _OUTCOME_ROWS, (_NUMBER, share)),
        *(
            TableLayout(f"by_{part}", "carried_out", f"header.{part}", (*_rows(cells, part), ()), _columns())
            for part in PARTS
        ),
        TableLayout("per_user", "per_user", "header.users", ((),), (Column("header.n_users", ("n",)), mean)),
    )


def figure() -> FigureLayout:
    """How many sub-goals ended each way."""
    values = {
        name: cell_key("outcomes", "sub_goals", row)
        for name, row in zip(OUTCOMES, _OUTCOME_ROWS, strict=True)
    }
    data = TableLayout("sub_goal_outcomes", "outcomes", "header.plan_outcome", _OUTCOME_ROWS, (_NUMBER,))
    return FigureLayout(
        data.id,
        FigureKind.BARS,
        data,
        "axis.number_of_sub_goals",
        alt=statement("sub_goal_outcomes.alt", "plans_carried_out.sub_goal_outcomes.alt", values),
        key=statement("sub_goal_outcomes.key", "plans_carried_out.sub_goal_outcomes.key", values),
    )


def statements(*, has_judged: bool) -> tuple[Statement, ...]:
    """The sentences, and what may and may not be said."""
    numbers = keys_of("carried_out", (), "users", "sub_goals", "judged", "yes_count")
    share = {"yes": "yes", "low": "yes_low", "high": "yes_high", "lowest": "lowest", "highest": "highest"}
    values = numbers | {name: cell_key("carried_out", measure) for name, measure in share.items()}
    users = {"n": cell_key("per_user", "n"), "mean": cell_key("per_user", "mean")}
    given = "given" if has_judged else "undefined"
    return (
        _said("numbers", numbers),
        statement("share", f"plans_carried_out.share.{given}", values),
        statement("per_user", f"plans_carried_out.per_user.{given}", users),
        statement("may_say", f"plans_carried_out.may_say.{given}", values, group="may_say"),
        *(_said(f"may_not_say.{name}", group="may_not_say") for name in ("cause", "everybody")),
        *(_said(f"caveat.{name}", group="caveats") for name in ("not_judged", "clusters", "parts")),
    )


def _columns() -> tuple[Column, ...]:
    return (
        _NUMBER,
        Column("header.judged", ("judged",)),
        estimate_column("header.carried_out", "yes"),
        Column("header.carried_out_bounds", ("lowest", "highest")),
    )


def _rows(cells: Sequence[Cell], dimension: str) -> tuple[Coordinates, ...]:
    found = [one.at for one in cells if one.table == "carried_out" and one.at and one.at[0][0] == dimension]
    return tuple(dict.fromkeys(found))


def _said(name: str, values: dict[str, str] | None = None, *, group: str = "") -> Statement:
    return statement(name, f"plans_carried_out.{name}", values, group=group)

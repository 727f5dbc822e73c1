"""The checklist item by item: what was done where it applied, what did not apply, what was left blank."""

import pandas as pd

from evaluering.analysis._checklists import ITEMS, KEYS
from evaluering.analysis._fulfilment_level import QUESTION
from evaluering.analysis.cells import count_cell, count_of, estimated_cells, level_cell, share_cells
from evaluering.analysis.layouts import columns_of, interval_of
from evaluering.analysis.support import behind, counted
from evaluering.results import (
    Cell,
    Coordinates,
    FigureLayout,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import proportions
from evaluering.vocabulary import FigureKind, Protects, Quantity

_ROWS: tuple[Coordinates, ...] = tuple((("checklist_item", str(item)),) for item in range(1, ITEMS + 1))


def items_finding(checklists: pd.DataFrame, latest: pd.DataFrame, level: float) -> Finding:
    """The share answered yes among those who answered yes or no, item by item.

    Standard items of each user's latest countable checklist (``latest``); a team's own items are about
    something else. Wilson's interval takes users as independent; the clustered one (Korn and Graubard,
    by team) does not, and stands beside it.
    """
    answers = checklists[checklists["item_kind"] == "standard"].merge(
        latest[[*KEYS, "municipality"]], on=KEYS, how="inner"
    )
    cells = [level_cell("items", level), count_cell("items", (), "users", behind(latest, "user"))]
    for item, at in enumerate(_ROWS, 1):
        cells += _item(at, answers[answers["item"] == item], level)
    cells += _own(checklists, latest)
    return Finding(
        id="checklist_items",
        question=QUESTION,
        basis=(),
        n=cell_key("items", "users"),
        cells=tuple(cells),
        tables=(_table(),),
        figures=(_figure(),),
        statements=_statements(),
    )


def _item(at: Coordinates, rows: pd.DataFrame, level: float) -> list[Cell]:
    applied = rows[rows["answer"].isin(("yes", "no"))]
    yes = applied["answer"] == "yes"
    support = counted(applied, yes, "user", Protects.PERSONS)
    found = proportions.clustered(yes.to_numpy(float), list(applied["team"]), level=level).korn_graubard
    _, low, high = estimated_cells("items", at, "yes_clustered", found, Quantity.SHARE, support)
    free, blank = rows[rows["answer"] == "not_applicable"], rows[rows["answer"].isna()]
    return [
        *share_cells("items", at, "yes", support, level),
        low,
        high,
        count_of("items", at, "not_applicable", len(free), behind(free, "user")),
        count_of("items", at, "blank", len(blank), behind(blank, "user")),
    ]


def _own(checklists: pd.DataFrame, latest: pd.DataFrame) -> list[Cell]:
    """How many users' latest checklist had items of the team's own."""
    own = checklists[checklists["item_kind"] == "own"].merge(latest[[*KEYS, "municipality"]], on=KEYS)
    return [count_cell("items", (), "users_with_own_items", behind(own, "user"))]


def _table() -> TableLayout:
    columns = columns_of(
        {
            "header.answered_yes_or_no": ("yes_n",),
            "header.answered_yes": ("yes_count",),
            "header.share_yes": interval_of("yes"),
            "header.interval_by_team": ("yes_clustered_low", "yes_clustered_high"),
            "header.items_not_applicable": ("not_applicable",),
            "header.items_blank": ("blank",),
        }
    )
    return TableLayout("items", "items", "header.checklist_item", _ROWS, columns)


def _figure() -> FigureLayout:
    columns = columns_of({"header.share_yes": interval_of("yes")})
    values = {"users": cell_key("items", "users")}
    return FigureLayout(
        "item_shares",
        FigureKind.DOT_INTERVAL,
        TableLayout("item_shares", "items", "header.checklist_item", _ROWS, columns),
        "axis.share_yes",
        alt=statement("item_shares.alt", "programme_fulfilment.item_shares.alt", values),
        key=statement("item_shares.key", "programme_fulfilment.item_shares.key", values),
    )


def _statements() -> tuple[Statement, ...]:
    users = {"users": cell_key("items", "users"), "level": cell_key("items", "level")}
    own = {"users": cell_key("items", "users_with_own_items")}
    return (
        statement("items", "programme_fulfilment.items", users),
        statement("own_items", "programme_fulfilment.own_items", own),
        statement("may_say.items", "programme_fulfilment.may_say.items", users, group="may_say"),
        statement("may_not_say.items", "programme_fulfilment.may_not_say.items", group="may_not_say"),
    )

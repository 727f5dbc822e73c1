"""Programme fulfilment of the latest checklists: in all, by network and by quarter."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from evaluering.analysis._checklists import latest_of_users
from evaluering.analysis.cells import count_cell, count_of, estimated_cells, level_cell, number_cell
from evaluering.analysis.layouts import columns_of, grouped, interval_of, keys_of, with_interval
from evaluering.analysis.registration import first_day
from evaluering.analysis.support import amounts, behind, valued
from evaluering.results import (
    Cell,
    Claim,
    Coordinates,
    Estimate,
    FigureLayout,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import clustered
from evaluering.vocabulary import FigureKind, Protects, Quantity, Unit

QUESTION = "programme_fulfilment"
LEVEL_CLAIM = ("programme_fulfilment", "mean_clustered_by_team", "latest_checklist")
NO_CHECKLIST = "no checklist can be counted"
_STANDARD = "standard"


def level_finding(placed: pd.DataFrame, copies: pd.DataFrame, level: float) -> Finding:
    """The level of fulfilment.

    ``placed`` has a row a checklist, with the columns of ``scored`` for all items and, with the prefix
    ``standard_``, for standard items. Estimand: the mean over users of their latest countable checklist;
    comparisons use standard items only, and quarters all checklists filled in then. Interval: CR2 by team.
    """
    latest = latest_of_users(placed[~placed["refused"]])
    networks, quarters = _groups(latest, "network"), _groups(_counted(placed), "quarter")
    cells = [level_cell("fulfilment", level), *_trio("fulfilment", (), latest, "programme", level)]
    cells += [count_cell("fulfilment", (), "users", behind(latest, "user")), *_bounds(latest)]
    for at, rows in {(): latest, **networks}.items():
        cells += _trio("fulfilment", at, rows, _STANDARD, level)
    for at, rows in {(): _counted(placed), **quarters}.items():
        cells += _trio("quarters", at, rows, _STANDARD, level)
        cells.append(count_of("quarters", at, "checklists", len(rows), behind(rows, "user")))
    cells += _account(placed, copies)
    return Finding(
        id="programme_fulfilment",
        question=QUESTION,
        basis=(),
        n=cell_key("fulfilment", "programme_n"),
        cells=tuple(cells),
        tables=_tables(tuple(networks), tuple(quarters)),
        figures=(_figure(tuple(networks)),) if networks else (),
        statements=_statements(placed),
        claim=Claim(*LEVEL_CLAIM, cell_key("fulfilment", "programme"), first_day(placed["filled_in"])),
    )


def _counted(placed: pd.DataFrame) -> pd.DataFrame:
    return placed[~placed["refused"]]


def _groups(rows: pd.DataFrame, dimension: str) -> dict[Coordinates, pd.DataFrame]:
    return {((dimension, str(name)),): part for name, part in rows.groupby(dimension, sort=True)}


def _trio(table: str, at: Coordinates, rows: pd.DataFrame, name: str, level: float) -> tuple[Cell, ...]:
    """The rule's value, the share among applicable items of the same checklists, and those that did not."""
    prefix = "standard_" if name == _STANDARD else ""
    rows = rows[rows[f"{prefix}programme"].notna()]
    free = amounts(rows, "user", f"{prefix}not_applicable", Protects.PERSONS)
    total = (float(rows[f"{prefix}not_applicable"].sum()), Unit.COUNT, "")
    return (
        *mean_cells((table, at, name), rows, f"{prefix}programme", level),
        count_cell(table, at, f"{name}_n", behind(rows, "user")),
        *mean_cells((table, at, f"{name}_applicable"), rows, f"{prefix}applicable", level),
        number_cell((table, at, f"{name}_not_applicable"), total, Quantity.TOTAL, free),
    )


def mean_cells(
    cell: tuple[str, Coordinates, str], rows: pd.DataFrame, column: str, level: float
) -> tuple[Cell, ...]:
    """The mean of a share over checklists, its interval clustered by team and kept within 0 to 1."""
    known = rows[rows[column].notna()]
    found = clustered.mean(known[column].to_numpy(float), list(known["team"]), level=level, unit=Unit.SHARE)
    return estimated_cells(*cell, _within(found.mean), Quantity.MEAN, valued(known, "user", column))


def _within(estimate: Estimate) -> Estimate:
    # No share lies outside; the part of Student's interval that does says nothing.
    low, high = np.clip([estimate.low, estimate.high], 0.0, 1.0)
    return replace(estimate, low=float(low), high=float(high))


def _bounds(latest: pd.DataFrame) -> list[Cell]:
    """The mean whatever blank items would have been."""
    return [
        number_cell(
            ("fulfilment", (), end),
            (float(latest[end].mean()), Unit.SHARE, NO_CHECKLIST),
            Quantity.MEAN,
            valued(latest, "user", end),
        )
        for end in ("lowest", "highest")
    ]


def _account(placed: pd.DataFrame, copies: pd.DataFrame) -> list[Cell]:
    """What was counted, left out, or looked odd: checklists, and means copied from the form."""
    marked = {
        "checklists": placed,
        "refused": placed[placed["refused"]],
        "with_blanks": placed[~placed["refused"] & (placed["blank"] > 0)],
        "none_applicable": placed[~placed["refused"] & placed["applicable"].isna()],
        "with_own_items": placed[placed["own"] > 0],
        "copied": copies,
        "copied_otherwise": copies[copies["differs"]],
    }
    return [count_of("account", (), name, len(rows), behind(rows, "user")) for name, rows in marked.items()]


def _tables(networks: tuple[Coordinates, ...], quarters: tuple[Coordinates, ...]) -> tuple[TableLayout, ...]:
    standard: Mapping[str, tuple[str, ...]] = {
        "header.fulfilment_standard": interval_of("standard"),
        "header.fulfilment_applicable": interval_of("standard_applicable"),
        "header.items_not_applicable": ("standard_not_applicable",),
    }
    literal = {
        "header.users": ("programme_n",),
        "header.fulfilment": interval_of("programme"),
        "header.fulfilment_applicable": interval_of("programme_applicable"),
        "header.items_not_applicable": ("programme_not_applicable",),
        "header.fulfilment_bounds": ("lowest", "highest"),
    }
    account = {
        "header.checklists": ("checklists",),
        "header.checklists_refused": ("refused",),
        "header.checklists_with_blanks": ("with_blanks",),
        "header.checklists_none_applicable": ("none_applicable",),
        "header.checklists_with_own_items": ("with_own_items",),
        "header.means_copied": ("copied",),
        "header.means_copied_otherwise": ("copied_otherwise",),
    }
    by_network = columns_of({"header.users": ("standard_n",), **standard})
    by_quarter = columns_of({"header.checklists": ("checklists",), **standard})
    return (
        TableLayout("fulfilment", "fulfilment", "header.part", ((),), columns_of(literal)),
        TableLayout("by_network", "fulfilment", "header.network", ((), *networks), by_network),
        TableLayout("by_quarter", "quarters", "header.quarter", ((), *quarters), by_quarter),
        TableLayout("account", "account", "header.part", ((),), columns_of(account)),
    )


def _figure(networks: tuple[Coordinates, ...]) -> FigureLayout:
    data = columns_of({"header.fulfilment_standard": interval_of("standard")})
    values = with_interval("fulfilment", (), "standard")
    return FigureLayout(
        "network_means",
        FigureKind.DOT_INTERVAL,
        TableLayout("network_means", "fulfilment", "header.network", networks, data),
        "axis.fulfilment",
        alt=statement("network_means.alt", "programme_fulfilment.network_means.alt", values),
        key=statement("network_means.key", "programme_fulfilment.network_means.key", values),
    )


def _statements(placed: pd.DataFrame) -> tuple[Statement, ...]:
    literal = with_interval("fulfilment", (), "programme") | keys_of("fulfilment", (), "level")
    literal |= {"users": cell_key("fulfilment", "programme_n")}
    beside = with_interval("fulfilment", (), "programme_applicable", "applicable")
    beside |= {"not_applicable": cell_key("fulfilment", "programme_not_applicable")}
    bounds = keys_of("fulfilment", (), "lowest", "highest") | keys_of("account", (), "with_blanks")
    account = keys_of("account", (), "checklists", "refused", "with_own_items")
    copied = keys_of("account", (), "copied", "copied_otherwise")
    any_counted = bool((~placed["refused"]).any())
    may = "level" if any_counted else "nothing"
    return (
        statement("literal", "programme_fulfilment.literal", literal),
        statement("applicable", "programme_fulfilment.applicable", beside),
        statement("bounds", "programme_fulfilment.bounds", bounds),
        statement("account", "programme_fulfilment.accounted", account),
        statement("copied", "programme_fulfilment.copied", copied),
        statement(
            "may_say.level",
            f"programme_fulfilment.may_say.{may}",
            literal if any_counted else {},
            group="may_say",
        ),
        *grouped("programme_fulfilment", "may_not_say", ("quality", "ranking")),
        *grouped(
            "programme_fulfilment", "caveats", ("not_applicable", "own_items", "who_fills_in", "selection")
        ),
    )

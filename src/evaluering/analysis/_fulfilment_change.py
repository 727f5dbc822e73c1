"""Programme fulfilment over time: a user's first and latest checklist, and the months of a team's life."""

import numpy as np
import pandas as pd

from evaluering.analysis._beside_change import beside_change
from evaluering.analysis._checklists import first_of_users, latest_of_users
from evaluering.analysis._fulfilment_level import QUESTION, mean_cells
from evaluering.analysis.cells import count_cell, estimated_cells, in_points, level_cell, model_cells
from evaluering.analysis.layouts import columns_of, direction, grouped, interval_of, keys_of, with_interval
from evaluering.analysis.reader import Parameters
from evaluering.analysis.registration import first_day
from evaluering.analysis.support import behind, valued
from evaluering.results import (
    Cell,
    Claim,
    Estimate,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import clustered
from evaluering.vocabulary import Design, Quantity, Unit

CHANGE_CLAIM = (
    "programme_fulfilment",
    "mean_change_clustered_by_team",
    "first_to_latest_checklist",
)
TREND_CLAIM = ("programme_fulfilment", "linear_trend_clustered_by_team", "months_since_start")
_SCALE = (0.0, 100.0)
_MONTHS = 12


def change_finding(placed: pd.DataFrame, level: float, parameters: Parameters) -> Finding:
    """The change from a user's first to latest complete checklist, with who has only one.

    Estimand: the mean over users with two complete checklists or more of latest minus first, by the
    programme's rule, in percentage points; CR2 by team. No control: time and selection are part of it.
    """
    complete = placed[placed["programme"].notna()]
    pairs = _pairs(complete)
    both = pairs[pairs["change"].notna()]
    found = clustered.mean(both["change"].to_numpy(float), list(both["team"]), level=level, unit=Unit.SHARE)
    change = in_points(found.mean)
    cells: list[Cell] = [
        level_cell("change", level),
        count_cell("change", (), "users", behind(both, "user")),
        *mean_cells(("change", (), "first"), both, "first", level),
        *mean_cells(("change", (), "latest"), both, "latest", level),
        *estimated_cells("change", (), "change", change, Quantity.MEAN, valued(both, "user", "change")),
        *_beside(pairs, parameters),
    ]
    return Finding(
        id="first_and_latest",
        question=QUESTION,
        basis=(),
        n=cell_key("change", "users"),
        cells=tuple(cells),
        tables=_change_tables(),
        statements=_change_statements(change),
        design=Design.BEFORE_AFTER,
        claim=Claim(*CHANGE_CLAIM, cell_key("change", "change"), first_day(complete["filled_in"])),
    )


def _pairs(complete: pd.DataFrame) -> pd.DataFrame:
    """One row a user: the first checklist, and the latest where there is another."""
    kept = ["user", "team", "municipality", "checklist", "programme"]
    both = first_of_users(complete)[kept].merge(
        latest_of_users(complete)[["user", "checklist", "programme"]], on="user", suffixes=("", "_latest")
    )
    another = both["checklist"] != both["checklist_latest"]
    both = both.assign(first=both["programme"], latest=both["programme_latest"].where(another))
    return both.assign(change=both["latest"] - both["first"])


def _beside(pairs: pd.DataFrame, parameters: Parameters) -> tuple[Cell, ...]:
    back = pairs["change"].notna()
    supports = (behind(pairs, "user"), behind(pairs[back], "user"), behind(pairs[~back], "user"))
    scores = (100 * pairs["first"].to_numpy(float), 100 * pairs["latest"].to_numpy(float))
    # Sums of tenths are not whole tenths: 100.00000000000001 is no score outside the scale.
    return beside_change(
        "change", (np.round(scores[0], 9), np.round(scores[1], 9)), _SCALE, supports, parameters
    )


def _change_tables() -> tuple[TableLayout, ...]:
    change = {
        "header.users_with_two": ("users",),
        "header.first_checklist": interval_of("first"),
        "header.latest_checklist": interval_of("latest"),
        "header.change_in_points": interval_of("change"),
    }
    beside = {
        "header.started": ("started",),
        "header.came_back": ("paired",),
        "header.start_of_paired": ("baseline_paired",),
        "header.start_of_lost": ("baseline_lost",),
        "header.change_carried_forward": ("carried_forward",),
        "header.change_bounds": ("worst", "best"),
        "header.expected_regression": ("expected_regression",),
    }
    return (
        TableLayout("change", "change", "header.part", ((),), columns_of(change)),
        TableLayout("beside_change", "change", "header.part", ((),), columns_of(beside)),
    )


def _change_statements(change: Estimate) -> tuple[Statement, ...]:
    values = with_interval("change", (), "change") | keys_of("change", (), "users", "started", "level")
    beside = keys_of("change", (), "started", "paired", "expected_regression", "reliability")
    said = f"change_{direction(change)}"
    return (
        statement("change", "programme_fulfilment.change", values),
        statement("beside_change", "programme_fulfilment.beside_change", beside),
        statement(
            "may_say.change",
            f"programme_fulfilment.may_say.{said}",
            with_interval("change", (), "change"),
            group="may_say",
        ),
        *grouped("programme_fulfilment", "may_not_say", ("change",)),
    )


def trend_finding(placed: pd.DataFrame, level: float) -> Finding:
    """The trend of fulfilment over the months of a team's life.

    Estimand: the slope of a checklist's fulfilment (programme rule, complete checklists, standard items)
    on calendar months since the month its team started, in percentage points a month; least squares, CR2
    by team, municipality as sensitivity. Assumes a straight line, and that what users the team meets
    does not change with time.
    """
    rows = placed[placed["standard_programme"].notna() & placed["started"].notna()]
    rows = rows.assign(month=_month(rows["filled_in"]) - _month(rows["started"]))
    by_team, by_place = (_slope(rows[rows[one].notna()], one, level) for one in ("team", "municipality"))
    support = valued(rows, "user", "standard_programme")
    cells = [
        level_cell("trend", level),
        count_cell("trend", (), "users", behind(rows, "user")),
        *model_cells("trend", (), "slope", by_team, support),
        *model_cells("trend", (), "slope_by_municipality", by_place, support),
    ]
    return Finding(
        id="trend",
        question=QUESTION,
        basis=(),
        n=cell_key("trend", "users"),
        cells=tuple(cells),
        tables=(_trend_table(),),
        statements=_trend_statements(by_team),
        design=Design.ASSOCIATION,
        claim=Claim(*TREND_CLAIM, cell_key("trend", "slope"), first_day(rows["filled_in"])),
    )


def _month(days: "pd.Series[str]") -> "pd.Series[int]":
    return days.str.slice(0, 4).astype(int) * _MONTHS + days.str.slice(5, 7).astype(int)


def _slope(rows: pd.DataFrame, cluster: str, level: float) -> Estimate:
    months = rows["month"].to_numpy(float)
    columns = np.column_stack([np.ones(len(rows)), months])
    fitted = clustered.regression(
        rows["standard_programme"].to_numpy(float), columns, list(rows[cluster]), level=level
    )
    return in_points(fitted.estimates[1])


def _trend_table() -> TableLayout:
    columns = columns_of(
        {
            "header.users": ("users",),
            "header.points_a_month": interval_of("slope"),
            "header.points_a_month_by_municipality": interval_of("slope_by_municipality"),
        }
    )
    return TableLayout("trend", "trend", "header.part", ((),), columns)


def _trend_statements(slope: Estimate) -> tuple[Statement, ...]:
    values = with_interval("trend", (), "slope") | keys_of("trend", (), "users", "level")
    said = f"trend_{direction(slope)}"
    return (
        statement("trend", "programme_fulfilment.trend_told", values),
        statement(
            "may_say.trend",
            f"programme_fulfilment.may_say.{said}",
            with_interval("trend", (), "slope"),
            group="may_say",
        ),
        *grouped("programme_fulfilment", "may_not_say", ("trend",)),
    )

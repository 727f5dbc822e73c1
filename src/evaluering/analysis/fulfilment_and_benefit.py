"""Do users whose programme is carried out more fully also say they benefit more?"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from evaluering.analysis._benefit_pairs import Linked, linked
from evaluering.analysis._beside_change import beside_change
from evaluering.analysis.cells import count_cell, estimated_cells, level_cell, model_cells
from evaluering.analysis.layouts import columns_of, direction, grouped, interval_of, keys_of, with_interval
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.support import behind, valued
from evaluering.results import (
    Cell,
    Claim,
    Coordinates,
    Estimate,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import clustered, mixed
from evaluering.statistics.inputs import Floats
from evaluering.vocabulary import Design, Quantity, Unit

QUESTION = "fulfilment_and_benefit"
SLICES = ("activity_scores", "checklists", "conversations")
CLAIM = (
    "perceived_benefit",
    "slope_within_teams_clustered_by_team",
    "first_to_second_conversation",
)
TENS = 10
"""Effects are for 10 percentage points of fulfilment more."""
_SCALE = (1.0, 10.0)
BANDS = {"low": (0.0, 1 / 3), "middle": (1 / 3, 2 / 3), "high": (2 / 3, 1.01)}
"""Fulfilment from (included) and to; 1 belongs to the highest band."""
_AT: Mapping[str, Coordinates] = {
    name: (("model", name),) for name in ("team", "municipality", "random_level", "adjusted", "between")
}


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """The relation between fulfilment and perceived benefit, within and between teams.

    Estimand: how much higher the mean benefit is for each 10 percentage points of fulfilment (yes among
    applicable standard items but 1 and 9), among users of one team (within) and between teams' means.
    Rule: benefit on fulfilment minus its team's mean, and the team's mean; least squares, CR2 and
    Satterthwaite by team. Beside it: clusters of municipalities, a random intercept of teams (REML),
    the mean first score held constant, and only checklists filled in between the conversations. A
    relation is no effect: what users and teams bring with them is in it. Parameters: ``level`` (0.95),
    ``reliability`` (0.7). Source: Neuhaus JM, Kalbfleisch JD. Biometrics 1998;54:638-645 (within and
    between clusters). Checked against the regression by hand and the synthetic network, which has none.
    """
    level = level_of(parameters)
    found = linked(*(reader.table(name) for name in ("conversations", "activity_scores", "checklists")))
    models = _models(found.rows, level)
    cells = [level_cell("association", level), *_counted(found), *_bands(found.rows, level)]
    for name, (within, between) in models.items():
        cells += _model(_AT[name], _rows_of(name, found.rows), within, between)
    cells += _beside(found.users, parameters)
    days = found.users.loc[found.users["benefit"].notna(), "held_second"].dropna()
    finding = Finding(
        id="fulfilment_and_benefit",
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("bands", "users"),
        cells=tuple(cells),
        tables=_tables(),
        statements=_statements(models["team"][0]),
        design=Design.ASSOCIATION,
        claim=Claim(
            *CLAIM, cell_key("association", "within", _AT["team"]), str(days.min()) if len(days) else ""
        ),
    )
    return (finding,)


def _rows_of(model: str, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["between"]] if model == "between" else rows


def _models(rows: pd.DataFrame, level: float) -> dict[str, tuple[Estimate, Estimate]]:
    """The coefficients within and between clusters, by model."""
    inside = _rows_of("between", rows)
    return {
        "team": _least_squares(rows, _columns(rows, "team"), "team", level),
        "municipality": _least_squares(rows, _columns(rows, "municipality"), "municipality", level),
        "random_level": _mixed(rows, level),
        "adjusted": _least_squares(rows, _adjusted(rows), "team", level),
        "between": _least_squares(inside, _columns(inside, "team"), "team", level),
    }


def _columns(rows: pd.DataFrame, cluster: str) -> Floats:
    """Ones, fulfilment minus its cluster's mean, and that mean, in tens of percentage points."""
    share = rows["share"].astype(float)
    mean = share.groupby(rows[cluster]).transform("mean")
    return np.column_stack([np.ones(len(rows)), TENS * (share - mean), TENS * mean])


def _adjusted(rows: pd.DataFrame) -> Floats:
    return np.column_stack([_columns(rows, "team"), rows["start"].to_numpy(float)])


def _least_squares(
    rows: pd.DataFrame, columns: Floats, cluster: str, level: float
) -> tuple[Estimate, Estimate]:
    fitted = clustered.regression(
        rows["benefit"].to_numpy(float), columns, list(rows[cluster]), level=level, unit=Unit.POINTS
    )
    return fitted.estimates[1], fitted.estimates[2]


def _mixed(rows: pd.DataFrame, level: float) -> tuple[Estimate, Estimate]:
    fitted = mixed.random_intercept(
        rows["benefit"].to_numpy(float),
        _columns(rows, "team"),
        list(rows["team"]),
        level=level,
        unit=Unit.POINTS,
    )
    return fitted.estimates[1], fitted.estimates[2]


def _model(at: Coordinates, rows: pd.DataFrame, within: Estimate, between: Estimate) -> tuple[Cell, ...]:
    support = valued(rows, "user", "benefit")
    return (
        count_cell("association", at, "users", behind(rows, "user")),
        *model_cells("association", at, "within", within, support),
        *model_cells("association", at, "across", between, support),
    )


def _counted(found: Linked) -> list[Cell]:
    """How many users have what it takes, step by step."""
    steps = {
        "first": found.users,
        "paired": found.users[found.users["benefit"].notna()],
        "linked": found.rows,
        "between": found.rows[found.rows["between"]],
    }
    return [count_cell("linking", (), name, behind(rows, "user")) for name, rows in steps.items()]


def _bands(rows: pd.DataFrame, level: float) -> list[Cell]:
    parts: dict[Coordinates, pd.DataFrame] = {(): rows}
    for band, (low, high) in BANDS.items():
        parts[(("band", band),)] = rows[(rows["share"] >= low) & (rows["share"] < high)]
    cells: list[Cell] = []
    for at, part in parts.items():
        found = clustered.mean(
            part["benefit"].to_numpy(float), list(part["team"]), level=level, unit=Unit.POINTS
        )
        support = valued(part, "user", "benefit")
        cells.append(count_cell("bands", at, "users", behind(part, "user")))
        cells += estimated_cells("bands", at, "benefit", found.mean, Quantity.MEAN, support)
    return cells


def _beside(users: pd.DataFrame, parameters: Parameters) -> tuple[Cell, ...]:
    back = users["benefit"].notna()
    start = users["start"].to_numpy(float).round(9)
    later = (users["start"] + users["benefit"]).to_numpy(float).round(9)
    supports = (behind(users, "user"), behind(users[back], "user"), behind(users[~back], "user"))
    return beside_change("beside", (start, later), _SCALE, supports, parameters)


def _tables() -> tuple[TableLayout, ...]:
    association = {
        "header.users": ("users",),
        "header.within_teams": interval_of("within"),
        "header.across_teams": interval_of("across"),
    }
    bands = {"header.users": ("users",), "header.benefit": interval_of("benefit")}
    linking = {
        "header.first_conversations": ("first",),
        "header.with_benefit": ("paired",),
        "header.with_checklist_too": ("linked",),
        "header.checklist_between": ("between",),
    }
    beside = {
        "header.started": ("started",),
        "header.came_back": ("paired",),
        "header.start_of_paired": ("baseline_paired",),
        "header.start_of_lost": ("baseline_lost",),
        "header.change_bounds": ("worst", "best"),
        "header.expected_regression": ("expected_regression",),
    }
    rows = tuple((("band", band),) for band in BANDS)
    return (
        TableLayout(
            "association", "association", "header.model", tuple(_AT.values()), columns_of(association)
        ),
        TableLayout("bands", "bands", "header.band", (*rows, ()), columns_of(bands)),
        TableLayout("linking", "linking", "header.part", ((),), columns_of(linking)),
        TableLayout("beside", "beside", "header.part", ((),), columns_of(beside)),
    )


def _statements(within: Estimate) -> tuple[Statement, ...]:
    values = with_interval("association", _AT["team"], "within")
    across = with_interval("association", _AT["team"], "across")
    users = keys_of("association", _AT["team"], "users") | keys_of("association", (), "level")
    linking = keys_of("linking", (), "first", "paired", "linked", "between")
    beside = keys_of("beside", (), "started", "paired", "expected_regression", "reliability")
    return (
        statement("linking", "fulfilment_and_benefit.linked", linking),
        statement("within", "fulfilment_and_benefit.within", {**values, **users}),
        statement("across", "fulfilment_and_benefit.across", across),
        statement("beside_change", "fulfilment_and_benefit.beside_change", beside),
        statement(
            "may_say.relation",
            f"fulfilment_and_benefit.may_say.{direction(within)}",
            values,
            group="may_say",
        ),
        *grouped(QUESTION, "may_not_say", ("cause", "no_relation")),
        *grouped(QUESTION, "caveats", ("items", "which_checklist", "regression", "own_words")),
    )


ANALYSIS = Analysis(QUESTION, SLICES, compute, claims=(CLAIM,))

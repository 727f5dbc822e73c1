"""Users who rate every meeting: how do outcome and relation ratings move, and who stops rating?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import nan

import pandas as pd

from evaluering.analysis._team_places import with_place
from evaluering.analysis.cells import count_cell, estimated_cells, level_cell, quartile_cells, share_cells
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.registration import first_day
from evaluering.analysis.support import behind, counted, valued
from evaluering.results import (
    Cell,
    Claim,
    Column,
    Coordinates,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.statistics import before_after, clustered
from evaluering.statistics.inputs import Floats
from evaluering.vocabulary import Design, Quantity, Unit

QUESTION = "session_feedback"
CLAIM = ("outcome_rating_change", "mean_cr2_by_team", "first_to_last_session")
RATINGS = ("outcome", "relation")
SCALE = (0.0, 40.0)
FEWEST = 5
"""Users a session number needs before its median is given: fewer say nothing of the others."""
RELIABILITY = 0.8
"""Correlation of two ratings of an unchanged person, where the parameter ``reliability`` gives none."""


_LOST = {True: "session_feedback.caveat_lost", False: "session_feedback.nobody_lost"}
_CHANGE = {
    "rise": "session_feedback.change_rise",
    "fall": "session_feedback.change_fall",
    "unclear": "session_feedback.change_unclear",
    "undefined": "session_feedback.change_undefined",
}


@dataclass(frozen=True)
class Users:
    """One row a user: first and last rating of each kind (NaN where not rated twice), and sessions."""

    rows: pd.DataFrame
    sessions: pd.DataFrame


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Change from the first to the last rated session, clustered by team; medians by session number.

    Parameters: ``level``; ``reliability`` (0-1) and ``population_mean`` (0-40), by which the part of the
    change that selection leads one to expect is worked out; without the latter it is undefined.

    Estimand: mean of last minus first rating over users with two rated sessions or more (CR2, teams as
    clusters; municipalities as sensitivity). Beside it: how many have one session alone, where they
    started, and bounds with their ratings at the ends of the scale. Medians by session number are of
    different users. Assumes independent teams. No control group. No threshold for the relation is used:
    none stands in the sources. Source: Bell and McCaffrey 2002; Horowitz and Manski 2000; Davis 1976.
    """
    level = level_of(parameters)
    sessions = with_place(
        reader.table("session_feedback"),
        reader.table("team_municipalities"),
        reader.table("municipality_changes"),
    )
    users = Users(_first_and_last(sessions), sessions)
    cells = (
        *_size_cells(users, level),
        *(cell for rating in RATINGS for cell in _change_cells(users, rating, level)),
        *_attrition_cells(users, parameters, level),
        *_course_cells(sessions),
    )
    finding = Finding(
        id=QUESTION,
        question=QUESTION,
        basis=reader.basis("session_feedback", "team_municipalities", "municipality_changes"),
        n=cell_key("change", "n", (("rating", "outcome"),)),
        cells=cells,
        tables=_tables(cells),
        statements=_statements(cells),
        design=Design.BEFORE_AFTER,
        claim=Claim(
            *CLAIM, cell_key("change", "change", (("rating", "outcome"),)), first_day(sessions["held"])
        ),
    )
    return (finding,)


def _first_and_last(sessions: pd.DataFrame) -> pd.DataFrame:
    """Each user's team and place, and the first and last rating of each kind; last only where another."""
    ordered = sessions.sort_values(["user", "session"])
    users = ordered.drop_duplicates("user")[["user", "team", "municipality"]].reset_index(drop=True)
    for rating in RATINGS:
        rated = ordered[ordered[rating].notna()]
        first = rated.drop_duplicates("user").set_index("user")
        last = rated.drop_duplicates("user", keep="last").set_index("user")
        again = last[last["session"] > first["session"].reindex(last.index)]
        users[f"{rating}_first"] = users["user"].map(first[rating]).astype(float)
        users[f"{rating}_last"] = users["user"].map(again[rating]).astype(float)
    return users


def _size_cells(users: Users, level: float) -> Iterator[Cell]:
    told = behind(users.rows, "user")
    each = users.sessions.groupby("user", sort=True).size()
    yield level_cell("users", level)
    yield count_cell("users", (), "users", told)
    yield count_cell("users", (), "teams", behind(users.rows, "team"))
    yield from quartile_cells("users", (), "sessions", each, told, Unit.NUMBER)
    alone = users.rows["outcome_last"].isna()
    yield from share_cells(
        "users", (), "not_followed", counted(users.rows, alone, "user", told.protects), level
    )


def _change_cells(users: Users, rating: str, level: float) -> Iterator[Cell]:
    """The mean first, the mean last and their difference, as the field counts; then the intervals."""
    at: Coordinates = (("rating", rating),)
    first, last = f"{rating}_first", f"{rating}_last"
    pairs = users.rows[users.rows[last].notna()]
    pairs = pairs.assign(change=pairs[last] - pairs[first])
    yield count_cell("change", at, "n", behind(pairs, "user"))
    for name, column in (("first", first), ("last", last)):
        yield _mean_cell(at, name, pairs, column)
    by_team = clustered.mean(pairs["change"].to_numpy(dtype=float), pairs["team"].to_numpy(), level=level)
    # A user of no known municipality is a cluster of one's own.
    place = pairs["municipality"].fillna(pairs["user"]).to_numpy()
    by_place = clustered.mean(pairs["change"].to_numpy(dtype=float), place, level=level)
    for name, found in (("change", by_team.mean), ("change_by_municipality", by_place.mean)):
        told = replace(valued(pairs, "user", "change"), df=found.df)
        yield from estimated_cells("change", at, name, replace(found, unit=Unit.POINTS), Quantity.MEAN, told)
    values = pairs["change"]
    yield from quartile_cells("change", at, "median", values, valued(pairs, "user", "change"), Unit.POINTS)


def _mean_cell(at: Coordinates, measure: str, rows: pd.DataFrame, column: str) -> Cell:
    value, reason = (float(rows[column].mean()), "") if len(rows) else (nan, "no values")
    told = valued(rows, "user", column)
    return Cell("change", at, measure, value, Unit.POINTS, reason, Quantity.MEAN, told)


def _attrition_cells(users: Users, parameters: Parameters, level: float) -> Iterator[Cell]:
    rows = users.rows[users.rows["outcome_first"].notna()]
    first, last = (rows[f"outcome_{end}"].to_numpy(dtype=float) for end in ("first", "last"))
    found = before_after.attrition(first, last, level, scale=SCALE)
    back = rows[rows["outcome_last"].notna()]
    lost = rows.drop(back.index)
    for name, estimate, of in (
        ("start_followed", found.baseline_paired, back),
        ("start_lost", found.baseline_lost, lost),
        ("worst", found.worst, rows),
        ("best", found.best, rows),
    ):
        told = valued(of, "user", "outcome_first")
        yield from estimated_cells("attrition", _OUTCOME, name, estimate, Quantity.MEAN, told)
    selected = _selection(first, last, parameters, level)
    told = valued(back, "user", "outcome_first")
    for name, estimate in (("expected", selected.expected), ("adjusted", selected.adjusted)):
        yield from estimated_cells("attrition", _OUTCOME, name, estimate, Quantity.MEAN, told)


_OUTCOME: Coordinates = (("rating", "outcome"),)


def _selection(
    first: Floats, last: Floats, parameters: Parameters, level: float
) -> before_after.RegressionToTheMean:
    given = str(parameters.get("population_mean", ""))
    return before_after.regression_to_the_mean(
        first,
        last,
        float(parameters.get("reliability", RELIABILITY)),
        population_mean=float(given) if given else None,
        level=level,
    )


def _course_cells(sessions: pd.DataFrame) -> Iterator[Cell]:
    """Median and quartiles of the outcome at each session number that enough users reached."""
    rated = sessions[sessions["outcome"].notna()]
    for number, rows in rated.groupby("session", sort=True):
        if rows["user"].nunique() >= FEWEST:
            at, told = (("session", str(number)),), behind(rows, "user")
            yield count_cell("course", at, "n", told)
            yield from quartile_cells("course", at, "median", rows["outcome"], told, Unit.POINTS)


def _tables(cells: tuple[Cell, ...]) -> tuple[TableLayout, ...]:
    ratings = tuple((("rating", rating),) for rating in RATINGS)
    course = tuple(dict.fromkeys(cell.at for cell in cells if cell.table == "course"))
    change = (
        Column("header.users", ("n",)),
        Column("header.mean_first", ("first",)),
        Column("header.mean_last", ("last",)),
        estimate_column("header.change_by_team", "change"),
        Column(
            "header.change_by_municipality",
            ("change_by_municipality_low", "change_by_municipality_high"),
        ),
        Column("header.median_quartiles", ("median", "median_q1", "median_q3")),
    )
    lost = (
        estimate_column("header.start_followed", "start_followed"),
        estimate_column("header.start_not_followed", "start_lost"),
        Column("header.change_bounds", ("worst", "best")),
        Column("header.expected_change", ("expected",)),
        estimate_column("header.adjusted_change", "adjusted"),
    )
    medians = (
        Column("header.users", ("n",)),
        Column("header.median_quartiles", ("median", "median_q1", "median_q3")),
    )
    return (
        TableLayout("change", "change", "header.rating", ratings, change),
        TableLayout("attrition", "attrition", "header.rating", (_OUTCOME,), lost),
        *((TableLayout("course", "course", "header.session", course, medians),) if course else ()),
    )


def _statements(cells: tuple[Cell, ...]) -> tuple[Statement, ...]:
    found = {cell.key: cell.value for cell in cells}
    keys = keys_of("change", _OUTCOME, "first", "last", "change", "n")
    ends = tuple(cell_key("change", f"change_{end}", _OUTCOME) for end in ("low", "high"))
    low, high = (float(found[end]) for end in ends)
    verdict = "rise" if low > 0 else "fall" if high < 0 else "unclear" if low <= high else "undefined"
    literal = dict(keys)
    interval: dict[str, str | tuple[str, ...]] = {
        "interval": ends,
        "level": cell_key("users", "level"),
        "teams": cell_key("users", "teams"),
    }
    bounds = keys_of("attrition", _OUTCOME, "worst", "best")
    lost = {"share": cell_key("users", "not_followed"), "n": cell_key("users", "not_followed_n"), **bounds}
    some_lost = bool(found[cell_key("users", "not_followed_count")])
    return (
        *(
            (statement("literal", f"{QUESTION}.literal", literal, group="may_say"),)
            if found[keys["n"]]
            else ()
        ),
        statement(
            "change",
            _CHANGE[verdict],
            {} if verdict == "undefined" else interval,
            group="may_say",
        ),
        statement("cause", f"{QUESTION}.not_cause", group="may_not_say"),
        statement("threshold", f"{QUESTION}.no_threshold", group="may_not_say"),
        statement("lost", _LOST[some_lost], lost if some_lost else {}, group="caveats"),
        statement("regression", f"{QUESTION}.caveat_regression", group="caveats"),
        statement("course", f"{QUESTION}.caveat_course", group="caveats"),
    )


ANALYSIS = Analysis(
    QUESTION,
    ("session_feedback", "team_municipalities", "municipality_changes"),
    compute,
    optional=frozenset({"team_municipalities", "municipality_changes"}),
    claims=(CLAIM,),
)

"""Do reworded goals become measurable? First against last wording of the same goals, without a control."""

from math import isnan

import pandas as pd

from evaluering.analysis._goal_shares import share
from evaluering.analysis._goal_verdicts import MEASURABILITY, WHOLE
from evaluering.analysis._goals_rated import TABLES, Rated
from evaluering.analysis.cells import (
    count_of,
    estimated_cells,
    in_percentage_points,
    level_cell,
    p_cell,
    setting_cell,
    tested,
)
from evaluering.analysis.layouts import estimate_column, keys_of
from evaluering.analysis.reader import Reader
from evaluering.analysis.support import of_teams
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
from evaluering.statistics import clustered, proportions
from evaluering.statistics.before_after import regression_to_the_mean
from evaluering.tables.improvement import DEFINITIONS
from evaluering.vocabulary import Design, Quantity, Unit

CLAIM = ("goals_measurable_after_rewording", "paired_difference_of_shares", "last_wording")
RELIABILITY = 0.6
"""Correlation of two verdicts on a wording that has not changed, where the evaluator gives none."""
PARTS = (*DEFINITIONS[MEASURABILITY], WHOLE)
NO_PAIRS = "goals_set.reworded_no_pairs"
GROUPS = (("reworded", True), ("kept", False))


def reworded_finding(reader: Reader, rated: Rated, level: float, reliability: float) -> Finding:
    """Goals with a later wording: gained or lost, part by part, with selection and chance beside it."""
    paired = pairs(rated, WHOLE)
    cells = [cell for part in PARTS for cell in _part(rated, part, level)]
    cells += [*_by_clusters(paired, rated.members, level), *_selection(rated, level)]
    cells += _expected_by_chance(rated, paired, level, reliability)
    cells.append(setting_cell("reworded", (), "reliability", reliability, Unit.COEFFICIENT))
    cells.append(level_cell("reworded", level))
    ends = {cell.measure: float(cell.value) for cell in cells if cell.at == _at(WHOLE)}
    return Finding(
        id="reworded_goals",
        question="goals_set",
        basis=reader.basis(*TABLES),
        n=cell_key("reworded", "pairs", _at(WHOLE)),
        cells=tuple(cells),
        tables=_tables(),
        statements=_statements(_verdict(ends["change_low"], ends["change_high"])),
        design=Design.BEFORE_AFTER,
        claim=Claim(*CLAIM, cell_key("reworded", "change", _at(WHOLE)), rated.first_data),
    )


def pairs(rated: Rated, part: str) -> pd.DataFrame:
    """Reworded goals whose first and last wording both have a verdict: ``first``, ``last``, team."""
    first, last = (rated.on(wording, (MEASURABILITY, part)) for wording in ("first", "last"))
    both = first[first["reworded"].astype(bool)][["team", "majority"]].rename(columns={"majority": "first"})
    return both.join(last["majority"].rename("last"), how="inner")


def _at(part: str) -> Coordinates:
    return (("criterion", part),)


def _part(rated: Rated, part: str, level: float) -> list[Cell]:
    """Counts before and after, goals gained and lost, and the difference of the shares."""
    rows, at = pairs(rated, part), _at(part)
    first, last = rows["first"].astype(bool), rows["last"].astype(bool)
    marks = {"first": first, "last": last, "gained": last & ~first, "lost": first & ~last}
    gained, lost = int(marks["gained"].sum()), int(marks["lost"].sum())
    behind = of_teams(rows, rated.members)
    change = in_percentage_points(proportions.paired_difference(lost, gained, len(rows), level))
    test = proportions.mcnemar(lost, gained)
    counts = [
        count_of("reworded", at, name, int(marked.sum()), of_teams(rows, rated.members, marked))
        for name, marked in marks.items()
    ]
    p = tested(p_cell("reworded", at, "p", test.p_exact, behind, test.reason), "mcnemar")
    pair_count = count_of("reworded", at, "pairs", len(rows), behind)
    return [
        *counts,
        pair_count,
        *estimated_cells("reworded", at, "change", change, Quantity.MODEL, behind),
        p,
    ]


def _by_clusters(rows: pd.DataFrame, members: pd.DataFrame, level: float) -> list[Cell]:
    """The same difference with goals in teams, and in the municipalities of the teams."""
    place = rows["team"].map(members.groupby("team")["municipality"].min()).fillna(rows["team"])
    d = rows["last"].astype(float) - rows["first"].astype(float)
    cells: list[Cell] = []
    for name, label in (("team", rows["team"]), ("municipality", place)):
        found = clustered.mean(d.to_numpy(), label.to_numpy(dtype=object), level=level, unit=Unit.SHARE).mean
        support, points = of_teams(rows, members, df=found.df), in_percentage_points(found)
        cells += estimated_cells(
            "by_clusters", (("cluster", name),), "change", points, Quantity.MODEL, support
        )
    return cells


def _selection(rated: Rated, level: float) -> list[Cell]:
    """Were goals reworded because they were not measurable? First wordings of both groups."""
    rows = rated.on("first", (MEASURABILITY, WHOLE)).rename(columns={"majority": "measurable"})
    cells: list[Cell] = []
    for name, reworded in GROUPS:
        own = rows[rows["reworded"].astype(bool) == reworded]
        cells += share("selection", (("rewording", name),), "measurable", own, rated.members, level)
    goals = rated.goals[rated.goals["reworded"].astype(bool)].reset_index()
    lacking = ~goals["goal"].isin(pairs(rated, WHOLE).index)
    support = of_teams(goals, rated.members, lacking)
    return [*cells, count_of("selection", (), "unpaired", int(lacking.sum()), support)]


def _expected_by_chance(rated: Rated, rows: pd.DataFrame, level: float, reliability: float) -> list[Cell]:
    """The change that choosing goals by an uncertain first verdict leads one to expect."""
    every = rated.on("first", (MEASURABILITY, WHOLE))["majority"].astype(float)
    mean = float(every.mean()) if len(every) else None
    first, last = (rows[name].astype(float).to_numpy() for name in ("first", "last"))
    found = regression_to_the_mean(first, last, reliability, population_mean=mean, level=level)
    support = of_teams(rows, rated.members)
    return [
        cell
        for name, one in (("expected", found.expected), ("adjusted", found.adjusted))
        for cell in estimated_cells(
            "selection", (), name, in_percentage_points(one), Quantity.MODEL, support
        )[:1]
    ]


def _verdict(low: float, high: float) -> str:
    """The message for what may be said of the change."""
    if isnan(low):
        return NO_PAIRS
    if low > 0:
        return "goals_set.reworded_more"
    return "goals_set.reworded_fewer" if high < 0 else "goals_set.reworded_unclear"


def _tables() -> tuple[TableLayout, ...]:
    change = estimate_column("header.change_with_interval", "change")
    parts = (
        Column("header.goals_reworded", ("pairs",)),
        Column("header.met_first", ("first",)),
        Column("header.met_last", ("last",)),
        Column("header.gained", ("gained",)),
        Column("header.lost", ("lost",)),
        change,
        Column("header.p_value", ("p",)),
    )
    selection = (
        Column("header.goals_rated", ("measurable_n",)),
        Column("header.measurable_goals", ("measurable_count",)),
        estimate_column("header.share_with_interval", "measurable"),
    )
    groups = tuple((("rewording", name),) for name, _ in GROUPS)
    clusters = tuple((("cluster", name),) for name in ("team", "municipality"))
    rows = tuple(_at(part) for part in PARTS)
    return (
        TableLayout("reworded_parts", "reworded", "header.criterion", rows, parts),
        TableLayout("reworded_selection", "selection", "header.rewording", groups, selection),
        TableLayout("reworded_clusters", "by_clusters", "header.cluster", clusters, (change,)),
    )


def _statements(verdict: str) -> tuple[Statement, ...]:
    at = _at(WHOLE)
    counts = keys_of("reworded", at, "pairs", "first", "last", "gained", "lost")
    change: dict[str, str | tuple[str, ...]] = {
        "change": cell_key("reworded", "change", at),
        "interval": tuple(cell_key("reworded", f"change_{end}", at) for end in ("low", "high")),
        "level": cell_key("reworded", "level"),
        "pairs": counts["pairs"],
    }
    selection = {
        name: cell_key("selection", "measurable_count", (("rewording", name),)) for name, _ in GROUPS
    }
    selection |= {
        f"{name}_n": cell_key("selection", "measurable_n", (("rewording", name),)) for name, _ in GROUPS
    }
    selection |= {"unpaired": cell_key("selection", "unpaired")}
    chance = keys_of("selection", (), "expected", "adjusted")
    chance |= {"reliability": cell_key("reworded", "reliability")}
    said = change if verdict != NO_PAIRS else {}
    return (
        statement("reworded_counts", "goals_set.reworded_counts", counts),
        statement("reworded_selection_text", "goals_set.reworded_selection_text", selection),
        statement("reworded_chance", "goals_set.reworded_chance", chance),
        statement("reworded_change", verdict, said, group="may_say"),
        statement("may_not_say_cause", "goals_set.may_not_say_cause", group="may_not_say"),
        *(
            statement(f"reworded_{name}", f"goals_set.caveat.{name}", group="caveats")
            for name in ("who_rewords", "raters_see_version")
        ),
    )

"""How many first wordings are measurable, as raters see it."""

from math import isnan

from evaluering.analysis._goal_shares import share
from evaluering.analysis._goal_verdicts import MEASURABILITY, WHOLE, criteria, place
from evaluering.analysis._goals_rated import TABLES, Rated
from evaluering.analysis.cells import count_of, level_cell, setting_cell
from evaluering.analysis.layouts import interval_of, keys_of
from evaluering.analysis.reader import Reader
from evaluering.analysis.support import of_teams
from evaluering.results import (
    Cell,
    Claim,
    Column,
    Coordinates,
    FigureLayout,
    Finding,
    Statement,
    TableLayout,
    cell_key,
    statement,
)
from evaluering.tables.improvement import DEFINITIONS
from evaluering.vocabulary import FigureKind, Unit

CLAIM = ("goals_measurable", "majority_of_raters_teams_as_clusters", "first_wording")
HALF = 0.5
NO_INTERVAL = "goals_set.measurable_no_interval"
ALL_PARTS = (MEASURABILITY, WHOLE)
OVERALL = place(*ALL_PARTS)
_SHARE = interval_of("majority")


def measurable_finding(reader: Reader, rated: Rated, level: float) -> Finding:
    """Each criterion of both definitions and of measurability, at the goals' first wording."""
    cells = [cell for one in criteria() for cell in _criterion(rated, one, level)]
    cells += [*_by_network(rated, level), *_left_out(rated)]
    cells.append(setting_cell("criteria", (), "raters", rated.raters, Unit.COUNT))
    cells.append(level_cell("criteria", level))
    ends = {cell.measure: float(cell.value) for cell in cells if cell.at == OVERALL}
    networks = tuple(sorted(rated.goals["network"].dropna().unique()))
    return Finding(
        id="measurability",
        question="goals_set",
        basis=reader.basis(*TABLES),
        n=cell_key("criteria", "majority_n", OVERALL),
        cells=tuple(cells),
        tables=_tables(tuple((("network", name),) for name in networks)),
        figures=(_figure(),),
        statements=_statements(_verdict(ends["majority_low"], ends["majority_high"])),
        claim=Claim(*CLAIM, cell_key("criteria", "majority", OVERALL), rated.first_data),
    )


def _criterion(rated: Rated, criterion: tuple[str, str], level: float) -> list[Cell]:
    """The share by the majority, and the counts when all raters and when any must say yes."""
    rows, at = rated.on("first", criterion), place(*criterion)
    bounds = [
        count_of("criteria", at, rule, int(rows[rule].sum()), of_teams(rows, rated.members, rows[rule]))
        for rule in ("all", "any")
    ]
    return [*share("criteria", at, "majority", rows, rated.members, level), *bounds]


def _by_network(rated: Rated, level: float) -> list[Cell]:
    """The share of each network's goals with all four parts; that of all goals is their margin."""
    rows = rated.on("first", ALL_PARTS)
    cells: list[Cell] = []
    for network in sorted(rated.goals["network"].dropna().unique()):
        at, own = (("network", network), *OVERALL), rows[rows["network"] == network]
        cells += share("criteria", at, "majority", own, rated.members, level)
    return cells


def _left_out(rated: Rated) -> list[Cell]:
    """Goals whose first wording lacks a rating of some part, so that there is no verdict."""
    goals = rated.goals.reset_index()
    lacking = ~goals["goal"].isin(rated.on("first", ALL_PARTS).index)
    support = of_teams(goals, rated.members, lacking)
    return [
        count_of("criteria", (), "goals", len(goals), of_teams(goals, rated.members)),
        count_of("criteria", (), "unrated", int(lacking.sum()), support),
    ]


def _verdict(low: float, high: float) -> str:
    """The message for what may be said of the share."""
    if isnan(low):
        return NO_INTERVAL
    if high < HALF:
        return "goals_set.measurable_few"
    return "goals_set.measurable_most" if low > HALF else "goals_set.measurable_unclear"


def _rows(definition: str) -> tuple[Coordinates, ...]:
    return tuple(place(definition, one) for one in (*DEFINITIONS[definition], WHOLE))


def _tables(networks: tuple[Coordinates, ...]) -> tuple[TableLayout, ...]:
    judged = (
        Column("header.met_by_majority", ("majority_count",)),
        Column("header.share_with_interval", _SHARE),
        Column("header.met_by_all_to_any", ("all", "any")),
        Column("header.goals_rated", ("majority_n",)),
    )
    network = (
        Column("header.measurable_goals", ("majority_count",), OVERALL),
        Column("header.goals_rated", ("majority_n",), OVERALL),
        Column("header.share_with_interval", _SHARE, OVERALL),
    )
    return (
        *(
            TableLayout(f"criteria_{name}", "criteria", "header.criterion", _rows(name), judged)
            for name in DEFINITIONS
        ),
        TableLayout("measurable_by_network", "criteria", "header.network", networks, network),
    )


def _figure() -> FigureLayout:
    rows = _rows(MEASURABILITY)
    values = {at[1][1]: cell_key("criteria", "majority", at) for at in rows}
    columns = (Column("header.share_with_interval", _SHARE),)
    return FigureLayout(
        "measurability_parts",
        FigureKind.DOT_INTERVAL,
        TableLayout("measurability_parts", "criteria", "header.criterion", rows, columns),
        "axis.share_of_goals",
        alt=statement("measurability_parts.alt", "goals_set.measurability_parts.alt", values),
        key=statement("measurability_parts.key", "goals_set.measurability_parts.key", values),
    )


def _statements(verdict: str) -> tuple[Statement, ...]:
    own = {"measurable": cell_key("criteria", "majority_count", OVERALL)}
    own |= {"n": cell_key("criteria", "majority_n", OVERALL)}
    goals = keys_of("criteria", (), "goals", "unrated")
    ends = tuple(cell_key("criteria", f"majority_{end}", OVERALL) for end in ("low", "high"))
    said: dict[str, str | tuple[str, ...]] = {"share": cell_key("criteria", "majority", OVERALL)}
    said |= {"interval": ends, "level": cell_key("criteria", "level")}
    bounds = keys_of("criteria", OVERALL, "all", "any")
    bounds |= {"n": own["n"], "raters": cell_key("criteria", "raters")}
    return (
        statement("measurable_count", "goals_set.measurable_count", own | goals),
        statement("measurable_bounds", "goals_set.measurable_bounds", bounds),
        statement("measurable_share", verdict, said if verdict != NO_INTERVAL else {}, group="may_say"),
        statement("may_not_say_true", "goals_set.may_not_say_true", group="may_not_say"),
        statement("may_not_say_quality", "goals_set.may_not_say_quality", group="may_not_say"),
        *(
            statement(f"measurable_{name}", f"goals_set.caveat.{name}", group="caveats")
            for name in ("raters_err", "definitions", "goals_in_teams")
        ),
    )

"""How many first wordings are measurable, as raters see it."""

from math import isnan

from evaluering.analysis._goal_shares import count, share
from evaluering.analysis._goal_verdicts import MEASURABILITY, WHOLE, criteria, place
from evaluering.analysis._goals_rated import TABLES, Rated
from evaluering.analysis.reader import Reader
from evaluering.analysis.support import of_teams, setting_cell
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
ALL_PARTS = (MEASURABILITY, WHOLE)
_SHARE = ("majority", "majority_low", "majority_high")


def measurable_finding(reader: Reader, rated: Rated, level: float) -> Finding:
    """Each criterion of both definitions and of measurability, at the goals' first wording."""
    cells = [cell for one in criteria() for cell in _criterion(rated, one, level)]
    by_network = _by_network(rated, level)
    cells += [*by_network, *_left_out(rated)]
    cells.append(setting_cell("criteria", (), "raters", rated.raters, Unit.COUNT))
    cells.append(setting_cell("criteria", (), "level", level, Unit.LEVEL))
    ends = {cell.measure: float(cell.value) for cell in by_network if not cell.at}
    return Finding(
        id="measurability",
        question="goals_set",
        basis=reader.basis(*TABLES),
        n=cell_key("by_network", "measurable_n"),
        cells=tuple(cells),
        tables=_tables(tuple(dict.fromkeys(cell.at for cell in by_network if cell.at))),
        figures=(_figure(),),
        statements=_statements(_verdict(ends["measurable_low"], ends["measurable_high"])),
        claim=Claim(*CLAIM, cell_key("by_network", "measurable"), rated.first_data),
    )


def _criterion(rated: Rated, criterion: tuple[str, str], level: float) -> list[Cell]:
    """The share by the majority, and the counts when all raters and when any must say yes."""
    rows, at = rated.on("first", criterion), place(*criterion)
    bounds = [
        count("criteria", at, rule, int(rows[rule].sum()), of_teams(rows, rated.members, rows[rule]))
        for rule in ("all", "any")
    ]
    return [*share("criteria", at, "majority", rows, rated.members, level), *bounds]


def _by_network(rated: Rated, level: float) -> list[Cell]:
    """The share with all four parts: of all goals and of each network's."""
    rows = rated.on("first", ALL_PARTS).rename(columns={"majority": "measurable"})
    cells = [*share("by_network", (), "measurable", rows, rated.members, level)]
    for network in sorted(rated.goals["network"].dropna().unique()):
        own = rows[rows["network"] == network]
        cells += share("by_network", (("network", network),), "measurable", own, rated.members, level)
    return cells


def _left_out(rated: Rated) -> list[Cell]:
    """Goals whose first wording lacks a rating of some part, so that there is no verdict."""
    goals = rated.goals.reset_index()
    lacking = ~goals["goal"].isin(rated.on("first", ALL_PARTS).index)
    support = of_teams(goals, rated.members, lacking)
    return [
        count("by_network", (), "goals", len(goals), of_teams(goals, rated.members)),
        count("by_network", (), "unrated", int(lacking.sum()), support),
    ]


def _verdict(low: float, high: float) -> str:
    """What may be said of the share: nothing when there is no interval."""
    if isnan(low):
        return "no_interval"
    return "few" if high < HALF else "most" if low > HALF else "unclear"


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
        Column("header.measurable_goals", ("measurable_count",)),
        Column("header.goals_rated", ("measurable_n",)),
        Column("header.share_with_interval", ("measurable", "measurable_low", "measurable_high")),
    )
    return (
        *(
            TableLayout(f"criteria_{name}", "criteria", "header.criterion", _rows(name), judged)
            for name in DEFINITIONS
        ),
        TableLayout("measurable_by_network", "by_network", "header.network", networks, network),
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
    own = {
        name: cell_key("by_network", name)
        for name in ("measurable_count", "measurable_n", "goals", "unrated")
    }
    ends = tuple(cell_key("by_network", f"measurable{end}") for end in ("_low", "_high"))
    interval = {"share": cell_key("by_network", "measurable"), "interval": ends}
    interval["level"] = cell_key("criteria", "level")
    whole = place(*ALL_PARTS)
    bounds = {name: cell_key("criteria", name, whole) for name in ("all", "any")}
    bounds |= {"n": own["measurable_n"], "raters": cell_key("criteria", "raters")}
    said = interval if verdict != "no_interval" else {}
    return (
        statement("measurable_count", "goals_set.measurable_count", own),
        statement("measurable_bounds", "goals_set.measurable_bounds", bounds),
        statement("measurable_share", f"goals_set.measurable_{verdict}", said, group="may_say"),
        statement("may_not_say_true", "goals_set.may_not_say_true", group="may_not_say"),
        statement("may_not_say_quality", "goals_set.may_not_say_quality", group="may_not_say"),
        *(
            statement(f"measurable_{name}", f"goals_set.caveat.{name}", group="caveats")
            for name in ("raters_err", "definitions", "goals_in_teams")
        ),
    )

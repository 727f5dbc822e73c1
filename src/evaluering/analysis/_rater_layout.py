"""How the agreement of raters is shown and said."""

from collections.abc import Sequence
from math import isnan

from evaluering.analysis._goal_verdicts import place
from evaluering.analysis._rater_cells import CRITERIA, WORDINGS
from evaluering.analysis.layouts import estimate_column, interval_of, keys_of
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
from evaluering.tables.improvement import DEFINITIONS
from evaluering.vocabulary import FigureKind

CLAIM = ("rater_agreement_measurable", "ordinal_alpha_teams_as_clusters", "first_wording")
PRIMARY = place("report_2023", "measurable")
"""The criterion both definitions share, by the latest of them."""
UNDEFINED = "rater_agreement.primary_undefined"
_ALPHA = interval_of("alpha")


def tables() -> tuple[TableLayout, ...]:
    """A table a definition, and one of the reworded goals' two wordings."""
    columns = (
        estimate_column("header.percent_agreement", "percent"),
        Column("header.krippendorff", _ALPHA),
        estimate_column("header.ac1", "ac1"),
        Column("header.ac2", ("ac2",)),
        Column("header.fleiss", ("fleiss",)),
        Column("header.goals_compared", ("goals",)),
        Column("header.ratings_missing", ("missing",)),
        Column("header.substantial", ("substantial",)),
    )
    headers = ("header.alpha_first", "header.alpha_last")
    versions = tuple(
        Column(header, _ALPHA, (("wording", wording),))
        for header, wording in zip(headers, WORDINGS, strict=True)
    )
    goals = Column("header.goals_compared", ("goals",), (("wording", WORDINGS[0]),))
    every = tuple(place(*one) for one in CRITERIA)
    return (
        *(
            TableLayout(f"agreement_{name}", "agreement", "header.criterion", _rows(name), columns)
            for name in DEFINITIONS
        ),
        TableLayout("agreement_versions", "versions", "header.criterion", every, (*versions, goals)),
    )


def figure(cells: Sequence[Cell]) -> FigureLayout:
    """Alpha of every criterion with its interval."""
    low, high = _ends(_alphas(cells, CRITERIA)) or (PRIMARY, PRIMARY)
    values = {"low": cell_key("agreement", "alpha", low), "high": cell_key("agreement", "alpha", high)}
    rows = tuple(place(*one) for one in CRITERIA)
    return FigureLayout(
        "alpha_intervals",
        FigureKind.DOT_INTERVAL,
        TableLayout(
            "alpha_intervals", "agreement", "header.criterion", rows, (Column("header.krippendorff", _ALPHA),)
        ),
        "axis.alpha",
        alt=statement("alpha_intervals.alt", "rater_agreement.alpha_intervals.alt", values),
        key=statement("alpha_intervals.key", "rater_agreement.alpha_intervals.key", values),
    )


def statements(cells: Sequence[Cell], limit: float) -> tuple[Statement, ...]:
    """Who rated what, the range of each definition, and what the primary coefficient allows."""
    number = keys_of("agreement", (), "goals", "raters")
    verdict = _verdict(cells, limit)
    primary: dict[str, str | tuple[str, ...]] = {
        "alpha": cell_key("agreement", "alpha", PRIMARY),
        "interval": tuple(cell_key("agreement", f"alpha_{end}", PRIMARY) for end in ("low", "high")),
        "level": cell_key("agreement", "level"),
        "limit": cell_key("agreement", "limit"),
    }
    said = primary if verdict != UNDEFINED else {}
    return (
        statement("agreement_number", "rater_agreement.number", number),
        *(_range(cells, name) for name in DEFINITIONS),
        statement("agreement_primary", verdict, said, group="may_say"),
        statement("may_not_say_right", "rater_agreement.may_not_say_right", group="may_not_say"),
        statement("may_not_say_raters", "rater_agreement.may_not_say_raters", group="may_not_say"),
        *(
            statement(f"agreement_{name}", f"rater_agreement.caveat.{name}", group="caveats")
            for name in ("three_together", "teams", "undefined", "bands")
        ),
    )


def _rows(definition: str) -> tuple[Coordinates, ...]:
    return tuple(place(definition, one) for one in DEFINITIONS[definition])


def _alphas(cells: Sequence[Cell], criteria: Sequence[tuple[str, str]]) -> dict[Coordinates, float]:
    """The defined alphas at first wordings, by place."""
    wanted = {place(*one) for one in criteria}
    found = {
        cell.at: float(cell.value)
        for cell in cells
        if (cell.table, cell.measure) == ("agreement", "alpha") and cell.at in wanted
    }
    return {at: value for at, value in found.items() if not isnan(value)}


def _ends(alphas: dict[Coordinates, float]) -> tuple[Coordinates, Coordinates] | None:
    """Where alpha is lowest and highest; None where it is defined nowhere."""
    if not alphas:
        return None
    return min(alphas, key=lambda at: (alphas[at], at)), max(alphas, key=lambda at: (alphas[at], at))


def _range(cells: Sequence[Cell], definition: str) -> Statement:
    own = [(definition, one) for one in DEFINITIONS[definition]]
    ends, name = _ends(_alphas(cells, own)), f"agreement_range_{definition}"
    labels = {"definition": ("definition", definition)}
    if ends is None:
        return statement(name, "rater_agreement.range_undefined", labels=labels)
    values = {end: cell_key("agreement", "alpha", at) for end, at in zip(("low", "high"), ends, strict=True)}
    labels |= {"hardest": ends[0][1], "easiest": ends[1][1]}
    return statement(name, "rater_agreement.range", values, labels=labels)


def _verdict(cells: Sequence[Cell], limit: float) -> str:
    """The message for the primary interval against the limit."""
    found = {
        cell.measure: float(cell.value) for cell in cells if cell.table == "agreement" and cell.at == PRIMARY
    }
    if isnan(found["alpha_low"]):
        return UNDEFINED
    if found["alpha_low"] >= limit:
        return "rater_agreement.primary_enough"
    too_low = found["alpha_high"] < limit
    return "rater_agreement.primary_too_low" if too_low else "rater_agreement.primary_unclear"

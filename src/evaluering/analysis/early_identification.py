"""How many of those screened are at risk, where, at what age, and what followed?"""

from collections.abc import Iterator
from math import isnan

import pandas as pd

from evaluering.analysis._clustered_ends import Persons, clustered_ends
from evaluering.analysis._present_number import present_number
from evaluering.analysis.cells import count_cell, level_cell, share_cells
from evaluering.analysis.layouts import estimate_column
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.registration import first_day
from evaluering.analysis.support import behind, counted
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
from evaluering.vocabulary import Design, FigureKind, Protects

QUESTION = "early_identification"
SLICES = ("screenings", "municipality_changes")
RESULTS = ("at_risk", "uncertain", "not_at_risk")
PLACES = ("general_practitioner", "hospital", "municipality")
AGES = ("0_17", "18_66", "67_79", "80_and_over")
FOLLOWED = ("team", "coordinator", "service", "nothing")
_DIMENSIONS = {"place": "screened_at", "age_group": "age_group"}
CLAIM = ("at_risk", "wilson", "all_screenings")
_PERSONS = Protects.PERSONS


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """Shares at risk by place and age group, uncertain as a result of its own, and what followed each.

    Parameter: ``level``. Estimand: share of screenings with each result; one screening is one person as
    far as the data tell. What followed is of the screenings where it is known; the others are counted.
    Municipalities as clusters are the sensitivity. Assumes independent screenings; whom one chose to screen
    decides the share, which is no prevalence. Source: Wilson 1927; Korn and Graubard 1998.
    """
    rows, level = reader.table("screenings"), level_of(parameters)
    rows["municipality"] = present_number(rows["municipality"], reader.table("municipality_changes"))
    cells = (*_result_cells(rows, level), *_followed_cells(rows, level))
    finding = Finding(
        id="screenings",
        question=QUESTION,
        basis=reader.basis(*SLICES),
        n=cell_key("screenings", "count"),
        cells=cells,
        tables=_tables(),
        figures=(_figure(),),
        statements=_statements(cells),
        design=Design.DESCRIPTION,
        claim=Claim(*CLAIM, cell_key("screenings", "at_risk"), first_day(rows["screened"])),
    )
    return (finding,)


def _result_cells(rows: pd.DataFrame, level: float) -> Iterator[Cell]:
    yield level_cell("screenings", level)
    yield count_cell("screenings", (), "count", behind(rows, "screening"))
    of = (rows, Persons("screening", _PERSONS, level))
    yield from clustered_ends("screenings", (), "at_risk_clustered", rows["result"] == "at_risk", of)
    for at, part in _parts(rows):
        for result in RESULTS:
            told = counted(part, part["result"] == result, "screening", _PERSONS)
            yield from share_cells("screenings", at, result, told, level)


def _parts(rows: pd.DataFrame) -> Iterator[tuple[Coordinates, pd.DataFrame]]:
    yield (), rows
    for column, values in (("place", PLACES), ("age_group", AGES)):
        for value in values:
            yield ((_DIMENSIONS[column], value),), rows[rows[column] == value]


def _followed_cells(rows: pd.DataFrame, level: float) -> Iterator[Cell]:
    for result in RESULTS:
        of_result = rows[rows["result"] == result]
        told = of_result[of_result["followed_up"].notna()]
        at: Coordinates = (("screening_result", result),)
        yield count_cell("followed", at, "not_told", behind(of_result.drop(told.index), "screening"))
        for what in FOLLOWED:
            met = counted(told, told["followed_up"] == what, "screening", _PERSONS)
            yield from share_cells("followed", at, what, met, level)


def _tables() -> tuple[TableLayout, ...]:
    places = tuple((("screened_at", place),) for place in PLACES)
    ages = tuple((("age_group", age),) for age in AGES)
    results = tuple((("screening_result", result),) for result in RESULTS)
    columns = (
        Column("header.screenings", ("at_risk_n",)),
        *(estimate_column(f"screening_result.{one}", one) for one in RESULTS),
    )
    followed = (
        Column("header.known_followed", ("team_n",)),
        *(estimate_column(f"followed_up.{one}", one) for one in FOLLOWED),
        Column("header.not_told", ("not_told",)),
    )
    return (
        TableLayout("places", "screenings", "header.place", places, columns),
        TableLayout("ages", "screenings", "header.age_group", ages, columns),
        TableLayout("followed", "followed", "header.result", results, followed),
    )


def _figure() -> FigureLayout:
    places = tuple((("screened_at", place),) for place in PLACES)
    columns = (estimate_column("screening_result.at_risk", "at_risk"),)
    values = {"share": cell_key("screenings", "at_risk"), "n": cell_key("screenings", "count")}
    return FigureLayout(
        "at_risk_places",
        FigureKind.DOT_INTERVAL,
        TableLayout("at_risk_places", "screenings", "header.place", places, columns),
        "axis.share_at_risk",
        alt=statement("at_risk_places.alt", f"{QUESTION}.at_risk_places.alt", values),
        key=statement("at_risk_places.key", f"{QUESTION}.at_risk_places.key", values),
    )


def _statements(cells: tuple[Cell, ...]) -> tuple[Statement, ...]:
    found = {cell.key: cell.value for cell in cells}
    risk = {end: cell_key("screenings", f"at_risk{end}") for end in ("", "_low", "_high", "_n")}
    values: dict[str, str | tuple[str, ...]] = {
        "share": risk[""],
        "interval": (risk["_low"], risk["_high"]),
        "n": risk["_n"],
        "uncertain": cell_key("screenings", "uncertain"),
        "level": cell_key("screenings", "level"),
    }
    at = (("screening_result", "at_risk"),)
    nothing = {"share": cell_key("followed", "nothing", at), "n": cell_key("followed", "nothing_n", at)}
    clustered = {
        "interval": tuple(cell_key("screenings", f"at_risk_clustered_{end}") for end in ("low", "high"))
    }
    spread = all(not isnan(float(found[end])) for end in clustered["interval"])
    some, known = bool(found[risk["_n"]]), bool(found[nothing["n"]])
    return (
        statement(
            "at_risk",
            "early_identification.share_at_risk" if some else "early_identification.none",
            values if some else {},
            group="may_say",
        ),
        *((statement("nothing", f"{QUESTION}.nothing_followed", nothing, group="may_say"),) if known else ()),
        statement("not_prevalence", f"{QUESTION}.not_prevalence", group="may_not_say"),
        statement("not_found_early", f"{QUESTION}.not_found_early", group="may_not_say"),
        *(
            (statement("clusters", f"{QUESTION}.caveat_clusters", clustered, group="caveats"),)
            if spread
            else ()
        ),
        statement("same_person", f"{QUESTION}.caveat_same_person", group="caveats"),
        statement("uncertain", f"{QUESTION}.caveat_uncertain", group="caveats"),
    )


ANALYSIS = Analysis(QUESTION, SLICES, compute, optional=frozenset({"municipality_changes"}), claims=(CLAIM,))

"""Do teams have a user representative, what hinders it, and who else touches users and services?"""

from collections.abc import Iterator

import pandas as pd

from evaluering.analysis._actor_maps import maps_finding
from evaluering.analysis._team_places import with_place
from evaluering.analysis.cells import (
    compared_cell,
    count_cell,
    level_cell,
    quartile_cells,
    share_cells,
    silent_cell,
)
from evaluering.analysis.layouts import estimate_column
from evaluering.analysis.reader import Analysis, Parameters, Reader, level_of
from evaluering.analysis.support import behind, counted
from evaluering.results import Cell, Claim, Column, Finding, Statement, TableLayout, cell_key, statement
from evaluering.vocabulary import Design, Protects, Unit

QUESTION = "user_involvement"
OBSTACLES = ("no_local_organisation", "none_trained", "health", "time", "other", "none")
_RECRUITED = {True: "user_involvement.recruited", False: "user_involvement.nothing_recorded"}
CLAIM = ("representative_recruited", "wilson", "as_recorded")
_TABLE, _PERSONS = "user_representatives", Protects.PERSONS
SLICES = (_TABLE, "actor_maps", "teams", "team_members", "team_municipalities", "municipality_changes")


def compute(reader: Reader, parameters: Parameters) -> tuple[Finding, ...]:
    """User representatives in teams and obstacles to recruiting them; actor maps.

    Parameter: ``level``. Estimand: share of teams whose record says that a representative was recruited;
    teams without a record are counted apart. Whether representatives were compensated is of the teams
    that recruited one and told. Assumes independent teams. Source: Wilson 1927.
    """
    level = level_of(parameters)
    rows = with_place(
        reader.table(_TABLE), reader.table("team_municipalities"), reader.table("municipality_changes")
    )
    cells = (*_cells(reader, rows, level), *_obstacle_cells(rows, level))
    finding = Finding(
        id=_TABLE,
        question=QUESTION,
        basis=reader.basis(_TABLE, "teams", "team_members", "team_municipalities", "municipality_changes"),
        n=cell_key("teams", "recorded"),
        cells=cells,
        tables=_tables(),
        statements=_statements(cells),
        design=Design.DESCRIPTION,
        claim=Claim(*CLAIM, cell_key("teams", "recruited")),
    )
    return finding, *maps_finding(reader, level)


def _cells(reader: Reader, rows: pd.DataFrame, level: float) -> Iterator[Cell]:
    teams = with_place(
        reader.table("teams"), reader.table("team_municipalities"), reader.table("municipality_changes")
    )
    yield level_cell("teams", level)
    yield count_cell("teams", (), "recorded", behind(rows, "team"))
    yield silent_cell("teams", "unrecorded", teams, rows["team"], _PERSONS)
    recruited = rows["recruited"].astype(str) == "yes"
    yield from share_cells("teams", (), "recruited", counted(rows, recruited, "team", _PERSONS), level)
    yield from _number_cells(rows[recruited])
    told = rows[recruited & rows["compensated"].notna()]
    paid = counted(told, told["compensated"].astype(str) == "yes", "team", _PERSONS)
    yield from share_cells("teams", (), "compensated", paid, level)
    yield from _member_cells(reader, rows, recruited)


def _number_cells(recruited: pd.DataFrame) -> tuple[Cell, ...]:
    support = behind(recruited, "team")
    return quartile_cells("teams", (), "number", recruited["number"], support, Unit.NUMBER)


def _member_cells(reader: Reader, rows: pd.DataFrame, recruited: "pd.Series[bool]") -> Iterator[Cell]:
    """How many teams' records disagree with the list of members: a sign of stale data."""
    members = reader.table("team_members")
    listed = rows["team"].isin(set(members.loc[members["role"] == "user_representative", "team"]))
    compared = rows[rows["team"].isin(set(members["team"]))]
    differ = (listed != recruited)[compared.index]
    support = counted(compared, differ, "team", _PERSONS)
    yield compared_cell("teams", "disagree", members, support, "no list of members to compare with")


def _obstacle_cells(rows: pd.DataFrame, level: float) -> Iterator[Cell]:
    for obstacle in OBSTACLES:
        told = counted(rows, rows["obstacle"] == obstacle, "team", _PERSONS)
        yield from share_cells("obstacles", (("obstacle", obstacle),), "share", told, level)


def _tables() -> tuple[TableLayout, ...]:
    rows = tuple((("obstacle", obstacle),) for obstacle in OBSTACLES)
    columns = (
        Column("header.n", ("share_n",)),
        Column("header.teams", ("share_count",)),
        estimate_column("header.share_with_interval", "share"),
    )
    return (TableLayout("obstacles", "obstacles", "header.obstacle", rows, columns),)


def _statements(cells: tuple[Cell, ...]) -> tuple[Statement, ...]:
    found = {cell.key: cell.value for cell in cells}
    keys = {end: cell_key("teams", f"recruited{end}") for end in ("", "_count", "_n", "_low", "_high")}
    values: dict[str, str | tuple[str, ...]] = {
        "number": keys["_count"],
        "n": keys["_n"],
        "share": keys[""],
        "interval": (keys["_low"], keys["_high"]),
    }
    paid = {"number": cell_key("teams", "compensated_count"), "n": cell_key("teams", "compensated_n")}
    apart = {"unrecorded": cell_key("teams", "unrecorded"), "disagree": cell_key("teams", "disagree")}
    some = bool(found[keys["_n"]])
    return (
        statement("recruited", _RECRUITED[some], values if some else {}, group="may_say"),
        *((_said("compensated", paid, "may_say"),) if found[paid["n"]] else ()),
        _said("not_influence", {}, "may_not_say"),
        _said("caveat_records", apart, "caveats"),
    )


def _said(name: str, values: dict[str, str] | dict[str, str | tuple[str, ...]], group: str) -> Statement:
    return statement(name, f"{QUESTION}.{name}", dict(values), group=group)


ANALYSIS = Analysis(
    QUESTION,
    SLICES,
    compute,
    optional=frozenset(
        {"actor_maps", "teams", "team_members", "team_municipalities", "municipality_changes"}
    ),
    claims=(CLAIM,),
)

"""How teams are made up against the recommendation, and their user representatives."""

from collections.abc import Mapping

import pandas as pd

from evaluering.analysis._teams import Places
from evaluering.analysis.cells import count_cell, share_cells
from evaluering.analysis.roles import in_declared_order, with_pooled_roles
from evaluering.analysis.support import fingerprint
from evaluering.results import Cell, Support
from evaluering.tables import TABLES
from evaluering.vocabulary import Protects

SMALLEST, LARGEST = 4, 6
"""Members recommended."""
PARTS = ("size", "leader", "representative", "interdisciplinary", "all")
SIZES = ("fewer", "recommended", "more")
_LEADERS = {"leader", "service_manager"}
_FIELDS = ("professional", "coordinator", "general_practitioner", "hospital_representative")
_FEWEST_FIELDS = 2


def members_at_start(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Members on the day of the network's first gathering, or of the team's start when later."""
    met = tables["gatherings"].groupby("network")["start"].min().rename("met").reset_index()
    teams = tables["teams"][["team", "network", "started"]].merge(met, on="network", how="left")
    later = teams["met"].where(teams["met"] > teams["started"], teams["started"])
    members = tables["team_members"].merge(teams.assign(day=later)[["team", "day"]], on="team")
    return members[(members["joined"] <= members["day"]) & ~(members["left"] < members["day"])]


def recommended(members: pd.DataFrame) -> pd.DataFrame:
    """One row a team: which parts of the recommendation it meets.

    4 to 6 members; a leader or service manager; a user representative; interdisciplinary: members from
    two or more of the roles of professionals (professions themselves are not recorded).
    """
    roles = members.groupby("team")["role"].agg(list)
    made = pd.DataFrame(index=roles.index)
    made["members"] = roles.map(len).astype("int64")
    made["size"] = made["members"].between(SMALLEST, LARGEST)
    made["leader"] = roles.map(lambda own: bool(_LEADERS & set(own))).astype(bool)
    made["representative"] = roles.map(lambda own: "user_representative" in own).astype(bool)
    made["interdisciplinary"] = roles.map(lambda own: len(set(own) & set(_FIELDS)) >= _FEWEST_FIELDS).astype(
        bool
    )
    made["all"] = made[list(PARTS[:-1])].all(axis=1)
    return made


def role_cells(members: pd.DataFrame, behind: Places) -> list[Cell]:
    """Members by role, in the declared order; roles that few hold are counted together."""
    declared = TABLES["team_members"].column("role").allowed
    pooled = with_pooled_roles(members, "member", declared)
    listed = in_declared_order(list(pooled["role"].unique()), declared)
    parts = [(("role", role),) for role in listed]
    groups = [pooled[pooled["role"] == role] for role in listed]
    return [
        count_cell("roles", at, "members", _members(rows, behind))
        for at, rows in zip([*parts, ()], [*groups, pooled], strict=True)
    ]


def _members(rows: pd.DataFrame, behind: Places) -> Support:
    units = fingerprint(rows["member"], "member")
    places = behind.municipalities(rows["team"].unique())
    return Support(Protects.STAFF, int(rows["member"].nunique()), places, units=units)


def composition_cells(made: pd.DataFrame, teams: pd.DataFrame, behind: Places) -> list[Cell]:
    """Teams that meet each part of the recommendation, by size, and those without any member known."""
    cells: list[Cell] = []
    for part in PARTS:
        support = behind.support(made.index, made.index[made[part]])
        cells += share_cells("composition", (("recommendation", part),), "meets", support)
    bands = {
        "fewer": made["members"] < SMALLEST,
        "recommended": made["size"],
        "more": made["members"] > LARGEST,
    }
    for band in SIZES:
        support = behind.support(made.index, made.index[bands[band]])
        cells.append(count_cell("sizes", (("size", band),), "teams", support))
    cells.append(count_cell("sizes", (), "teams", behind.support(made.index)))
    unknown = set(teams["team"]) - set(made.index)
    return [*cells, count_cell("composition", (), "unknown", behind.support(teams["team"], unknown))]


def representative_cells(representatives: pd.DataFrame, behind: Places) -> list[Cell]:
    """Teams that recruited user representatives, compensated them, and the main obstacles."""
    every = representatives["team"]
    recruited = representatives[representatives["recruited"] == "yes"]
    known = recruited.dropna(subset=["compensated"])
    paid = known.loc[known["compensated"] == "yes", "team"]
    persons = Protects.PERSONS
    cells = [
        *share_cells(
            "representatives", (), "recruited", behind.support(every, recruited["team"], protects=persons)
        ),
        *share_cells(
            "representatives", (), "compensated", behind.support(known["team"], paid, protects=persons)
        ),
    ]
    for obstacle in obstacles():
        own = representatives.loc[representatives["obstacle"] == obstacle, "team"]
        support = behind.support(every, own, protects=persons)
        cells.append(count_cell("obstacles", (("obstacle", obstacle),), "teams", support))
    return [*cells, count_cell("obstacles", (), "teams", behind.support(every, protects=persons))]


def obstacles() -> tuple[str, ...]:
    """Obstacles to recruiting, as the table declares them."""
    columns = TABLES["user_representatives"].columns
    return next(column.allowed for column in columns if column.name == "obstacle")

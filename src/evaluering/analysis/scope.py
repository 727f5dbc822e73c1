"""Which part of the study an analysis looks at: all of it, or one network, municipality, team or trust."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from evaluering.analysis.reader import Parameters
from evaluering.errors import InputRefused
from evaluering.tables import TABLES

SCOPE_TABLES = (
    "networks",
    "municipalities",
    "municipality_changes",
    "hospital_trusts",
    "teams",
    "team_municipalities",
)
"""What a scope is found by; read beside an analysis' own slices whenever a part is asked for."""
_USERS = "conversations"
_EVERYWHERE = frozenset(
    {
        "municipalities",
        "municipality_changes",
        "hospital_trusts",
        "survey_items",
        "survey_options",
        "interview_codes",
        "pathway_limits",
    }
)
"""Tables about everybody: code lists, instruments and limits are the same in every part."""


@dataclass(frozen=True)
class Scope:
    """One part of the study; an empty name means all.

    A municipality's part holds what is recorded under its own number, and else the rows of the teams it
    takes part in: what a team of several municipalities did cannot be divided between them.
    """

    network: str = ""
    municipality: str = ""
    team: str = ""
    hospital_trust: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Scope()


def scope_of(parameters: Parameters) -> Scope:
    """The scope that parameters of these names ask for."""
    return Scope(**{field.name: str(parameters.get(field.name, "")) for field in fields(Scope)})


def read_for(slices: Collection[str], scope: Scope) -> tuple[str, ...]:
    """The tables to read for an analysis of ``slices``: with a scope also those it is found by."""
    wanted = set(slices)
    waiting = [] if scope.is_all else [*slices, *SCOPE_TABLES]
    while waiting:
        name = waiting.pop()
        wanted.add(name)
        waiting += [other for other in _behind(name) if other not in wanted]
    return tuple(sorted(wanted))


def _behind(table: str) -> set[str]:
    columns = TABLES[table].columns
    users = {_USERS} if any(column.name == "user" for column in columns) else set()
    return users | {column.references for column in columns if column.references}


def restricted(frames: Mapping[str, pd.DataFrame], scope: Scope) -> dict[str, pd.DataFrame]:
    """Every table without the rows outside ``scope``.

    A row belongs to the scope of what it names: its own team, municipality, network or trust, and else
    what its identifiers refer to, step by step (a task to its package, gathering and network); a row
    that only names a user follows the user's conversations. Raises ``InputRefused`` when the scope names
    something nobody delivered.
    """
    if scope.is_all:
        return dict(frames)
    _check_known(frames, scope)
    return {name: frame[_Inside(frames, scope).rows(name)] for name, frame in frames.items()}


def kept_values(frames: Mapping[str, pd.DataFrame], scope: Scope, table: str) -> dict[str, frozenset[Any]]:
    """By column, the values inside ``scope`` of a table that is not among ``frames``; empty cells are inside.

    The same rule as for ``restricted``, for rows that are not loaded.
    """
    if scope.is_all:
        return {}
    _check_known(frames, scope)
    return _Inside(frames, scope).values(table, {column.name for column in TABLES[table].columns})


def _check_known(frames: Mapping[str, pd.DataFrame], scope: Scope) -> None:
    for field in fields(Scope):
        name, table = getattr(scope, field.name), TABLES[_home(field.name)]
        if name and name not in set(_column(frames, table.name, field.name)):
            raise InputRefused(
                f"{field.name} of a report",
                expected=f"a {field.name} that was delivered in {table.name}",
                found="another one",
                next_step="mend the report's parameters in evaluering.toml, or deliver the table",
            )


def _home(kind: str) -> str:
    return {"municipality": "municipalities"}.get(kind, f"{kind}s")


def _column(frames: Mapping[str, pd.DataFrame], table: str, column: str) -> "pd.Series[Any]":
    return frames[table][column] if table in frames else pd.Series([], dtype=object)


class _Inside:
    """Which rows and identifiers are inside a scope."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], scope: Scope) -> None:
        self._frames, self._scope = MappingProxyType(dict(frames)), scope
        self.identifiers = cache(self._identifiers)

    def rows(self, table: str) -> "pd.Series[bool]":
        """Which rows of a table are inside."""
        frame = self._frames[table]
        inside = pd.Series(True, index=frame.index)
        for column, allowed in self.values(table, set(frame.columns)).items():
            inside &= frame[column].isin(allowed) | frame[column].isna()
        return inside

    def values(self, table: str, columns: set[str]) -> dict[str, frozenset[Any]]:
        """The values that are inside, by those of the table's ``columns`` that decide."""
        if table in _EVERYWHERE:
            return {}
        found = {column: self._allowed(table, column) for column in self._links(table, columns)}
        return {column: allowed for column, allowed in found.items() if allowed is not None}

    def _links(self, table: str, columns: set[str]) -> list[str]:
        """The columns by which a table's rows are inside or not; nearer ones stand for those behind."""
        if {"team", "municipality"} <= columns and table != "team_municipalities":
            # What bears a municipality's number is its own, whatever team it came through.
            own = bool(self._scope.municipality)
            columns -= {"team"} if own and not (self._scope.team or self._scope.network) else set()
            columns -= set() if own else {"municipality"}
        if {"team", "municipality"} & columns:
            columns -= {"user"}
        return sorted(columns)

    def _allowed(self, table: str, column: str) -> frozenset[Any] | None:
        """The values of a column that are inside; None where it decides nothing."""
        if column == "hospital_trust":
            return frozenset({self._scope.hospital_trust}) if self._scope.hospital_trust else None
        if column == "network":
            return self._networks()
        if column == "municipality":
            return self._municipalities()
        if column == "team":
            return self._teams()
        if column == "user" and table != _USERS:
            return self.identifiers(_USERS, "user")
        target = {one.name: one.references for one in TABLES[table].columns}[column]
        known = bool(target) and target not in _EVERYWHERE and target != table
        return self.identifiers(target, TABLES[target].key[0]) if known else None

    def _identifiers(self, table: str, column: str) -> frozenset[Any] | None:
        if table not in self._frames:
            return None
        return frozenset(self._frames[table].loc[self.rows(table), column])

    def _municipalities(self) -> frozenset[Any] | None:
        if self._scope.municipality:
            return frozenset({self._scope.municipality})
        if not (self._scope.network or self._scope.team):
            return None
        members = self._frames["team_municipalities"]
        own = set(members.loc[members["team"].isin(self._teams() or ()), "municipality"])
        return frozenset(own | self._renamed(own))

    def _renamed(self, numbers: set[Any]) -> set[Any]:
        """The numbers of the same municipalities before or after a merger, a split or a renumbering."""
        changes = self._frames.get("municipality_changes")
        if changes is None:
            return set()
        before, after = changes["from_municipality"], changes["to_municipality"]
        return set(after[before.isin(numbers)]) | set(before[after.isin(numbers)])

    def _networks(self) -> frozenset[Any] | None:
        teams = self._teams()
        if self._scope.network or teams is None:
            return frozenset({self._scope.network}) if self._scope.network else None
        every = self._frames["teams"]
        return frozenset(every.loc[every["team"].isin(teams), "network"])

    def _teams(self) -> frozenset[Any] | None:
        scope, teams = self._scope, self._frames.get("teams")
        if teams is None or not (scope.network or scope.municipality or scope.team):
            return None
        inside = pd.Series(True, index=teams.index)
        if scope.network:
            inside &= teams["network"] == scope.network
        if scope.team:
            inside &= teams["team"] == scope.team
        if scope.municipality:
            members = self._frames["team_municipalities"]
            own = members.loc[members["municipality"] == scope.municipality, "team"]
            inside &= teams["team"].isin(own)
        return frozenset(teams.loc[inside, "team"])

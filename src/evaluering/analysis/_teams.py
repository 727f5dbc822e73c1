"""Teams in networks as several questions see them: where from, when at work, by which gathering."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import nan

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from evaluering.analysis.support import fingerprint
from evaluering.results import Cell, Column, Coordinates, Support, TableLayout
from evaluering.vocabulary import Protects, Quantity, Unit

DAYS_A_MONTH = 30.4375
TOTAL, JOINT = "total", "joint"


def _fingerprint(teams: Iterable[str]) -> int:
    return fingerprint(pd.Series(sorted(teams), dtype=object), "team")


@dataclass(frozen=True)
class Places:
    """Which municipalities each team comes from; a team may span several."""

    by_team: Mapping[str, frozenset[str]]

    def support(
        self,
        teams: Iterable[str],
        counted: Iterable[str] | None = None,
        *,
        protects: Protects = Protects.STAFF,
    ) -> Support:
        """The different teams behind a number, those of them that are counted, their municipalities."""
        units = set(teams)
        told = Support(protects, len(units), self.municipalities(units), units=_fingerprint(units))
        if counted is None:
            return told
        within = units & set(counted)
        return replace(told, counted=len(within), within=_fingerprint(within))

    def amounts(self, given: "pd.Series[float]", *, protects: Protects = Protects.STAFF) -> Support:
        """As ``support``, for a total of what each team (the index) gives."""
        total, units = float(given.sum()), set(given.index)
        parts = np.sort(given.to_numpy(dtype=float))[::-1][:2] / total if total > 0 else np.array([])
        largest = tuple(float(part) for part in parts)
        return replace(self.support(units, protects=protects), largest=largest)

    def municipalities(self, teams: Iterable[str]) -> int:
        """How many different municipalities the teams come from."""
        return len(frozenset[str]().union(*(self.by_team.get(team, frozenset()) for team in teams)))

    def clusters(self, teams: Iterable[str]) -> list[int]:
        """A label for each team: teams that share a municipality, directly or through others, are one.

        A team of no known municipality is a cluster of its own.
        """
        names = list(teams)
        number = {place: len(names) + n for n, place in enumerate(self._sorted(names))}
        pairs = [(n, number[place]) for n, team in enumerate(names) for place in self.by_team.get(team, ())]
        size = len(names) + len(number)
        ones = np.ones(len(pairs))
        rows, columns = np.array(pairs, dtype=int).reshape(-1, 2).T
        found = connected_components(coo_array((ones, (rows, columns)), shape=(size, size)), directed=False)
        return [int(label) for label in found[1][: len(names)]]

    def _sorted(self, teams: Iterable[str]) -> list[str]:
        return sorted({place for team in teams for place in self.by_team.get(team, ())})


def places(team_municipalities: pd.DataFrame) -> Places:
    """Where teams come from, by the table ``team_municipalities``."""
    pairs = team_municipalities.groupby("team")["municipality"]
    return Places({str(team): frozenset(own) for team, own in pairs})


def at_work(teams: pd.DataFrame, gatherings: pd.DataFrame, withdrawals: pd.DataFrame) -> pd.DataFrame:
    """Every gathering with each team of its network that had started and not withdrawn by its first day.

    Columns ``gathering``, ``team``, ``row`` (see ``gathering_rows``) and ``start``.
    """
    pairs = with_rows(gatherings).merge(teams[["team", "network", "started"]], on="network")
    pairs = pairs.merge(withdrawals[["team", "withdrawn"]], on="team", how="left")
    inside = (pairs["started"] <= pairs["start"]) & ~(pairs["withdrawn"] < pairs["start"])
    return pairs.loc[inside, ["gathering", "team", "row", "start"]].reset_index(drop=True)


def with_rows(gatherings: pd.DataFrame) -> pd.DataFrame:
    """Gatherings with the row of a table they stand in: their number, or joint with another network."""
    row = gatherings["number"].astype(str).where(gatherings["joint"] != "yes", JOINT)
    return gatherings.assign(row=row.astype(object))


def gathering_rows(frame: pd.DataFrame) -> tuple[str, ...]:
    """The rows of a table by gathering: numbers in order, joint gatherings, and the total."""
    found = {str(row) for row in frame["row"]}
    joint = (JOINT,) if JOINT in found else ()
    return (*sorted(found - {JOINT}, key=int), *joint, TOTAL)


def of_row(frame: pd.DataFrame, row: str) -> pd.DataFrame:
    """The part of a frame that stands in a row of a table by gathering."""
    return frame if row == TOTAL else frame[frame["row"] == row]


def place_of(row: str, dimension: str = "gathering") -> Coordinates:
    """The coordinates of a row; the total has none, so that it is the margin of the others."""
    return () if row == TOTAL else ((dimension, row),)


def total_cell(table: str, at: Coordinates, measure: str, given: "pd.Series[float]", behind: Places) -> Cell:
    """How many in all, of what each team (the index) gives: events, participants, tasks."""
    return Cell(
        table, at, measure, int(given.sum()), Unit.COUNT, kind=Quantity.TOTAL, support=behind.amounts(given)
    )


def layout(name: str, cells: str, rows: Iterable[str], columns: Iterable[Column]) -> TableLayout:
    """A table by gathering, the total last."""
    named: tuple[Coordinates, ...] = tuple(place_of(row) for row in rows)
    return TableLayout(name, cells, "header.gathering", named, tuple(columns))


def days_between(first: "pd.Series[str]", last: "pd.Series[str]") -> "pd.Series[float]":
    """Days from one ISO day to another; NaN where either is missing."""
    pairs = zip(first.tolist(), last.tolist(), strict=True)
    return pd.Series([_days(one, other) for one, other in pairs], index=first.index, dtype="float64")


def _days(first: object, last: object) -> float:
    if not (isinstance(first, str) and isinstance(last, str)):
        return nan
    return float((date.fromisoformat(last) - date.fromisoformat(first)).days)

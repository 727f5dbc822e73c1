"""Team-months in which a team could ask and be guided, and what happened in them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from evaluering.analysis._teams import DAYS_A_MONTH, days_between
from evaluering.results import Estimate
from evaluering.statistics import rates
from evaluering.statistics.rates import Dispersion


@dataclass(frozen=True)
class Rates:
    """Inquiries per team-month with three intervals, and how unevenly teams ask.

    ``exact`` takes inquiries as independent (Garwood); ``by_team`` and ``by_municipality`` allow for
    clusters (quasi-Poisson over teams, and over teams that share municipalities).
    """

    exact: Estimate
    by_team: Dispersion
    by_municipality: Dispersion

    @property
    def uneven(self) -> bool:
        """Whether teams ask more unevenly than chance gives at the level asked for."""
        return self.by_team.p < 1 - self.exact.level

    @property
    def chosen(self) -> Estimate:
        """The interval to speak of: over teams where they ask unevenly, else the exact one."""
        return self.by_team.rate if self.uneven else self.exact


def exposures(tables: Mapping[str, pd.DataFrame], until: str, last_seen: str = "") -> pd.DataFrame:
    """One row a team: its first and last day in the network, and the months between (30.4375 days).

    From the network's first gathering, or the team's start when later, until it withdrew, the
    network ended (``last_seen`` where it has no end), or ``until``, whichever came first. ``tables`` holds
    teams, networks, gatherings and withdrawals. Teams without such a time (no gathering, withdrawn before
    it) have 0 months.
    """
    first = tables["gatherings"].groupby("network")["start"].min().rename("met").reset_index()
    teams = tables["teams"].merge(tables["networks"][["network", "end"]], on="network", how="left")
    teams = teams.merge(first, on="network", how="left")
    teams = teams.merge(tables["withdrawals"][["team", "withdrawn"]], on="team", how="left")
    begins = [_latest(*days) for days in zip(teams["met"], teams["started"], strict=True)]
    closes = teams["end"].where(teams["end"].notna(), last_seen)
    ends = [_earliest(*days, until) for days in zip(closes, teams["withdrawn"], strict=True)]
    teams = teams.assign(first=pd.Series(begins, dtype=object), last=pd.Series(ends, dtype=object))
    days = days_between(teams["first"], teams["last"])
    return teams.assign(months=(days.clip(lower=0) / DAYS_A_MONTH).fillna(0.0)).sort_values("team")


def _latest(met: object, started: object) -> str | None:
    return max(met, str(started)) if isinstance(met, str) else None


def _earliest(*days: object) -> str | None:
    return min((day for day in days if isinstance(day, str) and day), default=None)


def inside(rows: pd.DataFrame, teams: pd.DataFrame, day: str) -> pd.DataFrame:
    """The rows whose ``day`` lies in their team's time, both ends included."""
    dated = rows.merge(teams.loc[teams["months"] > 0, ["team", "first", "last"]], on="team")
    return dated[(dated[day] >= dated["first"]) & (dated[day] <= dated["last"])]


def by_team(rows: pd.DataFrame, teams: pd.DataFrame) -> "pd.Series[float]":
    """How many rows each team has; the index is every team with some time."""
    known = teams.loc[teams["months"] > 0, "team"]
    return rows.groupby("team").size().reindex(known, fill_value=0).astype("float64")


def inquiry_rates(
    counts: "pd.Series[float]", months: "pd.Series[float]", clusters: list[int], level: float
) -> Rates | None:
    """The rate of inquiries with every interval; None without any team-month.

    Inputs: ``counts`` and ``months`` (> 0), one a team; ``clusters``, a label a team.
    """
    if not len(counts):
        return None
    total, exposure = int(counts.sum()), float(months.sum())
    joined = pd.DataFrame({"k": counts.to_numpy(), "e": months.to_numpy()}).groupby(clusters).sum()
    return Rates(
        rates.interval(total, exposure, level),
        rates.dispersion(counts.to_numpy(), months.to_numpy(), level),
        rates.dispersion(joined["k"].to_numpy(), joined["e"].to_numpy(), level),
    )

"""The outcome measured in every team as a panel of teams by quarters, with when each began."""

from dataclasses import dataclass
from math import inf

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from evaluering.analysis._measure_months import first_gatherings, month_numbers, monthly
from evaluering.analysis.reader import Parameters, Reader
from evaluering.statistics.inputs import Floats

QUARTER = 3
"""Months pooled to one share: single months of small teams are mostly noise, and some are lacking."""


@dataclass(frozen=True)
class StudyPanel:
    """Teams by quarters.

    ``rows``: a row for each team and quarter with a value: ``team``, ``network``, ``quarter``,
    ``first`` (its network's first treated quarter, NaN for never), ``numerator``, ``denominator``,
    ``share``, ``treated``, ``group`` (teams that share a municipality). ``window``: the rows of quarters
    in which some team still waits. ``months``: the months behind, with ``withdrawn`` where the team left.
    """

    rows: pd.DataFrame
    months: pd.DataFrame
    withdrawn: int

    @property
    def window(self) -> pd.DataFrame:
        """Quarters in which some team still waits: later ones have nobody to be compared with."""
        starts = self.rows.groupby("team")["first"].first()
        last = inf if starts.isna().any() else starts.max()
        return self.rows[self.rows["quarter"] < last]


def study_panel(reader: Reader, parameters: Parameters) -> StudyPanel:
    """The panel of the outcome that most teams measure, or of the measure named ``outcome``.

    A team begins in the month after its network's first gathering. Months of that quarter that came
    before are left out, so that a quarter is either before or after.
    """
    months = _outcome(monthly(reader), str(parameters.get("outcome", "")))
    months["first_month"] = months["network"].map(first_gatherings(reader)).astype(float) + 1
    months["withdrawn"] = months["team"].map(_withdrawn(reader)).astype(float)
    months["group"] = months["team"].map(_groups(reader, months["team"]))
    return StudyPanel(quarterly(months), months, int(months.dropna(subset=["withdrawn"])["team"].nunique()))


def quarterly(months: pd.DataFrame) -> pd.DataFrame:
    """Months pooled to quarters, without the months of a first quarter that came before its start."""
    rows = months.assign(
        quarter=months["month"] // QUARTER, first=np.floor(months["first_month"] / QUARTER), people=1
    )
    rows = rows[~((rows["quarter"] == rows["first"]) & (rows["month"] < rows["first_month"]))]
    by = ["team", "network", "group", "quarter", "first"]
    pooled = rows.groupby(by, dropna=False, sort=True)[["numerator", "denominator"]].sum().reset_index()
    pooled = pooled[pooled["denominator"] > 0].reset_index(drop=True)
    pooled["share"] = pooled["numerator"] / pooled["denominator"]
    pooled["treated"] = (pooled["quarter"] >= pooled["first"]).astype(float)
    return pooled


def _outcome(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    shares = rows[(rows["form"] == "proportion") & (rows["kind"] == "result")]
    teams = shares.groupby("name")["team"].nunique()
    if not name and len(teams):
        name = str(teams.index[int(np.argmax(teams.to_numpy()))])
    return shares[shares["name"] == name].reset_index(drop=True)


def _withdrawn(reader: Reader) -> dict[str, float]:
    left = reader.table("withdrawals")
    months = month_numbers(left["withdrawn"]).groupby(left["team"]).min()
    return {str(team): float(month) for team, month in months.items()}


def _groups(reader: Reader, teams: "pd.Series[str]") -> dict[str, int]:
    """Teams that share a municipality, directly or through others, bear the same number."""
    members = reader.table("team_municipalities")
    names = pd.Index(sorted({*map(str, teams), *map(str, members["team"])}))
    team = names.get_indexer(pd.Index(members["team"].astype(str)))
    place = pd.factorize(members["municipality"])[0] + len(names)
    size = len(names) + members["municipality"].nunique()
    links = coo_array((np.ones(len(team)), (team, place)), shape=(size, size))
    found = connected_components(links, directed=False)[1] if size else np.array([])
    return {name: int(found[number]) for number, name in enumerate(names)}


def before_after(rows: pd.DataFrame) -> Floats:
    """Each team's mean share after its start less that before; NaN for a team that lacks one."""
    means = rows.pivot_table(index="team", columns="treated", values="share", aggfunc="mean")
    both = means.reindex(columns=[0.0, 1.0])
    return np.asarray((both[1.0] - both[0.0]).to_numpy(dtype=float))

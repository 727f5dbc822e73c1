"""From application to first gathering: what came of applications, and how long it took."""

from collections.abc import Mapping
from math import nan

import numpy as np
import pandas as pd

from evaluering.analysis._teams import days_between
from evaluering.analysis.cells import NOTHING, count_cell, count_of, number_cell, share_cells
from evaluering.analysis.support import behind, counted
from evaluering.results import Cell, Support
from evaluering.vocabulary import Protects, Quantity, Unit

OUTCOMES = ("recruited", "declined", "withdrawn")
FEATURES = ("anchored", "user_involvement", "individual_plan_in_use", "hospital_involved")
_QUARTILES = (("lower_quartile", 0.25), ("median", 0.5), ("three_quarters", 0.75))


def last_applications(applications: pd.DataFrame) -> pd.DataFrame:
    """The last application of each municipality to each network, with the day of its first."""
    ordered = applications.sort_values(["received", "application"])
    groups = ordered.groupby(["network", "municipality"], as_index=False)
    first = groups[["received"]].first().rename(columns={"received": "first_received"})
    return groups.last().merge(first, on=["network", "municipality"])


def recruitment_cells(tables: Mapping[str, pd.DataFrame], members: pd.DataFrame) -> list[Cell]:
    """What came of applications, what the recruited ones held, and days to the first gathering.

    ``members`` says which municipalities are in which network (columns network, municipality).
    """
    met = tables["gatherings"].groupby("network")["start"].min().rename("met").reset_index()
    last = last_applications(tables["applications"]).merge(met, on="network", how="left")
    recruited = last[last["outcome"] == "recruited"]
    cells = list(share_cells("applications", (), "recruited", _support(last, last["outcome"] == "recruited")))
    for outcome in OUTCOMES:
        support = _support(last, last["outcome"] == outcome)
        cells.append(count_cell("outcomes", (("outcome", outcome),), "municipalities", support))
    cells.append(count_cell("outcomes", (), "municipalities", _support(last)))
    for feature in FEATURES:
        support = _support(recruited, recruited[feature] == "yes")
        cells += share_cells("features", (("feature", feature),), "stated", support)
    waited = days_between(recruited["first_received"], recruited["met"])
    return [*cells, *_days("application", waited, _support(recruited)), *_from_start(tables, met, members)]


def _from_start(tables: Mapping[str, pd.DataFrame], met: pd.DataFrame, members: pd.DataFrame) -> list[Cell]:
    """Days from the network's first day to its first gathering; one number a network."""
    networks = tables["networks"].merge(met, on="network")
    near = members[members["network"].isin(set(networks["network"]))]
    return _days("network_start", days_between(networks["start"], networks["met"]), _support(near))


def _support(rows: pd.DataFrame, marked: "pd.Series[bool] | None" = None) -> Support:
    if marked is None:
        return behind(rows, "municipality", Protects.MUNICIPALITIES)
    return counted(rows, marked, "municipality", Protects.MUNICIPALITIES)


def _days(since: str, days: "pd.Series[float]", support: Support) -> list[Cell]:
    """Quartiles of days, and how many they are of."""
    known = days.dropna().to_numpy(dtype=float)
    place = ("waiting", (("since", since),))
    cells = [count_of(*place, "n", len(known), support)]
    for measure, at in _QUARTILES:
        value = float(np.quantile(known, at)) if len(known) else nan
        cells.append(number_cell((*place, measure), (value, Unit.DAYS, NOTHING), Quantity.QUANTILE, support))
    return cells

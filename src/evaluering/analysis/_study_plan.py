"""How small an effect the study could find, for the size it was planned with and the one it got."""

from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from evaluering.analysis._study_panel import StudyPanel
from evaluering.statistics import design

ICCS = (0.01, 0.05, 0.1)
CAC = 0.8
"""How alike two quarters of a team are, of what its people have in common: assumed, as the ICC is."""
POWER = 0.8
FEWEST = 3
"""Teams below which a stepped wedge has no degrees of freedom to speak of."""
NO_STEPS = "networks do not start one after the other with quarters before the first"
PLANNED_BY = "stepped_wedge_gls"


@dataclass(frozen=True)
class Smallest:
    """The smallest rise of a share that would be found with a power of 0.8; NaN with a reason."""

    effect: float
    reason: str = ""


def detectable(panel: StudyPanel, networks: pd.DataFrame, icc: float) -> dict[str, Smallest]:
    """The smallest effect found by a stepped wedge of the planned size and of the size it got.

    Formula: ``design.stepped_wedge`` with the networks as steps, a quarter as a period, the mean people
    of a team in a quarter, the share before the start, ``icc`` and a CAC of 0.8. Planned: a team for
    each municipality planned for.
    """
    starts = panel.rows.groupby("network")["first"].first().dropna()
    joined = panel.rows.groupby("network")["team"].nunique()
    planned = networks.set_index("network")["municipalities_planned"].astype("Float64").fillna(0)
    return {
        "planned": _smallest(panel, starts, planned.astype(float), icc),
        "joined": _smallest(panel, starts, joined.astype(float), icc),
    }


def _smallest(
    panel: StudyPanel, starts: "pd.Series[float]", teams: "pd.Series[float]", icc: float
) -> Smallest:
    before = panel.rows[panel.rows["treated"] == 0]
    quarters = starts.min() - panel.rows["quarter"].min() if len(starts) else 0
    share = before["numerator"].sum() / before["denominator"].sum() if len(before) else nan
    steps = _steps(starts, teams)
    if quarters < 1 or sum(steps) < FEWEST or not 0 < share < 1:
        return Smallest(nan, NO_STEPS)
    plan = design.stepped_wedge(
        steps,
        n=float(before["denominator"].mean()),
        power=POWER,
        mu0=float(share),
        icc=icc,
        cac=CAC,
        baseline_periods=int(quarters),
        final_periods=1,
    )
    return Smallest(plan.effect, plan.reason)


def _steps(starts: "pd.Series[float]", teams: "pd.Series[float]") -> list[int]:
    """Teams that begin in each quarter, from the first start to the last."""
    if starts.empty:
        return []
    found = np.zeros(int(starts.max() - starts.min()) + 1, dtype=int)
    for network, start in starts.items():
        found[int(start - starts.min())] += int(teams.get(network, 0))
    return found.tolist()

"""Does the interval of the inquiry rate hold the truth, when some teams ask far more than others?

Only teams and inquiries of the synthetic network are made, seed by seed; the truth is exact.
"""

from math import sqrt

import numpy as np
import pandas as pd

from evaluering.analysis._contact_time import Rates, by_team, exposures, inquiry_rates, inside
from evaluering.synthetic.contacts import inquiry_rows
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import INQUIRIES_A_TEAM_MONTH
from evaluering.synthetic.municipalities import make_land
from evaluering.synthetic.networks import blocks, make_networks, make_teams

_NETWORKS, _MUNICIPALITIES = 5, 61
_Z = 1.959964


def inquiry_rate(replications: int, seed: int) -> dict[str, float]:
    """Networks as in the sample, some 58 teams: a fifth of them ask six times as often as the rest."""
    rows = [_once(one) for one in range(seed, seed + replications)]
    hits = pd.DataFrame([row[0] for row in rows])
    found: dict[str, float] = {}
    for name in hits.columns:
        share = float(hits[name].mean())
        found |= {name: share, f"{name}_se": sqrt(share * (1 - share) / replications)}
    values = np.array([row[1] for row in rows])
    error = float(values.std(ddof=1) / sqrt(replications)) if replications > 1 else float("nan")
    return found | {
        "mean_rate_over_truth": float(values.mean()) / INQUIRIES_A_TEAM_MONTH,
        "mean_rate_over_truth_se": error / INQUIRIES_A_TEAM_MONTH,
        "found_uneven": float(np.mean([row[2] for row in rows])),
    }


def _once(seed: int) -> tuple[dict[str, bool], float, bool]:
    found = rates_of(seed)
    assert found is not None
    exact, spread = found.exact, found.by_team.rate
    total = exact.value * exact.n
    half = _Z * sqrt(total) / exact.n
    hits = {
        "exact_coverage": _holds(exact.low, exact.high),
        # Without any inquiry there is no spread to go by; such a network does not hold the truth.
        "by_team_coverage": _holds(spread.low, spread.high),
        "chosen_coverage": _holds(found.chosen.low, found.chosen.high),
        "normal_coverage_naive": _holds(exact.value - half, exact.value + half),
    }
    return hits, exact.value, found.uneven


def _holds(low: float, high: float) -> bool:
    return bool(low <= INQUIRIES_A_TEAM_MONTH <= high)


def rates_of(seed: int) -> Rates | None:
    """The rates the analysis finds in one network of networks."""
    tables, inquiries = network(seed)
    teams = exposures(tables, "")
    teams = teams[teams["months"] > 0]
    counts = by_team(inside(inquiries, teams, "asked"), teams)
    months = teams.set_index("team")["months"]
    return inquiry_rates(counts, months, list(range(len(counts))), 0.95)


def network(seed: int) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """The tables exposure is found from, and the inquiries, as an analysis reads them."""
    places = blocks(_NETWORKS, _MUNICIPALITIES)
    learning = make_networks(places)
    land = make_land(_MUNICIPALITIES, places, Draws(seed, "land"))
    teams = make_teams(land, learning, Draws(seed, "teams"))
    asked = inquiry_rows(teams, Draws(seed, "rows inquiries"))
    gatherings = [(one.id, day.isoformat()) for one in learning for day in one.gatherings]
    left = [(one.id, one.withdrawn.isoformat()) for one in teams if one.withdrawn]
    tables = {
        "networks": pd.DataFrame(
            [(one.id, one.end.isoformat()) for one in learning], columns=["network", "end"]
        ),
        "gatherings": pd.DataFrame(gatherings, columns=["network", "start"]),
        "teams": pd.DataFrame(
            [(one.id, one.network.id, one.started.isoformat()) for one in teams],
            columns=["team", "network", "started"],
        ),
        "withdrawals": pd.DataFrame(left, columns=["team", "withdrawn"]),
    }
    rows = [(row["team"], str(row["asked"])) for row in asked]
    return tables, pd.DataFrame(rows, columns=["team", "asked"], dtype=object)

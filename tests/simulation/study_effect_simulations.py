"""How often the effect of joining a network is held as it is in the sample, and what the naive way says."""

from math import sqrt

import numpy as np
import pandas as pd

from evaluering.analysis._study_models import NOT_YET, naive_change, staggered
from evaluering.analysis._study_panel import StudyPanel, quarterly
from evaluering.synthetic import networks
from evaluering.synthetic.days import FIRST_DAY, month_index
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import NETWORK_EFFECT
from evaluering.synthetic.measures import OUTCOME, make_measures, series_rows
from evaluering.synthetic.municipalities import make_land

MUNICIPALITIES, NETWORKS = 61, 5
START = FIRST_DAY.year * 12 + FIRST_DAY.month - 1


def network_effect_coverage(replications: int, seed: int) -> dict[str, float]:
    """Five networks of the sample, a seed each time: intervals that hold the true effect of 0.08.

    ``staggered`` is the planned model, ``before_after`` the mean change of teams with no regard to the
    calendar. ``bias``: mean of the estimates less the truth.
    """
    found: dict[str, list[tuple[float, bool]]] = {"staggered": [], "before_after": []}
    for number in range(replications):
        panel = sample_panel(seed * 100_000 + number)
        estimates = {
            "staggered": staggered(panel.window, NOT_YET, 0.95).overall,
            "before_after": naive_change(panel.rows, 0.95),
        }
        for name, one in estimates.items():
            found[name].append((one.value - NETWORK_EFFECT, one.low <= NETWORK_EFFECT <= one.high))
    return {
        key: value
        for name, results in found.items()
        for key, value in _summary(name, np.array(results, dtype=float)).items()
    }


def sample_panel(seed: int) -> StudyPanel:
    """The outcome in every team of a sample of that seed, drawn as the sample draws it, and nothing else."""
    places = networks.blocks(NETWORKS, MUNICIPALITIES)
    land = make_land(MUNICIPALITIES, places, Draws(seed, "land"))
    learning = networks.make_networks(places)
    teams = networks.make_teams(land, learning, Draws(seed, "teams"))
    followed = make_measures(land, teams, (), Draws(seed, "measures"))
    outcome = [one for one in followed if one.name == OUTCOME]
    months = pd.DataFrame(series_rows(outcome, Draws(seed, "series")))
    about = {one.id: one.team for one in outcome}
    team = months["measure"].map(about)
    months["team"] = team.map(lambda one: one.id)
    months["network"] = months["group"] = team.map(lambda one: one.network.id)
    texts = months["month"].str
    months["month"] = texts[:4].astype(int) * 12 + texts[5:].astype(int) - 1
    months["first_month"] = team.map(lambda one: START + month_index(one.network.gatherings[0]) + 1.0)
    months["withdrawn"] = np.nan
    return StudyPanel(quarterly(months), months, 0)


def _summary(name: str, results: np.ndarray) -> dict[str, float]:
    n = len(results)
    bias, coverage = results.mean(axis=0)
    return {
        f"{name}_coverage": float(coverage),
        f"{name}_coverage_se": sqrt(max(coverage * (1 - coverage), 1e-12) / n),
        f"{name}_bias": float(bias),
        f"{name}_bias_se": float(results[:, 0].std(ddof=1) / sqrt(n)),
    }

"""Interrupted measures of the sample: is the true step held, and what does before against after say?"""

from dataclasses import replace
from math import sqrt

import numpy as np
import pandas as pd
from scipy import stats

from evaluering.analysis._interruption import interrupted_at
from evaluering.synthetic import networks
from evaluering.synthetic.days import month_index
from evaluering.synthetic.draws import Draws
from evaluering.synthetic.effects import STEP, STEP_MONTH
from evaluering.synthetic.measures import (
    STEP_MEASURE,
    TWIN_MEASURE,
    Measure,
    make_measures,
    series_rows,
)
from evaluering.synthetic.municipalities import make_land

AT = month_index(STEP_MONTH)
POINTS = 100
GROWING = "andel med individuell plan"
SIZE = 75.0
"""The usual denominator of the pair; a growing measure of the same size is as easy to judge."""


def step_coverage(replications: int, seed: int) -> dict[str, float]:
    """measure-step, a seed each time: intervals of the change of level that hold the true 0.15.

    ``alone`` the series itself, ``controlled`` its difference to measure-twin.
    """
    (step, twin), _ = _measures()
    held: dict[str, list[bool]] = {"alone": [], "controlled": []}
    for number in range(replications):
        series, control = _drawn((step, twin), seed * 100_000 + number)
        for name, other in (("alone", control.head(0)), ("controlled", control)):
            change = interrupted_at(series, AT, 0.95, other).level_change
            held[name].append(bool(change.low <= STEP * POINTS <= change.high))
    return _rates(held)


def twin_false_alarms(replications: int, seed: int) -> dict[str, float]:
    """measure-twin has no step: how often its interval leaves 0 out, at a nominal 5 %."""
    (_, twin), _ = _measures()
    alarms = []
    for number in range(replications):
        (series,) = _drawn((twin,), seed * 100_000 + number)
        alarms.append(interrupted_at(series, AT, 0.95, series.head(0)).excludes_none)
    return _rates({"alone": alarms})


def growing_measure_false_alarms(replications: int, seed: int) -> dict[str, float]:
    """A process measure that improves month by month and has no step, cut in the middle of its months.

    How often a change is found at a nominal 5 %: by ``segmented`` regression, and by ``before_after``, the t
    test of the months' means that is often seen: it takes the slope for a step.
    """
    _, growing = _measures()
    middle = (growing.months.start + growing.months.stop) // 2
    alarms: dict[str, list[bool]] = {"segmented": [], "before_after": []}
    for number in range(replications):
        (series,) = _drawn((growing,), seed * 100_000 + number)
        alarms["segmented"].append(interrupted_at(series, middle, 0.95, series.head(0)).excludes_none)
        late = series["month"] >= middle
        p = stats.ttest_ind(series.loc[late, "value"], series.loc[~late, "value"], equal_var=False).pvalue
        alarms["before_after"].append(bool(p < 0.05))
    return _rates(alarms)


def _measures() -> tuple[tuple[Measure, Measure], Measure]:
    """The pair of the sample, and a growing process measure of the first network's first team."""
    places = networks.blocks(5, 61)
    land = make_land(61, places, Draws(1, "land"))
    teams = networks.make_teams(land, networks.make_networks(places), Draws(1, "teams"))
    made = make_measures(land, teams, (), Draws(1, "measures"))
    pair = {one.id: one for one in made if one.id in (STEP_MEASURE, TWIN_MEASURE)}
    growing = next(one for one in made if one.name.endswith(GROWING))
    return (pair[STEP_MEASURE], pair[TWIN_MEASURE]), replace(growing, size=SIZE)


def _drawn(measures: tuple[Measure, ...], seed: int) -> list[pd.DataFrame]:
    """Each measure's months as an analysis reads them; months are counted as the sample does."""
    rows = pd.DataFrame(series_rows(measures, Draws(seed, "series")))
    texts = rows["month"].str
    rows["month"] = (texts[:4].astype(int) - 2020) * 12 + texts[5:].astype(int) - 1
    rows["value"], rows["form"] = rows["numerator"] / rows["denominator"], "proportion"
    return [rows[rows["measure"] == one.id] for one in measures]


def _rates(found: dict[str, list[bool]]) -> dict[str, float]:
    rates = {name: float(np.mean(hits)) for name, hits in found.items()}
    errors = {
        f"{name}_se": sqrt(max(rate * (1 - rate), 1e-12) / len(found[name])) for name, rate in rates.items()
    }
    return rates | errors

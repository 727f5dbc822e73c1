"""What stands beside a change without a control group: who was lost, and regression to the mean."""

import numpy as np

from evaluering.analysis.cells import count_of, number_cell, setting_cell, tested
from evaluering.analysis.reader import Parameters
from evaluering.results import Cell, Estimate, Support
from evaluering.statistics.before_after import attrition, regression_to_the_mean
from evaluering.statistics.inputs import Floats
from evaluering.vocabulary import Quantity, Unit

RELIABILITY = 0.7
"""Assumed correlation of two measurements without change, where the evaluator gives none."""
_NOBODY_LOST = "nobody was lost"


def beside_change(
    table: str,
    scores: tuple[Floats, Floats],
    scale: tuple[float, float],
    supports: tuple[Support, Support, Support],
    parameters: Parameters,
) -> tuple[Cell, ...]:
    """How many started and came back, their means at the start, bounds of the change, expected regression.

    ``scores`` holds the first and the second score of each unit, NaN where missing; ``scale`` the least
    and greatest possible; ``supports`` whom all, those who came back, and those who were lost rest on.
    The expected regression to the mean of those who came back takes all first scores as the population,
    and the parameter ``reliability`` (0.7) as the correlation of two scores without change. Source:
    ``statistics.before_after``, whose checks it has.
    """
    first, second = scores
    everybody, back, lost = supports
    found = attrition(first, second, scale=scale)
    reliability = float(parameters.get("reliability", RELIABILITY))
    regression = regression_to_the_mean(
        first, second, reliability, population_mean=float(np.nanmean(first)) if found.started else None
    )
    return (
        count_of(table, (), "started", found.started, everybody),
        count_of(table, (), "paired", found.paired, back),
        _bare(table, "baseline_paired", found.baseline_paired, back),
        _bare(table, "baseline_lost", found.baseline_lost, lost),
        _bare(table, "carried_forward", found.carried_forward, everybody),
        _bare(table, "worst", found.worst, everybody),
        _bare(table, "best", found.best, everybody),
        tested(_bare(table, "expected_regression", regression.expected, back), regression.expected.method),
        setting_cell(table, (), "reliability", reliability, Unit.COEFFICIENT),
    )


def _bare(table: str, measure: str, estimate: Estimate, support: Support) -> Cell:
    """The value alone: intervals that take units as independent do not belong beside clustered ones."""
    value = (estimate.value, Unit.POINTS, estimate.reason or _NOBODY_LOST)
    return number_cell((table, (), measure), value, Quantity.MEAN, support)

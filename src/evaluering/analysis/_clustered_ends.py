"""The interval of a share when persons lie in municipalities: the sensitivity beside Wilson's."""

from dataclasses import dataclass, replace

import pandas as pd

from evaluering.analysis.cells import estimated_cells
from evaluering.analysis.support import counted
from evaluering.results import Cell, Coordinates
from evaluering.statistics import proportions
from evaluering.vocabulary import Protects, Quantity


@dataclass(frozen=True)
class Persons:
    """The unit that is counted, whom it protects, and the level of intervals."""

    unit: str
    protects: Protects
    level: float


def clustered_ends(
    table: str, at: Coordinates, measure: str, marked: "pd.Series[bool]", of: tuple[pd.DataFrame, Persons]
) -> tuple[Cell, ...]:
    """Cells ``measure_low`` and ``measure_high``: logit interval, t with G - 1, municipalities as clusters.

    ``of`` holds the rows (one a unit, with ``municipality``; those without are left out) and the persons.
    """
    rows, persons = of
    inside = rows["municipality"].notna()
    rows, marked = rows[inside], marked[inside].astype(bool)
    found = proportions.clustered(
        marked.to_numpy(dtype=float), rows["municipality"].to_numpy(), level=persons.level
    )
    told = counted(rows, marked, persons.unit, persons.protects)
    support = replace(told, df=float(found.clusters - 1))
    return estimated_cells(table, at, measure, found.logit, Quantity.SHARE, support)[1:]

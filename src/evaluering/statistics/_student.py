"""Estimates judged by Student's t with estimated degrees of freedom, and the refusals they share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from evaluering.results import Estimate
from evaluering.statistics.inputs import Floats, Numbers, matrix, sample
from evaluering.vocabulary import Unit

LEAST_DF = 4.0
"""Below so many degrees of freedom the t approximation does not hold its error rate (Tipton 2015)."""
LEAST_CLUSTERS = 5
"""With fewer clusters nothing but a description and the test of cluster means is given."""
FEW_CLUSTERS = "fewer than 5 clusters: describe them, and see the test of cluster means"
FEW_DF = "fewer than 4 degrees of freedom: no p-value can be trusted"
NO_VARIATION = "the outcome does not vary around the fitted values"
DEPENDENT = "the columns of X depend linearly on each other, or are not fewer than the rows"


@dataclass(frozen=True)
class About:
    """What all estimates of one fit share."""

    n: int
    missing: int
    level: float
    unit: Unit
    method: str
    source: str


@dataclass(frozen=True)
class Rows:
    """The rows of a regression without missing values, the columns of ``x``, their clusters."""

    y: Floats
    x: Floats
    labels: NDArray[Any] = field(repr=False)
    missing: int


def rows(y: Numbers, x: Any, labels: Sequence[Any] | NDArray[Any]) -> Rows:
    """The rows where neither ``y`` nor any column of ``x`` is missing; their labels as given."""
    outcome, columns = sample(y, "y"), matrix(x, "X")
    if len(columns) != len(outcome):
        raise ValueError(
            f"X must have one row for each of {len(outcome)} observations; it has {len(columns)}"
        )
    if columns.shape[1] == 0 and len(outcome):
        raise ValueError("X must have at least one column")
    whole = ~(np.isnan(outcome) | np.isnan(columns).any(axis=1))
    given = labels if isinstance(labels, np.ndarray) else _objects(labels)
    if len(given) != len(outcome):
        raise ValueError(f"cluster must have one label for each of {len(outcome)} observations")
    return Rows(outcome[whole], columns[whole], given[whole], int((~whole).sum()))


def _objects(labels: Sequence[Any]) -> NDArray[Any]:
    given = np.empty(len(labels), dtype=object)
    given[:] = list(labels)
    return given


def student(value: float, se: float, df: float, about: About, *, least: float = LEAST_DF) -> Estimate:
    """An estimate with its t interval; below ``least`` degrees of freedom the p-value is refused."""
    if not (isfinite(se) and isfinite(df) and df > 0):
        return described(value, about, "the degrees of freedom cannot be found")
    reach = float(special.stdtrit(df, (1 + about.level) / 2)) * se
    judged = df >= least
    return Estimate(
        value,
        value - reach,
        value + reach,
        about.level,
        about.n,
        about.unit,
        about.method,
        about.source,
        about.missing,
        p=2 * float(special.stdtr(df, -abs(value) / se)) if judged else nan,
        df=df,
        se=se,
        reason="" if judged else FEW_DF,
    )


def described(value: float, about: About, reason: str) -> Estimate:
    """A number without an interval, and why."""
    return Estimate(
        value,
        nan,
        nan,
        about.level,
        about.n,
        about.unit,
        about.method,
        about.source,
        about.missing,
        p=nan,
        reason=reason,
    )


def depends(x: Floats) -> bool:
    """Whether the columns depend linearly on each other, or are as many as the rows."""
    if len(x) <= x.shape[1]:
        return True
    return dependent(x, np.asarray(np.linalg.qr(x, mode="r"), dtype=np.float64))


def dependent(x: Floats, r: Floats) -> bool:
    """Whether a column is, but for rounding, a combination of those before it; ``r`` is of x = qr."""
    return bool((np.abs(np.diag(r)) <= 1e-10 * np.linalg.norm(x, axis=0)).any())


def constant(residuals: Floats, outcome: Floats) -> bool:
    """Whether nothing but rounding is left of the outcome's variation."""
    return float(np.abs(residuals).max(initial=0.0)) <= 1e-11 * float(np.abs(outcome).max(initial=0.0))

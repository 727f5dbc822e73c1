"""Least squares with unit and period effects, and CR2 variance with Satterthwaite's degrees of freedom."""

from dataclasses import dataclass

import numpy as np

from evaluering.statistics._sandwich import least_squares
from evaluering.statistics.inputs import Floats, Integers

TOLERANCE = 1e-10


@dataclass(frozen=True)
class Adjusted:
    """The treatment cleared of unit and period effects, and the regression it belongs to.

    ``direction`` is that treatment over its sum of squares, so that direction'y is the coefficient;
    ``basis`` holds orthonormal columns that, with the indicators of the units, to which they are
    orthogonal, span the whole design.
    """

    value: float
    direction: Floats
    basis: Floats
    residuals: Floats


def adjusted(y: Floats, treated: Floats, unit: Integers, period: Integers) -> Adjusted | None:
    """The regression of y on treatment, unit and period; None where treatment cannot be told from them."""
    # Unit effects are swept out by means: they may be hundreds, and dummies for them cost their square.
    periods = _orthonormal(_within(_indicators(period)[:, 1:], unit))
    outcome, left = (_within(column[:, None], unit)[:, 0] for column in (y, treated))
    left = left - periods @ (periods.T @ left)
    length = float(np.linalg.norm(left))
    if length <= TOLERANCE * max(float(np.linalg.norm(treated)), 1.0):
        return None
    basis = np.column_stack([periods, left / length])
    residuals = outcome - basis @ (basis.T @ outcome)
    return Adjusted(float(left @ y) / length**2, left / length**2, basis, residuals)


def cr2(fit: Adjusted, cluster: Integers) -> tuple[float, float] | None:
    """Standard error and degrees of freedom of the coefficient; None where it rests on one cluster alone.

    Bell and McCaffrey's adjustment: each cluster's residuals times the inverse symmetric root of
    its block of I - H; degrees of freedom of Satterthwaite under independent, equal errors. Each
    unit lies within one cluster, so that without weights the part of H due to units changes neither
    (Pustejovsky and Tipton 2018, theorem 2): its columns are orthogonal to ``basis`` cluster by cluster.
    """
    last = np.zeros(fit.basis.shape[1])
    last[-1] = np.linalg.norm(fit.direction)
    found = least_squares(fit.residuals, fit.basis, cluster)
    if found is None or found.rests_on_one_cluster(found.direction(last)):
        return None
    return found.cr2(found.direction(last))


def negative(fit: Adjusted, treated: Floats) -> float:
    """The sum of the negative weights of treated cells in the two-way coefficient."""
    weights = fit.direction[treated == 1]
    return float(np.minimum(weights, 0.0).sum() / weights.sum())


def switching(treated: Floats, cluster: Integers) -> int:
    """How many clusters hold both treated and untreated rows."""
    late = np.bincount(cluster, weights=treated)
    return int(((late > 0) & (late < np.bincount(cluster))).sum())


def renumbered(codes: Integers) -> Integers:
    """Codes made 0, 1, 2 ... again after rows were left out."""
    found: Integers = np.unique(codes, return_inverse=True)[1].astype(np.int64)
    return found


def nested(unit: Integers, cluster: Integers) -> None:
    """Raise ``ValueError`` where a unit lies in two clusters."""
    first = np.zeros(int(unit.max(initial=-1)) + 1, dtype=np.int64)
    first[unit] = cluster
    if (first[unit] != cluster).any():
        raise ValueError("each unit must lie within one cluster")


def _indicators(labels: Integers) -> Floats:
    columns: Floats = (labels[:, None] == np.arange(labels.max() + 1)[None, :]).astype(np.float64)
    return columns


def _within(columns: Floats, unit: Integers) -> Floats:
    """What is left of each column after its mean in each unit."""
    order = np.argsort(unit, kind="stable")
    sums = np.add.reduceat(columns[order], np.flatnonzero(np.diff(unit[order], prepend=-1)), axis=0)
    left: Floats = columns - (sums / np.bincount(unit)[:, None])[unit]
    return left


def _orthonormal(columns: Floats) -> Floats:
    """A basis of the columns' span, also where a panel falls into parts that share no period."""
    left, values, _ = np.linalg.svd(columns, full_matrices=False)
    # Beside their number, not the largest value: with one row of each unit nothing but rounding is left.
    basis: Floats = left[:, values > TOLERANCE * np.sqrt(len(columns))]
    return basis

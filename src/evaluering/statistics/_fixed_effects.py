"""Least squares with unit and period effects, and CR2 variance with Satterthwaite's degrees of freedom."""

from dataclasses import dataclass

import numpy as np

from evaluering.statistics.inputs import Floats, Integers

TOLERANCE = 1e-10


@dataclass(frozen=True)
class Adjusted:
    """The treatment cleared of unit and period effects, and the regression it belongs to.

    ``direction`` is that treatment over its sum of squares, so that direction'y is the coefficient;
    ``basis`` holds orthonormal columns that span the whole design.
    """

    value: float
    direction: Floats
    basis: Floats
    residuals: Floats


def adjusted(y: Floats, treated: Floats, unit: Integers, period: Integers) -> Adjusted | None:
    """The regression of y on treatment, unit and period; None where treatment cannot be told from them."""
    effects = _orthonormal(np.hstack([_indicators(unit), _indicators(period)[:, 1:]]))
    left = treated - effects @ (effects.T @ treated)
    length = float(np.linalg.norm(left))
    if length <= TOLERANCE * max(float(np.linalg.norm(treated)), 1.0):
        return None
    basis = np.column_stack([effects, left / length])
    return Adjusted(float(left @ y) / length**2, left / length**2, basis, y - basis @ (basis.T @ y))


def cr2(fit: Adjusted, cluster: Integers) -> tuple[float, float] | None:
    """Variance and degrees of freedom of the coefficient; None where it rests on one cluster alone.

    Bell and McCaffrey's adjustment: each cluster's residuals times the inverse symmetric root of
    its block of I - H; degrees of freedom of Satterthwaite under independent, equal errors.
    """
    # Not _sandwich's matrices of columns x columns: here the columns are as many as the units, and a
    # cluster's own block of rows is by far the smaller matrix (12 x 12 against 511 x 511 for 500 units
    # over 12 periods). There the columns are few and the clusters may be large. The result is the same.
    weights = np.zeros((len(cluster), int(cluster.max()) + 1))
    for number in range(weights.shape[1]):
        rows = np.flatnonzero(cluster == number)
        block = np.eye(len(rows)) - fit.basis[rows] @ fit.basis[rows].T
        values, vectors = np.linalg.eigh(block)
        kept = values > TOLERANCE
        along = vectors.T @ fit.direction[rows]
        if np.linalg.norm(along[~kept]) > 1e-6 * np.linalg.norm(fit.direction):
            return None
        weights[rows, number] = vectors[:, kept] @ (along[kept] / np.sqrt(values[kept]))
    variance = float(((weights.T @ fit.residuals) ** 2).sum())
    shared = fit.basis.T @ weights
    spread = weights.T @ weights - shared.T @ shared
    return variance, float(np.trace(spread) ** 2 / (spread**2).sum())


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


def _orthonormal(columns: Floats) -> Floats:
    """A basis of the columns' span, also where a panel falls into parts that share no period."""
    left, values, _ = np.linalg.svd(columns, full_matrices=False)
    basis: Floats = left[:, values > TOLERANCE * values[0]]
    return basis

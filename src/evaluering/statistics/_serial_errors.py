"""Regressions of series whose errors hang together in time: AR(1) by REML, Newey-West, quasi-Poisson.

Columns come as a full-rank matrix; ``steps`` are whole distances in time between neighbouring
points, so that a point that is missing leaves a gap and not a false neighbour.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import atanh, floor, log, nan, sqrt, tanh

import numpy as np
from scipy import optimize

from evaluering.statistics.inputs import Floats

GRID = np.tanh(np.linspace(-3.8, 3.8, 77))
"""Autocorrelations from -.999 to .999 at which the likelihood is looked at before it is refined."""


@dataclass(frozen=True)
class Fit:
    """Coefficients, their covariance, and what the errors were found to be."""

    coefficients: Floats
    covariance: Floats
    residuals: Floats
    scale: float
    phi: float = nan
    phi_se: float = nan


def ols(y: Floats, columns: Floats) -> Fit:
    """Ordinary least squares."""
    coefficients, inverse, residuals = _least_squares(y, columns)
    scale = float(residuals @ residuals) / (len(y) - columns.shape[1])
    return Fit(coefficients, inverse * scale, residuals, sqrt(scale))


def newey_west(y: Floats, columns: Floats, lags: int | None = None, *, adjusted: bool = True) -> Fit:
    """Least squares with Bartlett-weighted covariance; ``adjusted`` multiplies it by n / (n - p)."""
    n, p = columns.shape
    plain = ols(y, columns)
    _, inverse, _ = _least_squares(y, columns)
    reach = floor(4 * (n / 100) ** (2 / 9)) if lags is None else lags
    scores = columns * plain.residuals[:, None]
    meat = scores.T @ scores
    for lag in range(1, reach + 1):
        crossed = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (reach + 1)) * (crossed + crossed.T)
    factor = n / (n - p) if adjusted else 1.0
    return Fit(plain.coefficients, inverse @ meat @ inverse * factor, plain.residuals, plain.scale)


def autoregressive(y: Floats, columns: Floats, steps: Floats, *, reml: bool = True) -> Fit:
    """Generalised least squares with AR(1) errors; phi maximises the profile (RE)ML likelihood.

    ``phi_se`` is the standard error of atanh(phi) from the curvature of that likelihood.
    """
    deviance = _deviance(y, columns, steps, reml=reml)
    phi = _lowest(deviance)
    white = _whitened(np.column_stack([columns, y]), steps, np.array([phi]))[0]
    coefficients, inverse, residuals = _least_squares(white[:, -1], white[:, :-1])
    freedom = len(y) - (columns.shape[1] if reml else 0)
    scale = float(residuals @ residuals) / freedom
    return Fit(
        coefficients, inverse * scale, y - columns @ coefficients, sqrt(scale), phi, _curvature(deviance, phi)
    )


def quasi_poisson(counts: Floats, columns: Floats, exposure: Floats) -> Fit:
    """Log-linear regression of counts with a log offset; the scale is Pearson's dispersion.

    Iteratively reweighted least squares, as ``glm`` in R; the residuals are Pearson's.
    """
    expected, offset = counts + 0.1, np.log(exposure)
    for _ in range(100):
        root = np.sqrt(expected)
        working = np.log(expected) - offset + (counts - expected) / expected
        coefficients, inverse, _ = _least_squares(working * root, columns * root[:, None])
        before, expected = expected, np.exp(columns @ coefficients + offset)
        if np.abs(expected / before - 1).max() < 1e-11:
            break
    pearson = (counts - expected) / np.sqrt(expected)
    dispersion = float(pearson @ pearson) / (len(counts) - columns.shape[1])
    return Fit(coefficients, inverse * dispersion, pearson, dispersion)


def _least_squares(y: Floats, columns: Floats) -> tuple[Floats, Floats, Floats]:
    q, r = np.linalg.qr(columns)
    inner = np.linalg.inv(r)
    coefficients = inner @ (q.T @ y)
    return coefficients, inner @ inner.T, y - columns @ coefficients


def _whitened(rows: Floats, steps: Floats, phis: Floats) -> Floats:
    """``rows`` made independent, for each of ``phis``: (row - phi^d previous) / sqrt(1 - phi^2d)."""
    powers = phis[:, None] ** steps[None, :]
    followers = rows[None, 1:] - powers[:, :, None] * rows[None, :-1]
    followers /= np.sqrt(1 - powers**2)[:, :, None]
    return np.concatenate([np.broadcast_to(rows[:1], (len(phis), *rows[:1].shape)), followers], axis=1)


def _deviance(y: Floats, columns: Floats, steps: Floats, *, reml: bool) -> Callable[[Floats], Floats]:
    """-2 log profile likelihood of the autocorrelations given, up to a constant."""
    n, p = columns.shape
    # Orthonormal columns, and residuals for y: the same likelihood, better conditioned.
    q = np.linalg.qr(columns)[0]
    left = y - q @ (q.T @ y)
    rows = np.column_stack([q, left / max(float(np.abs(left).max()), 1e-300)])
    freedom = n - p if reml else n

    def deviance(phis: Floats) -> Floats:
        """Of each autocorrelation, from the cross products of the rows made independent."""
        white = _whitened(rows, steps, phis)
        cross = np.swapaxes(white, 1, 2) @ white
        whole, inner = np.linalg.slogdet(cross)[1], np.linalg.slogdet(cross[:, :p, :p])[1]
        spread = np.log(1 - phis[:, None] ** (2 * steps[None, :])).sum(axis=1)
        found: Floats = freedom * (whole - inner) + spread + (inner if reml else 0.0)
        return found

    return deviance


def _lowest(deviance: Callable[[Floats], Floats]) -> float:
    """The autocorrelation of lowest deviance: the best of a grid, refined between its neighbours."""
    best = int(np.argmin(deviance(GRID)))
    around = (atanh(GRID[max(best - 1, 0)]), atanh(GRID[min(best + 1, len(GRID) - 1)]))
    found = optimize.minimize_scalar(
        lambda z: float(deviance(np.array([tanh(z)]))[0]),
        bounds=around,
        method="bounded",
        options={"xatol": 1e-9},
    )
    return tanh(float(found.x))


def _curvature(deviance: Callable[[Floats], Floats], phi: float) -> float:
    """Standard error of atanh(phi); NaN at the edge, where the likelihood does not bend."""
    h = 0.02
    d = deviance(np.tanh(atanh(phi) + h * np.array([-2.0, -1.0, 0.0, 1.0, 2.0])))
    second = float(-d[0] + 16 * d[1] - 30 * d[2] + 16 * d[3] - d[4]) / (12 * h * h)
    return sqrt(2 / second) if second > 0 and log(second) > -20 else nan

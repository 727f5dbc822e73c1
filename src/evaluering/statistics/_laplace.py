"""A logistic model with a random intercept of clusters, its integrals by Laplace's approximation."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from evaluering.statistics.inputs import Floats, Integers

ON_THE_EDGE = 1e-3
"""A standard deviation between clusters below this is taken as 0."""
FARTHEST = 15.0
"""A fitted log odds beyond this means that the outcome is separated."""


@dataclass(frozen=True)
class Counts:
    """Successes among trials, the columns of ``x``, cluster codes and how many clusters."""

    successes: Floats
    trials: Floats
    x: Floats
    cluster: Integers
    clusters: int

    def summed(self, values: Floats) -> Floats:
        """Sums over each cluster's rows."""
        total = np.bincount(self.cluster, weights=values, minlength=self.clusters)
        return np.asarray(total, dtype=np.float64)

    def summed_columns(self, values: Floats) -> Floats:
        """Sums over each cluster's rows, column by column."""
        return np.stack([self.summed(column) for column in values.T], axis=1)


@dataclass(frozen=True)
class Logistic:
    """The fit: coefficients, their covariance, the standard deviation between clusters."""

    beta: Floats
    cov: Floats
    sd: float
    log_likelihood: float


def fit(data: Counts) -> Logistic | None:
    """Maximum of the approximated likelihood; ``None`` when it runs away or has no curvature there."""
    start = np.append(_starting(data), 0.5)
    found = optimize.minimize(_deviance, start, args=(data,), jac=True, method="BFGS", options={"gtol": 1e-7})
    point = found.x
    edge = abs(point[-1]) < ON_THE_EDGE
    free = len(point) - 1 if edge else len(point)
    point[-1] = 0.0 if edge else abs(point[-1])
    for _ in range(3):
        curvature = _curvature(point, data, free)
        if not np.isfinite(curvature).all() or np.linalg.eigvalsh(curvature).min() <= 1e-9:
            return None
        point[:free] -= np.linalg.solve(curvature, _deviance(point, data)[1][:free])
    if np.abs(data.x @ point[:-1]).max() > FARTHEST:
        return None
    beta, width = point[:-1], len(point) - 1
    likelihood = -_deviance(point, data)[0] / 2 + _constant(data)
    cov = np.asarray(2 * np.linalg.inv(curvature)[:width, :width], dtype=np.float64)
    return Logistic(beta, cov, float(point[-1]), likelihood)


def _starting(data: Counts) -> Floats:
    """Least squares of the empirical log odds."""
    odds = np.log((data.successes + 0.5) / (data.trials - data.successes + 0.5))
    return np.asarray(np.linalg.lstsq(data.x, odds, rcond=None)[0], dtype=np.float64)


def _constant(data: Counts) -> float:
    failures = data.trials - data.successes
    total = special.gammaln(data.trials + 1) - special.gammaln(data.successes + 1)
    return float(np.sum(total - special.gammaln(failures + 1)))


def _curvature(point: Floats, data: Counts, free: int) -> Floats:
    """Second derivatives of the deviance, by central differences of its slope."""
    step = 1e-5
    sides = [
        [_deviance(point + sign * step * one, data)[1] for sign in (1, -1)] for one in np.eye(len(point))
    ]
    table = np.array([(up - down) / (2 * step) for up, down in sides])[:free, :free]
    return np.asarray((table + table.T) / 2)


def _modes(fixed: Floats, sd: float, data: Counts) -> Floats:
    """Each cluster's most likely standardised effect, by Newton's method with bounded steps."""
    u = np.zeros(data.clusters)
    for _ in range(60):
        chance = special.expit(fixed + sd * u[data.cluster])
        slope = sd * data.summed(data.successes - data.trials * chance) - u
        bend = 1 + sd**2 * data.summed(data.trials * chance * (1 - chance))
        step = np.clip(slope / bend, -2.0, 2.0)
        u = u + step
        if np.abs(step).max() < 1e-13:
            break
    return u


def _deviance(point: Floats, data: Counts) -> tuple[float, Floats]:
    """-2 log of the approximated likelihood (constant left out) and its slope in (beta, sd).

    Per cluster log L = h(u) - log(K)/2 at the mode u, with h = sum y eta - t log(1 + e^eta) - u^2/2 and
    K = 1 + sd^2 sum w, w = t p (1 - p). The mode moves with the parameters, which K feels.
    """
    sd, x = float(point[-1]), data.x
    fixed = x @ point[:-1]
    u = _modes(fixed, sd, data)
    eta = fixed + sd * u[data.cluster]
    chance = special.expit(eta)
    left, w = data.successes - data.trials * chance, data.trials * chance * (1 - chance)
    bend = w * (1 - 2 * chance)
    total_w, total_bend, total_left = data.summed(w), data.summed(bend), data.summed(left)
    k = 1 + sd**2 * total_w
    height = np.sum(data.successes * eta - data.trials * np.logaddexp(0, eta)) - u @ u / 2
    moved = -sd * data.summed_columns(w[:, None] * x) / k[:, None]
    drift = (total_left - sd * total_w * u) / k
    in_beta = sd**2 * (data.summed_columns(bend[:, None] * x) + sd * total_bend[:, None] * moved)
    in_sd = 2 * sd * total_w + sd**2 * total_bend * (u + sd * drift)
    slope = np.append(
        left @ x - (in_beta / k[:, None]).sum(axis=0) / 2, total_left @ u - np.sum(in_sd / k) / 2
    )
    return float(-2 * (height - np.log(k).sum() / 2)), -2 * slope

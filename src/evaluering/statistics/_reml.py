"""A linear mixed model with random effects of clusters, by restricted maximum likelihood.

Each cluster is rotated (its random columns Z_j = Q_j R_j) so that q rows carry its random effects
and the rest none; the rest of all clusters are summed up in p + 1 rows. All matrices are then
q x q or p x p, however many observations there are. Variances enter as V = sum phi_k V_k, linear
in phi: the elements of the random effects' covariance, and the residual variance last.
"""

from dataclasses import dataclass
from functools import cached_property
from math import log, pi
from typing import Any

import numpy as np
from scipy import optimize

from evaluering.statistics.inputs import Floats, Integers

ON_THE_EDGE = 1e-7
"""A relative variance (or its smallest eigenvalue) below this is taken as 0."""


@dataclass(frozen=True)
class Blocks:
    """Rotated data: blocks of q rows, ``x`` (B, q, p), ``y`` (B, q), ``z`` (B, q, q), 0 for the rest.

    ``n`` observations; ``spare`` is how many more there are than rows kept (padding makes it negative).
    """

    x: Floats
    y: Floats
    z: Floats
    n: int

    @property
    def width(self) -> int:
        """How many random effects a cluster has."""
        return int(self.z.shape[2])

    @property
    def freedom(self) -> int:
        """Observations less fixed effects."""
        return self.n - int(self.x.shape[2])

    @property
    def spare(self) -> int:
        """Observations beyond the rows kept."""
        return self.n - self.y.size


@dataclass(frozen=True)
class Solution:
    """Generalised least squares at given variances: V^-1, V^-1 X, (X'V^-1 X)^-1, b, V^-1 (y - Xb)."""

    weight: Floats
    wx: Floats
    cov: Floats
    beta: Floats
    wr: Floats
    rss: float
    log_det: float


def blocks(y: Floats, x: Floats, z: Floats, cluster: Integers) -> Blocks:
    """Rotate the data of all clusters at once, by Gram and Schmidt's method within each."""
    order = np.argsort(cluster, kind="stable")
    codes, fixed, random = cluster[order], np.column_stack([x, y])[order], z[order]
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    width = z.shape[1]
    factor = np.zeros((len(starts), width, width))
    kept = np.zeros((len(starts), width, fixed.shape[1]))
    done: list[Floats] = []
    for column in range(width):
        unit, lengths = _orthogonal(random[:, column], done, starts, codes)
        done.append(unit)
        factor[:, : column + 1, column] = lengths
        kept[:, column] = np.add.reduceat(unit[:, None] * fixed, starts)
    for _ in range(2):
        for unit in done:
            fixed = fixed - unit[:, None] * np.add.reduceat(unit[:, None] * fixed, starts)[codes]
    rest = _stacked(np.asarray(np.linalg.qr(fixed, mode="r"), dtype=np.float64), width)
    whole = np.concatenate([kept, rest])
    return Blocks(
        whole[:, :, :-1],
        whole[:, :, -1],
        np.concatenate([factor, np.zeros((len(rest), width, width))]),
        len(y),
    )


def _orthogonal(
    column: Floats, done: list[Floats], starts: Integers, codes: Integers
) -> tuple[Floats, Floats]:
    """The column made orthogonal, within each cluster, to those done; and its column of R (G, k)."""
    before = np.sqrt(np.add.reduceat(column**2, starts))
    lengths = np.zeros((len(starts), len(done) + 1))
    for _ in range(2):  # twice is enough to be orthogonal to the last digit
        for place, unit in enumerate(done):
            along = np.add.reduceat(unit * column, starts)
            lengths[:, place] += along
            column = column - unit * along[codes]
    left = np.sqrt(np.add.reduceat(column**2, starts))
    left[left <= 1e-11 * before] = 0.0
    lengths[:, -1] = left
    return column * np.divide(1.0, left, out=np.zeros_like(left), where=left > 0)[codes], lengths


def _stacked(rows: Floats, width: int) -> Floats:
    padded = np.concatenate([rows, np.zeros((-len(rows) % width, rows.shape[1]))])
    return padded.reshape(-1, width, rows.shape[1])


def solve(data: Blocks, random: Floats, residual: float) -> Solution:
    """Generalised least squares with random effects' covariance ``random`` and residual variance."""
    v = residual * np.eye(data.width) + data.z @ random @ data.z.transpose(0, 2, 1)
    weight = 1 / v if data.width == 1 else np.asarray(np.linalg.inv(v), dtype=np.float64)
    wx = weight @ data.x
    cov = np.asarray(np.linalg.inv(np.einsum("bqp,bqs->ps", data.x, wx)), dtype=np.float64)
    beta = cov @ np.einsum("bqp,bq->p", wx, data.y)
    apart = data.y - data.x @ beta
    wr = np.einsum("bqr,br->bq", weight, apart)
    dets = np.log(v) if data.width == 1 else np.linalg.slogdet(v)[1]
    log_det = dets.sum() + data.spare * log(residual) - np.linalg.slogdet(cov)[1]
    return Solution(weight, wx, cov, beta, wr, float(np.sum(wr * apart)), float(log_det))


def criterion(data: Blocks, random: Floats) -> float:
    """-2 log restricted likelihood, the residual variance profiled out; ``random`` is relative to it."""
    return _profiled(data, solve(data, random, 1.0))


def _profiled(data: Blocks, at: Solution) -> float:
    return at.log_det + data.freedom * (1 + log(2 * pi * at.rss / data.freedom))


def _lower(theta: Floats, width: int) -> Floats:
    factor = np.zeros((width, width))
    factor[np.tril_indices(width)] = theta
    return factor


def _with_slope(theta: Floats, data: Blocks) -> tuple[float, Floats]:
    """The criterion and its slope in the elements of the relative Cholesky factor."""
    factor = _lower(theta, data.width)
    at = solve(data, factor @ factor.T, 1.0)
    zwx = data.z.transpose(0, 2, 1) @ at.wx
    zwr = np.einsum("bqr,bq->br", data.z, at.wr)
    slope = np.einsum("bqr,bqs,bst->rt", data.z, at.weight, data.z) - np.einsum(
        "brp,ps,bts->rt", zwx, at.cov, zwx
    )
    slope -= data.freedom / at.rss * (zwr.T @ zwr)
    return _profiled(data, at), (2 * slope @ factor)[np.tril_indices(data.width)]


def relative(data: Blocks) -> Floats:
    """The random effects' covariance relative to the residual variance, at the REML optimum."""
    rows, columns = np.tril_indices(data.width)
    bounds = [(0.0 if row == column else None, None) for row, column in zip(rows, columns, strict=True)]
    found = _searched(data, rows == columns, 1.0, bounds)
    if not found.x[rows == columns].all():
        found = min(found, _searched(data, rows == columns, 0.1, bounds), key=lambda one: one.fun)
    factor = _lower(found.x, data.width)
    values, vectors = np.linalg.eigh(factor @ factor.T)
    kept: Floats = (vectors * np.where(values > ON_THE_EDGE, values, 0.0)) @ vectors.T
    return kept


def _searched(data: Blocks, diagonal: Any, start: float, bounds: Any) -> Any:
    return optimize.minimize(
        _with_slope,
        start * diagonal,
        args=(data,),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-15, "gtol": 1e-7, "maxiter": 500},
    )


@dataclass(frozen=True)
class Optimum:
    """The REML fit, and what small-sample corrections need of it.

    ``random`` is the covariance of random effects, ``residual`` the residual variance;
    ``edge`` says that a variance is 0 or a correlation 1 or -1.
    """

    data: Blocks
    random: Floats
    residual: float
    edge: bool

    @cached_property
    def at(self) -> Solution:
        """Generalised least squares at the optimum."""
        return solve(self.data, self.random, self.residual)

    @property
    def criterion(self) -> float:
        """-2 log restricted likelihood."""
        return self.at.log_det + self.at.rss + self.data.freedom * log(2 * pi)

    @cached_property
    def _parts(self) -> Floats:
        """V_k of each block, the residual's last: (K, B, q, q)."""
        width = self.data.width
        elements = [(row, column) for row in range(width) for column in range(row + 1)]
        parts = [
            self.data.z @ _element(*one, self.data.width) @ self.data.z.transpose(0, 2, 1) for one in elements
        ]
        return np.stack([*parts, np.broadcast_to(np.eye(self.data.width), self.data.z.shape)])

    @cached_property
    def _pushed(self) -> Floats:
        """V_k V^-1 X: (K, B, q, p)."""
        return self._parts @ self.at.wx

    @cached_property
    def first(self) -> Floats:
        """X'V^-1 V_k V^-1 X: (K, p, p)."""
        return np.asarray(np.einsum("bqp,kbqs->kps", self.at.wx, self._pushed))

    @cached_property
    def second(self) -> Floats:
        """X'V^-1 V_k V^-1 V_l V^-1 X: (K, K, p, p)."""
        weighed = self.at.weight @ self._pushed
        return np.asarray(np.einsum("kbqp,lbqs->klps", self._pushed, weighed, optimize=True))

    @cached_property
    def expected(self) -> Floats:
        """tr(P V_k P V_l), P = V^-1 - V^-1 X (X'V^-1 X)^-1 X'V^-1: twice the expected information."""
        moved = self.at.weight @ self._parts
        traces = np.einsum("kbqr,lbrq->kl", moved, moved, optimize=True)
        traces[-1, -1] += self.data.spare / self.residual**2
        cov = self.at.cov
        crossed = np.einsum("kps,st,ltu,up->kl", self.first, cov, self.first, cov, optimize=True)
        return np.asarray(traces - 2 * np.einsum("ps,klsp->kl", cov, self.second) + crossed)

    @cached_property
    def curvature(self) -> Floats:
        """Second derivatives of -2 log restricted likelihood in phi."""
        pushed = np.einsum("kbqr,br->kbq", self._parts, self.at.wr)
        own = np.einsum("kbq,bqr,lbr->kl", pushed, self.at.weight, pushed, optimize=True)
        shared = np.einsum("bqp,kbq->kp", self.at.wx, pushed)
        return np.asarray(2 * (own - shared @ self.at.cov @ shared.T) - self.expected)

    @property
    def slope(self) -> Floats:
        """First derivatives of -2 log restricted likelihood in phi."""
        traces = np.einsum("bqr,kbrq->k", self.at.weight, self._parts)
        traces[-1] += self.data.spare / self.residual
        fitted = np.einsum("bq,kbqr,br->k", self.at.wr, self._parts, self.at.wr, optimize=True)
        return np.asarray(traces - np.einsum("ps,ksp->k", self.at.cov, self.first) - fitted)

    def satterthwaite(self, combination: Floats) -> float:
        """Degrees of freedom by the delta method, with the observed information."""
        return self._freedom(combination, self.curvature)

    def kenward_roger(self, combination: Floats) -> tuple[float, float]:
        """The adjusted standard error, and degrees of freedom with the expected information."""
        cov, spread = self.at.cov, 2 * np.linalg.pinv(self.expected)
        inner = self.second - np.einsum("kps,st,ltu->klpu", self.first, cov, self.first, optimize=True)
        adjusted = cov + 2 * cov @ np.einsum("kl,klps->ps", spread, inner) @ cov
        return float(np.sqrt(combination @ adjusted @ combination)), self._freedom(combination, self.expected)

    def _freedom(self, combination: Floats, information: Floats) -> float:
        pulled = self.at.cov @ combination
        slope = np.einsum("p,kps,s->k", pulled, self.first, pulled)
        spread = 2 * slope @ np.linalg.pinv(information) @ slope
        return float(2 * (combination @ pulled) ** 2 / spread)


def fits_perfectly(data: Blocks) -> bool:
    """Whether X fits what varies within the clusters, but for rounding."""
    rest = ~data.z.any(axis=(1, 2))
    x, y = data.x[rest].reshape(-1, data.x.shape[2]), data.y[rest].ravel()
    left = y - x @ np.linalg.lstsq(x, y, rcond=1e-10)[0]
    return bool(np.linalg.norm(left) <= 1e-10 * np.linalg.norm(data.y))


def _element(row: int, column: int, width: int) -> Floats:
    element = np.zeros((width, width))
    element[row, column] = element[column, row] = 1.0
    return element


def fit(data: Blocks) -> Optimum:
    """The REML optimum, by the profiled criterion and then Newton's method in the variances."""
    ratio = relative(data)
    residual = solve(data, ratio, 1.0).rss / data.freedom
    edge = bool(np.linalg.eigvalsh(ratio).min() == 0.0 or np.linalg.matrix_rank(ratio) < data.width)
    found = Optimum(data, ratio * residual, residual, edge)
    return found if edge else _polished(found)


def _polished(found: Optimum) -> Optimum:
    for _ in range(5):
        step = np.asarray(np.linalg.solve(found.curvature, found.slope), dtype=np.float64)
        change = _lower(step[:-1], found.data.width)
        change = change + np.tril(change, -1).T
        moved = Optimum(found.data, found.random - change, found.residual - float(step[-1]), edge=False)
        if moved.residual <= 0 or np.linalg.eigvalsh(moved.random).min() <= 0:
            return found
        if moved.criterion > found.criterion + 1e-9:
            return found
        found = moved
        if np.abs(step[-1]) < 1e-13 * found.residual:
            break
    return found

"""Least squares with the CR2 sandwich, from p x p matrices of each cluster and nothing larger.

With X = QR, S_g = Q_g'Q_g and e the residuals, the bias-reduced scores of cluster g are
(I - S_g)^(-1/2) Q_g'e_g: since A_g = (I - Q_g Q_g')^(-1/2), A_g Q_g = Q_g (I - S_g)^(-1/2).
"""

from dataclasses import dataclass

import numpy as np

from evaluering.statistics._student import dependent
from evaluering.statistics.inputs import Floats, Integers

SINGULAR = 1e-12
"""Eigenvalues of I - S_g up to this are zero (as in clubSandwich)."""

LARGE = 10
"""Clusters of more observations than this, on average, are multiplied one by one."""


@dataclass(frozen=True)
class Fit:
    """A least squares fit and what each cluster brings to it.

    ``back`` is R^-1; a linear combination c of coefficients has the direction k = R^-T c.
    ``scores`` are Q_g'e_g, ``shares`` S_g; ``values`` and ``vectors`` the eigenvalues and
    eigenvectors of I - S_g.
    """

    beta: Floats
    residuals: Floats
    back: Floats
    scores: Floats
    shares: Floats
    values: Floats
    vectors: Floats

    @property
    def clusters(self) -> int:
        """How many clusters there are."""
        return len(self.scores)

    def direction(self, combination: Floats) -> Floats:
        """R^-T c of a linear combination c of the coefficients."""
        turned: Floats = combination @ self.back
        return turned

    def naive_se(self, direction: Floats) -> float:
        """Its standard error, were all observations independent."""
        freedom = len(self.residuals) - len(self.beta)
        return float(np.sqrt(self.residuals @ self.residuals / freedom * (direction @ direction)))

    def cr0_se(self, direction: Floats) -> float:
        """Its standard error by the sandwich without any correction."""
        return float(np.linalg.norm(self.scores @ direction))

    def cr2(self, direction: Floats) -> tuple[float, float]:
        """Its CR2 standard error and Satterthwaite degrees of freedom, independence as working model.

        With h_g = S_g (I - S_g)^(-1/2) k and d_g = k'(I - S_g)^(-1/2) h_g, the squared standard
        error is a quadratic form of the matrix diag(d) - hh', whose trace and norm give the df.
        """
        inner = np.einsum("gab,a->gb", self.vectors, direction)
        kept = self.values > SINGULAR
        scaled = np.where(kept, inner / np.sqrt(np.where(kept, self.values, 1.0)), 0.0)
        turned = np.einsum("gab,gb->ga", self.vectors, scaled)
        h = np.einsum("gab,gb->ga", self.shares, turned)
        d, lengths = np.einsum("ga,ga->g", turned, h), np.einsum("ga,ga->g", h, h)
        norm = d @ d - 2 * d @ lengths + np.sum((h.T @ h) ** 2)
        variance = np.sum(np.einsum("ga,ga->g", turned, self.scores) ** 2)
        return float(np.sqrt(variance)), float((d.sum() - lengths.sum()) ** 2 / norm)

    def rests_on_one_cluster(self, direction: Floats) -> bool:
        """Whether part of the combination is known from a single cluster, which fits it perfectly."""
        inner = np.where(self.values > SINGULAR, 0.0, np.einsum("gab,a->gb", self.vectors, direction))
        return bool(np.abs(inner).max() > 1e-8 * np.linalg.norm(direction))


def least_squares(y: Floats, x: Floats, cluster: Integers) -> Fit | None:
    """Fit ``y`` on the columns of ``x``; ``None`` when these depend linearly on each other."""
    if len(x) <= x.shape[1]:
        return None
    q, r = np.linalg.qr(x)
    if dependent(x, r):
        return None
    weights = q.T @ y
    residuals = y - q @ weights
    order = np.argsort(cluster, kind="stable")
    starts = np.flatnonzero(np.diff(cluster[order], prepend=-1))
    sorted_q = q[order]
    scores: Floats = np.add.reduceat(sorted_q * residuals[order, None], starts, axis=0)
    shares = _shares(sorted_q, starts)
    values, vectors = np.linalg.eigh(np.eye(q.shape[1]) - shares)
    back = np.asarray(np.linalg.inv(r), dtype=np.float64)
    return Fit(back @ weights, residuals, back, scores, shares, values, vectors)


def _shares(q: Floats, starts: Integers) -> Floats:
    """Q_g'Q_g of each cluster: one product each when they are large, else column by column."""
    if len(q) > LARGE * len(starts):
        return np.stack([part.T @ part for part in np.split(q, starts[1:])])
    by_column = [np.add.reduceat(q[:, [a]] * q, starts, axis=0) for a in range(q.shape[1])]
    return np.stack(by_column, axis=1)

"""The draws of a restricted wild cluster bootstrap, and the share of them at least as extreme."""

from dataclasses import dataclass

import numpy as np

from evaluering.statistics._sandwich import Fit
from evaluering.statistics.inputs import Floats

WEBB: Floats = np.sqrt(np.array([0.5, 1.0, 1.5]))
WEBB_UP_TO = 6
ENUMERATED_UP_TO = 12
FARTHEST = 14
"""An end is looked for up to 2 to this power standard errors away; beyond lies rounding."""
CHUNK = 2_000_000
"""At most so many numbers are held at once while draws are summed up."""


@dataclass(frozen=True)
class Weights:
    """One row of weights per draw; a full list leaves out the mirror images, which give the same |t|."""

    kind: str
    rows: Floats
    draws: int
    enumerated: bool


def weights(clusters: int, draws: int, seed: int) -> Weights:
    """Webb's six points, all of them, up to 6 clusters; all signs up to 12; else ``draws`` random signs."""
    if clusters <= WEBB_UP_TO:
        six = np.concatenate([-WEBB, WEBB])
        grid = np.meshgrid(WEBB, *[six] * (clusters - 1), indexing="ij")
        rows = np.asarray(np.stack(grid, -1).reshape(-1, clusters), dtype=np.float64)
        return Weights("webb", rows, 2 * len(rows), True)
    if clusters <= ENUMERATED_UP_TO:
        numbers = np.arange(2 ** (clusters - 1))[:, None]
        signs = np.where((numbers >> np.arange(clusters)) & 1, -1.0, 1.0)
        return Weights("rademacher", signs, 2 * len(signs), True)
    random = np.random.default_rng(seed).integers(0, 2, size=(draws, clusters))
    return Weights("rademacher", np.where(random, 1.0, -1.0), draws, False)


@dataclass(frozen=True)
class Draws:
    """Each draw's t as a function of delta, the estimate minus the value under the null hypothesis.

    Restricted residuals are linear in delta, so each numerator is n0 + n1 delta and each
    squared denominator c0 + 2 c1 delta + c2 delta^2; ``variance`` is that of the estimate.
    """

    n0: Floats
    n1: Floats
    c0: Floats
    c1: Floats
    c2: Floats
    variance: float
    enumerated: bool

    def p(self, delta: float) -> float:
        """The share of draws with \\|t\\| at least that of the data; random draws count the data too."""
        drawn = (self.n0 + self.n1 * delta) ** 2 * self.variance
        spread = self.c0 + 2 * self.c1 * delta + self.c2 * delta**2
        reached = drawn >= delta**2 * spread * (1 - 1e-9)
        if self.enumerated:
            return float(reached.mean())
        return float((1 + reached.sum()) / (1 + len(reached)))

    def end(self, sign: float, alpha: float) -> float:
        """The distance from the estimate, on one side, at which p falls to ``alpha``; infinite if never."""
        inner, outer = 0.0, float(np.sqrt(self.variance))
        for _ in range(FARTHEST):
            if self.p(sign * outer) <= alpha:
                break
            inner, outer = outer, 2 * outer
        else:
            return float("inf")
        for _ in range(60):
            middle = (inner + outer) / 2
            inner, outer = (middle, outer) if self.p(sign * middle) > alpha else (inner, middle)
        return outer


def draw(fit: Fit, direction: Floats, given: Weights) -> Draws:
    """Sum up every draw, a chunk of rows at a time."""
    spread = fit.shares @ direction
    parts = (fit.scores, spread / (direction @ direction))
    size = max(1, CHUNK // fit.clusters)
    chunks = [given.rows[start : start + size] for start in range(0, len(given.rows), size)]
    summed = [_coefficients(rows, parts, spread, direction) for rows in chunks]
    n0, n1, c0, c1, c2 = (np.concatenate(column) for column in zip(*summed, strict=True))
    return Draws(n0, n1, c0, c1, c2, fit.cr0_se(direction) ** 2, given.enumerated)


def _coefficients(
    rows: Floats, parts: tuple[Floats, Floats], spread: Floats, direction: Floats
) -> tuple[Floats, ...]:
    (n0, s0), (n1, s1) = (_scores(rows, part, spread, direction) for part in parts)
    sums = [np.einsum("dg,dg->d", one, other) for one, other in ((s0, s0), (s0, s1), (s1, s1))]
    return n0, n1, *sums


def _scores(rows: Floats, part: Floats, spread: Floats, direction: Floats) -> tuple[Floats, Floats]:
    """A draw's numerator, and its clusters' scores after the refit."""
    own = part @ direction
    return rows @ own, rows * own - (rows @ part) @ spread.T

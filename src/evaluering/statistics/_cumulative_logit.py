"""The cumulative logit model by maximum likelihood: Newton's method on a likelihood with one summit.

With F the logistic distribution, an answer j has the probability F(a_j - x b) - F(a_(j-1) - x b), and
the logarithm of it is concave in thresholds and coefficients (Pratt JW. JASA 1981;76:103-106). With two
answers this is the binary logit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from evaluering.statistics.inputs import Floats, Integers

Yes = NDArray[np.bool_]
ROUNDS = 100
HALVINGS = 40
NEAR = 1e-10
"""A step this small, in logits per standard deviation of x, is the last."""
APART = 20.0
"""A standard error of so many logits per standard deviation of x is no error but separation."""


@dataclass(frozen=True)
class Fitted:
    """Coefficients, then thresholds; their standard errors; the log likelihood."""

    estimates: Floats
    errors: Floats
    loglik: float


@dataclass(frozen=True)
class _Model:
    """Whether each person has a threshold above and below; what coefficients and thresholds add to each."""

    bounded: tuple[Yes, Yes]
    designs: tuple[Floats, Floats]

    def ends(self, parameters: Floats) -> tuple[Floats, Floats]:
        """The logits below which a person's answer, and the answer before it, lie."""
        (has_above, has_below), (above, below) = self.bounded, self.designs
        high = np.where(has_above, above @ parameters, np.inf)
        return high, np.where(has_below, below @ parameters, -np.inf)

    def loglik(self, parameters: Floats) -> float:
        """The log likelihood; minus infinity where thresholds are out of order."""
        high, low = self.ends(parameters)
        if not (high > low).all():
            return -np.inf
        # F(high) - F(low) as a product, which keeps its digits far out.
        logs = special.log_expit(high) + special.log_expit(-low) + np.log(-np.expm1(low - high))
        return float(logs.sum())

    def slopes(self, parameters: Floats) -> tuple[Floats, Floats]:
        """The gradient and the observed information."""
        high, low = self.ends(parameters)
        chance = special.expit(high) * special.expit(-low) * -np.expm1(low - high)
        densities = [special.expit(end) * special.expit(-end) / chance for end in (high, low)]
        curved = [
            one * (special.expit(-end) - special.expit(end))
            for one, end in zip(densities, (high, low), strict=True)
        ]
        (up, down), (above, below) = densities, self.designs
        crossed = above.T @ ((up * down)[:, None] * below)
        curvature = above.T @ ((curved[0] - up**2)[:, None] * above)
        curvature -= below.T @ ((curved[1] + down**2)[:, None] * below)
        return above.T @ up - below.T @ down, -(curvature + crossed + crossed.T)


def fit(position: Integers, x: Floats) -> Fitted | None:
    """The model of answers 0, 1, 2 ... on the columns of ``x``; None when they can be told apart by x."""
    # Two models differ only by the scale of x; a common one makes the search and its end the same.
    scale, k = x.std(axis=0), x.shape[1]
    model, start = _model(position, x / scale)
    try:
        found = _summit(model, start)
        variances = np.diag(np.linalg.inv(model.slopes(found)[1]))
    except (np.linalg.LinAlgError, FloatingPointError):  # no curvature to invert
        return None
    if not (variances > 0).all() or (np.sqrt(variances[:k]) > APART).any():
        return None
    back = np.concatenate([1 / scale, np.ones(len(start) - k)])
    return Fitted(found * back, np.sqrt(variances) * back, model.loglik(found))


def _model(position: Integers, x: Floats) -> tuple[_Model, Floats]:
    """The model, and where the search starts: no effect, thresholds at the shares of answers."""
    last = int(position.max())
    numbers = np.arange(last)
    designs = [
        np.hstack([-x, (at[:, None] == numbers).astype(np.float64)]) for at in (position, position - 1)
    ]
    shares = np.cumsum(np.bincount(position))[:-1] / len(position)
    start = np.concatenate([np.zeros(x.shape[1]), special.logit(shares)])
    return _Model((position < last, position > 0), (designs[0], designs[1])), start


def _summit(model: _Model, parameters: Floats) -> Floats:
    """Newton's steps, halved while they lead down."""
    height = model.loglik(parameters)
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        for _ in range(ROUNDS):
            gradient, information = model.slopes(parameters)
            step: Floats = np.asarray(np.linalg.solve(information, gradient), dtype=np.float64)
            parameters, height, moved = _climbed(model, parameters, step, height)
            if moved < NEAR:
                break
    return parameters


def _climbed(model: _Model, parameters: Floats, step: Floats, height: float) -> tuple[Floats, float, float]:
    for _ in range(HALVINGS):
        reached = model.loglik(parameters + step)
        if reached >= height:
            return parameters + step, reached, float(np.abs(step).max())
        step = step / 2
    return parameters, height, 0.0

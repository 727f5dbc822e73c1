"""Stepped-wedge designs: who is treated when, and how precisely the effect is then estimated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite, nan, sqrt
from typing import Any

import numpy as np

from evaluering.statistics import inputs
from evaluering.statistics._power import Precision, share
from evaluering.statistics.inputs import Floats

CORRELATION = ("icc", "cac", "tau", "gamma")


@dataclass(frozen=True)
class Variances:
    """Of one observation, of clusters, and of periods within a cluster."""

    residual: float
    cluster: float
    cluster_period: float

    @property
    def total(self) -> float:
        """The variance of one observation around its period's mean."""
        return self.residual + self.cluster + self.cluster_period


@dataclass(frozen=True)
class Correlation:
    """How alike two of the same cluster are: by ICC and CAC, or by standard deviations.

    ``icc``: correlation of two in the same cluster and period; ``cac``: that of two in different
    periods divided by it; ``tau``, ``gamma``: standard deviations of clusters and of periods within.
    """

    icc: float | None = None
    cac: float = 1.0
    tau: float | None = None
    gamma: float = 0.0

    def __post_init__(self) -> None:
        """Refuse both ways at once, neither, and what no correlation can be."""
        if (self.icc is None) == (self.tau is None):
            raise ValueError("give either icc (with cac) or tau (with gamma)")
        if (self.icc is None and self.cac != 1) or (self.tau is None and self.gamma != 0):
            raise ValueError("cac goes with icc, and gamma with tau")
        for name in ("icc", "cac"):
            at_most(getattr(self, name) or 0.0, name)
        for name in ("tau", "gamma"):
            not_negative(getattr(self, name) or 0.0, name)
        if self.icc == 1:
            raise ValueError("icc must be less than 1")

    def of(self, residual: float) -> Variances:
        """The variances that go with a residual variance, as swCRTdesign splits them."""
        if self.icc is None:
            return Variances(residual, (self.tau or 0.0) ** 2, self.gamma**2)
        shared = residual * self.icc / (1 - self.icc)
        return Variances(residual, self.cac * shared, (1 - self.cac) * shared)


@dataclass(frozen=True)
class Layout:
    """Clusters by periods: exposure (0, then periods since the step: 1, 2 ...) and relative sizes."""

    exposure: Floats
    sizes: Floats

    @property
    def clusters(self) -> int:
        """Clusters measured at least once."""
        return int((self.sizes.sum(axis=1) > 0).sum())

    @property
    def mean_size(self) -> float:
        """The mean over what was measured."""
        measured = self.sizes[self.sizes > 0]
        return float(measured.mean()) if measured.size else 0.0


@dataclass(frozen=True)
class Wedge:
    """A whole design: ``sigma`` is the SD of a number, ``before`` the share before of a yes/no."""

    layout: Layout
    correlation: Correlation
    sigma: float | None
    before: float | None
    df: float
    by_exposure: bool

    @property
    def most_effect(self) -> float:
        """The largest rise there is room for."""
        return inf if self.before is None else 1 - self.before

    def variances(self, effect: float) -> Variances:
        """The variances, which for a yes/no outcome rest on the effect."""
        if self.sigma is not None:
            return self.correlation.of(self.sigma**2)
        middle = (self.before or 0.0) + effect / 2
        return self.correlation.of(middle * (1 - middle))

    def precision(self, n: float, effect: float) -> Precision:
        """The precision of the effect with ``n`` times the layout's sizes."""
        se = sqrt(variance(self.layout, n, self.variances(effect), self.by_exposure))
        return Precision(se, self.df, se)


def wedge(clusters: Sequence[int], n: Any, effect: float | None, terms: Mapping[str, Any]) -> Wedge:
    """The design that the arguments of ``design.stepped_wedge`` speak of."""
    sizes = n if n is not None and np.ndim(n) else 1.0
    periods = terms.get("baseline_periods", 1), terms.get("final_periods", 1)
    design = layout(clusters, sizes, *periods)
    sigma, before = _outcome(terms, effect or 0.0)
    correlation = Correlation(**{name: terms[name] for name in CORRELATION if name in terms})
    by_exposure = bool(terms.get("by_exposure", False))
    found = Wedge(design, correlation, sigma, before, _df(terms, design.clusters), by_exposure)
    _leaves_room(found, effect or 0.0)
    return found


def at_most(value: float, name: str) -> float:
    """A number from 0 to 1. Raises ``ValueError`` otherwise."""
    if not inputs.is_number(value) or not 0 <= value <= 1:
        raise ValueError(f"{name} must lie from 0 to 1")
    return float(value)


def not_negative(value: float, name: str) -> float:
    """A finite number, 0 or more. Raises ``ValueError`` otherwise."""
    if not inputs.is_number(value) or not isfinite(value) or value < 0:
        raise ValueError(f"{name} must be a number, 0 or more")
    return float(value)


def layout(clusters: Sequence[int], n: Any, before: int = 1, after: int = 1) -> Layout:
    """The design where ``clusters[s]`` clusters cross over at step s.

    ``n``: observations per cluster and period as one number, one per cluster, or clusters x periods.
    """
    given = inputs.complete(clusters, "clusters")
    steps = [inputs.count(one, "clusters") for one in given]
    first = np.repeat(np.arange(len(steps)), steps) + inputs.count(before, "baseline_periods")
    periods = np.arange(len(steps) - 1 + before + inputs.count(after, "final_periods"))
    exposure = np.maximum(0, periods[None, :] - first[:, None] + 1).astype(np.float64)
    return Layout(exposure, _sizes(n, exposure.shape))


def variance(design: Layout, n: float, variances: Variances, by_exposure: bool) -> float:
    """The variance of the effect by generalised least squares; NaN where it cannot be estimated.

    Each cluster has covariance D + tau^2 11', D diagonal, whose inverse is W - k W11'W with
    W = 1/D and k = tau^2 / (1 + tau^2 sum W); so nothing but the small information matrix is inverted.
    """
    sizes = design.sizes * n
    weights = sizes / (variances.residual + variances.cluster_period * sizes)
    columns = _columns(design, by_exposure)
    shrunk = variances.cluster / (1 + variances.cluster * weights.sum(axis=1))
    sums = np.einsum("gtp,gt->gp", columns, weights)
    weighted = columns * weights[:, :, None]
    information = np.einsum("gtp,gtq->pq", columns, weighted) - np.einsum("gp,g,gq->pq", sums, shrunk, sums)
    return _of_mean_effect(information, design.exposure.shape[1])


def _of_mean_effect(information: Floats, periods: int) -> float:
    seen = np.diag(information)[:periods] > 0
    kept = np.concatenate([seen, np.ones(len(information) - periods, dtype=bool)])
    used = information[np.ix_(kept, kept)]
    effects = len(information) - periods
    if not effects or np.linalg.matrix_rank(used, hermitian=True) < len(used):
        return nan
    return float(np.linalg.inv(used)[-effects:, -effects:].sum()) / effects**2


def _columns(design: Layout, by_exposure: bool) -> Floats:
    groups, periods = design.exposure.shape
    calendar = np.broadcast_to(np.eye(periods), (groups, periods, periods))
    lengths = np.unique(design.exposure[(design.sizes > 0) & (design.exposure > 0)])
    effect = (design.exposure > 0)[:, :, None]
    exposed = design.exposure[:, :, None] == lengths if by_exposure else effect
    return np.concatenate([calendar, exposed.astype(np.float64)], axis=2)


def _leaves_room(given: Wedge, effect: float) -> None:
    """Shares of clusters that vary this much would not lie between 0 and 1."""
    found = given.variances(effect)
    by_sd = given.before is not None and given.correlation.icc is None
    if by_sd and found.cluster + found.cluster_period >= found.residual:
        raise ValueError("tau and gamma must leave room: their squares' sum below p (1 - p)")


def _outcome(terms: Mapping[str, Any], effect: float) -> tuple[float | None, float | None]:
    if ("sigma" in terms) == ("mu0" in terms):
        raise ValueError("give either sigma, of an outcome that is a number, or mu0, of a yes/no one")
    if "sigma" in terms:
        return inputs.positive(terms["sigma"], "sigma"), None
    before = share(terms["mu0"], "mu0")
    share(before + effect, "mu0 + effect")
    return None, before


def _df(terms: Mapping[str, Any], clusters: int) -> float:
    reference = terms.get("reference", "t")
    if reference not in ("t", "normal"):
        raise ValueError("reference must be t or normal")
    return inf if reference == "normal" else float(clusters - 2)


def _sizes(n: Any, shape: tuple[int, int]) -> Floats:
    given = np.asarray(n)
    if given.ndim == 0:
        return np.full(shape, inputs.positive(n, "n"))
    table = inputs.matrix(n, "n") if given.ndim == 2 else inputs.sample(n, "n")[:, None]
    if table.shape not in (shape, (shape[0], 1)):
        raise ValueError(f"n must be one number, one for each of {shape[0]} clusters, or clusters by periods")
    if not (table >= 0).all():
        raise ValueError("n must not be negative or missing; 0 where a cluster was not measured")
    return np.broadcast_to(table, shape).astype(np.float64)

"""The share of persons in clusters: its linearised standard error and two intervals."""

from dataclasses import dataclass
from math import exp, log, nan, sqrt

import numpy as np
from scipy import special

from evaluering.results import Estimate
from evaluering.statistics._score_intervals import Ends, clopper_pearson
from evaluering.statistics.inputs import Floats, Integers
from evaluering.vocabulary import Unit

KORN_GRAUBARD = (
    "Korn EL, Graubard BI. Confidence intervals for proportions with small expected number of positive "
    "counts estimated from survey data. Surv Methodol 1998;24:193-201."
)
ALIKE = "no variation between clusters: their spread cannot be estimated"
ONE = "one cluster: the spread between clusters cannot be estimated"


@dataclass(frozen=True)
class ClusteredProportion:
    """A share of persons in clusters, with two intervals.

    ``deff``, the design effect, is how many times larger the variance is than that of as many
    independent persons; ``effective_n`` is how many independent persons would tell as much.
    """

    logit: Estimate
    korn_graubard: Estimate
    deff: float
    effective_n: float
    clusters: int


@dataclass(frozen=True)
class Share:
    """A share, its standard error over clusters, and what it was computed of."""

    value: float
    se: float
    n: int
    clusters: int
    missing: int

    def estimate(self, ends: Ends, level: float, method: str, reason: str = "") -> Estimate:
        """The share with these ends."""
        return Estimate(
            self.value,
            *ends,
            level,
            self.n,
            Unit.SHARE,
            method,
            KORN_GRAUBARD,
            missing=self.missing,
            df=self.clusters - 1,
            se=self.se,
            reason=reason,
        )


def share_of(answers: Floats, groups: Integers, weights: Floats, missing: int) -> Share:
    """The weighted share of ``answers``, with the standard error from the totals of clusters."""
    _, groups = np.unique(groups, return_inverse=True)
    share = float(weights @ answers / weights.sum())
    totals = np.bincount(groups, weights * (answers - share)).astype(np.float64)
    se = _between(totals) / float(weights.sum())
    return Share(share, se, len(answers), len(totals), missing)


def _between(totals: Floats) -> float:
    """Root of G/(G-1) times the sum of squared cluster totals; NaN for one cluster."""
    groups = len(totals)
    return sqrt(groups / (groups - 1) * float(totals @ totals)) if groups > 1 else nan


def with_intervals(share: Share, level: float) -> ClusteredProportion:
    """Both intervals of the share; none where clusters show no spread."""
    # Rounding leaves 1e-17 of a spread that is none.
    if share.clusters < 2 or share.se < 1e-12:
        reason = ALIKE if share.clusters > 1 else ONE
        logit, beta = (
            share.estimate((nan, nan), level, name, reason) for name in ("logit_t", "korn_graubard")
        )
        return ClusteredProportion(logit, beta, nan, nan, share.clusters)
    size = share.value * (1 - share.value) / share.se**2
    return ClusteredProportion(
        share.estimate(_logit_ends(share, level), level, "logit_t"),
        share.estimate(_korn_graubard_ends(share, size, level), level, "korn_graubard"),
        (share.n - 1) / size,
        size,
        share.clusters,
    )


def _logit_ends(share: Share, level: float) -> Ends:
    centre = log(share.value / (1 - share.value))
    half = -float(special.stdtrit(share.clusters - 1, (1 - level) / 2)) * share.se
    half /= share.value * (1 - share.value)
    return _expit(centre - half), _expit(centre + half)


def _expit(x: float) -> float:
    # Written so that neither end overflows when few clusters make the interval endless.
    return 1 / (1 + exp(-x)) if x > 0 else exp(x) / (1 + exp(x))


def _korn_graubard_ends(share: Share, size: float, level: float) -> Ends:
    many, few = special.stdtrit([share.n - 1, share.clusters - 1], (1 - level) / 2)
    return clopper_pearson(share.value, size * (many / few) ** 2, level)

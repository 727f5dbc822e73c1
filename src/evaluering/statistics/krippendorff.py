"""Krippendorff's alpha: agreement of any number of raters, with missing ratings, on any scale."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluering.results import Estimate, undefined
from evaluering.statistics._chance import NO_PAIRS, NO_SPREAD, ONE_CATEGORY, ONE_UNIT, SMALLEST_ERROR, student
from evaluering.statistics._disagreement import SCALES, Paired, Scale, paired
from evaluering.statistics.inputs import Floats, Integers, clusters, count, matrix
from evaluering.statistics.inputs import level as checked_level
from evaluering.vocabulary import Unit

KRIPPENDORFF = "Krippendorff K. Computing Krippendorff's alpha-reliability. University of Pennsylvania 2011."
BOOTSTRAP = (
    "Zapf A, Castell S, Morawietz L, Karch A. Measuring inter-rater reliability for nominal data - "
    "which coefficients and confidence intervals are appropriate? BMC Med Res Methodol 2016;16:93."
)
GWET = (
    "Gwet KL. On Krippendorff's alpha coefficient. 2011; Handbook of Inter-Rater Reliability, 4th ed. 2014."
)

FEWEST_REPLICATIONS = 2000
MOST_UNDEFINED = 0.05
"""With a larger share of resamples without variation, their quantiles describe only the others."""
CELLS_AT_ONCE = 4_000_000
SEED = 20_140_917


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha, twice with an interval.

    ``coefficient`` has the percentile interval of resampled units (or clusters) and their
    standard deviation as standard error; ``linearised`` has Gwet's standard error and
    t(n - 1) interval, for independent units. ``observed`` and ``expected`` are the two
    disagreements; ``undefined_replications`` counts resamples in which all ratings were the same.
    """

    coefficient: Estimate
    linearised: Estimate
    observed: float
    expected: float
    replications: int
    undefined_replications: int


@dataclass(frozen=True)
class Resampling:
    """How the interval is made: ``replications`` (0: no interval), ``seed``, ``cluster``.

    ``cluster`` names the cluster of each row of the ratings (the municipality of a goal);
    whole clusters are then drawn instead of units.
    """

    replications: int = FEWEST_REPLICATIONS
    seed: int = SEED
    cluster: Sequence[Hashable] | NDArray[Any] | None = None


def krippendorff_alpha(
    ratings: Any, scale: str = "nominal", *, level: float = 0.95, resampling: Resampling | None = None
) -> Alpha:
    """Krippendorff's alpha, 1 - observed / expected disagreement.

    Inputs: ``ratings``, units x raters, numbers (NaN or None where missing); ``scale``, the
    level of measurement: ``"nominal"``, ``"ordinal"``, ``"interval"`` or ``"ratio"`` (numbers of
    0 or more); ``level`` in (0, 1); ``resampling``, a ``Resampling``: 2000 replications or more
    (0 for the value alone), its seed, and the clusters of units if they have any.

    Formula, over the n units with m_u >= 2 ratings, N ratings in all, n_c of them c:
    observed = sum_u sum_(i != j) d(x_ui, x_uj) / (m_u - 1) / N and
    expected = sum_ck n_c n_k d(c, k) / (N (N - 1)). d is 1 for different values (nominal),
    (c - k)^2 (interval), ((c - k) / (c + k))^2 (ratio), or (interval) of the mean ranks of c and
    k among the N ratings (ordinal). ``missing`` counts units with fewer than two ratings.
    Interval: percentiles of alpha over resamples of the n units, or of the clusters.
    Undefined (NaN and a reason) when all ratings are the same or no unit has two. No interval
    when every unit agrees, there is one unit or cluster, or more than 5 % of resamples are
    undefined. ``linearised``: Gwet's standard error, the scale's d (mean ranks too) taken as given.

    Assumes units (or clusters) independent of each other. Raises ``ValueError`` for text,
    infinity, an unknown scale, negative numbers on a ratio scale, 1 to 1999 replications, or
    cluster labels that do not fit the rows. Source: Krippendorff 2011; Zapf 2016 (resampling);
    Gwet 2014 (linearised). Checked against R 4.2.2 irr 0.84.1 ``kripp.alpha`` (four scales),
    irrCAC 1.0 ``krippen.alpha.raw`` (se), counting every pair, and coverage by simulation.
    """
    level = checked_level(level)
    how = resampling or Resampling()
    replications = _replications(how.replications)
    values = matrix(ratings, "ratings")
    data = paired(values)
    labels = _labels(how.cluster, values, data)
    measured = _scale(scale)(data)
    alpha, observed, expected = measured.whole()
    bare = _bare(alpha, data, level)
    if bare.reason:
        return Alpha(bare, bare, observed, expected, 0, 0)
    linearised = student(bare, _linear(measured, data, alpha))
    reason = _why_no_interval(observed, labels, data) if replications else "no interval was asked for"
    if reason:
        return Alpha(replace(bare, reason=reason), linearised, observed, expected, 0, 0)
    resampled = _resampled(measured, labels, replications, how.seed)
    lacking = int(np.isnan(resampled).sum())
    return Alpha(_percentiles(bare, resampled), linearised, observed, expected, replications, lacking)


def _labels(cluster: Any, values: Floats, data: Paired) -> Integers:
    """The cluster of each unit kept: units are their own where none is given."""
    if cluster is None:
        return np.arange(data.n)
    return clusters(clusters(cluster, len(values))[data.kept], data.n)


def _replications(asked: int) -> int:
    replications = count(asked, "replications")
    if 0 < replications < FEWEST_REPLICATIONS:
        raise ValueError(f"replications must be {FEWEST_REPLICATIONS} or more, or 0 for no interval")
    return replications


def _scale(name: str) -> type[Scale]:
    if name not in SCALES:
        raise ValueError(f"scale must be one of {', '.join(SCALES)}")
    return SCALES[name]


def _bare(alpha: float, data: Paired, level: float) -> Estimate:
    """Alpha without an interval, or undefined."""
    if np.isnan(alpha):
        reason = ONE_CATEGORY if data.n else NO_PAIRS
        return undefined(reason, Unit.COEFFICIENT, "krippendorff_alpha", n=data.n, missing=data.left_out)
    source = f"{KRIPPENDORFF} {BOOTSTRAP} {GWET}"
    return Estimate(
        alpha, nan, nan, level, data.n, Unit.COEFFICIENT, "krippendorff_alpha", source, data.left_out
    )


def _why_no_interval(observed: float, labels: Integers, data: Paired) -> str:
    if data.n < 2:
        return ONE_UNIT
    if labels.max() < 1:
        return "all units are of one cluster, so resampling clusters gives no interval"
    return NO_SPREAD if observed == 0 else ""


def _resampled(scale: Scale, labels: Integers, replications: int, seed: int) -> Floats:
    """Alpha in each resample; how often a unit was drawn is its weight."""
    rng = np.random.default_rng(seed)
    groups = int(labels.max()) + 1
    step = max(1, CELLS_AT_ONCE // scale.data.values.size)
    parts = []
    for start in range(0, replications, step):
        rows = min(step, replications - start)
        drawn = rng.integers(0, groups, (rows, groups)) + groups * np.arange(rows)[:, None]
        times = np.bincount(drawn.ravel(), minlength=rows * groups).reshape(rows, groups)
        parts.append(scale.alphas(times[:, labels].astype(np.float64))[0])
    return np.concatenate(parts)


def _percentiles(bare: Estimate, resampled: Floats) -> Estimate:
    defined = resampled[~np.isnan(resampled)]
    lacking = len(resampled) - len(defined)
    if lacking > MOST_UNDEFINED * len(resampled):
        reason = f"no interval: in {lacking} of {len(resampled)} resamples all ratings were the same"
        return replace(bare, reason=reason)
    se = float(defined.std(ddof=1))
    if se < SMALLEST_ERROR:
        return replace(bare, se=se, reason=NO_SPREAD)
    tail = (1 - bare.level) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return replace(bare, low=float(low), high=float(high), se=se)


def _linear(scale: Scale, data: Paired, alpha: float) -> Floats:
    """Gwet's linearised values, moved so that they are centred on alpha without the 1/N correction."""
    mean = data.sizes.mean()
    total = data.sizes.sum()
    within = scale.within / mean
    expected, far = scale.against_all()
    plain = scale.within.sum() / total
    excess = data.sizes / mean
    corrected = plain * (1 - 1 / total)
    parts = 1 - (within - corrected * (excess - 1)) / expected
    parts -= 2 * plain / expected * (excess - far / mean / expected)
    return np.asarray(parts + alpha - (1 - plain / expected))

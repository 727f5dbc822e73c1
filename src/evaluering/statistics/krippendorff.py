"""Krippendorff's alpha: agreement of any number of raters, with missing ratings, on any scale."""

from dataclasses import dataclass, replace
from math import nan
from typing import Any

import numpy as np

from evaluering.results import Estimate, undefined
from evaluering.statistics._chance import NO_PAIRS, NO_SPREAD, ONE_CATEGORY, student
from evaluering.statistics._disagreement import SCALES, Paired, Scale, paired
from evaluering.statistics._resampled_units import (
    BOOTSTRAP,
    Resampling,
    checked_replications,
    labels_of,
    percentiles,
    times_drawn,
    why_no_interval,
)
from evaluering.statistics.inputs import Floats, matrix
from evaluering.statistics.inputs import level as checked_level
from evaluering.vocabulary import Unit

KRIPPENDORFF = "Krippendorff K. Computing Krippendorff's alpha-reliability. University of Pennsylvania 2011."
GWET = (
    "Gwet KL. On Krippendorff's alpha coefficient. 2011; Handbook of Inter-Rater Reliability, 4th ed. 2014."
)
__all__ = ["Alpha", "Resampling", "krippendorff_alpha"]


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
    replications = checked_replications(how.replications)
    values = matrix(ratings, "ratings")
    data = paired(values)
    labels = labels_of(how.cluster, len(values), data.kept)
    measured = _scale(scale)(data)
    alpha, observed, expected = measured.whole()
    bare = _bare(alpha, data, level)
    if bare.reason:
        return Alpha(bare, bare, observed, expected, 0, 0)
    linearised = student(bare, _linear(measured, data, alpha))
    reason = why_no_interval(labels) or (NO_SPREAD if observed == 0 else "")
    reason = reason if replications else "no interval was asked for"
    if reason:
        return Alpha(replace(bare, reason=reason), linearised, observed, expected, 0, 0)
    blocks = times_drawn(labels, how, measured.data.values.size)
    resampled = np.concatenate([measured.alphas(times)[0] for times in blocks])
    lacking = int(np.isnan(resampled).sum())
    return Alpha(percentiles(bare, resampled), linearised, observed, expected, replications, lacking)


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

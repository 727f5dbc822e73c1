"""Do raters agree, when what they rated lies in clusters? Intervals from resampled clusters.

Ratings as in ``agreement``: units x raters. Segments of one interview, or goals of one team, may be
alike; intervals that take them as independent are then too narrow. Krippendorff's alpha resamples
clusters itself.
"""

from collections.abc import Callable
from dataclasses import replace
from math import isnan
from typing import Any

import numpy as np

from evaluering.results import Estimate
from evaluering.statistics import _chance, agreement
from evaluering.statistics._chance import Agreement
from evaluering.statistics._ratings import Categories, Rated, Weights, agreement_weights, rated
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

Resampled = Callable[[Floats], Floats]


def percent(ratings: Any, level: float = 0.95, *, resampling: Resampling | None = None) -> Estimate:
    """The share of pairs of ratings that agree, with an interval from resampled units or clusters.

    Inputs: ``ratings`` and ``level`` as in ``agreement.percent``; ``resampling``, a ``Resampling``
    with the cluster of each unit (default: units alone), 2000 replications or more, or 0 for none.

    Formula: the value of ``agreement.percent``; percentiles of it over resamples. No interval for
    one unit or one cluster, or when all clusters agree alike. ``missing`` counts units with fewer
    than two ratings.

    Assumes clusters independent of each other, twenty or more of them. Raises ``ValueError`` as
    ``agreement.percent``, and for 1 to 1999 replications or cluster labels that do not fit the rows.
    Source: Fleiss 1971; Zapf 2016 (resampling). Checked against ``agreement.percent`` of stacked
    resamples.
    """
    plain = agreement.percent(ratings, level)
    given = rated(ratings)
    of_units = _chance.agreement_of_units(given, np.eye(len(given.categories)))
    pairs = given.pairable.astype(np.float64)
    return _with_interval(plain, ratings, resampling, lambda times: (times @ of_units) / (times @ pairs))


def gwet(
    ratings: Any,
    weights: Weights = None,
    *,
    categories: Categories = None,
    level: float = 0.95,
    resampling: Resampling | None = None,
) -> Agreement:
    """Gwet's AC1 (AC2 with ``weights``), with an interval from resampled units or clusters.

    Inputs: as ``agreement.gwet``; ``resampling`` as in ``percent``.

    Formula: the coefficient of ``agreement.gwet``; percentiles of it over resamples. Undefined as
    there; no interval for one unit or one cluster, when no resample differs, or when in more than
    5 % of resamples all ratings are the same.

    Assumes clusters independent of each other, twenty or more of them, and raters as given. Raises
    ``ValueError`` as ``agreement.gwet``, and for 1 to 1999 replications or cluster labels that do
    not fit the rows. Source: Gwet 2008; Zapf 2016 (resampling). Checked against ``agreement.gwet``
    of stacked resamples, and coverage by simulation.
    """
    plain = agreement.gwet(ratings, weights, categories=categories, level=level)
    given = rated(ratings, categories)
    used = agreement_weights(weights, given.categories)
    found = _with_interval(plain.coefficient, ratings, resampling, lambda times: _gwets(given, used, times))
    return replace(plain, coefficient=found)


def _with_interval(
    plain: Estimate, ratings: Any, resampling: Resampling | None, resampled: Resampled
) -> Estimate:
    """``plain`` with the interval of its resamples instead of its own."""
    how = resampling or Resampling()
    replications = checked_replications(how.replications)
    values = matrix(ratings, "ratings")
    labels = labels_of(how.cluster, len(values), np.flatnonzero(~np.isnan(values).all(axis=1)))
    if isnan(plain.value):
        return plain
    bare = replace(
        plain, low=np.nan, high=np.nan, p=None, df=None, se=None, source=f"{plain.source} {BOOTSTRAP}"
    )
    reason = why_no_interval(labels) if replications else "no interval was asked for"
    if reason:
        return replace(bare, reason=reason)
    with np.errstate(invalid="ignore"):  # a resample without a pair is NaN, and counted
        found = [resampled(times) for times in times_drawn(labels, how, values.size)]
    return percentiles(replace(bare, reason=""), np.concatenate(found))


def _gwets(given: Rated, weights: Floats, times: Floats) -> Floats:
    """The coefficient in each resample; NaN where one category alone was used."""
    q = len(given.categories)
    of_units = _chance.agreement_of_units(given, weights)
    observed = (times @ of_units) / (times @ given.pairable.astype(np.float64))
    shares = (times @ (given.counts / given.per_unit[:, None])) / times.sum(axis=1, keepdims=True)
    expected = weights.sum() / (q * (q - 1)) * (shares * (1 - shares)).sum(axis=1)
    alike = ((times @ given.counts) > 0).sum(axis=1) < 2
    return np.where(alike, np.nan, (observed - expected) / (1 - expected))

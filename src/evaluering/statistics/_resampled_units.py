"""Resampling units, or whole clusters of them: how often each was drawn, and what the resamples say."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluering.results import Estimate
from evaluering.statistics._chance import NO_SPREAD, ONE_UNIT, SMALLEST_ERROR
from evaluering.statistics.inputs import Floats, Integers, clusters, count

FEWEST_REPLICATIONS = 2000
MOST_UNDEFINED = 0.05
"""With a larger share of resamples without variation, their quantiles describe only the others."""
CELLS_AT_ONCE = 4_000_000
SEED = 20_140_917
BOOTSTRAP = (
    "Zapf A, Castell S, Morawietz L, Karch A. Measuring inter-rater reliability for nominal data - "
    "which coefficients and confidence intervals are appropriate? BMC Med Res Methodol 2016;16:93."
)


@dataclass(frozen=True)
class Resampling:
    """How the interval is made: ``replications`` (0: no interval), ``seed``, ``cluster``.

    ``cluster`` names the cluster of each row of the ratings (the municipality of a goal);
    whole clusters are then drawn instead of units.
    """

    replications: int = FEWEST_REPLICATIONS
    seed: int = SEED
    cluster: Sequence[Hashable] | NDArray[Any] | None = None


def checked_replications(asked: int) -> int:
    """A number of replications that quantiles can rest on, or 0. Raises ``ValueError`` otherwise."""
    replications = count(asked, "replications")
    if 0 < replications < FEWEST_REPLICATIONS:
        raise ValueError(f"replications must be {FEWEST_REPLICATIONS} or more, or 0 for no interval")
    return replications


def labels_of(cluster: Any, rows: int, kept: Integers) -> Integers:
    """The cluster of each of the ``rows`` at ``kept``: units are their own where none is given."""
    n = len(kept)
    return np.arange(n) if cluster is None else clusters(clusters(cluster, rows)[kept], n)


def why_no_interval(labels: Integers) -> str:
    """Why units (or clusters) so few cannot be resampled; empty where they can."""
    if len(labels) < 2:
        return ONE_UNIT
    return (
        "all units are of one cluster, so resampling clusters gives no interval" if labels.max() < 1 else ""
    )


def times_drawn(labels: Integers, how: Resampling, cells: int) -> Iterator[Floats]:
    """Blocks of resamples x units: how often each unit is drawn; ``cells`` is what one resample costs."""
    rng = np.random.default_rng(how.seed)
    groups = int(labels.max()) + 1
    step = max(1, CELLS_AT_ONCE // cells)
    for start in range(0, how.replications, step):
        rows = min(step, how.replications - start)
        drawn = rng.integers(0, groups, (rows, groups)) + groups * np.arange(rows)[:, None]
        times = np.bincount(drawn.ravel(), minlength=rows * groups).reshape(rows, groups)
        yield times[:, labels].astype(np.float64)


def percentiles(bare: Estimate, resampled: Floats) -> Estimate:
    """``bare`` with the percentile interval and the standard deviation of what the resamples gave."""
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

"""Ratings of units by raters: who rated what, in which categories, with which weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from evaluering.statistics.inputs import Floats, Integers, complete, matrix

Weights: TypeAlias = str | Sequence[Sequence[float]] | Floats | None
Categories: TypeAlias = Sequence[float] | Floats | None

WIDEST = 1000.0
"""Whole numbers no farther apart than this are points of a scale."""


@dataclass(frozen=True)
class Rated:
    """Units x raters as positions in ``categories`` (-1 where missing).

    Units and raters without any rating are left out; ``unrated`` counts the units.
    """

    codes: Integers
    categories: Floats
    unrated: int

    @property
    def n(self) -> int:
        """Units with at least one rating."""
        return len(self.codes)

    @cached_property
    def counts(self) -> Floats:
        """Units x categories: how many raters chose each."""
        q = len(self.categories)
        cells = (self.codes + q * np.arange(self.n)[:, None])[self.codes >= 0]
        return np.bincount(cells, minlength=self.n * q).reshape(self.n, q).astype(np.float64)

    @cached_property
    def per_unit(self) -> Floats:
        """How many raters rated each unit."""
        return np.asarray((self.codes >= 0).sum(axis=1), dtype=np.float64)

    @property
    def pairable(self) -> Any:
        """Which units have two ratings or more."""
        return self.per_unit >= 2

    @cached_property
    def used(self) -> int:
        """How many categories were chosen at all."""
        return int((np.bincount(self.codes[self.codes >= 0]) > 0).sum())


def rated(ratings: Any, categories: Categories = None) -> Rated:
    """``ratings`` (units x raters, numbers, NaN or None where missing) with their categories.

    Without ``categories``, those are the different numbers found. Raises ``ValueError`` for a
    rating outside declared categories, and for declared ones that are fewer than two or not different.
    """
    values = matrix(ratings, "ratings")
    given = ~np.isnan(values)
    if values.size and given.all():
        codes, known = _placed(values.ravel(), categories)
        return Rated(codes.reshape(values.shape), known, 0)
    kept = values[given.any(axis=1)][:, given.any(axis=0)]
    there = ~np.isnan(kept)
    codes, known = _placed(kept[there], categories)
    placed = np.full(kept.shape, -1, dtype=np.int64)
    placed[there] = codes
    return Rated(placed, known, len(values) - len(kept))


def two_raters(ratings: Any, categories: Categories = None) -> tuple[Rated, int]:
    """Units that both of two raters rated, and the number of units left out.

    Raises ``ValueError`` unless ``ratings`` has two columns, one for each rater.
    """
    values = matrix(ratings, "ratings")
    if values.shape[1] != 2:
        raise ValueError(f"ratings must have two columns, one for each rater; it has {values.shape[1]}")
    absent = np.isnan(values[:, 0]) | np.isnan(values[:, 1])
    missing = int(absent.sum())
    return rated(values[~absent] if missing else values, categories), missing


def crossed(pairs: Rated) -> Floats:
    """The square table of two raters: rows are the first rater's categories, columns the second's."""
    q = len(pairs.categories)
    cells = pairs.codes[:, 0] * q + pairs.codes[:, 1] if pairs.n else np.zeros(0, dtype=np.int64)
    return np.bincount(cells, minlength=q * q).reshape(q, q).astype(np.float64)


def agreement_weights(weights: Weights, categories: Floats) -> Floats:
    """Agreement (1 on the diagonal, less away from it) between each two categories.

    None: 1 when equal, else 0. ``linear``: 1 - |x - y| / range. ``quadratic``:
    1 - (x - y)^2 / range^2. ``ordinal``: 1 - pairs(x, y) / most pairs, where pairs is the number
    of two-element subsets of the categories from x to y. Or a square symmetric matrix of numbers
    from 0 to 1. The first two use the categories' own numbers, ``ordinal`` their order.
    """
    if not (weights is None or isinstance(weights, str)):
        return _own_weights(weights, len(categories))
    if weights is None or len(categories) < 2:
        return np.eye(len(categories))
    if weights not in _DISTANCES:
        raise ValueError(f"weights must be None, a matrix or one of {', '.join(_DISTANCES)}")
    at = np.arange(len(categories)) if weights == "ordinal" else categories
    distance = _DISTANCES[weights](np.abs(np.subtract.outer(at, at)))
    return np.asarray(1 - distance / distance.max(), dtype=np.float64)


_DISTANCES = {
    "linear": lambda apart: apart,
    "quadratic": lambda apart: apart**2,
    "ordinal": lambda apart: apart * (apart + 1) / 2,
}


def _own_weights(weights: Any, q: int) -> Floats:
    own = matrix(weights, "weights")
    if own.shape != (q, q):
        raise ValueError(f"weights must be a {q} x {q} matrix, a row and a column for each category")
    if np.isnan(own).any() or not ((own >= 0) & (own <= 1)).all():
        raise ValueError("weights must lie between 0 and 1")
    if not (np.array_equal(own, own.T) and (np.diag(own) == 1).all()):
        raise ValueError("weights must be symmetric, with 1 on the diagonal")
    if q > 1 and (own == 1).all():
        raise ValueError("weights must tell at least two categories apart")
    return own


def _placed(values: Floats, categories: Categories) -> tuple[Integers, Floats]:
    """The place of each value among the declared categories, or the different values, and these."""
    return _coded(values) if categories is None else _among(values, _declared(categories))


def _declared(categories: Any) -> Floats:
    declared = np.unique(complete(categories, "categories"))
    if len(declared) != len(categories) or len(declared) < 2:
        raise ValueError("categories must be two or more different numbers")
    return declared


def _coded(values: Floats) -> tuple[Integers, Floats]:
    """The place of each value among the different ones, and these."""
    if not len(values) or np.ptp(values) > WIDEST or (values != np.floor(values)).any():
        known, codes = np.unique(values, return_inverse=True)
        return codes, known
    # Points of a scale are counted where they stand, which takes no sorting.
    steps = (values - values.min()).astype(np.int64)
    used = np.bincount(steps) > 0
    return (np.cumsum(used) - 1)[steps], np.flatnonzero(used) + values.min()


def _among(values: Floats, known: Floats) -> tuple[Integers, Floats]:
    codes = np.searchsorted(known, values)
    if (known[np.minimum(codes, len(known) - 1)] != values).any():
        raise ValueError("ratings must be among the declared categories")
    return codes, known

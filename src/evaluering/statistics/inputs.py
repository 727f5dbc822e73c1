"""What every statistic asks of its numbers, checked in one place.

Missing is ``None`` or NaN, only where a function says so; infinity and text are never numbers.
"""

from collections.abc import Hashable, Sequence
from math import isfinite, nan
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = Sequence[float | None] | NDArray[Any]


def sample(values: Numbers, name: str) -> Floats:
    """``values`` as floats, one dimension; ``None`` and NaN stay as NaN, which means missing.

    Raises ``ValueError`` for text, truth values, infinity, or more than one dimension.
    """
    array = _floats(values, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must have one dimension; it has {array.ndim}")
    return array


def complete(values: Numbers, name: str) -> Floats:
    """Like ``sample``, and nothing may be missing."""
    array = sample(values, name)
    if np.isnan(array).any():
        raise ValueError(f"{name} must not have missing values; leave them out and count them first")
    return array


def yes_or_no(values: Any, name: str) -> Floats:
    """Truth values, or 0 and 1, as floats; ``None`` and NaN stay as NaN, which means missing."""
    given = np.asarray(values)
    if given.dtype == object and all(isinstance(one, (bool, np.bool_)) or one is None for one in given.flat):
        given = np.array([nan if one is None else float(one) for one in given.flat]).reshape(given.shape)
    array = sample(given.astype(np.float64) if given.dtype.kind == "b" else given, name)
    if not zero_or_one(array[~np.isnan(array)]):
        raise ValueError(f"{name} must be yes or no: true or false, or 1 or 0")
    return array


def zero_or_one(values: Floats) -> bool:
    """Whether all of them are 0 or 1."""
    return bool(((values == 0) | (values == 1)).all())


def counted(values: Numbers, name: str) -> Floats:
    """Whole numbers, 0 or more, in one dimension; ``None`` and NaN stay as NaN, which means missing."""
    array = sample(values, name)
    known = array[~np.isnan(array)]
    if (known < 0).any() or (known != np.floor(known)).any():
        raise ValueError(f"{name} must be whole numbers, 0 or more")
    return array


def matrix(values: Any, name: str) -> Floats:
    """``values`` as floats in two dimensions; ``None`` and NaN stay as NaN, which means missing."""
    array = _floats(values, name)
    if array.ndim != 2:
        raise ValueError(f"{name} must have two dimensions; it has {array.ndim}")
    return array


def clusters(labels: Sequence[Hashable] | NDArray[Any], n: int) -> Integers:
    """Cluster labels of ``n`` observations as 0, 1, 2 ... in the order of first appearance.

    Raises ``ValueError`` when there are not ``n`` of them or one is missing.
    """
    if isinstance(labels, np.ndarray) and labels.dtype.kind in "iu" and labels.shape == (n,):
        return _numbered(labels)
    given = [label.item() if isinstance(label, np.generic) else label for label in labels]
    if len(given) != n:
        raise ValueError(f"cluster must have one label for each of {n} observations; it has {len(given)}")
    if any(label is None or label != label for label in given):  # noqa: PLR0124 - NaN is unequal to itself
        raise ValueError("cluster must not have missing labels")
    order = {label: number for number, label in enumerate(dict.fromkeys(given))}
    return np.array([order[label] for label in given], dtype=np.int64)


def _numbered(labels: NDArray[Any]) -> Integers:
    """Whole numbers as 0, 1, 2 ... in the order of first appearance, without a look at each."""
    _, first, codes = np.unique(labels, return_index=True, return_inverse=True)
    place = np.empty(len(first), dtype=np.int64)
    place[np.argsort(first)] = np.arange(len(first))
    return place[codes]


def is_number(value: Any) -> bool:
    """Whether this is one number: no text, truth value, list or nothing."""
    return isinstance(value, Real) and not isinstance(value, bool)


def count(value: float, name: str, *, least: int = 0) -> int:
    """A whole number, at least ``least``. Raises ``ValueError`` otherwise."""
    if not is_number(value) or not isfinite(value) or value != int(value) or value < least:
        raise ValueError(f"{name} must be a whole number, {least} or more")
    return int(value)


def positive(value: float, name: str) -> float:
    """A finite number above zero. Raises ``ValueError`` otherwise."""
    if not is_number(value) or not isfinite(value) or value <= 0:
        raise ValueError(f"{name} must be a positive number")
    return float(value)


def level(value: float) -> float:
    """A confidence level strictly between 0 and 1. Raises ``ValueError`` otherwise."""
    if not is_number(value) or not 0 < value < 1:
        raise ValueError("level must lie between 0 and 1")
    return float(value)


def _floats(values: Any, name: str) -> Floats:
    try:
        given = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must be numbers, rows of equal length") from None
    if given.dtype.kind in "USb" or (given.dtype == object and _holds_no_number(given)):
        raise ValueError(f"{name} must be numbers")
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers, rows of equal length") from None
    if np.isinf(array).any():
        raise ValueError(f"{name} must be finite")
    return array


def _holds_no_number(values: NDArray[Any]) -> bool:
    return any(isinstance(value, (str, bytes, bool, np.bool_)) for value in values.ravel())


def pair(values: Numbers, name: str) -> tuple[float, float]:
    """Exactly two finite numbers. Raises ``ValueError`` naming the argument."""
    given = complete(values, name)
    if len(given) != 2:
        raise ValueError(f"{name} must hold two numbers")
    return float(given[0]), float(given[1])

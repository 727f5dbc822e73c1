"""What is given and what is found: cells with their relations, a pattern, a check."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

TOLERANCE = 1e-9
"""How far, relative to the largest value, a relation may be from holding."""


@dataclass(frozen=True)
class LinkedCells:
    """The cells of linked tables, what is known of them, and the relations between them.

    ``n`` cells and ``m`` relations. ``values`` are the true values, in one unit per relation;
    ``relations @ values`` is 0. A cell is *protected* when it must stay uncertain by its ``width``
    (largest less smallest value that is possible to whoever sees all that is shown; 0: merely not
    exactly known); *latent* when it is never shown (a remainder, a complement) and may be found out
    unless it is protected too. ``may_hide`` is False for what is out already, or publicly known.
    ``least`` and ``most`` are what the public knows, ``cost`` (above 0) the information lost by
    hiding, ``whole`` cells are known to be whole numbers. ``at`` gives each cell's node per
    dimension, -1 where it has none: it speeds up the search and nothing depends on it.

    Raises ``ValueError`` when arrays differ in length, a relation does not hold, a value lies
    outside its bounds, or a cell that cannot be hidden is protected or latent.
    """

    values: FloatArray
    protected: BoolArray
    latent: BoolArray
    may_hide: BoolArray
    least: FloatArray
    most: FloatArray
    width: FloatArray
    cost: FloatArray
    whole: BoolArray
    relations: sparse.csr_array
    at: IntArray | None = None

    def __post_init__(self) -> None:
        """Refuse contradictions."""
        faults = (*_shape_faults(self), *(() if _shape_faults(self) else _content_faults(self)))
        if faults:
            raise ValueError("; ".join(faults))

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.values)

    def taken(self, order: IntArray, relations: sparse.csr_array) -> "LinkedCells":
        """The cells at the positions ``order``, linked by ``relations``."""
        return LinkedCells(
            self.values[order],
            self.protected[order],
            self.latent[order],
            self.may_hide[order],
            self.least[order],
            self.most[order],
            self.width[order],
            self.cost[order],
            self.whole[order],
            relations,
            None if self.at is None else self.at[order],
        )


@dataclass(frozen=True)
class Pattern:
    """Which cells to hide: ``hidden`` in all, ``secondary`` beyond protected and latent ones.

    ``unprotected`` are the positions of protected cells that no pattern was found for: what links
    to them must be held back.
    """

    hidden: BoolArray
    secondary: BoolArray
    unprotected: IntArray


@dataclass(frozen=True)
class Checked:
    """What whoever sees the shown cells can find out, as positions of cells.

    ``determined`` are hidden cells that are exactly known though they should not be; ``narrow``
    protected cells within an interval less than their width; ``unbounded`` hidden cells of which it
    was not found out how wide they are (whether the relations determine them was).
    """

    determined: IntArray
    narrow: IntArray
    unbounded: IntArray


def _shape_faults(cells: LinkedCells) -> list[str]:
    n = len(cells.values)
    arrays = ("protected", "latent", "may_hide", "least", "most", "width", "cost", "whole")
    faults = [f"{name} is not of length {n}" for name in arrays if getattr(cells, name).shape != (n,)]
    if cells.relations.shape[1] != n:
        faults.append(f"relations have not {n} columns")
    if cells.at is not None and (cells.at.ndim != 2 or len(cells.at) != n):  # noqa: PLR2004 - (n, d)
        faults.append(f"at is not of {n} rows")
    return faults


def _content_faults(cells: LinkedCells) -> list[str]:
    values = cells.values
    near = TOLERANCE * max(1.0, float(np.abs(values).max(initial=0)))
    checks = {
        "a protected or latent cell is already out": (cells.protected | cells.latent) & ~cells.may_hide,
        "a value is not finite": ~np.isfinite(values),
        "a value is outside its bounds": (values < cells.least - near) | (values > cells.most + near),
        "a whole cell has a broken value": cells.whole & (np.abs(values - np.round(values)) > near),
        "a width is negative": ~(cells.width >= 0),
        "a cost is not above 0": ~(cells.cost > 0),
    }
    faults = [fault for fault, found in checks.items() if bool(found.any())]
    if not faults and bool((np.abs(cells.relations @ values) > near * 10).any()):
        faults.append("a relation does not hold")
    return faults

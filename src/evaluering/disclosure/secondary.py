"""Secondary suppression of a release: what more to hide so that nothing hidden follows from the rest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from evaluering.disclosure.amounts import Amounts, amounts_of
from evaluering.disclosure.linked import LinkedCells, protect
from evaluering.disclosure.sums import Places, Sums, sums_of
from evaluering.results import Finding

Name = tuple[int, str]
"""A cell of a release: number of its finding, and key."""
_PART_OF_TOTAL = 0.2
"""A hidden sum of values must be uncertain by a tenth of it, up and down."""


@dataclass(frozen=True)
class Secondary:
    """``hidden``: cells that may not be shown although no primary rule says so.

    ``unprotected``: cells that stay recoverable whatever is hidden, because of what is out already.
    """

    hidden: frozenset[Name]
    unprotected: frozenset[Name]


def secondary(
    findings: Sequence[Finding], primary: Collection[Name], width: int, places: Places | None = None
) -> Secondary:
    """What must be hidden beside ``primary``, the cells that primary rules hide.

    Every amount that primary rules hide stays uncertain: no count within less than ``width``, no sum
    of values within a tenth of itself, given everything still shown, every sum of ``sums_of``, and that
    counts are no less than 0. Amounts no cell tells (complements, remainders) are protected where they
    are smaller than ``width`` and not 0. ``protect`` chooses at low cost: the cells that would be lost.
    """
    amounts = amounts_of(findings)
    sums = sums_of(amounts, places or Places())
    system = _system(amounts, sums, frozenset(primary), width)
    pattern = protect(system)
    told = len(amounts.every)
    closed = np.flatnonzero(pattern.hidden[:told])
    hidden = {cell for one in closed for cell in amounts.every[one].cells | amounts.every[one].resting}
    open_ = {cell for one in pattern.unprotected if one < told for cell in amounts.every[one].cells}
    return Secondary(frozenset(hidden - set(primary)), frozenset(open_))


def _system(amounts: Amounts, sums: Sums, primary: frozenset[Name], width: int) -> LinkedCells:
    told, untold = len(amounts.every), len(sums.untold)
    values = np.array([one.value for one in (*amounts.every, *sums.untold)])
    whole = np.array([one.whole for one in (*amounts.every, *sums.untold)], dtype=bool)
    hidden = np.array([bool(one.cells & primary) for one in amounts.every], dtype=bool)
    # What only intervals and tests rest on is told by no cell.
    latent = np.array([not one.cells for one in amounts.every] + [True] * untold, dtype=bool)
    small = whole & (values > 0) & (values < width)
    protected = np.concatenate([hidden, np.zeros(untold, dtype=bool)]) | (latent & small)
    return LinkedCells(
        values=values,
        protected=protected,
        latent=latent,
        may_hide=np.ones(told + untold, dtype=bool),
        least=np.where(whole | (values >= 0), 0.0, -np.inf),
        most=np.full(told + untold, np.inf),
        width=np.where(whole, float(width), _PART_OF_TOTAL * np.abs(values)),
        cost=np.array([_cost(amounts, one) for one in range(told)] + [1.0] * untold),
        whole=whole,
        relations=_matrix(sums, told + untold),
    )


def _cost(amounts: Amounts, one: int) -> float:
    amount = amounts.every[one]
    return 1.0 + len(amount.cells | amount.resting)


def _matrix(sums: Sums, size: int) -> "csr_array[np.float64]":
    lengths = [len(terms) for terms in sums.relations]
    rows = np.repeat(np.arange(len(lengths)), lengths)
    columns = np.array([number for terms in sums.relations for number, _ in terms], dtype=int)
    entries = np.array([factor for terms in sums.relations for _, factor in terms], dtype=float)
    return csr_array((entries, (rows, columns)), shape=(len(lengths), size))

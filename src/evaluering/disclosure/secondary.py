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
class Suppressed:
    """``more``: cells that may not be shown although no rule so far says so.

    ``unprotected``: cells that stay recoverable whatever is hidden, because of what is out already.
    """

    more: frozenset[Name]
    unprotected: frozenset[Name]


@dataclass(frozen=True)
class Linked:
    """The findings of a release as amounts and sums."""

    amounts: Amounts
    sums: Sums

    def suppressed(self, hidden: Collection[Name], width: int) -> Suppressed:
        """What must be hidden beside ``hidden``, the cells that other rules hide.

        Every amount told by a hidden cell stays uncertain: no count within less than ``width``, no sum of
        values within a tenth of itself, given everything still shown, every sum, and that counts are no
        less than 0. Amounts no cell tells (complements, remainders) are protected where they are smaller
        than ``width`` and not 0. ``protect`` chooses at low cost: the cells that would be lost.
        """
        amounts = self.amounts.every
        pattern = protect(_system(self.amounts, self.sums, frozenset(hidden), width))
        closed = [amounts[one] for one in np.flatnonzero(pattern.hidden) if one < len(amounts)]
        lost = {cell for amount in closed for cell in amount.cells | amount.resting}
        bare = {cell for one in pattern.unprotected if one < len(amounts) for cell in amounts[one].cells}
        return Suppressed(frozenset(lost.difference(hidden)), frozenset(bare))


def linked(findings: Sequence[Finding], places: Places) -> Linked:
    """What the cells of ``findings`` tell, and what of it adds up."""
    amounts = amounts_of(findings)
    return Linked(amounts, sums_of(amounts, places))


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

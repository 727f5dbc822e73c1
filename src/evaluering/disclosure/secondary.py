"""Secondary suppression of a release: what more to hide so that nothing hidden follows from the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from evaluering.disclosure.amounts import Amount, Amounts, Place, amounts_of, place_of
from evaluering.disclosure.earlier import EarlierFinding
from evaluering.disclosure.editions import told_before, with_changes
from evaluering.disclosure.linked import LinkedCells, protect
from evaluering.disclosure.sums import Places, Sums, Untold, sums_of
from evaluering.results import Finding

Name = tuple[int, str]
"""A cell of a release: number of its finding, and key."""
_PART_OF_TOTAL = 0.2
"""A hidden sum of values must be uncertain by a tenth of it, up and down."""


@dataclass(frozen=True)
class Hidden:
    """``every`` hidden cell of a release; ``sensitive`` those hidden for what they would tell themselves.

    The others are hidden for the sake of those, and must only not be known exactly.
    """

    every: frozenset[Name]
    sensitive: frozenset[Name]


@dataclass(frozen=True)
class Suppressed:
    """``more``: cells that may not be shown although no rule so far says so.

    ``unprotected``: the findings (by number) with something that stays recoverable whatever is hidden of
    these amounts; ``beside`` also those with amounts that add up with it.
    """

    more: frozenset[Name]
    unprotected: frozenset[int]
    beside: frozenset[int]


@dataclass(frozen=True)
class Linked:
    """The findings of a release as amounts and sums."""

    amounts: Amounts
    sums: Sums

    def suppressed(self, hidden: Hidden, width: int) -> Suppressed:
        """What must be hidden beside ``hidden``.

        Given everything still shown, every sum, and that counts are no less than 0: no count told by a
        cell of ``hidden.sensitive`` is known within less than ``width``, no sum of values told by one
        within a tenth of itself, and nothing else hidden is known exactly. Amounts no cell tells
        (complements, remainders) are as sensitive where they are smaller than ``width`` and not 0.
        ``protect`` chooses at low cost: the cells that would be lost.
        """
        amounts = self.amounts.every
        system = _system(self.amounts, self.sums, hidden, width)
        pattern = protect(system)
        # What no cell tells is always hidden, and nothing rests on that.
        closed = [amounts[one] for one in np.flatnonzero(pattern.hidden & ~system.latent)]
        lost = {cell for amount in closed for cell in amount.cells | amount.resting}
        unprotected = set(pattern.unprotected.tolist())
        more = frozenset(lost - hidden.every)
        return Suppressed(
            more, self._telling(unprotected), self._telling(self._with_those_beside(unprotected))
        )

    def _telling(self, numbers: set[int]) -> frozenset[int]:
        """The findings whose cells tell these amounts."""
        told = self.amounts.every
        return frozenset(cell[0] for one in numbers if one < len(told) for cell in told[one].cells)

    def _with_those_beside(self, numbers: set[int]) -> set[int]:
        """These amounts and those that add up with them."""
        if not numbers:
            return numbers
        relations = ({one for one, _ in terms} for terms in self.sums.relations)
        return numbers.union(*(terms for terms in relations if numbers & terms))


def linked(
    findings: Sequence[Finding],
    places: Places,
    earlier: Sequence[EarlierFinding] = (),
    pooled: frozenset[Place] = frozenset(),
) -> Linked:
    """What the cells of ``findings`` tell, what of it adds up, and what changed since ``earlier``.

    Findings about ``pooled`` places keep their numbers and tell nothing: they are what is left over.
    """
    told = [replace(one, cells=()) if place_of(one)[0] in pooled else one for one in findings]
    amounts = amounts_of(told)
    values = {number: amount.value for number, amount in enumerate(amounts.every)}
    before = told_before(told, amounts, earlier)
    return Linked(amounts, with_changes(sums_of(amounts, places, pooled), before, values))


def _system(amounts: Amounts, sums: Sums, hidden: Hidden, width: int) -> LinkedCells:
    every: list[Amount | Untold] = [*amounts.every, *sums.untold]
    values = np.array([one.value for one in every], dtype=np.float64)
    whole = np.array([one.whole for one in every], dtype=np.bool_)
    out = _flags(amounts, sums, sums.out, [one.out for one in sums.untold])
    changes = _flags(amounts, sums, (), [one.change for one in sums.untold])
    # What only intervals and tests rest on is told by no cell.
    silent = [number for number, one in enumerate(amounts.every) if not one.cells]
    latent = _flags(amounts, sums, silent, [not one.out for one in sums.untold])
    pooled = _flags(amounts, sums, (), [one.pooled for one in sums.untold])
    small = latent & whole & ((values != 0) | pooled) & (np.abs(values) < width)
    sensitive = (small | _of(amounts, sums, hidden.sensitive)) & ~out
    wide = np.where(whole, float(width), _PART_OF_TOTAL * np.abs(values))
    return LinkedCells(
        values=values,
        protected=sensitive | (_of(amounts, sums, hidden.every) & ~out),
        latent=latent,
        may_hide=~out,
        least=np.where((whole | (values >= 0)) & ~changes, 0.0, -np.inf),
        most=np.full(len(every), np.inf),
        width=np.where(sensitive, wide, 0.0),
        cost=np.array([_cost(amounts, one) for one in range(len(every))]),
        whole=whole,
        relations=_matrix(sums, len(every)),
    )


def _flags(amounts: Amounts, sums: Sums, told: Iterable[int], untold: Sequence[bool]) -> NDArray[np.bool_]:
    """Truth values of all amounts: the told ones by their numbers, the untold ones one by one."""
    found = np.zeros(len(amounts.every) + len(sums.untold), dtype=np.bool_)
    found[list(told)] = True
    found[len(amounts.every) :] = untold
    return found


def _of(amounts: Amounts, sums: Sums, cells: frozenset[Name]) -> NDArray[np.bool_]:
    """Which amounts any of these cells is there to tell."""
    told = [number for number, one in enumerate(amounts.every) if not cells.isdisjoint(one.own)]
    return _flags(amounts, sums, told, [False] * len(sums.untold))


def _cost(amounts: Amounts, one: int) -> float:
    """The cells that are lost with an amount, and one."""
    if one >= len(amounts.every):
        return 1.0
    return 1.0 + len(amounts.every[one].cells | amounts.every[one].resting)


def _matrix(sums: Sums, size: int) -> "csr_array[np.float64]":
    lengths = [len(terms) for terms in sums.relations]
    rows = np.repeat(np.arange(len(lengths)), lengths)
    columns = np.array([number for terms in sums.relations for number, _ in terms], dtype=int)
    entries = np.array([factor for terms in sums.relations for _, factor in terms], dtype=float)
    return csr_array((entries, (rows, columns)), shape=(len(lengths), size))

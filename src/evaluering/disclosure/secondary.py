"""Secondary suppression of a release: what more to hide so that nothing hidden follows from the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from evaluering.disclosure.amounts import Amount, Amounts, Place, amounts_of
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
class Insider:
    """What someone knows beside a release: cells of findings of their own, behind the release's findings.

    ``first`` is the number of the first finding that is not released; ``known`` the cells that this someone
    sees of those. Of the findings named in ``own``, everything about ``place`` is known: a team has
    its users' forms. ``strangers`` are findings about others that the known cells alone could tell of.
    """

    first: int
    known: frozenset[Name]
    strangers: frozenset[int] = frozenset()
    place: Place = ()
    own: frozenset[str] = frozenset()

    def knows(self, amounts: Amounts) -> set[int]:
        """The amounts (by number) that a cell this someone sees tells, or that are wholly their own."""
        seen = {n for n, amount in enumerate(amounts.every) if not self.known.isdisjoint(amount.cells)}
        own = (spots for measure, spots in amounts.series.items() if measure.finding in self.own)
        return seen | {n for spots in own for spot, n in spots.items() if spot.place == self.place}

    def is_strange(self, amount: Amount) -> bool:
        """Whether the amount is about others, and nothing released tells it."""
        numbers = {number for number, _ in amount.cells}
        return bool(numbers) and numbers <= self.strangers

    def released(self, cells: Iterable[Name]) -> frozenset[Name]:
        """Those of ``cells`` that belong to the release."""
        return frozenset(cell for cell in cells if cell[0] < self.first)


OUTSIDER = Insider(2**31, frozenset())
"""Whoever sees the release and nothing else."""


@dataclass(frozen=True)
class Suppressed:
    """``more``: cells that may not be shown although no rule so far says so.

    ``unprotected``: the findings (by number) with something that stays recoverable whatever is hidden,
    because of what is out already.
    """

    more: frozenset[Name]
    unprotected: frozenset[int]


@dataclass(frozen=True)
class Linked:
    """The findings of a release as amounts and sums."""

    amounts: Amounts
    sums: Sums

    def suppressed(self, hidden: Hidden, width: int, insider: Insider = OUTSIDER) -> Suppressed:
        """What must be hidden beside ``hidden``, whatever ``insider`` knows beside what is shown.

        Given everything still shown, every sum, and that counts are no less than 0: no count told by a
        cell of ``hidden.sensitive`` is known within less than ``width``, no sum of values told by one
        within a tenth of itself, and nothing else hidden is known exactly. Amounts no cell tells
        (complements, remainders) are as sensitive where they are smaller than ``width`` and not 0.
        ``protect`` chooses at low cost: the cells that would be lost.
        """
        amounts = self.amounts.every
        system = _system(self, hidden, width, insider)
        pattern = protect(system)
        # What no cell tells is always hidden, and nothing rests on that.
        closed = [amounts[one] for one in np.flatnonzero(pattern.hidden & ~system.latent)]
        lost = {cell for amount in closed for cell in amount.cells | amount.resting}
        more = insider.released(lost) - hidden.every
        return Suppressed(more, self._findings(pattern.unprotected))

    def _findings(self, numbers: Iterable[int]) -> frozenset[int]:
        """The findings whose cells tell these amounts, or amounts that add up with them."""
        told, wanted = self.amounts.every, set(numbers)
        if not wanted:
            return frozenset()
        beside = {one for terms in self.sums.relations for one, _ in terms if wanted & {n for n, _ in terms}}
        return frozenset(cell[0] for one in wanted | beside if one < len(told) for cell in told[one].cells)


def linked(
    findings: Sequence[Finding],
    places: Places,
    earlier: Sequence[EarlierFinding] = (),
    *,
    is_insider: bool = False,
) -> Linked:
    """What the cells of ``findings`` tell, what of it adds up, and what changed since ``earlier``.

    ``is_insider``: the findings on one part of a place are there because somebody knows that part.
    """
    amounts = amounts_of(findings)
    values = {number: amount.value for number, amount in enumerate(amounts.every)}
    before = told_before(findings, amounts, earlier)
    return Linked(amounts, with_changes(sums_of(amounts, places, is_insider=is_insider), before, values))


def _system(given: Linked, hidden: Hidden, width: int, insider: Insider) -> LinkedCells:
    amounts, sums = given.amounts, given.sums
    every: list[Amount | Untold] = [*amounts.every, *sums.untold]
    values = np.array([one.value for one in every], dtype=np.float64)
    whole = np.array([one.whole for one in every], dtype=np.bool_)
    known = _known_alone(insider.knows(amounts), given)
    first = len(amounts.every)
    told = [number for number in known if number < first]
    out = _flags(
        amounts,
        sums,
        {*sums.out, *told},
        [one.out or first + n in known for n, one in enumerate(sums.untold)],
    )
    changes = _flags(amounts, sums, (), [one.change for one in sums.untold])
    # What only intervals and tests rest on is told by no cell.
    silent = [number for number, one in enumerate(amounts.every) if not insider.released(one.cells)]
    latent = _flags(amounts, sums, silent, [True] * len(sums.untold)) & ~out
    small = latent & whole & (values != 0) & (np.abs(values) < width)
    strange = [number for number in silent if insider.is_strange(amounts.every[number])]
    small |= _flags(amounts, sums, strange, [False] * len(sums.untold)) & (values != 0)
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


def _known_alone(known: set[int], given: Linked) -> set[int]:
    """``known`` amounts and what follows of them alone, as complements do: no release tells those."""
    before = -1
    while len(known) > before:
        before = len(known)
        for terms in given.sums.relations:
            rest = [number for number, _ in terms if number not in known]
            if len(rest) == 1 and len(terms) > 1 and known:
                known = known | set(rest)
    return known


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

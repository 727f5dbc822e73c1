"""The amounts of a release as linked cells: what is protected, how wide, and what may be hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from evaluering.disclosure.amounts import Amount, Amounts, Name
from evaluering.disclosure.insider import Insider
from evaluering.disclosure.linked import LinkedCells
from evaluering.disclosure.sums import Change, Kept, Sums, Untold

_PART_OF_TOTAL = 0.2
"""A hidden sum of values must be uncertain by a tenth of it, up and down."""
_STANDING = 10.0
"""What hiding a number costs that stands in an earlier release: it looks as if it had changed a little."""


@dataclass(frozen=True)
class Hidden:
    """``every`` hidden cell of a release; ``sensitive`` those hidden for what they would tell themselves.

    The others are hidden for the sake of those, and must only not be known exactly.
    """

    every: frozenset[Name]
    sensitive: frozenset[Name]


@dataclass(frozen=True)
class Asked:
    """The width of a hidden count, and how many are few to tell a sum of values of."""

    width: int
    few: int

    def of(self, one: Amount | Untold) -> float:
        """The width an amount must have once it is hidden."""
        if isinstance(one, Untold) and one.width is not None:
            return one.width
        units = one.units if isinstance(one, Untold) else 0.0
        return float(self.width) if one.whole else _PART_OF_TOTAL * max(abs(one.value), units)

    def is_small(self, one: Amount | Untold) -> bool:
        """Whether an amount that no cell tells is as sensitive as one that a hidden cell tells."""
        if isinstance(one, Untold) and one.width is not None:
            return one.width > 0
        if isinstance(one, Untold) and 0 < one.units < self.few:
            return True
        may_be_none = isinstance(one, Untold) and one.pooled
        return one.whole and (may_be_none or one.value != 0) and abs(one.value) < self.width

    def of_change(self, change: Change, *, whole: bool) -> float:
        """The width that keeps a change uncertain; 0 where it may be known."""
        if whole:
            return float(self.width) if 0 < change.units < self.width else 0.0
        return _PART_OF_TOTAL * max(abs(change.by), change.units) if 0 < change.units < self.few else 0.0


def system_of(amounts: Amounts, sums: Sums, hidden: Hidden, asked: Asked, insider: Insider) -> LinkedCells:
    """The system of a release in which ``hidden`` cells are hidden, as ``insider`` knows it."""
    every: list[Amount | Untold] = [*amounts.every, *sums.untold]
    values = np.array([one.value for one in every], dtype=np.float64)
    whole = np.array([one.whole for one in every], dtype=np.bool_)
    out = _out(amounts, sums, insider)
    # What only intervals and tests rest on is told by no cell.
    silent = [number for number, one in enumerate(amounts.every) if not insider.released(one.cells)]
    latent = _flags(amounts, sums, silent, [True] * len(sums.untold)) & ~out
    wide = np.array([asked.of(one) for one in every], dtype=np.float64)
    changed = _changed(amounts, sums, asked)
    small = latent & (wide > 0) & np.array([asked.is_small(one) for one in every], dtype=np.bool_)
    strange = [number for number in silent if insider.is_strange(amounts.every[number])]
    small |= _flags(amounts, sums, strange, [False] * len(sums.untold)) & (values != 0)
    sensitive = (small | (changed > 0) | _of(amounts, sums, hidden.sensitive)) & ~out
    return LinkedCells(
        values=values,
        protected=sensitive | (_of(amounts, sums, hidden.every) & ~out),
        latent=latent,
        may_hide=~out,
        least=_least(amounts, sums, whole | (values >= 0)),
        most=np.full(len(every), np.inf),
        width=np.where(sensitive, np.maximum(changed, wide), 0.0),
        cost=np.array([_cost(amounts, sums, one) for one in range(len(every))], dtype=np.float64),
        whole=whole,
        relations=_matrix(sums, len(every)),
    )


def _out(amounts: Amounts, sums: Sums, insider: Insider) -> NDArray[np.bool_]:
    """What is known whatever is hidden: earlier releases told it, or the insider knows."""
    first = len(amounts.every)
    known = _known_alone(insider.knows(amounts), sums)
    told = [number for number in known if number < first]
    return _flags(amounts, sums, told, [one.out or first + n in known for n, one in enumerate(sums.untold)])


def _known_alone(known: set[int], sums: Sums) -> set[int]:
    """``known`` amounts and what follows of them alone, as complements do: no release tells those."""
    before = -1
    while len(known) > before:
        before = len(known)
        for terms in sums.relations:
            rest = [number for number, _ in terms if number not in known]
            if len(rest) == 1 and len(terms) > 1 and known:
                known = known | set(rest)
    return known


def closed(system: LinkedCells, lost: Sequence[Kept]) -> LinkedCells:
    """The system with all of ``now`` hidden, and nothing asked of what that keeps."""
    now = sorted(frozenset().union(*(one.now for one in lost)))
    then = sorted(frozenset().union(*(one.then for one in lost)))
    protected, width = system.protected.copy(), system.width.copy()
    protected[now], protected[then], width[then] = True, False, 0.0
    return replace(system, protected=protected, width=width)


def _changed(amounts: Amounts, sums: Sums, asked: Asked) -> NDArray[np.float64]:
    """The width that each amount's changes call for."""
    found = np.zeros(len(amounts.every) + len(sums.untold))
    for number, changes in sums.changes.items():
        found[number] = max(asked.of_change(one, whole=amounts.every[number].whole) for one in changes)
    return found


def _least(amounts: Amounts, sums: Sums, counts: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The least a reader takes amounts for: none; what an earlier edition told of those that grew."""
    changes = _flags(amounts, sums, (), [one.change for one in sums.untold])
    least = np.where(counts & ~changes, 0.0, -np.inf)
    for number, told in sums.changes.items():
        grown = [amounts.every[number].value - one.by for one in told if one.by >= 0]
        least[number] = max([float(least[number]), *grown])
    return least


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


def _cost(amounts: Amounts, sums: Sums, one: int) -> float:
    """The cells that are lost with an amount, and one; more where an earlier release told it as it is."""
    if one >= len(amounts.every):
        return 1.0
    lost = 1.0 + len(amounts.every[one].cells | amounts.every[one].resting)
    return lost * (_STANDING if any(change.by == 0 for change in sums.changes.get(one, ())) else 1.0)


def _matrix(sums: Sums, size: int) -> "csr_array[np.float64]":
    lengths = [len(terms) for terms in sums.relations]
    rows = np.repeat(np.arange(len(lengths)), lengths)
    columns = np.array([number for terms in sums.relations for number, _ in terms], dtype=int)
    entries = np.array([factor for terms in sums.relations for _, factor in terms], dtype=float)
    return csr_array((entries, (rows, columns)), shape=(len(lengths), size))

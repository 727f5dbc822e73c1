"""What earlier releases told of the amounts of this one: each edition's numbers, and what it hid."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from evaluering.disclosure.amounts import Amounts, place_of
from evaluering.disclosure.earlier import EarlierCell, EarlierFinding
from evaluering.results import Cell, Coordinates, Finding
from evaluering.vocabulary import CellStatus, Quantity, Unit

_Name = tuple[str, str, str, str, Coordinates]
"""Finding, parameters other than the place, table, measure, and place and coordinates as one."""
_C = TypeVar("_C", Cell, EarlierCell)
_Told = Mapping[_Name, Sequence[EarlierCell]]


@dataclass(frozen=True)
class Edition:
    """The amounts of this release as an earlier one told them.

    ``shown`` are their values then, ``hidden`` the amounts it had and did not show, ``first`` its first entry
    in the ledger. Amounts it knew nothing of are in neither.
    """

    shown: Mapping[int, float]
    hidden: frozenset[int]
    first: int = 0


def editions_of(
    findings: Sequence[Finding], amounts: Amounts, earlier: Sequence[EarlierFinding]
) -> tuple[Edition, ...]:
    """Every earlier release, oldest first, by the amounts of this one; releases that told the same once.

    A cell is the same in two releases when finding, parameters, table, measure, place and coordinates are,
    whichever report holds it: a network's row in the report on all is the network's own report. A share
    tells those counted when its base was told, a mean the sum of values.
    """
    names = _names(findings)
    editions: list[Edition] = []
    for entry, told in sorted(_by_entry(earlier).items()):
        one = _Reading(amounts, names, told).edition(entry)
        known = [(other.shown, other.hidden) for other in editions]
        if (one.shown or one.hidden) and (one.shown, one.hidden) not in known:
            editions.append(one)
    return tuple(editions)


def _names(findings: Sequence[Finding]) -> dict[tuple[int, str], tuple[_Name, Cell]]:
    return {
        (number, cell.key): (name, cell)
        for number, finding in enumerate(findings)
        for name, cell in _named(finding, finding.cells)
    }


def _named(finding: Finding | EarlierFinding, cells: Iterable[_C]) -> Iterator[tuple[_Name, _C]]:
    place, parameters = place_of(finding)
    for cell in cells:
        at = tuple(sorted(place + cell.at))
        yield (finding.id, parameters, cell.table, cell.measure, at), cell


def _by_entry(earlier: Iterable[EarlierFinding]) -> dict[int, _Told]:
    found: defaultdict[int, defaultdict[_Name, list[EarlierCell]]] = defaultdict(lambda: defaultdict(list))
    for finding in earlier:
        named = list(_named(finding, finding.cells))
        for entry in finding.entries:
            for name, cell in named:
                found[entry][name].append(cell)
    return {entry: dict(told) for entry, told in found.items()}


@dataclass(frozen=True)
class _Reading:
    """One earlier release, read by the cells that tell the amounts of this one."""

    amounts: Amounts
    names: Mapping[tuple[int, str], tuple[_Name, Cell]]
    told: _Told

    def edition(self, entry: int) -> Edition:
        """Its amounts: counts first, then what is told only together with them."""
        shown: dict[int, float] = {}
        hidden: set[int] = set()
        for number in range(len(self.amounts.every)):
            values, is_hidden = self._cells(number)
            if values:
                shown[number] = values[0]
            elif is_hidden:
                hidden.add(number)
        for number in range(len(self.amounts.every)):
            value = None if number in shown else self._with_base(number, shown)
            if value is not None:
                shown[number] = value
        return Edition(shown, frozenset(hidden - shown.keys()), entry)

    def _cells(self, number: int) -> tuple[list[float], bool]:
        """The values that cells gave the amount itself, and whether any cell of it was hidden."""
        values: set[float] = set()
        is_hidden = False
        for now, cell in self._then(number):
            is_hidden |= cell.status is CellStatus.SUPPRESSED
            if isinstance(cell.value, int | float) and self._is_direct(number, now, cell):
                values.add(float(cell.value))
        return sorted(values), is_hidden

    def _then(self, number: int) -> Iterator[tuple[Cell, EarlierCell]]:
        """Each cell that is there to tell an amount, with the same cell of the earlier release."""
        for own in sorted(self.amounts.every[number].own):
            name, now = self.names[own]
            yield from ((now, cell) for cell in self.told.get(name, ()))

    def _is_direct(self, number: int, now: Cell, cell: EarlierCell) -> bool:
        """Whether the cell's number is the amount: no part of a base, no mean."""
        return (
            number not in self.amounts.means and now.kind is not Quantity.MEAN and cell.unit is not Unit.SHARE
        )

    def _with_base(self, number: int, shown: Mapping[int, float]) -> float | None:
        """A mean times its units, a share of its base, where they were told."""
        bases = (
            [self.amounts.means[number]]
            if number in self.amounts.means
            else sorted(self.amounts.bases.get(number, ()))
        )
        known = [shown[base] for base in bases if base in shown]
        for _, cell in self._then(number):
            if known and isinstance(cell.value, int | float):
                product = float(cell.value) * known[0]
                return float(round(product)) if self.amounts.every[number].whole else product
        return None

"""Someone who knows more than a release shows, and which of its amounts that tells."""

from collections.abc import Iterable
from dataclasses import dataclass

from evaluering.disclosure.amounts import Amount, Amounts, Name, Place


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

"""Secondary suppression of a release: what more to hide so that nothing hidden follows from the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluering.disclosure.amounts import Amounts, Name, Place, amounts_of, place_of
from evaluering.disclosure.changes import with_changes
from evaluering.disclosure.earlier import EarlierFinding
from evaluering.disclosure.editions import editions_of
from evaluering.disclosure.hidden_then import with_hidden_then
from evaluering.disclosure.insider import OUTSIDER, Insider
from evaluering.disclosure.linked import LinkedCells, Pattern, protect
from evaluering.disclosure.sums import Places, Sums, sums_of
from evaluering.disclosure.system import Asked, Hidden, closed, system_of
from evaluering.results import Finding


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

    def suppressed(self, hidden: Hidden, asked: Asked, insider: Insider = OUTSIDER) -> Suppressed:
        """What must be hidden beside ``hidden``, whatever ``insider`` knows beside what is shown.

        Given everything still shown, every sum, and that counts are no less than 0: no count told by a
        cell of ``hidden.sensitive`` is known within less than ``width``, no sum of values told by one
        within a tenth of itself, and nothing else hidden is known exactly. Amounts no cell tells
        (complements, remainders) are as sensitive where they are smaller than ``width`` and not 0. So are
        changes since an earlier release: of counts where they are smaller than ``width``, of sums of values
        where fewer than ``few`` units joined or left. Whoever compares editions takes what grew for added to.
        ``protect`` chooses at low cost: the cells that would be lost.
        """
        amounts = self.amounts.every
        system, pattern = self._pattern(hidden, asked, insider)
        # What no cell tells is always hidden, and nothing rests on that.
        shut = [amounts[one] for one in np.flatnonzero(pattern.hidden & ~system.latent)]
        lost = {cell for amount in shut for cell in amount.cells | amount.resting}
        more = insider.released(lost) - hidden.every
        stuck = set(pattern.unprotected.tolist())
        return Suppressed(more, self._telling(stuck), self._telling(self._with_those_beside(stuck)))

    def _pattern(self, hidden: Hidden, asked: Asked, insider: Insider) -> tuple[LinkedCells, Pattern]:
        """The system and what to hide of it.

        Where the search does not find how an edition's hidden numbers stay uncertain, all is hidden that
        would tell of them: then they are.
        """
        system = system_of(self.amounts, self.sums, hidden, asked, insider)
        pattern = protect(system)
        stuck = set(pattern.unprotected.tolist())
        lost = [one for one in self.sums.kept if not stuck.isdisjoint(one.then | one.changes)]
        if lost:
            system = closed(system, lost)
            pattern = protect(system)
        return system, pattern

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
    earlier: Sequence[EarlierFinding],
    width: int,
    *,
    pooled: frozenset[Place] = frozenset(),
    is_insider: bool = False,
) -> Linked:
    """What the cells of ``findings`` tell, what of it adds up, and what changed since ``earlier``.

    ``width``: what a hidden count of an earlier release may not be found within, as far as it was not then.
    Findings about ``pooled`` places keep their numbers and tell nothing: they are what is left over.
    ``is_insider``: the findings on one part of a place are there because somebody knows that part.
    """
    told = [replace(one, cells=()) if place_of(one)[0] in pooled else one for one in findings]
    amounts = amounts_of(told)
    editions = editions_of(told, amounts, earlier)
    sums = sums_of(amounts, places, pooled, is_insider=is_insider)
    changed = with_changes(sums, amounts, editions)
    return Linked(amounts, with_hidden_then(changed, sums, amounts, editions, width))

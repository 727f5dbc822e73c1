"""Findings that are hidden whole: places too small to be shown by themselves, and what else has to be."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from evaluering.disclosure.amounts import Place, place_of
from evaluering.disclosure.earlier import EarlierFinding
from evaluering.disclosure.judged import Judged, JudgedFinding
from evaluering.disclosure.secondary import Suppressed
from evaluering.disclosure.sums import Places
from evaluering.vocabulary import Quantity, Suppression

FEWEST = 3
"""Fewer places than this are no group: each could find the others' part in it."""


def pooled_places(judged: Judged, places: Places, earlier: Sequence[EarlierFinding]) -> frozenset[Place]:
    """The places of which nothing is shown, and that can be left to what remains of the places around them.

    A place is pooled when all cells of all findings about it are hidden, no earlier release showed any,
    no finding about a part of it shows one, it lies within one part of the study at most (besides all of
    it), and at least ``FEWEST`` such places are in every list of parts it is in. Of a pool a reader knows the
    sum at most; each place in it can be all of that sum, or nothing.
    """
    silent = _silent(judged) - _shown_before(earlier, judged)
    pooled = {one for one in silent if one and _is_apart(one, silent, judged, places)}
    while small := {one for kind in _kinds(places) for one in _too_few(kind, pooled)}:
        pooled -= small
    return frozenset(pooled)


def withheld(judged: Judged, found: Suppressed) -> Judged:
    """With the findings hidden whole in which something stays recoverable; as it was when that hides nothing.

    First those about a part of the study that tell it, then those beside, then those about all.
    """
    about = [place_of(one.finding)[0] for one in judged]
    groups = (
        {one for one in found.unprotected if about[one]},
        {one for one in found.beside if about[one]},
        found.unprotected | found.beside,
    )
    for group in groups:
        reasons = {judged.findings[one].key: _all_cells(judged.findings[one]) for one in group}
        if any(not _is_silent(judged.findings[one]) for one in group):
            return judged.hiding(reasons)
    return judged


def _all_cells(one: JudgedFinding) -> dict[str, Suppression]:
    return {cell.cell.key: Suppression.LINKED for cell in one.cells if cell.cell.kind is not Quantity.SETTING}


def _is_silent(one: JudgedFinding) -> bool:
    return all(cell.reason is not None for cell in one.cells if cell.cell.kind is not Quantity.SETTING)


def _silent(judged: Judged) -> set[Place]:
    about: defaultdict[Place, list[bool]] = defaultdict(list)
    for one in judged:
        about[place_of(one.finding)[0]].append(_is_silent(one))
    return {place for place, silent in about.items() if all(silent)}


def _shown_before(earlier: Sequence[EarlierFinding], judged: Judged) -> set[Place]:
    shown = {
        (one.question, one.variant, one.id) for one in earlier if any(c.value is not None for c in one.cells)
    }
    return {place_of(one.finding)[0] for one in judged if one.key in shown}


def _is_apart(place: Place, silent: set[Place], judged: Judged, places: Places) -> bool:
    around = {whole for whole, kinds in places.within.items() if whole and place in chain(*kinds)}
    inside = set(chain(*places.within.get(place, ())))
    return len(around) <= 1 and not inside & ({place_of(one.finding)[0] for one in judged} - silent)


def _kinds(places: Places) -> list[frozenset[Place]]:
    return [frozenset(kind) for kinds in places.within.values() for kind in kinds]


def _too_few(kind: frozenset[Place], pooled: set[Place]) -> frozenset[Place] | set[Place]:
    inside = kind & pooled
    return inside if len(inside) < FEWEST else set()

"""Findings on protected tables: every cell judged, then what linked tables need, then what may be shown."""

from collections.abc import Iterable, Sequence

from evaluering.disclosure.amounts import Name
from evaluering.disclosure.context import Contexts, contexts
from evaluering.disclosure.earlier import EarlierFinding
from evaluering.disclosure.judged import FindingKey, Judged, JudgedCell, JudgedFinding
from evaluering.disclosure.primary import reason
from evaluering.disclosure.resting import FOR_OTHERS, attrition, respondents, resting
from evaluering.disclosure.rules import Rules
from evaluering.disclosure.secondary import linked
from evaluering.disclosure.series import weak_series
from evaluering.disclosure.sums import Places
from evaluering.disclosure.system import Asked, Hidden
from evaluering.disclosure.withheld import pooled_places, withheld
from evaluering.errors import HeldByDisclosure
from evaluering.results import Finding
from evaluering.vocabulary import Suppression


def primarily(findings: Sequence[Finding], rules: Rules) -> Judged:
    """Every cell of protected findings judged by the primary rules, in the findings' order.

    Each cell alone first (``primary.reason``); then who answered in small teams and small numbers of those
    lost; then, until nothing changes, what rests on a hidden number, and series of which too many points
    are hidden. More is only ever hidden, so it ends.
    """
    known = contexts(findings)
    return Judged(tuple(_judged(finding, rules, known) for finding in findings))


def secondary(judged: Judged, rules: Rules, places: Places, earlier: Sequence[EarlierFinding]) -> Judged:
    """With what linked tables and earlier releases need hidden besides, and all that rests on it.

    Repeated until nothing more is hidden. A place of which nothing is shown is pooled with others where it
    can be (``pooled_places``). Where a hidden number can be found whatever else is hidden of it, its finding
    is withheld whole, then those beside. Raises ``HeldByDisclosure`` naming the findings in which it can be
    found even so.
    """
    findings, pooled, every = [one.finding for one in judged], None, None
    while True:
        silent = pooled_places(judged, places, earlier)
        if every is None or silent != pooled:
            pooled, every = silent, linked(findings, places, earlier, rules.width, pooled=silent)
        found = every.suppressed(hidden_of(judged), Asked(rules.width, rules.mean))
        more = withheld(judged, found) if found.unprotected else hiding(judged, found.more)
        if found.unprotected and more == judged:
            raise _recoverable(judged, found.beside)
        if more == judged:
            return judged
        judged = settled(more, rules)


def hidden_of(judged: Judged) -> Hidden:
    """The hidden cells of a release, those hidden for their own sake apart."""
    cells = {
        (number, one.cell.key): one.reason
        for number, finding in enumerate(judged)
        for one in finding.cells
        if one.reason is not None
    }
    sensitive = frozenset(name for name, because in cells.items() if because not in FOR_OTHERS)
    return Hidden(frozenset(cells), sensitive)


def hiding(judged: Judged, cells: Iterable[Name]) -> Judged:
    """With these cells hidden for the sake of others."""
    reasons: dict[FindingKey, dict[str, Suppression]] = {}
    for number, key in cells:
        reasons.setdefault(judged.findings[number].key, {})[key] = Suppression.LINKED
    return judged.hiding(reasons)


def _recoverable(judged: Judged, numbers: Iterable[int]) -> HeldByDisclosure:
    names = sorted({judged.findings[number].finding.id for number in numbers})
    return HeldByDisclosure(
        "disclosure control",
        expected="hidden numbers that nothing else in the release, or in earlier ones, tells",
        found=f"some that can be found whatever else is hidden, in {', '.join(names)}",
        next_step="take these findings out of the plan, or make their groups and periods larger",
    )


def settled(judged: Judged, rules: Rules) -> Judged:
    """With all that rests on what is hidden; to be called again when more has been hidden."""
    return Judged(tuple(_settled(finding, rules) for finding in judged))


def _judged(finding: Finding, rules: Rules, known: Contexts) -> JudgedFinding:
    places = {at: known.of(finding, at) for at in {cell.at for cell in finding.cells}}
    cells = tuple(JudgedCell(cell, reason(cell, rules, places[cell.at])) for cell in finding.cells)
    judged = JudgedFinding(finding, cells)
    judged = judged.hiding(respondents(judged)).hiding(attrition(judged, rules.counts))
    return _settled(judged, rules)


def _settled(judged: JudgedFinding, rules: Rules) -> JudgedFinding:
    more = resting(judged) or weak_series(judged, rules.weak_points)
    while more:
        judged = judged.hiding(more)
        more = resting(judged) or weak_series(judged, rules.weak_points)
    return judged

"""Findings on protected tables: every cell judged, then what linked tables need, then what may be shown."""

from collections.abc import Sequence

from evaluering.disclosure.context import Contexts, contexts
from evaluering.disclosure.judged import Judged, JudgedCell, JudgedFinding
from evaluering.disclosure.ledger import Ledger
from evaluering.disclosure.primary import reason
from evaluering.disclosure.resting import attrition, respondents, resting
from evaluering.disclosure.rules import Rules
from evaluering.disclosure.series import weak_series
from evaluering.results import Finding


def primarily(findings: Sequence[Finding], rules: Rules) -> Judged:
    """Every cell of protected findings judged by the primary rules, in the findings' order.

    Each cell alone first (``primary.reason``); then who answered in small teams and small numbers of those
    lost; then, until nothing
    changes, what rests on a hidden number, and series of which too many points are hidden. More is only
    ever hidden, so it ends.
    """
    known = contexts(findings)
    return Judged(tuple(_judged(finding, rules, known) for finding in findings))


def secondary(judged: Judged, rules: Rules, ledger: Ledger) -> Judged:
    """What linked tables and earlier releases need hidden besides.

    Nothing yet: a release on protected tables is held for that reason (see ``solve``).
    """
    del rules, ledger
    return judged


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

"""What a team may see of itself: aggregates of its own users, and its staff's answers by the same floors."""

from collections.abc import Sequence
from dataclasses import replace

from evaluering.disclosure.insiders import Sheet
from evaluering.disclosure.judged import Judged, JudgedCell, JudgedFinding
from evaluering.disclosure.protected import primarily, secondary
from evaluering.disclosure.rules import Rules
from evaluering.disclosure.shown import released_finding
from evaluering.disclosure.sums import Places
from evaluering.results import Basis, Cell, Finding, Released
from evaluering.vocabulary import Audience, Protects, Quantity, Suppression, Unit

_OWN_COLUMNS = frozenset({"team", "measure"})


def is_of_own_users(basis: Basis, columns: Sequence[str]) -> bool:
    """Whether a part of a table for one team holds nothing but that team's users.

    ``columns`` are the table's. Its audience is the own team, it protects persons, and its rows name the
    team (a measure is a team's), or the user and no municipality: a municipality's users may be of others.
    """
    by_user = "user" in columns and "municipality" not in columns
    named = bool(_OWN_COLUMNS & set(columns)) or by_user
    return basis.protects is Protects.PERSONS and basis.audience is Audience.OWN_TEAM and named


def judged_sheet(findings: Sequence[Finding], own: frozenset[str], rules: Rules) -> Judged:
    """The findings about one team, judged for that team.

    ``own`` names the tables of its own users (``is_of_own_users``). A finding on those, and on tables that
    protect municipalities alone, is shown but for text, single values and what cannot be judged. Every other
    one (staff answers above all) is judged as for the public, but that it may be about one municipality:
    colleagues are the ones most likely to recognise an answer.
    """
    users = Judged(tuple(_of_users(one) for one in findings if _is_own(one, own)))
    others = [replace(one, variant="") for one in findings if not _is_own(one, own)]
    inside = replace(rules, municipalities=1)
    judged = secondary(primarily(others, inside), inside, Places(), ())
    return Judged((*users, *judged))


def internal_sheet(findings: Sequence[Finding], own: frozenset[str], rules: Rules) -> Released:
    """The sheet of one team as it may be shown to that team, and to nobody else."""
    shown = tuple(released_finding(one, rules) for one in judged_sheet(findings, own, rules))
    return Released(rules.digest, "", tuple(sorted(shown, key=lambda one: (one.question, one.id))))


def known_to_team(team: str, findings: Sequence[Finding], own: frozenset[str], rules: Rules) -> Sheet:
    """What a team knows of its sheet: every finding, and which of its cells are shown."""
    by_key = {(one.finding.question, one.finding.id): one for one in judged_sheet(findings, own, rules)}
    shown = frozenset(
        (number, cell.cell.key)
        for number, finding in enumerate(findings)
        for cell in by_key[finding.question, finding.id].cells
        if cell.reason is None
    )
    users = frozenset(one.id for one in findings if _is_own(one, own))
    return Sheet(team, tuple(findings), shown, users)


def _is_own(finding: Finding, own: frozenset[str]) -> bool:
    return bool(finding.basis) and all(
        basis.table in own or basis.protects in (Protects.MUNICIPALITIES, Protects.NOTHING)
        for basis in finding.basis
    )


def _of_users(finding: Finding) -> JudgedFinding:
    return JudgedFinding(finding, tuple(JudgedCell(cell, _hidden_from_team(cell)) for cell in finding.cells))


def _hidden_from_team(cell: Cell) -> Suppression | None:
    """Aggregates are the team's to see; one user's own value, words, and what is of unknown kind are not."""
    if cell.kind is Quantity.SETTING:
        return None
    if cell.kind is None or cell.support is None:
        return Suppression.NOT_JUDGEABLE
    if cell.unit is Unit.TEXT:
        return Suppression.FREE_TEXT
    return Suppression.EXTREME if cell.kind is Quantity.EXTREME else None

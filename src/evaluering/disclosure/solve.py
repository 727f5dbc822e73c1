"""Disclosure control over all findings of a release at once."""

from collections.abc import Sequence

from evaluering.disclosure.ledger import Ledger
from evaluering.disclosure.rules import Rules
from evaluering.errors import HeldByDisclosure
from evaluering.results import Cell, Finding, Released, ReleasedCell, ReleasedFinding, rounded
from evaluering.vocabulary import Audience, CellStatus, Protects


def solve(findings: Sequence[Finding], rules: Rules, ledger: Ledger) -> Released:
    """What of ``findings`` may be shown under ``rules``, given what ``ledger`` says is out already.

    A finding whose every table protects nothing passes unchanged (rounded by unit), with the
    published sources as the reason. Raises ``HeldByDisclosure`` naming every finding that rests on
    a protected table, that links a published table to a protected one, or whose published table
    states no source: when in doubt, nothing is released.
    """
    held = [reason for finding in findings if (reason := _held(finding))]
    if held:
        raise HeldByDisclosure(
            "disclosure control",
            expected=f"findings the rules '{rules.name}' let through",
            found="; ".join(held),
            next_step="take these findings out of the plan",
        )
    released = tuple(
        _released(finding)
        for finding in sorted(findings, key=lambda one: (one.question, one.variant, one.id))
    )
    return Released(rules.digest, ledger.head, released)


def _held(finding: Finding) -> str:
    protected = [basis.table for basis in finding.basis if basis.protects is not Protects.NOTHING]
    if not finding.basis:
        return f"{finding.id} names no table it rests on"
    if protected and len(protected) < len(finding.basis):
        return f"{finding.id} links published tables to protected ones ({', '.join(protected)})"
    if protected:
        return f"{finding.id} rests on protected tables ({', '.join(protected)})"
    if any(not (basis.documents and basis.place) for basis in finding.basis):
        return f"{finding.id} rests on a table without a published source"
    if any(basis.audience is not Audience.PUBLIC for basis in finding.basis):
        return f"{finding.id} rests on a table that is not for the public"
    return ""


def _released(finding: Finding) -> ReleasedFinding:
    return ReleasedFinding(
        id=finding.id,
        question=finding.question,
        variant=finding.variant,
        basis=finding.basis,
        reason="published",
        n=finding.n,
        cells=tuple(_cell(cell) for cell in finding.cells),
        tables=finding.tables,
        figures=finding.figures,
        statements=finding.statements,
        design=finding.design,
        standing=finding.standing,
    )


def _cell(cell: Cell) -> ReleasedCell:
    return ReleasedCell(
        table=cell.table,
        at=cell.at,
        measure=cell.measure,
        value=rounded(cell),
        unit=cell.unit,
        status=CellStatus.RELEASED,
        reason=cell.reason,
    )

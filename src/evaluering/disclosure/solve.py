"""Disclosure control over all findings of a release at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluering.disclosure.floors import thresholds
from evaluering.disclosure.insiders import Sheet, safe_from_insiders
from evaluering.disclosure.judged import Judged
from evaluering.disclosure.ledger import Ledger
from evaluering.disclosure.loss import losses_of, told_share
from evaluering.disclosure.protected import primarily, secondary
from evaluering.disclosure.rules import PROTECTED, Rules
from evaluering.disclosure.shown import methods_of, released_finding
from evaluering.disclosure.sums import Places
from evaluering.disclosure.texts import ChosenText, released_texts
from evaluering.errors import HeldByDisclosure
from evaluering.results import Cell, Control, Finding, Released, ReleasedCell, ReleasedFinding, rounded
from evaluering.vocabulary import Audience, CellStatus, Protects


@dataclass(frozen=True)
class Beside:
    """What is decided together with the findings of a release: chosen texts, and what each team knows."""

    texts: Sequence[ChosenText] = ()
    sheets: Sequence[Sheet] = ()


NOTHING_BESIDE = Beside()


def solve(
    findings: Sequence[Finding],
    rules: Rules,
    ledger: Ledger,
    places: Places | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> Released:
    """What of ``findings`` and the texts ``beside`` them may be shown under ``rules``, given what is out
    already by ``ledger``.

    A finding whose every table protects nothing passes unchanged (rounded by unit), with the
    published sources as the reason. Under the rules ``protected`` every cell of the others is judged, and
    what may not be shown leaves as a mark; then what would tell of it, alone or by sums over dimensions and
    ``places`` (which parts of the study lie within which), to anyone or to a team that knows its sheet.
    Raises ``HeldByDisclosure`` naming every finding that links a published table to a protected one, whose
    published table states no source, or that rests on a protected table under other rules, and every text
    that may not be shown: when in doubt, nothing is released.
    """
    _refuse_held(findings, rules)
    protected = [one for one in findings if _protected(one)]
    judged = secondary(primarily(protected, rules), rules, places or Places(), ledger.earlier())
    judged = safe_from_insiders(judged, rules, (places or Places(), ledger.earlier()), beside.sheets)
    released = [released_finding(one, rules) for one in judged]
    released += [_released(one) for one in findings if not _protected(one)]
    ordered = sorted(released, key=lambda one: (one.question, one.variant, one.id))
    control = _control(judged, rules)
    return Released(rules.digest, ledger.head, tuple(ordered), control, released_texts(beside.texts, rules))


def _refuse_held(findings: Sequence[Finding], rules: Rules) -> None:
    held = [reason for finding in findings if (reason := _held(finding, rules))]
    if held:
        raise HeldByDisclosure(
            "disclosure control",
            expected=f"findings the rules '{rules.name}' let through",
            found="; ".join(held),
            next_step="take these findings out of the plan",
        )


def _control(judged: Judged, rules: Rules) -> Control:
    losses = losses_of(judged)
    if not losses:
        return Control()
    return Control(thresholds(rules), rules.exemptions, told_share(losses), losses)


def _protected(finding: Finding) -> list[str]:
    return [basis.table for basis in finding.basis if basis.protects is not Protects.NOTHING]


def _held(finding: Finding, rules: Rules) -> str:
    protected = _protected(finding)
    if not finding.basis:
        return f"{finding.id} names no table it rests on"
    if protected and len(protected) < len(finding.basis):
        return f"{finding.id} links published tables to protected ones ({', '.join(protected)})"
    if protected:
        # Every cell of it is judged, and so may reach the public whatever its tables' audience.
        judged = rules.name == PROTECTED
        return "" if judged else f"{finding.id} rests on protected tables ({', '.join(protected)})"
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
        methods=methods_of(finding),
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

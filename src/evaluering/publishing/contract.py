"""What a report promised, checked against what its notebook delivered."""

from collections import Counter

from evaluering.disclosure import DEMOGRAPHIC
from evaluering.errors import ContractBroken, HeldByDisclosure
from evaluering.presentation import Element, Page
from evaluering.publishing.plan import Job
from evaluering.results import ReleasedFinding
from evaluering.vocabulary import CellStatus, ElementKind, TextKind


def check_contract(job: Job, page: Page, elements: tuple[Element, ...]) -> None:
    """Every promised finding released with enough units, every table and figure shown once, in order.

    Raises ``ContractBroken`` naming all that is lacking, and ``HeldByDisclosure`` for a finding whose
    number of units is hidden, and for a page with quotes beside a table that divides those quoted.
    """
    refuse_divided_quotes(job, page, elements)
    faults = [*_findings(job, page), *_shown(elements, ElementKind.TABLE, job.contract.tables)]
    faults += _shown(elements, ElementKind.FIGURE, job.contract.figures)
    if faults:
        raise ContractBroken(
            f"report {job.report_id}",
            expected="everything its contract in evaluering.toml promises",
            found="; ".join(faults),
            next_step="mend the notebook or the contract",
        )


def refuse_divided_quotes(job: Job, page: Page, elements: tuple[Element, ...]) -> None:
    """Raise ``HeldByDisclosure`` when a page shows quotes of a table that a finding of it breaks down.

    Beside numbers by role, age group or place (``DEMOGRAPHIC``) a reader could match a quote with whom it
    is from. Data files lie beside the page, so every finding of the page counts, shown on it or not.
    """
    groups = {element.id for element in elements if element.kind is ElementKind.QUOTES}
    quoted = {one.table for one in page.texts if one.kind is TextKind.QUOTE and one.group in groups}
    divided = sorted(
        finding.id
        for finding in page.findings
        if quoted & {basis.table for basis in finding.basis}
        and any(dimension in DEMOGRAPHIC for cell in finding.cells for dimension, _ in cell.at)
    )
    if divided:
        raise HeldByDisclosure(
            f"report {job.report_id}",
            expected="quotes on a page without numbers that divide those who are quoted",
            found=f"quotes beside {', '.join(divided)}",
            next_step="show the quotes on a page of their own, or the numbers undivided",
        )


def _findings(job: Job, page: Page) -> list[str]:
    present = {finding.id: finding for finding in page.findings}
    faults = [f"finding {name} is missing" for name in job.contract.findings if name not in present]
    for name, finding in present.items():
        _refuse_hidden(job, finding)
        n = finding.cell(finding.n).value if finding.holds(finding.n) else None
        if not isinstance(n, int | float) or n < job.contract.minimum_n:
            # The number itself may be what must not be told, so it is not.
            faults.append(f"finding {name} rests on fewer than {job.contract.minimum_n} units")
    return faults


def _refuse_hidden(job: Job, finding: ReleasedFinding) -> None:
    if finding.holds(finding.n) and finding.cell(finding.n).status is CellStatus.SUPPRESSED:
        raise HeldByDisclosure(
            f"report {job.report_id}",
            expected=f"a number of units that finding {finding.id} may show",
            found="one that disclosure control hides",
            next_step="ask for a larger part of the study, or take the report out of the plan",
        )


def _shown(elements: tuple[Element, ...], kind: ElementKind, promised: tuple[str, ...]) -> list[str]:
    shown = [element.id for element in elements if element.kind is kind]
    counts = Counter(shown)
    faults = [f"{kind} {name} is missing" for name in promised if not counts[name]]
    faults += [f"{kind} {name} is shown {count} times" for name, count in sorted(counts.items()) if count > 1]
    faults += [f"{kind} {name} is not promised" for name in sorted(counts.keys() - set(promised))]
    if not faults and tuple(shown) != promised:
        faults.append(f"{kind}s are shown in another order than promised: {', '.join(shown)}")
    return faults

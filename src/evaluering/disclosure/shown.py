"""What may be shown of judged findings: values rounded by how many they rest on, marks, sentences without
hidden numbers."""

from collections.abc import Iterable
from dataclasses import replace

from evaluering.disclosure.judged import JudgedCell, JudgedFinding
from evaluering.disclosure.rules import Rules
from evaluering.errors import OwnFault
from evaluering.results import (
    Basis,
    Cell,
    FigureLayout,
    Finding,
    ReleasedCell,
    ReleasedFinding,
    Statement,
    rounded,
)
from evaluering.results.methods import families
from evaluering.vocabulary import DECIMALS, CellStatus, Quantity, Unit

PROTECTED = "protected"
"""The one reason a release gives, for findings and for hidden cells; finer ones would tell them apart."""
SENTENCE, DESCRIPTION = "sign.sentence_suppressed", "sign.alt_suppressed"
_COARSE = {Unit.POINTS: 1, Unit.NUMBER: 1, Unit.HOURS: 1, Unit.RATE: 2}
"""Decimals of what is computed from protected numbers, where they are fewer than the unit has."""
_IN_PERCENT = frozenset({Unit.SHARE, Unit.PERCENTAGE_POINTS})
_EXACT = frozenset({Quantity.COUNT, Quantity.SETTING})


def decimals(cell: Cell, rules: Rules) -> int | None:
    """How many decimals a cell may be shown with; None where its unit decides.

    Percentages (and differences in percentage points) have none below ``decimals_from`` units, then one;
    means, spreads and other computed numbers one, rates two. Counts are whole.
    """
    if cell.kind in _EXACT or isinstance(cell.value, str):
        return None
    if cell.unit in _IN_PERCENT:
        return 1 if cell.support and cell.support.n >= rules.decimals_from else 0
    return _COARSE.get(cell.unit)


def released_finding(judged: JudgedFinding, rules: Rules) -> ReleasedFinding:
    """The finding as it may leave: hidden cells as marks without value, and no sentence that tells of them.

    A sentence with a hidden number says only that. One without numbers of its own is kept in a finding
    with hidden cells only among those that say what may not be said: which claim was chosen could tell.
    Row accounts of protected files stay behind: they count persons.
    """
    finding = judged.finding
    hidden = frozenset(one.cell.key for one in judged.cells if one.reason is not None)
    return ReleasedFinding(
        id=finding.id,
        question=finding.question,
        variant=finding.variant,
        basis=tuple(map(_without_accounts, finding.basis)),
        reason=PROTECTED,
        n=finding.n,
        cells=tuple(_cell(one, rules) for one in judged.cells),
        tables=finding.tables,
        figures=tuple(_figure(figure, hidden) for figure in finding.figures),
        statements=tuple(_statement(said, hidden) for said in finding.statements),
        design=finding.design,
        standing=finding.standing,
        methods=methods_of(finding),
    )


def methods_of(finding: Finding) -> tuple[str, ...]:
    """The families of methods behind all cells of a finding, hidden ones included.

    Raises ``OwnFault`` for a method of no family: readers would be told nothing of it.
    """
    try:
        return families(cell.method for cell in finding.cells)
    except KeyError as error:
        raise OwnFault(
            f"finding {finding.id}",
            expected="methods that belong to a family in results/methods.py",
            found=f"the method {error.args[0]}",
            next_step="add it to a family that has a note",
        ) from None


def _cell(judged: JudgedCell, rules: Rules) -> ReleasedCell:
    cell = judged.cell
    if judged.reason is not None:
        return ReleasedCell(
            cell.table, cell.at, cell.measure, None, cell.unit, CellStatus.SUPPRESSED, PROTECTED
        )
    places = decimals(cell, rules)
    value = rounded(cell) if places is None else _rounded(cell, places)
    return ReleasedCell(
        cell.table, cell.at, cell.measure, value, cell.unit, CellStatus.RELEASED, cell.reason, places
    )


def _rounded(cell: Cell, places: int) -> float | int | str | None:
    value = rounded(cell)
    if value is None or isinstance(value, str) or isinstance(cell.value, str):
        return value
    # A share is kept as a part of one and shown in percent.
    digits = min(DECIMALS[cell.unit], places + 2 if cell.unit is Unit.SHARE else places)
    return round(float(cell.value), digits)


def _without_accounts(basis: Basis) -> Basis:
    files = tuple((account.file, account.digest) for account in basis.accounts)
    return replace(basis, accounts=(), files=files)


def _figure(figure: FigureLayout, hidden: frozenset[str]) -> FigureLayout:
    """A figure with a hidden number is not described: what is seen at a glance is told of all its numbers."""
    data = figure.data
    drawn = {key for row in data.rows for column in data.columns for key in data.keys(row, column)}
    texts = (figure.alt, DESCRIPTION), (figure.key, SENTENCE)
    alt, key = (
        Statement(said.id, instead) if (drawn | _keys(said.values)) & hidden else said
        for said, instead in texts
    )
    return replace(figure, alt=alt, key=key)


def _statement(said: Statement, hidden: frozenset[str]) -> Statement:
    keys = _keys(said.values)
    kept = not keys & hidden if keys else not hidden or said.group == "may_not_say"
    return said if kept else Statement(said.id, SENTENCE, group=said.group)


def _keys(values: Iterable[tuple[str, tuple[str, ...]]]) -> set[str]:
    return {key for _, keys in values for key in keys}

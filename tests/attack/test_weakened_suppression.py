"""A suppression that is too weak is found out by the attack in every release in which it matters.

Whether it matters is decided by a reader of its own (``random_attacks``), who solves for kinds of persons.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from evaluering.disclosure import Ledger, Rules, primarily, solve
from evaluering.disclosure.protected import secondary
from evaluering.disclosure.shown import released_finding
from evaluering.results import Released
from evaluering.vocabulary import CellStatus, Unit
from random_attacks import Reader
from random_releases import Study, findings, study
from released_randomly import recovered

RULES = Rules("protected")
SEEDS = range(4)


def without_secondary(given: Study) -> Released:
    """Primary rules alone."""
    judged = primarily(findings(given), RULES)
    return Released("", "", tuple(released_finding(one, RULES) for one in judged))


def narrower(given: Study) -> Released:
    """Secondary suppression to a width of 2."""
    judged = secondary(primarily(findings(given), RULES), replace(RULES, width=2), given.places, ())
    return Released("", "", tuple(released_finding(one, RULES) for one in judged))


def with_one_count(given: Study) -> Released:
    """All that is needed hidden, and then the first hidden count of a municipality shown after all."""
    made = solve(findings(given), RULES, Ledger(), given.places)
    true = {(one.variant, cell.key): cell.value for one in findings(given) for cell in one.cells}
    for number, finding in enumerate(made.findings):
        for cell in finding.cells:
            if "municipality" in finding.variant and _is_hidden_count(cell.status, cell.unit):
                value = true[finding.variant, cell.key]
                shown = replace(cell, value=value, status=CellStatus.RELEASED)  # type: ignore[arg-type]
                cells = tuple(shown if one is cell else one for one in finding.cells)
                opened = replace(finding, cells=cells)
                return replace(made, findings=(*made.findings[:number], opened, *made.findings[number + 1 :]))
    return made


def _is_hidden_count(status: CellStatus, unit: Unit) -> bool:
    return status is CellStatus.SUPPRESSED and unit is Unit.COUNT


@pytest.mark.parametrize("weak", [without_secondary, narrower, with_one_count])
def test_the_attack_finds_out_a_weak_suppression_wherever_it_matters(
    weak: Callable[[Study], Released],
) -> None:
    matters, missed = 0, []
    for seed in SEEDS:
        given = study(seed)
        made = weak(given)
        if Reader(given, made).narrower(RULES.width):
            matters += 1
            missed += [] if recovered(given, made, RULES.width) else [seed]
    assert matters
    assert missed == []

"""What every analysis of delivered tables owes: shown on the synthetic network, question by question."""

from dataclasses import replace
from functools import cache
from math import isnan

import pytest
from builders import basis

from evaluering.analysis import ANALYSES
from evaluering.disclosure import Ledger, Rules, solve
from evaluering.language import Catalogue
from evaluering.presentation import Element, Page, render_element
from evaluering.publishing.compute import _FINDINGS, _as_bytes
from evaluering.results import Finding, Released
from evaluering.tables import TABLES
from evaluering.vocabulary import Design, ElementKind, Protects, Quantity
from sample_network import answered

QUESTIONS = sorted(name for name, one in ANALYSES.items() if not any(TABLES[t].file for t in one.slices))

PARAMETERS = {
    "indicator_series": {"measure": "measure-step"},
    "interrupted_measures": {"measure": "measure-step", "interruption": "2023-04"},
}
"""Questions that give everything they have only when asked for a part."""


@cache
def found(question: str) -> tuple[Finding, ...]:
    return tuple(answered(question, **PARAMETERS.get(question, {})).values())


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_analysis_finds_something_and_names_no_cell_twice(question):
    for finding in found(question):
        keys = [cell.key for cell in finding.cells]
        assert keys
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_number_says_what_kind_it_is_and_whom_it_rests_on(question):
    silent = [
        cell.key
        for finding in found(question)
        for cell in finding.cells
        if not isinstance(cell.value, str)
        and (cell.kind is None or (cell.support is None and cell.kind is not Quantity.SETTING))
    ]
    assert silent == []


UNNAMED = {
    "persons behind monthly values": ("follow_up_study_effect", "indicator_series", "interrupted_measures"),
    "those asked who never answered": ("participants_ratings",),
}
"""Who they are is not in the data: only how many."""


@pytest.mark.parametrize("question", sorted({*QUESTIONS}.difference(*UNNAMED.values())))
def test_every_number_knows_the_set_of_units_it_rests_on(question):
    # Without it disclosure control cannot tell that two numbers count the same, or add up.
    unknown = [
        cell.key
        for finding in found(question)
        for cell in finding.cells
        if cell.support is not None and cell.support.units is None
    ]
    assert unknown == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_findings_are_read_back_from_the_cache_as_they_were_computed(question):
    # Undefined numbers too: what could not be read back would be missing where disclosure control looks.
    read = _FINDINGS.validate_json(_as_bytes(found(question)))
    for one, other in zip(read, found(question), strict=True):
        assert numbers(one) == numbers(other)
        assert replace(one, cells=()) == replace(other, cells=())


def numbers(finding: Finding) -> list[tuple[object, ...]]:
    """Every cell, in a form in which undefined numbers are equal."""
    return [(cell.key, str(cell.value), cell.unit, cell.reason, cell.support) for cell in finding.cells]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_undefined_number_has_a_reason(question):
    assert [
        cell.key
        for finding in found(question)
        for cell in finding.cells
        if not isinstance(cell.value, str) and isnan(cell.value) and not cell.reason
    ] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_count_says_how_many_units_it_counts(question):
    for finding in found(question):
        for cell in finding.cells:
            if cell.kind is Quantity.SHARE and cell.support and cell.support.n:
                assert cell.support.counted is not None, cell.key


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_finding_says_what_may_be_said_and_what_may_not(question):
    groups = {statement.group for finding in found(question) for statement in finding.statements}
    assert {"may_say", "may_not_say"} <= groups


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_claim_can_be_registered_as_the_analysis_declares_it(question):
    claims = [finding.claim for finding in found(question) if finding.claim]
    assert {(one.outcome, one.model, one.time_point) for one in claims} <= set(ANALYSES[question].claims)
    for finding in found(question):
        if finding.claim:
            assert finding.claim.key in {cell.key for cell in finding.cells}


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_effect_is_claimed_under_a_design_that_can_carry_one(question):
    for finding in found(question):
        if finding.design in (Design.CONTROLLED, Design.STEPPED, Design.RANDOMISED, Design.BEFORE_AFTER):
            assert finding.claim is not None, finding.id


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_table_figure_and_sentence_can_be_drawn(question, nb):
    assert draw_as_if_published(question, nb)


def draw_as_if_published(question: str, words: Catalogue) -> set[tuple[ElementKind, str]]:
    """Draw everything an analysis gives, and say what was drawn."""
    release = as_if_published(question)
    tables = tuple(layout.id for one in release.findings for layout in one.tables)
    figures = tuple(layout.id for one in release.findings for layout in one.figures)
    page = Page(question, release.findings, tables, figures, words)
    drawn = elements(release)
    for kind, name in drawn:
        assert render_element(page, Element(kind, name))
    for text in ("title", "lead"):
        assert page.text(text)
    return drawn


def as_if_published(question: str) -> Released:
    """The findings as they would be drawn if the tables behind them protected nobody."""
    bare = [replace(one, basis=(basis(documents=("Made up.",)),)) for one in found(question)]
    return solve(bare, Rules(), Ledger())


def elements(release: Released) -> set[tuple[ElementKind, str]]:
    drawn = set()
    for one in release.findings:
        drawn |= {(ElementKind.TABLE, layout.id) for layout in one.tables}
        drawn |= {(ElementKind.FIGURE, layout.id) for layout in one.figures}
        drawn |= {(ElementKind.TEXT, said.id) for said in one.statements if not said.group}
        drawn |= {(ElementKind.POINTS, said.group) for said in one.statements if said.group}
    return drawn


def test_the_tables_protect_somebody():
    assert all(
        TABLES[name].protects is not Protects.NOTHING
        for question in QUESTIONS
        for name in ANALYSES[question].slices
    )

"""The synthetic network under the rules for protected tables: everything is judged, drawn and told."""

import re
from functools import cache

import pytest
from judging import PROTECTED, judged, release
from test_sample_findings import QUESTIONS, elements, found

from evaluering.disclosure import released_bytes
from evaluering.presentation import Element, Page, data_files, render_element
from evaluering.results import Released
from evaluering.vocabulary import CellStatus, Protects, Quantity, Suppression


@cache
def protected(question: str) -> Released:
    return release(*found(question))


def test_the_sample_gives_every_kind_of_cell_and_most_reasons_to_hide_one():
    ruled = [one for question in QUESTIONS for part in judged(*found(question)) for one in part.cells]
    assert {one.cell.kind for one in ruled} >= set(Quantity) - {Quantity.SPREAD}
    assert {one.reason for one in ruled} >= {
        None,
        Suppression.FEW,
        Suppression.FEW_BEHIND,
        Suppression.EXTREME,
        Suppression.FEW_MUNICIPALITIES,
        Suppression.ATTRITION,
        Suppression.RESTS_ON_HIDDEN,
        Suppression.WEAK_SERIES,
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_count_below_its_floor_leaves(question):
    for finding, one in zip(
        sorted(found(question), key=lambda one: one.id), protected(question).findings, strict=True
    ):
        for cell, shown in zip(finding.cells, one.cells, strict=True):
            if cell.kind is Quantity.COUNT and shown.status is CellStatus.RELEASED:
                assert cell.support is not None
                staff = cell.support.protects is not Protects.MUNICIPALITIES
                assert cell.value >= (PROTECTED.counts if staff else PROTECTED.municipalities), cell.key


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_protected_release_is_drawn_whole_without_a_gap(question, nb):
    made = protected(question)
    tables = tuple(layout.id for one in made.findings for layout in one.tables)
    figures = tuple(layout.id for one in made.findings for layout in one.figures)
    page = Page(question, made.findings, tables, figures, nb, made.control)
    for kind, name in sorted(elements(made)):
        html = str(render_element(page, Element(kind, name)))
        assert not re.search(r"<td[^>]*></td>|\bnan\b|\bNone\b", html), (kind, name)


@pytest.mark.parametrize("question", QUESTIONS)
def test_data_files_hold_a_colon_for_every_hidden_cell_and_nothing_else(question):
    for content in data_files(protected(question).findings).values():
        for line in content.decode().splitlines():
            assert (",suppressed," in line) == (",:," in line)
            assert ",suppressed," not in line or line.endswith(",suppressed,protected")


def test_a_protected_release_has_the_same_bytes_whatever_the_order_of_findings():
    one, two = (found(name) for name in QUESTIONS[:2])
    assert released_bytes(release(*one, *two)) == released_bytes(release(*two, *one))

"""Reports on places too small to be shown: the page is built, and says that every number is hidden."""

import json
import re
from dataclasses import replace
from functools import cache

import pytest
from judging import PROTECTED, release
from test_sample_findings import elements

from evaluering.presentation import Element, Page, render_element
from evaluering.presentation.disclosure_note import disclosure_note
from evaluering.results import Released
from sample_network import answered, table

QUESTIONS = ("plans_carried_out", "fulfilment_and_benefit")


@cache
def withheld(question: str) -> Released:
    """The report of a synthetic municipality of which too few answered."""
    scope = {"municipality": min(table("municipalities")["municipality"])}
    given = answered(question, **scope).values()
    return release(*(replace(one, variant=json.dumps(scope)) for one in given), rules=PROTECTED)


def page(question: str, nb: object) -> Page:
    made = withheld(question)
    tables = tuple(layout.id for one in made.findings for layout in one.tables)
    figures = tuple(layout.id for one in made.findings for layout in one.figures)
    return Page(question, made.findings, tables, figures, nb, made.control)  # type: ignore[arg-type]


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_number_of_it_is_shown(question):
    (loss,) = withheld(question).control.losses
    assert loss.hidden == loss.cells > 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_its_page_is_drawn_whole(question, nb):
    drawn = sorted(elements(withheld(question)))
    assert drawn
    for kind, name in drawn:
        html = str(render_element(page(question, nb), Element(kind, name)))
        assert not re.search(r"<td[^>]*></td>|\bnan\b|\bNone\b", html), (kind, name)


@pytest.mark.parametrize("question", QUESTIONS)
def test_its_page_says_how_much_is_hidden(question, nb):
    assert any("100" in line and "skjult" in line for line in disclosure_note(page(question, nb)))

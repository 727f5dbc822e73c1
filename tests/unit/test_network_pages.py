"""Pages about a network are drawn whatever was delivered: nothing, one team, one network."""

from dataclasses import replace

import pytest
from builders import basis
from matplotlib.figure import Figure
from test_sample_findings import elements

from evaluering.disclosure import Ledger, Rules, solve
from evaluering.presentation import Element, Page, render_element
from evaluering.presentation.figures.axes import finish
from evaluering.vocabulary import Unit
from sample_network import answered

QUESTIONS = ("gathering_programmes", "participants_ratings", "inquiries_and_guidance", "participation")


def draw(question, found, nb) -> list[str]:
    """Every element of the findings as they would be drawn if the tables behind them protected nobody."""
    bare = [replace(one, basis=(basis(documents=("Made up.",)),)) for one in found.values()]
    release = solve(bare, Rules(), Ledger())
    tables = tuple(layout.id for one in release.findings for layout in one.tables)
    figures = tuple(layout.id for one in release.findings for layout in one.figures)
    page = Page(question, release.findings, tables, figures, nb)
    return [str(render_element(page, Element(*one))) for one in sorted(elements(release))]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_page_is_drawn_when_no_row_was_delivered(question, nb):
    assert all(draw(question, answered(question, {}), nb))


@pytest.mark.parametrize("scope", [{"team": "team-002"}, {"network": "network-01"}])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_page_is_drawn_for_a_part_of_the_study(question, scope, nb):
    assert all(draw(question, answered(question, **scope), nb))


def test_a_table_names_the_row_that_holds_all(nb):
    drawn = draw("participation", answered("participation", network="network-01"), nb)
    assert any(">Alle</th>" in one for one in drawn)


@pytest.mark.parametrize(("value", "begins_below"), [(-0.2, True), (0.2, False)])
def test_an_axis_begins_below_zero_only_for_numbers_below_zero(value, begins_below, nb):
    axes = Figure().add_subplot()
    axes.plot([value, 0.3], [0, 0])
    finish(axes, ["x"], "x", Unit.SHARE, nb)
    assert bool(axes.get_xlim()[0] < 0) is begins_below

"""A page with hidden numbers in a browser: nothing for axe to mend, and marks that are seen and heard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import Page
from test_pages_axe import violations

from evaluering.disclosure import Ledger, Rules, solve
from evaluering.language import catalogue
from evaluering.presentation import Element, page_frame
from evaluering.presentation import Page as Shown
from evaluering.publishing.page import render_page
from evaluering.publishing.session import MIME
from evaluering.results import (
    Account,
    Basis,
    Cell,
    Column,
    FigureLayout,
    Finding,
    Support,
    TableLayout,
    statement,
)
from evaluering.vocabulary import Audience, ElementKind, FigureKind, Language, Protects, Quantity, Unit

pytestmark = pytest.mark.browser

PLACED = (
    Element(ElementKind.TEXT, "told"),
    Element(ElementKind.TABLE, "mentions"),
    Element(ElementKind.FIGURE, "mentions_distribution"),
)


def counted(n: int, row: int) -> Cell:
    support = Support(Protects.PERSONS, n, 10)
    return Cell("t", (("goal", str(row)),), "x", n, Unit.COUNT, "", Quantity.COUNT, support)


def markup() -> bytes:
    """A page on made-up persons, two of its three numbers hidden."""
    layout = TableLayout(
        "mentions",
        "t",
        "header.goal",
        tuple((("goal", str(row)),) for row in (1, 2, 3)),
        (Column("header.mentions", ("x",)),),
    )
    told = statement("told", "goal_measurability.listing", {"minimum": "t/x@goal=1"}, count="minimum")
    drawn = FigureLayout("mentions_distribution", FigureKind.BARS, layout, "header.mentions", told, told)
    users = Basis(
        "users", Protects.PERSONS, Audience.OWN_TEAM, (), "", (Account("u", "d", 9, 9, 0, 0),), True
    )
    cells = (counted(3, 1), counted(0, 2), counted(40, 3))
    found = Finding(
        "municipal_goals", "goal_measurability", (users,), "t/x@goal=3", cells, (layout,), (drawn,), (told,)
    )
    made = solve([found], Rules("protected"), Ledger())
    words = catalogue(Language.BOKMAAL)
    page = Shown(
        found.question, made.findings, ("mentions",), ("mentions_distribution",), words, made.control
    )
    outputs = [new_output("display_data", {MIME: {"kind": one.kind.value, "id": one.id}}) for one in PLACED]
    notebook = new_notebook(cells=[new_code_cell(outputs=outputs)])
    return render_page(notebook, page, page_frame(page, "Et nettverk", "En institusjon"), PLACED)


@pytest.fixture
def shown(on_screens: Callable[[Path], Page], tmp_path: Path) -> Page:
    file = tmp_path / "index.html"
    file.write_bytes(markup())
    return on_screens(file)


def test_axe_finds_nothing_to_mend(shown):
    assert violations(shown) == []


def test_the_page_is_never_wider_than_the_screen(shown):
    assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_mark_stretches_no_table(shown):
    boxes = shown.locator("main div.scroll:not(.drawing)")
    assert boxes.count() == 2
    assert all(box.evaluate("one => one.scrollWidth <= one.clientWidth") for box in boxes.all())


def test_every_hidden_cell_is_heard_as_words_and_seen_as_a_colon(shown):
    cells = shown.locator("td:has(.mark)")
    assert cells.count() == 4
    for cell in cells.all():
        assert "skjult av personvernhensyn" in cell.aria_snapshot()
        assert cell.locator("abbr").inner_text() == ":"


def test_the_page_says_that_its_numbers_are_synthetic_and_what_is_hidden(shown):
    text = shown.locator("main").inner_text()
    assert "Tallene er syntetiske" in text
    assert "Et tall kan være skjult av disse grunnene" in text
    assert "av tallene som er prøvd, skjult" not in text, "of so few the share tells how many"
    assert "Radregnskap" not in text

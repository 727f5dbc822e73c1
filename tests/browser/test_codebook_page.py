"""The codebook's page in a browser: accessible, and readable on wide screens, narrow ones and paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from test_pages_axe import violations

from evaluering.publishing.codebook import write_codebook
from evaluering.vocabulary import Language
from evaluering.workspace import load_workspace

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
OUTSIDE = """() => [...document.querySelectorAll('h1, h2, h3, p, li, dt, dd, caption, tbody th, td')]
    .filter(element => {
        const box = element.getBoundingClientRect();
        return box.left < -1 || box.right > window.innerWidth + 1
            || element.scrollWidth > element.clientWidth + 1;
    })
    .map(element => element.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def codebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The codebook of the repository's workspace, written elsewhere."""
    folder = tmp_path_factory.mktemp("codebook")
    workspace = load_workspace(ROOT).model_copy(update={"work": folder})
    write_codebook(workspace, Language.BOKMAAL)
    return folder / "codebook" / "index.html"


@pytest.fixture
def page(on_screens: Callable[[Path], Page], codebook: Path) -> Page:
    return on_screens(codebook)


def test_the_codebook_has_no_axe_violations(page: Page):
    assert violations(page) == []


def test_no_word_of_the_codebook_is_off_the_screen(page: Page):
    assert page.locator("tbody tr").count() > 250
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_tables_stay_tables_where_their_cells_are_stacked(page: Page):
    tree = page.locator("table").nth(6).aria_snapshot()
    assert "columnheader" in tree
    assert 'rowheader "Type team kind"' in tree
    assert "- cell" in tree


def test_the_codebook_meets_its_own_policy(contexts: Callable[[bool, float], BrowserContext], codebook: Path):
    page = contexts(False, 1).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(codebook.as_uri())
    margin = page.evaluate("getComputedStyle(document.querySelector('.codebook p')).marginTop")
    page.close()
    assert complaints == []
    assert margin == "0px"


def test_the_codebook_prints_in_full(contexts: Callable[[bool, float], BrowserContext], codebook: Path):
    page = contexts(False, 1).new_page()
    page.set_viewport_size({"width": 718, "height": 1000})
    page.goto(codebook.as_uri())
    page.emulate_media(media="print")
    outside = page.evaluate(OUTSIDE)
    shown = page.locator("table").evaluate_all("all => all.every(table => table.checkVisibility())")
    page.close()
    assert outside == []
    assert shown

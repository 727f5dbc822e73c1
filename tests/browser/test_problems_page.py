"""The page of problems in a browser: nothing for axe to mend, nothing fetched, no sideways scrolling."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from test_pages_axe import violations

from evaluering.language import catalogue
from evaluering.presentation import CheckedFile, Unchecked, problems_page
from evaluering.results import Account, Remark
from evaluering.vocabulary import Language

pytestmark = pytest.mark.browser

FAULTY = (
    CheckedFile(
        "deliveries/kommune/plan med et ganske_langt_navn_uten_mellomrom.xlsx",
        "plans",
        Account("a", "d", 40, 10, 30, 0),
        tuple(Remark(row, "area", "not_an_allowed_value", "rejected") for row in range(1, 31)),
    ),
    CheckedFile(
        "deliveries/kommune/b.csv",
        "",
        None,
        (Remark(0, "", "wrong_encoding", "file_refused"),),
        is_refused=True,
    ),
    CheckedFile("published/c.csv", "", Account("c", "d", 4, 4, 0, 0), ()),
)
UNCHECKED = (Unchecked("plans", "refers_to_nothing", ("teams",)),)


@pytest.fixture(params=[(FAULTY, UNCHECKED), (FAULTY[2:], ())], ids=["faulty", "all well"])
def markup(request: pytest.FixtureRequest) -> str:
    files, unchecked = request.param
    return problems_page(files, unchecked, "Et arbeidsområde", catalogue(Language.BOKMAAL))


@pytest.fixture
def shown(on_screens: Callable[[Path], Page], markup: str, tmp_path: Path) -> Page:
    file = tmp_path / "index.html"
    file.write_text(markup, encoding="utf-8")
    return on_screens(file)


def test_axe_finds_nothing_to_mend(shown):
    assert violations(shown) == []


def test_the_page_is_never_wider_than_the_screen(shown):
    assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

"""A walk through a whole page by keyboard: forth and back, in reading order, and never stuck."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from published_page import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", PAGES)]

STOPS = "a[href], [tabindex='0'], button, input, select, textarea, summary"
NUMBER = """() => {
    const all = [...document.querySelectorAll(STOPS)];
    return all.indexOf(document.activeElement);
}""".replace("STOPS", f'"{STOPS}"')
"""Which of the page's stops has focus, counted from 0; -1 when none has."""
PLACES = f"""() => [...document.querySelectorAll("{STOPS}")].map(stop => {{
    const lines = [...stop.getClientRects()], first = lines[0], last = lines[lines.length - 1];
    return {{first: [first.top + window.scrollY, first.left],
        last: [last.top + window.scrollY, last.left, last.bottom + window.scrollY]}};
}})"""
"""Where each stop begins, and its last line: a link may go on over lines."""
LOOK = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {what: element.outerHTML.slice(0, 100), style: style.outlineStyle,
        width: parseFloat(style.outlineWidth),
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
}"""
RAISED = 6
"""Pixels that the number of a footnote stands above its line."""


@pytest.fixture
def page(
    contexts: Callable[[bool, float], BrowserContext], in_every_language: Path, name: str
) -> Iterator[Page]:
    """A page with all its front matter, on a narrow screen, where tables have to be scrolled."""
    opened = contexts(False, 1).new_page()
    opened.set_viewport_size({"width": 375, "height": 900})
    opened.goto(((in_every_language / "reports" / "latest").resolve() / name).as_uri())
    yield opened
    opened.close()


def walk(page: Page, key: str) -> list[int]:
    """The stops in the order in which a key comes to them, until it leaves the page."""
    found = []
    for _ in range(page.locator(STOPS).count() + 1):
        page.keyboard.press(key)
        stop = int(page.evaluate(NUMBER))
        if stop < 0:
            break
        found.append(stop)
    return found


def test_tab_comes_to_every_stop_once_in_order_and_leaves_the_page(page: Page, name):
    stops = page.locator(STOPS).count()
    assert stops >= 2
    assert walk(page, "Tab") == list(range(stops))


def test_shift_and_tab_come_back_the_same_way(page: Page, name):
    forth = walk(page, "Tab")
    # A browser without a frame around the page goes on from the first stop to the last.
    assert walk(page, "Shift+Tab")[: len(forth)] == forth[::-1]


def test_the_order_of_stops_is_that_in_which_they_are_read(page: Page, name):
    places = page.evaluate(PLACES)[1:]  # the first, to skip to the main part, is out of sight
    assert places
    for before, after in pairwise(places):
        (top, left), (line_top, line_left, line_bottom) = after["first"], before["last"]
        assert top >= line_top - RAISED
        assert left > line_left or top >= line_bottom - 1 or top > line_top + 1


def test_every_stop_is_on_screen_and_outlined_while_it_has_focus(page: Page, name):
    looks = []
    for _ in range(page.locator(STOPS).count()):
        page.keyboard.press("Tab")
        looks.append(page.evaluate(LOOK))
    assert [
        look["what"]
        for look in looks
        if not look["seen"] or look["style"] in ("none", "hidden") or look["width"] < 2
    ] == []

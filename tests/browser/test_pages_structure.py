"""A page's outline: language, title, headings, landmarks, and ways through it by keyboard."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page
from published_page import PAGES, REPORTS, parsed, text_of

pytestmark = pytest.mark.browser

FOCUSED = "() => document.activeElement.outerHTML.slice(0, 120)"


def test_the_release_has_these_pages_and_no_others(release: Path):
    assert {str(file.relative_to(release)) for file in release.rglob("*.html")} == set(PAGES)


def test_every_page_is_in_bokmal(visit, page_name):
    assert visit(page_name).page.evaluate("document.documentElement.lang") == "nb"


def test_every_page_has_a_title_of_its_own(release: Path):
    titles = [text_of(parsed(release / name).find("head/title")) for name in PAGES]
    assert all(titles)
    assert len(set(titles)) == len(PAGES)


def test_a_page_has_one_first_heading_and_skips_no_level(visit, page_name):
    headings = visit(page_name).page.locator("h1, h2, h3, h4, h5, h6")
    levels = [int(tag[1]) for tag in headings.evaluate_all("all => all.map(heading => heading.tagName)")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(text.strip() for text in headings.all_inner_texts())


def test_a_page_has_the_landmarks_a_reader_moves_by(visit, page_name):
    page = visit(page_name).page
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role
    wanted = 1 if page_name in (*REPORTS, "index.html") else 0
    assert page.get_by_role("navigation").count() == wanted


@pytest.mark.parametrize("name", REPORTS)
def test_the_table_of_contents_names_every_section_and_leads_to_it(visit, name):
    page = visit(name).page
    links = page.get_by_role("navigation").get_by_role("link")
    sections = page.locator("main :is(h2, h3)[id]:not(nav *)")
    assert links.all_inner_texts() == sections.all_inner_texts()
    assert links.count() >= 5
    for place in range(links.count()):
        links.nth(place).click()
        assert page.locator(":is(h2, h3):target").inner_text() == links.nth(place).inner_text()


def test_ids_are_used_once_and_every_reference_resolves(release: Path, page_name):
    tree = parsed(release / page_name)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    labels = "aria-labelledby", "aria-describedby"
    named = {name for element in tree.iter() for label in labels for name in element.get(label, "").split()}
    anchors = {href[1:] for link in tree.iter("a") if (href := link.get("href", "")).startswith("#")}
    assert named | anchors <= set(ids)


def test_the_skip_link_takes_the_keyboard_past_the_header(visit, page_name):
    page = visit(page_name).page
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement"), page.evaluate(FOCUSED)
    assert skip.evaluate("link => link.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.locator("main:target").count() == 1
    page.keyboard.press("Tab")
    in_main = page.locator("main").evaluate("main => main.contains(document.activeElement)")
    assert in_main, page.evaluate(FOCUSED)


def test_the_skip_link_is_out_of_sight_until_it_has_focus(visit, page_name):
    page = visit(page_name).page
    assert page.locator("a.skip").evaluate("link => link.getBoundingClientRect().bottom") <= 0


@pytest.mark.parametrize("width", [1280, 375])
def test_everything_the_keyboard_stops_at_shows_that_it_has_focus(visit, page_name, width):
    page = visit(page_name, width).page
    stops = tab_through(page)
    assert stops
    for stop in stops:
        assert stop["outline"] != "none", stop["what"]
        assert stop["thickness"] >= 2, stop["what"]
    interactive = page.locator("a[href], [tabindex='0']").count()
    assert len(stops) == interactive


def tab_through(page: Page) -> list[dict[str, object]]:
    """Press Tab until the page's end: what had focus, and how that was shown."""
    stops = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (!element || element === document.body || element.dataset.seen) return null;
                element.dataset.seen = 'yes';
                const style = getComputedStyle(element);
                return {what: element.outerHTML.slice(0, 120), outline: style.outlineStyle,
                        thickness: parseFloat(style.outlineWidth)};
            }"""
        )
        if stop is None:
            break
        stops.append(stop)
    return stops

"""Narrow screens, enlarged text and wider spacing: nothing is lost, only tables scroll sideways."""

import pytest
from playwright.sync_api import Page
from published_page import REPORTS

pytestmark = pytest.mark.browser

SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
TWICE = "html { font-size: 200% !important; }"

LOST = """() => {
    const visible = element => element.getClientRects().length > 0;
    return [...document.querySelectorAll('h1, h2, p, li, caption, figcaption, a:not(.skip), th, td')]
        .filter(visible)
        .filter(element => {
            const region = element.closest('.scroll');
            if (region && !element.matches('caption')) return false;
            const box = element.getBoundingClientRect();
            const inline = getComputedStyle(element).display === 'inline';
            return box.left < -1 || box.right > window.innerWidth + 1
                || !inline && element.scrollWidth > element.clientWidth + 1;
        })
        .map(element => element.outerHTML.slice(0, 100));
}"""
"""Words outside the screen that no scrolling region holds; a caption must be in sight at once."""

CLIPPED = """() => [...document.querySelectorAll('body *:not(svg, svg *)')]
    .filter(element => {
        const style = getComputedStyle(element);
        return style.overflowX !== 'visible' && !element.matches('.scroll')
            || style.overflowY === 'hidden' || style.overflowX === 'hidden' || style.overflowX === 'clip';
    })
    .map(element => element.outerHTML.slice(0, 100))"""


SCROLLED = """() => new Promise((done, fail) => {
    const started = performance.now();
    (function look() {
        if (document.activeElement.scrollLeft > 0) done();
        else if (performance.now() - started > 5000) fail(new Error('the arrow key did not scroll'));
        else requestAnimationFrame(look);
    })();
})"""


def assert_nothing_lost(page: Page) -> None:
    """The page itself does not scroll sideways, and no words are cut off."""
    sideways = "document.documentElement.scrollWidth - window.innerWidth"
    assert page.evaluate(sideways) <= 0, "the page scrolls sideways"
    assert page.evaluate(LOST) == []
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("width", [320, 375])
def test_a_narrow_screen_shows_the_page_without_scrolling_sideways(visit, page_name, width):
    assert_nothing_lost(visit(page_name, width).page)


@pytest.mark.parametrize(("width", "height", "zoom"), [(640, 512, 2), (320, 256, 4)])
def test_a_page_enlarged_by_the_browser_loses_nothing(visit, page_name, width, height, zoom):
    assert_nothing_lost(visit(page_name, width, height, zoom=zoom).page)


@pytest.mark.parametrize("width", [1280, 375])
def test_text_enlarged_to_twice_its_size_loses_nothing(visit, page_name, width):
    assert_nothing_lost(visit(page_name, width, style=TWICE).page)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_reader_s_own_text_spacing_loses_nothing(visit, page_name, width):
    page = visit(page_name, width, style=SPACING).page
    assert page.locator("p").first.evaluate("p => getComputedStyle(p).letterSpacing") != "normal"
    assert_nothing_lost(page)


def test_what_is_wider_than_a_narrow_screen_scrolls_by_keyboard_in_a_named_region(visit, page_name):
    page = visit(page_name, 375).page
    wide = page.locator(".scroll").evaluate_all(
        "all => all.filter(region => region.scrollWidth > region.clientWidth).length"
    )
    if page_name not in REPORTS:
        assert wide == 0
        return
    assert wide >= 1
    scrolled = 0
    for _ in range(page.locator("a[href], [tabindex='0']").count()):
        page.keyboard.press("Tab")
        region = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (!element.matches('.scroll') || element.scrollWidth <= element.clientWidth) return null;
                return {role: element.getAttribute('role'), overflow: getComputedStyle(element).overflowX};
            }"""
        )
        if region:
            assert region == {"role": "region", "overflow": "auto"}
            page.keyboard.press("ArrowRight")
            page.evaluate(SCROLLED)
            scrolled += 1
    assert scrolled == wide


def test_every_scrolling_region_has_a_name_of_its_own(visit, page_name):
    page = visit(page_name).page
    names = page.locator(".scroll[role=region]").evaluate_all(
        """all => all.map(region => region.ariaLabel
            || document.getElementById(region.getAttribute('aria-labelledby')).textContent)"""
    )
    assert all(names)
    assert len(set(names)) == len(names)
    assert len(names) == page.locator(".scroll").count()


def test_links_can_be_hit_with_a_finger(visit, page_name):
    boxes = (
        visit(page_name, 375)
        .page.locator("nav a, .reports a, .site a")
        .evaluate_all("all => all.map(link => [link.textContent, link.getBoundingClientRect().height])")
    )
    assert [box for box in boxes if box[1] < 18] == []


def test_no_table_needs_scrolling_on_a_wide_screen(visit, page_name):
    regions = (
        visit(page_name)
        .page.locator(".scroll")
        .evaluate_all(
            """all => all.filter(region => region.scrollWidth > region.clientWidth)
            .map(region => [region.innerText.slice(0, 60), region.scrollWidth, region.clientWidth])"""
        )
    )
    assert regions == []

"""On paper nothing can be scrolled, so nothing may need to be."""

import pytest

pytestmark = pytest.mark.browser

A4_BETWEEN_MARGINS = 718
"""CSS pixels: 210 mm less Chromium's margins of 10 mm on either side."""


def test_on_paper_no_table_or_drawing_is_cut(visit, page_name):
    page = visit(page_name, A4_BETWEEN_MARGINS).page
    page.emulate_media(media="print")
    regions = page.locator(".scroll").evaluate_all(
        """all => all.map(region => ({what: region.innerText.slice(0, 60),
            overflow: getComputedStyle(region).overflowX + ' ' + getComputedStyle(region).overflowY,
            right: Math.max(...[...region.querySelectorAll('*')]
                .map(part => part.getBoundingClientRect().right))}))"""
    )
    assert {region["overflow"] for region in regions} <= {"visible visible"}
    assert [region for region in regions if region["right"] > A4_BETWEEN_MARGINS + 1] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_BETWEEN_MARGINS


def test_on_paper_links_within_the_page_are_left_out_and_the_words_are_not(visit, page_name):
    page = visit(page_name, A4_BETWEEN_MARGINS).page
    words = page.locator("main").inner_text()
    page.emulate_media(media="print")
    assert not page.locator("a.skip").is_visible()
    assert page.locator("nav").count() == 0 or not page.locator("nav").is_visible()
    for part in page.locator("main > p, main > h1, main > h2, main > ul, table, figure, svg").all():
        assert part.is_visible()
    contents = page.locator("nav").inner_text() if page.locator("nav").count() else ""
    assert len(page.locator("main").inner_text()) >= len(words) - len(contents) - 10


def test_a_page_prints_to_pdf_with_its_headings(visit, page_name):
    pdf = visit(page_name).page.pdf(format="A4", tagged=True, outline=True)
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang (nb)" in pdf

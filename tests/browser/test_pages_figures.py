"""Figures: spoken, captioned, readable as drawn, and never the only place a number stands."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator
from published_page import REPORTS, numbers_in

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", REPORTS)]

SMALLEST = 11.0
"""CSS pixels; smaller text in a drawing is a strain to read."""

BOXES = """svg => {
    const frame = svg.getBoundingClientRect();
    const scale = svg.getScreenCTM().a;
    return [...svg.querySelectorAll('text')].map(text => {
        const box = text.getBoundingClientRect();
        return {text: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale,
                left: box.left - frame.left, right: box.right - frame.left,
                top: box.top - frame.top, bottom: box.bottom - frame.top,
                width: frame.width, height: frame.height};
    });
}"""


def figures(page) -> list[Locator]:
    """The figures of a page; there is at least one."""
    found = page.locator("div.figure").all()
    assert found
    return found


def spoken(figure: Locator) -> str:
    """A figure's alternative text."""
    return figure.locator("svg > desc").text_content() or ""


def test_every_figure_is_an_image_with_a_name_and_a_description(visit, name):
    for figure in figures(visit(name).page):
        svg = figure.locator("svg")
        assert svg.get_attribute("role") == "img"
        title, description = (svg.locator(f"> {tag}") for tag in ("title", "desc"))
        ids = [part.get_attribute("id") for part in (title, description)]
        assert (svg.get_attribute("aria-labelledby") or "").split() == ids
        assert re.match(r"Figur \d+\. \w", title.text_content() or "")
        assert figure.get_by_role("img", name=spoken(figure)).count() == 1


def test_alternative_text_is_norwegian_and_holds_numbers_of_the_data_table(visit, name):
    for figure in figures(visit(name).page):
        text = spoken(figure)
        assert len(text) >= 30
        assert "No description has been provided" not in text
        words = set(re.findall(r"\w+", text.lower()))
        assert len(words & {"og", "av", "er", "fra", "til", "én", "for", "med", "på"}) >= 3
        assert not words & {"the", "of", "and", "is", "with"}
        in_table = {number for cell in figure.locator("td").all_inner_texts() for number in numbers_in(cell)}
        assert set(numbers_in(text)) & in_table, text


def test_every_figure_has_a_caption_that_says_what_it_shows(visit, name):
    for place, figure in enumerate(figures(visit(name).page), 1):
        caption = figure.locator("figcaption").inner_text()
        assert caption.startswith(f"Figur {place}. ")
        assert numbers_in(caption.removeprefix(f"Figur {place}. ")), "no key sentence"
        assert figure.locator("figcaption").is_visible()


def test_the_numbers_of_a_figure_stand_in_a_table_beside_it(visit, name):
    for place, figure in enumerate(figures(visit(name).page), 1):
        table = figure.locator("table")
        assert table.count() == 1
        assert table.is_visible()
        assert table.locator("caption").inner_text() == f"Tallene i figur {place}"
        in_table = {number for cell in figure.locator("td").all_inner_texts() for number in numbers_in(cell)}
        texts = figure.locator("svg text").all_text_contents()
        labels = [text for text in texts if "%" in text or "(" in text]
        ticks = {f"{tick} %" for tick in range(0, 101, 10)}
        for label in labels:
            if re.sub(r"\s", " ", label) not in ticks and numbers_in(label):
                assert set(numbers_in(label)) <= in_table, label


def test_the_data_file_of_a_figure_is_where_the_link_says(visit, release: Path, name):
    for figure in figures(visit(name).page):
        href = figure.get_by_role("link", name="CSV").get_attribute("href") or ""
        assert ((release / name).parent / href).is_file()


@pytest.mark.parametrize("width", [1280, 375])
def test_text_in_a_drawing_is_large_enough_to_read(visit, name, width):
    for figure in figures(visit(name, width).page):
        texts = figure.locator("svg").evaluate(BOXES)
        assert texts
        assert [text for text in texts if text["size"] < SMALLEST] == []


@pytest.mark.parametrize("width", [1280, 375])
def test_no_text_in_a_drawing_is_cut_or_covers_another(visit, name, width):
    for figure in figures(visit(name, width).page):
        texts = figure.locator("svg").evaluate(BOXES)
        assert [text for text in texts if outside(text)] == []
        clashes = [
            (one["text"], other["text"])
            for place, one in enumerate(texts)
            for other in texts[place + 1 :]
            if overlap(one, other)
        ]
        assert clashes == []


def outside(text: dict[str, float]) -> bool:
    """Whether a text leaves the drawing by more than a pixel."""
    beyond = text["right"] - text["width"], text["bottom"] - text["height"]
    return min(text["left"], text["top"]) < -1 or max(beyond) > 1


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two texts share more than a hair of room."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    # A line's box is higher than its letters; two lines of a legend may touch.
    return across > 1 and down > 3


def test_series_are_told_apart_by_pattern_as_well_as_colour(visit, name):
    for figure in figures(visit(name).page):
        series = figure.locator("thead th").count() - 1
        patterns = figure.locator("svg path[fill^='url(#']").evaluate_all(
            "all => all.map(path => path.getAttribute('fill'))"
        )
        # The first series is plain; each of the others has a pattern of its own.
        assert len(set(patterns)) == series - 1

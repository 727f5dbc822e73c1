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


SHOWN_IN = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"forced_colors": "active"},
    {"forced_colors": "active", "color_scheme": "dark"},
    {"media": "print"},
]
GROUND = """const ground = drawing => {
    for (let one = drawing; one; one = one.parentElement) {
        const colour = getComputedStyle(one).backgroundColor;
        if (!/^rgba\\(.*, 0\\)$/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
};"""
INKS = f"""all => {{ {GROUND}
    const style = part => getComputedStyle(part);
    return all.map(drawing => ({{ground: ground(drawing),
        texts: [...drawing.querySelectorAll('text')].map(style).filter(one => one.fill === one.color)
            .map(one => one.fill),
        lines: [...drawing.querySelectorAll('path, use')].map(style).filter(one => one.stroke === one.color)
            .map(one => one.stroke)}}));
}}"""
"""The colours of text and lines drawn in ink, and of what is behind the drawing."""
SHAPES = f"""all => {{ {GROUND}
    const colours = part => ['fill', 'stroke']
        .filter(name => (part.getAttribute(name) || '').startsWith('#'))
        .map(name => getComputedStyle(part)[name]);
    return all.map(drawing => ({{ground: ground(drawing), fills: [...drawing.querySelectorAll('path, use')]
        .filter(part => part.closest('defs') === null).flatMap(colours)
        .filter(colour => colour !== 'rgb(255, 255, 255)')}}));
}}"""
"""The colours of bars, lines and marks; white is what parts them from each other."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.1, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


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


@pytest.mark.parametrize("media", SHOWN_IN, ids=lambda media: "-".join(media.values()))
def test_ink_of_a_drawing_stands_out_from_the_page_it_is_on(visit, name, media):
    page = visit(name).page
    page.emulate_media(**media)
    inks = page.locator("figure svg").evaluate_all(INKS)
    assert sum(len(one["texts"]) for one in inks) >= 5
    for one in inks:
        assert min(contrast(ink, one["ground"]) for ink in one["texts"]) >= 4.5
        assert min(contrast(ink, one["ground"]) for ink in one["lines"]) >= 3


@pytest.mark.parametrize("media", SHOWN_IN, ids=lambda media: "-".join(media.values()))
def test_what_a_drawing_shows_stands_out_from_the_page_it_is_on(visit, name, media):
    page = visit(name).page
    page.emulate_media(**media)
    shapes = page.locator("figure svg").evaluate_all(SHAPES)
    assert all(one["fills"] for one in shapes)
    for one in shapes:
        assert min(contrast(fill, one["ground"]) for fill in one["fills"]) >= 3


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

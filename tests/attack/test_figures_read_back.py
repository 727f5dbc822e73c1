"""Every kind of figure read back by the attack: as drawn nothing is found, and whatever is moved is."""

import re
from functools import cache

import pytest

from attack.sample_pages import found_on, page_of
from evaluering.attack.drawings import check_drawings
from evaluering.attack.found import Kind
from evaluering.attack.known import known_from
from evaluering.attack.page_tree import read_page
from evaluering.attack.wordings import Explained
from evaluering.disclosure import finding_bytes
from evaluering.language import catalogue
from evaluering.presentation.figures import figure_svg
from evaluering.presentation.figures.svg import FigureText
from evaluering.vocabulary import FigureKind, Language
from figure_examples import examples

KINDS = list(FigureKind)
UPRIGHT = [
    FigureKind.SLOPES,
    FigureKind.CONTROL_CHART,
    FigureKind.SMALL_MULTIPLES,
    FigureKind.FUNNEL,
    FigureKind.STEP_TIMELINE,
]
HIDING = [kind for kind in KINDS if kind not in (FigureKind.CONTROL_CHART, FigureKind.FUNNEL)]
"""Kinds whose example marks a hidden number within a frame."""
BOX = re.compile(r'<path d="[^"]*" [^>]*fill="url\(#[^)]*\)" [^>]*stroke="currentColor"[^>]*/>')


@cache
def drawn(kind: FigureKind, language: Language = Language.BOKMAAL) -> str:
    finding = examples()[kind]
    text = FigureText("figure-1", "Figur 1", "")
    return str(figure_svg(finding, finding.figures[0], catalogue(language), text))


def found_in(kind: FigureKind, svg: str, language: Language = Language.BOKMAAL) -> set[Kind]:
    """What the attack finds in a drawing of the example, told of the example's released cells."""
    report = {
        "question": "example",
        "language": language.value,
        "parameters": {},
        "findings": [finding_bytes(examples()[kind]).decode()],
    }
    known = known_from(
        {
            "reports": {"r": report},
            "messages": {language.value: catalogue(language).forms()},
            "questions": ["example"],
            "styles": [],
            "study": [],
        }
    )
    block = f'<div class="figure"><figure>{svg}</figure><a href="data/example.csv">x</a></div>'
    page = read_page(f"<html><body>{block}</body></html>")
    return {one.kind for one in check_drawings("p", page, Explained(known, known.reports[0]))}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_as_drawn_holds_nothing_that_was_not_released(kind, language):
    assert found_in(kind, drawn(kind, language), language) == set()


def points_in_frames(svg: str) -> list[re.Match[str]]:
    """Places of marks that are clipped to a frame."""
    return list(re.finditer(r'(?<=<use xlink:href=")#[^"]*" x="([\d.]+)" y="([\d.]+)"', svg))


@pytest.mark.parametrize("axis", ["d", "across"])
@pytest.mark.parametrize("kind", UPRIGHT)
def test_a_line_moved_by_a_point_is_found(kind, axis):
    svg = drawn(kind)
    line = next(re.finditer(r'<path d="M ([\d.]+) ([\d.]+) [^"]*" clip-path', svg))
    which = 2 if axis == "d" else 1
    moved = f"{float(line[which]) + 1:.6f}"
    changed = svg[: line.start(which)] + moved + svg[line.end(which) :]
    assert found_in(kind, changed) == {Kind.COORDINATE}


@pytest.mark.parametrize("kind", HIDING)
def test_a_mark_of_a_hidden_number_that_is_missing_is_found(kind):
    svg = drawn(kind)
    boxes = BOX.findall(svg)
    assert boxes
    assert Kind.COORDINATE in found_in(kind, svg.replace(boxes[0], ""))


@pytest.mark.parametrize("kind", [*UPRIGHT, FigureKind.DIVERGING_BARS])
def test_an_axis_that_is_numbered_otherwise_is_found(kind):
    svg = drawn(kind)
    ticks = re.findall(r">(\d+(?:,\d+)?)(?:\u00a0%)?</text>", svg)
    changed = re.sub(rf">{ticks[-1]}(\u00a0%)?</text>", r">77\1</text>", svg)
    assert changed != svg
    assert found_in(kind, changed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_written_in_that_was_not_released_is_found(kind):
    svg = drawn(kind).replace("</svg>", '<text x="300" y="60">0,123456</text></svg>')
    assert found_in(kind, svg)


@pytest.mark.parametrize("kind", UPRIGHT)
def test_a_shape_beside_the_numbers_is_found(kind):
    svg = drawn(kind).replace("</svg>", '<path d="M 300 150 L 310 150" stroke="#000000"/></svg>')
    assert found_in(kind, svg) == {Kind.COORDINATE}


@pytest.mark.parametrize("question", ["indicator_series", "pathway_times", "self_assessment"])
def test_the_page_of_an_analysis_with_an_upright_figure_is_explained(question):
    page = page_of(question)
    assert "<svg" in page.files["r/index.html"].decode()
    assert found_on(page) == []

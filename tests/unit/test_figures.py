"""Figures as SVG: clean, self-contained, spoken, readable, and the same bytes every time."""

import hashlib
import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from builders import answered, workspace_in

from evaluering.disclosure import Ledger, Rules, save_released, solve
from evaluering.presentation.figures import figure_svg, style
from evaluering.presentation.figures.svg import FigureText

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
FIGURES = ["hour_shares", "programme_minutes", "rate_intervals", "mentions_distribution", "screening_counts"]
TEXT = FigureText("figur-1", "Figur 1. Tittel <b>", "Beskrivelse & mer")


def drawn(release, nb, name: str, text: FigureText = TEXT) -> str:
    (found,) = [
        (finding, layout) for finding in release.findings for layout in finding.figures if layout.id == name
    ]
    return figure_svg(*found, nb, text)


@pytest.fixture(scope="module")
def written(release, nb) -> dict[str, str]:
    """Every figure as it is written on a page."""
    return {name: drawn(release, nb, name) for name in FIGURES}


@pytest.fixture(scope="module")
def figures(written) -> dict[str, ET.Element]:
    return {name: ET.fromstring(svg) for name, svg in written.items()}


def texts(figure: ET.Element) -> list[str]:
    return ["".join(element.itertext()).strip() for element in figure.iter(f"{SVG}text")]


def test_these_are_all_figures_of_the_release(release):
    assert {layout.id for finding in release.findings for layout in finding.figures} == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_no_style_script_or_event(figures, name):
    for element in figures[name].iter():
        assert element.tag.removeprefix(SVG) not in {
            "style",
            "script",
            "foreignObject",
            "image",
            "metadata",
            "a",
        }
        assert not [key for key in element.attrib if key in {"style", "class"} or key.startswith("on")]


@pytest.mark.parametrize("name", FIGURES)
def test_the_ids_of_a_figure_are_its_own_and_unique(figures, name):
    ids = [element.attrib["id"] for element in figures[name].iter() if "id" in element.attrib]
    assert len(ids) > 2
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("figur-1-") for one in ids)


@pytest.mark.parametrize("name", FIGURES)
def test_every_reference_in_a_figure_resolves_inside_it(figures, name):
    ids = {element.get("id") for element in figures[name].iter()}
    values = [value for element in figures[name].iter() for value in element.attrib.values()]
    references = [one for value in values for one in re.findall(r"url\(#([^)]*)\)", value)]
    links = [element.attrib[LINK] for element in figures[name].iter() if LINK in element.attrib]
    assert references
    assert set(references) <= ids
    assert {link.removeprefix("#") for link in links} <= ids
    assert all(link.startswith("#") for link in links)


@pytest.mark.parametrize("name", FIGURES)
def test_no_reference_in_a_figure_points_outside_the_page(written, name):
    svg = written[name].replace(SVG.strip("{}"), "").replace("http://www.w3.org/1999/xlink", "")
    assert "http" not in svg
    assert "url(" not in svg.replace("url(#", "")


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_named_and_described_for_those_who_do_not_see_it(figures, name):
    figure = figures[name]
    assert figure.get("role") == "img"
    assert figure.get("aria-labelledby") == "figur-1-title figur-1-desc"
    assert [element.tag for element in list(figure)[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert figure.findtext(f"{SVG}title") == "Figur 1. Tittel <b>"
    assert figure.findtext(f"{SVG}desc") == "Beskrivelse & mer"


def test_hostile_words_in_title_and_description_stay_words(release, nb):
    svg = drawn(release, nb, "rate_intervals", FigureText("f", "</title><script>x", "]]><svg onload=x>"))
    figure = ET.fromstring(svg)
    assert f"{SVG}script" not in {element.tag for element in figure.iter()}
    assert figure.findtext(f"{SVG}title") == "</title><script>x"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "hour_shares",
            ["Samling 1", "Alle samlinger", "44,9\u00a0%", "17,2\u00a0%", "Gruppearbeid og plenum"],
        ),
        (
            "programme_minutes",
            ["Samling 3", "140", "45", "30", "To poster samtidig", "Minutter"],
        ),
        ("rate_intervals", ["Laveste anslag", "0,164 (0,079–0,301)", "0,197 (0,102–0,344)"]),
        ("mentions_distribution", ["9 kommuner", "1 kommune", "12", "Antall mål"]),
        ("screening_counts", ["Hvor mye", "Målt hvordan", "Antall tekster"]),
    ],
)
def test_the_words_and_numbers_of_a_figure_are_text(figures, name, words):
    assert set(words) <= set(texts(figures[name]))


@pytest.mark.parametrize("name", FIGURES)
def test_numbers_in_a_figure_have_a_decimal_comma(figures, name):
    written = " ".join(texts(figures[name]))
    assert re.search(r"\d", written)
    assert not re.search(r"\d\.\d", written)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_drawn_twice_has_the_same_bytes(release, nb, written, name):
    assert drawn(release, nb, name) == written[name]


DRAW = """
import hashlib, sys
from pathlib import Path
from evaluering.disclosure import load_released
from evaluering.language import catalogue
from evaluering.presentation.figures import figure_svg
from evaluering.presentation.figures.svg import FigureText
from evaluering.vocabulary import Language

text = FigureText("figur-1", "Figur 1. Tittel <b>", "Beskrivelse & mer")
for finding in load_released(Path(sys.argv[1])).findings:
    for layout in finding.figures:
        svg = figure_svg(finding, layout, catalogue(Language.BOKMAAL), text)
        print(layout.id, hashlib.sha256(svg.encode()).hexdigest())
"""


@pytest.mark.parametrize(
    "variables", [{"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "LANG": "C"}]
)
def test_a_figure_has_the_same_bytes_in_another_process(release, written, tmp_path, variables):
    store = save_released(tmp_path, release)
    command = [sys.executable, "-W", "error", "-c", DRAW, str(store)]
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=True)
    here = {name: hashlib.sha256(svg.encode()).hexdigest() for name, svg in written.items()}
    assert dict(line.split() for line in done.stdout.splitlines()) == here


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_contrast_formula_gives_the_known_extremes():
    assert (1.05) / (luminance("#000000") + 0.05) == pytest.approx(21)
    assert 1.05 / (luminance("#767676") + 0.05) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", [*style.COLOURS, style.INK])
def test_every_colour_holds_four_and_a_half_to_one_on_white(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_no_two_series_share_colour_or_pattern():
    assert len(set(style.COLOURS)) == len(style.COLOURS)
    assert len(set(style.HATCHES)) == len(style.HATCHES) == len(style.COLOURS)


def test_bars_without_any_length_can_be_drawn(nb, tmp_path):
    workspace = workspace_in(tmp_path / "w")
    file = workspace.raw / "published/gathering_hours_2014_2015.csv"
    header = file.read_text().splitlines()[0]
    file.write_text(f"{header}\n1,0,0,0\n2,0,0,0\n")
    empty = answered(workspace, "gathering_time")["gathering_hours_2014_2015"]
    figure = ET.fromstring(drawn(solve([empty], Rules(), Ledger()), nb, "hour_shares"))
    assert "Samling 2" in texts(figure)

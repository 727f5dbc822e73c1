"""Every kind of figure: drawn whatever is hidden, the same bytes each time, and pictured as it is drawn."""

import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from builders import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluering.errors import OwnFault
from evaluering.language import catalogue
from evaluering.presentation.figures import described, figure_svg, style
from evaluering.presentation.figures.svg import FigureText
from evaluering.presentation.prose import sentence, shown_cell
from evaluering.results import ReleasedFinding, Statement, TableLayout
from evaluering.vocabulary import CellStatus, FigureKind, Language, Unit
from figure_examples import examples

KINDS = list(FigureKind)
NB = catalogue(Language.BOKMAAL)
SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"\d(?:[\d\u00a0]*\d)?(?:,\d+)?")
DARK = ("#000000", "#16191d", "#242424")


def drawn(finding: ReleasedFinding, language: Language = Language.BOKMAAL) -> str:
    text = FigureText("figure-1", "Figur 1. Tittel", "Beskrivelse")
    return str(figure_svg(finding, finding.figures[0], catalogue(language), text))


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()).strip() for one in ET.fromstring(svg).iter(f"{SVG}text")]


def hiding_all(finding: ReleasedFinding) -> ReleasedFinding:
    cells = tuple(
        one if not one.at else replace(one, value=None, status=CellStatus.SUPPRESSED) for one in finding.cells
    )
    return replace(finding, cells=cells)


def test_there_is_an_example_of_every_kind():
    assert set(examples()) == set(FigureKind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_drawn_as_text_and_attributes_alone(kind):
    svg = drawn(examples()[kind])
    assert texts(svg)
    assert not re.search(r"<style|<script|<image|\sstyle=|\son\w+=", svg)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_drawn_twice_has_the_same_bytes(kind):
    assert drawn(examples()[kind]) == drawn(examples()[kind])


@pytest.mark.parametrize(("language", "point"), [(Language.BOKMAAL, r"\d\.\d"), (Language.ENGLISH, r"\d,\d")])
def test_numbers_of_slopes_have_the_decimal_sign_of_the_language(language, point):
    written = " ".join(texts(drawn(examples()[FigureKind.SLOPES], language)))
    assert re.search(r"\d[.,]\d", written)
    assert not re.search(point, written)


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_axes_follow_the_colour_of_the_page(kind):
    svg = drawn(examples()[kind])
    assert style.INK not in svg
    fills = {one.get("fill") for one in ET.fromstring(svg).iter(f"{SVG}text")}
    assert fills <= {"currentColor", "#ffffff"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_with_every_number_hidden_can_be_drawn_and_says_so(kind):
    assert "skjult" in texts(drawn(hiding_all(examples()[kind])))


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_that_lies_in_a_hidden_cell_reaches_no_byte(kind):
    hidden = hiding_all(examples()[kind])
    leaking = replace(
        hidden, cells=tuple(replace(one, value=0.4321) if one.at else one for one in hidden.cells)
    )
    assert drawn(leaking) == drawn(hidden)


def test_a_point_outside_its_limits_has_a_mark_of_its_own():
    svg = drawn(examples()[FigureKind.CONTROL_CHART])
    assert "utenfor grensene" in texts(svg)
    # Seven points of the example, and the legend's.
    assert len(re.findall(rf'<use [^>]*fill="{style.SIGNAL}"', svg)) == 8


def test_a_unit_with_a_hidden_share_stands_nowhere_in_a_funnel():
    finding = examples()[FigureKind.FUNNEL]
    without = [one for one in finding.figures[0].data.rows if one != (("hospital_trust", "G"),)]
    layout = replace(finding.figures[0], data=replace(finding.figures[0].data, rows=tuple(without)))
    fewer = drawn(replace(finding, figures=(layout,)))
    dots = rf'<use [^>]*fill="{style.COLOURS[0]}"'
    assert len(re.findall(dots, drawn(finding))) == len(re.findall(dots, fewer))


def test_a_control_chart_of_several_series_is_refused():
    finding = examples()[FigureKind.SMALL_MULTIPLES]
    layout = replace(finding.figures[0], kind=FigureKind.CONTROL_CHART)
    with pytest.raises(OwnFault, match="small multiples"):
        drawn(replace(finding, figures=(layout,)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_that_hides_a_number_is_described_by_its_kind_alone(kind):
    finding = examples()[kind]
    layout = replace(finding.figures[0], alt=Statement("example.alt", "sign.alt_suppressed"))
    words = described(finding, layout, NB)
    assert words == f"{NB.text(f'figure_kind.{kind}')} {NB.text('sign.alt_suppressed')}"
    assert not NUMBER.findall(words)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("dark", DARK)
@pytest.mark.parametrize("colour", style.COLOURS)
def test_every_colour_holds_three_to_one_on_a_dark_page(colour, dark):
    assert (luminance(colour) + 0.05) / (luminance(dark) + 0.05) >= 3


def test_no_two_series_of_lines_share_a_mark_or_a_dash():
    assert len(set(style.MARKERS)) == len(style.COLOURS)
    assert len(set(style.DASHES)) == len(style.COLOURS)


def test_the_pictures_in_the_documentation_are_what_the_code_draws(tmp_path):
    subprocess.run([sys.executable, ROOT / "scripts" / "figure-pictures", tmp_path], check=True)
    written = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "figures").iterdir()}
    assert written == kept
    assert all("SYNTHETIC" in svg for svg in kept.values())


def test_every_kind_is_told_of_in_the_documentation():
    words = (ROOT / "docs" / "figures.md").read_text("utf-8")
    assert {kind for kind in KINDS if f"figures/{kind}.svg" not in words} == set()


numbers = st.decimals(min_value=0, max_value=1, places=4, allow_nan=False).map(float)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(numbers, min_size=60, max_size=60))
def test_every_number_in_descriptions_and_key_sentences_is_a_released_one(release, values):
    for finding in release.findings:
        cells = tuple(
            replace(one, value=values[place % 60] * (1 if one.unit is Unit.SHARE else 1000) // 0.0001 / 10000)
            if isinstance(one.value, int | float)
            else one
            for place, one in enumerate(finding.cells)
        )
        told = replace(finding, cells=cells)
        for layout in told.figures:
            for said in (layout.alt, layout.key):
                released = {
                    number
                    for _, keys in said.values
                    for key in keys
                    for number in NUMBER.findall(shown_cell(told.cell(key), NB))
                }
                fixed = set(
                    NUMBER.findall(re.sub(r"\{\w+\}", "", NB.text(said.message, Decimal(2), **blank(said))))
                )
                assert set(NUMBER.findall(sentence(told, said, NB))) <= released | fixed


def blank(said: Statement) -> dict[str, str]:
    """Nothing in every gap: what is left of the sentence is the message's own."""
    return dict.fromkeys([name for name, _ in (*said.values, *said.labels)], "")


def test_the_data_table_of_a_figure_holds_every_cell_that_is_drawn():
    for finding in examples().values():
        data: TableLayout = finding.figures[0].data
        drawn_keys = {key for row in data.rows for column in data.columns for key in data.keys(row, column)}
        assert drawn_keys == {one.key for one in finding.cells if one.at}

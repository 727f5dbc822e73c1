"""Hidden numbers on the page: the same mark for all, spoken, explained, telling nothing of what it hides."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from judging import PROTECTED, behind, count, found, number, release

from evaluering.disclosure import Rules
from evaluering.presentation import Element, Page, data_files, page_frame, render_element
from evaluering.presentation.figures import figure_svg
from evaluering.presentation.figures.svg import FigureText
from evaluering.results import Column, Exemption, FigureLayout, Released, TableLayout, statement
from evaluering.vocabulary import ElementKind, FigureKind, Quantity, Suppression, Unit

QUESTION, FINDING = "goal_measurability", "municipal_goals"
SVG = "{http://www.w3.org/2000/svg}"
WORDS, LEGEND = "skjult av personvernhensyn", "Kolon (:) betyr at tallet er skjult"
LEFT_OUT = "Her er en setning utelatt"
ROWS = tuple((("goal", str(row)),) for row in range(1, 4))
TEXT = FigureText("f", "Figur 1", "Beskrivelse")


def three(middle: int) -> tuple[object, ...]:
    """Counts of three rows, of which the middle one may be small, and their sum as the finding's n."""
    return tuple(count(n, behind(n), "x", goal=str(row)) for row, n in enumerate((40, middle, 20), 1))


def released(*cells, kind=FigureKind.BARS, measures=("x",), rules: Rules = PROTECTED) -> Released:
    layout = TableLayout("mentions", "t", "header.goal", ROWS, (Column("header.mentions", measures),))
    told = statement("told", "goal_measurability.listing", {"minimum": "t/x@goal=2"}, count="minimum")
    alt = statement("alt", "goal_measurability.listing", {"minimum": "t/x@goal=1"}, count="minimum")
    figure = FigureLayout("mentions_distribution", kind, layout, "header.mentions", alt, alt)
    one = found(count(60), *cells, name=FINDING, tables=(layout,), figures=(figure,), statements=(told,))
    return release(replace(one, question=QUESTION), rules=rules)


def page(made: Released, nb) -> Page:
    return Page(QUESTION, made.findings, ("mentions",), ("mentions_distribution",), nb, made.control)


def drawn(made: Released, nb, kind: ElementKind, name: str) -> str:
    return str(render_element(page(made, nb), Element(kind, name)))


def table(made: Released, nb) -> str:
    return drawn(made, nb, ElementKind.TABLE, "mentions")


def svg(made: Released, nb) -> str:
    (finding,) = made.findings
    return str(figure_svg(finding, finding.figures[0], nb, TEXT))


def test_a_hidden_cell_of_a_table_is_a_colon_to_the_eye_and_words_to_the_ear(nb):
    assert (
        '<td class="number"><span class="mark"><abbr title="skjult av personvernhensyn" aria-hidden="true">:'
        '</abbr><span class="spoken">skjult av personvernhensyn</span></span></td>'
    ) in table(released(*three(3)), nb)


def test_a_table_with_a_hidden_cell_has_a_legend_and_others_have_none(nb):
    assert LEGEND in table(released(*three(3)), nb)
    assert LEGEND not in table(released(*three(30)), nb)


def test_a_figures_data_table_has_the_legend_too(nb):
    assert LEGEND in drawn(released(*three(3)), nb, ElementKind.FIGURE, "mentions_distribution")


@pytest.mark.parametrize("kind", [FigureKind.BARS, FigureKind.STACKED_BARS])
def test_no_byte_of_table_figure_or_file_depends_on_what_is_hidden(kind, nb):
    small, none = (released(*three(middle), kind=kind) for middle in (4, 0))
    assert table(small, nb) == table(none, nb)
    assert svg(small, nb) == svg(none, nb)
    assert data_files(small.findings) == data_files(none.findings)


def hidden_large() -> object:
    """A count of thousands that is hidden because few are left out."""
    return count(7331, behind(7333, 7331), "x", goal="2")


def test_the_axis_does_not_stretch_to_a_hidden_number(nb):
    first, _, third = three(3)
    assert svg(released(first, hidden_large(), third), nb) == svg(released(*three(3)), nb)


def test_a_hidden_bar_has_a_pattern_and_a_word_and_no_number(nb):
    figure = ET.fromstring(svg(released(*three(3)), nb))
    texts = ["".join(one.itertext()).strip() for one in figure.iter(f"{SVG}text")]
    assert texts.count("skjult") == 1
    assert "3" not in texts
    assert list(figure.iter(f"{SVG}pattern"))


@pytest.mark.parametrize("kind", [FigureKind.BARS, FigureKind.STACKED_BARS])
def test_every_hidden_bar_is_marked_alike(kind, nb):
    cells = [count(n, behind(n), "x", goal=str(row)) for row, n in enumerate((0, 3, 20), 1)]
    figure = ET.fromstring(svg(released(*cells, kind=kind), nb))
    words = [one for one in figure.iter(f"{SVG}text") if "".join(one.itertext()).strip() == "skjult"]
    places = {re.sub(r"[ ,][\d.]+\)?$", "", one.get("transform", "") or one.get("x", "")) for one in words}
    assert (len(words), len(places)) == (2, 1)


def intervals(*sizes: int) -> tuple[object, ...]:
    cells = []
    for row, n in enumerate(sizes, 1):
        at = {"goal": str(row)}
        cells.append(number("x", 2.0, Quantity.MEAN, behind(n), Unit.POINTS, **at))
        for end, value in (("x_low", 1.0), ("x_high", 3.0)):
            cells.append(number(end, value + n / 9, Quantity.INTERVAL, behind(n), Unit.POINTS, **at))
    return tuple(cells)


INTERVAL = {"kind": FigureKind.DOT_INTERVAL, "measures": ("x", "x_low", "x_high")}


def test_a_hidden_estimate_with_its_interval_is_one_mark(nb):
    made = released(*intervals(40, 3, 30), **INTERVAL)
    assert table(made, nb).count('class="mark"') == 1
    assert svg(made, nb) == svg(released(*intervals(40, 4, 30), **INTERVAL), nb)


def test_an_estimate_whose_interval_is_hidden_says_so(nb):
    cells = [
        replace(cell, support=behind(40, df=1, alike=True)) if cell.measure.startswith("x_") else cell
        for cell in intervals(40, 40, 40)
    ]
    assert "2,0 (usikkerhet skjult av personvernhensyn)" in table(released(*cells, **INTERVAL), nb)


def test_all_hidden_can_be_drawn(nb):
    nothing = [count(n, behind(n), "x", goal=str(n + 1)) for n in range(3)]
    assert svg(released(*nothing), nb).count("skjult") == 3
    assert svg(released(*intervals(1, 2, 3), **INTERVAL), nb).count("skjult") == 3


def test_a_sentence_with_a_hidden_number_is_left_out_and_that_is_said(nb):
    text = drawn(released(*three(3)), nb, ElementKind.TEXT, "told")
    assert text.startswith(f"<p>{LEFT_OUT}")
    assert "30 kommuner" in drawn(released(*three(30)), nb, ElementKind.TEXT, "told")


def test_what_is_spoken_of_a_figure_with_a_hidden_number_tells_none_of_its_numbers(nb):
    html = drawn(released(*three(3)), nb, ElementKind.FIGURE, "mentions_distribution")
    figure = ET.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])
    spoken = figure.findtext(f"{SVG}desc") or ""
    assert spoken.startswith("Liggende søyler. Noen av tallene i figuren er skjult av personvernhensyn")
    assert not re.search(r"\d", spoken)


def test_in_a_data_file_a_hidden_number_is_a_colon_with_the_one_reason(nb):
    made = released(*three(3))
    rows = list(csv.DictReader(io.StringIO(data_files(made.findings)["mentions.csv"].decode())))
    assert [(row["value"], row["status"], row["reason"]) for row in rows] == [
        ("40", "released", ""),
        (":", "suppressed", "protected"),
        ("20", "released", ""),
    ]


def test_a_percentage_is_shown_with_the_decimals_it_was_released_with(nb):
    cells = [
        number("x", 1 / 3, Quantity.SHARE, behind(n, n // 3), Unit.SHARE, goal=str(row))
        for row, n in enumerate((30, 300, 30), 1)
    ]
    html = table(released(*cells), nb)
    assert html.count(">33\u00a0%<") == 2
    assert html.count(">33,3\u00a0%<") == 1


def test_the_page_tells_why_numbers_may_be_hidden_but_not_which_rule_hid_what(nb):
    frame = page_frame(page(released(*three(3)), nb), "site", "institution")
    note = " ".join(frame.disclosure)
    assert "Et tall er skjult når det kunne si noe om noen få" in note
    assert "av tallene som er prøvd, skjult" not in note, "of so few the share tells how many"
    assert len(frame.hidden_because) == len(Suppression)
    assert "Færre enn 5 personer eller ansatte, eller færre enn 3 kommuner" in " ".join(frame.hidden_because)


def test_the_page_tells_how_large_a_part_of_the_numbers_is_hidden_where_many_are(nb):
    given = page(released(*three(3)), nb)
    many = replace(given, control=replace(given.control, hidden=0.25))
    assert "er 25\u00a0% av tallene som er prøvd, skjult" in " ".join(page_frame(many, "s", "i").disclosure)


def test_the_reasons_on_a_page_do_not_depend_on_what_struck(nb):
    one, other = (page_frame(page(released(*three(m)), nb), "s", "i") for m in (3, 30))
    assert one.hidden_because == other.hidden_because


def test_an_exemption_is_printed_with_who_why_and_when(nb):
    exempted = Exemption("counts", 3, "Offentlig register.", "A. Nilsen", date(2026, 11, 1))
    rules = replace(PROTECTED, counts=3, exemptions=(exempted,))
    note = page_frame(page(released(*three(3), rules=rules), nb), "s", "i").disclosure
    assert (
        "Unntak fra reglene: minste antall personer eller ansatte som vises er satt til 3. "
        "Begrunnelse: Offentlig register. Godkjent av A. Nilsen, 1. november 2026."
    ) in note


def test_a_page_of_published_figures_tells_nothing_of_hidden_numbers(release, by_id, nb):
    one = Page("gathering_time", (by_id["gathering_hours_2014_2015"],), (), (), nb, release.control)
    frame = page_frame(one, "s", "i")
    assert (frame.hidden_because, frame.has_protected, len(frame.disclosure)) == ((), False, 1)


def test_row_accounts_of_protected_files_are_not_on_the_page(nb):
    frame = page_frame(page(released(*three(30)), nb), "s", "i")
    assert (frame.accounts, frame.has_protected) == ((), True)


def test_every_reason_and_threshold_has_its_words(nb):
    assert all(nb.has(f"suppression.{one}") for one in Suppression)
    assert all(nb.has(f"threshold.{name}") for name, _ in released(*three(3)).control.thresholds)

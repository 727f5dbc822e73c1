"""Tables: named, with headers that say what they head, numbers lined up, equal to their files."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from published_page import REPORTS, csv_rows, differences, numbers_in, parsed, table_of, text_of

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", REPORTS)]


def downloads(release: Path, name: str) -> list[tuple[Element, Path]]:
    """Every table or figure of a page with the data file it links to."""
    found = []
    for element in parsed(release / name).iter():
        if element.get("class") in {"table", "figure"}:
            (link,) = [link for link in element.iter("a") if link.get("href", "").endswith(".csv")]
            found.append((element, (release / name).parent / link.get("href", "")))
    return found


def test_every_table_has_a_caption_of_its_own(release: Path, name):
    captions = [table_of(element).caption for element in parsed(release / name).iter("table")]
    assert all(captions)
    assert len(set(captions)) == len(captions)


def test_every_header_cell_has_text_and_says_what_it_heads(release: Path, name):
    for table in parsed(release / name).iter("table"):
        assert {cell.get("scope") for cell in table.findall("thead/tr/th")} == {"col"}
        rows = table.findall("tbody/tr")
        assert rows
        for row in rows:
            assert [cell.get("scope") for cell in row.findall("th")] == ["row"]
        assert all(text_of(cell) for cell in table.iter("th"))
        assert all(text_of(cell) for cell in table.iter("td"))


def test_every_row_has_as_many_cells_as_there_are_headers(release: Path, name):
    for element in parsed(release / name).iter("table"):
        table = table_of(element)
        assert {len(row) + 1 for row in table.rows} == {len(table.headers)}, table.caption


def test_numbers_are_lined_up_to_the_right_under_their_header(visit, name):
    cells = (
        visit(name)
        .page.locator("table td, thead th.number")
        .evaluate_all(
            """all => all.map(cell => ({text: cell.innerText, header: cell.tagName === 'TH',
            align: getComputedStyle(cell).textAlign,
            figures: getComputedStyle(cell).fontVariantNumeric}))"""
        )
    )
    numbers = [cell for cell in cells if cell["header"] or is_number(cell["text"])]
    words = [cell for cell in cells if cell not in numbers]
    assert numbers
    assert {cell["align"] for cell in numbers} == {"right"}
    assert {cell["figures"] for cell in numbers} == {"tabular-nums"}
    assert {cell["align"] for cell in words} <= {"left", "start"}


def is_number(text: str) -> bool:
    """Whether a cell holds a number, a range or an interval, and no words."""
    return bool(numbers_in(text)) and not any(letter.isalpha() for letter in text)


def test_every_table_and_figure_names_source_count_and_period(release: Path, name):
    placed = downloads(release, name)
    assert placed
    for element, _ in placed:
        (note,) = [paragraph for paragraph in element.iter("p") if paragraph.get("class") == "note"]
        for part in ("Kilde: ", "n = ", "Periode: "):
            assert part in text_of(note)


def test_every_table_equals_the_data_file_it_offers(release: Path, name):
    placed = downloads(release, name)
    assert len({file for _, file in placed}) == len(placed)
    for element, file in placed:
        (table,) = list(element.iter("table"))
        assert differences(table_of(table), csv_rows(file)) == [], file.name


def test_the_comparison_with_the_data_file_would_tell_of_a_changed_number(release: Path, name):
    element, file = downloads(release, name)[0]
    (table,) = list(element.iter("table"))
    rows = csv_rows(file)
    row = next(row for row in rows if row["unit"] not in ("text", "code"))
    row["value"] = str(float(row["value"]) + 0.001)
    assert len(differences(table_of(table), rows)) == 1

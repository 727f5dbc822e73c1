"""Whatever is planted in the pages around reports, or among changed numbers, is found. Data are invented."""

import re
from itertools import zip_longest
from pathlib import Path

import pytest

from attack.planting import Finished
from evaluering.attack import Found, Kind

CHANGES, FRONT, NORTH, PAGE = (
    "changes.html",
    "index.html",
    "networks/network-01.html",
    "kommune-9001-nb/index.html",
)
MAIN = "</main>"


@pytest.fixture(scope="session")
def finished(site: tuple[Path, list[Path]]) -> Finished:
    """The second edition of a site, with all that changed since the first."""
    return Finished.of(site[0])


def test_a_site_as_it_was_made_is_explained(finished: Finished) -> None:
    assert finished.attacked() == ()


PLANTS = {
    "a count behind a network": (NORTH, MAIN, f"<p>64 brukere</p>{MAIN}", Kind.NUMBER),
    "a count in a network's name": (NORTH, "</h1>", " (64)</h1>", Kind.NUMBER),
    "a municipality without a report": (NORTH, MAIN, f"<p>Oppdiktet 9003</p>{MAIN}", Kind.NUMBER),
    "a municipality of another network": (NORTH, ">Østre Øy<", ">Aasen<", Kind.TEXT),
    "a report of another network": (NORTH, "../kommune-9001-nb/", "../kommune-9009-nb/", Kind.ADDRESS),
    "another number of municipalities": (FRONT, "Kommuner (3)", "Kommuner (4)", Kind.NUMBER),
    "a number behind another chapter": (FRONT, "Nettverk (2)", "Nettverk (3)", Kind.NUMBER),
    "a count beside a municipality": (FRONT, ">Ås<", ">Ås (2)<", Kind.NUMBER),
    "a letter of no name": (FRONT, MAIN, f"<h3>Q</h3>{MAIN}", Kind.TEXT),
    "a language that is no language": (FRONT, 'hreflang="nb"', 'hreflang="n7"', Kind.ATTRIBUTE),
    "another day": (CHANGES, "4. mars 2026", "7. mars 2026", Kind.NUMBER),
    "a count outside the parts of reports": (CHANGES, MAIN, f"<p>2 brukere</p>{MAIN}", Kind.NUMBER),
    "a count in the part of a report": (CHANGES, "</section>", "<p>2 brukere</p></section>", Kind.NUMBER),
    "another former number": (CHANGES, '<td class="number">64</td>', "<td>61</td>", Kind.NUMBER),
    "another number of now": (CHANGES, '<td class="number">124</td>', "<td>121</td>", Kind.NUMBER),
    "a hidden number as it was": (
        CHANGES,
        '<td class="number">gjentas ikke</td>',
        "<td>17</td>",
        Kind.NUMBER,
    ),
    "a drawing in the part of a report": (
        CHANGES,
        "</section>",
        '<svg xmlns="http://www.w3.org/2000/svg"><text x="1" y="1">17</text></svg></section>',
        Kind.ELEMENT,
    ),
    "a number of a heading in the part of a report": (
        CHANGES,
        "</section>",
        "<h3><span>17</span></h3></section>",
        Kind.NUMBER,
    ),
    "a table of its own": (CHANGES, MAIN, f"<table><tr><td>2</td></tr></table>{MAIN}", Kind.TABLE),
    "a part of no report": (CHANGES, MAIN, f"<section><p>2</p></section>{MAIN}", Kind.NUMBER),
    "a hidden number on the corrected page": (
        PAGE,
        '<td class="number">gjentas ikke</td>',
        "<td>17</td>",
        Kind.NUMBER,
    ),
    "another former number on the corrected page": (
        PAGE,
        '<td class="number">64</td>',
        "<td>61</td>",
        Kind.NUMBER,
    ),
    "another day over what changed": (PAGE, "endret 5. mars 2026", "endret 7. mars 2026", Kind.NUMBER),
}


@pytest.fixture(scope="module")
def rounds(finished: Finished) -> dict[str, tuple[set[str], tuple[Found, ...]]]:
    """By plant the files planted in and what was found: one plant in each file at a time, for speed."""
    waiting = {
        file: [name for name in PLANTS if PLANTS[name][0] == file] for file in (FRONT, NORTH, CHANGES, PAGE)
    }
    results = {}
    for together in zip_longest(*waiting.values()):
        names, planted = [name for name in together if name], finished
        for name in names:
            planted = planted.with_change(*PLANTS[name][:3])
        found = planted.attacked()
        results |= {name: ({PLANTS[one][0] for one in names}, found) for name in names}
    return results


@pytest.mark.parametrize("plant", PLANTS)
def test_what_is_planted_in_a_site_is_found_in_its_file_and_no_other(
    rounds: dict[str, tuple[set[str], tuple[Found, ...]]], plant: str
) -> None:
    files, found = rounds[plant]
    assert {one.file for one in found} == files
    assert PLANTS[plant][3] in {one.kind for one in found if one.file == PLANTS[plant][0]}


def test_a_changed_number_that_is_left_out_is_found(finished: Finished) -> None:
    row = re.search(r"<tr>\s*<th scope=\"row\">.*?</tr>", finished.files[CHANGES].decode(), re.DOTALL)
    assert row is not None
    found = finished.with_change(CHANGES, row[0], "").attacked()
    assert (CHANGES, Kind.NUMBER) in {(one.file, one.kind) for one in found}


def test_the_numbers_of_another_report_are_found(finished: Finished) -> None:
    found = finished.with_change(CHANGES, 'href="kommune-9001-nb/data/', 'href="alle-nb/data/').attacked()
    assert (CHANGES, Kind.NUMBER) in {(one.file, one.kind) for one in found}


def test_a_page_of_a_network_nobody_told_of_is_a_stray_file(finished: Finished) -> None:
    found = finished.with_file("networks/network-03.html", finished.files[NORTH]).attacked()
    assert ("networks/network-##.html", Kind.UNKNOWN_FILE) in {(one.file, one.kind) for one in found}

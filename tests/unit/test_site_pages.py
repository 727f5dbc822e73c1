"""The front page lists reports by the part of the study they are about, and by language."""

from xml.etree import ElementTree as ET

import html5lib
import pytest

from evaluering.analysis.scope import Scope
from evaluering.presentation import Listed, accessibility_page, index_page
from evaluering.publishing.front_page import Listing
from evaluering.vocabulary import Language

PLACES = [("municipality", "9002"), ("", ""), ("network", "2"), ("municipality", "9001"), ("network", "1")]


def listed(place: tuple[str, str], spoken: str = "") -> Listed:
    name = "-".join(part for part in place if part) or "all"
    return Listed(f"{name}-nb/index.html", f"About {name}", "Lead.", "nb", place, spoken)


def outline(html: str) -> list[str]:
    """The headings and links of a page, in order."""
    tree: ET.Element = html5lib.parse(html, namespaceHTMLElements=False)
    main = tree.find(".//main")
    assert main is not None
    return [
        "".join(one.itertext()) if one.tag != "a" else one.get("href", "")
        for one in main.iter()
        if one.tag in {"h2", "h3", "a"}
    ]


def test_reports_are_listed_by_their_part_of_the_study(nb):
    html = index_page(tuple(map(listed, PLACES)), "S", "I", nb)
    assert outline(html) == [
        "Rapporter",
        "all-nb/index.html",
        "Nettverk",
        "Nettverk 1",
        "network-1-nb/index.html",
        "Nettverk 2",
        "network-2-nb/index.html",
        "Kommuner",
        "Kommune 9001",
        "municipality-9001-nb/index.html",
        "Kommune 9002",
        "municipality-9002-nb/index.html",
        "accessibility.html",
    ]


def test_no_heading_stands_over_nothing(nb):
    html = index_page((listed(("network", "1")),), "S", "I", nb)
    assert outline(html)[:2] == ["Nettverk", "Nettverk 1"]


def test_the_name_of_a_place_is_shown_and_not_obeyed(nb):
    html = index_page((listed(("network", "<script>")),), "S", "I", nb)
    assert "<script" not in html


def test_the_language_of_a_report_stands_beside_its_title(nb):
    assert "(<span>Nynorsk</span>)" in index_page((listed(("", ""), "Nynorsk"),), "S", "I", nb)


@pytest.mark.parametrize(
    ("scope", "place"),
    [(Scope(), ("", "")), (Scope(network="1"), ("network", "1")), (Scope(team="a"), ("team", "a"))],
)
def test_a_report_s_place_is_the_part_its_parameters_ask_for(scope, place):
    assert Listing("r-nb", "gathering_time", Language.BOKMAAL, scope).place == place


def test_the_statement_of_accessibility_says_what_was_not_tried(nb):
    assert nb.text("label.accessible.not_tried") in accessibility_page("S", "I", nb)

"""The pages around the reports: what stands where, in which order, for three reports and for a thousand."""

from datetime import date
from xml.etree import ElementTree as ET

import html5lib
import pytest

from evaluering.analysis.scope import Scope
from evaluering.disclosure import Withdrawn
from evaluering.presentation import accessibility_page
from evaluering.presentation.site import Site
from evaluering.publishing.front_page import site_pages
from evaluering.publishing.listing import Listing, listed_receipt
from evaluering.publishing.place_names import Network, PlaceName
from evaluering.vocabulary import Language

NORTH, SOUTH = Network("n-1", "Østnett", "n-1"), Network("n-2", "Ånett", "n-2")
MANY = 300


def site(words) -> Site:
    return Site("Studien", "Instituttet", words)


def municipality(number: int, name: str, *networks: Network, title: str = "") -> Listing:
    place = PlaceName(name, networks)
    return Listing(
        f"m-{number}-nb", "gathering_time", Language.BOKMAAL, Scope(municipality=str(number)), title, place
    )


def of_network(network: Network) -> Listing:
    named = PlaceName(network.name, (network,))
    return Listing(
        f"r-{network.slug}-nb",
        "gathering_time",
        Language.BOKMAAL,
        Scope(network=network.identifier),
        "",
        named,
    )


def whole(report: str, question: str, language: str = "nb", *, title: str = "") -> Listing:
    return Listing(f"{report}-{language}", question, Language(language), own_title=title)


def main(pages: dict[str, bytes], name: str = "index.html") -> ET.Element:
    tree: ET.Element = html5lib.parse(pages[name].decode(), namespaceHTMLElements=False)
    found = tree.find(".//main")
    assert found is not None
    return found


def outline(page: ET.Element) -> list[str]:
    """The headings of a page, in order."""
    return ["".join(one.itertext()) for one in page.iter() if one.tag in {"h2", "h3"}]


def names(page: ET.Element) -> list[str]:
    return ["".join(one.itertext()) for one in page.iter("span") if one.get("class") == "name"]


def test_chapters_are_of_the_study_networks_and_municipalities_in_this_order(nb):
    listings = [municipality(1, "Ås", NORTH), of_network(NORTH), whole("a", "gathering_time")]
    page = main(site_pages(site(nb), listings, ()))
    assert outline(page) == ["Innhold", "Rapporter om hele studien", "Nettverk", "Kommuner"]


def test_no_heading_stands_over_nothing(nb):
    assert outline(main(site_pages(site(nb), [whole("a", "gathering_time")], ()))) == ["Innhold", "Rapporter"]


def test_a_release_without_reports_has_a_front_page(nb):
    assert outline(main(site_pages(site(nb), [], ()))) == ["Innhold"]


def test_several_reports_on_one_question_stand_under_it(nb):
    listings = [
        whole("a", "gathering_time", title="Over tretti minutter"),
        whole("b", "gathering_time", title="Over ti minutter"),
        whole("c", "follow_up_inquiries"),
    ]
    page = main(site_pages(site(nb), listings, ()))
    assert outline(page)[2:] == [nb.text("follow_up_inquiries.title"), nb.text("gathering_time.title")]


def test_a_place_without_a_name_is_named_by_its_identifier(nb):
    assert names(main(site_pages(site(nb), [municipality(301, "")], ()))) == ["Kommune 301"]


def test_the_name_of_a_place_is_shown_and_not_obeyed(nb):
    pages = site_pages(site(nb), [municipality(1, "<script>", Network("n", "<script>", "n"))], ())
    assert [name for name, page in pages.items() if b"<script" in page] == []


def test_a_title_of_one_s_own_is_shown_and_not_obeyed(nb):
    assert b"<b>" not in site_pages(site(nb), [whole("a", "gathering_time", title="<b>")], ())["index.html"]


def test_many_municipalities_stand_under_the_letters_they_begin_with(nb):
    listings = [municipality(one, f"{letter}by {one}") for one, letter in enumerate("ABÆØÅ" * 5)]
    page = main(site_pages(site(nb), listings, ()))
    assert outline(page)[2:] == ["A", "B", "Æ", "Ø", "Å"]
    letters = [one for one in page.iter("nav") if one.get("class") == "letters"]
    assert [link.get("href") for one in letters for link in one.iter("a")] == [
        f"#letter-{n}" for n in range(1, 6)
    ]


def test_every_place_of_a_large_release_is_named_once_and_can_be_found(nb):
    listings = [municipality(one, f"Kommunen {one:03d}", SOUTH) for one in range(MANY)]
    pages = site_pages(site(nb), listings, ())
    assert names(main(pages)) == ["Ånett", *(f"Kommunen {one:03d}" for one in range(MANY))]
    assert names(main(pages, "networks/n-2.html")) == [f"Kommunen {one:03d}" for one in range(MANY)]


def test_every_link_within_a_page_leads_to_a_place_on_it(nb):
    listings = [municipality(one, f"Kommunen {one}", SOUTH, NORTH) for one in range(30)]
    page = main(site_pages(site(nb), listings, ()))
    inside = {one.get("href", "#")[1:] for one in page.iter("a") if one.get("href", "").startswith("#")}
    assert inside <= {one.get("id") for one in page.iter()}


def test_a_report_with_a_pdf_has_a_link_to_it(nb):
    one = Listing("a-nb", "gathering_time", Language.BOKMAAL, formats=("html", "pdf"))
    links = [link.get("href") for link in main(site_pages(site(nb), [one], ())).iter("a")]
    assert "a-nb/report.pdf" in links


def test_a_report_is_listed_in_the_language_of_the_page_with_links_to_the_others(nb):
    listings = [whole("a", "gathering_time", one) for one in ("en", "nn", "nb")]
    page = main(site_pages(site(nb), listings, ()))
    links = [link for link in page.iter("a") if (link.get("href") or "").startswith("a-")]
    assert [link.get("hreflang") for link in links] == ["nb", "nb", "nn", "en"]
    assert links[0].text == nb.text("gathering_time.title")


def test_a_report_in_another_language_only_is_marked_as_such(nb):
    listings = [whole("a", "gathering_time"), whole("b", "gathering_time", "en")]
    page = main(site_pages(site(nb), listings, ()))
    (link,) = [one for one in page.iter("a") if one.get("href") == "b-en/index.html"]
    assert (link.get("lang"), link.get("hreflang")) == ("en", "en")


def test_what_was_taken_back_has_a_chapter_of_its_own_at_the_end(nb):
    taken = Withdrawn("b-nb", "nb", "Feil tall", date(2026, 3, 4).isoformat(), "Feil.")
    page = main(site_pages(site(nb), [whole("a", "gathering_time")], [taken]))
    assert outline(page)[-1] == "Trukket tilbake"
    assert [one.get("href") for one in page.iter("a")][-1] == "b-nb/index.html"


@pytest.mark.parametrize(
    ("scope", "place"),
    [(Scope(), ("", "")), (Scope(network="1"), ("network", "1")), (Scope(team="a"), ("team", "a"))],
)
def test_a_report_s_place_is_the_part_its_parameters_ask_for(scope, place):
    assert Listing("r-nb", "gathering_time", Language.BOKMAAL, scope).place == place


def test_a_receipt_of_an_earlier_version_can_be_listed():
    receipt = {"notebook": {"file": "notebooks/gathering_time.ipynb"}, "language": "nb", "parameters": {}}
    listed = listed_receipt("a-nb", receipt)
    assert (listed.report, listed.question, listed.named.networks) == ("a", "gathering_time", ())


def test_the_statement_of_accessibility_says_what_was_not_tried(nb):
    assert nb.text("label.accessible.not_tried") in accessibility_page(site(nb))

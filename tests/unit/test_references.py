"""Cross-references: a table or figure is referred to by name, and none that is not on the page."""

import pytest

from evaluering.errors import ContractBroken
from evaluering.language import catalogue
from evaluering.presentation import Element, Page, render_element
from evaluering.presentation.references import Appearances, Cited, Noted, Numbered, Placed
from evaluering.publishing.outline import appendices, ordinals, sections
from evaluering.vocabulary import ElementKind, Language

TABLES = ("first", "second")


@pytest.mark.parametrize(
    ("language", "said"),
    [(Language.BOKMAAL, "tabell 2"), (Language.NYNORSK, "tabell 2"), (Language.ENGLISH, "table 2")],
)
def test_a_reference_is_the_number_of_the_table(language, said):
    assert f"{Numbered('table', TABLES, catalogue(language)):second}" == said


def test_a_reference_in_html_leads_to_the_table(nb):
    assert Numbered("table", TABLES, nb).__html_format__("second") == '<a href="#table-2">tabell 2</a>'


@pytest.mark.parametrize("names", [TABLES, ()])
def test_a_reference_to_nothing_breaks_the_build(nb, names):
    with pytest.raises(ContractBroken, match="a reference to table third"):
        format(Numbered("table", names, nb), "third")


def test_a_sentence_on_a_page_without_the_table_it_refers_to_breaks_the_build(release, nb):
    page = Page("gathering_time", release.answers("gathering_time", ""), (), ("hour_shares",), nb)
    with pytest.raises(ContractBroken, match="a reference to table hours"):
        render_element(page, Element(ElementKind.TEXT, "in_all_hours"))


def test_a_sentence_leads_to_the_table_by_the_number_its_caption_has(release, nb):
    answers = release.answers("gathering_time", "")
    page = Page("gathering_time", answers, ("programme", "hours"), ("hour_shares",), nb)
    assert '<a href="#table-2">tabell 2</a>' in render_element(
        page, Element(ElementKind.TEXT, "in_all_hours")
    )
    assert 'id="table-2"' in render_element(page, Element(ElementKind.TABLE, "hours"))


def test_a_value_that_looks_like_a_reference_is_none(nb):
    assert nb.markup("quote", text="{table:hours} <b>") == "«{table:hours} &lt;b&gt;»"


H, S = ElementKind.HEADING, ElementKind.SUBHEADING


@pytest.fixture
def page(release, nb):
    return Page("gathering_time", release.answers("gathering_time", ""), (), (), nb)


def test_headings_are_numbered_and_their_parts_below_them(page):
    placed = [Element(H, "aim"), Element(H, "hours"), Element(S, "programme"), Element(S, "development")]
    assert ordinals(sections(page, placed)) == {
        "aim": "1",
        "hours": "2",
        "programme": "2.1",
        "development": "2.2",
    }


def test_a_part_before_any_heading_breaks_the_build(page):
    with pytest.raises(ContractBroken, match="a heading before its subheadings"):
        sections(page, [Element(S, "aim")])


def test_appendices_are_lettered(page):
    assert [one.ordinal for one in appendices(page, ("label.accounts", "label.making"))] == [
        "Vedlegg A",
        "Vedlegg B",
    ]


def test_a_part_is_a_heading_of_the_third_level(page):
    assert render_element(page, Element(S, "aim")) == '<h3 id="aim">Målet for samlingene</h3>'


@pytest.mark.parametrize(
    ("language", "said"), [(Language.BOKMAAL, "del 2.1"), (Language.ENGLISH, "section 2.1")]
)
def test_a_section_is_referred_to_by_its_number(language, said):
    section = Placed("section", {"aim": "1", "hours": "2.1"}, catalogue(language))
    assert section.__html_format__("hours") == f'<a href="#hours">{said}</a>'


def test_an_appendix_is_referred_to_by_its_letter(nb):
    assert Placed("appendix", {"methods": "A"}, nb).__html_format__("methods") == (
        '<a href="#methods">vedlegg A</a>'
    )


@pytest.mark.parametrize("kind", ["section", "appendix"])
def test_a_reference_to_a_section_there_is_not_breaks_the_build(nb, kind):
    with pytest.raises(ContractBroken, match=f"a reference to {kind} third"):
        Placed(kind, {"aim": "1"}, nb).__html_format__("third")


def test_a_section_has_no_number_while_a_notebook_is_looked_at_by_hand(nb):
    assert Placed("section", None, nb).__html_format__("aim") == '<a href="#aim">del –</a>'


def test_a_caption_refers_to_no_section(nb):
    with pytest.raises(ContractBroken, match="one in running text"):
        format(Placed("section", {"aim": "1"}, nb), "aim")


def test_works_are_numbered_as_they_appear_and_each_keeps_its_number():
    cited = Cited(Appearances({"a": 0, "b": 0}))
    assert [format(cited, key) for key in ("b", "a", "b")] == ["(1)", "(2)", "(1)"]


def test_a_citation_leads_to_the_entry_of_the_work():
    assert Cited(Appearances({"a": 0})).__html_format__("a") == '<a href="#reference-1">(1)</a>'


def test_a_work_that_no_file_holds_breaks_the_build():
    with pytest.raises(ContractBroken, match="a reference to the work b"):
        format(Cited(Appearances({"a": 0})), "b")


def test_a_footnote_is_led_back_to_from_where_it_is_called_for_first(nb):
    noted = Noted(Appearances(), nb)
    first, second = (noted.__html_format__("share_of_hours") for _ in range(2))
    assert ('id="noteref-1"' in first, "id=" in second) == (True, False)
    assert 'href="#note-1"' in second


def test_a_footnote_without_a_text_breaks_the_build(nb):
    with pytest.raises(ContractBroken, match="a reference to note nothing"):
        Noted(Appearances(), nb).__html_format__("nothing")


def test_a_caption_has_no_footnote(nb):
    with pytest.raises(ContractBroken, match="one in running text"):
        format(Noted(Appearances(), nb), "share_of_hours")

"""Tables and texts as HTML: the smallest part drawn out, and hostile text made harmless."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from builders import cell, released
from pages_in_tests import elements, notebooks, page

from evaluering.errors import ContractBroken, OwnFault
from evaluering.language import catalogue
from evaluering.presentation import Element, Page, render_element
from evaluering.presentation.prose import sentence, shown_cell
from evaluering.presentation.tables import shown_table
from evaluering.presentation.templating import render
from evaluering.results import Column, TableLayout, statement
from evaluering.vocabulary import CellStatus, ElementKind, Language, Unit

HOSTILE = [
    "<script>alert(1)</script>",
    "</td></table><svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }}",
    "{% raw %}",
    "[x](javascript:alert(1))",
    "<img src=file:///etc/passwd>",
    "{0.__class__}",
    "{goals}",
    "&lt;b&gt;",
]


class Elements(HTMLParser):
    """The tags, attributes and text of a fragment, as a browser would see them."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(str(fragment))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.texts.append(data)


def small(text: str):
    """A released finding of one goal with the given text, and the layout that shows it."""
    goal = {"goal": "1"}
    made = released(cell("text", text, Unit.TEXT, **goal), cell("mentions", 9, **goal), cell("goals", 28))
    columns = (Column("header.goal_text", ("text",)), Column("header.mentions", ("mentions",)))
    layout = TableLayout("mentions", "t", "header.goal", ((("goal", "1"),),), columns)
    told = statement(
        "told", "goal_measurability.most_named", {"goals": ["t/text@goal=1"] * 2, "most": "t/goals@"}
    )
    return replace(made, id="municipal_goals", n="t/goals@", tables=(layout,), statements=(told,)), layout


def small_page(text: str, nb) -> Page:
    finding, _ = small(text)
    return Page("goal_measurability", (finding,), ("mentions",), (), nb)


def test_the_smallest_table_is_this_html(nb):
    finding, layout = small("Økt fysisk aktivitet")
    table = shown_table(finding, layout, nb)
    html = render(
        "table.html.j2",
        id="table-1",
        number="Tabell 1",
        reference="tabell 1",
        caption="Mål",
        table=table,
        source="Kilde.",
        download="data/mentions.csv",
        words=nb,
    )
    assert [line for line in str(html).splitlines() if line] == [
        '<div class="table" id="table-1">',
        '<div class="scroll" role="region" tabindex="0" aria-labelledby="table-1-caption">',
        "<table>",
        '<caption id="table-1-caption">Tabell 1. Mål</caption>',
        "<thead>",
        "<tr>",
        '<th scope="col">Mål</th>',
        '<th scope="col">Målets ordlyd (sammenfattet)</th>',
        '<th scope="col" class="number">Kommuner som nevner det</th>',
        "</tr>",
        "</thead>",
        "<tbody>",
        "<tr>",
        '<th scope="row">Mål 1</th>',
        "<td>Økt fysisk aktivitet</td>",
        '<td class="number">9</td>',
        "</tr>",
        "</tbody>",
        "</table>",
        "</div>",
        '<p class="note">Kilde. <a href="data/mentions.csv">Last ned tallene i tabell 1 (CSV)</a></p>',
        "</div>",
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_table_stays_text(text, nb):
    harmless = Elements(render_element(small_page("harmless", nb), Element(ElementKind.TABLE, "mentions")))
    found = Elements(render_element(small_page(text, nb), Element(ElementKind.TABLE, "mentions")))
    assert found.tags == harmless.tags
    assert found.attributes == harmless.attributes
    assert text in "".join(found.texts)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_sentence_stays_text(text, nb):
    found = Elements(render_element(small_page(text, nb), Element(ElementKind.TEXT, "told")))
    assert (found.tags, found.attributes) == ({"p"}, set())
    assert "".join(found.texts) == f"Oftest nevnt, av 28 kommuner, er «{text}» og «{text}»."


def suppressed(number: float):
    one = released(cell("n", number)).cells[0]
    return replace(one, status=CellStatus.SUPPRESSED, value=None)


def test_a_suppressed_cell_is_shown_as_words_and_never_as_zero_or_blank(nb):
    assert shown_cell(suppressed(3), nb) == ": (skjult av personvernhensyn)"


def test_a_suppressed_cell_is_not_shown_even_if_its_value_were_left_in_it(nb):
    assert shown_cell(replace(suppressed(3), value=3), nb) == ": (skjult av personvernhensyn)"


def test_an_undefined_cell_is_shown_as_words(nb):
    undefined = released(cell("share", float("nan"), Unit.SHARE)).cells[0]
    assert shown_cell(undefined, nb) == "ikke definert"


def test_a_zero_is_shown_as_a_zero(nb):
    assert shown_cell(released(cell("n", 0)).cells[0], nb) == "0"


def test_of_a_sentence_with_a_suppressed_number_nothing_is_told_but_that(nb):
    finding, _ = small("x")
    hidden = [replace(one, status=CellStatus.SUPPRESSED, value=None) for one in finding.cells]
    told = sentence(replace(finding, cells=tuple(hidden)), finding.statements[0], nb)
    assert told == "Her er en setning utelatt, fordi tall den bygger på, er skjult av personvernhensyn."


def test_a_layout_that_names_a_cell_that_was_not_released_is_our_fault(nb):
    finding, layout = small("x")
    with pytest.raises(OwnFault, match="no cell t/text@goal=1"):
        shown_table(replace(finding, cells=finding.cells[1:]), layout, nb)


@pytest.mark.parametrize("kind", list(ElementKind))
def test_an_element_the_release_does_not_hold_breaks_the_contract(kind, nb):
    with pytest.raises(ContractBroken, match="nothing of that name"):
        render_element(small_page("x", nb), Element(kind, "missing"))


def test_a_table_the_contract_does_not_promise_is_not_shown(nb):
    finding, _ = small("x")
    with pytest.raises(ContractBroken):
        render_element(
            Page("goal_measurability", (finding,), (), (), nb), Element(ElementKind.TABLE, "mentions")
        )


@pytest.mark.parametrize("notebook", notebooks(), ids=lambda path: path.stem)
def test_everything_a_notebook_places_can_be_drawn_without_gaps(notebook, release, nb):
    placed = elements(notebook)
    assert len(placed) > 8
    for element in placed:
        text = "".join(Elements(render_element(page(notebook.stem, release, nb), element)).texts)
        assert text.strip()
        assert not [mark for mark in ("{", "}", "nan", "None") if mark in text]


def test_no_page_loads_or_runs_anything(release, nb):
    for notebook in notebooks():
        drawn = [
            Elements(render_element(page(notebook.stem, release, nb), one)) for one in elements(notebook)
        ]
        tags = set().union(*(one.tags for one in drawn))
        assert not {"script", "iframe", "object", "img", "link", "style"} & tags
        assert not [
            name for one in drawn for name in one.attributes if name.startswith("on") or name == "style"
        ]


@pytest.mark.parametrize(
    ("language", "cell"),
    [(Language.BOKMAAL, "<td>Et mål</td>"), (Language.ENGLISH, '<td lang="no">Et mål</td>')],
)
def test_a_text_of_the_data_is_marked_as_norwegian_on_an_english_page(language, cell):
    drawn = render_element(small_page("Et mål", catalogue(language)), Element(ElementKind.TABLE, "mentions"))
    assert cell in drawn


def test_a_hidden_text_of_the_data_is_marked_in_the_page_s_own_language():
    finding, layout = small("x")
    hidden = replace(finding.cells[0], status=CellStatus.SUPPRESSED, value=None)
    page_of_it = Page(
        "goal_measurability",
        (replace(finding, cells=(hidden, *finding.cells[1:])),),
        ("mentions",),
        (),
        catalogue(Language.ENGLISH),
    )
    drawn = render_element(page_of_it, Element(ElementKind.TABLE, layout.id))
    assert "suppressed to protect privacy" in drawn
    assert 'lang="no"' not in drawn

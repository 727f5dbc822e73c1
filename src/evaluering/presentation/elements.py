"""What a notebook can place on a page, rendered as HTML from released results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from evaluering.errors import ContractBroken
from evaluering.language import Catalogue
from evaluering.presentation.editions import Editions
from evaluering.presentation.prose import References, linked_sentence, shown_cell, tells_of_hidden
from evaluering.presentation.references import Appearances, Cited, Noted, Numbered, Placed
from evaluering.presentation.tables import shown_table
from evaluering.presentation.templating import render
from evaluering.results import (
    NOTHING_JUDGED,
    Control,
    FigureLayout,
    ReleasedFinding,
    ReleasedText,
    Statement,
    TableLayout,
)
from evaluering.vocabulary import ElementKind, TextKind


@dataclass(frozen=True)
class Element:
    """A reference to something released: what kind, and its id."""

    kind: ElementKind
    id: str


@dataclass(frozen=True)
class Link:
    """Where a link leads, and what it says."""

    href: str
    text: str


@dataclass(frozen=True)
class Page:
    """What a page may draw on: the released findings of a question, and the order of its numbers.

    ``control`` is what readers are told of the disclosure control behind them; ``ordinals`` the numbers
    of its headings by name, and ``letters`` the letters of its appendices, where the whole page is known;
    ``appearances`` what it has cited and noted so far. ``networks`` lead to those it belongs to, ``mended``
    are the changes of its numbers that it tells of, each with its day.
    """

    question: str
    findings: tuple[ReleasedFinding, ...]
    tables: tuple[str, ...]
    figures: tuple[str, ...]
    catalogue: Catalogue
    control: Control = NOTHING_JUDGED
    texts: tuple[ReleasedText, ...] = ()
    ordinals: Mapping[str, str] | None = None
    letters: Mapping[str, str] | None = None
    appearances: Appearances = field(default_factory=Appearances)
    own_title: str = ""
    networks: tuple[Link, ...] = ()
    mended: tuple[tuple[date, Editions], ...] = ()

    @property
    def title(self) -> str:
        """Its title: its own, else that of the question."""
        return self.own_title or self.text("title")

    @property
    def methods(self) -> tuple[str, ...]:
        """The families of methods behind its findings, in alphabetical order."""
        return tuple(sorted({method for finding in self.findings for method in finding.methods}))

    @property
    def references(self) -> References:
        """What fills ``{table:name}`` and other cross-references in its messages, by their kind."""
        words = self.catalogue
        return {
            "table": Numbered("table", self.tables, words),
            "figure": Numbered("figure", self.figures, words),
            "section": Placed("section", self.ordinals, words),
            "appendix": Placed("appendix", self.letters, words),
            "cite": Cited(self.appearances),
            "note": Noted(self.appearances, words),
        }

    def text(self, message: str) -> str:
        """A message of this page's question."""
        return self.catalogue.text(f"{self.question}.{message}", None, **self.references)

    def linked(self, message: str) -> Markup:
        """The same as HTML, its cross-references as links."""
        return self.catalogue.markup(f"{self.question}.{message}", None, **self.references)


def render_element(page: Page, element: Element) -> Markup:
    """The element as an HTML fragment.

    Raises ``ContractBroken`` when the release holds no element of that kind and id.
    """
    renderers = {
        ElementKind.HEADING: _heading,
        ElementKind.SUBHEADING: _subheading,
        ElementKind.TEXT: _text,
        ElementKind.POINTS: _points,
        ElementKind.TABLE: _table,
        ElementKind.FIGURE: _figure,
        ElementKind.QUOTES: _quotes,
        ElementKind.STATEMENTS: _statements,
    }
    return renderers[element.kind](page, element.id)


def _heading(page: Page, name: str, tag: str = "h2") -> Markup:
    if not page.catalogue.has(f"{page.question}.heading.{name}"):
        raise _missing(page, "heading", name)
    ordinal = (page.ordinals or {}).get(name, "")
    number = Markup('<span class="ordinal">{}</span> ').format(ordinal) if ordinal else ""
    heading = Markup('<{tag} id="{id}">{number}{text}</{tag}>')
    return heading.format(tag=Markup(tag), id=name, number=number, text=page.text(f"heading.{name}"))  # noqa: S704 - h2 or h3


def _subheading(page: Page, name: str) -> Markup:
    return _heading(page, name, "h3")


def _text(page: Page, name: str) -> Markup:
    for finding in page.findings:
        for statement in finding.statements:
            if statement.id == name:
                return Markup("<p>{}</p>").format(_linked(page, finding, statement))
    if page.catalogue.has(f"{page.question}.text.{name}"):
        return Markup("<p>{}</p>").format(page.linked(f"text.{name}"))
    raise _missing(page, "text", name)


def _points(page: Page, group: str) -> Markup:
    found: list[tuple[ReleasedFinding, Statement]] = [
        (finding, statement)
        for finding in page.findings
        for statement in finding.statements
        if statement.group == group
    ]
    if not found:
        raise _missing(page, "points", group)
    # The same words for every hidden number: once is enough.
    points = dict.fromkeys(_linked(page, finding, statement) for finding, statement in found)
    return Markup("<ul>{}</ul>").format(
        Markup("").join(Markup("<li>{}</li>").format(point) for point in points)
    )


def _linked(page: Page, finding: ReleasedFinding, statement: Statement) -> Markup:
    return linked_sentence(finding, statement, page.catalogue, page.references)


def key_sentences(page: Page, elements: Iterable[Element]) -> tuple[Markup, ...]:
    """The summary of a page: the key sentence of each figure on it; none that a hidden number is in."""
    found = [_find_figure(page, one.id) for one in elements if one.kind is ElementKind.FIGURE]
    told = [
        _linked(page, finding, layout.key)
        for finding, layout in found
        if not tells_of_hidden(finding, layout.key)
    ]
    return tuple(dict.fromkeys(told))


def _quotes(page: Page, group: str) -> Markup:
    """Each quote as a paragraph of its own, in guillemets; in the order they were released in."""
    quote = Markup("<blockquote><p>«{}»</p></blockquote>")
    return Markup("\n").join(quote.format(one.text) for one in _texts(page, TextKind.QUOTE, group))


def _statements(page: Page, group: str) -> Markup:
    points = (Markup("<li>{}</li>").format(one.text) for one in _texts(page, TextKind.STATEMENT, group))
    return Markup("<ul>{}</ul>").format(Markup("").join(points))


def _texts(page: Page, kind: TextKind, group: str) -> list[ReleasedText]:
    found = [one for one in page.texts if (one.kind, one.group) == (kind, group)]
    if not found:
        raise _missing(page, f"{kind}s", group)
    return found


def _find_table(page: Page, name: str) -> tuple[ReleasedFinding, TableLayout]:
    for finding in page.findings:
        for layout in finding.tables:
            if layout.id == name and name in page.tables:
                return finding, layout
    raise _missing(page, "table", name)


def _find_figure(page: Page, name: str) -> tuple[ReleasedFinding, FigureLayout]:
    for finding in page.findings:
        for layout in finding.figures:
            if layout.id == name and name in page.figures:
                return finding, layout
    raise _missing(page, "figure", name)


def _table(page: Page, name: str) -> Markup:
    finding, layout = _find_table(page, name)
    number = page.tables.index(name) + 1
    return render(
        "table.html.j2",
        id=f"table-{number}",
        number=page.catalogue.text("label.table", number=str(number)),
        reference=page.catalogue.text("label.table_reference", number=str(number)),
        caption=page.text(f"{name}.caption"),
        table=shown_table(finding, layout, page.catalogue),
        source=_source(page, finding),
        download=f"data/{name}.csv",
        words=page.catalogue,
    )


def _figure(page: Page, name: str) -> Markup:
    # Here, so that pages without figures need no library that draws.
    from evaluering.presentation.figures import described, figure_svg
    from evaluering.presentation.figures.svg import FigureText

    finding, layout = _find_figure(page, name)
    number = page.figures.index(name) + 1
    title = f"{page.catalogue.text('label.figure', number=str(number))}. {page.text(f'{name}.caption')}"
    alt = described(finding, layout, page.catalogue, page.references)
    text = FigureText(f"figure-{number}", title, alt)
    return render(
        "figure.html.j2",
        id=f"figure-{number}",
        svg=figure_svg(finding, layout, page.catalogue, text),
        number=page.catalogue.text("label.figure", number=str(number)),
        reference=page.catalogue.text("label.figure_reference", number=str(number)),
        caption=page.text(f"{name}.caption"),
        key=_linked(page, finding, layout.key),
        table=shown_table(finding, layout.data, page.catalogue),
        source=_source(page, finding),
        download=f"data/{name}.csv",
        words=page.catalogue,
    )


def _source(page: Page, finding: ReleasedFinding) -> str:
    cell = finding.cell(finding.n)
    return page.catalogue.text(
        "label.source_line",
        source=page.text(f"source.{finding.id}"),
        n=shown_cell(cell, page.catalogue),
        units=page.text(f"units.{finding.id}"),
        period=page.text(f"period.{finding.id}"),
    )


def _missing(page: Page, kind: str, name: str) -> ContractBroken:
    return ContractBroken(
        f"report {page.question}",
        expected=f"the {kind} {name} among the released results",
        found="nothing of that name",
        next_step="mend the notebook, or the analysis that should find it",
    )

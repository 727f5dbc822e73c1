"""From an executed notebook to a page: nbconvert with our own template.

The page holds nothing the kernel wrote. Outputs are references to released elements; the
publisher renders those itself, and refuses every other kind of output.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import List

from evaluering.errors import ContractBroken
from evaluering.language import show_day
from evaluering.presentation import (
    Element,
    Endings,
    Page,
    PageFrame,
    endings,
    key_sentences,
    render_element,
    render_endings,
    render_front,
)
from evaluering.presentation.changed_numbers import changed_tables, render_changed
from evaluering.presentation.elements import Link
from evaluering.publishing.outline import Heading, appendices, letters, ordinals, sections, unnumbered
from evaluering.publishing.plan import Job
from evaluering.publishing.session import MIME
from evaluering.settings import Correction
from evaluering.vocabulary import ElementKind, Format

_KINDS = [kind.value for kind in ElementKind]


@dataclass(frozen=True)
class Erratum:
    """What readers are told of a change: the day in words, and the author's note."""

    day: str
    note: str


@dataclass(frozen=True)
class PageContext:
    """The elements, changed numbers, footnotes and works, and notes on methods as HTML, and what goes around.

    ``changed`` holds each change told of on the page under its day; ``networks`` lead to those it belongs to.
    """

    shown: tuple[Markup, ...]
    endings: Markup
    methods: tuple[Markup, ...]
    frame: PageFrame
    outline: tuple[Heading, ...]
    summary: tuple[Markup, ...]
    errata: tuple[Erratum, ...]
    formats: tuple[Format, ...]
    changed: tuple[tuple[str, Markup], ...]
    networks: tuple[Link, ...]

    def __deepcopy__(self, _: object) -> "PageContext":
        # nbconvert copies all that a template is given, several times; nothing changes this.
        return self

    @property
    def headings(self) -> Mapping[str, Heading]:
        """The headings after the notebook's sections, by id."""
        return {heading.id: heading for heading in self.outline}

    @property
    def byline(self) -> Markup:
        """Who wrote it, what it is and when it was published, as far as that is said."""
        return render_front(self.frame.front, "byline")

    @property
    def colophon(self) -> Markup:
        """What the publication says of itself."""
        return render_front(self.frame.front, "colophon")


class NoteExporter(TemplateExporter):
    """nbconvert's template exporter with our template, everything escaped unless we made it.

    Not its HTML exporter: that one parses the page again, which lower-cases SVG attributes and
    gives images without a description an English sentence for one.
    """

    output_mimetype = "text/html"
    # The page is made of references that the publisher renders itself: there is nothing to preprocess.
    default_preprocessors: Any = List([])

    def __init__(self, **kwargs: Any) -> None:
        folder = str(files("evaluering.publishing") / "templates")
        super().__init__(extra_template_basedirs=[folder], template_name="note", **kwargs)

    def _file_extension_default(self) -> str:
        return ".html"

    def _template_extension_default(self) -> str:
        return ".html.j2"

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        return environment


@cache
def exporter() -> NoteExporter:
    """The exporter with its template read."""
    made = NoteExporter()
    # Its template is read at the first use, and kept.
    _ = made.template
    return made


def element_of(output: dict[str, Any]) -> Element:
    """The element an output refers to. Raises ``ContractBroken`` for any other kind of output."""
    reference = output.get("data", {}).get(MIME)
    if not _is_reference(reference):
        raise ContractBroken(
            "notebook output",
            expected="elements of ev.report only",
            found=f"an output of kind {output.get('output_type', 'unknown')}",
            next_step="end each cell with an element of the report, and print nothing",
        )
    return Element(ElementKind(reference["kind"]), str(reference["id"]))


def _is_reference(given: object) -> bool:
    return isinstance(given, dict) and given.keys() == {"kind", "id"} and given["kind"] in _KINDS


def elements_of(notebook: NotebookNode, job: Job) -> tuple[Element, ...]:
    """Every element the notebook placed, in order; a stray output names its cell."""
    elements = []
    # papermill has put in a cell of its own, which the notebook's file does not count.
    cells = [cell for cell in notebook.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    for number, cell in enumerate(cells, 1):
        for output in cell.get("outputs", []):
            try:
                elements.append(element_of(output))
            except ContractBroken as error:
                error.where = f"report {job.report_id}, cell {number}"
                raise ContractBroken(
                    error.where, expected=error.expected, found=error.found, next_step=error.next_step
                ) from None
    return tuple(elements)


def render_page(
    notebook: NotebookNode,
    page: Page,
    frame: PageFrame,
    elements: tuple[Element, ...],
    corrections: tuple[Correction, ...] = (),
    formats: tuple[Format, ...] = (Format.HTML,),
) -> bytes:
    """The page as HTML bytes; the catalogue has refused any message without its values."""
    own = sections(page, elements)
    page = replace(page, ordinals=ordinals(own), letters=letters(page, frame.appendices))
    # In the order of the page: works and footnotes are numbered as they appear.
    summary = key_sentences(page, elements)
    shown = tuple(render_element(page, one) for one in elements)
    ends = endings(page)
    outline = _outline(page, frame, _Parts(own, ends, has_summary=bool(summary)))
    errata = tuple(Erratum(show_day(one.date, page.catalogue.language), one.note) for one in corrections)
    context = PageContext(
        shown=shown,
        endings=render_endings(page, ends),
        methods=ends.methods,
        frame=frame,
        outline=outline,
        summary=summary,
        errata=errata,
        formats=formats,
        changed=_changed(page),
        networks=page.networks,
    )
    body, _ = exporter().from_notebook_node(notebook, resources={"page": context})
    text: str = body
    return (text.strip() + "\n").encode("utf-8")


def _changed(page: Page) -> tuple[tuple[str, Markup], ...]:
    """Each change told of on the page under its day: the numbers before and after it, if any is left."""
    numbers, words = count(1), page.catalogue
    tables = [(day, changed_tables(page, editions)) for day, editions in page.mended]
    return tuple(
        (
            words.text("changes.on_day", day=show_day(day, words.language)),
            render_changed(shown, "", words, numbers),
        )
        for day, shown in tables
        if shown
    )


@dataclass(frozen=True)
class _Parts:
    """A page's own sections, what follows them, and whether a summary goes before."""

    own: tuple[Heading, ...]
    ends: Endings
    has_summary: bool


def _outline(page: Page, frame: PageFrame, parts: _Parts) -> tuple[Heading, ...]:
    """Summary, sections, sources, notes, references, appendices and colophon, as far as the page has them."""
    before = {"label.key_findings": parts.has_summary}
    after = {"label.sources": True, "label.notes": parts.ends.notes, "label.references": parts.ends.works}
    last = {"label.colophon": frame.front.has_colophon}
    first, middle, end = (
        [unnumbered(page, name) for name, there in part.items() if there] for part in (before, after, last)
    )
    return (*first, *parts.own, *middle, *appendices(page, frame.appendices), *end)

"""A report as PDF/UA-1, made by WeasyPrint from its finished page alone: nothing is fetched."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from evaluering.errors import ContractBroken, EnvironmentProblem, OwnFault
from evaluering.publishing.formats.fonts import known_characters, package_fonts

if TYPE_CHECKING:
    from weasyprint import HTML

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""Debian packages of what WeasyPrint loads; the others come with these."""
_SVG = "{http://www.w3.org/2000/svg}"
_BLANK = 0x20
"""Below it are line ends and tabs, which no font draws."""


def check_pdf() -> None:
    """Raise ``EnvironmentProblem`` naming the packages when PDFs cannot be made on this machine."""
    try:
        with package_fonts():
            import weasyprint  # noqa: F401 - whether it can be imported is the question
    except (ImportError, OSError) as error:
        raise EnvironmentProblem(
            "PDF",
            expected=f"WeasyPrint and the libraries of the Debian packages {PACKAGES}",
            found=f"one that cannot be loaded ({type(error).__name__})",
            next_step=f"install them: sudo apt-get install {PACKAGES}\nor build without PDF: --formats html",
        ) from None


def render_pdf(page: bytes, report_id: str) -> bytes:
    """The page as PDF: A4, tagged, in the page's language, fonts embedded, no date and no identifier.

    ``page`` is the finished HTML page of ``report_id``. Links to files beside the page are left out, for
    a PDF is passed on alone. Raises ``ContractBroken`` for a figure without title or description and for
    characters that no font has, ``OwnFault`` for anything WeasyPrint warns of, ``EnvironmentProblem`` when it
    is lacking.
    Source: ISO 14289-1:2014; ``pikepdf`` and ``pdfua`` check the result in the tests.
    """
    check_pdf()
    with package_fonts(), _nothing_warned_of(report_id):
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration

        from evaluering.publishing.formats.structure import mend_structure

        fonts, fetcher = FontConfiguration(), _fetcher()
        html = HTML(string=page.decode("utf-8"), url_fetcher=fetcher)
        _prepare(html, report_id)
        finish = partial(mend_structure, links=_links(html.etree_element))
        sheet = CSS(string=_style(), url_fetcher=fetcher, font_config=fonts)
        options = {"stylesheets": [sheet], "font_config": fonts, "finisher": finish}
        made: bytes = html.write_pdf(pdf_variant="pdf/ua-1", **options)
    return made


def _style() -> str:
    return (files("evaluering.presentation") / "templates" / "print.css").read_text(encoding="utf-8")


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    class Nothing(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        """Fetches nothing at all: a page holds all it shows."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 - as it is called
            """Refuse the address."""
            raise ValueError("nothing is fetched")

    return Nothing()


def _prepare(html: "HTML", report_id: str) -> None:
    root: ET.Element = html.etree_element
    parents = {child: parent for parent in root.iter() for child in parent}
    for style in list(root.iter("style")):
        _take_out(style, parents)
    for link in list(root.iter("a")):
        _keep_inside(link, parents)
    for entry in (item for contents in root.iter("nav") for item in contents.iter("li")):
        _number_page(entry)
    for drawing in root.iter(f"{_SVG}svg"):
        _describe(drawing, report_id)
    _refuse_unknown(root, report_id)


def _links(root: ET.Element) -> dict[str, str]:
    """What the links to each place of the page say."""
    return {
        link.get("href", "").removeprefix("#"): "".join(link.itertext()).strip() for link in root.iter("a")
    }


def _keep_inside(link: ET.Element, parents: dict[ET.Element, ET.Element]) -> None:
    """Links within the document and to the web stay; the way up becomes text, files beside the page go."""
    target = link.get("href", "")
    if target.startswith(("#", "https://", "http://")):
        return
    if target.startswith("../"):
        link.tag = "span"
        del link.attrib["href"]
    else:
        _take_out(link, parents)


def _number_page(entry: ET.Element) -> None:
    """A place for the page's number beside an entry of the contents; not in the link, which is its text."""
    for link in entry.findall("a"):
        ET.SubElement(entry, "span", {"class": "page", "data-place": link.get("href", "")})


def _take_out(element: ET.Element, parents: dict[ET.Element, ET.Element]) -> None:
    parent, tail = parents[element], element.tail or ""
    place = list(parent).index(element)
    if place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _describe(drawing: ET.Element, report_id: str) -> None:
    """Title and description together: WeasyPrint takes the title alone for the alternate text."""
    title, description = drawing.find(f"{_SVG}title"), drawing.find(f"{_SVG}desc")
    spoken = [(part.text or "").strip() if part is not None else "" for part in (title, description)]
    if title is None or not all(spoken):
        raise ContractBroken(
            f"report {report_id}",
            expected="a title and a description of every figure",
            found="a figure without",
            next_step="give the figure both, in the catalogue",
        )
    title.text = " ".join(spoken)


def _refuse_unknown(root: ET.Element, report_id: str) -> None:
    """Refuse what would be drawn as an empty box: readers would lose it, and PDF/UA forbids it."""
    used = {ord(character) for text in root.itertext() for character in text}
    unknown = {code for code in used if code >= _BLANK} - known_characters()
    if unknown:
        raise ContractBroken(
            f"report {report_id}",
            expected="characters that the fonts of PDFs have",
            found=", ".join(f"U+{code:04X}" for code in sorted(unknown)),
            next_step="write it otherwise, or build without PDF: --formats html",
        )


@contextmanager
def _nothing_warned_of(report_id: str) -> Iterator[None]:
    """Raise ``OwnFault`` when WeasyPrint warned of anything meanwhile."""
    heard = _Heard()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    try:
        yield
    finally:
        logger.removeHandler(heard)
    if heard.messages:
        raise OwnFault(
            f"report {report_id} as PDF",
            expected="a page that WeasyPrint has nothing to say of",
            found=f"{len(heard.messages)} warnings, the first: {heard.messages[0]}",
            next_step="mend the template or print.css; meanwhile: --formats html",
        )


class _Heard(logging.Handler):
    """What was warned of: the kind of message without its arguments, which may be text of the page."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.messages.append(str(record.msg))

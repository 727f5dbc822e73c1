"""The attack on a finished release: every file read back, every number and text asked where it comes from."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from evaluering.attack.announced import ChangesPage, NetworkPage
from evaluering.attack.changed_tables import report_parts
from evaluering.attack.data_files import check_data_file
from evaluering.attack.docx_files import check_docx, readable_docx
from evaluering.attack.drawings import check_drawings
from evaluering.attack.editions import check_editions
from evaluering.attack.found import Found, Kind, masked
from evaluering.attack.hidden_sums import check_hidden_sums
from evaluering.attack.json_files import check_manifest, check_receipt
from evaluering.attack.known import WORDS, Known, Report
from evaluering.attack.listed_links import check_listing
from evaluering.attack.microdata import check_microdata
from evaluering.attack.ordinals import check_ordinals, ordinals_of
from evaluering.attack.page_elements import check_elements
from evaluering.attack.page_lists import check_lists
from evaluering.attack.page_tables import check_tables
from evaluering.attack.page_texts import check_texts
from evaluering.attack.page_tree import PageTree, read_page
from evaluering.attack.pdf_files import check_pdf, readable
from evaluering.attack.shares import check_shares
from evaluering.attack.traces import Watch, check_traces
from evaluering.attack.wordings import Explained, Page

_FRONT, _MANIFEST, _CHANGES = "index.html", "manifest.json", "changes.html"
WIDTH = 5.0
"""Hidden counts must be uncertain by this much, in persons, where the rules told of say nothing else."""
Files = Mapping[str, bytes]
Digests = Mapping[str, str]
"""The digest of every file a release should hold."""


def attack_files(
    files: Files, known: Known, watch: Watch, others: Sequence[Files] = (), width: float | None = None
) -> tuple[Found, ...]:
    """What an adversary finds in the files of a release, sorted.

    ``files`` holds every file by its name below the release's folder, ``known`` what was released for
    each report, ``others`` the files of other releases that are out. Empty means that each file is one
    the release should hold, that everything in it follows from released results and fixed texts, and
    that no hidden number can be worked out to within ``width`` (that of the rules, unless another is given).
    Raises ``CannotDraw`` when the pictures of Word documents cannot be compared on this machine.
    """
    width = known.control.thresholds.get("width", WIDTH) if width is None else width
    wanted = _wanted(known)
    digests = {name: sha256(files.get(name, b"")).hexdigest() for name in wanted}
    found = {Found(name, Kind.MISSING_FILE) for name in wanted if name not in files}
    texts = _public_texts(known)
    for name, content in files.items():
        if name not in wanted:
            found.add(Found(masked(name), Kind.UNKNOWN_FILE))
        elif not _is_laid_out(name):
            found |= _checked(name, content, known, digests)
        shown = name if name in wanted else masked(name)
        found |= set(check_traces(shown, f"{name}\n".encode() + _read(name, content), watch, texts))
    for name in sorted(one for one in files if one in wanted and _is_laid_out(one)):
        page = f"{name.rpartition('/')[0]}/{_FRONT}"
        # A page with something unexplained in it explains no PDF, and keeps the release back itself.
        if page not in {one.file for one in found}:
            found |= _checked_beside(name, files[name], files.get(page, b""), known)
    found |= {*check_hidden_sums(known, width), *check_shares(known, width)}
    return tuple(sorted(found | set(check_editions(files, others, known, width))))


def _wanted(known: Known) -> dict[str, Report | None]:
    wanted: dict[str, Report | None] = {_FRONT: None, _MANIFEST: None}
    for report in known.reports:
        others = [f"report.{one}" for one in report.formats if one != "html"]
        names = ["index.html", "receipt.json", *others, *(f"data/{name}.csv" for name in report.layouts)]
        wanted |= {f"{report.id}/{name}": report for name in names}
    wanted |= dict.fromkeys((*known.pages, *known.networks))
    return wanted | {f"{one.report}/index.html": None for one in known.withdrawn}


def _public_texts(known: Known) -> str:
    """Messages, citations and the texts of published figures: what was public before the release."""
    messages = (form for texts in known.messages.values() for forms in texts.values() for form in forms)
    findings = [finding for report in known.reports for finding in report.findings]
    cited = (document for finding in findings for document, _ in finding.citations)
    published = [finding for finding in findings if finding.protects == {"nothing"}]
    texts = (
        str(cell.value) for finding in published for cell in finding.cells.values() if cell.unit in WORDS
    )
    works = (part for report in known.reports for work in report.works for part in work)
    return "\n".join((*messages, *cited, *texts, *known.study, *works))


def _checked(name: str, content: bytes, known: Known, digests: Digests) -> set[Found]:
    """What is wrong with a file; one that was made to trip the readers is itself a finding."""
    try:
        return set(_check(name, content, known, digests))
    except (csv.Error, RecursionError):
        return {Found(name, Kind.UNREADABLE)}


def _is_laid_out(name: str) -> bool:
    return name.endswith((".pdf", ".docx"))


def _checked_beside(name: str, content: bytes, page: bytes, known: Known) -> set[Found]:
    """What is wrong with a PDF or a Word document, laid beside its page."""
    text = page.decode("utf-8", errors="replace")
    try:
        if name.endswith(".pdf"):
            return set(check_pdf(name, content, read_page(text)))
        return set(check_docx(name, content, text, known))
    except RecursionError:
        return {Found(name, Kind.UNREADABLE)}


def _read(name: str, content: bytes) -> bytes:
    """A file as it is read: packed streams tell nothing, and look like anything."""
    if name.endswith(".docx"):
        return readable_docx(content)
    return readable(content) if name.endswith(".pdf") else content


def _check(name: str, content: bytes, known: Known, digests: Digests) -> Iterator[Found]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        yield Found(name, Kind.UNREADABLE)
        return
    report = next((one for one in known.reports if name.startswith(f"{one.id}/")), None)
    if name.endswith(".html"):
        page = read_page(text)
        explained = Explained(known, report or _page_of(name, known), ordinals_of(page))
        yield from _check_page(name, page, explained, digests)
    elif name == _MANIFEST:
        yield from check_manifest(name, text, digests, known.record)
    elif report is not None and name.endswith(".json"):
        yield from check_receipt(name, text, report, known)
    elif report is not None:
        layout = report.layouts[name.rpartition("/")[2].removesuffix(".csv")]
        yield from check_data_file(name, text, layout, report)
        yield from check_microdata(name, text)


def _page_of(name: str, known: Known) -> Page:
    if name == _CHANGES:
        return ChangesPage(known.language)
    if name in known.networks:
        return NetworkPage(known.networks[name], known.language)
    return next((one for one in known.withdrawn if name == f"{one.report}/index.html"), None)


def _check_page(name: str, page: PageTree, explained: Explained, digests: Digests) -> Iterator[Found]:
    yield from check_elements(name, page, explained, frozenset(digests))
    if isinstance(explained.page, ChangesPage):
        for part, words in report_parts(page, explained):
            yield from _check_content(name, part, words)
    yield from _check_content(name, page, explained)
    yield from check_listing(name, page, explained)


def _check_content(name: str, page: PageTree, explained: Explained) -> Iterator[Found]:
    yield from check_ordinals(name, page, explained)
    yield from check_lists(name, page, explained)
    yield from check_texts(name, page, explained)
    yield from check_tables(name, page, explained.report, explained)
    yield from check_drawings(name, page, explained)

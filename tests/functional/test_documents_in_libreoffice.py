"""A report's Word document in LibreOffice: it opens whole, with its structure, and remarks stay in place."""

import io
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from evaluering.publishing.formats.docx import render_docx
from paper_pages import ROWS, small_page

EXTRA = (
    '<h3 id="less">Mindre</h3><p>Se <a href="#table-1">tabell 1</a>.</p><ul><li>Ett</li></ul>'
    "<ol><li>Først</li><li>Så</li></ol><p>=HYPERLINK(7)</p>"
)
REMARKED, SAID = "Sámegiella: čáhci, giŧa, ođđa, áŋgir, guovža, šaldi.", "Bør dette være med?"
OFFICE, TEXT = (
    "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}",
    "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}",
)


def convert(given: Path, into: str) -> bytes:
    """What LibreOffice makes of a file, with settings of its own that nobody else has."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not here; to install: sudo apt-get install libreoffice-writer-nogui")
    out = given.parent / f"as-{into}"
    done = subprocess.run(
        [
            program,
            f"-env:UserInstallation={(given.parent / 'settings').as_uri()}",
            "--headless",
            "--convert-to",
            into,
            "--outdir",
            out,
            given,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    made = out / given.with_suffix(f".{into}").name
    assert made.is_file(), done.stdout + done.stderr
    return made.read_bytes()


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document of a small page."""
    file = tmp_path_factory.mktemp("libreoffice") / "report.docx"
    file.write_bytes(render_docx(small_page(extra=EXTRA).encode(), "small-nb"))
    return file


@pytest.fixture(scope="module")
def flat(document: Path) -> ET.Element:
    """The document as LibreOffice holds it, as one XML file."""
    return ET.fromstring(convert(document, "fodt"))


@pytest.fixture(scope="module")
def pages(document: Path) -> list[str]:
    """The text of each page as LibreOffice lays it out, without spaces."""
    pdf = pypdfium2.PdfDocument(convert(document, "pdf"))
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
    pdf.close()
    return texts


def test_its_text_comes_in_the_order_of_the_page(pages: list[str]) -> None:
    text = "".join(pages)
    parts = [
        "Studien",
        "Sámegiella",
        "Innhold",
        "Figur1.",
        "Tabell1.",
        "Rad1",
        f"Rad{ROWS}",
        "Mindre",
        "=HYPERLINK(7)",
    ]
    places = [text.find(part) for part in parts]
    assert places[0] >= 0
    assert places == sorted(places)


def test_header_rows_stand_again_and_every_page_has_its_number(pages: list[str]) -> None:
    with_rows = [text for text in pages if re.search(r"Rad\d", text)]
    assert len(with_rows) > 1
    assert all("RadAntall" in text for text in with_rows)
    assert [f"{number}/{len(pages)}" in text for number, text in enumerate(pages, 1)] == [True] * len(pages)


def test_its_headings_are_headings_at_their_levels(flat: ET.Element) -> None:
    headings = [(one.get(f"{TEXT}outline-level"), "".join(one.itertext())) for one in flat.iter(f"{TEXT}h")]
    assert headings == [("1", "Mer"), ("2", "Mindre")]


def test_its_contents_are_a_list_of_contents_and_numbered_entries_a_list(flat: ET.Element) -> None:
    (contents,) = flat.iter(f"{TEXT}table-of-content")
    assert "Mer" in "".join(contents.itertext())
    said = ["".join(one.itertext()).strip() for one in flat.iter(f"{TEXT}list-item")]
    assert said == ["Ett", "Først", "Så"]


def test_a_figure_keeps_its_alternate_text(flat: ET.Element) -> None:
    assert "Figur 1. Et tall. Én søyle på 7." in [
        "".join(one.itertext()) for one in flat.iter() if one.tag.endswith("}desc")
    ]


def test_a_remark_stays_with_its_text_through_libreoffice(document: Path, tmp_path: Path) -> None:
    given = docx.Document(str(document))
    (paragraph,) = [one for one in given.paragraphs if one.text == REMARKED]
    given.add_comment(paragraph.runs, text=SAID, author="Leser", initials="L")
    given.save(str(tmp_path / "remarked.docx"))
    again = docx.Document(io.BytesIO(convert(tmp_path / "remarked.docx", "docx")))
    assert [one.text for one in again.comments] == [SAID]
    assert remarked(again) == REMARKED


def remarked(document: docx.document.Document) -> str:
    """The text between the two marks of a remark."""
    (start,) = document.element.iter(qn("w:commentRangeStart"))
    text = ""
    for one in start.itersiblings():
        if one.tag == qn("w:commentRangeEnd"):
            return text
        text += "".join(part.text or "" for part in one.iter(qn("w:t")))
    return "its end is elsewhere"

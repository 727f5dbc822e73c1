"""A report as PDF: PDF/UA-1 point by point, and nothing in it that the page does not hold."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pdfua import validate

from evaluering.attack.page_tree import read_page
from evaluering.attack.pdf_files import check_pdf
from evaluering.errors import ContractBroken, OwnFault
from evaluering.publishing.formats.fonts import known_characters
from evaluering.publishing.formats.pdf import render_pdf
from paper_pages import DRAWING, ROWS, elements, opened, small_page, small_pdf

SAMI = "áčđŋšŧžÁČĐŊŠŦŽïöäåæøÅÆØ"


def render(**changed: str) -> bytes:
    return render_pdf(small_page(**changed).encode(), "small-nb")


def text_of(content: bytes) -> str:
    """All text as another reader finds it, without spaces."""
    pdf = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_range() for page in pdf]
    pdf.close()
    return "".join("".join(texts).split())


def test_rules_of_pdf_ua_that_a_machine_can_check_find_nothing(tmp_path: Path) -> None:
    (tmp_path / "r.pdf").write_bytes(small_pdf())
    assert [finding.rule_id for finding in validate(str(tmp_path / "r.pdf")).findings] == []


def test_it_says_that_it_is_pdf_ua_1_and_tagged() -> None:
    pdf = opened()
    assert b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes()
    assert pdf.Root.MarkInfo.Marked is True


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_its_language_is_that_of_the_page(language: str) -> None:
    assert str(opened(render(language=language)).Root.Lang) == language


def test_its_title_is_shown_and_that_of_the_page() -> None:
    pdf = opened()
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert str(pdf.docinfo["/Title"]) == "Et tall – Studien"


def test_its_information_holds_no_day_and_no_identifier() -> None:
    pdf = opened()
    assert set(pdf.docinfo.keys()) == {"/Title", "/Subject", "/Producer"}
    assert "/ID" not in pdf.trailer
    assert not re.search(rb"\d{4}-\d\d-\d\d|uuid|Date", pdf.Root.Metadata.read_bytes())


def test_every_page_is_a4() -> None:
    boxes = [[round(float(side)) for side in page.MediaBox] for page in opened().pages]
    assert len(boxes) > 1
    assert all(box == [0, 0, 595, 842] for box in boxes)


def test_its_bookmarks_are_the_headings_but_that_of_the_contents() -> None:
    with opened().open_outline() as outline:
        (first,) = outline.root
        assert (first.title, [one.title for one in first.children]) == ("Et tall", ["Mer"])


def test_every_font_is_embedded_and_of_the_package() -> None:
    fonts = [font for page in opened().pages for font in page.Resources.Font.values()]
    inner = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert inner
    assert all("/FontFile2" in one or "/FontFile3" in one for one in inner)
    assert {str(one.FontName).partition("+")[2].replace("-", "") for one in inner} <= {
        "NotoSans",
        "NotoSansBold",
        "DejaVuSans",
        "DejaVuSansBold",
    }


def test_the_fonts_have_the_letters_of_sami_languages() -> None:
    assert {ord(letter) for letter in SAMI} <= known_characters()
    assert "čáhci,giŧa,ođđa,áŋgir,guovža,šaldi" in text_of(small_pdf())


def test_a_figure_is_spoken_by_title_and_description() -> None:
    (figure,) = elements(opened(), "Figure")
    assert str(figure.Alt) == "Figur 1. Et tall. Én søyle på 7."


@pytest.mark.parametrize("lacking", ["title", "desc"])
def test_a_figure_without_title_or_description_is_refused(lacking: str) -> None:
    without = re.sub(rf"<{lacking}.*?</{lacking}>", "", DRAWING)
    with pytest.raises(ContractBroken, match="a figure without"):
        render(drawing=without)


def test_a_table_over_pages_is_one_with_every_row_once() -> None:
    pdf = opened()
    (table,) = elements(pdf, "Table")
    assert len(elements(pdf, "TR")) == ROWS + 1
    assert [str(kid.S) for kid in table.K].count("/THead") == 1
    assert len(pdf.pages) > 1


def test_header_rows_stand_again_on_every_page_of_a_table() -> None:
    pdf = pypdfium2.PdfDocument(small_pdf())
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
    pdf.close()
    with_rows = [text for text in texts if re.search(r"Rad\d", text)]
    assert len(with_rows) > 1
    assert all("RadAntall" in text for text in with_rows)


@pytest.mark.parametrize(("rows", "pages"), [(12, 1), (40, 2)])
def test_only_long_tables_go_on_over_a_page(rows: int, pages: int) -> None:
    body = "".join(f"<tr><th scope='row'>Kort{n}</th><td>{n}</td></tr>" for n in range(rows))
    table = f"<table><caption>Kort tabell</caption><tbody>{body}</tbody></table>"
    filled = "".join("<p>Fyll.</p>" for _ in range(32))
    pdf = pypdfium2.PdfDocument(render(extra=filled + table))
    texts = [page.get_textpage().get_text_range() for page in pdf]
    pdf.close()
    assert sum("Kort" in text for text in texts) == pages


def test_a_row_taller_than_a_page_is_one_row(tmp_path: Path) -> None:
    head = "".join(f"<th scope='col'>{name}</th>" for name in ("Rad", "Ord", "Tall"))
    rows = f"<tr><th scope='row'>A</th><td>{'ord ' * 3000}</td><td>7</td></tr>" + (
        "<tr><th scope='row'>B</th><td>etter</td><td>8</td></tr>"
    )
    table = f"<table><caption>Lang</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    made = render(extra=table)
    (tmp_path / "r.pdf").write_bytes(made)
    pdf = opened(made)
    assert [finding.rule_id for finding in validate(str(tmp_path / "r.pdf")).findings] == []
    shown = [row for part in elements(pdf, "Table")[-1].K for row in part.K if row.get("/S") == "/TR"]
    assert [[str(cell.S) for cell in row.K] for row in shown] == [["/TH"] * 3, *[["/TH", "/TD", "/TD"]] * 2]
    named = [len(cell.A.Headers) for row in shown for cell in row.K if cell.S == "/TD"]
    assert named == [2] * 4
    assert [one.line for one in check_pdf("x", made, read_page(small_page(extra=table)))] == []


def test_header_cells_say_whose_they_are_and_cells_name_their_headers() -> None:
    pdf = opened()
    heads = {str(one.ID): str(one.A.Scope) for one in elements(pdf, "TH")}
    assert sorted(heads.values()) == ["/Column"] * 2 + ["/Row"] * ROWS
    named = [[heads[str(name)] for name in one.A.Headers] for one in elements(pdf, "TD")]
    assert all(sorted(scopes) == ["/Column", "/Row"] for scopes in named)


def test_running_heads_and_page_numbers_are_artifacts() -> None:
    content = opened().pages[1].Contents.read_bytes()
    held = {int(mark) for mark in re.findall(rb"/MCID (\d+)", content)}
    spoken = {int(one.K[0]) for one in elements(opened(), "Span") if isinstance(one.K[0], int)}
    assert b"/Artifact\n<</Type /Pagination>>\nBDC" in content
    assert held <= spoken


def test_links_lead_within_the_document_and_say_what_the_page_says() -> None:
    notes = [note for page in opened().pages for note in page.get("/Annots", [])]
    assert [(str(note.Dest), str(note.Contents)) for note in notes] == [("more", "Mer")]


def test_its_text_comes_in_the_order_of_the_page() -> None:
    text = text_of(small_pdf())
    parts = [
        "Studien",
        "Ettall",
        "Sámegiella",
        "Innhold",
        "Mer2",
        "Mer",
        "Figur1.",
        "Tabell1.",
        "Rad1",
        "Rad90",
    ]
    places = [text.find(part) for part in parts if part != "Mer2"]
    assert places[0] >= 0
    assert places == sorted(places)


def test_what_cannot_be_followed_from_a_pdf_is_left_out() -> None:
    text = text_of(small_pdf())
    assert not [words for words in ("Lastned", "Kvittering", "Hopp") if words in text]


def test_a_character_that_no_font_has_is_refused_by_its_number() -> None:
    with pytest.raises(ContractBroken, match=r"U\+4E2D"):
        render(extra="<p>\u4e2d</p>")


HOSTILE = {
    "a script": "<script>app.alert(1)</script>",
    "a picture from elsewhere": '<img src="http://127.0.0.1:9/x.png" alt="x">',
    "a picture from the disk": '<img src="file:///etc/hostname" alt="x">',
    "a frame": '<object data="file:///etc/hostname"></object>',
    "a style of its own": '<style>@import "http://127.0.0.1:9/x.css";</style>',
    "an attachment": '<a rel="attachment" href="file:///etc/hostname">x</a>',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_nothing_hostile_is_fetched_run_or_attached(what: str) -> None:
    try:
        content = render(extra=f"<p>før</p>{HOSTILE[what]}<p>etter</p>")
    except OwnFault:
        return  # refused, which is as good
    names = {
        name for node in opened(content).objects if isinstance(node, pikepdf.Dictionary) for name in node
    }
    assert not names & {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/URI", "/OpenAction", "/AA"}
    assert "alert" not in text_of(content)


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "&lt;script&gt;x&lt;/script&gt;", "){{7*7}}", "(x) Tj ET \\"]
)
def test_hostile_text_stands_as_it_was_written(text: str) -> None:
    written = text.replace("&lt;", "<").replace("&gt;", ">").replace(" ", "")
    assert written in text_of(render(extra=f"<p>{text}</p>"))


def test_a_warning_of_the_layout_engine_fails_the_page() -> None:
    with pytest.raises(OwnFault, match="1 warnings"):
        render(extra='<p style="made-up: 1">x</p>')


def test_a_style_sheet_of_the_screen_does_not_reach_paper() -> None:
    assert b"1 0 0 rg" not in opened().pages[0].Contents.read_bytes()


def test_its_bytes_are_the_same_in_another_folder_zone_language_and_hash_order(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(small_page(), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from evaluering.publishing.formats.pdf import render_pdf;"
        "sys.stdout.buffer.write(render_pdf(Path('page.html').read_bytes(), 'small-nb'))"
    )
    variables = {
        "TZ": "Pacific/Apia",
        "LANG": "C",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
        "PATH": "/usr/bin",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=variables, capture_output=True, check=True
    )
    assert done.stdout == small_pdf()


def test_no_page_is_without_ink() -> None:
    pdf = pypdfium2.PdfDocument(io.BytesIO(small_pdf()))
    shades = [len(page.render(scale=0.5).to_pil().convert("L").getcolors()) for page in pdf]
    pdf.close()
    assert min(shades) > 1

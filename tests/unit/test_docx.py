"""A report as a Word document: styles, structure, languages, properties, and nothing beyond its page."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from PIL import Image

from evaluering.attack.docx_files import check_docx
from evaluering.attack.known import Known
from evaluering.errors import ContractBroken, EnvironmentProblem, OwnFault
from evaluering.publishing.formats import pandoc
from evaluering.publishing.formats.docx import render_docx
from evaluering.publishing.formats.docx_parts import digests_of_parts
from evaluering.publishing.formats.pictures import pictures_of
from paper_pages import DRAWING, ROWS, small_docx, small_page

A4 = (210, 297)
FIXED = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    "word/document.xml",
    "word/footer.xml",
    "word/numbering.xml",
    "word/settings.xml",
    "word/styles.xml",
}
EXTRA = (
    '<p class="note">Se <a href="#table-1">tabell 1</a> og <a href="https://doi.org/10.1/x">DOI</a>.</p>'
    '<p><span lang="en">An English title</span></p><h3 id="less">Mindre</h3>'
    "<ul><li>Ett<ul><li>Under</li></ul></li></ul><ol><li>Først</li><li>Så</li></ol><ol><li>Igjen</li></ol>"
    "<blockquote><p>«Sitat»</p></blockquote>"
    '<dl class="colophon"><div><dt>Utgiver</dt><dd>Huset</dd></div></dl>'
    '<p>Skjult: <span class="mark"><abbr title="skjult">:</abbr><span class="spoken">skjult</span></span></p>'
)
HEAD = (
    '<meta name="dcterms.publisher" content="Huset"><meta name="dcterms.creator" content="Kari Prøve">'
    '<meta name="dcterms.creator" content="Ola Test"><meta name="dcterms.subject" content="læring">'
)


def made(page: str) -> bytes:
    return render_docx(page.encode(), "small-nb")


@cache
def rich() -> Document:
    """A document with everything that pages hold."""
    page = small_page(extra=EXTRA).replace("<title>", f"{HEAD}<title>")
    return docx.Document(io.BytesIO(made(page)))


def part(content: bytes, name: str) -> str:
    with ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode("utf-8")


def styled(document: Document, style: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name == style]


def found(document: Document, name: str) -> Iterator[Any]:
    yield from document.element.iter(qn(name))


def text_of(content: bytes) -> str:
    return "\n".join(
        "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
        for paragraph in found(docx.Document(io.BytesIO(content)), "w:p")
    )


def test_its_title_and_headings_have_the_styles_of_word() -> None:
    assert styled(rich(), "Title") == ["Et tall"]
    assert styled(rich(), "Heading 1") == ["Mer"]
    assert styled(rich(), "Heading 2") == ["Mindre"]


def test_every_style_that_is_used_is_declared() -> None:
    declared = {one.style_id for one in rich().styles}
    used = {
        one.get(qn("w:val")) for name in ("w:pStyle", "w:rStyle", "w:tblStyle") for one in found(rich(), name)
    }
    assert used <= declared
    assert len(used) > 15


def test_its_pages_are_a4_with_the_number_of_each_page() -> None:
    (section,) = rich().sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == A4
    instructions = [one.text.strip() for one in section.footer.paragraphs[0]._p.iter(qn("w:instrText"))]
    assert instructions == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(("language", "named"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_its_language_is_that_of_the_page(language: str, named: str) -> None:
    content = made(small_page(language=language))
    assert f'<w:lang w:val="{named}"' in part(content, "word/styles.xml")
    assert f"<dc:language>{named}</dc:language>" in part(content, "docProps/core.xml")


def test_a_text_in_another_language_says_so() -> None:
    runs = [one for one in found(rich(), "w:r") if one.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None]
    said = [(run.text, run.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:val"))) for run in runs]
    assert said == [("An English title", "en-GB")]


def test_a_table_is_one_with_its_caption_above_and_header_rows_that_are_repeated() -> None:
    (table,) = rich().tables
    assert (len(table.rows), len(table.columns)) == (ROWS + 1, 2)
    heads = [
        number for number, row in enumerate(table.rows) if row._tr.find(f".//{qn('w:tblHeader')}") is not None
    ]
    assert heads == [0]
    before = table._tbl.getprevious()
    assert before.style == "Caption"
    assert "".join(one.text for one in before.iter(qn("w:t"))) == "Tabell 1. Tallene"


def test_no_cell_is_merged_and_numbers_are_aligned_to_the_right() -> None:
    (table,) = rich().tables
    assert not list(found(rich(), "w:gridSpan")) + list(found(rich(), "w:vMerge"))
    sides = {
        (place, str(cell.paragraphs[0].alignment))
        for row in table.rows
        for place, cell in enumerate(row.cells)
    }
    assert sides == {(0, "LEFT (0)"), (1, "RIGHT (2)")}


def test_columns_fill_the_width_of_the_text() -> None:
    widths = [int(one.get(qn("w:w"))) for one in found(rich(), "w:gridCol")]
    (section,) = rich().sections
    text = section.page_width - section.left_margin - section.right_margin
    assert sum(widths) == round(text / 635)  # of these units there are 635 in a twentieth of a point
    assert min(widths) > 0


def widths_of(*headers: str, cells: str = "1") -> list[int]:
    """The widths of the columns of a table with these headers and a row of the same cells."""
    heads = "".join(f'<th scope="col">{one}</th>' for one in headers)
    row = "".join(f"<td>{cells}</td>" for _ in headers)
    table = f"<table><caption>T</caption><thead><tr>{heads}</tr></thead><tbody><tr>{row}</tr></tbody></table>"
    content = made(small_page().replace("<table>", f"{table}<table>"))
    first = docx.Document(io.BytesIO(content)).tables[0]
    return [int(one.get(qn("w:w"))) for one in first._tbl.iter(qn("w:gridCol"))]


def test_a_column_has_room_for_its_longest_word_and_longer_texts_get_the_rest() -> None:
    name, number = widths_of("Namn", "Kommunesamanslåingar i alt, etter søknad")
    # 105 for each letter of the longest word, and 200 beside it.
    assert name >= 4 * 105 + 200
    assert number > 20 * 105 + 200


def test_columns_with_more_than_a_page_has_room_for_share_it_by_their_longest_words() -> None:
    widths = widths_of(*["Kommunesamanslåingar"] * 11, "Namn")
    assert sum(widths) == 9638
    assert widths[1] == 9638 * (20 * 105 + 200) // (11 * (20 * 105 + 200) + 4 * 105 + 200)


def test_a_figure_is_spoken_by_title_and_description_with_its_caption_below() -> None:
    (properties,) = found(rich(), "wp:docPr")
    assert properties.get("descr") == "Figur 1. Et tall. Én søyle på 7."
    place = [one.style.name for one in rich().paragraphs].index("Figure")
    after = rich().paragraphs[place + 1]
    assert (after.style.name, after.text) == ("Figure Caption", "Figur 1. Et tall.")


def test_a_figure_is_drawn_on_white_at_its_size_and_300_to_the_inch() -> None:
    (shape,) = rich().inline_shapes
    with ZipFile(io.BytesIO(small_docx())) as package:
        picture = Image.open(io.BytesIO(package.read("word/media/picture1.png"))).convert("RGB")
    # The drawing is 100 x 20 points, and nothing makes it larger.
    assert (round(shape.width.pt, 2), round(shape.height.pt, 2)) == (100, 20)
    assert picture.size == (2000, 400)
    assert picture.getpixel((1999, 399)) == (255, 255, 255)
    assert picture.getpixel((1300, 100)) == (0x1F, 0x4E, 0x79)


def test_a_figure_never_goes_beyond_the_page() -> None:
    (wide,) = pictures_of(DRAWING.replace("0 0 100 20", "0 0 1000 200"))
    (tall,) = pictures_of(DRAWING.replace("0 0 100 20", "0 0 100 2000"))
    assert (wide.width, wide.height) == (170 * 36000, 34 * 36000)
    assert (tall.width, tall.height) == (11 * 36000, 220 * 36000)


def test_text_in_a_figure_is_drawn_in_the_color_of_ink() -> None:
    ink = DRAWING.replace('font-size="8px"', 'font-size="8px" fill="currentColor"').replace("#1f4e79", "none")
    shades = {
        color for _, color in Image.open(io.BytesIO(pictures_of(ink)[0].png)).convert("RGB").getcolors(9999)
    }
    assert min(shades) == (0x1A, 0x1A, 0x1A)


@pytest.mark.parametrize("lacking", ["title", "desc"])
def test_a_figure_without_title_or_description_is_refused(lacking: str) -> None:
    without = re.sub(rf"<{lacking}.*?</{lacking}>", "", DRAWING)
    with pytest.raises(ContractBroken, match="a figure without"):
        made(small_page(drawing=without))


def test_every_link_within_leads_to_a_place_that_is_there() -> None:
    places = {one.get(qn("w:name")) for one in found(rich(), "w:bookmarkStart")}
    anchors = [one.get(qn("w:anchor")) for one in found(rich(), "w:hyperlink") if one.get(qn("w:anchor"))]
    assert anchors == ["more", "table-1"]
    assert set(anchors) <= places


def test_places_within_sentences_and_lists_are_led_to_as_well() -> None:
    extra = (
        '<p>Sagt før<sup><a id="from-1" href="#note-1">1</a></sup>.</p>'
        '<ol><li id="note-1" lang="en">A note <a href="#from-1">back</a></li></ol><p id="nowhere">x</p>'
    )
    document = docx.Document(io.BytesIO(made(small_page(extra=extra))))
    places = [one.get(qn("w:name")) for one in found(document, "w:bookmarkStart")]
    assert places == ["more", "from-1", "note-1"]
    (raised,) = found(document, "w:vertAlign")
    assert raised.get(qn("w:val")) == "superscript"


@pytest.mark.parametrize("name", ["references", "notes"])
def test_works_and_footnotes_bear_the_numbers_of_the_page_and_no_others(name: str) -> None:
    entries = '<li id="w-1"><span>1</span> Et verk</li><li id="w-2"><span>2</span> Et til</li>'
    page = small_page(extra=f'<p><a href="#w-2">(2)</a></p><ol class="{name}">{entries}</ol>')
    content = made(page)
    paragraphs = [one for one in docx.Document(io.BytesIO(content)).paragraphs if "Et " in one.text]
    shown = [one for one in paragraphs if one.style.name == "List Number"]
    assert [one.text for one in shown] == ["1 Et verk", "2 Et til"]
    assert [one._p.pPr.numPr for one in shown] == [None, None]
    known = Known((), {}, (), document_parts={"nb": digests_of_parts("nb")})
    assert list(check_docx("x", content, page, known)) == []


def test_a_link_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(OwnFault, match="1 links that lead nowhere"):
        made(small_page(extra='<p><a href="#gone">x</a></p>'))


def test_sections_within_sections_are_contents_one_level_down() -> None:
    entry = '<li><a href="#more">Mer</a></li>'
    nested = '<li><a href="#more">Mer</a>\n<ul><li><a href="#less">Mindre</a></li></ul></li>'
    page = small_page(extra='<h3 id="less">Mindre</h3>')
    assert entry in page
    document = docx.Document(io.BytesIO(made(page.replace(entry, nested))))
    assert (styled(document, "toc 1"), styled(document, "toc 2")) == (["Mer"], ["Mindre"])


def test_the_contents_are_there_at_once_and_are_a_list_that_word_can_renew() -> None:
    assert (styled(rich(), "TOC Heading"), styled(rich(), "toc 1")) == (["Innhold"], ["Mer"])
    assert [one.text.strip() for one in found(rich(), "w:instrText")] == ['TOC \\o "1-3" \\h \\z \\u']
    assert [one.get(qn("w:fldCharType")) for one in found(rich(), "w:fldChar")] == [
        "begin",
        "separate",
        "end",
    ]


def test_each_numbered_list_begins_anew_and_bullets_are_one_list() -> None:
    lists = [one.get(qn("w:val")) for one in found(rich(), "w:numId")]
    assert lists == ["1", "1", "2", "2", "3"]


def test_the_sign_for_a_hidden_number_stands_without_the_words_for_listeners() -> None:
    assert "Skjult: :" in [one.text for one in rich().paragraphs]


def test_what_cannot_be_followed_from_a_document_is_left_out() -> None:
    text = text_of(small_docx())
    assert not [words for words in ("Last ned", "Kvittering", "Hopp") if words in text]


def test_its_properties_tell_title_authors_publisher_and_keywords() -> None:
    told = rich().core_properties
    assert (told.title, told.author, told.keywords) == ("Et tall – Studien", "Kari Prøve; Ola Test", "læring")
    content = made(small_page().replace("<title>", f"{HEAD}<title>"))
    assert "<Company>Huset</Company>" in part(content, "docProps/app.xml")


def test_it_holds_no_day_no_revision_and_no_name_of_a_user() -> None:
    told = rich().core_properties
    assert (told.created, told.modified, told.last_modified_by, told.revision) == (None, None, "", 0)
    with ZipFile(io.BytesIO(small_docx())) as package:
        content = b"".join(package.read(one) for one in package.namelist())
        days = {one.date_time for one in package.infolist()}
    assert days == {(1980, 1, 1, 0, 0, 0)}
    assert not re.search(rb"rsid|w:ins |w:del |w:comment|pandoc|\d{4}-\d\d-\d\dT", content)


def test_its_parts_are_those_of_every_document_and_its_pictures_in_order_and_not_packed() -> None:
    with ZipFile(io.BytesIO(small_docx())) as package:
        names = package.namelist()
        assert {one.compress_type for one in package.infolist()} == {ZIP_STORED}
    assert names == sorted(names)
    assert set(names) == FIXED | {"word/media/picture1.png"}


def test_every_part_has_a_type_and_everything_that_leads_leads_to_a_part() -> None:
    with ZipFile(io.BytesIO(small_docx())) as package:
        names = set(package.namelist())
        types = ET.fromstring(package.read("[Content_Types].xml"))
        leads = ET.fromstring(package.read("word/_rels/document.xml.rels"))
    typed = {one.get("PartName", "").lstrip("/") for one in types} | {
        "_rels/.rels",
        "word/_rels/document.xml.rels",
    }
    assert {name for name in names if name.endswith(".xml")} - {"[Content_Types].xml"} <= typed
    assert {f"word/{one.get('Target')}" for one in leads} <= names


def test_its_text_comes_in_the_order_of_the_page() -> None:
    text = text_of(small_docx())
    parts = [
        "Studien",
        "Et tall",
        "Sámegiella",
        "Innhold",
        "Figur 1.",
        "Tabell 1.",
        "Rad 1\n3\n",
        f"Rad {ROWS}",
        "Huset",
    ]
    places = [text.find(part) for part in parts]
    assert places[0] >= 0
    assert places == sorted(places)


def test_nothing_outside_is_led_to_but_by_links_of_the_page() -> None:
    leads = ET.fromstring(part(made(small_page(extra=EXTRA)), "word/_rels/document.xml.rels"))
    outside = [one.get("Target") for one in leads if one.get("TargetMode") == "External"]
    assert outside == ["https://doi.org/10.1/x"]


HOSTILE = {
    "a script": "<script>alert(1)</script>",
    "a picture from elsewhere": '<img src="http://127.0.0.1:9/x.png" alt="x">',
    "a picture from the disk": '<img src="file:///etc/hostname" alt="x">',
    "a picture within": '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="x">',
    "a frame": '<object data="file:///etc/hostname"></object>',
    "an embedded page": '<iframe src="file:///etc/hostname"></iframe>',
    "a style of its own": '<style>@import "http://127.0.0.1:9/x.css";</style>',
    "a formula": "<math><mi>x</mi></math>",
    "text outside a paragraph": "<div>loose</div>",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_no_page_holds_is_refused_and_not_handed_to_pandoc(what: str) -> None:
    with pytest.raises(OwnFault, match="small-nb as DOCX"):
        made(small_page(extra=HOSTILE[what]))


TEXTS = (
    "<script>alert(1)</script>",
    "</td><svg/onload=alert(1)>",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "`<w:p/>`{=openxml}",
    "[x](javascript:alert(1))",
    "![x](file:///etc/passwd)",
    "a \\| b | c **d** _e_ # f",
    '=HYPERLINK("http://x.example")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{ HYPERLINK x } { DDEAUTO c:\\windows } { TOC }",
    "$x^2$ \\(y\\) [@ref] ^[note] ~sub~",
    "{{7*7}}{% include 'x' %}${7*7}",
    "http://x.example/ and mailto:x",
    "&amp; &#x3c; ]]> <!-- x --> <?x y?>",
    "::: {custom-style=Title}",
    "- [ ] x  1. y",
)


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_stands_everywhere_as_it_was_written(text: str) -> None:
    said = escape(text)
    extra = (
        f'<h2 id="x">{said}</h2><p>{said}</p><ul><li>{said}</li></ul><table><caption>{said}</caption><thead>'
        f'<tr><th scope="col">{said}</th></tr></thead><tbody><tr><th scope="row">{said}</th></tr></tbody>'
        "</table>"
    )
    drawing = DRAWING.replace("Én søyle på 7.", said)
    content = made(small_page(extra=extra, drawing=drawing).replace("<title>Et tall", f"<title>{said}"))
    written = " ".join(text.split())
    lines = [" ".join(one.split()) for one in text_of(content).split("\n")]
    assert lines.count(written) == 6
    document = docx.Document(io.BytesIO(content))
    assert [one.get("descr") for one in found(document, "wp:docPr")] == [f"Figur 1. Et tall. {written}"]
    assert document.core_properties.title.startswith(text)
    assert 'TargetMode="External"' not in part(content, "word/_rels/document.xml.rels")
    assert len(list(found(document, "w:instrText"))) == 1


LEADING_OUT = {
    "a picture": '<image href="/etc/hostname" width="9" height="9"/>',
    "a link": '<a href="https://x.example"><text>x</text></a>',
    "a style": "<style>@import 'x'</style>",
    "a script": "<script>alert(1)</script>",
    "foreign content": "<foreignObject><p>x</p></foreignObject>",
    "a pattern from elsewhere": '<rect fill="url(file:///etc/x.svg#y)" width="9" height="9"/>',
}


@pytest.mark.parametrize("what", LEADING_OUT)
def test_a_drawing_that_leads_out_of_itself_is_not_drawn(what: str) -> None:
    with pytest.raises(OwnFault, match="lines and texts alone"):
        pictures_of(DRAWING.replace("</svg>", f"{LEADING_OUT[what]}</svg>"))


def test_its_bytes_are_the_same_in_another_folder_zone_language_hash_order_and_with_a_users_own_pandoc(
    tmp_path: Path,
) -> None:
    (tmp_path / "page.html").write_text(small_page(), encoding="utf-8")
    for folder in (".pandoc", ".local/share/pandoc"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "reference.docx").write_bytes(b"not a document")
    code = (
        "import sys; from pathlib import Path; from evaluering.publishing.formats.docx import render_docx;"
        "sys.stdout.buffer.write(render_docx(Path('page.html').read_bytes(), 'small-nb'))"
    )
    variables = {
        "TZ": "Pacific/Apia",
        "LANG": "C",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
        "PATH": "/bin",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=variables, capture_output=True, check=True
    )
    assert done.stdout == small_docx()


def test_a_machine_without_pandoc_is_told_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "docx_libraries", lambda: {"pandoc": "", "resvg-py": "0.5"})
    with pytest.raises(EnvironmentProblem, match=r"(?s)no pandoc.*pip install 'evaluering\[docx\]'"):
        made(small_page())


def test_a_page_that_pandoc_fails_on_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "_READER", "html+made_up")
    with pytest.raises(OwnFault, match="nothing to say of"):
        made(small_page())

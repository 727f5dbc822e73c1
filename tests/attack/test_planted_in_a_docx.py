"""Whatever is planted in a report's Word document is found: in texts, pictures, properties and parts."""

import io
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from evaluering.attack import CannotDraw, docx_pictures
from evaluering.attack.announced import Record
from evaluering.attack.docx_files import check_docx, readable_docx
from evaluering.attack.found import Kind
from evaluering.attack.known import Known
from evaluering.attack.release import attack_files
from evaluering.attack.traces import Watch
from evaluering.publishing.formats.docx import render_docx
from evaluering.publishing.formats.docx_parts import digests_of_parts, packed
from paper_pages import small_page

EXTRA = (
    '<p class="note">Se <a href="#table-1">tabell 1</a> og <a href="https://doi.org/10.1/x">DOI</a>.</p>'
    '<p>Sagt<sup><a id="from-1" href="#note-1">1</a></sup>.</p><ol><li id="note-1" lang="en">A note</li></ol>'
    "<ul><li>Ett</li></ul><ol><li>Først</li><li>Så</li></ol><ol><li>Igjen</li></ol>"
)
PAGE = small_page(extra=EXTRA).replace(
    "<title>",
    '<meta name="dcterms.publisher" content="Huset"><meta name="dcterms.creator" content="A B"><title>',
)
KNOWN = Known((), {}, (), document_parts={"nb": digests_of_parts("nb")})
BODY, CORE, APP = "word/document.xml", "docProps/core.xml", "docProps/app.xml"
LEADS = "word/_rels/document.xml.rels"
PICTURE = "word/media/picture1.png"
Change = Callable[[dict[str, bytes]], None]


@cache
def parts() -> Mapping[str, bytes]:
    with ZipFile(io.BytesIO(render_docx(PAGE.encode(), "small-nb"))) as package:
        return {name: package.read(name) for name in package.namelist()}


def found(content: bytes, page: str = PAGE) -> set[Kind]:
    return {one.kind for one in check_docx("small-nb/report.docx", content, page, KNOWN)}


def planted(change: Change) -> set[Kind]:
    changed = dict(parts())
    change(changed)
    assert changed != parts()
    return found(packed(changed))


def swap(name: str, old: str, new: str) -> Change:
    def change(changed: dict[str, bytes]) -> None:
        assert old.encode() in changed[name], f"{old!r} is not in {name}"
        changed[name] = changed[name].replace(old.encode(), new.encode(), 1)

    return change


def into(name: str, content: str) -> Change:
    return lambda changed: changed.__setitem__(name, content.encode())


def text_chunk(png: bytes) -> bytes:
    """The picture with a remark in it, which no viewer shows."""
    said = b"tEXtComment\0n = 7"
    chunk = (len(said) - 4).to_bytes(4, "big") + said + zlib.crc32(said).to_bytes(4, "big")
    return png[:33] + chunk + png[33:]


def test_a_document_as_it_was_made_holds_nothing_unexplained() -> None:
    # All that follows rests on it: what is found is the plant.
    assert found(packed(parts())) == set()


def test_places_with_names_that_word_cannot_have_are_explained_too() -> None:
    long = "a-name-of-a-place-that-is-longer-than-forty-letters"
    extra = f'<h3 id="{long}">A</h3><p id="7">B <a href="#{long}">A</a> <a href="#7">B</a></p>'
    page = small_page(extra=extra)
    assert found(render_docx(page.encode(), "small-nb"), page) == set()


REMARK = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
PLANTS: dict[str, tuple[Change, set[Kind]]] = {
    "another number in a cell": (swap(BODY, ">270<", ">271<"), {Kind.NUMBER, Kind.TABLE}),
    "a space within a number": (swap(BODY, ">270<", ">27 0<"), {Kind.NUMBER, Kind.TABLE}),
    "a number in a sentence": (swap(BODY, "Et tall.</w:t>", "Et tall. 7</w:t>"), {Kind.NUMBER}),
    "a word in a heading": (swap(BODY, ">Mer</w:t></w:r></w:p>", ">Mer her</w:t></w:r></w:p>"), {Kind.TEXT}),
    "a paragraph more": (
        swap(BODY, "<w:sectPr>", "<w:p><w:r><w:t>7 personer</w:t></w:r></w:p><w:sectPr>"),
        {Kind.NUMBER},
    ),
    "a heading that is none": (swap(BODY, 'w:val="Heading1"', 'w:val="BodyText"'), {Kind.TEXT}),
    "a number in an alternate text": (swap(BODY, "Én søyle på 7.", "Én søyle på 8."), {Kind.NUMBER}),
    "a number in the spoken caption of a table": (
        swap(BODY, 'tblCaption w:val="Tabell 1.', 'tblCaption w:val="Tabell 1, n = 7.'),
        {Kind.TABLE},
    ),
    "a number in the name of a picture": (swap(BODY, "Picture 1", "Picture 17"), {Kind.ATTRIBUTE}),
    "a picture of another size": (swap(BODY, 'cx="1270000"', 'cx="1270007"'), {Kind.ATTRIBUTE}),
    "a column of another width": (swap(BODY, '<w:gridCol w:w="', '<w:gridCol w:w="7'), {Kind.TABLE}),
    "a cell of another width": (swap(BODY, '<w:tcW w:w="', '<w:tcW w:w="7'), {Kind.TABLE}),
    "hidden text": (swap(BODY, "<w:r><w:t", "<w:r><w:rPr><w:vanish/></w:rPr><w:t"), {Kind.ELEMENT}),
    "a tracked change": (
        swap(BODY, "<w:sectPr>", '<w:p><w:ins w:author="A" w:id="1"><w:r/></w:ins></w:p><w:sectPr>'),
        {Kind.ELEMENT},
    ),
    "a mark of who revised": (swap(BODY, "<w:p>", '<w:p w:rsidR="00A10FD9">'), {Kind.ELEMENT}),
    "a field that fetches": (
        swap(BODY, ' TOC \\o "1-3" \\h \\z \\u ', ' INCLUDETEXT "http://x.example" '),
        {Kind.ELEMENT},
    ),
    "a place named after a number": (swap(BODY, 'w:name="table-1"', 'w:name="n7"'), {Kind.ELEMENT}),
    "a place with another number": (
        swap(BODY, 'bookmarkStart w:id="0"', 'bookmarkStart w:id="70"'),
        {Kind.ELEMENT},
    ),
    "a list with another number": (
        swap(BODY, '<w:numId w:val="2"/>', '<w:numId w:val="7"/>'),
        {Kind.ELEMENT},
    ),
    "a text beside the runs": (swap(BODY, "<w:body>", "<w:body>n = 7"), {Kind.ELEMENT}),
    "a comment in the markup": (swap(BODY, "<w:body>", "<w:body><!-- n = 7 -->"), {Kind.UNREADABLE}),
    "an instruction in the markup": (swap(BODY, "<w:body>", "<w:body><?n 7?>"), {Kind.UNREADABLE}),
    "a namespace that tells something": (
        swap(BODY, "<w:body>", '<w:body xmlns:n="n = 7">'),
        {Kind.UNREADABLE},
    ),
    "another language": (
        swap(BODY, "<w:r><w:t", '<w:r><w:rPr><w:lang w:val="x7"/></w:rPr><w:t'),
        {Kind.ATTRIBUTE},
    ),
    "a link elsewhere": (swap(LEADS, "https://doi.org/10.1/x", "https://example.org/7"), {Kind.ADDRESS}),
    "a link within to another place": (swap(BODY, 'anchor="more"', 'anchor="table-1"'), {Kind.ADDRESS}),
    "a template to fetch": (
        swap(
            LEADS,
            "</Relationships>",
            '<Relationship Id="t" Type="x" Target="http://x.example"/></Relationships>',
        ),
        {Kind.ADDRESS},
    ),
    "a number in the title": (swap(CORE, "Et tall", "7 tall"), {Kind.NUMBER}),
    "a day it was made": (
        swap(CORE, "</dc:title>", "</dc:title><dc:date>2026-11-20</dc:date>"),
        {Kind.NUMBER},
    ),
    "the name of whoever saved it": (swap(CORE, ">A B<", ">C D<"), {Kind.TEXT}),
    "a count of words": (swap(APP, "</Company>", "</Company><Words>700</Words>"), {Kind.NUMBER}),
    "a property of its own": (into("docProps/custom.xml", "<Properties/>"), {Kind.UNKNOWN_FILE}),
    "remarks": (into("word/comments.xml", REMARK), {Kind.UNKNOWN_FILE}),
    "a header": (into("word/header1.xml", "<w:hdr/>"), {Kind.UNKNOWN_FILE}),
    "a picture of its first page": (into("docProps/thumbnail.jpeg", "x"), {Kind.UNKNOWN_FILE}),
    "a program": (into("word/vbaProject.bin", "x"), {Kind.UNKNOWN_FILE}),
    "a number in the footer": (swap("word/footer.xml", " / ", " / 7 "), {Kind.STYLE}),
    "a style with a telling name": (swap("word/styles.xml", 'w:val="Lead"', 'w:val="n = 7"'), {Kind.STYLE}),
    "a setting": (swap("word/settings.xml", "</w:settings>", "<w:docVars/></w:settings>"), {Kind.STYLE}),
    "a part that is not there": (lambda changed: changed.__delitem__("word/styles.xml"), {Kind.MISSING_FILE}),
    "a remark in a picture": (
        lambda changed: changed.__setitem__(PICTURE, text_chunk(changed[PICTURE])),
        {Kind.OTHER_BYTES},
    ),
}


@pytest.mark.parametrize("what", PLANTS)
def test_what_is_planted_in_a_document_is_found(what: str) -> None:
    change, kinds = PLANTS[what]
    assert kinds <= planted(change)


def test_a_picture_of_other_numbers_is_found() -> None:
    other = render_docx(PAGE.replace("L 70 0", "L 71 0").encode(), "small-nb")
    assert found(other) == {Kind.OTHER_BYTES}


def test_bytes_before_and_after_the_package_are_found() -> None:
    content = packed(parts())
    assert Kind.ELEMENT in found(content + b"7 personer")
    assert Kind.ELEMENT in found(b"7 personer" + content)


def test_a_remark_on_the_package_and_a_day_of_a_part_are_found() -> None:
    stream = io.BytesIO(packed(parts()))
    with ZipFile(stream, "a") as package:
        package.comment = b"n = 7"
    assert Kind.ELEMENT in found(stream.getvalue())
    again = io.BytesIO()
    with ZipFile(again, "w") as package:
        for name in sorted(parts()):
            package.writestr(name, parts()[name])
    assert found(again.getvalue()) == {Kind.ELEMENT}


def test_a_part_that_stands_twice_is_found() -> None:
    stream = io.BytesIO(packed(parts()))
    with ZipFile(stream, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr(CORE, parts()[CORE])
    assert Kind.ELEMENT in found(stream.getvalue())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", packed({"x": b"y"}), b"<html></html>"])
def test_what_is_no_whole_document_is_unreadable_and_no_error(content: bytes) -> None:
    assert Kind.UNREADABLE in found(content)


def test_a_packed_document_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        package.writestr(BODY, b"0" * 10_000_000)
    assert found(stream.getvalue()) == {Kind.UNREADABLE}


def test_a_document_beside_another_page_is_found() -> None:
    assert {Kind.NUMBER, Kind.TABLE} <= found(packed(parts()), PAGE.replace("Rad 7<", "Rad 70<"))


def test_pictures_that_cannot_be_drawn_again_end_the_attack_and_do_not_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(docx_pictures, "_PACKAGE", "no-such-package")
    with pytest.raises(CannotDraw, match="no-such-package"):
        found(packed(parts()))


def test_pictures_that_another_version_drew_are_not_compared_but_told() -> None:
    known = Known((), {}, (), record=Record(libraries={"resvg-py": "0.0.1"}))
    with pytest.raises(CannotDraw, match=r"resvg-py 0\.0\.1"):
        list(check_docx("r.docx", packed(parts()), PAGE, known))


def test_a_planted_text_split_over_runs_is_found() -> None:
    changed = dict(parts())
    swap(BODY, "<w:sectPr>", "<w:p><w:r><w:t>KANARI</w:t></w:r><w:r><w:t>-7f3a</w:t></w:r></w:p><w:sectPr>")(
        changed
    )
    content = packed(changed)
    assert b"KANARI-7f3a" in readable_docx(content)
    files = {"r/report.docx": content}
    kinds = {one.kind for one in attack_files(files, Known((), {"nb": {}}, ()), Watch(("KANARI-7f3a",)))}
    assert Kind.CANARY in kinds


def test_no_finding_repeats_what_was_found() -> None:
    changed = dict(parts())
    swap(CORE, "Et tall", "7 personer")(changed)
    swap(BODY, "<w:p>", '<w:p w:rsidR="7personer">')(changed)
    lines = [one.line for one in check_docx("small-nb/report.docx", packed(changed), PAGE, KNOWN)]
    assert len(lines) > 1
    assert not [line for line in lines if "personer" in line]

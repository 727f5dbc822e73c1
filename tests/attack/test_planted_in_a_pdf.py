"""Whatever is planted in a report's PDF is found: in texts, figures, entries and metadata."""

import io
import re
import zlib
from collections.abc import Callable

import pikepdf
import pytest

from evaluering.attack.found import Kind
from evaluering.attack.known import Known
from evaluering.attack.page_tree import read_page
from evaluering.attack.pdf_files import check_pdf, readable
from evaluering.attack.release import attack_files
from evaluering.attack.traces import Watch
from paper_pages import elements, small_page, small_pdf

PAGE = read_page(small_page())


def found(content: bytes) -> set[Kind]:
    return {one.kind for one in check_pdf("small-nb/report.pdf", content, PAGE)}


def saved(pdf: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    # The library adds an identifier, which would itself be found; blanks keep every offset.
    return re.sub(rb"/ID \[[^\]]*\]", lambda match: b" " * len(match[0]), stream.getvalue())


def planted(change: Callable[[pikepdf.Pdf], None]) -> set[Kind]:
    pdf = pikepdf.open(io.BytesIO(small_pdf()))
    change(pdf)
    return found(saved(pdf))


def test_a_pdf_as_it_was_made_holds_nothing_unexplained() -> None:
    assert found(small_pdf()) == set()


def test_a_pdf_that_was_only_saved_again_is_still_explained() -> None:
    # All that follows rests on it: what is found is the plant.
    assert planted(lambda _: None) == set()


def in_content(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        assert old in content
        pdf.pages[0].Contents.write(content.replace(old, new, 1))

    return change


def alt(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[0].Alt = pikepdf.String("Figur 1. Et tall. Én søyle på 8.")


def entry(name: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.Root.__setitem__(name, value)


def information(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Keywords"] = pikepdf.String("n = 7")


def bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("7 personer")


def address(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org/7"))
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    pdf.pages[0].Annots.append(pdf.make_indirect(note))


def remark(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[0, 0, 9, 9],
        Contents=pikepdf.String("n = 7"),
    )
    pdf.pages[0].Annots.append(pdf.make_indirect(note))


def attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["rows.csv"] = pikepdf.AttachedFileSpec(pdf, b"a,b\n1,2\n", filename="rows.csv")


def metadata(pdf: pikepdf.Pdf) -> None:
    content = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(content.replace(b"Om tallet.", b"Om tallet, 7."))


def language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("en")


def picture(pdf: pikepdf.Pdf) -> None:
    image = pikepdf.Stream(pdf, zlib.compress(b"\0"))
    for name, value in {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": 1,
        "/Height": 1,
        "/BitsPerComponent": 8,
        "/ColorSpace": pikepdf.Name.DeviceGray,
    }.items():
        image[name] = value
    pdf.pages[0].Resources.XObject["/Im0"] = image
    content = pdf.pages[0].Contents.read_bytes()
    pdf.pages[0].Contents.write(content + b"\n/Im0 Do")


def page_more(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(595, 842))


def script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(7)"))


PLANTS: dict[str, tuple[Callable[[pikepdf.Pdf], None], set[Kind]]] = {
    "a number in an alternate text": (alt, {Kind.NUMBER}),
    "an entry of the information": (information, {Kind.ELEMENT, Kind.NUMBER}),
    "a bookmark": (bookmark, {Kind.NUMBER}),
    "an address elsewhere": (address, {Kind.ADDRESS}),
    "a remark on a page": (remark, {Kind.ADDRESS, Kind.NUMBER}),
    "an attached file": (attached, {Kind.SCRIPT, Kind.ELEMENT}),
    "a number in the metadata": (metadata, {Kind.NUMBER}),
    "another language": (language, {Kind.ATTRIBUTE}),
    "something that runs when it is opened": (entry("/OpenAction", script()), {Kind.SCRIPT, Kind.ELEMENT}),
    "an entry that no document of ours has": (
        entry("/Extra", pikepdf.String("x")),
        {Kind.ELEMENT, Kind.TEXT},
    ),
    "a bar of another length": (in_content(b"70 0 l", b"71.5 0 l"), {Kind.COORDINATE}),
    "a text drawn twice": (in_content(b"TJ", b"TJ [<0013>0] TJ"), {Kind.NUMBER}),
    "a text beside the structure": (
        lambda pdf: pdf.pages[0].Contents.write(
            pdf.pages[0].Contents.read_bytes()
            + b"\nBT "
            + next(iter(pdf.pages[0].Resources.Font)).encode()
            + b" 9 Tf [<0013>0] TJ ET"
        ),
        {Kind.ELEMENT},
    ),
    "a picture": (picture, {Kind.ELEMENT}),
    "a page more": (page_more, {Kind.NUMBER}),
}


@pytest.mark.parametrize("what", PLANTS)
def test_what_is_planted_in_a_pdf_is_found(what: str) -> None:
    change, kinds = PLANTS[what]
    assert kinds <= planted(change)


def test_bytes_after_the_end_are_found() -> None:
    assert Kind.ELEMENT in found(small_pdf() + b"% 7 personer\n")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", small_pdf()[:2000], b"<html></html>"])
def test_what_is_no_whole_pdf_is_unreadable_and_no_error(content: bytes) -> None:
    assert found(content) == {Kind.UNREADABLE}


def test_a_pdf_beside_another_page_is_found() -> None:
    other = read_page(small_page().replace("Rad 7", "Rad 70"))
    assert {one.kind for one in check_pdf("x/report.pdf", small_pdf(), other)} == {Kind.NUMBER}


def test_a_planted_text_is_found_in_packed_streams() -> None:
    from evaluering.publishing.formats.pdf import render_pdf

    content = render_pdf(small_page(extra="<p>KANARI-7f3a</p>").encode(), "small-nb")
    assert b"KANARI-7f3a" not in content
    assert b"KANARI-7f3a" in readable(content)
    kinds = {
        one.kind
        for one in attack_files({"r/report.pdf": content}, Known((), {"nb": {}}, ()), Watch(("KANARI-7f3a",)))
    }
    assert Kind.CANARY in kinds


def test_no_finding_repeats_what_was_found() -> None:
    pdf = pikepdf.open(io.BytesIO(small_pdf()))
    information(pdf)
    lines = [one.line for one in check_pdf("small-nb/report.pdf", saved(pdf), PAGE)]
    assert lines
    assert not [line for line in lines if "n = 7" in line]

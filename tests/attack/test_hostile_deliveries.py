"""Hostile workbooks and devices: one refusal in bounded time, and nothing written."""

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest
from openpyxl import Workbook

from evaluering.errors import InputRefused
from evaluering.intake import take_in
from evaluering.reading import read_delimited, read_workbook
from evaluering.tables import TABLES
from evaluering.workspace import load_workspace
from synthetic import row, write_book

SHEET = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
NAME = "teams.xlsx"


def good(file: Path) -> Path:
    teams = TABLES["teams"]
    return write_book(file, {teams: [row(teams)]})


def packed(file: Path, **parts: str | bytes) -> None:
    """A sound workbook with some parts put in or replaced; ``__`` in a name stands for ``/``."""
    source = good(file.with_name("sound.xlsx"))
    changed = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, changed.pop(entry, old.read(entry)))
        for name, content in changed.items():
            new.writestr(name, content)
    source.unlink()


def sheet(file: Path, body: str, before: str = "") -> None:
    xml = f'<?xml version="1.0"?>{before}<worksheet {SPACE}>{body}</worksheet>'
    packed(file, **{SHEET: xml})


def bomb(file: Path) -> None:
    packed(file, **{SHEET: b" " * 300_000_000})


def honest_bomb(file: Path) -> None:
    cells = '<row><c t="inlineStr"><is><t>KANARI</t></is></c></row>' * 200_000
    sheet(file, f"<sheetData>{cells}</sheetData>")


def truncated(file: Path) -> None:
    good(file)
    file.write_bytes(file.read_bytes()[:-200])


def formula(file: Path) -> None:
    book = Workbook()
    book.active.append(["team"])
    book.active.append(['=WEBSERVICE("http://example.org/KANARI")'])
    book.save(file)


def entity(file: Path) -> None:
    cell = '<c r="A1" t="inlineStr"><is><t>&x;</t></is></c>'
    doctype = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    sheet(file, f'<sheetData><row r="1">{cell}</row></sheetData>', doctype)


def laughs(file: Path) -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    cell = '<c r="A1" t="inlineStr"><is><t>&a9;</t></is></c>'
    sheet(
        file,
        f'<sheetData><row r="1">{cell}</row></sheetData>',
        f'<!DOCTYPE w [<!ENTITY a0 "KANARI">{levels}]>',
    )


def many_members(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", "")
        for number in range(100_000):
            package.writestr(f"x{number}", "")


def link(file: Path) -> None:
    file.symlink_to(good(file.with_name("target.bin.xlsx")))


SHAPES: dict[str, Callable[[Path], object]] = {
    "zip bomb": bomb,
    "sheet of endless rows": honest_bomb,
    "no zip": lambda file: file.write_bytes(b"KANARI" * 100),
    "empty": lambda file: file.write_bytes(b""),
    "truncated": truncated,
    "another zip": lambda file: zipfile.ZipFile(file, "w").close(),
    "macro": lambda file: packed(file, xl__vbaProject_dot_bin=b"x"),
    "embedded object": lambda file: packed(file, xl__embeddings__a_dot_docx=b"x"),
    "external link": lambda file: packed(file, xl__externalLinks__externalLink1_dot_xml="<externalLink/>"),
    "formula": formula,
    "external entity": entity,
    "billion laughs": laughs,
    "no XML": lambda file: packed(file, **{SHEET: b"\xff\xfe KANARI"}),
    "old xls": lambda file: file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096),
    "many members": many_members,
    "link": link,
    "dangling link": lambda file: file.symlink_to("/nowhere"),
    "endless device": lambda file: file.symlink_to("/dev/zero"),
    "folder": lambda file: file.mkdir(),
    "pipe": os.mkfifo,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_workbook_is_refused_in_bounded_time_and_nothing_is_written(tmp_path, shape):
    SHAPES[shape](tmp_path / NAME)
    before = sorted(tmp_path.rglob("*"))
    started = monotonic()
    with pytest.raises(InputRefused) as caught:
        read_workbook(tmp_path, NAME)
    assert monotonic() - started < 30
    assert caught.value.where == f"data/raw/{NAME}"
    assert len(str(caught.value).splitlines()) == 4
    assert "KANARI" not in str(caught.value)
    assert "root:" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_what_a_sheet_says_about_its_own_size_is_not_believed(tmp_path):
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for n, text in ((1, "team"), (2, "t1"))
    )
    sheet(tmp_path / NAME, f'<dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData>')
    started = monotonic()
    (table,) = read_workbook(tmp_path, NAME)
    assert monotonic() - started < 30
    assert table.frame["team"].tolist() == ["t1"]


@pytest.mark.parametrize("shape", ["link", "dangling link", "endless device", "folder", "pipe"])
def test_a_device_posing_as_text_is_refused_too(tmp_path, shape):
    SHAPES[shape](tmp_path / NAME)
    with pytest.raises(InputRefused):
        read_delimited(tmp_path, NAME)


def test_a_hostile_workbook_in_a_delivery_stops_no_other_delivery(workspace: Path):
    for name, shape in (("a", SHAPES["no zip"]), ("b", good)):
        folder = workspace / "data/raw/deliveries" / name
        folder.mkdir(parents=True)
        shape(folder / NAME)
    intake = take_in(load_workspace(workspace))
    assert [error.where for error in intake.refused] == [f"data/raw/deliveries/a/{NAME}"]
    assert intake.tables["teams"].frame["team"].tolist() == ["teams-1"]
    assert not (workspace / "data/processed").exists()


def test_a_delivery_that_links_elsewhere_is_refused(workspace: Path, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    good(outside / NAME)
    (workspace / "data/raw/deliveries").mkdir()
    (workspace / "data/raw/deliveries/a").symlink_to(outside)
    intake = take_in(load_workspace(workspace))
    assert intake.tables == {}
    assert len(intake.refused) == 1
    shutil.rmtree(outside)

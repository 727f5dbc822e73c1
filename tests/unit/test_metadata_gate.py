"""The gate on what files say outside their cells: told by place and rule, never repeated."""

import zipfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from builders import ROOT
from erasing import deliver, empty_workspace, sessions
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from evaluering.documents import write_forms
from evaluering.errors import InputRefused
from evaluering.intake import take_in
from evaluering.privacy import check_metadata, shown_name
from evaluering.publishing.report_status import check_all
from evaluering.reading.parquet_file import _parse as parse_parquet
from evaluering.reading.raw import batch_metadata
from evaluering.reading.statistical import _parse as parse_statistical
from evaluering.reading.workbook_metadata import workbook_metadata
from synthetic import write_mapping

NUMBER = "02013299997"


def creator(book):
    book.properties.creator = NUMBER


def modified_by(book):
    book.properties.lastModifiedBy = "kari@example.no"


def comments_property(book):
    book.properties.description = f"fnr {NUMBER}"


def title(book):
    book.active.title = f"Ark {NUMBER}"


def defined_name(book):
    book.defined_names["navn"] = DefinedName("navn", attr_text=f'"{NUMBER}"')


def note(book):
    book.active["B2"].comment = Comment(f"gjelder {NUMBER}", "syntetisk")


def author_of_note(book):
    book.active["B2"].comment = Comment("syntetisk", "kari@example.no")


def header(book):
    book.active.oddHeader.center.text = f"bruker {NUMBER}"


def footer(book):
    book.active.evenFooter.left.text = "ring 912 34 567"


def link(book):
    book.active["A2"].hyperlink = "mailto:kari@example.no"


def prompt(book):
    asked = DataValidation(type="list", formula1='"a,b"', prompt=f"som {NUMBER}", promptTitle="x")
    asked.add("B2")
    book.active.add_data_validation(asked)


@pytest.mark.parametrize(
    ("plant", "place", "rule"),
    [
        (creator, "document property creator", "identity_number"),
        (modified_by, "document property lastModifiedBy", "e_mail"),
        (comments_property, "document property description", "identity_number"),
        (title, "name of sheet 1", "identity_number"),
        (defined_name, "defined name 1", "identity_number"),
        (note, "cell note", "identity_number"),
        (author_of_note, "cell note", "e_mail"),
        (header, "header or footer", "identity_number"),
        (footer, "header or footer", "telephone_number"),
        (link, "hyperlink", "e_mail"),
        (prompt, "words on cells", "identity_number"),
    ],
    ids=lambda given: getattr(given, "__name__", None),
)
def test_an_identifier_in_a_workbook_s_metadata_is_told_by_place_and_rule(tmp_path, plant, place, rule):
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.append(["x", "y"])
    plant(book)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputRefused) as caught:
        check_metadata("a.xlsx", ["a", "b"], workbook_metadata((tmp_path / "a.xlsx").read_bytes()))
    assert f"{place}: {rule}" in caught.value.found.split("; ")
    assert NUMBER not in str(caught.value)
    assert "kari" not in str(caught.value)


def test_the_name_of_an_author_is_no_reason_to_refuse(tmp_path):
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = "Kari Nordmann"
    book.active.append(["a"])
    book.save(tmp_path / "a.xlsx")
    metadata = workbook_metadata((tmp_path / "a.xlsx").read_bytes())
    check_metadata("a.xlsx", ["a"], metadata)
    assert ("document property creator", "Kari Nordmann") in metadata


def test_a_number_broken_over_runs_of_a_note_is_found(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        runs = "<r><t>020132</t></r><r><t>99997</t></r>"
        package.writestr("xl/comments1.xml", f"<comments><comment><text>{runs}</text></comment></comments>")
    with pytest.raises(InputRefused, match="cell note: identity_number"):
        check_metadata("a.xlsx", (), workbook_metadata((tmp_path / "a.xlsx").read_bytes()))


def sheet_alone(tmp_path: Path, xml: str) -> bytes:
    """A package with one sheet of this XML."""
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("xl/worksheets/sheet1.xml", xml)
    return (tmp_path / "a.xlsx").read_bytes()


HEADER = f"<headerFooter><oddHeader>{NUMBER}</oddHeader></headerFooter>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!-- <sheetData> -->", "<!-- </sheetData> -->"),
        ("<?x <sheetData> ?>", "<?x </sheetData> ?>"),
        ("<sheetData><row/></sheetData>", "<!-- </sheetData> -->"),
        ("<sheetData><!-- </sheetData> --><sheetData/><row/></sheetData>", ""),
    ],
)
def test_a_header_is_found_wherever_the_sheet_only_speaks_of_rows(tmp_path, before, after):
    content = sheet_alone(tmp_path, f"<worksheet>{before}{HEADER}{after}</worksheet>")
    assert workbook_metadata(content) == (("header or footer", NUMBER),)


def test_cells_are_no_metadata(tmp_path):
    rows = f'<sheetData><row><c><is><t display="{NUMBER}">{NUMBER}</t></is></c></row></sheetData>'
    assert workbook_metadata(sheet_alone(tmp_path, f"<worksheet>{rows}</worksheet>")) == ()


def test_a_sheet_that_opens_its_rows_without_end_is_read_in_one_pass(tmp_path):
    # With a pattern from the opening to the closing tag, this took as many looks ahead as there are openings.
    openings = "<sheetData " * 100_000
    content = sheet_alone(tmp_path, f"<worksheet><!-- {openings} --><sheetData/>{HEADER}</worksheet>")
    assert workbook_metadata(content) == (("header or footer", NUMBER),)


def test_our_own_forms_pass(tmp_path):
    for form in write_forms(tmp_path):
        check_metadata(form.name, (), workbook_metadata(form.read_bytes()))


PEOPLE = pd.DataFrame({"a": [1.0], "b": ["x"]})


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"file_label": NUMBER}, "file label"),
        ({"note": f"fra {NUMBER}"}, "note"),
        ({"column_labels": {"b": NUMBER}}, "label of variable 2"),
        ({"variable_value_labels": {"a": {7: NUMBER}}}, "value label of variable 1"),
    ],
)
def test_an_identifier_in_the_labels_of_an_spss_file_is_told(tmp_path, said, place):
    pyreadstat.write_sav(PEOPLE, str(tmp_path / "a.sav"), **said)
    with pytest.raises(InputRefused) as caught:
        check_metadata("a.sav", (), batch_metadata(next(parse_statistical(str(tmp_path / "a.sav"), "a.sav"))))
    assert caught.value.found == f"{place}: identity_number"


@pytest.mark.parametrize("ending", ["dta", "xpt"])
def test_an_identifier_in_the_labels_of_other_packages_files_is_told(tmp_path, ending):
    write = {"dta": pyreadstat.write_dta, "xpt": pyreadstat.write_xport}[ending]
    file = tmp_path / f"a.{ending}"
    write(PEOPLE, str(file), file_label="syntetisk", column_labels={"b": NUMBER})
    with pytest.raises(InputRefused, match="label of variable 2: identity_number"):
        check_metadata(file.name, (), batch_metadata(next(parse_statistical(str(file), file.name))))


def test_an_identifier_in_parquet_metadata_is_told(tmp_path):
    fields = [pa.field("a", pa.string(), metadata={"kilde": NUMBER})]
    schema = pa.schema(fields, metadata={"eier": "kari@example.no"})
    pq.write_table(pa.Table.from_arrays([pa.array(["x"])], schema=schema), tmp_path / "a.parquet")
    metadata = batch_metadata(next(parse_parquet(str(tmp_path / "a.parquet"), "a.parquet")))
    with pytest.raises(InputRefused) as caught:
        check_metadata("a.parquet", ["a"], metadata)
    assert caught.value.found == "metadata of the file: e_mail; metadata of the column 1: identity_number"


def test_a_web_address_that_programs_write_passes():
    check_metadata("a", (), [("document property", "https://schemas.example.org/2006")])


@pytest.fixture
def workspace(tmp_path):
    return empty_workspace(tmp_path / "w")


@pytest.mark.parametrize("name", [f"{NUMBER}.csv", "svar kari@example.no.csv", "ring 912 34 567.csv"])
def test_the_name_of_a_file_is_never_repeated(workspace, name):
    folder = deliver(workspace, sessions("U-1"), "s.csv")
    (folder / "s.csv").rename(folder / name)
    write_mapping(folder, f'name = "{name}"\ntable = "session_feedback"')
    (error,) = take_in(workspace).refused
    assert error.where == "data/raw/deliveries/a"
    assert "in the order of names" in error.found
    shown = str(error) + "\n".join(check_all(workspace).lines)
    assert Path(name).stem not in shown


def test_the_name_of_a_delivery_is_never_repeated(workspace):
    folder = deliver(workspace, sessions("U-1"), "s.csv")
    folder.rename(folder.with_name(NUMBER))
    (error,) = take_in(workspace).refused
    assert error.found == "number 1 in the order of names: identity_number"
    assert NUMBER not in "\n".join(check_all(workspace).lines)


@pytest.mark.parametrize(
    "line",
    [f'sheet = "{NUMBER}"', f'columns = {{ "{NUMBER}" = "user" }}', f'ignore = ["{NUMBER}"]'],
)
def test_a_name_in_the_mapping_is_never_repeated(workspace, line):
    deliver(workspace, sessions("U-1"), "s.csv", more=line)
    (error,) = take_in(workspace).refused
    assert error.found == "delivery.toml, file 1: identity_number"


def test_a_heading_is_told_by_its_number(workspace):
    folder = deliver(workspace, sessions("U-1"), "s.csv")
    text = (folder / "s.csv").read_text(encoding="utf-8")
    (folder / "s.csv").write_text(text.replace("relation", NUMBER), encoding="utf-8")
    (error,) = take_in(workspace).refused
    assert error.found == "heading of column 6: identity_number"


def test_names_without_identifiers_are_shown():
    assert shown_name("deliveries/Volda kommune 2024-03-01/skjema 2.csv") == (
        "deliveries/Volda kommune 2024-03-01/skjema 2.csv"
    )
    assert [path.name for path in (ROOT / "data/raw").rglob("*") if shown_name(path.name) != path.name] == []

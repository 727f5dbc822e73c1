"""Delimited text: encodings and delimiters detected and told, hostile content refused."""

import csv
from pathlib import Path

import pytest

from evaluering.errors import InputRefused
from evaluering.privacy import check_gate
from evaluering.reading import read_delimited
from evaluering.tables import INSTRUMENT_TABLES, TABLES
from evaluering.validation import validate
from evaluering.visible import visible
from synthetic import csv_text, row

TEXT = "navn,sted\nblåbær,Tromsø\n"


def read(folder: Path, content: bytes, **named: str):
    (folder / "a.csv").write_bytes(content)
    return read_delimited(folder, "a.csv", **named)


def refused(folder: Path, content: bytes, **named: str) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read(folder, content, **named)
    return caught.value


@pytest.mark.parametrize(
    ("codec", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_an_encoding_is_detected_and_told(tmp_path, codec, told):
    table = read(tmp_path, TEXT.encode(codec))
    assert list(table.frame.columns) == ["navn", "sted"]
    assert table.frame.loc[1].tolist() == ["blåbær", "Tromsø"]
    assert table.notes == (f"encoding {told}", "delimiter comma")


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("latin-1", "latin-1"),
    ],
)
def test_a_named_encoding_is_used(tmp_path, codec, named):
    table = read(tmp_path, TEXT.encode(codec), encoding=named)
    assert table.frame.iloc[0].to_dict() == {"navn": "blåbær", "sted": "Tromsø"}


@pytest.mark.parametrize(
    "named", ["utf-8", "ascii", "no-such-encoding", "hex", "rot13", "utf\0", "undefined"]
)
def test_a_wrong_encoding_is_refused_by_its_name(tmp_path, named):
    error = refused(tmp_path, TEXT.encode("cp1252"), encoding=named)
    assert (error.expected, error.found) == (f"text in {visible(named)}", "other bytes")


def test_bytes_in_no_known_encoding_are_refused(tmp_path):
    error = refused(tmp_path, b"a,b\n\x81\x8d,\x8f\n")
    assert error.expected == "text in utf-8 or cp1252"


@pytest.mark.parametrize(("mark", "told"), [(";", "semicolon"), (",", "comma"), ("\t", "tab"), ("|", "bar")])
def test_a_delimiter_is_detected_and_told(tmp_path, mark, told):
    table = read(tmp_path, f"a{mark}b\n1{mark}2\n3{mark}4\n".encode())
    assert table.frame.to_numpy().tolist() == [["1", "2"], ["3", "4"]]
    assert table.notes == ("encoding utf-8", f"delimiter {told}")


def test_a_decimal_comma_does_not_hide_the_semicolon(tmp_path):
    assert read(tmp_path, b"a;b\n1,5;2,5\n").frame.loc[1].tolist() == ["1,5", "2,5"]


def test_a_delimiter_that_cannot_be_told_is_refused(tmp_path):
    error = refused(tmp_path, b"a;b,c\n1;2,3\n")
    assert error.found == "several that fit equally well"


def test_a_named_delimiter_settles_it(tmp_path):
    table = read(tmp_path, b"a;b,c\n1;2,3\n", delimiter=";")
    assert table.frame.iloc[0].to_dict() == {"a": "1", "b,c": "2,3"}
    assert table.notes == ("encoding utf-8", "delimiter semicolon")


def test_nothing_is_noted_when_nothing_was_guessed(tmp_path):
    assert read(tmp_path, b"a;b\n1;2\n", encoding="utf-8", delimiter=";").notes == ()


def test_a_single_column_needs_no_delimiter(tmp_path):
    assert read(tmp_path, b"a\nx\ny\n").frame["a"].tolist() == ["x", "y"]


def test_ragged_rows_are_counted_and_their_text_kept_for_the_gate(tmp_path):
    table = read(tmp_path, b"a;b\n1;2\n3\n4;5;KANARI\n6;7\n")
    assert (table.rows_read, table.malformed) == (4, (2, 3))
    assert table.malformed_rows == {2: "3", 3: "4 ; 5 ; KANARI"}


def test_an_identity_number_split_over_a_ragged_row_s_fields_is_gated(tmp_path):
    team = TABLES["team_municipalities"]
    table = read(tmp_path, b"team,municipality\nt1,m1\nt2,m2,020132 99997\n")
    with pytest.raises(InputRefused) as caught:
        check_gate("a.csv", table.frame, team, table.malformed_rows)
    assert caught.value.found == "row 2: identity_number"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"\n\n", "an empty file"),
        (b"\xef\xbb\xbf", "an empty file"),
        (b"a,b\n1,\x002\n", "NUL bytes"),
        (b"a,b,a\n1,2,3\n", "a column name used twice"),
        (b"a,b\n1,KANARI" + b"x" * 10**6 + b"\n", "field larger than field limit (100000)"),
        (b'a,b\n1,"KANARI', "unexpected end of data"),
    ],
    ids=["empty", "blank", "mark only", "NUL", "header twice", "million characters", "open quote"],
)
def test_hostile_text_is_refused_without_repeating_it(tmp_path, content, found):
    error = refused(tmp_path, content)
    assert error.found == found
    assert "KANARI" not in str(error)


def test_a_cell_of_exactly_the_limit_is_read(tmp_path):
    table = read(tmp_path, b"a,b\n1," + b"x" * 100_000 + b"\n")
    assert len(table.frame.loc[1, "b"]) == 100_000


def test_reading_leaves_no_trace_in_the_csv_module(tmp_path):
    before = csv.field_size_limit()
    read(tmp_path, b"a,b\n1,2\n")
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("table", INSTRUMENT_TABLES, ids=lambda table: table.name)
def test_a_synthetic_row_of_every_instrument_is_read_and_accepted(tmp_path, table):
    raw = read(tmp_path, csv_text(table, row(table)).encode())
    check_gate(raw.file, raw.frame, table, raw.malformed_rows)
    account = validate(raw.file, raw.digest, raw.frame, raw.malformed, table).account
    assert (account.read, account.accepted, account.remarks) == (1, 1, ())


def test_there_are_fifty_instruments():
    assert len(INSTRUMENT_TABLES) == 50

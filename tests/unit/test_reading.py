"""Delivered bytes to raw text: what is read, what is refused, and how rows are numbered."""

import hashlib
from pathlib import Path

import pytest

from evaluering.errors import InputRefused
from evaluering.reading import csv_file, read_csv


def read(folder: Path, content: bytes):
    (folder / "a.csv").write_bytes(content)
    return read_csv(folder, "a.csv")


def refused(folder: Path, content: bytes) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read(folder, content)
    return caught.value


def test_everything_is_read_as_text(tmp_path):
    table = read(tmp_path, b"a,b\n01,1e5\nNA,\n")
    assert table.frame.to_numpy().tolist() == [["01", "1e5"], ["NA", ""]]


def test_rows_are_numbered_from_one_without_the_header(tmp_path):
    assert list(read(tmp_path, b"a\nx\ny\nz\n").frame.index) == [1, 2, 3]


def test_the_digest_is_of_the_delivered_bytes(tmp_path):
    assert read(tmp_path, b"a\nx\n").digest == hashlib.sha256(b"a\nx\n").hexdigest()


def test_a_byte_order_mark_is_not_part_of_the_first_column_s_name(tmp_path):
    assert list(read(tmp_path, b"\xef\xbb\xbfa,b\n1,2\n").frame.columns) == ["a", "b"]


def test_quoted_fields_may_hold_commas_quotes_and_line_breaks(tmp_path):
    table = read(tmp_path, b'a,b\n"x, ""y""","two\nlines"\n')
    assert table.frame.loc[1].tolist() == ['x, "y"', "two\nlines"]


def test_windows_line_ends_are_read(tmp_path):
    assert read(tmp_path, b"a,b\r\n1,2\r\n").frame.loc[1].tolist() == ["1", "2"]


def test_rows_with_another_number_of_fields_are_set_aside_under_their_numbers(tmp_path):
    table = read(tmp_path, b"a,b\n1,2\n3\n4,5,6\n7,8\n")
    assert table.malformed == (2, 3)
    assert list(table.frame.index) == [1, 4]
    assert table.rows_read == 4


def test_empty_lines_are_not_rows(tmp_path):
    assert read(tmp_path, b"a,b\n1,2\n\n3,4\n").rows_read == 2


def test_a_header_without_rows_is_a_table_without_rows(tmp_path):
    assert read(tmp_path, b"a,b\n").rows_read == 0


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"\n\n", "an empty file"),
        (b"\xef\xbb\xbf", "an empty file"),
        (b"a,b\n1,\x002\n", "NUL bytes"),
        ("a\nblåbær\n".encode("latin-1"), "another encoding at byte 4"),
        ("a\nx\n".encode("utf-16"), "NUL bytes"),
        (b"a,b,a\n1,2,3\n", "a column name used twice"),
        (b'a\n"open', "unexpected end of data"),
    ],
    ids=["empty", "blank", "mark only", "NUL", "latin-1", "utf-16", "header twice", "open quote"],
)
def test_a_file_that_is_not_a_table_of_text_is_refused(tmp_path, content, found):
    assert refused(tmp_path, content).found == found


def test_a_refusal_does_not_repeat_what_the_file_says(tmp_path):
    assert "hemmelig" not in str(refused(tmp_path, b"hemmelig,hemmelig\n1,2\n"))


def test_a_missing_file_is_refused_by_its_name_in_the_workspace(tmp_path):
    with pytest.raises(InputRefused, match=r"data/raw/a\.csv"):
        read_csv(tmp_path, "a.csv")


def test_a_symbolic_link_is_refused(tmp_path):
    (tmp_path / "real.csv").write_text("a\n1\n")
    (tmp_path / "a.csv").symlink_to(tmp_path / "real.csv")
    with pytest.raises(InputRefused, match="a link, folder or device"):
        read_csv(tmp_path, "a.csv")


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(InputRefused, match="a link, folder or device"):
        read_csv(tmp_path, "a.csv")


def test_a_file_above_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_file, "MAXIMUM_BYTES", 6)
    assert read(tmp_path, b"a\n123\n").rows_read == 1
    assert refused(tmp_path, b"a\n1234\n").found == "7 bytes"

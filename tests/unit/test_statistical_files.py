"""Files of statistics packages and Parquet, read as text. All data here is synthetic."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from evaluering.errors import InputRefused
from evaluering.reading import read_parquet, read_statistical

PEOPLE = pd.DataFrame(
    {
        "bruker": ["U1", "U2", "U3"],
        "område": [1.0, 2.0, float("nan")],
        "poeng": [3.0, 4.5, 10.0],
        "dato": pd.to_datetime(["2024-03-01", "2024-06-01", None]),
    }
)
LABELS = {"område": {1: "Bolig og økonomi", 2: "Små barn"}}
AS_TEXT = [
    ["U1", "Bolig og økonomi", "3", "2024-03-01"],
    ["U2", "Små barn", "4.5", "2024-06-01"],
    ["U3", "", "10", ""],
]


def rows(raw):
    return raw.frame.to_numpy().tolist()


def test_spss_labels_with_norwegian_letters_survive(tmp_path):
    pyreadstat.write_sav(PEOPLE, str(tmp_path / "a.sav"), variable_value_labels=LABELS)
    raw = read_statistical(tmp_path, "a.sav")
    assert list(raw.frame.columns) == ["bruker", "område", "poeng", "dato"]
    assert rows(raw) == AS_TEXT


def test_stata_labels_with_norwegian_letters_survive(tmp_path):
    frame = PEOPLE.rename(columns={"område": "omraade"}).drop(columns="dato")
    pyreadstat.write_dta(frame, str(tmp_path / "a.dta"), variable_value_labels={"omraade": LABELS["område"]})
    assert rows(read_statistical(tmp_path, "a.dta")) == [row[:3] for row in AS_TEXT]


def test_parquet_is_read_as_the_same_text(tmp_path):
    frame = PEOPLE.assign(område=["Bolig og økonomi", "Små barn", None])
    frame.to_parquet(tmp_path / "a.parquet")
    assert rows(read_parquet(tmp_path, "a.parquet")) == AS_TEXT


def test_rows_are_numbered_from_one(tmp_path):
    PEOPLE.to_parquet(tmp_path / "a.parquet")
    assert list(read_parquet(tmp_path, "a.parquet").frame.index) == [1, 2, 3]


@pytest.mark.parametrize("name", ["a.sav", "a.dta", "a.sas7bdat"])
def test_a_file_that_is_not_what_its_ending_says_is_refused(tmp_path, name):
    (tmp_path / name).write_text("KANARI,1\n" * 50)
    with pytest.raises(InputRefused) as caught:
        read_statistical(tmp_path, name)
    assert caught.value.expected == "a sound data file"
    assert "KANARI" not in str(caught.value)


def test_a_file_cut_off_in_the_middle_is_refused(tmp_path):
    frame = pd.DataFrame({"a": range(5000), "b": [f"text {n}" for n in range(5000)]})
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"))
    content = (tmp_path / "a.sav").read_bytes()
    (tmp_path / "a.sav").write_bytes(content[:300])
    with pytest.raises(InputRefused):
        read_statistical(tmp_path, "a.sav")


def test_something_else_called_parquet_is_refused(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 no PAR1")
    with pytest.raises(InputRefused, match="sound Parquet file"):
        read_parquet(tmp_path, "a.parquet")


KINDS = pa.table(
    {
        "whole": pa.array([1, None, 2**60], pa.int64()),
        "number": pa.array([1.0, 0.1, float("nan")], pa.float64()),
        "truth": pa.array([True, False, None]),
        "day": pa.array([date(2024, 3, 1), None, date(1899, 12, 31)]),
        "moment": pa.array(pd.to_datetime(["2024-03-01", "2024-03-01 09:30", None], format="mixed")),
        "decimal": pa.array([Decimal("1.50"), None, Decimal("-2.00")], pa.decimal128(5, 2)),
        "code": pa.array([" a ", "b", None]).dictionary_encode(),
        "nothing": pa.nulls(3),
        "unsigned": pa.array([1, 2, None], pa.uint8()),
    }
)


def test_every_plain_type_of_parquet_becomes_text(tmp_path):
    pq.write_table(KINDS, tmp_path / "a.parquet")
    assert rows(read_parquet(tmp_path, "a.parquet")) == [
        ["1", "1", "True", "2024-03-01", "2024-03-01", "1.50", "a", "", "1"],
        ["", "0.1", "False", "", "2024-03-01 09:30:00", "", "b", "", "2"],
        [str(2**60), "", "", "1899-12-31", "", "-2.00", "", "", ""],
    ]


def test_parquet_of_many_batches_keeps_every_row_in_order(tmp_path):
    pq.write_table(pa.table({"a": range(250_001)}), tmp_path / "a.parquet", row_group_size=70_000)
    raw = read_parquet(tmp_path, "a.parquet")
    assert raw.frame["a"].tolist() == [str(number) for number in range(250_001)]
    assert (raw.frame.index[0], raw.frame.index[-1]) == (1, 250_001)


def test_parquet_without_rows_is_a_table_without_rows(tmp_path):
    pq.write_table(KINDS.slice(0, 0), tmp_path / "a.parquet")
    raw = read_parquet(tmp_path, "a.parquet")
    assert (list(raw.frame.columns), raw.rows_read) == (KINDS.column_names, 0)


def test_parquet_with_lists_in_cells_is_refused(tmp_path):
    pq.write_table(pa.table({"a": [["KANARI"], ["b", "c"]]}), tmp_path / "a.parquet")
    with pytest.raises(InputRefused, match="columns of plain values") as caught:
        read_parquet(tmp_path, "a.parquet")
    assert "KANARI" not in str(caught.value)


def test_parquet_with_a_column_name_twice_is_refused(tmp_path):
    pq.write_table(pa.table([pa.array([1]), pa.array([2])], names=["a", "a"]), tmp_path / "a.parquet")
    with pytest.raises(InputRefused):
        read_parquet(tmp_path, "a.parquet")


def test_the_row_numbering_of_pandas_is_no_column(tmp_path):
    PEOPLE.iloc[[2, 0]].to_parquet(tmp_path / "a.parquet")
    raw = read_parquet(tmp_path, "a.parquet")
    assert list(raw.frame.columns) == list(PEOPLE.columns)
    assert raw.frame["bruker"].tolist() == ["U3", "U1"]


def test_a_statistics_file_without_rows_is_a_table_without_rows(tmp_path):
    pyreadstat.write_sav(PEOPLE.iloc[:0], str(tmp_path / "a.sav"))
    raw = read_statistical(tmp_path, "a.sav")
    assert (list(raw.frame.columns), raw.rows_read) == (list(PEOPLE.columns), 0)

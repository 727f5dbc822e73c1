"""The declarations of the data sets, held against the delivered files."""

import csv

import pytest
from builders import ROOT

from evaluering.errors import OwnFault
from evaluering.tables import EMBEDDED_TABLES, TABLES, Column, ColumnType, Document, Table
from evaluering.vocabulary import Audience, Protects

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


def a_table(**given) -> Table:
    plain = {
        "name": "t",
        "file": "t.csv",
        "description": "d",
        "columns": (Column("a", ColumnType.TEXT, "a"),),
        "key": ("a",),
        "protects": Protects.NOTHING,
        "audience": Audience.PUBLIC,
    }
    return Table(**plain | given)


@pytest.mark.parametrize(
    "source",
    [{}, {"documents": (Document("d", "A report."),)}, {"place": "page 3"}],
    ids=["none", "no place", "no document"],
)
def test_a_table_that_protects_nothing_must_state_a_published_source(source):
    with pytest.raises(OwnFault, match="no source"):
        a_table(**source)


@pytest.mark.parametrize("protects", [Protects.PERSONS, Protects.STAFF, Protects.MUNICIPALITIES])
def test_a_table_that_protects_someone_needs_no_published_source(protects):
    assert a_table(protects=protects).documents == ()


def test_no_two_tables_share_a_name_or_a_file():
    assert len({table.name for table in TABLES.values()}) == len(TABLES)
    assert len({table.file for table in EMBEDDED_TABLES}) == len(EMBEDDED_TABLES)


@pytest.mark.parametrize("table", EMBEDDED_TABLES, ids=lambda table: table.name)
def test_a_declared_file_has_exactly_the_declared_columns(table):
    with (ROOT / "data/raw" / table.file).open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.reader(stream)) == [column.name for column in table.delivered]


def test_every_delivered_file_is_declared():
    delivered = {
        path.relative_to(ROOT / "data/raw").as_posix() for path in (ROOT / "data/raw").rglob("*.csv")
    }
    assert delivered == {table.file for table in EMBEDDED_TABLES}


@every_table
def test_the_key_is_made_of_declared_columns(table):
    assert set(table.key) <= {column.name for column in table.delivered}


@every_table
def test_column_names_are_unique(table):
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)


@every_table
def test_code_columns_list_their_codes_and_no_other_column_does(table):
    assert all(bool(column.allowed) == (column.type is ColumnType.CODE) for column in table.columns)


@every_table
def test_key_columns_may_not_be_empty(table):
    keys = [column for column in table.columns if column.name in table.key]
    assert not [column.name for column in keys if column.may_be_empty]


def test_derived_columns_are_not_asked_of_the_deliverer():
    programme = TABLES["gathering_programme_2021_2022"]
    derived = {column.name for column in programme.columns} - {column.name for column in programme.delivered}
    assert derived == {"minutes_low", "minutes_high", "minutes_new"}

"""Delivered bytes to raw text, with a digest and without judgement: one file per format."""

from evaluering.reading.characters import check_characters, composed_table
from evaluering.reading.csv_file import read_csv
from evaluering.reading.delimited import decoded, read_delimited
from evaluering.reading.kinds import check_kind
from evaluering.reading.limited import run_limited
from evaluering.reading.parquet_file import read_parquet
from evaluering.reading.raw import RawTable
from evaluering.reading.statistical import SUFFIXES, read_statistical
from evaluering.reading.workbook import read_workbook

STATISTICAL = SUFFIXES
"""File endings of statistics packages."""

__all__ = [
    "STATISTICAL",
    "RawTable",
    "check_characters",
    "check_kind",
    "composed_table",
    "decoded",
    "read_csv",
    "read_delimited",
    "read_parquet",
    "read_statistical",
    "read_workbook",
    "run_limited",
]

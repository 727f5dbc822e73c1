"""Delivered bytes to raw text, with a digest and without judgement: one file per format."""

from evaluering.reading.csv_file import read_csv
from evaluering.reading.delimited import read_delimited
from evaluering.reading.raw import RawTable
from evaluering.reading.workbook import read_workbook

__all__ = ["RawTable", "read_csv", "read_delimited", "read_workbook"]

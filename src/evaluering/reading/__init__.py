"""Delivered bytes to raw text, with a digest and without judgement: one file per format."""

from evaluering.reading.csv_file import read_csv
from evaluering.reading.raw import RawTable

__all__ = ["RawTable", "read_csv"]

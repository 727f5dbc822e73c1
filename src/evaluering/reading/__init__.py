"""Delivered bytes to raw text, with a digest and without judgement: one file per format."""

from collections.abc import Callable
from pathlib import Path

from evaluering.reading.characters import check_characters, composed_table
from evaluering.reading.csv_file import read_csv
from evaluering.reading.data_package import DESCRIPTOR, read_resource, resources
from evaluering.reading.delimited import decoded, read_delimited
from evaluering.reading.kinds import check_kind
from evaluering.reading.limesurvey import read_limesurvey_structure
from evaluering.reading.limited import run_limited
from evaluering.reading.municipality_classification import CHANGES_KNOWN, CODES_KNOWN, read_classification
from evaluering.reading.nettskjema import read_nettskjema_structure
from evaluering.reading.parquet_file import read_parquet
from evaluering.reading.raw import RawTable
from evaluering.reading.redcap import EVENT, REPEATED, read_redcap_structure
from evaluering.reading.statistical import SUFFIXES, read_statistical
from evaluering.reading.workbook import read_workbook
from evaluering.survey_structure import SurveyStructure

STATISTICAL = SUFFIXES
"""File endings of statistics packages."""

STRUCTURES: dict[str, Callable[[Path, str, str], SurveyStructure]] = {
    "nettskjema": read_nettskjema_structure,
    "redcap": read_redcap_structure,
    "limesurvey": read_limesurvey_structure,
}
"""Readers of survey systems' structure files, by the format a mapping names: root, name, language."""

__all__ = [
    "CHANGES_KNOWN",
    "CODES_KNOWN",
    "DESCRIPTOR",
    "EVENT",
    "REPEATED",
    "STATISTICAL",
    "STRUCTURES",
    "RawTable",
    "check_characters",
    "check_kind",
    "composed_table",
    "decoded",
    "read_classification",
    "read_csv",
    "read_delimited",
    "read_parquet",
    "read_resource",
    "read_statistical",
    "read_workbook",
    "resources",
    "run_limited",
]

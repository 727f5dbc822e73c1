"""Real exports made by other people's systems, where their folder is: read, mapped and processed.

They are looked for in ``$EVALUERING_SHARED/exports``, else in ``../shared/exports`` beside the
repository; without them these tests are skipped. Equivalents of our own making are in
``test_survey_deliveries.py`` and never skipped.
"""

import csv
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from functional.commands import Ran
from functional.workspaces import here, keep_only
from synthetic import delimited, write_mapping

ROOT = Path(__file__).parents[2]
EXPORTS = Path(os.environ.get("EVALUERING_SHARED") or ROOT.parent / "shared") / "exports"
pytestmark = [
    pytest.mark.third_party,
    pytest.mark.skipif(not EXPORTS.is_dir(), reason="the exports of other people's systems are not here"),
]
REDCAP = (
    'name = "data.csv"\ntable = "survey_answers"\nformat = "redcap"\nstructure = "dictionary.csv"\n'
    'instrument = "project"\nlanguage = "en"\nconstants = { role = "user" }\n'
)


def delivered(workspace: Path, mapping: str, files: dict[str, str], *left_out: str) -> tuple[Ran, Ran]:
    """Check and process a delivery of these files, columns left out as a sender would."""
    folder = write_mapping(workspace / "data/raw/deliveries/a", mapping)
    for source, target in files.items():
        shutil.copy(EXPORTS / source, folder / target)
    if left_out:
        without(folder / "data.csv", *left_out)
    keep_only(workspace)
    return here(workspace, "check"), here(workspace, "process")


def without(file: Path, *columns: str) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    kept = [place for place, heading in enumerate(rows[0]) if heading not in columns]
    file.write_text(delimited([[row[place] for place in kept] for row in rows]), encoding="utf-8")


def of_redcap(name: str, dictionary: str = "dictionary.csv") -> dict[str, str]:
    return {f"redcap/{name}/data.csv": "data.csv", f"redcap/{name}/{dictionary}": "dictionary.csv"}


def answers(workspace: Path) -> pd.DataFrame:
    return pd.read_parquet(workspace / "data/processed/survey_answers.parquet")


def test_a_nettskjema_report_goes_from_file_to_table(workspace):
    mapping = (
        'name = "report.txt"\ntable = "survey_answers"\nformat = "nettskjema"\nstructure = "elements.json"\n'
        'instrument = "test"\nwave = "w1"\nlanguage = "en"\nconstants = { role = "other" }\n'
    )
    files = {
        "nettskjema/form_123823_csv_report.txt": "report.txt",
        "nettskjema/form_123823_elements.json": "elements.json",
    }
    checked, done = delivered(workspace, mapping, files)
    assert (checked.code, done.code) == (0, 0), checked.out
    assert "deliveries/a/report.txt: 3 read = 3 accepted + 0 rejected + 0 duplicate" in checked.out
    # -1 is the code of an option in this form, and what an unanswered radio button is given.
    assert "row 2, radio: answer_or_unanswered (kept_and_flagged)" in checked.out
    found = answers(workspace)
    assert set(found.loc[found["item"] == "number_integer", "number"]) == {77.0, 45.0, 98.0}
    chosen = found[found["item"] == "checkbox_matrix--1"]
    assert sorted(zip(chosen["respondent"], chosen["answer"], strict=True)) == [
        ("27685292", "IT"),
        ("27685292", "colleague"),
        ("27685302", "internet"),
        ("27685319", "colleague"),
        ("27685319", "internet"),
    ]


def test_redcap_checkboxes_go_from_file_to_table(workspace):
    checked, done = delivered(workspace, REDCAP + 'wave = "w1"', of_redcap("checkboxes-1"))
    assert (checked.code, done.code) == (0, 0), checked.out
    assert "row 4, whole row: no_answers (kept_and_flagged)" in checked.out
    found = answers(workspace)
    assert found[found["item"] == "check_one"].groupby("respondent").size().to_dict() == {"1": 1, "3": 4}


def test_redcap_decimal_commas_are_numbers_once_the_names_are_left_out(workspace):
    files = of_redcap("decimal-comma", "dictionay.csv")
    checked, done = delivered(workspace, REDCAP + 'wave = "w1"', files, "name")
    assert (checked.code, done.code) == (0, 0), checked.out
    found = answers(workspace)
    assert found.loc[found["item"] == "weight", "number"].tolist() == [52.3, 92.3, 123.4, 45.9]
    assert found.loc[found["item"] == "bmi", "number"].tolist() == [22.1, 27.3, 32.5, 17.7]


def test_a_repeating_redcap_instrument_goes_from_file_to_table(workspace):
    mapping = REDCAP + 'instruments = ["bp"]\ncolumns = { redcap_repeat_instance = "wave" }\n'
    checked, done = delivered(workspace, mapping, of_redcap("repeating-instruments"), "first_name", "dob")
    assert (checked.code, done.code) == (0, 0), checked.out
    found = answers(workspace)
    pressure = found[found["item"] == "bp_systolic"]
    assert sorted(zip(pressure["respondent"], pressure["wave"], pressure["number"], strict=True)) == [
        ("1", "1", 110.0),
        ("1", "2", 111.0),
        ("1", "3", 112.0),
        ("2", "1", 114.0),
    ]


@pytest.mark.parametrize(
    ("name", "dictionary", "columns"),
    [("decimal-comma", "dictionay.csv", {"name"}), ("repeating-instruments", "dictionary.csv", {"dob"})],
)
def test_columns_the_dictionary_flags_stop_the_file(workspace, name, dictionary, columns):
    checked, _ = delivered(workspace, REDCAP + 'wave = "w1"', of_redcap(name, dictionary))
    assert checked.code == 3
    assert all(f"column {column}: declared_identifier" in checked.out for column in columns)


def test_names_addresses_and_telephones_stop_a_longitudinal_export_without_being_repeated(workspace):
    mapping = REDCAP + 'waves = { enrollment_arm_1 = "w1" }\n'
    checked, done = delivered(workspace, mapping, of_redcap("longitudinal"))
    assert (checked.code, done.code) == (3, 3)
    assert "row 1, column email: e_mail" in checked.out
    for column in ("first_name", "last_name", "telephone_1", "email", "dob"):
        assert f"column {column}: declared_identifier" in checked.out
    with (EXPORTS / "redcap/longitudinal/data.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    held = {row[one] for row in rows for one in ("first_name", "last_name", "telephone_1", "email", "dob")}
    shown = checked.out + checked.err + done.out + done.err
    assert len(held) > 5
    assert [value for value in held - {""} if value in shown] == []


def test_a_cyrillic_export_without_its_dictionary_asks_for_it(workspace):
    mapping = REDCAP + 'wave = "w1"\n'
    checked, _ = delivered(workspace, mapping, {"redcap/russian/data.csv": "data.csv"})
    assert checked.code == 3
    assert "deliveries/a/dictionary.csv: refused" in checked.out

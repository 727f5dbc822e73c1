"""Survey systems' files from delivery to processed tables, by the commands, with nothing but a mapping."""

from pathlib import Path

import pandas as pd
import pytest

from functional.commands import Ran, copy_workspace, run
from functional.workspaces import here, keep_only
from survey_files import (
    BY_EVENT,
    CHANGES,
    CODES,
    ELEMENTS,
    FIELDS,
    LIMESURVEY,
    NETTSKJEMA,
    REDCAP_HEADINGS,
    REDCAP_ROWS,
    classification_csv,
    dictionary,
    field,
    lime_structure,
    redcap_data,
    report,
    responses,
    submission,
    write,
)
from synthetic import delimited, write_mapping

CLASSIFICATION = (
    'name = "codes.csv"\ntable = "municipalities"\nformat = "municipality_classification"\n',
    'name = "changes.json"\ntable = "municipality_changes"\nformat = "municipality_classification"\n',
)


def delivery(workspace: Path, name: str, *mapping: str, **files) -> Path:
    folder = write_mapping(workspace / "data/raw/deliveries" / name, *mapping)
    write(folder, **files)
    return folder


def processed(workspace: Path, table: str) -> pd.DataFrame:
    return pd.read_parquet(workspace / "data/processed" / f"{table}.parquet")


@pytest.fixture(scope="module")
def delivered(tmp_path_factory) -> tuple[Path, Ran, Ran]:
    """A workspace with a delivery from every system, checked and processed."""
    workspace = keep_only(copy_workspace(tmp_path_factory.mktemp("surveys") / "workspace"))
    delivery(
        workspace,
        "a",
        NETTSKJEMA,
        report_dot_csv=report(submission(), submission("22222", nytte="7")),
        elements_dot_json=ELEMENTS,
    )
    delivery(workspace, "b", BY_EVENT, data_dot_csv=redcap_data(), dictionary_dot_csv=dictionary())
    delivery(workspace, "c", LIMESURVEY, responses_dot_csv=responses(), structure_dot_txt=lime_structure())
    delivery(
        workspace,
        "d",
        *CLASSIFICATION,
        codes_dot_csv=classification_csv(CODES),
        changes_dot_json={"codeChanges": CHANGES},
    )
    return workspace, run(workspace, "check"), run(workspace, "process")


def test_check_shows_the_account_of_every_file_in_submissions(delivered):
    out = delivered[1].out
    assert "deliveries/a/report.csv: 2 read = 1 accepted + 1 rejected + 0 duplicate" in out
    assert "  row 2, nytte: unknown_answer (rejected)" in out
    assert "deliveries/b/data.csv: 5 read = 5 accepted + 0 rejected + 0 duplicate" in out
    assert "deliveries/c/responses.csv: 1 read = 1 accepted + 0 rejected + 0 duplicate" in out
    assert "deliveries/a/elements.json#survey_items: 8 read = 8 accepted" in out
    assert "no mapping names" not in out


def test_check_ends_with_input_refused_for_the_rejected_submission_alone(delivered):
    assert delivered[1].code == 3, delivered[1].err
    assert "refused" not in delivered[1].out


def test_the_answers_of_every_system_are_in_one_table(delivered):
    assert delivered[2].code == 0, delivered[2].err
    answers = processed(delivered[0], "survey_answers")
    assert answers.groupby("instrument")["item"].nunique().to_dict() == {
        "koordinator": 8,
        "oppstart": 4,
        "leder": 9,
    }
    assert "text" not in answers


def test_free_text_answers_are_stored_apart(delivered):
    apart = pd.read_parquet(delivered[0] / "data/processed/free_text/survey_answers.parquet")
    assert {"syntetisk svar", "syntetisk", "syntetisk tekst"} <= set(apart["text"].dropna())


def test_items_and_options_are_stored_with_their_wordings(delivered):
    items = processed(delivered[0], "survey_items")
    assert len(items) == 8 + 4 + 9
    assert processed(delivered[0], "survey_options")["text_nb"].notna().any()


def test_the_municipalities_are_those_of_the_classification(delivered):
    assert "0301" in set(processed(delivered[0], "municipalities")["municipality"])
    assert len(processed(delivered[0], "municipality_changes")) == 5


def test_processing_a_survey_again_gives_the_same_bytes(delivered):
    workspace, _, _ = delivered
    file = workspace / "data/processed/survey_answers.parquet"
    before = file.read_bytes()
    assert here(workspace, "process").code == 0
    assert file.read_bytes() == before


def test_a_declared_identifier_stops_the_file_and_no_value_of_it_is_repeated(workspace):
    fields = [*FIELDS, field("navn", "start", identifier="y")]
    rows = [[*row, "KANARI Nordmann"] for row in REDCAP_ROWS]
    text = delimited([[*REDCAP_HEADINGS, "navn"], *rows])
    delivery(workspace, "a", BY_EVENT, data_dot_csv=text, dictionary_dot_csv=dictionary(*fields))
    checked, done = here(workspace, "check"), here(keep_only(workspace), "process")
    assert (checked.code, done.code) == (3, 3)
    assert "column navn: declared_identifier" in checked.out
    assert "KANARI" not in checked.out + checked.err + done.out + done.err
    assert not (workspace / "data/processed/survey_answers.parquet").exists()


def test_a_drafted_mapping_that_is_filled_in_takes_the_report(workspace):
    folder = workspace / "data/raw/deliveries/a"
    folder.mkdir(parents=True)
    write(folder, report_dot_csv=report(submission()), elements_dot_json=ELEMENTS)
    assert here(workspace, "check", "--propose", "a").code == 0
    draft = (folder / "delivery.toml.draft").read_text(encoding="utf-8")
    for key, value in (("legal_basis", "x"), ("controller", "x"), ("instrument", "i"), ("wave", "w1")):
        draft = draft.replace(f'{key} = ""', f'{key} = "{value}"')
    draft = draft.replace('role = ""', 'role = "coordinator"').replace("2000-01-01", "2999-01-01")
    (folder / "delivery.toml").write_text(draft, encoding="utf-8")
    (folder / "delivery.toml.draft").unlink()
    checked = here(workspace, "check")
    assert checked.code == 0, checked.out
    assert "deliveries/a/report.csv: 1 read = 1 accepted" in checked.out

"""A filled form and a file in the sender's own words, all the way to data/processed. All made up."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from evaluering.tables import TABLES
from functional.commands import Ran, copy_workspace, run
from functional.workspaces import contents, keep_only
from synthetic import cell, delimited, row, write_mapping

CANARY = "KANARI-7f3a"
MAPPING = """
name = "målinger.csv"
table = "session_feedback"
decimal = ","
columns = { Deltaker = "user", "Møte" = "session", Lag = "team", Dato = "held", Utbytte = "outcome" }
ignore = ["Deltok"]
constants = { relation = "30.5" }
"""
PLANS = """
name = "planer.csv"
table = "plans"

[file.columns]
Deltaker = "user"
"Delmål" = "sub_goal"
"Område" = "area"
Ansvarlig = "responsible"
"Gjennomført" = "carried_out"
Beskrivelse = "sub_goal_text"

[file.answers]
area = { Bolig = "housing", "Økonomi" = "economy" }
responsible = { Kommunen = "municipality" }
carried_out = { Ja = "yes", Nei = "no", Delvis = "partly" }
"""


def form(workspace: Path, folder: Path) -> None:
    """Fill in the form of a team and put it in a delivery."""
    done = run(workspace, "forms")
    assert done.out == f"23 forms in {workspace / 'forms'}\n"
    book = load_workbook(workspace / "forms/team.xlsx")
    teams = TABLES["teams"]
    for number, name in enumerate(("lag-1", "lag-2"), 2):
        for place, column in enumerate(teams.delivered, 1):
            book["teams"].cell(number, place).value = cell(row(teams, team=name)[column.name], column)
    book.save(folder / "team.xlsx")
    shutil.rmtree(workspace / "forms")


def files(folder: Path) -> None:
    """Files as a sender would make them: Windows-1252, semicolons, decimal commas, Norwegian answers."""
    sessions = [
        ["Deltaker", "Møte", "Lag", "Dato", "Utbytte", "Deltok"],
        [f"{CANARY}-u1", "1", "lag-1", "2024-03-01", "33,5", "Ja"],
        [f"{CANARY}-u1", "2", "lag-1", "2024-04-01", "36,0", "Nei"],
        [f"{CANARY}-u2", "1", "lag-9", "2024-04-01", "20,0", f"{CANARY} æøå"],
    ]
    plans = [
        ["Deltaker", "Delmål", "Område", "Ansvarlig", "Gjennomført", "Beskrivelse"],
        [f"{CANARY}-u1", "1", "Bolig", "Kommunen", "Ja", f"egen bolig, {CANARY}-fritekst"],
        [f"{CANARY}-u1", "2", "Økonomi", "Kommunen", "Delvis", ""],
        [f"{CANARY}-u1", "3", f"{CANARY}-svar", "Kommunen", "Nei", ""],
    ]
    for name, rows in (("målinger.csv", sessions), ("planer.csv", plans)):
        (folder / name).write_bytes(delimited(rows, ";").encode("cp1252"))
    write_mapping(folder, MAPPING, PLANS)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran, Ran]:
    """A workspace with a filled form and two mapped files, checked and processed."""
    workspace = keep_only(copy_workspace(tmp_path_factory.mktemp("delivered") / "workspace"))
    folder = workspace / "data/raw/deliveries/kommune"
    folder.mkdir(parents=True)
    form(workspace, folder)
    files(folder)
    return workspace, run(workspace, "check"), run(workspace, "process")


def stored(workspace: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(workspace / "data/processed" / f"{name}.parquet")


def test_check_tells_every_account_and_problem_and_ends_with_3(done):
    _, check, _ = done
    assert check.code == 3
    place = "deliveries/kommune"
    for line in (
        f"{place}/målinger.csv: encoding cp1252",
        f"{place}/målinger.csv: delimiter semicolon",
        f"{place}/målinger.csv: 3 read = 2 accepted + 1 rejected + 0 duplicate",
        "  row 3, team: refers_to_nothing (rejected)",
        f"{place}/planer.csv: 3 read = 2 accepted + 1 rejected + 0 duplicate",
        "  row 3, area: not_an_allowed_value (rejected)",
        f"{place}/team.xlsx#teams: 2 read = 2 accepted + 0 rejected + 0 duplicate",
    ):
        assert line in check.out.splitlines()


def test_process_stores_typed_tables(done):
    workspace, _, process = done
    assert process.code == 0, process.err
    assert stored(workspace, "teams")["team"].tolist() == ["lag-1", "lag-2"]
    sessions = stored(workspace, "session_feedback")
    assert sessions["outcome"].tolist() == [33.5, 36.0]
    assert sessions["relation"].tolist() == [30.5, 30.5]
    assert stored(workspace, "plans")["area"].tolist() == ["housing", "economy"]
    assert stored(workspace, "plans")["carried_out"].tolist() == ["yes", "partly"]


def test_a_sidecar_accounts_for_every_row_of_every_file(done):
    workspace, _, _ = done
    sidecar = json.loads((workspace / "data/processed/session_feedback.json").read_text(encoding="utf-8"))
    (account,) = sidecar["accounts"]
    assert (account["read"], account["accepted"], account["rejected"], account["duplicate"]) == (3, 2, 1, 0)
    assert (sidecar["protects"], sidecar["audience"]) == ("persons", "own team")


def test_free_text_is_stored_apart(done):
    workspace, _, _ = done
    assert not {"sub_goal_text", "comment"} & set(stored(workspace, "plans").columns)
    assert stored(workspace, "free_text/plans")["sub_goal_text"].dropna().tolist() == [
        f"egen bolig, {CANARY}-fritekst"
    ]


def test_no_canary_is_in_any_message(done):
    _, check, process = done
    assert CANARY not in check.out + check.err + process.out + process.err


def test_free_text_and_rejected_values_are_nowhere_else(done):
    workspace, _, _ = done
    written = {name: text for name, text in contents(workspace).items() if not name.startswith("data/raw/")}
    for planted in ("fritekst", "svar", " æøå"):
        holders = {name for name, text in written.items() if f"{CANARY}{planted}".encode() in text}
        holders |= {name for name, text in written.items() if f"{CANARY}-{planted}".encode() in text}
        assert holders <= {"data/processed/free_text/plans.parquet"}
    for file in (workspace / "data/processed").glob("*.parquet"):
        values = [str(value) for value in pd.read_parquet(file).to_numpy().ravel()]
        assert not [value for value in values if "fritekst" in value or "svar" in value]


def test_an_undeclared_column_stores_nothing_and_is_not_named(done, tmp_path):
    workspace = Path(shutil.copytree(done[0], tmp_path / "w"))
    shutil.rmtree(workspace / "data/processed")
    file = workspace / "data/raw/deliveries/kommune/planer.csv"
    file.write_bytes(file.read_bytes().replace(b"Beskrivelse", f"{CANARY}-kolonne".encode()))
    for command in ("check", "process"):
        ran = run(workspace, command)
        assert ran.code == 3
        assert CANARY not in ran.out + ran.err
    assert not (workspace / "data/processed/plans.parquet").exists()
    assert not (workspace / "data/processed/free_text").exists()

"""``list``, ``check`` and ``process``: what they say, and what they leave behind."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from functional.workspaces import HOURS, change, contents, here, keep_only, notebook_file


@pytest.mark.usefixtures("inline")
def test_list_says_what_made_a_report_out_of_date(built_copy: Path) -> None:
    change(built_copy / HOURS, "5.50", "5.25")
    states = dict(re.findall(r"^(\S+)  \(.*\)  (.*)$", here(built_copy, "list").out, re.MULTILINE))
    assert states == {
        "follow-up-inquiries-nb": "up to date",
        "gathering-time-nb": "out of date: inputs, released changed",
        "goal-measurability-nb": "up to date",
    }


def test_list_names_a_changed_notebook(built_copy: Path) -> None:
    change(notebook_file(built_copy, "gathering_time"), "The aim was short lectures", "The aim was")
    assert "gathering-time-nb  (long_lecture_minutes=30)  out of date: notebook changed" in (
        here(built_copy, "list").out
    )


@pytest.mark.usefixtures("inline")
def test_list_tells_a_report_with_other_parameters_apart(built_copy: Path) -> None:
    change(built_copy / "evaluering.toml", "{ long_lecture_minutes = 30 }", "{ long_lecture_minutes = 20 }")
    out = here(built_copy, "list").out
    assert re.search(r"\(long_lecture_minutes=20\)  out of date: .*parameters", out)


def test_list_leaves_releases_and_ledger_alone(built: Path, built_copy: Path) -> None:
    here(built_copy, "list")
    assert contents(built_copy / "reports") == contents(built / "reports")


def test_check_shows_the_faults_of_the_programme_by_row_and_rule(workspace: Path) -> None:
    done = here(workspace, "check")
    assert done.code == 0
    assert re.findall(r"^  row (\d+), (\w+): (\w+)", done.out, re.MULTILINE) == [
        ("27", "end", "item_without_end"),
        ("31", "start", "items_overlap"),
        ("32", "start", "items_overlap"),
    ]


def test_check_names_undeclared_files(workspace: Path) -> None:
    (workspace / "data/raw/other").mkdir()
    (workspace / "data/raw/other/users.csv").write_text("a\n1\n")
    out = here(workspace, "check").out
    assert "undeclared file: data/raw/other/users.csv" in out.splitlines()


def test_check_tells_every_file_and_ends_with_three_when_one_is_refused(workspace: Path) -> None:
    (workspace / HOURS).unlink()
    done = here(workspace, "check")
    assert done.code == 3
    assert "published/gathering_hours_2014_2015.csv: refused" in done.out
    assert "published/national_goals.csv: 11 read" in done.out


def test_check_repeats_no_value_of_a_faulty_row(workspace: Path) -> None:
    change(workspace / HOURS, "5.50", "kanari-7f3a")
    done = here(workspace, "check")
    assert "row 1, group_work_and_plenary_h: not_a_number (rejected)" in done.out
    assert "kanari-7f3a" not in done.out + done.err


def test_check_writes_its_page_and_its_data_file_and_nothing_else(workspace: Path) -> None:
    before = contents(workspace)
    here(workspace, "check")
    after = contents(workspace)
    assert after.keys() - before.keys() == {"problems/index.html", "problems/problems.csv"}
    assert {name: after[name] for name in before} == before


def test_process_writes_a_table_and_a_sidecar_for_all_the_plan_reads(workspace: Path) -> None:
    done = here(keep_only(workspace), "process")
    assert done.code == 0
    assert sorted(path.name for path in (workspace / "data/processed").iterdir()) == [
        "gathering_hours_2014_2015.json",
        "gathering_hours_2014_2015.parquet",
        "gathering_programme_2021_2022.json",
        "gathering_programme_2021_2022.parquet",
    ]


def test_every_account_closes_also_with_faults_and_repetitions(workspace: Path) -> None:
    with (workspace / HOURS).open("a") as file:
        file.write("4,1.75,4.25,1.25\n5,x,1.0,1.0\n6,1.0\n")
    done = here(workspace, "process")
    assert done.code == 0
    assert "gathering_hours_2014_2015.csv: 7 read = 4 accepted + 2 rejected + 1 duplicate" in done.out
    for sidecar in (workspace / "data/processed").glob("*.json"):
        account = json.loads(sidecar.read_text())["basis"]["accounts"][0]
        parts = account["accepted"] + account["rejected"] + account["duplicate"]
        assert account["read"] == parts, sidecar.name


def test_a_sidecar_holds_the_digest_of_its_table_and_of_what_was_delivered(workspace: Path) -> None:
    here(keep_only(workspace), "process")
    folder = workspace / "data/processed"
    sidecar = json.loads((folder / "gathering_hours_2014_2015.json").read_text())
    parquet = (folder / "gathering_hours_2014_2015.parquet").read_bytes()
    assert sidecar["parquet"] == sha256(parquet).hexdigest()
    assert sidecar["basis"]["accounts"][0]["digest"] == sha256((workspace / HOURS).read_bytes()).hexdigest()


def test_processing_never_touches_what_was_delivered(workspace: Path) -> None:
    before = contents(workspace / "data/raw")
    here(workspace, "process")
    assert contents(workspace / "data/raw") == before

"""Forty planted faults are found where they are, nothing else is, and no value comes out with them."""

import csv
import io
import os
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from evaluering.validation import rules_not_run
from faulty_delivery import CANARY, DELIVERY, FAULTS, IDENTITY_NUMBER, SECRET, Files, clean, faulty, write
from functional.commands import Ran, copy_workspace, run
from functional.workspaces import contents, here, keep_only

FOLDER = f"deliveries/{DELIVERY}/"


def only(files: Files, *names: str) -> Files:
    """Some files of a delivery."""
    return {name: files[name] for name in names}


def problems(workspace: Path) -> list[dict[str, str]]:
    """The problems of the delivery, as the data file tells them."""
    text = (workspace / "problems/problems.csv").read_text(encoding="utf-8")
    return [one for one in csv.DictReader(io.StringIO(text)) if one["file"].startswith(FOLDER)]


def places(workspace: Path) -> Counter[tuple[str, ...]]:
    return Counter(
        (one["file"].removeprefix(FOLDER), one["sheet"], one["row"], one["column"], one["rule"])
        for one in problems(workspace)
    )


@pytest.fixture(scope="module")
def with_faults(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """The faulty delivery, checked as a user would, with tracebacks asked for."""
    workspace = keep_only(copy_workspace(tmp_path_factory.mktemp("faulty") / "workspace"))
    write(faulty(), workspace)
    return workspace, run(workspace, "check", EVALUERING_DEBUG="1")


@pytest.fixture(scope="module")
def without_faults(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """The clean twin, checked."""
    workspace = keep_only(copy_workspace(tmp_path_factory.mktemp("clean") / "workspace"))
    write(clean(), workspace)
    return workspace, here(workspace, "check")


def test_the_faults_are_forty_and_each_is_of_a_kind_of_its_own():
    assert len(FAULTS) == 40
    assert len({fault.found[0][4] for fault in FAULTS}) == 40


def test_exactly_the_planted_faults_are_found(with_faults):
    workspace, done = with_faults
    assert done.code == 3, done.err
    assert places(workspace) == Counter(place for fault in FAULTS for place in fault.found)


def test_nothing_is_found_in_the_clean_twin(without_faults):
    workspace, done = without_faults
    assert done.code == 0, done.out + done.err
    assert problems(workspace) == []


def test_every_account_of_the_faulty_delivery_closes(with_faults):
    _, done = with_faults
    accounts = [line.split(": ")[1] for line in done.out.splitlines() if " read = " in line]
    assert len(accounts) > 30
    for account in accounts:
        read, accepted, rejected, duplicate = (int(word) for word in account.split() if word.isdigit())
        assert read == accepted + rejected + duplicate


def test_no_canary_is_in_what_check_says_or_writes(with_faults):
    workspace, done = with_faults
    written = {name: text for name, text in contents(workspace).items() if not name.startswith("data/raw/")}
    assert "problems/index.html" in written
    written |= {"stdout": done.out.encode(), "stderr": done.err.encode()}
    for planted in (CANARY, IDENTITY_NUMBER):
        assert [name for name, text in written.items() if planted.encode() in text] == []


def test_a_fault_of_ours_shows_where_but_no_value_even_when_tracebacks_are_asked_for(tmp_path):
    workspace = keep_only(copy_workspace(tmp_path / "w"))
    write(only(faulty(), "conversations.csv"), workspace)
    (tmp_path / "sitecustomize.py").write_text(
        "import evaluering.validation.delivered as delivered\n"
        "def broken(parts):\n"
        "    try:\n"
        "        raise KeyError(parts.frame.to_csv())\n"
        "    except KeyError as error:\n"
        "        raise ValueError(parts.frame.to_csv()) from error\n"
        "delivered._without_repetitions = broken\n"
    )
    search = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = run(workspace, "check", EVALUERING_DEBUG="1", PYTHONPATH=search)
    assert done.code == 1
    assert "ValueError" in done.err
    assert "KeyError" in done.err
    assert "in broken" in done.err
    assert CANARY not in done.out + done.err


def test_what_was_rejected_is_in_no_processed_table(tmp_path):
    workspace = keep_only(copy_workspace(tmp_path / "w"))
    names = (
        "teams.csv",
        "participation.csv",
        "kor.csv",
        "planer.xlsx",
        "survey_items.csv",
        "survey_options.csv",
    )
    write(only(faulty(), *names, "survey_answers.csv"), workspace)
    done = here(workspace, "process")
    assert done.code == 0, done.err
    for file in sorted((workspace / "data/processed").glob("*.parquet")):
        values = [str(one) for one in pd.read_parquet(file).to_numpy().ravel()]
        leaked = [one for one in values if SECRET in one or one.endswith(("-svar", "-valg", "-t9", " u 2"))]
        assert leaked == [], file.name


def test_every_rule_on_the_delivered_tables_that_could_not_run_is_listed(without_faults):
    _, done = without_faults
    present = {file.table for file in clean().values()}
    listed = [line for line in done.out.splitlines() if line.startswith("not run: ")]
    assert len(listed) == len(rules_not_run(present))
    assert all(one.lacks for one in rules_not_run(present))


def test_checking_elsewhere_gives_the_same_bytes(tmp_path):
    made = []
    for name in ("here", "elsewhere"):
        workspace = keep_only(copy_workspace(tmp_path / name))
        write(only(faulty(), "conversations.csv", "goals.csv", "henvendelser-1.csv"), workspace)
        here(workspace, "check")
        made.append(contents(workspace / "problems"))
    assert made[0] == made[1]


def test_the_page_names_no_path_of_the_machine(with_faults):
    workspace, _ = with_faults
    page = (workspace / "problems/index.html").read_text(encoding="utf-8")
    assert str(workspace) not in page
    assert str(Path.home()) not in page

"""Internal sheets and organisations' own texts, by the commands; the whole network is synthetic."""

import csv
import json
import stat
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from functional.commands import copy_workspace, run
from functional.workspaces import change, contents, here, keep_only, latest, page_text, told

QUESTION = "session_feedback"
ASKED = f"""
[notebooks.{QUESTION}.contract]
findings = ["session_feedback"]
minimum_n = 1

[[reports]]
id = "feedback"
notebook = "{QUESTION}"
"""
COLUMNS = ("statement", "question", "group", "level", "network", "table", "column", "element")
MARK = "INTERN – ikke for publisering"


def write_notebook(workspace: Path) -> None:
    sources = (
        'language = "nb"',
        f'import evaluering as ev\n\nreport = ev.report("{QUESTION}", language=language)',
        'display(report.statements("goals"))',
    )
    cells = [nbformat.v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(sources)]
    cells[0].metadata["tags"] = ["parameters"]
    like = nbformat.read(workspace / "notebooks/gathering_time.ipynb", as_version=4)
    made = nbformat.v4.new_notebook(cells=cells, metadata=like.metadata)
    nbformat.write(made, workspace / f"notebooks/{QUESTION}.ipynb")


def approve(workspace: Path, *elements: str) -> None:
    (workspace / "texts").mkdir(exist_ok=True)
    with (workspace / "texts/approvals.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow((*COLUMNS, "approved_by", "approved"))
        for number, element in enumerate(elements):
            place = (QUESTION, "goals", "nation", "", "goal_wordings", "wording")
            out.writerow((f"s{number}", *place, element, "Teamleder", "2026-11-01"))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, str]:
    """A small synthetic network with a sheet for every team on one question, built, and one team's name."""
    workspace = keep_only(copy_workspace(tmp_path_factory.mktemp("sheets") / "workspace"))
    small = ("--networks", "1", "--municipalities", "10", "--episodes", "20", "--answers", "100")
    assert run(workspace, "sample", *small).code == 0
    settings = workspace / "evaluering.toml"
    change(settings, 'rules = "published_only"', f'rules = "protected"\nsheets = ["{QUESTION}"]')
    settings.write_text(settings.read_text(encoding="utf-8") + ASKED, encoding="utf-8")
    write_notebook(workspace)
    approve(workspace, "goal-00001/1")
    team = sorted(pd.read_csv(workspace / "data/raw/sample/teams.csv", dtype=str)["team"])[0]
    first = run(workspace, "sheet", team)
    assert first.code == 0, first.err
    return workspace, team


def sheet(made: tuple[Path, str]) -> str:
    workspace, team = made
    return page_text((workspace / "internal" / team / "index.html").read_text(encoding="utf-8"))


def test_a_sheet_is_marked_as_internal_and_as_synthetic(made):
    text = sheet(made)
    assert text.count(MARK) >= 2
    assert "syntetisk" in text.lower()


def test_a_sheet_shows_numbers_of_the_teams_own_users(made):
    assert "Skjult" not in sheet(made)


def test_a_sheet_shows_the_teams_own_goals_before_anyone_approves_them(made):
    workspace, team = made
    goals = pd.read_csv(workspace / "data/raw/sample/goals.csv", dtype=str)
    own = goals.loc[goals["team"] == team, "goal"]
    wordings = pd.read_csv(workspace / "data/raw/sample/goal_wordings.csv", dtype=str)
    words = wordings.loc[wordings["goal"].isin(own), "wording"]
    assert len(words) > 0
    assert all(text in sheet(made) for text in words)


def test_a_sheet_is_for_its_owners_eyes_and_no_part_of_the_reports(made):
    workspace, team = made
    folder = workspace / "internal" / team
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder.parent, folder, folder / "index.html")]
    assert modes == [0o700, 0o700, 0o600]
    assert (workspace / "internal/.gitignore").read_text(encoding="utf-8") == "*\n"
    assert not (workspace / "reports").exists() or MARK not in str(contents(workspace / "reports"))


@pytest.mark.parametrize("team", ["../reports", "team-of-nobody"])
def test_a_team_nobody_delivered_gets_no_sheet_and_is_not_repeated(made, team):
    done = here(made[0], "sheet", team)
    assert (done.code, team in done.err) == (2, False)


def test_a_release_beside_sheets_is_built_with_approved_statements_and_holds_no_sheet(made):
    workspace, _ = made
    wordings = pd.read_csv(workspace / "data/raw/sample/goal_wordings.csv", dtype=str)
    names = sorted(wordings["goal"] + "/" + wordings["version"])
    approve(workspace, names[0])
    done = run(workspace, "build")
    assert done.code == 0, done.out + done.err
    page = (latest(workspace) / "feedback-nb/index.html").read_text(encoding="utf-8")
    (shown,) = wordings.loc[wordings["goal"] + "/" + wordings["version"] == names[0], "wording"]
    assert shown in page_text(page)
    assert MARK not in str({name: text.decode() for name, text in told(latest(workspace)).items()})
    receipt = json.loads((latest(workspace) / "feedback-nb/receipt.json").read_text(encoding="utf-8"))
    assert "statement.s0" in receipt["released"]


def test_an_element_that_is_not_there_is_refused_by_row(made):
    workspace, _ = made
    approve(workspace, "no-goal/1")
    done = here(workspace, "list")
    assert (done.code, "row 1, column element: no_such_text" in done.err) == (3, True)


def test_sheets_under_rules_that_judge_nothing_are_refused(workspace):
    change(
        workspace / "evaluering.toml",
        'rules = "published_only"',
        f'rules = "published_only"\nsheets = ["{QUESTION}"]',
    )
    done = here(workspace, "build")
    assert (done.code, "disclosure.sheets" in done.err) == (3, True)


def test_without_sheets_in_the_settings_none_is_written(workspace):
    done = here(workspace, "sheet", "team-001")
    assert (done.code, (workspace / "internal").exists()) == (2, False)

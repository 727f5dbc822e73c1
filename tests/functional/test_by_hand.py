"""A notebook run by hand shows what is published, or says in one message why not."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path
from typing import Any

import nbformat
import pytest

import evaluering as ev
from evaluering.errors import NotInRelease, WrongUse
from functional.commands import copy_workspace
from functional.workspaces import GATHERING, contents, keep_only, latest, releases, table_cells, work_here


def papermill(folder: Path, notebook: str, *arguments: str) -> tuple[int, Any]:
    """Run a notebook with papermill's own command; exit code and the notebook with outputs."""
    out = folder / "out.ipynb"
    command = [sys.executable, "-m", "papermill", notebook, str(out), "--kernel", "python3", *arguments]
    done = subprocess.run(command, cwd=folder, env=dict(os.environ), capture_output=True, check=False)
    return done.returncode, nbformat.read(out, as_version=4)


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, int, Any]]:
    """Three runs by hand in three unbuilt workspaces."""
    runs = {
        "with a parameter": (".", "notebooks/gathering_time.ipynb", "-p", "long_lecture_minutes", "30"),
        "from its folder": ("notebooks", "gathering_time.ipynb"),
        "outside the plan": (".", "notebooks/gathering_time.ipynb", "-p", "long_lecture_minutes", "20"),
    }
    folders = {name: copy_workspace(tmp_path_factory.mktemp("hand") / "workspace") for name in runs}

    def one(name: str) -> tuple[Path, int, Any]:
        place, *arguments = runs[name]
        keep_only(folders[name])
        return (folders[name], *papermill(folders[name] / place, *arguments))

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(runs, pool.map(one, runs), strict=True))


def shown(notebook: Any) -> str:
    """All HTML a notebook shows."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.get("data", {}).get("text/html", "") for output in outputs)


@pytest.mark.parametrize("how", ["with a parameter", "from its folder"])
def test_by_hand_the_tables_hold_what_the_published_page_holds(
    built: Path, by_hand: dict[str, tuple[Path, int, Any]], how: str
) -> None:
    _, code, notebook = by_hand[how]
    assert code == 0
    published = table_cells((latest(built) / GATHERING / "index.html").read_text(encoding="utf-8"))
    # The published page ends with the account of its files.
    assert table_cells(shown(notebook)) == published[:-1]
    assert len(published) == 7


def test_running_by_hand_releases_nothing(by_hand: dict[str, tuple[Path, int, Any]]) -> None:
    folder, _, _ = by_hand["with a parameter"]
    assert not (folder / "reports").exists()


def test_outside_the_plan_a_notebook_shows_a_message_and_no_traceback(
    by_hand: dict[str, tuple[Path, int, Any]],
) -> None:
    _, code, notebook = by_hand["outside the plan"]
    assert code != 0
    (error,) = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output["output_type"] == "error"
    ]
    assert error["ename"] == "NotInRelease"
    (text,) = error["traceback"]
    assert "next:     add to evaluering.toml:" in text
    assert "File" not in text


@pytest.fixture
def reporting(one_report_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which ``ev.report`` brings the store up to date in this process."""
    work_here(monkeypatch)
    return one_report_copy


def asked(folder: Path, question: str = "gathering_time", **parameters: Any) -> Any:
    """Ask for a report as a notebook in this folder does."""
    with chdir(folder):
        return ev.report(question, **parameters)


@pytest.mark.usefixtures("inline")
def test_the_lines_the_message_gives_make_the_report(reporting: Path) -> None:
    with pytest.raises(NotInRelease) as refused:
        asked(reporting, long_lecture_minutes=20)
    lines = refused.value.next_step.partition("\n")[2]
    with (reporting / "evaluering.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(line.strip() for line in lines.splitlines()) + "\n")
    report = asked(reporting, long_lecture_minutes=20)
    assert "text/html" in report.table("hours")._repr_mimebundle_()


def test_a_report_by_hand_comes_from_the_store_without_computing(
    reporting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluering.publishing.compute.compute_one", lambda *_: pytest.fail("computed"))
    before = releases(reporting)
    assert asked(reporting, long_lecture_minutes=30).heading("hours")
    assert releases(reporting) == before


@pytest.mark.parametrize(
    ("question", "parameters"),
    [
        ("gathering_time", {"long_lecture_minuts": 30}),
        ("gathering_time", {"long_lecture_minutes": "30"}),
        ("gathering_time", {"long_lecture_minutes": 1000}),
        ("gathering_tide", {}),
        ("../gathering_time", {}),
    ],
)
def test_an_unknown_or_faulty_request_is_wrong_use(
    reporting: Path, question: str, parameters: dict[str, Any]
) -> None:
    with pytest.raises(WrongUse):
        asked(reporting, question, **parameters)


def test_an_unplanned_language_is_not_in_the_release(reporting: Path) -> None:
    with pytest.raises(NotInRelease, match=r'languages = \["nn"\]'):
        asked(reporting, language="nn")


def test_a_request_outside_any_workspace_says_so(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"evaluering\.toml in this folder or one above it"):
        asked(tmp_path)


def test_asking_leaves_reports_and_ledger_alone(one_report: Path, reporting: Path) -> None:
    asked(reporting)
    assert contents(reporting / "reports") == contents(one_report / "reports")

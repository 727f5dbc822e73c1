"""The same bytes in another folder, for another user, at another hour, in another language."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import evaluering
from functional.commands import COMMAND, ROOT, run
from functional.workspaces import as_nobody, contents, here, keep_only, latest

CONDITIONS = {
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "language": {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    "plain C": {"LANG": "C", "LC_ALL": "C"},
    "hash seed": {"PYTHONHASHSEED": "2"},
    "clock": {"SOURCE_DATE_EPOCH": "1"},
}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace laid out by ``init``, in a folder others may enter."""
    folder = tmp_path_factory.mktemp("elsewhere") / "et annet sted"
    done = here(folder.parent, "init", str(folder))
    assert done.code == 0, done.err
    return folder


def test_a_new_workspace_holds_the_settings_notebooks_and_published_figures(started: Path) -> None:
    expected = {
        name: content
        for name, content in contents(ROOT).items()
        if name == "evaluering.toml" or name.startswith(("notebooks/", "data/raw/"))
    }
    laid_out = contents(started)
    laid_out.pop(".gitignore")
    assert laid_out == expected


def test_in_a_new_workspace_no_report_is_built_yet(started: Path) -> None:
    done = here(started, "list")
    assert done.code == 0
    assert [line.rpartition("  ")[2] for line in done.out.splitlines()] == ["not built yet"] * 3


def test_another_user_folder_zone_language_seed_core_and_mask_give_the_same_bytes(
    built: Path, started: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(started, tmp_path / "en kopi"))
    for made in (".evaluering", "data/processed"):
        shutil.rmtree(folder / made, ignore_errors=True)
    variables = {name: value for given in CONDITIONS.values() for name, value in given.items()}
    core = str(min(os.sched_getaffinity(0)))
    done = subprocess.run(
        [*as_nobody(), "taskset", "--cpu-list", core, *COMMAND, "build", "--jobs", "1"],
        cwd=folder,
        env={**os.environ, **variables, "HOME": str(tmp_path), "USER": "nobody", "LOGNAME": "nobody"},
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made, there = contents(latest(folder)), contents(latest(built))
    assert {Path(name).suffix for name in made} == {".html", ".pdf", ".csv", ".json"}
    assert [name for name in sorted(made.keys() | there.keys()) if made.get(name) != there.get(name)] == []


@pytest.mark.long
@pytest.mark.parametrize("condition", CONDITIONS)
def test_one_other_condition_gives_the_same_bytes(one_report: Path, workspace: Path, condition: str) -> None:
    keep_only(workspace)
    assert run(workspace, "build", **CONDITIONS[condition]).code == 0
    assert contents(latest(workspace)) == contents(latest(one_report))


@pytest.mark.long
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_the_number_of_workers_reaches_no_byte(built: Path, workspace: Path, jobs: str) -> None:
    assert run(workspace, "build", "--jobs", jobs).code == 0
    assert contents(latest(workspace)) == contents(latest(built))


def test_the_workspace_is_found_from_a_folder_below(built: Path) -> None:
    done = here(built / "data" / "raw", "list")
    assert done.code == 0
    assert done.out.count("up to date") == 3


def test_an_unwritable_place_for_a_new_workspace_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = here(tmp_path, "init", str(tmp_path / "file" / "below"))
    assert done.code == 7
    assert "choose another folder" in done.err


def test_commands_are_tested_as_installed() -> None:

    assert Path(sys.prefix) in Path(evaluering.__file__).parents

"""Exit code 2: wrong use is told before any work begins."""

import time
from pathlib import Path

import pytest

from evaluering.publishing import staging
from functional.commands import run
from functional.workspaces import change, here

GIVEN = "parameters = { long_lecture_minutes = 30 }"
DECLARED = "long_lecture_minutes (whole_number, at least 5, at most 240)"


@pytest.fixture
def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail as soon as a build prepares anything."""
    monkeypatch.setattr(staging, "prepare", lambda *_: pytest.fail("work began"))


@pytest.mark.parametrize("arguments", [["bake"], ["build", "--sideways"], ["build", "--jobs", "0"], ["init"]])
def test_an_unknown_command_or_option_is_wrong_use(workspace: Path, arguments: list[str]) -> None:
    assert here(workspace, *arguments).code == 2


def test_a_misspelt_parameter_is_refused_quickly_and_without_a_trace(workspace: Path) -> None:
    change(workspace / "evaluering.toml", GIVEN, "parameters = { long_lecture_minuts = 30 }")
    before = sorted(workspace.rglob("*"))
    start = time.monotonic()
    done = run(workspace, "build")
    assert time.monotonic() - start < 30
    assert (done.code, done.out) == (2, "")
    assert DECLARED in done.err
    assert sorted(workspace.rglob("*")) == before


@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize("value", ["4", "241", "30.0", '"30"', "true", "nan", "inf", "-30"])
@pytest.mark.parametrize("command", ["build", "list"])
def test_a_parameter_of_wrong_type_or_out_of_range_names_what_is_declared(
    workspace: Path, value: str, command: str
) -> None:
    change(workspace / "evaluering.toml", GIVEN, f"parameters = {{ long_lecture_minutes = {value} }}")
    done = here(workspace, command)
    assert done.code == 2
    assert DECLARED in done.err


@pytest.mark.usefixtures("no_work")
def test_a_default_outside_its_own_bounds_is_refused(workspace: Path) -> None:
    change(workspace / "evaluering.toml", "default = 30", "default = 300")
    change(workspace / "evaluering.toml", GIVEN, "parameters = {}")
    done = here(workspace, "build")
    assert done.code == 3
    assert "the default is not whole_number, at least 5, at most 240" in done.err


def test_outside_a_workspace_every_command_says_how_to_make_one(tmp_path: Path) -> None:
    for command in ("build", "check", "list", "process", "verify"):
        done = here(tmp_path, command)
        assert (done.code, "evaluering init DIR" in done.err) == (2, True), command


def test_making_a_workspace_where_something_is_is_wrong_use(workspace: Path) -> None:
    before = sorted(workspace.rglob("*"))
    done = here(workspace.parent, "init", str(workspace))
    assert done.code == 2
    assert sorted(workspace.rglob("*")) == before

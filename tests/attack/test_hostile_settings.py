"""Names in ``evaluering.toml`` become code and folders: only plain ones are let through (CWE-22, 94)."""

from pathlib import Path

import pytest

from functional.workspaces import change, contents, here

NAMES = [
    "x=1;import os",
    "../../x",
    "{0.__class__}",
    "__import__('os')",
    "a b",
    "x\\n1",
    "æ",
    "",
    "a" * 300,
    "CON:",
    "/etc/x",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_parameter_name_in_a_report_is_refused(workspace: Path, name: str) -> None:
    change(workspace / "evaluering.toml", "{ long_lecture_minutes = 30 }", f'{{ "{name}" = 30 }}')
    before = contents(workspace)
    done = here(workspace, "build")
    assert done.code in (2, 3)
    assert contents(workspace) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_parameter_name_in_a_declaration_is_refused(workspace: Path, name: str) -> None:
    change(workspace / "evaluering.toml", "parameters.long_lecture_minutes]", f'parameters."{name}"]')
    assert here(workspace, "build").code == 3


@pytest.mark.parametrize("name", [*NAMES, "A", "a--b", "-a", "a/b", "..", "con.", "latest "])
def test_a_hostile_report_id_is_refused(workspace: Path, name: str) -> None:
    change(workspace / "evaluering.toml", 'id = "gathering-time"', f'id = "{name}"')
    before = contents(workspace)
    assert here(workspace, "build").code == 3
    assert contents(workspace) == before


@pytest.mark.parametrize(
    "name", ["../notebooks/gathering_time", "/etc/passwd", "gathering_time.ipynb", "x y"]
)
def test_a_hostile_notebook_name_is_refused(workspace: Path, name: str) -> None:
    change(workspace / "evaluering.toml", 'notebook = "gathering_time"', f'notebook = "{name}"')
    assert here(workspace, "build").code == 3


def test_an_unknown_setting_is_refused_by_its_place(workspace: Path) -> None:
    change(workspace / "evaluering.toml", "[disclosure]", '[disclosure]\nminimum = "0"')
    done = here(workspace, "build")
    assert done.code == 3
    assert "disclosure.minimum" in done.err


def test_a_report_id_used_twice_is_refused(workspace: Path) -> None:
    change(workspace / "evaluering.toml", 'id = "follow-up-inquiries"', 'id = "gathering-time"')
    done = here(workspace, "build")
    assert done.code == 3
    assert "report id gathering-time is used twice" in done.err


def test_rules_that_do_not_exist_are_refused(workspace: Path) -> None:
    change(workspace / "evaluering.toml", 'rules = "published_only"', 'rules = "everything"')
    assert here(workspace, "build").code == 3

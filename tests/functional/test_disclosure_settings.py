"""The rules for protected tables, from the workspace file to the exit code."""

import json
from pathlib import Path

from functional.commands import run
from functional.test_analyses_of_deliveries import asked
from functional.workspaces import change, here

ONLY_PUBLISHED, PROTECTED = 'rules = "published_only"', 'rules = "protected"'


def rules(workspace: Path, lines: str = "") -> None:
    change(workspace / "evaluering.toml", ONLY_PUBLISHED, f"{PROTECTED}\n{lines}")


def test_a_threshold_below_its_floor_is_refused_before_anything_is_read(workspace: Path) -> None:
    rules(workspace, "[disclosure.thresholds]\ncounts = 3\n")
    done = here(workspace, "build")
    assert done.code == 3
    assert "thresholds.counts: the floor is at least 5, found 3" in done.err
    assert not (workspace / "data/processed").exists()


def test_published_figures_are_listed_as_before_under_the_rules_for_protected_tables(workspace: Path) -> None:
    rules(workspace)
    assert here(workspace, "list").code == 0


def test_protected_tables_are_judged_cell_by_cell_and_what_is_hidden_is_stored_without_its_value(
    workspace: Path,
) -> None:
    assert run(workspace, "sample").code == 0
    rules(workspace)
    asked(workspace, "network-02")
    listed = run(workspace, "list")
    assert (listed.code, "inquiries-nb" in listed.out) == (0, True)
    (store,) = (workspace / ".evaluering" / "released").glob("*.json")
    findings = json.loads(store.read_text(encoding="utf-8"))["findings"]
    judged = [one for one in findings if one["question"] == "inquiries_and_guidance"]
    hidden = [cell for one in judged for cell in one["cells"] if cell["status"] == "suppressed"]
    assert hidden
    assert {(cell["value"], cell["reason"]) for cell in hidden} == {(None, "protected")}

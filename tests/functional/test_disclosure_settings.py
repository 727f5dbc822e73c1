"""The rules for protected tables, from the workspace file to the exit code."""

from pathlib import Path

import pytest

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


@pytest.mark.parametrize("network", ["network-02"])
def test_protected_tables_are_held_until_linked_tables_are_protected(workspace: Path, network: str) -> None:
    assert run(workspace, "sample").code == 0
    rules(workspace)
    asked(workspace, network)
    listed = run(workspace, "list")
    assert listed.code == 5
    assert "linked tables are not protected yet: guidance, inquiries" in listed.err
    stored = "".join(
        path.read_text(encoding="utf-8") for path in (workspace / ".evaluering").rglob("released/*")
    )
    assert "inquiries_and_guidance" not in stored

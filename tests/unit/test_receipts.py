"""What a page was made from: whatever can reach it is in the receipt, so that no stale page is used."""

from pathlib import Path

from builders import ROOT

from evaluering.publishing.plan import make_plan
from evaluering.publishing.receipt import settings_digest
from evaluering.workspace import load_workspace

LAST = "goal-measurability"


def digest(folder: Path, languages: str) -> str:
    """The settings of the last report in bokmål, the first report being in these languages."""
    settings = (ROOT / "evaluering.toml").read_text(encoding="utf-8")
    folder.mkdir()
    (folder / "evaluering.toml").write_text(
        settings.replace('languages = ["nb"]', f"languages = {languages}", 1), encoding="utf-8"
    )
    workspace = load_workspace(folder)
    (job,) = [one for one in make_plan(workspace.configuration).jobs if one.report_id == f"{LAST}-nb"]
    return settings_digest(workspace, job)


def test_a_page_is_made_anew_when_the_study_is_named_in_another_language(tmp_path: Path) -> None:
    # The page marks the study's title with that language.
    assert digest(tmp_path / "a", '["en"]') != digest(tmp_path / "b", '["nb"]')


def test_a_language_more_of_another_report_leaves_a_page_as_it_is(tmp_path: Path) -> None:
    assert digest(tmp_path / "a", '["nb", "en"]') == digest(tmp_path / "b", '["nb"]')

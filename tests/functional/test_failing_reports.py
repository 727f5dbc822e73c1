"""Exit code 4: a report that fails or breaks its contract stops no other, and nothing is released."""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluering.publishing import execute, staging
from evaluering.publishing.kernels import LocalWorkers
from evaluering.publishing.plan import Outcome
from evaluering.vocabulary import OutcomeKind
from functional.commands import Ran, run
from functional.workspaces import add_cell, change, contents, drop_cell, ended, here, notebook_file, resumed

CANARY = "kanari-7f3a"
RAISING = f'text = "{CANARY}".upper().lower()\nraise KeyError(text)'
Failed = tuple[Path, Ran]
Break = Callable[[Path], object]

TWO_ROUNDS: tuple[dict[str, Break], dict[str, Break]] = (
    {
        "gathering-time-nb": lambda folder: drop_cell(folder, "gathering_time", 'report.table("hours")'),
        "follow-up-inquiries-nb": lambda folder: add_cell(folder, "follow_up_inquiries", 'print("done")'),
        "goal-measurability-nb": lambda folder: add_cell(
            folder, "goal_measurability", 'from IPython.display import HTML\nHTML("<b>1</b>")'
        ),
    },
    {
        "gathering-time-nb": lambda folder: change(
            folder / "evaluering.toml", "minimum_n = 4", "minimum_n = 5"
        ),
        "follow-up-inquiries-nb": lambda folder: add_cell(folder, "follow_up_inquiries", "1 + 1"),
        "goal-measurability-nb": lambda folder: add_cell(
            folder,
            "goal_measurability",
            'display({"application/vnd.evaluering.element+json": {"kind": "spell", "id": "x"}}, raw=True)',
        ),
    },
)


@pytest.fixture(scope="module")
def raised(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Failed:
    """A build in which one of three notebooks raises with data in its text."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("raised") / "w", symlinks=True))
    add_cell(folder, "gathering_time", RAISING)
    return folder, run(folder, "build")


@pytest.fixture(scope="module", params=[0, 1], ids=["first", "second"])
def broken(
    built: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> tuple[int, Failed]:
    """Two builds in which each of three reports breaks its contract in its own way."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("broken") / "w", symlinks=True))
    for breaking in TWO_ROUNDS[request.param].values():
        breaking(folder)
    return request.param, (folder, run(folder, "build"))


def test_a_raising_notebook_is_named_with_cell_and_exception(raised: Failed) -> None:
    _, done = raised
    assert done.code == 4
    assert "gathering-time-nb  failed in the notebook" in done.out
    assert "KeyError in cell 15" in done.out


def test_the_text_of_an_exception_is_shown_nowhere(raised: Failed) -> None:
    folder, done = raised
    assert CANARY not in done.out + done.err
    holders = [name for name, content in contents(folder).items() if CANARY.encode() in content]
    assert holders == [".evaluering/logs/gathering-time-nb.log", "notebooks/gathering_time.ipynb"]


def test_the_log_of_a_failure_is_for_its_owner_alone(raised: Failed) -> None:
    folder, _ = raised
    log = folder / ".evaluering/logs/gathering-time-nb.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_a_failing_report_stops_no_other(raised: Failed) -> None:
    folder, _ = raised
    assert ended(folder) == {
        "follow-up-inquiries-nb": "cached",
        "gathering-time-nb": "failed",
        "goal-measurability-nb": "cached",
    }


def test_a_notebook_that_kills_its_worker_takes_no_other_report_down(built: Path, tmp_path: Path) -> None:
    # A dead worker breaks its pool: its peers used to be reported as "could not start" with it.
    folder = Path(shutil.copytree(built, tmp_path / "w", symlinks=True))
    shutil.rmtree(folder / ".evaluering" / "pages")
    add_cell(folder, "gathering_time", "import os\nos.kill(os.getppid(), 9)")
    ran = run(folder, "build")
    assert ran.code == 7
    assert "gathering-time-nb  could not start" in ran.out
    assert ended(folder) == {
        "follow-up-inquiries-nb": "done",
        "gathering-time-nb": "could_not_start",
        "goal-measurability-nb": "done",
    }


def test_after_a_failure_releases_ledger_and_latest_are_as_before(built: Path, raised: Failed) -> None:
    folder, _ = raised
    assert contents(folder / "reports") == contents(built / "reports")
    assert (folder / "reports/latest").readlink() == (built / "reports/latest").readlink()


def test_a_broken_contract_ends_with_four_and_no_release(built: Path, broken: tuple[int, Failed]) -> None:
    _, (folder, done) = broken
    assert done.code == 4
    assert contents(folder / "reports") == contents(built / "reports")


def test_every_broken_contract_is_told_with_what_lacks(broken: tuple[int, Failed]) -> None:
    which, (folder, done) = broken
    lacking = (
        ["table hours is missing", "cell 11", "cell 14", "an output of kind"],
        ["rests on fewer than 5 units", "cell 11", "an output of kind execute_result", "cell 14"],
    )[which]
    assert [words for words in lacking if words not in done.out] == []
    assert list(ended(folder).values()) == ["broke_contract"] * 3


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("content", [None, "", "{}", "not json", '{"cells": 1}', "[]"])
def test_a_notebook_that_is_missing_or_unreadable_fails_its_own_report_only(
    built_copy: Path, content: str | None
) -> None:
    file = notebook_file(built_copy, "gathering_time")
    file.unlink()
    if content is not None:
        file.write_text(content)
    done = here(built_copy, "build")
    assert done.code == 4
    assert "notebooks/gathering_time.ipynb" in done.out
    assert ended(built_copy)["goal-measurability-nb"] == "cached"


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("long_lecture_minutes = 30", "minutes = 30"),
        ("long_lecture_minutes = 30", "long_lecture_minutes = 30\\nx = 1"),
    ],
)
def test_a_parameters_cell_that_disagrees_with_the_settings_starts_no_kernel(
    built_copy: Path, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_cold", "_forked"):
        monkeypatch.setattr(execute, name, lambda _: pytest.fail("the notebook was run"))
    change(notebook_file(built_copy, "gathering_time"), old, new)
    done = here(built_copy, "build")
    assert done.code == 4
    assert "a cell tagged 'parameters' with language, long_lecture_minutes" in done.out


def test_an_unchanged_plan_starts_no_worker(built_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LocalWorkers, "_started", lambda *_: pytest.fail("a process was started"))
    done = resumed(built_copy, "build")
    assert (done.code, "nothing changed" in done.out) == (0, True)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([5, 4, 3, 7, 1], 1), ([5, 4, 3, 7], 7), ([5, 4, 3], 3), ([5, 4], 4), ([5], 5), ([0, 0], 0)],
)
def test_of_several_outcomes_the_one_to_mend_first_decides(
    built_copy: Path, codes: list[int], expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = tuple(
        Outcome(f"report-{code}", OutcomeKind.FAILED if code else OutcomeKind.DONE, "", code)
        for code in codes
    )
    if any(codes):
        monkeypatch.setattr(staging, "release_files", lambda *_: ({}, outcomes))
    assert here(built_copy, "build").code == expected

"""What a build says of itself: few lines, one table at the end, and a log for machines."""

import json
import re
import stat
from pathlib import Path

import pytest

from evaluering.cli import _is_live
from evaluering.publishing import build as building
from evaluering.publishing.plan import Outcome
from evaluering.publishing.progress import progress_bar
from evaluering.publishing.release_lock import lock
from evaluering.publishing.summary import summary_lines
from evaluering.vocabulary import OutcomeKind
from evaluering.workspace import load_workspace
from functional.commands import Ran
from functional.workspaces import HOURS, build_log, change, here, latest, releases

pytestmark = pytest.mark.usefixtures("inline")


def outcomes(done: int, failed: int) -> tuple[Outcome, ...]:
    """So many reports that are done, and so many that failed."""
    return (
        *(Outcome(f"report-{n:04}-nb", OutcomeKind.DONE) for n in range(done)),
        *(Outcome(f"failing-{n:04}-nb", OutcomeKind.FAILED, "where\n  found: x", 4) for n in range(failed)),
    )


@pytest.fixture
def again(one_report_copy: Path) -> tuple[Path, Ran]:
    """A built workspace with one report, built again."""
    return one_report_copy, here(one_report_copy, "build")


def test_the_log_tells_of_the_plan_each_report_and_the_end(again: tuple[Path, Ran]) -> None:
    folder, _ = again
    start, report, end = build_log(folder)
    assert start == {"event": "start", "format": 1, "reports": 1}
    assert report == {
        "event": "report",
        "report": "gathering-time-nb",
        "outcome": "cached",
        "exit_code": 0,
        "seconds": 0.0,
        "memory_mb": 0.0,
    }
    assert end["counts"].pop("cached") == 1
    assert set(end.pop("counts").values()) == {0}
    assert end == {
        "event": "end",
        "exit_code": 0,
        "error": "",
        "release": latest(folder).name,
        "new": False,
    }


def test_the_log_is_for_its_owner_alone(again: tuple[Path, Ran]) -> None:
    file = again[0] / ".evaluering/logs/build.jsonl"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_log_tells_seconds_and_memory_where_they_were_measured(
    one_report_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = Outcome("one-nb", OutcomeKind.FAILED, "a text", 4, seconds=1.23456, memory_mb=210.04)
    monkeypatch.setattr("evaluering.publishing.staging.release_files", lambda *_: ({}, (measured,)))
    assert here(one_report_copy, "build").code == 4
    report, end = build_log(one_report_copy)[1:]
    assert (report["seconds"], report["memory_mb"]) == (1.235, 210.0)
    assert (end["exit_code"], end["counts"]["failed"]) == (4, 1)


def test_the_log_says_which_error_ended_a_build(one_report_copy: Path) -> None:
    change(one_report_copy / HOURS, "5.50", "5.25")
    done = here(one_report_copy, "build")
    assert done.code == 2
    end = build_log(one_report_copy)[-1]
    assert (end["exit_code"], end["error"], end["new"]) == (2, "WrongUse", False)


@pytest.mark.parametrize(
    ("error", "code"), [(MemoryError(), 7), (OSError(28, ""), 7), (KeyboardInterrupt(), 130), (KeyError(), 1)]
)
def test_the_log_and_the_command_end_alike(
    one_report_copy: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def ending(*_: object) -> None:
        raise error

    monkeypatch.setattr(building, "stage", ending)
    assert here(one_report_copy, "build").code == code
    assert build_log(one_report_copy)[-1]["exit_code"] == code


def test_no_text_of_a_failure_is_in_the_log(one_report_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = Outcome("one-nb", OutcomeKind.FAILED, "kanari-7f3a", 4)
    monkeypatch.setattr("evaluering.publishing.staging.release_files", lambda *_: ({}, (failed,)))
    assert "kanari-7f3a" in here(one_report_copy, "build").out
    assert "kanari-7f3a" not in json.dumps(build_log(one_report_copy))


def test_a_build_that_has_to_wait_writes_nothing_over_the_log(again: tuple[Path, Ran]) -> None:
    folder, _ = again
    before = build_log(folder)
    with lock(load_workspace(folder)):
        assert here(folder, "build").code == 7
    assert build_log(folder) == before


def test_freshly_made_pages_are_told_as_done_and_kept_ones_as_cached(one_report_copy: Path) -> None:
    # The release is solved twice when another is out: the second pass finds the pages of the first.
    change(one_report_copy / "evaluering.toml", 'title = "', 'title = "Igjen: ')
    assert here(one_report_copy, "build").out.splitlines()[0] == "done     1"
    assert [line["outcome"] for line in build_log(one_report_copy)[1:-1]] == ["done"]
    assert len(releases(one_report_copy)) == 2


def test_a_summary_is_one_table_then_the_reports_that_failed_with_their_reasons() -> None:
    assert summary_lines(outcomes(11, 1)) == [
        "done                    11",
        "failed in the notebook   1",
        "reports                 12",
        "failing-0000-nb  failed in the notebook",
        "    where",
        "      found: x",
    ]


def test_of_a_thousand_failures_some_are_told_and_the_rest_are_counted() -> None:
    lines = summary_lines(outcomes(0, 1000))
    assert len(lines) == 2 + 3 * 25 + 1
    assert lines[-1] == "and 975 more, all named in .evaluering/logs/build.jsonl"


@pytest.mark.parametrize(("reports", "lines"), [(1, 1), (3, 3), (10, 10), (1000, 10), (1005, 10)])
def test_where_nobody_watches_a_build_of_any_size_prints_ten_lines_at_most(
    capsys: pytest.CaptureFixture[str], reports: int, lines: int
) -> None:
    with progress_bar(reports, is_live=False) as progress:
        for outcome in outcomes(reports, 0):
            progress(outcome)
    said = capsys.readouterr().err.splitlines()
    assert (len(said), said[-1]) == (lines, f"{reports} of {reports} reports")


def test_a_failure_is_told_at_once_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar(100, is_live=False) as progress:
        progress(outcomes(0, 1)[0])
        assert capsys.readouterr().err == "failing-0000-nb: failed in the notebook\n"


def test_somebody_at_a_terminal_sees_a_bar_with_the_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar(2, is_live=True) as progress:
        for outcome in outcomes(2, 0):
            progress(outcome)
    assert re.search(r"2/2.*\d:\d\d:\d\d", capsys.readouterr().err)


@pytest.mark.parametrize(
    ("terminal", "server", "live"), [(True, "", True), (True, "true", False), (False, "", False)]
)
def test_a_bar_is_for_a_terminal_that_no_build_server_pretends_to_have(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, server: str, live: bool
) -> None:
    monkeypatch.setenv("CI", server)
    monkeypatch.setattr("sys.stderr", type("Stream", (), {"isatty": lambda _: terminal})())
    assert _is_live() is live

"""What else writes to a workspace while a build is at work: refused or told of, and never published."""

import fcntl
import json
import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from evaluering.publishing import prepare as preparing
from evaluering.publishing import staging
from evaluering.publishing.release_lock import lock
from evaluering.workspace import load_workspace
from functional.commands import COMMAND
from functional.workspaces import HOURS, as_nobody, change, contents, correct, here, latest, notebook_file

pytestmark = pytest.mark.usefixtures("inline")
WRITERS = {
    "build": ["build"],
    "withdraw": ["withdraw", "gathering-time", "--reason", "Feil.", "--date", "2026-03-06"],
    "forget": ["forget", "U-17"],
    "forget a delivery": ["forget", "--delivery", "a"],
    "review": ["review"],
    "process": ["process"],
    "list": ["list"],
}


@pytest.mark.parametrize("command", WRITERS)
def test_whatever_writes_to_the_workspace_waits_for_a_build_to_end(
    one_report_copy: Path, command: str
) -> None:
    (one_report_copy / "data/raw/deliveries/a").mkdir(parents=True)
    before = contents(one_report_copy)
    with lock(load_workspace(one_report_copy)):
        held = (one_report_copy / ".evaluering" / "at-work.json").read_bytes()
        done = here(one_report_copy, *WRITERS[command])
        assert (one_report_copy / ".evaluering" / "at-work.json").read_bytes() == held
    assert done.code == 7
    assert f"found:    one that is running: process {os.getpid()}\n" in done.err
    assert contents(one_report_copy) == before


def test_a_command_on_another_machine_is_told_of_by_its_name(one_report_copy: Path) -> None:
    file = one_report_copy / ".evaluering" / "at-work.json"
    with (one_report_copy / "reports/.lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        file.write_text(json.dumps({"process": 12, "machine": "annen-maskin"}))
        assert "running: process 12 on annen-maskin\n" in here(one_report_copy, "build").err
        file.write_text("torn")
        assert "found:    one that is running\n" in here(one_report_copy, "build").err


def test_a_file_system_without_locks_is_told_of(
    one_report_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object) -> None:
        raise OSError(37, os.strerror(37))  # ENOLCK: a share that is mounted without locks

    monkeypatch.setattr("evaluering.publishing.release_lock.fcntl.flock", refusing)
    done = here(one_report_copy, "build")
    assert (done.code, "a file system that can lock files" in done.err) == (7, True)


def test_who_is_at_work_is_for_the_owner_alone_and_gone_when_the_work_is(one_report_copy: Path) -> None:
    file = one_report_copy / ".evaluering" / "at-work.json"
    with lock(load_workspace(one_report_copy)):
        assert json.loads(file.read_bytes()) == {"process": os.getpid(), "machine": socket.gethostname()}
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert not file.exists()


def during(monkeypatch: pytest.MonkeyPatch, module: object, step: str, done: Callable[[], object]) -> None:
    """Let something happen right after a step of the next build."""
    real: Callable[..., object] = getattr(module, step)

    def interrupted(*arguments: object) -> object:
        result = real(*arguments)
        done()
        return result

    monkeypatch.setattr(module, step, interrupted)


def refused_then_right(folder: Path, monkeypatch: pytest.MonkeyPatch, changed: str) -> None:
    """The build under which something changed is refused, and the next publishes what is there now."""
    before = contents(folder / "reports")
    done = here(folder, "build")
    assert done.code == 7
    assert f"changed meanwhile: {changed}" in done.err
    assert contents(folder / "reports") == before
    assert list(folder.glob(".evaluering/findings/*")) == list(folder.glob(".evaluering/pages/*")) == []
    monkeypatch.undo()


def test_a_table_that_is_stored_again_under_a_build_reaches_no_release_and_no_cache(
    one_report_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Findings were kept under the digest of the table as it was, and told the numbers of another.
    table = one_report_copy / "data/processed/gathering_hours_2014_2015.parquet"
    other = pd.read_parquet(table).iloc[::-1].reset_index(drop=True)
    during(monkeypatch, preparing, "process_all", lambda: other.to_parquet(table, index=False))
    for file in one_report_copy.glob(".evaluering/findings/*.json"):
        file.write_bytes(b"")
    refused_then_right(one_report_copy, monkeypatch, "gathering_hours_2014_2015")


def test_a_notebook_that_is_edited_under_a_build_is_not_published_as_another(
    one_report_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its page was kept under the digest of the notebook as it was.
    file = notebook_file(one_report_copy, "gathering_time")
    edited = file.read_bytes() + b"\n"
    during(monkeypatch, staging, "render_all", lambda: file.write_bytes(edited))
    refused_then_right(one_report_copy, monkeypatch, "notebooks/gathering_time.ipynb")


def test_a_finished_page_that_cannot_be_read_back_leaves_no_gap_in_a_release(
    one_report_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = staging.render_all
    monkeypatch.setattr(staging, "render_all", lambda *given: ({}, real(*given)[1]))
    change(one_report_copy / HOURS, "5.50", "5.25")
    correct(one_report_copy, "2026-01-02")
    out = latest(one_report_copy)
    done = here(one_report_copy, "build")
    assert (done.code, "none that can be read back of gathering-time-nb" in done.err) == (7, True)
    assert latest(one_report_copy) == out


SMALL_DISK = """
mount -t tmpfs -o size=$1k tmpfs "$3" && cp -a "$2/." "$3/" || exit 99
shift 3
"$@"
code=$?
cp -a reports/. ../after/
exit $code
"""
"""Puts the releases on a disk of so many kB, runs a command there, and copies out what is left."""


@pytest.mark.parametrize(
    "free", [40, pytest.param(0, marks=pytest.mark.long), pytest.param(120, marks=pytest.mark.long)]
)
def test_a_full_disk_in_earnest_leaves_the_old_release_and_its_ledger(
    one_report_copy: Path, free: int
) -> None:
    folder = one_report_copy
    change(folder / "evaluering.toml", 'title = "', 'title = "Igjen: ')
    assert here(folder, "review").code == 0  # so that the page is in the cache
    before = contents(folder / "reports")
    used = sum(-(-len(content) // 4096) * 4 + 4 for content in before.values())
    kept = folder.rename(folder.with_name("kept")) / "reports"
    folder = kept.parent
    (aside := folder.parent / "aside").mkdir()
    (folder.parent / "after").mkdir()
    for path in kept.iterdir():
        path.rename(aside / path.name)
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, "sh"]
    as_nobody()  # skips where no namespaces are to be had
    done = subprocess.run(
        [*command, str(used + free), str(aside), str(kept), *COMMAND, "build"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7, done.stderr
    assert "No space left on device" in done.stderr
    assert {**contents(folder.parent / "after")} == before

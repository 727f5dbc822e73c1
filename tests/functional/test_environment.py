"""Exit codes 5 and 7: what may not be shown, and what the machine does not give."""

import dataclasses
import errno
import fcntl
import os
import resource
import shutil
import subprocess
from pathlib import Path

import pytest

from evaluering import pipeline
from evaluering.publishing import release as publishing
from evaluering.tables import TABLES
from evaluering.vocabulary import Audience, Protects
from functional.commands import COMMAND, run
from functional.workspaces import (
    HOURS,
    as_nobody,
    change,
    contents,
    here,
    is_complete,
    keep_only,
    latest,
    ledger,
    releases,
)


@pytest.mark.usefixtures("inline")
@pytest.mark.parametrize("protects", [Protects.PERSONS, Protects.STAFF, Protects.MUNICIPALITIES])
def test_a_finding_that_rests_on_a_protected_table_is_held(
    built: Path, built_copy: Path, protects: Protects, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "figures_in_text"
    monkeypatch.setitem(pipeline.TABLES, name, dataclasses.replace(TABLES[name], protects=protects))
    done = here(built_copy, "build")
    assert done.code == 5
    assert f"rests on protected tables ({name})" in done.err
    assert contents(built_copy / "reports") == contents(built / "reports")


@pytest.mark.usefixtures("inline")
def test_a_finding_that_links_published_to_protected_tables_is_held(
    built_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "goal_ratings"
    monkeypatch.setitem(pipeline.TABLES, name, dataclasses.replace(TABLES[name], protects=Protects.PERSONS))
    done = here(built_copy, "build")
    assert done.code == 5
    assert f"links published tables to protected ones ({name})" in done.err


@pytest.mark.usefixtures("inline")
def test_a_table_that_is_not_for_the_public_is_held(
    built_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "figures_in_text"
    own = dataclasses.replace(TABLES[name], audience=Audience.OWN_TEAM)
    monkeypatch.setitem(pipeline.TABLES, name, own)
    assert here(built_copy, "build").code == 5


def test_a_reports_folder_that_cannot_be_written_is_the_machines_trouble(built_copy: Path) -> None:
    (built_copy / "reports").chmod(0o555)
    (built_copy / "reports" / ".lock").chmod(0o444)
    done = subprocess.run(
        [*as_nobody(), *COMMAND, "build"], cwd=built_copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 7
    assert "check rights and free space; the previous release is untouched" in done.stderr


def test_a_held_lock_is_told_in_one_message(built: Path, built_copy: Path) -> None:
    with (built_copy / "reports" / ".lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        done = run(built_copy, "build")
    assert done.code == 7
    assert (done.out, done.err.count("evaluering: ")) == ("", 1)
    assert "expected: no other build of this workspace" in done.err
    assert contents(built_copy / "reports") == contents(built / "reports")


def test_a_full_disk_leaves_the_old_release_whole(built: Path, built_copy: Path) -> None:
    # The pages are cached, so what does not fit is the release.
    keep_only(built_copy)
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (15_000, 15_000))  # noqa: E731
    done = subprocess.run(
        [*COMMAND, "build"], cwd=built_copy, capture_output=True, text=True, check=False, preexec_fn=limit
    )
    assert done.returncode == 7
    assert "free space" in done.stderr
    assert contents(built_copy / "reports") == contents(built / "reports")


def test_a_disk_that_fills_up_in_the_ledger_costs_neither_release_nor_ledger(
    built: Path, built_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = latest(built_copy)
    keep_only(built_copy)
    limit = (built_copy / "reports/ledger.jsonl").stat().st_size + 20

    def narrow(file: Path, entry: object) -> None:
        # The kernel itself cuts the line short, as a full disk does.
        old = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
        try:
            append_entry(file, entry)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old)

    append_entry = publishing.append_entry
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "append_entry", narrow)
        assert here(built_copy, "build").code == 7
    assert ledger(built_copy) == ledger(built)
    assert (latest(built_copy), is_complete(before)) == (before, True)
    assert here(built_copy, "build").code == 0
    assert len(releases(built_copy)) == 2


@pytest.mark.usefixtures("inline")
def test_a_cache_that_cannot_be_written_is_the_machines_trouble(
    built_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    change(built_copy / HOURS, "5.50", "5.25")
    monkeypatch.setattr("evaluering.publishing.prepare.save_released", refuse)
    assert here(built_copy, "build").code == 7


def test_too_little_memory_is_the_machines_trouble_and_costs_no_release(
    built: Path, built_copy: Path
) -> None:
    # It used to be told as a fault of ours, by the name of a class of Python's.
    shutil.rmtree(built_copy / ".evaluering/findings")
    limit = lambda: resource.setrlimit(resource.RLIMIT_DATA, (200_000_000, 200_000_000))  # noqa: E731
    done = subprocess.run(
        [*COMMAND, "build", "--jobs", "1"],
        cwd=built_copy,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
        timeout=300,
    )
    assert done.returncode == 7
    assert "memory" in done.stderr
    assert contents(built_copy / "reports") == contents(built / "reports")

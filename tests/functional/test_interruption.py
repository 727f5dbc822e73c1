"""Builds that are killed: the old release or the new one, complete, and the next build goes on."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluering.publishing import release as publishing
from functional.commands import COMMAND, run
from functional.workspaces import (
    HOURS,
    change,
    contents,
    correct,
    here,
    is_complete,
    keep_only,
    latest,
    ledger,
    releases,
    without_release,
)

STEPS = ["_staged", "store_record", "append_entry", "switch"]


class Killed(BaseException):
    """Ends a build like SIGKILL: nothing catches it, and nothing is tidied."""


def sound(folder: Path) -> bool:
    """Whether ``latest`` leads to a complete release, or there is none yet."""
    link = folder / "reports" / "latest"
    return is_complete(latest(folder)) if link.is_symlink() else True


def killed_after(folder: Path, seconds: float) -> None:
    """Start a build and kill it, workers and kernels included."""
    build = subprocess.Popen(
        [*COMMAND, "build"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()


def kill_again_and_again(folder: Path, times: int, seed: int, longest: float) -> None:
    """Kill builds at random moments; after each, what is published must be whole."""
    moments = random.Random(seed)
    for _ in range(times):
        killed_after(folder, moments.uniform(longest / 4, longest))
        assert sound(folder)
        if moments.random() < 0.5 and (folder / "reports").exists():
            # From the start again, or on from where the last one was killed.
            without_release(folder)


def test_a_killed_build_leaves_a_whole_release_or_none_and_the_next_succeeds(
    one_report: Path, one_report_copy: Path
) -> None:
    without_release(one_report_copy)
    start = time.monotonic()
    run(one_report_copy, "build")
    longest = time.monotonic() - start
    without_release(one_report_copy)
    kill_again_and_again(one_report_copy, 8, seed=8, longest=longest)
    assert here(one_report_copy, "build").code == 0
    assert latest(one_report_copy).name == latest(one_report).name


@pytest.mark.long
def test_forty_killed_builds_from_nothing(workspace: Path) -> None:
    keep_only(workspace)
    start = time.monotonic()
    run(workspace, "build")
    longest = time.monotonic() - start
    moments = random.Random(40)
    for _ in range(40):
        shutil.rmtree(workspace / ".evaluering", ignore_errors=True)
        shutil.rmtree(workspace / "reports", ignore_errors=True)
        killed_after(workspace, moments.uniform(0, longest))
        assert sound(workspace)
    assert run(workspace, "build").code == 0


def die_at(monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool) -> None:
    """Let the next build die right before or right after a step, without tidying up."""
    real: Callable[..., object] = getattr(publishing, step)

    def dying(*arguments: object) -> None:
        if after:
            real(*arguments)
        raise Killed

    monkeypatch.setattr(publishing, step, dying)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("first", [True, False], ids=["first release", "second release"])
def test_a_build_that_dies_between_the_steps_of_publishing_is_recovered_from(
    built_copy: Path, step: str, after: bool, first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_only(built_copy)
    if first:
        without_release(built_copy)
    with monkeypatch.context() as patched:
        die_at(patched, step, after=after)
        with pytest.raises(Killed):
            here(built_copy, "build")
    assert sound(built_copy)
    assert here(built_copy, "build").code == 0
    entries = ledger(built_copy)
    assert len(entries) == (1 if first else 2)
    assert entries[-1]["release"] == latest(built_copy).name
    assert sorted(entry["release"] for entry in entries) == releases(built_copy)
    assert sound(built_copy)


def test_nothing_half_made_is_left_after_the_next_build(
    built_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_only(built_copy)
    with monkeypatch.context() as patched:
        die_at(patched, "_staged", after=True)
        with pytest.raises(Killed):
            here(built_copy, "build")
    (built_copy / "reports" / ".latest-1").symlink_to("releases")
    assert list((built_copy / "reports").glob(".staging-*"))
    assert here(built_copy, "build").code == 0
    names = sorted(path.name for path in (built_copy / "reports").iterdir())
    assert names == [".lock", "latest", "ledger-cells", "ledger.jsonl", "releases"]


def test_a_build_that_dies_at_any_moment_of_writing_leaves_the_old_release(
    built_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_only(built_copy)
    before = contents(latest(built_copy))
    real, calls = os.fsync, []

    def dying(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) % 3 == 0:
            raise Killed
        real(descriptor)

    for _ in range(6):
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", dying)
            with pytest.raises(Killed):
                here(built_copy, "build")
        assert contents(latest(built_copy)) == before
    assert here(built_copy, "build").code == 0


def test_of_two_builds_at_once_one_succeeds_and_one_is_told_to_wait(one_report_copy: Path) -> None:
    change(one_report_copy / HOURS, "5.50", "5.25")
    correct(one_report_copy, "2026-01-02")
    builds = [
        subprocess.Popen(
            [*COMMAND, "build"],
            cwd=one_report_copy,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    ended = [(*build.communicate(), build.returncode) for build in builds]
    assert sorted(code for _, _, code in ended) == [0, 7]
    ((_, message, _),) = [one for one in ended if one[2] == 7]
    assert message.count("evaluering: ") == 1
    assert "wait for it to end" in message
    assert len(releases(one_report_copy)) == 2
    assert sound(one_report_copy)

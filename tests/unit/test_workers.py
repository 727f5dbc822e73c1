"""Calls answered by children: what one leaves behind reaches no other, and nothing of them is left."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluering.publishing.kernels import Call, Ended, Limits, LocalWorkers
from evaluering.publishing.kernels.workers import fitting

FORKS = pytest.mark.parametrize("forks", [True, False], ids=["forked", "in a process of its own"])


FREELY = Limits()


def answers(
    *asked: tuple[Any, ...], limits: Limits = FREELY, count: int = 2, forks: bool = True
) -> list[Ended]:
    """How calls of no stage ended, in the order they were asked."""
    calls = [Call("", function, tuple(arguments)) for function, *arguments in asked]
    with LocalWorkers(count, os.environ, limits, forks=forks) as workers:
        return sorted(workers.run(calls), key=lambda one: one.place)


def below(number: int) -> set[int]:
    """The processes that a process started, and those that they did."""
    found: set[int] = set()
    waiting = [number]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            new = set(map(int, task.read_text().split()))
            found |= new
            waiting += new
    return found


def at_work() -> set[int]:
    """The processes below this one that are of ours."""
    return {number for number in below(os.getpid()) if is_of_ours(number)}


def is_of_ours(number: int) -> bool:
    """Whether a process is one to fork from, or a child of one."""
    try:
        return b"evaluering.publishing.kernels" in Path(f"/proc/{number}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


@FORKS
def test_each_call_is_answered_in_its_place(forks: bool) -> None:
    ended = answers(("math:factorial", 5), ("operator:add", "a", "b"), ("builtins:len", [1, 2]), forks=forks)
    assert [one.value for one in ended] == [120, "ab", 2]
    assert all(one.memory_mb > 1 and one.seconds >= 0 for one in ended)


@FORKS
def test_an_error_comes_back_as_it_was_raised(forks: bool) -> None:
    (ended,) = answers(("builtins:int", "x"), forks=forks)
    assert (type(ended.error), ended.value) == (ValueError, None)


def test_an_error_that_cannot_be_sent_is_told_by_its_kind() -> None:
    (ended,) = answers(("builtins:exec", "class Odd(Exception): pass\nraise Odd('Kari')"))
    assert (type(ended.error), str(ended.error)) == (RuntimeError, "Odd")


@FORKS
def test_a_child_that_is_killed_takes_no_other_down(forks: bool) -> None:
    ended = answers(("os:abort",), ("math:factorial", 3), ("os:_exit", 0), ("math:factorial", 4), forks=forks)
    assert [(one.value, one.lost) for one in ended] == [(None, True), (6, False), (None, True), (24, False)]


@FORKS
def test_a_call_that_takes_too_long_is_ended_and_the_next_is_served(forks: bool) -> None:
    ended = answers(
        ("time:sleep", 60), ("math:factorial", 3), limits=Limits(seconds=2.0), count=1, forks=forks
    )
    assert [(one.too_long, one.value) for one in ended] == [(True, None), (False, 6)]


def test_a_call_that_wants_too_much_memory_raises_in_its_own_process() -> None:
    ended = answers(
        ("builtins:bytearray", 2_000_000_000), ("math:factorial", 3), limits=Limits(memory_mb=1024)
    )
    assert isinstance(ended[0].error, MemoryError)
    assert ended[1].value == 6


def test_what_a_call_changes_is_not_changed_for_the_next() -> None:
    before = sys.getrecursionlimit()
    ended = answers(("sys:setrecursionlimit", 12_345), ("sys:getrecursionlimit",), count=1)
    assert [one.value for one in ended] == [None, before]


def test_what_a_call_starts_is_ended_with_it() -> None:
    answers(("subprocess:Popen", ["sleep", "1234.5"]))
    time.sleep(0.2)
    running = subprocess.run(["pgrep", "-f", "sleep 1234.5"], capture_output=True, text=True, check=False)
    assert running.stdout == ""


def test_after_many_calls_no_process_socket_or_file_is_left(tmp_path: Path) -> None:
    before = at_work(), len(list(Path("/proc/self/fd").iterdir()))
    with LocalWorkers(2, {**os.environ, "TMPDIR": str(tmp_path)}) as workers:
        for _ in range(5):
            assert len(list(workers.run([Call("", "math:factorial", (n,)) for n in range(20)]))) == 20
    assert (at_work(), len(list(Path("/proc/self/fd").iterdir()))) == before
    assert list(tmp_path.iterdir()) == []


def test_calls_that_nobody_waits_for_any_more_are_ended() -> None:
    with LocalWorkers(2, os.environ) as workers:
        run = workers.run([Call("", "math:factorial", (3,)), *[Call("", "time:sleep", (60,))] * 3])
        assert next(run).value == 6
        run.close()
        start = time.monotonic()
    assert time.monotonic() - start < 20
    assert at_work() == set()


def test_a_process_with_a_second_thread_is_not_forked_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    with (
        caplog.at_level(logging.WARNING),
        LocalWorkers(1, {**os.environ, "PYTHONPATH": str(tmp_path)}) as workers,
    ):
        ended = list(workers.run([Call("", "math:factorial", (3,)), Call("", "math:factorial", (4,))]))
    assert [one.value for one in ended] == [6, 24]
    assert "no fork: 2 threads" in caplog.text


def test_when_the_process_to_fork_from_is_killed_calls_are_answered_all_the_same() -> None:
    with LocalWorkers(1, os.environ) as workers:
        assert [one.value for one in workers.run([Call("", "math:factorial", (3,))])] == [6]
        nursery = min(at_work())
        os.kill(nursery, signal.SIGKILL)
        time.sleep(0.5)
        assert [one.value for one in workers.run([Call("", "math:factorial", (4,))] * 2)] == [24, 24]
    assert at_work() == set()


@pytest.mark.parametrize("forks", [True, False])
def test_no_child_outlives_a_parent_that_is_killed(forks: bool, tmp_path: Path) -> None:
    code = (
        "import os\nfrom evaluering.publishing.kernels import Call, LocalWorkers\n"
        f"with LocalWorkers(2, os.environ, forks={forks}) as workers:\n"
        "    for one in workers.run([Call('', 'os:getpid', ()), *[Call('', 'time:sleep', (77.25,))] * 2]):\n"
        "        print(one.value, flush=True)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        assert int(parent.stdout.readline()) > 0
        time.sleep(1)
        started = below(parent.pid)
        parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 20
    while any(_is_alive(number) for number in started) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert started
    assert [number for number in started if _is_alive(number)] == []


def _is_alive(number: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize(
    ("asked", "available", "granted"), [(8, 10_000, 8), (8, 2_048, 4), (8, 100, 1), (3, None, 3)]
)
def test_no_more_children_work_at_once_than_memory_holds(
    asked: int, available: int | None, granted: int
) -> None:
    assert fitting(asked, available) == granted


def test_a_call_is_asked_for_when_there_is_room_for_it() -> None:
    asked: list[int] = []

    def calls() -> Iterator[Call]:
        for number in range(6):
            asked.append(number)
            yield Call("", "math:factorial", (number,))

    with LocalWorkers(2, os.environ) as workers:
        run = workers.run(calls())
        next(run)
        assert len(asked) <= 4
        assert len(list(run)) == 5

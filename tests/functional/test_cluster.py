"""The pages of a build made by Dask workers: the same release, whatever happens to a worker."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from distributed import Client

from evaluering.publishing.environment import fingerprint
from evaluering.publishing.kernels import Call, LocalWorkers
from evaluering.publishing.kernels.cluster import ClusterWorkers
from functional.commands import run
from functional.workspaces import contents, latest, releases

QUIET = ("--no-dashboard", "--protocol", "tcp")


@contextmanager
def started(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler and two workers by Dask's own commands: the scheduler's address, and one of the workers."""
    file = folder / "scheduler.json"
    commands = [
        ("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)),
        *[("worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny")] * 2,
    ]
    with ExitStack() as ends:
        running = []
        for command in commands:
            running.append(_run(command, folder, ends))
            _wait_for(file.is_file)
        address = json.loads(file.read_text())["address"]
        with Client(address, timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, running[-1]


def _run(command: tuple[str, ...], folder: Path, ends: ExitStack) -> "subprocess.Popen[bytes]":
    log = ends.enter_context((folder / f"{command[0]}.log").open("ab"))
    one = subprocess.Popen(
        [sys.executable, "-m", "dask", *command, *QUIET], stdout=log, stderr=log, cwd=folder
    )
    ends.callback(one.wait)
    ends.callback(one.kill)
    return one


def _wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of two workers on this machine."""
    with started(tmp_path_factory.mktemp("cluster")) as (address, _):
        yield address


def test_a_build_on_a_cluster_is_the_release_built_here(cluster: str, built: Path, workspace: Path) -> None:
    done = run(workspace, "build", "--cluster", cluster)
    assert (done.code, "done     3" in done.out) == (0, True)
    assert releases(workspace) == releases(built)
    assert contents(latest(workspace)) == contents(latest(built))


def test_without_a_scheduler_the_message_says_what_to_do(workspace: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        done = run(workspace, "build", "--cluster", f"tcp://127.0.0.1:{held.getsockname()[1]}")
    assert done.code == 7
    assert "a Dask scheduler" in done.err
    assert "Traceback" not in done.err
    assert not (workspace / "reports" / "latest").exists()


def test_workers_with_other_software_make_no_page(cluster: str) -> None:
    with ClusterWorkers(cluster, "another", LocalWorkers(1, os.environ)) as workers:
        (ended,) = workers.run([Call("", "math:factorial", (3,))])
    assert "another" in str(ended.error)
    assert ended.value is None


def test_a_worker_that_is_killed_loses_no_call(tmp_path: Path) -> None:
    calls = [*[Call("", "time:sleep", (3,))] * 2, *[Call("", "math:factorial", (n,)) for n in range(5)]]
    with (
        started(tmp_path) as (address, worker),
        ClusterWorkers(address, fingerprint(), LocalWorkers(1, os.environ)) as workers,
    ):
        threading.Timer(1.0, worker.kill).start()
        ended = sorted(workers.run(calls), key=lambda one: one.place)
    assert [(one.value, one.lost, one.error) for one in ended] == [
        (value, False, None) for value in (None, None, 1, 1, 2, 6, 24)
    ]

"""The pages of a build made by Dask workers: the same release, whatever happens to a worker."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from evaluering.publishing.environment import fingerprint
from evaluering.publishing.kernels import Call, LocalWorkers
from evaluering.publishing.kernels.cluster import ClusterWorkers
from functional.commands import run
from functional.workspaces import latest, releases

# Dask's own processes: their sockets are closed when the cluster is, which pytest cannot wait for.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """A scheduler and two workers on this machine."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as started:
        yield started


def test_a_build_on_a_cluster_is_the_release_built_here(
    cluster: LocalCluster, built: Path, workspace: Path
) -> None:
    done = run(workspace, "build", "--cluster", cluster.scheduler_address)
    assert (done.code, done.err.count("done")) == (0, 3)
    assert releases(workspace) == releases(built)
    assert latest(workspace) == latest(built)


def test_without_a_scheduler_the_message_says_what_to_do(workspace: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        done = run(workspace, "build", "--cluster", f"tcp://127.0.0.1:{held.getsockname()[1]}")
    assert done.code == 7
    assert "a Dask scheduler" in done.err
    assert "Traceback" not in done.err
    assert not (workspace / "reports" / "latest").exists()


def test_workers_with_other_software_make_no_page(cluster: LocalCluster) -> None:
    with ClusterWorkers(cluster.scheduler_address, "another", LocalWorkers(1, os.environ)) as workers:
        (ended,) = workers.run([Call("", "math:factorial", (3,))])
    assert "another" in str(ended.error)
    assert ended.value is None


def test_a_worker_that_is_killed_loses_no_call() -> None:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        ClusterWorkers(cluster.scheduler_address, fingerprint(), LocalWorkers(1, os.environ)) as workers,
    ):
        calls = [Call("", "time:sleep", (3,)), *[Call("", "math:factorial", (n,)) for n in range(5)]]
        ended = []
        for one in workers.run(calls):
            if not ended:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
            ended.append(one)
    assert sorted((one.place, one.value, one.lost) for one in ended) == [
        (0, None, False),
        *[(n + 1, value, False) for n, value in enumerate([1, 1, 2, 6, 24])],
    ]

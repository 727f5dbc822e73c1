"""The same calls on a Dask cluster, through its ``concurrent.futures`` executor.

A worker of the cluster needs this package and nothing else: what a call works on comes with it, and what it
answers goes back; it reads and writes no file of the workspace, and publishes nothing.
"""

import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, as_completed
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from evaluering.errors import EnvironmentProblem
from evaluering.publishing.kernels.workers import Call, Ended, Limits, LocalWorkers

_PATIENCE = 10
_OWN = threading.local()


class ClusterWorkers:
    """Calls answered by the workers of the Dask scheduler at ``address``; a context.

    Each of them answers as a single machine does, in a fork of a process that has only imported. A call
    whose worker is lost is given to another one by the scheduler. What works on files of this machine is
    left to its ``local`` workers. Raises ``EnvironmentProblem`` when no scheduler answers at ``address``,
    Dask is not here, or a worker has another version of this software.
    """

    def __init__(self, address: str, software: str, local: LocalWorkers) -> None:
        self._client = _client(address)
        self._software, self._local = software, local

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()
        self._local.__exit__(kind, error, trace)

    def run(self, calls: Iterable[Call]) -> Iterator[Ended]:
        """How each call ended, as they end."""
        calls = list(calls)
        if any(call.is_local for call in calls):
            yield from self._local.run(calls)
            return
        with self._client.get_executor() as executor:
            tasks: dict[Future[Ended], int] = {
                executor.submit(on_worker, call, self._local.limits, self._software): place
                for place, call in enumerate(calls)
            }
            for task in as_completed(tasks):
                yield _ended(task, tasks[task])

    def ahead(self, stage: str) -> None:
        """Only what is done on this machine can be made ready here."""
        if stage == "compute":
            self._local.ahead(stage)


def _client(address: str) -> Any:
    try:
        from distributed import Client

        return Client(address, timeout=_PATIENCE)
    except ImportError:
        found, step = "no package distributed", "install it: pip install 'evaluering[cluster]'"
    except OSError:
        found, step = "no scheduler that answers", "start one, or build without --cluster"
    raise EnvironmentProblem("--cluster", expected="a Dask scheduler", found=found, next_step=step)


def _ended(task: "Future[Ended]", place: int) -> Ended:
    try:
        return replace(task.result(), place=place)
    except EnvironmentProblem as error:
        return Ended(place, error=error)
    except Exception as error:
        # Dask has kinds of its own for workers that were lost too often; there is no answer then.
        if type(error).__module__.startswith("distributed"):
            return Ended(place, lost=True)
        raise


def on_worker(call: Call, limits: Limits, software: str) -> Ended:
    """Answer one call on a worker of the cluster, which must have the very same ``software``."""
    from evaluering.publishing.environment import fingerprint

    if fingerprint() != software:
        raise EnvironmentProblem(
            "a worker of the cluster",
            expected="this version of evaluering, with the same dependencies",
            found="another",
            next_step="install the same wheel and the same lock on every worker",
        )
    # A worker may have several threads, and each keeps a nursery of its own.
    if not hasattr(_OWN, "workers"):
        _OWN.workers = LocalWorkers(1, os.environ, limits)
    (ended,) = _OWN.workers.run([call])
    return ended

"""Bounded running of many calls, each in a child of its own."""

import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Protocol, Self, cast

from evaluering.publishing.kernels.child import Answer, Order
from evaluering.publishing.kernels.forking import SINGLE_THREADED
from evaluering.publishing.kernels.nursery import REQUEST, Refusal

_LOG = logging.getLogger(__name__)
CHILD_MB = 512
"""What a child is reckoned to take: twice what the package's own reports take with a PDF."""


@dataclass(frozen=True)
class Limits:
    """What one call may take: seconds by the clock, and MB of memory (0: as much as there is)."""

    seconds: float = 600.0
    memory_mb: int = 0


@dataclass(frozen=True)
class Call:
    """A function, as ``module:name``, with its arguments, and the stage whose modules it needs.

    One that ``is_local`` works on files of this machine.
    """

    stage: str
    function: str
    arguments: tuple[Any, ...]
    is_local: bool = False


@dataclass(frozen=True)
class Ended:
    """How a call ended: its place among the calls, its value or the error it raised, and what it took.

    ``lost`` says that its child ended without an answer, ``too_long`` that it was ended for taking too long.
    """

    place: int
    value: Any = None
    error: Exception | None = None
    lost: bool = False
    too_long: bool = False
    seconds: float = 0.0
    memory_mb: float = 0.0


@dataclass
class _Running:
    """A call under way, and when it must have ended; its process group once known, and its own process."""

    place: int
    call: Call
    deadline: float
    own: "subprocess.Popen[bytes] | None"
    process: int = 0


@dataclass
class _Queue:
    """The calls that wait, and those under way by channel."""

    waiting: Iterator[tuple[int, Call]]
    running: dict[Connection, _Running] = field(default_factory=dict)


class Workers(Protocol):
    """Who answers calls: this machine (``LocalWorkers``) or a cluster."""

    def run(self, calls: Iterable[Call]) -> Iterator[Ended]:
        """How each call ended, as they end."""
        ...

    def ahead(self, stage: str) -> None:
        """Calls of this stage will come: what they need may be made ready meanwhile."""
        ...


class LocalWorkers:
    """Children that answer calls, at most ``count`` at once; a context that leaves no process behind.

    Calls are served by forks of one process that has only imported (``nursery``), started when first
    needed. Where a fork is not safe a call gets a process of its own: slower, with the same answer; the
    log says why. ``environment`` is that of all of them.
    """

    def __init__(
        self, count: int, environment: Mapping[str, str], limits: Limits = Limits(), *, forks: bool = True
    ) -> None:
        self.count, self.limits = fitting(count, available_mb()), limits
        self._environment = {**environment, **SINGLE_THREADED, "PYTHONHASHSEED": "0"}
        self._unsafe = "" if forks else "asked for"
        self._nursery: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line:
            self._line.close()
        if self._nursery:
            # No call is under way any more: it may be importing something that nobody waits for.
            self._nursery.kill()
            self._nursery.wait()
        if self._folder:
            self._folder.cleanup()

    def run(self, calls: Iterable[Call]) -> Iterator[Ended]:
        """How each call ended, as they end; a call is asked for when there is room for it."""
        queue = _Queue(enumerate(calls))
        try:
            self._fill(queue)
            while queue.running:
                yield from self._some_ended(queue)
                self._fill(queue)
        finally:
            for channel, one in queue.running.items():
                _finish(one, channel)

    def ahead(self, stage: str) -> None:
        """Import what calls of this stage need while this process does something else."""
        if not self._unsafe:
            self._nursery_line().sendall(_request(stage))

    def _fill(self, queue: _Queue) -> None:
        room = max(0, self.count - len(queue.running))
        for place, call in islice(queue.waiting, room):
            self._begin(queue, place, call)

    def _begin(self, queue: _Queue, place: int, call: Call) -> None:
        ours, theirs = Pipe()
        with theirs:
            own = None if self._forked(call.stage, theirs) else self._started("child", theirs.fileno())
        queue.running[ours] = _Running(place, call, monotonic() + self.limits.seconds, own)

    def _forked(self, stage: str, channel: Connection) -> bool:
        """Whether a fork was asked for that will serve the channel."""
        if self._unsafe:
            return False
        try:
            socket.send_fds(self._nursery_line(), [_request(stage)], [channel.fileno()])
        except BrokenPipeError:
            self._stop_forking("the process to fork from was ended")
            return False
        return True

    def _nursery_line(self) -> socket.socket:
        if self._line is None:
            self._line, theirs = socket.socketpair()
            with theirs:
                self._nursery = self._started("nursery", theirs.fileno())
        return self._line

    def _started(self, kind: str, descriptor: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - this Python, with arguments of ours
            [sys.executable, "-m", "evaluering.publishing.kernels", kind, str(descriptor)],
            pass_fds=[descriptor],
            env={**self._environment, "TMPDIR": self._temporary()},
            stdin=subprocess.DEVNULL,
            start_new_session=kind == "child",
        )

    def _temporary(self) -> str:
        """Where children keep what they do not keep: it goes with all of them, however they end."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="ev-", dir=self._environment.get("TMPDIR"))
        return self._folder.name

    def _some_ended(self, queue: _Queue) -> Iterator[Ended]:
        """Those that ended, after waiting for news of any of them or for the first time limit."""
        patience = max(0.0, min(one.deadline for one in queue.running.values()) - monotonic())
        for channel in wait(list(queue.running), patience):
            ended = self._heard(queue, cast(Connection, channel))
            if ended:
                yield ended
        now = monotonic()
        for channel, one in list(queue.running.items()):
            if one.deadline <= now:
                _finish(queue.running.pop(channel), channel)
                yield Ended(one.place, too_long=True)

    def _heard(self, queue: _Queue, channel: Connection) -> Ended | None:
        """What came over a channel: the child's own number at first, then its answer, or its end."""
        one = queue.running[channel]
        try:
            message = channel.recv()
            if isinstance(message, int):
                one.process = message
                channel.send(Order(one.call.function, one.call.arguments, self.limits.memory_mb))
                return None
        except (EOFError, OSError):
            message = None
        _finish(queue.running.pop(channel), channel)
        if isinstance(message, Refusal):
            self._stop_forking(message.reason)
            self._begin(queue, one.place, one.call)
            return None
        return _ended(one.place, message)

    def _stop_forking(self, reason: str) -> None:
        _LOG.warning("no fork: %s; every report gets a process of its own, which is slower", reason)
        self._unsafe = reason


def _request(stage: str) -> bytes:
    return stage.ljust(REQUEST).encode()


def available_mb() -> int | None:
    """The memory that this machine has left, in MB; None where it does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    told = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(told[0]) * 1024 // 1_000_000 if told else None


def fitting(count: int, available: int | None) -> int:
    """As many of ``count`` children as ``available`` MB hold, and one at least."""
    return count if available is None else max(1, min(count, available // CHILD_MB))


def _ended(place: int, answer: Answer | None) -> Ended:
    if answer is None:
        return Ended(place, lost=True)
    return Ended(place, answer.value, answer.error, seconds=answer.seconds, memory_mb=answer.memory_mb)


def _finish(one: _Running, channel: Connection) -> None:
    """Leave nothing of a call behind: neither its channel nor its process, nor what that started."""
    channel.close()
    if one.process:
        with suppress(ProcessLookupError):
            os.killpg(one.process, signal.SIGKILL)
    if one.own:
        one.own.kill()
        one.own.wait()

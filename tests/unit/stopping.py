"""Stops a piece of work at any of its steps on disk: killed like by SIGKILL, or refused by the disk."""

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

STEPS = ("open", "write", "fsync", "replace", "symlink", "mkdir", "unlink", "rmdir", "utime")
T = TypeVar("T")
Work = Callable[[], object]
Before = Callable[[str, tuple[Any, ...]], None]


class _Written:
    """A stream of which every write is a step; half of the bytes are handed over before it is taken."""

    def __init__(self, stream: Any, before: Before) -> None:
        self._stream, self._before = stream, before

    def __enter__(self) -> "_Written":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, content: bytes) -> None:
        half = len(content) // 2
        self._stream.write(content[:half])
        self._stream.flush()
        self._before("write", ())
        self._stream.write(content[half:])


def _writes(name: str, arguments: tuple[Any, ...]) -> bool:
    """Whether a call changes anything on disk or may fail like one: opening for reading does not."""
    return name != "open" or bool(arguments[1] & (os.O_WRONLY | os.O_RDWR))


@contextmanager
def watched(before: Before) -> Iterator[None]:
    """Call ``before`` with the name and arguments of each step on disk that is about to be taken."""
    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            if name != "write":
                patch.setattr(os, name, _stepping(name, getattr(os, name), before))
        real = os.fdopen
        patch.setattr(os, "fdopen", lambda *given, **named: _Written(real(*given, **named), before))
        yield


def _stepping(name: str, real: Callable[..., Any], before: Before) -> Callable[..., Any]:
    def stepping(*arguments: Any, **named: Any) -> Any:
        if _writes(name, arguments):
            before(name, arguments)
        return real(*arguments, **named)

    return stepping


def steps_of(place: T, work: Callable[[T], object]) -> int:
    """How many steps on disk a piece of work takes in a place."""
    taken: list[str] = []
    with watched(lambda name, _: taken.append(name)):
        work(place)
    return len(taken)


def killed_at(number: int, work: Work) -> bool:
    """Do the work in a child that kills itself before a step; whether it lived to take it."""
    child = os.fork()
    if child == 0:
        left = [number]

        def dying(*_: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        with watched(dying):
            work()
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code != 0


@contextmanager
def refused_at(number: int, code: int) -> Iterator[None]:
    """Let the disk refuse one step."""
    left = [number]

    def refusing(*_: object) -> None:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(code, os.strerror(code))

    with watched(refusing):
        yield


@contextmanager
def refused_from(number: int, code: int) -> Iterator[None]:
    """Let the disk refuse every step from one on."""
    left = [number]

    def refusing(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(code, os.strerror(code))

    with watched(refusing):
        yield


CODES = {"no space": errno.ENOSPC, "fault of the disk": errno.EIO, "no right": errno.EACCES}


def path_of(descriptor: int) -> Path:
    """The file or folder behind a descriptor."""
    return Path(f"/proc/self/fd/{descriptor}").readlink()

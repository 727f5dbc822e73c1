"""Whether this process may be forked, and what a forked child does first."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

_PR_SET_PDEATHSIG = 1
SINGLE_THREADED = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Arrow's allocator starts a thread of its own when it is imported.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "ARROW_IO_THREADS": "1",
}
"""With these in its environment a process has one thread after importing everything we use."""
FAST_EXIT = 70
"""Exit status of a child that ended by a fault of its own before it could tell of it."""


def trouble_with_forking() -> str:
    """Why this process may not be forked now; "" when it may.

    A child of ``fork`` has the thread that forked and no other, but every lock that the others held. So a
    process is forked only on Linux, and only while it has one thread.
    """
    if sys.platform != "linux":
        return f"fork is not safe on {sys.platform}"
    count = len(list(Path("/proc/self/task").iterdir()))
    return "" if count == 1 else f"{count} threads"


def fork(child: Callable[[], None], *, leads: bool = False) -> int:
    """The process id of a child that runs ``child`` and exits; it is killed should this process end.

    One that ``leads`` has a process group of its own, so that it can be ended with all that it starts. The
    child ends without doing what this process has planned for its own exit.
    """
    parent = os.getpid()
    number = os.fork()
    if number == 0:
        _run(child, parent, leads=leads)
    return number


def _run(child: Callable[[], None], parent: int, *, leads: bool) -> NoReturn:
    status = FAST_EXIT
    try:
        if leads:
            os.setsid()
        end_with_parent(parent)
        child()
        status = 0
    finally:
        os._exit(status)


def end_with_parent(parent: int) -> None:
    """Have the kernel end this process when ``parent``, which started it, is no more (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(FAST_EXIT)


def answer_of_fork(question: Callable[[], bytes]) -> bytes | None:
    """What ``question`` answers when it is asked in a child; None when the child ended before it could."""
    reading, writing = os.pipe()
    number = fork(lambda: _write(writing, question()))
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        content = stream.read()
    _, status = os.waitpid(number, 0)
    return content if status == 0 and content else None


def _write(descriptor: int, content: bytes) -> None:
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)

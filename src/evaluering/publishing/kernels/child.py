"""What a child process does: take one call from its channel, answer it, end."""

import os
import pickle
import resource
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

_BYTES_PER_MB = 1_000_000


@dataclass(frozen=True)
class Order:
    """A call as it goes to a child: a function (``module:name``), its arguments, the memory it may take."""

    function: str
    arguments: tuple[Any, ...]
    memory_mb: int


@dataclass(frozen=True)
class Answer:
    """What a child sends back: the function's value, or the error it raised, and what it took.

    ``memory_mb`` is the child's largest resident set, or that of the largest process it started.
    """

    value: Any
    error: Exception | None
    seconds: float
    memory_mb: float


def serve(channel: Connection) -> None:
    """Say who this is, take one order from ``channel`` and answer it."""
    with channel:
        channel.send(os.getpid())
        try:
            order = channel.recv()
        except EOFError:
            return
        channel.send_bytes(_answered(order))


def _answered(order: Order) -> bytes:
    start = monotonic()
    try:
        _limit_memory(order.memory_mb)
        answer = Answer(named(order.function)(*order.arguments), None, monotonic() - start, _memory())
        return pickle.dumps(answer)
    except Exception as error:
        # Whatever it is, the parent decides; it has no other way to learn of it.
        return _told(error, monotonic() - start)


def named(name: str) -> Callable[..., Any]:
    """The function called ``module:name``."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _told(error: Exception, seconds: float) -> bytes:
    try:
        content = pickle.dumps(Answer(None, error, seconds, _memory()))
        pickle.loads(content)  # noqa: S301 - our own bytes: errors of libraries often cannot be read back
    except Exception:
        unlike = RuntimeError(type(error).__name__)
        return pickle.dumps(Answer(None, unlike, seconds, _memory()))
    return content


def _limit_memory(memory_mb: int) -> None:
    if memory_mb:
        size = memory_mb * _BYTES_PER_MB
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        ceiling = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (ceiling, hard))


def _memory() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) * 1024 / _BYTES_PER_MB

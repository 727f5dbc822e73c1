"""Parsers of complex formats run in a child process with bounded memory and time."""

import resource
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures import TimeoutError as Late
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from evaluering.reading.files import refused

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
SECONDS, MEMORY = 300, 4_000_000_000
"""What a parser may use: seconds on the clock and bytes of address space."""


def run_limited(
    name: str,
    parse: Callable[_Parameters, _Result],
    *arguments: _Parameters.args,
    **named: _Parameters.kwargs,
) -> _Result:
    """``parse(...)`` in a child process.

    Raises ``InputRefused`` about the file ``name`` when the child runs out of time or memory or
    dies; a crash of a parser takes nothing else down.
    """
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_limit)
    try:
        return pool.submit(parse, *arguments, **named).result(timeout=SECONDS)
    except Late:
        for process in (pool._processes or {}).values():  # no public way to end a worker at once
            process.kill()
        raise refused(
            name, f"a file that can be read in {SECONDS} seconds", "one that takes longer", "too_large"
        ) from None
    except (BrokenExecutor, MemoryError):
        raise refused(
            name, "a file that can be read in bounded memory", "one that cannot", "too_large"
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

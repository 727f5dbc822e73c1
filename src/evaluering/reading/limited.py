"""Parsers of complex formats run in a child process with bounded memory and time."""

import os
import resource
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from evaluering.errors import EvalueringError
from evaluering.reading.files import refused

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Limits:
    """What a parser may use: ``seconds`` on the clock and ``memory``, bytes of address space."""

    seconds: float = 300
    memory: int = 4_000_000_000

    def run(
        self,
        name: str,
        parse: Callable[_Parameters, _Result],
        *arguments: _Parameters.args,
        **named: _Parameters.kwargs,
    ) -> _Result:
        """``parse(...)`` in a child process that says nothing and is gone when this returns.

        Raises ``InputRefused`` about the file ``name`` when the child runs out of time or memory or
        dies; a crash of a parser takes nothing else down.
        """
        pool = ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=_limit, initargs=(self.memory,)
        )
        try:
            result = pool.submit(parse, *arguments, **named).result(timeout=self.seconds)
        except Late:
            _kill(pool)
            raise refused(
                name, f"a file that can be read in {self.seconds:g} seconds", "one that takes longer"
            ) from None
        except (BrokenExecutor, MemoryError):
            raise refused(name, "a file that can be read in bounded memory", "one that cannot") from None
        except EvalueringError:
            raise
        except Exception as error:  # whatever a crafted file makes a parser raise
            raise refused(
                name, "a file that can be read", f"{type(error).__name__} while reading it"
            ) from None
        except (KeyboardInterrupt, SystemExit):  # an interruption must leave no parser behind
            _kill(pool)
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return result


def run_limited(
    name: str,
    parse: Callable[_Parameters, _Result],
    *arguments: _Parameters.args,
    **named: _Parameters.kwargs,
) -> _Result:
    """``parse(...)`` in a child process with the usual limits; see ``Limits.run``."""
    return Limits().run(name, parse, *arguments, **named)


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):  # no public way to end a worker at once
        process.kill()


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A parser's warnings and crash reports may quote the file.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)

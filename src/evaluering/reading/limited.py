"""Parsers of complex formats run in a child process with bounded memory and time."""

import json
import os
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from threading import Timer
from typing import ParamSpec, TypeVar

import pyarrow as pa

from evaluering.errors import EvalueringError, Fault, InputRefused
from evaluering.reading.files import refused

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_PARSERS = "evaluering.reading"
_ROWS, _REFUSAL, _END = b"R", b"X", b"."
"""The first byte of what a streaming child sends: a batch of rows, a refusal, or that it is done."""


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
        pool = ProcessPoolExecutor(1, mp_context=_context(), initializer=_limit, initargs=(self.memory,))
        try:
            result = pool.submit(parse, *arguments, **named).result(timeout=self.seconds)
        except Late:
            _kill(pool)
            raise self._too_slow(name) from None
        except (BrokenExecutor, MemoryError):
            raise _too_large(name) from None
        except EvalueringError:
            raise
        except Exception as error:  # whatever a crafted file makes a parser raise
            raise _unreadable(name, error) from None
        except (KeyboardInterrupt, SystemExit):  # an interruption must leave no parser behind
            _kill(pool)
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return result

    def stream(
        self, name: str, parse: Callable[[str, str], Iterator[pa.RecordBatch]], path: str
    ) -> Iterator[pa.RecordBatch]:
        """The batches of ``parse(path, name)``, made in a child process and handed over one by one.

        Neither process holds more than a batch twice, and what comes over is Arrow's own format: rows
        and nothing that runs. Raises ``InputRefused`` as ``run`` does.
        """
        context = _context()
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_send, args=(theirs, parse, path, name, self.memory), daemon=True)
        child.start()
        theirs.close()
        alarm = Timer(self.seconds, child.kill)
        alarm.start()
        try:
            yield from _received(ours)
        except EOFError:
            # The child has ended without a word: killed by the alarm, by its own limits or by a crash.
            raise (_too_large if alarm.is_alive() else self._too_slow)(name) from None
        finally:
            alarm.cancel()
            child.kill()
            child.join()
            ours.close()

    def _too_slow(self, name: str) -> InputRefused:
        return refused(
            name, f"a file that can be read in {self.seconds:g} seconds", "one that takes longer", "too_large"
        )


def run_limited(
    name: str,
    parse: Callable[_Parameters, _Result],
    *arguments: _Parameters.args,
    **named: _Parameters.kwargs,
) -> _Result:
    """``parse(...)`` in a child process with the usual limits; see ``Limits.run``."""
    return Limits().run(name, parse, *arguments, **named)


def stream_limited(
    name: str, parse: Callable[[str, str], Iterator[pa.RecordBatch]], path: str
) -> Iterator[pa.RecordBatch]:
    """The batches of ``parse(path, name)`` from a child with the usual limits; see ``Limits.stream``."""
    return Limits().stream(name, parse, path)


@cache
def _context() -> ForkServerContext:
    """Children of a server that has imported the parsers, and has itself read no file.

    A child of its own start takes seconds to import what a parser needs, for every file anew.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([_PARSERS])
    return context


def _received(connection: Connection) -> Iterator[pa.RecordBatch]:
    while (message := connection.recv_bytes())[:1] != _END:
        content = memoryview(message)[1:]
        if message[:1] == _REFUSAL:
            where, expected, found, next_step, faults = json.loads(bytes(content))
            error = InputRefused(where, expected=expected, found=found, next_step=next_step)
            raise error.because(*(Fault(*fault) for fault in faults))
        yield pa.ipc.open_stream(pa.py_buffer(content)).read_next_batch()


def _send(
    connection: Connection,
    parse: Callable[[str, str], Iterator[pa.RecordBatch]],
    path: str,
    name: str,
    memory: int,
) -> None:
    _limit(memory)
    try:
        for batch in parse(path, name):
            sink = pa.BufferOutputStream()
            sink.write(_ROWS)
            with pa.ipc.new_stream(sink, batch.schema) as stream:
                stream.write_batch(batch)
            connection.send_bytes(sink.getvalue())
        connection.send_bytes(_END)
    except InputRefused as error:
        _send_refusal(connection, error)
    except MemoryError:
        _send_refusal(connection, _too_large(name))
    except Exception as error:  # whatever a crafted file makes a parser raise
        _send_refusal(connection, _unreadable(name, error))


def _send_refusal(connection: Connection, error: InputRefused) -> None:
    faults = [(one.row, one.column, one.rule) for one in error.faults]
    told = (error.where, error.expected, error.found, error.next_step, faults)
    connection.send_bytes(_REFUSAL + json.dumps(told).encode())


def _too_large(name: str) -> InputRefused:
    return refused(name, "a file that can be read in bounded memory", "one that cannot", "too_large")


def _unreadable(name: str, error: Exception) -> InputRefused:
    return refused(name, "a file that can be read", f"{type(error).__name__} while reading it")


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

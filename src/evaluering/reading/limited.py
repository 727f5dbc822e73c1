"""Parsers of complex formats run in a child process with bounded memory and time."""

import json
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from concurrent.futures import TimeoutError as Late
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Timer
from typing import ParamSpec, TypeVar

import pyarrow as pa

from evaluering.errors import InputRefused
from evaluering.reading.files import refused

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
SECONDS, MEMORY = 300, 4_000_000_000
"""What a parser may use: seconds on the clock and bytes of address space."""
_ROWS, _REFUSAL, _END = b"R", b"X", b"."
"""The first byte of what a streaming child sends: a batch of rows, a refusal, or that it is done."""


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
        raise _too_slow(name) from None
    except (BrokenExecutor, MemoryError):
        raise _too_large(name) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def stream_limited(
    name: str, parse: Callable[[str, str], Iterator[pa.RecordBatch]], path: str
) -> Iterator[pa.RecordBatch]:
    """The batches of ``parse(path, name)``, made in a child process and handed over one by one.

    Neither process holds more than a batch twice, and what comes over is Arrow's own format: rows
    and nothing that runs. Raises ``InputRefused`` as ``run_limited`` does.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_send, args=(theirs, parse, path, name), daemon=True)
    child.start()
    theirs.close()
    alarm = Timer(SECONDS, child.kill)
    alarm.start()
    try:
        yield from _received(ours)
    except EOFError:
        # The child has ended without a word: killed by the alarm, by its own limits or by a crash.
        raise (_too_large if alarm.is_alive() else _too_slow)(name) from None
    finally:
        alarm.cancel()
        child.kill()
        child.join()
        ours.close()


def _received(connection: Connection) -> Iterator[pa.RecordBatch]:
    while (message := connection.recv_bytes())[:1] != _END:
        content = memoryview(message)[1:]
        if message[:1] == _REFUSAL:
            where, expected, found, next_step = json.loads(bytes(content))
            raise InputRefused(where, expected=expected, found=found, next_step=next_step)
        yield pa.ipc.open_stream(pa.py_buffer(content)).read_next_batch()


def _send(
    connection: Connection, parse: Callable[[str, str], Iterator[pa.RecordBatch]], path: str, name: str
) -> None:
    _limit()
    try:
        for batch in parse(path, name):
            sink = pa.BufferOutputStream()
            sink.write(_ROWS)
            with pa.ipc.new_stream(sink, batch.schema) as stream:
                stream.write_batch(batch)
            connection.send_bytes(sink.getvalue())
        connection.send_bytes(_END)
    except InputRefused as error:
        told = (error.where, error.expected, error.found, error.next_step)
        connection.send_bytes(_REFUSAL + json.dumps(told).encode())


def _too_slow(name: str) -> InputRefused:
    return refused(name, f"a file that can be read in {SECONDS} seconds", "one that takes longer")


def _too_large(name: str) -> InputRefused:
    return refused(name, "a file that can be read in bounded memory", "one that cannot")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

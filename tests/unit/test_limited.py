"""Parsers in a child process: what comes over, and what ends them."""

import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children
from time import sleep

import pyarrow as pa
import pytest

from evaluering.errors import InputRefused
from evaluering.reading.files import refused
from evaluering.reading.limited import Limits, stream_limited


def three_batches(path: str, name: str) -> Iterator[pa.RecordBatch]:
    for number in range(3):
        yield pa.record_batch([pa.array([f"{path}{number}", None])], names=[name])


def refuses(path: str, name: str) -> Iterator[pa.RecordBatch]:
    yield from three_batches(path, name)
    raise refused(name, "a sound file", "another")


def dies(path: str, name: str) -> Iterator[pa.RecordBatch]:
    yield from three_batches(path, name)
    os.kill(os.getpid(), signal.SIGSEGV)


def takes_all_memory(path: str, name: str) -> Iterator[pa.RecordBatch]:
    held = [bytearray(100_000_000) for _ in range(100)]
    yield from three_batches(path, f"{name}{len(held)}")


def never_ends(path: str, name: str) -> Iterator[pa.RecordBatch]:
    yield from three_batches(path, name)
    sleep(600)


def test_batches_come_over_in_their_order():
    batches = list(stream_limited("a", three_batches, "p"))
    assert [batch.to_pydict() for batch in batches] == [{"a": [f"p{number}", None]} for number in range(3)]


def test_a_refusal_in_the_child_is_one_here_and_takes_no_batch_back():
    stream = stream_limited("a", refuses, "p")
    assert [next(stream).num_rows for _ in range(3)] == [2, 2, 2]
    with pytest.raises(InputRefused) as caught:
        next(stream)
    assert (caught.value.where, caught.value.found) == ("data/raw/a", "another")


@pytest.mark.parametrize("parse", [dies, takes_all_memory])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_parser_that_dies_or_takes_too_much_memory_is_a_refusal(parse, capfd):
    with pytest.raises(InputRefused, match="bounded memory"):
        list(stream_limited("a", parse, "p"))
    capfd.readouterr()


def test_a_parser_that_takes_too_long_is_ended():
    with pytest.raises(InputRefused, match="one that takes longer"):
        list(Limits(seconds=5).stream("a", never_ends, "p"))


def test_a_reader_that_stops_early_leaves_no_child_behind():
    stream = stream_limited("a", never_ends, "p")
    next(stream)
    stream.close()
    assert active_children() == []

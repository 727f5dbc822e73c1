"""Stand-ins for parsers that go wrong. Few imports: each is loaded anew by a child process."""

import os
import signal
import sys
import time


def hang() -> None:
    time.sleep(600)


def hang_without_heeding() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        pass


def eat() -> int:
    return len(bytearray(3_000_000_000))


def end_by(number: int) -> None:
    os.kill(os.getpid(), number)


def fail() -> None:
    raise ValueError("KANARI")


def talk() -> str:
    os.write(1, b"KANARI")
    os.write(2, b"KANARI")
    sys.stderr.write("KANARI")
    return "done"

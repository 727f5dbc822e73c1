"""Builds that are killed at drawn moments, and what must be whole after each."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from evaluering.disclosure import read_ledger
from functional.workspaces import is_complete, latest

SERVER = Path(__file__).with_name("fork_server.py")
_SETTLED = 10.0
"""So many seconds the children of a killed build may take to see that it is gone."""


@dataclass
class Builder:
    """Starts builds of a workspace, each in a process of its own that has everything imported."""

    folder: Path
    server: "subprocess.Popen[str]"

    def start(self) -> int:
        """Start a build; its process and session."""
        return self._asked(json.dumps({"folder": str(self.folder), "arguments": ["build"]}))

    def code(self) -> int:
        """Wait for the build that was started last: how it ended."""
        return self._asked("")

    def output(self) -> str:
        """What the last build printed."""
        return (self.folder.parent / "output.txt").read_text(encoding="utf-8")

    def _asked(self, line: str) -> int:
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(f"{line}\n")
        self.server.stdin.flush()
        return int(self.server.stdout.readline())


@contextmanager
def builder(folder: Path) -> Iterator[Builder]:
    """A builder of a workspace, ended with the block."""
    variables = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=variables
    ) as server:
        try:
            yield Builder(folder, server)
        finally:
            server.kill()


@dataclass
class Toll:
    """What many kills did: how many there were, by what was found after, and the harm."""

    found: Counter[str] = field(default_factory=Counter)
    broken_releases: int = 0
    lost_entries: int = 0
    not_resumed: int = 0

    @property
    def harm(self) -> tuple[int, int, int]:
        """Broken releases, lost entries of the ledger, builds that did not go on: all must be 0."""
        return self.broken_releases, self.lost_entries, self.not_resumed


def entries(folder: Path) -> list[str]:
    """The digest of every entry of the ledger; it, and every file of cells, is checked in reading."""
    return [entry.digest for entry in read_ledger(folder / "reports/ledger.jsonl").entries]


def state(folder: Path, before: list[str]) -> str:
    """How far the killed build had come, by what it left."""
    if list((folder / "reports").glob(".staging-*")):
        return "while it wrote the release"
    recorded = entries(folder)
    if len(list((folder / "reports/releases").glob("*/"))) > len(recorded):
        return "written, not recorded"
    last = read_ledger(folder / "reports/ledger.jsonl").entries
    if last and latest(folder).name != last[-1].release:
        return "recorded, not switched to"
    return "before it wrote" if recorded == before else "after the switch"


def count(toll: Toll, folder: Path, before: list[str]) -> None:
    """Look at what a kill left: ``latest`` leads to a whole release, and the ledger holds all it held."""
    toll.found[state(folder, before)] += 1
    link = folder / "reports/latest"
    toll.broken_releases += link.is_symlink() and not is_complete(latest(folder))
    toll.lost_entries += entries(folder)[: len(before)] != before


def toggle(folder: Path) -> None:
    """Take the last report out of the plan, or put it back: its page is in the cache, the release is new."""
    file, aside = folder / "evaluering.toml", folder.parent / "last-report.toml"
    text = file.read_text(encoding="utf-8")
    if aside.exists():
        file.write_text(text + aside.read_text(encoding="utf-8"), encoding="utf-8")
        aside.unlink()
    else:
        kept, mark, last = text.rpartition("[[reports]]")
        aside.write_text(mark + last, encoding="utf-8")
        file.write_text(kept, encoding="utf-8")


def wait_for_writing(folder: Path, process: int, longest: float) -> None:
    """Wait until a build begins to write its release, or is done."""
    end = time.monotonic() + longest
    while time.monotonic() < end and not list((folder / "reports").glob(".staging-*")):
        with suppress(ChildProcessError, ProcessLookupError):
            if Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0] == "Z":
                return


def kill(process: int, *, alone: bool = False) -> None:
    """Kill a build with all of its session, or the build alone."""
    with suppress(ProcessLookupError):
        (os.kill if alone else os.killpg)(process, signal.SIGKILL)


def descendants(process: int) -> set[tuple[int, str]]:
    """Every process that descends from one, each with the moment it started: numbers are used again."""
    parents: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = entry.read_text(encoding="utf-8").rpartition(") ")[2].split()
            parents[int(entry.parent.name)] = int(fields[1]), fields[19]
    below, found = {process}, set()
    while below:
        below = {one for one, (parent, _) in parents.items() if parent in below}
        found |= {(one, parents[one][1]) for one in below}
    return found


def wait_for_children(process: int, count: int) -> set[tuple[int, str]]:
    """The processes a build has started, once there are so many."""
    end = time.monotonic() + 120
    started: set[tuple[int, str]] = set()
    while len(started) < count:
        assert time.monotonic() < end
        started = descendants(process)
        time.sleep(0.05)
    return started


def left_alive(processes: set[tuple[int, str]]) -> set[int]:
    """Which of these processes still live after some seconds; they are then ended, so that none stays."""
    end = time.monotonic() + _SETTLED
    while time.monotonic() < end and _alive(processes):
        time.sleep(0.2)
    alive = _alive(processes)
    for one in alive:
        os.kill(one, signal.SIGKILL)
    return alive


def _alive(processes: set[tuple[int, str]]) -> set[int]:
    alive = set()
    for one, started in processes:
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
            if fields[19] == started and fields[0] != "Z":
                alive.add(one)
    return alive


def kill_while_it_writes(builds: Builder, times: int, seed: int) -> Toll:
    """Kill rebuilds from caches, most of them while they write, record and switch; build on after each."""
    moments, toll, folder = random.Random(seed), Toll(), builds.folder
    longest = writing = 0.0
    for _ in range(2):  # so that every page is in the cache, and to see how long a build and its writing take
        toggle(folder)
        start = time.monotonic()
        wait_for_writing(folder, builds.start(), 600)
        began = time.monotonic()
        assert builds.code() == 0, builds.output()
        longest, writing = began - start, time.monotonic() - began
    for number in range(times):
        before = entries(folder)
        toggle(folder)
        process = builds.start()
        if number % 4:
            wait_for_writing(folder, process, 600)
            time.sleep(moments.uniform(0, writing))
        else:
            time.sleep(moments.uniform(0, longest))
        kill(process)
        builds.code()
        count(toll, folder, before)
        if number % 3 == 0:
            resume(toll, builds, before)
    resume(toll, builds, entries(folder))
    return toll


def resume(toll: Toll, builds: Builder, before: list[str]) -> None:
    """Let the next build run to its end: it goes on, and what is out is then whole and recorded."""
    builds.start()
    ended = builds.code()
    recorded = read_ledger(builds.folder / "reports/ledger.jsonl").entries
    whole = is_complete(latest(builds.folder)) and latest(builds.folder).name == recorded[-1].release
    folders = sorted(path.name for path in (builds.folder / "reports/releases").iterdir())
    in_step = folders == sorted(entry.release for entry in recorded)
    kept = [entry.digest for entry in recorded][: len(before)] == before
    toll.not_resumed += not (ended == 0 and whole and in_step and kept)

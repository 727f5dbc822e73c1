"""Real builds, killed with SIGKILL at drawn moments: no release broken, no entry lost, the next goes on."""

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from functional.commands import ROOT
from functional.killed_builds import (
    Builder,
    Toll,
    builder,
    count,
    entries,
    kill,
    kill_while_it_writes,
    left_alive,
    resume,
    wait_for_children,
)
from functional.workspaces import contents, latest


@pytest.fixture
def many(one_report_copy: Path) -> Iterator[Builder]:
    """A built workspace of eight reports on one question; a page of each is in the cache."""
    file = one_report_copy / "evaluering.toml"
    head, report = file.read_text(encoding="utf-8").split("[[reports]]")
    named = [report.replace('id = "gathering-time"', f'id = "gathering-time-{n}"') for n in range(1, 8)]
    file.write_text("[[reports]]".join([head, report, *named]).replace(', "pdf"', ""), encoding="utf-8")
    with builder(one_report_copy) as builds:
        yield builds


@pytest.fixture
def two(one_report_copy: Path) -> Iterator[Builder]:
    """A built workspace of one report, with a second in its plan; a page of each is in the cache."""
    planned = (ROOT / "evaluering.toml").read_text(encoding="utf-8").split("[[reports]]")
    (second,) = [report for report in planned if 'id = "goal-measurability"' in report]
    with (one_report_copy / "evaluering.toml").open("a", encoding="utf-8") as file:
        file.write(f"[[reports]]{second}")
    with builder(one_report_copy) as builds:
        yield builds


def test_ten_builds_killed_while_they_publish_break_no_release_and_lose_no_entry(two: Builder) -> None:
    toll = kill_while_it_writes(two, times=10, seed=10)
    assert toll.harm == (0, 0, 0)
    assert sum(toll.found.values()) == 10
    # Kills that all came too early or too late would say nothing.
    assert len(toll.found.keys() - {"before it wrote", "after the switch"}) > 0


@pytest.mark.long
def test_two_hundred_killed_builds_of_many_reports_break_no_release_and_lose_no_entry(many: Builder) -> None:
    toll = kill_while_it_writes(many, times=200, seed=200)
    assert toll.harm == (0, 0, 0)
    assert sum(toll.found.values()) == 200
    assert len(toll.found) > 3


@pytest.mark.long
def test_builds_killed_over_the_whole_length_of_a_build_from_nothing_are_gone_on_with(many: Builder) -> None:
    moments, toll, folder = random.Random(20), Toll(), many.folder
    kept = folder.with_name("kept")
    shutil.move(folder / ".evaluering", kept)
    start = time.monotonic()
    many.start()
    assert many.code() == 0, many.output()
    longest = time.monotonic() - start
    for number in range(20):
        before = entries(folder)
        if number % 5 == 0:
            shutil.rmtree(folder / ".evaluering")
        process = many.start()
        time.sleep(moments.uniform(0, longest))
        kill(process)
        many.code()
        count(toll, folder, before)
    resume(toll, many, entries(folder))
    assert toll.harm == (0, 0, 0)


@pytest.mark.parametrize(
    "children", [2, pytest.param(3, marks=pytest.mark.long), pytest.param(4, marks=pytest.mark.long)]
)
def test_when_the_build_alone_is_killed_its_workers_and_kernels_end_by_themselves(
    two: Builder, children: int
) -> None:
    before, released = entries(two.folder), contents(latest(two.folder))
    shutil.rmtree(two.folder / ".evaluering/findings")
    shutil.rmtree(two.folder / ".evaluering/pages")
    process = two.start()
    started = wait_for_children(process, children)
    kill(process, alone=True)
    two.code()
    assert (entries(two.folder), contents(latest(two.folder))) == (before, released)
    assert left_alive(started) == set()

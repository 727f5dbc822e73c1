"""The ledger under attack: forged, raced and killed. What is out must stay known."""

import json
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

import pytest

from evaluering.disclosure import CELLS, Content, append_entry, read_ledger, recorded, store_record
from evaluering.disclosure.ledger import Entry
from evaluering.errors import EnvironmentProblem
from evaluering.publishing import release as releasing
from evaluering.results import ReleasedCell, ReleasedFinding
from evaluering.vocabulary import CellStatus, Unit
from functional.workspaces import contents, here, latest, ledger, releases

WITHDRAW = ("withdraw", "gathering-time", "--reason", "Feil i kilden.", "--date", "2026-03-04")
STEPS = ["_staged", "store_record", "append_entry", "switch"]


def finding(value: int) -> ReleasedFinding:
    cell = ReleasedCell("t", (), "count", value, Unit.COUNT, CellStatus.RELEASED, "")
    return ReleasedFinding("found", "question", "", (), "published", "", (cell,), (), (), ())


def record(file: Path, release: str, value: int) -> None:
    """Record a release, and try again when another process was quicker."""
    shown = recorded([("one-nb", [finding(value)])])
    content = Content(release=release, rules="rules", cells=shown.digest)
    while True:
        store_record(file.with_name(CELLS), shown)
        try:
            append_entry(file, read_ledger(file).next_entry(content))
        except EnvironmentProblem:
            continue
        return


def in_a_process(work: Callable[[], None]) -> int:
    """Start a process that does the work and ends; its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def record_many(file: Path, name: int, times: int) -> None:
    for turn in range(times):
        record(file, f"{name}-{turn}", 10 * name + turn)


def record_for_ever(file: Path, name: int) -> None:
    turn = 0
    while True:
        record(file, f"{name}-{turn}", turn)
        turn += 1


def test_of_many_processes_at_once_every_release_is_recorded_in_one_chain(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    children = [in_a_process(lambda name=name: record_many(file, name, 5)) for name in range(4)]  # type: ignore[misc]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]
    entries = read_ledger(file).entries
    assert [entry.number for entry in entries] == list(range(1, 21))
    assert {entry.release for entry in entries} == {
        f"{name}-{turn}" for name in range(4) for turn in range(5)
    }


def test_processes_killed_at_any_moment_leave_a_sound_ledger(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    moments = random.Random(8)
    lengths = [0]
    for name in range(25):
        child = in_a_process(lambda name=name: record_for_ever(file, name))  # type: ignore[misc]
        time.sleep(moments.uniform(0.005, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lengths.append(len(read_ledger(file).entries))
    assert lengths == sorted(lengths)
    assert lengths[-1] > 10


def forged(entry: Entry, previous: str, **changes: object) -> Entry:
    """An entry changed by someone who knows how digests are made."""
    changed = replace(entry, previous=previous, digest="", **changes)  # type: ignore[arg-type]
    told = {name: value for name, value in asdict(changed).items() if name != "digest"}
    digest = sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return replace(changed, digest=digest)


def written(entries: list[Entry]) -> str:
    return "".join(json.dumps(asdict(one), ensure_ascii=False, sort_keys=True) + "\n" for one in entries)


@pytest.mark.parametrize("position", [0, 1])
def test_a_ledger_forged_with_right_digests_is_found_by_the_releases(built_copy: Path, position: int) -> None:
    assert here(built_copy, *WITHDRAW).code == 0
    file = built_copy / "reports/ledger.jsonl"
    entries = list(read_ledger(file).entries)
    nothing = recorded([])
    store_record(file.with_name(CELLS), nothing)
    # As if a release had shown nothing: what follows is chained anew.
    entries[0] = forged(entries[0], entries[0].previous, cells=nothing.digest, date="2020-01-01")
    if position:
        entries[0] = read_ledger(file).entries[0]
        entries[1] = forged(entries[1], entries[0].digest, cells=entries[0].cells)
    else:
        entries[1] = forged(entries[1], entries[0].digest)
    file.write_text(written(entries), encoding="utf-8")
    assert len(read_ledger(file).entries) == 2
    before = contents(built_copy / "reports")
    done = here(built_copy, "build")
    assert done.code == 3
    assert "do not match" in done.err
    assert contents(built_copy / "reports") == before


def test_another_workspace_s_ledger_is_refused(built_copy: Path) -> None:
    file = built_copy / "reports/ledger.jsonl"
    file.unlink()
    record(file, "another", 12)
    done = here(built_copy, "build")
    assert done.code == 3
    assert latest(built_copy).name in done.err
    assert len(releases(built_copy)) == 1


@pytest.mark.parametrize("command", [("build",), WITHDRAW, ("verify",), ("list",), ("review",)], ids=" ".join)
def test_no_command_works_on_lost_cells(built_copy: Path, command: tuple[str, ...]) -> None:
    lost = next((built_copy / "reports" / CELLS).iterdir())
    lost.unlink()
    done = here(built_copy, *command)
    assert done.code == 3
    assert f"released cells {lost.name}" in done.err
    assert "from a backup" in done.err


def test_a_torn_ledger_is_mended_as_the_message_says(built_copy: Path) -> None:
    file = built_copy / "reports/ledger.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:40])
    done = here(built_copy, "build")
    assert done.code == 3
    assert "torn" in done.err
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-1]))
    assert here(built_copy, "build").code == 0
    assert file.read_bytes() == whole


class Killed(BaseException):
    """Ends a command like SIGKILL: nothing catches it, and nothing is tidied."""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_withdrawal_that_dies_between_its_steps_is_done_or_undone(
    built_copy: Path, step: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., object] = getattr(releasing, step)

    def dying(*arguments: object) -> None:
        if after:
            real(*arguments)
        monkeypatch.setattr(releasing.shutil, "rmtree", lambda *_, **__: None)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(releasing, step, dying)
        with pytest.raises(Killed):
            here(built_copy, *WITHDRAW)
    monkeypatch.undo()
    assert here(built_copy, "build").code == 0
    is_recorded = len(ledger(built_copy)) == 2
    assert is_recorded == ((step, after) in [("append_entry", True), ("switch", False), ("switch", True)])
    told = (latest(built_copy) / "gathering-time-nb/index.html").read_text(encoding="utf-8")
    assert ("Trukket tilbake" in told) == is_recorded
    assert len(releases(built_copy)) == (2 if is_recorded else 1)

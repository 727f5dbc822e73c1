"""Every delivery made to harm is refused by one message, in bounded memory, and nothing is written.

All of them lie in one workspace beside a sound delivery, and one ``evaluering check`` meets them all.
"""

import os
import re
import resource
import stat
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from attack.deliveries_made_to_harm import EVERY, IDENTITY, sound_book
from functional.commands import COMMAND, Ran, copy_workspace

FOLDERS = {f"h{number:03}": name for number, name in enumerate(EVERY)}
SECONDS, MEMORY = 400, 6_000_000_000
"""What the command may use: processor seconds in one process, and bytes of address space."""


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every name below a folder, what kind of thing it is, and its bytes or where it leads."""
    return {str(path.relative_to(folder)): _seen(path) for path in sorted(folder.rglob("*"))}


def _seen(path: Path) -> tuple[int, bytes]:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return mode, os.fsencode(path.readlink())
    return mode, sha256(path.read_bytes()).digest() if stat.S_ISREG(mode) else b""


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


Met = tuple[Ran, dict[str, tuple[int, bytes]], dict[str, tuple[int, bytes]]]


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Met:
    """How the command ended, and the workspace before and after it."""
    workspace = copy_workspace(tmp_path_factory.mktemp("harm") / "w")
    for folder, name in FOLDERS.items():
        (workspace / "data/raw/deliveries" / folder).mkdir(parents=True)
        EVERY[name](workspace / "data/raw/deliveries" / folder)
    (workspace / "data/raw/deliveries/sound").mkdir()
    (workspace / "data/raw/deliveries/sound/teams.xlsx").write_bytes(sound_book())
    before = snapshot(workspace)
    done = subprocess.run(
        [*COMMAND, "check"], cwd=workspace, capture_output=True, check=False, preexec_fn=_bounded
    )
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    return ran, before, snapshot(workspace)


def test_the_command_ends_with_3_and_no_traceback(met: Met) -> None:
    done, _, _ = met
    assert (done.code, done.err) == (3, "")
    assert "Traceback" not in done.out


def test_nothing_is_written_in_the_workspace_but_the_list_of_problems(met: Met) -> None:
    _, before, after = met
    written = {"problems", "problems/index.html", "problems/problems.csv"}
    assert {name: seen for name, seen in after.items() if name not in written} == before
    assert after.keys() - before.keys() == written


def test_a_sound_delivery_beside_them_is_accepted(met: Met) -> None:
    done, _, _ = met
    assert "deliveries/sound/teams.xlsx#teams: 1 read = 1 accepted + 0 rejected + 0 duplicate" in done.out


def test_the_message_repeats_nothing_that_was_in_a_delivery(met: Met) -> None:
    done, _, _ = met
    said = done.out.replace("KANARI-was-run", "!")
    assert [line for line in said.splitlines() if "KANARI" in line] == []
    assert IDENTITY not in said
    assert "root:" not in said


def test_the_message_holds_nothing_unseen(met: Met) -> None:
    done, _, _ = met
    assert re.findall(r"[^\n -~æøåÆØÅ]", done.out) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=FOLDERS.values())
def test_it_is_refused_by_one_message_of_four_parts(met: Met, folder: str) -> None:
    lines = met[0].out.splitlines()
    places = [number for number, line in enumerate(lines) if _is_refusal(line, folder)]
    assert len(places) == 1, [line for line in lines if folder in line]
    told = lines[places[0] + 1 : places[0] + 4]
    assert [line.split()[0] for line in told] == ["expected:", "found:", "next:"]
    assert max(map(len, told)) < 12_000


def _is_refusal(line: str, folder: str) -> bool:
    return line.endswith(": refused") and re.match(rf"deliveries/{folder}[/:]", line) is not None


@pytest.mark.parametrize("folder", FOLDERS, ids=FOLDERS.values())
def test_no_row_of_it_is_accepted(met: Met, folder: str) -> None:
    assert [line for line in met[0].out.splitlines() if folder in line and "accepted" in line] == []

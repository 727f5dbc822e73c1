"""Publishing, stopped at each of its steps on disk: the old release or the new one, and nothing lost."""

import errno
import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from stopping import CODES, killed_at, path_of, refused_at, refused_from, steps_of, watched

from evaluering.disclosure import CELLS, Content, Ledger, Recorded, read_ledger, recorded
from evaluering.errors import EnvironmentProblem, InputRefused
from evaluering.publishing import release as publishing
from evaluering.publishing.recovery import checked_ledger
from evaluering.publishing.release import publish
from evaluering.publishing.release_files import latest_release, with_manifest
from evaluering.publishing.release_lock import lock
from evaluering.results import ReleasedCell, ReleasedFinding
from evaluering.vocabulary import CellStatus, Unit
from evaluering.workspace import Workspace, load_workspace

ROOT = Path(__file__).parents[2]


def finding(value: int) -> ReleasedFinding:
    cell = ReleasedCell("t", (), "count", value, Unit.COUNT, CellStatus.RELEASED, "")
    return ReleasedFinding("found", "question", "", (), "published", "", (cell,), (), (), ())


def edition(number: int, ledger: Ledger) -> tuple[dict[str, bytes], Content, Recorded]:
    """A small release with two folders, told apart by its number."""
    shown = recorded([("one-nb", (finding(number),))])
    files = {"index.html": b"front %d" % number, "one-nb/index.html": b"page %d" % number * 3000}
    release, complete = with_manifest(files, ledger.head, shown.digest)
    return complete, Content(release=release, rules="rules", cells=shown.digest), shown


def release(workspace: Workspace, number: int) -> str:
    """Publish an edition, unless it is out already; its id."""
    with lock(workspace):
        ledger = checked_ledger(workspace)
        known = {one.release: one for one in ledger.entries}
        for one in known.values():
            files, content, shown = edition(number, ledger.up_to(one.previous))
            if content.release in known:
                return content.release
        files, content, shown = edition(number, ledger)
        return publish(workspace, files, ledger, content, shown).name


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed process loses nothing it had not synced, so nothing here waits for the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(params=[0, 1], ids=["first release", "second release"])
def started(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    """A workspace without a release, or with one."""
    folder = tmp_path / "started"
    folder.mkdir()
    configuration = load_workspace(ROOT).configuration
    workspace = Workspace(root=folder, work=folder, configuration=configuration)
    if request.param:
        release(workspace, 1)
    return workspace


def copied(workspace: Workspace, name: object) -> Workspace:
    """The workspace in another folder, to be changed freely."""
    folder = workspace.root.with_name(f"copy-{name}")
    shutil.copytree(workspace.root, folder, symlinks=True)
    return workspace.model_copy(update={"root": folder, "work": folder})


def is_whole(folder: Path) -> bool:
    files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    manifest = files.pop("manifest.json")
    listed = {name: sha256(content).hexdigest() for name, content in files.items()}
    return json.loads(manifest)["files"] == listed and folder.name == sha256(manifest).hexdigest()[:16]


def entries(workspace: Workspace) -> list[str]:
    """The releases that are recorded; every cell they name is there, or this raises."""
    return [entry.release for entry in read_ledger(workspace.reports / "ledger.jsonl").entries]


def refuse_harm(workspace: Workspace, before: list[str]) -> None:
    """What is out must be whole: the old release or the new one, and every entry there was."""
    out = latest_release(workspace)
    now = entries(workspace)
    assert now[: len(before)] == before
    assert len(now) <= len(before) + 1
    assert out in ([*now[-2:], ""] if len(before) == 0 else now[-2:])
    assert not (workspace.reports / "latest").is_symlink() or is_whole(workspace.reports / "releases" / out)


def refuse_leftovers(workspace: Workspace) -> None:
    """After a build that ran to its end there is nothing but what is recorded."""
    names = {path.name for path in workspace.reports.iterdir()}
    assert names == {".lock", "latest", CELLS, "ledger.jsonl", "releases"}
    folders = sorted((workspace.reports / "releases").iterdir())
    assert sorted(entries(workspace)) == [folder.name for folder in folders]
    assert all(map(is_whole, folders))
    assert [path for path in (workspace.reports / CELLS).iterdir() if path.name.startswith(".")] == []


def told_of_refusal(workspace: Workspace, number: int, code: int) -> str:
    """What to do next, as told when the disk refuses a step of a release; "" when it was not needed."""
    try:
        with refused_at(number, code):
            release(workspace, 2)
    except EnvironmentProblem as told:
        return told.next_step
    return ""


def test_killed_before_any_step_the_old_release_or_the_new_one_is_out_and_the_next_build_goes_on(
    started: Workspace,
) -> None:
    before, killed = entries(started), 0
    steps = steps_of(copied(started, "counted"), lambda one: release(one, 2))
    for number in range(steps):
        one = copied(started, number)
        killed += killed_at(number, lambda one=one: release(one, 2))
        refuse_harm(one, before)
        assert release(one, 2) == latest_release(one)
        assert len(entries(one)) == len(before) + 1
        refuse_leftovers(one)
    assert killed == steps > 40


def test_killed_while_it_clears_up_after_a_killed_build_the_next_goes_on_all_the_same(
    started: Workspace,
) -> None:
    before = entries(started)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "append_entry", lambda *_: os.kill(os.getpid(), 9))
        assert killed_at(10**6, lambda: release(started, 2))
    assert len(list((started.reports / "releases").iterdir())) == len(before) + 1
    (started.reports / ".staging-4711").mkdir()
    (started.reports / ".latest-4711").symlink_to("releases")
    steps = steps_of(copied(started, "counted"), checked_ledger)
    for number in range(steps):
        one = copied(started, number)
        assert killed_at(number, lambda one=one: checked_ledger(one))
        refuse_harm(one, before)
        release(one, 2)
        refuse_leftovers(one)


@pytest.mark.parametrize("code", CODES)
def test_a_disk_that_refuses_one_step_costs_at_most_the_new_release(started: Workspace, code: str) -> None:
    before = entries(started)
    steps = steps_of(copied(started, "counted"), lambda one: release(one, 2))
    for number in range(steps):
        one = copied(started, number)
        told = told_of_refusal(one, number, CODES[code])
        assert not told or ("the previous release is untouched" in told) == (entries(one) == before)
        assert not told or ("is complete and recorded" in told) == (entries(one) != before)
        refuse_harm(one, before)
        release(one, 2)
        refuse_leftovers(one)


def test_a_disk_that_refuses_everything_from_a_step_on_loses_nothing(started: Workspace) -> None:
    before = entries(started)
    steps = steps_of(copied(started, "counted"), lambda one: release(one, 2))
    # The last step of all takes away the name of who has the lock, and nothing rests on it.
    for number in range(0, steps - 1, 2):
        one = copied(started, number)
        with pytest.raises(EnvironmentProblem), refused_from(number, errno.EIO):
            release(one, 2)
        refuse_harm(one, before)
        release(one, 2)
        refuse_leftovers(one)


def test_every_name_is_on_disk_before_what_relies_on_it(started: Workspace) -> None:
    # What was not synced may be gone after the power was, in any order.
    steps: list[tuple[str, str]] = []

    def noted(name: str, arguments: tuple) -> None:
        root = str(started.root) + "/"
        if name == "fsync":
            steps.append(("synced", str(path_of(arguments[0])).removeprefix(root)))
        elif name == "replace":
            steps.append(("named", str(arguments[1]).removeprefix(root)))

    with watched(noted):
        new = release(started, 2)
    placed = steps.index(("named", f"reports/releases/{new}"))
    recorded_at = steps.index(("named", "reports/ledger.jsonl"))
    switched = steps.index(("named", "reports/latest"))
    staged = {path.partition("/.staging-")[2].partition("/")[2] for done, path in steps[:placed]}
    assert {"index.html", "one-nb/index.html", "manifest.json", "one-nb", ""} <= staged
    assert ("synced", "reports") in steps[:placed]
    assert ("synced", "reports/releases") in steps[placed:recorded_at]
    assert ("synced", "reports/ledger-cells") in steps[placed:recorded_at]
    assert ("synced", "reports") in steps[recorded_at:switched]
    assert steps[-1] == ("synced", "reports") or steps[-2] == ("synced", "reports")


def test_a_disk_that_gives_back_other_bytes_than_it_was_given_is_told_of_before_anything_is_recorded(
    started: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries(started)
    real = publishing.write_new

    def flipping(target: Path, content: bytes) -> None:
        real(target, content.replace(b"page", b"pagf") if target.parent.name == "one-nb" else content)

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "write_new", flipping)
        with pytest.raises(EnvironmentProblem, match=r"other bytes in one-nb/index\.html"):
            release(started, 2)
    refuse_harm(started, before)
    assert entries(started) == before
    release(started, 2)
    refuse_leftovers(started)


def test_a_file_that_comes_into_a_staged_release_from_elsewhere_is_not_published(
    started: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publishing.write_new

    def adding(target: Path, content: bytes) -> None:
        real(target, content)
        target.with_name("thumbs.db").write_bytes(b"")

    monkeypatch.setattr(publishing, "write_new", adding)
    with pytest.raises(EnvironmentProblem, match=r"other bytes in one-nb/thumbs\.db, thumbs\.db"):
        release(started, 2)


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP])
def test_a_file_system_without_links_is_told_of_before_anything_is_recorded(
    started: Workspace, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries(started)

    def refusing(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "symlink", refusing)
    with pytest.raises(EnvironmentProblem, match="a file system with symbolic links"):
        release(started, 2)
    assert entries(started) == before


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_latest_that_was_copied_as_no_link_is_told_of_with_how_to_mend(
    started: Workspace, kind: str
) -> None:
    latest = started.reports / "latest"
    started.reports.mkdir(exist_ok=True)
    latest.unlink(missing_ok=True)
    latest.mkdir() if kind == "folder" else latest.write_text("")
    with pytest.raises(EnvironmentProblem, match=f"found: +a {kind}") as told:
        release(started, 2)
    assert told.value.where == "reports/latest"
    latest.rmdir() if kind == "folder" else latest.unlink()
    release(started, 2)
    refuse_leftovers(started)


def test_what_a_file_system_leaves_among_the_releases_is_no_release(started: Workspace) -> None:
    folder = started.reports / "releases"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".nfs0001").write_text("")
    (folder / "Thumbs.db").write_text("")
    release(started, 2)
    assert latest_release(started) == entries(started)[-1]


def test_a_release_of_another_origin_is_not_cleared_away(started: Workspace) -> None:
    foreign = started.reports / "releases" / "0123456789abcdef"
    foreign.mkdir(parents=True)
    with pytest.raises(InputRefused, match="a record of the published release"):
        release(started, 2)
    assert foreign.is_dir()

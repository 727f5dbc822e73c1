"""Small files, stopped at each step of writing: the old one or the new one, and never a torn one."""

import errno
import json
import os
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from stopping import killed_at, refused_at, steps_of

from evaluering import pipeline
from evaluering.durable import read_from_disk, sync_folder, write_whole
from evaluering.erasure.stored import tables_from
from evaluering.errors import EnvironmentProblem, OwnFault, VerifyDiffers, told_of
from evaluering.publishing import review
from evaluering.publishing.cache import load_page, save_page
from evaluering.workspace import Workspace, load_workspace

ROOT = Path(__file__).parents[2]
OLD, NEW = b"old" * 1000, b"new" * 1000


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed process loses nothing it had not synced, so nothing here waits for the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def test_a_file_is_the_old_or_the_new_one_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    target = tmp_path / "file"
    steps = steps_of(target, lambda file: write_whole(file, OLD))
    for number in range(steps + 1):
        target.write_bytes(OLD)
        killed_at(number, lambda: write_whole(target, NEW))
        assert target.read_bytes() in (OLD, NEW)
    assert target.read_bytes() == NEW


def test_a_refused_file_leaves_the_old_one_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "file"
    write_whole(target, OLD)
    for number in range(4):
        with pytest.raises(OSError, match="No space"), refused_at(number, errno.ENOSPC):
            write_whole(target, NEW)
        if number < 3:
            assert [path.name for path in tmp_path.iterdir()] == ["file"]
            assert target.read_bytes() == OLD


def test_a_file_has_the_rights_it_was_asked_for_under_any_mask(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        write_whole(tmp_path / "own", NEW, 0o600)
    finally:
        os.umask(mask)
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o600


def test_two_writers_of_one_file_have_each_their_own_name_for_it(tmp_path: Path) -> None:
    # Process numbers are used again, and two machines on one disk have the same.
    staged = {pipeline.beside(tmp_path / "file") for _ in range(100)}
    assert len(staged) == 100


@pytest.mark.parametrize(
    ("code", "raises"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)]
)
def test_a_file_system_that_cannot_sync_names_is_no_trouble_and_one_that_fails_to_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, raises: bool
) -> None:
    def refusing(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refusing)
    if raises:
        with pytest.raises(OSError, match="Input/output"):
            sync_folder(tmp_path)
    else:
        sync_folder(tmp_path)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", NEW)
    assert read_from_disk(tmp_path / "file") == NEW


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    configuration = load_workspace(ROOT).configuration
    return Workspace(root=tmp_path, work=tmp_path, configuration=configuration)


def store(workspace: Workspace, value: int, sender: str) -> None:
    """Store a table with a sidecar that names who delivered it."""
    sidecar: dict[str, object] = {"accounts": [{"file": f"deliveries/{sender}/s.csv", "digest": ""}]}
    pipeline._store(workspace.processed, "session_feedback", pd.DataFrame({"x": [value]}), sidecar)


def sound(workspace: Workspace) -> bool:
    """Whether table and sidecar are whole and tell of each other."""
    table, sidecar = (workspace.processed / f"session_feedback{end}" for end in (".parquet", ".json"))
    return bool(json.loads(sidecar.read_bytes())["parquet"] == sha256(table.read_bytes()).hexdigest())


def test_whenever_storing_a_table_is_stopped_a_delivery_takes_with_it_all_that_may_rest_on_it(
    workspace: Workspace,
) -> None:
    store(workspace, 1, "b")
    steps = steps_of(workspace, lambda one: store(one, 1, "b"))
    apart = 0
    for number in range(steps):
        store(workspace, 1, "b")
        killed_at(number, lambda: store(workspace, 2, "a"))
        pd.read_parquet(workspace.processed / "session_feedback.parquet")
        table = "data/processed/session_feedback.parquet"
        if not sound(workspace):
            apart += 1
            assert table in tables_from(workspace, "deliveries/a/")
        elif pd.read_parquet(workspace.root / table)["x"].to_list() == [2]:
            assert table in tables_from(workspace, "deliveries/a/")
    assert apart > 0


def test_a_torn_sidecar_does_not_stop_an_erasure(workspace: Workspace) -> None:
    store(workspace, 1, "b")
    (workspace.processed / "session_feedback.json").write_text('{"acc')
    assert len(tables_from(workspace, "deliveries/a/")) == 2


def test_a_full_disk_leaves_no_half_table_behind(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(workspace, 1, "b")

    def filling(_: object, path: Path, **__: object) -> None:
        path.write_bytes(b"PAR1")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pd.DataFrame, "to_parquet", filling)
    with pytest.raises(EnvironmentProblem, match="No space left on device"):
        store(workspace, 2, "a")
    assert sorted(path.name for path in workspace.processed.iterdir()) == [
        "session_feedback.json",
        "session_feedback.parquet",
    ]


def test_a_page_is_in_the_cache_whole_or_not_at_all(tmp_path: Path) -> None:
    files = {"index.html": b"page", "data/a.csv": b"1"}
    steps = steps_of(tmp_path / "counted", lambda folder: save_page(folder, files))
    for number in range(steps):
        killed_at(number, lambda number=number: save_page(tmp_path / f"key-{number}", files))
        assert load_page(tmp_path / f"key-{number}") in (None, files)
    assert load_page(tmp_path / "counted") == files


def test_a_review_that_is_stopped_leaves_the_earlier_package_with_its_sign_off_or_the_new_one(
    tmp_path: Path,
) -> None:
    # The earlier one was removed before the new one had its name, and a sign-off with it.
    files = {"package.json": b"{}", "release/index.html": b"page", "sign-off.toml": b"name"}
    later = files | {"release/index.html": b"later"}
    review._write(tmp_path / "counted", files)
    steps = steps_of(tmp_path / "counted", lambda folder: review._write(folder, later))
    for number in range(steps):
        folder = tmp_path / f"review-{number}"
        review._write(folder, files)
        killed_at(number, lambda folder=folder: review._write(folder, later))
        review._clear(folder)
        found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        assert found in (files, later)
        assert list(tmp_path.glob(f".review-{number}.*")) == []


def test_nothing_of_others_beside_a_review_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".review.mine").mkdir()
    review._clear(tmp_path / "review")
    assert (tmp_path / ".review.mine").is_dir()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MemoryError(), EnvironmentProblem),
        (OSError(errno.ENOMEM, ""), EnvironmentProblem),
        (OSError(errno.EIO, ""), EnvironmentProblem),
        (OSError(errno.ENOENT, ""), OwnFault),
        (KeyError("a value"), OwnFault),
        (VerifyDiffers("x", expected="", found="", next_step=""), VerifyDiffers),
    ],
)
def test_every_error_has_an_owner_and_none_repeats_a_value(error: Exception, kind: type) -> None:
    assert type(told_of(error)) is kind
    assert "a value" not in str(told_of(error))

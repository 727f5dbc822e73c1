"""Caches that were changed behind our back: the results are right, or it is told."""

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from functional.workspaces import (
    GATHERING,
    HOURS,
    change,
    contents,
    correct,
    here,
    latest,
    page,
    without_release,
)

pytestmark = pytest.mark.usefixtures("inline")


def rebuilt_like(folder: Path, sound: Path) -> None:
    """Build from the caches alone and compare with what was built before they were changed."""
    without_release(folder)
    done = here(folder, "build")
    assert done.code == 0
    assert contents(latest(folder)) == contents(latest(sound))


@pytest.mark.parametrize("name", ["index.html", "data/hours.csv"])
def test_a_changed_page_in_the_cache_is_rendered_again(
    one_report: Path, one_report_copy: Path, name: str
) -> None:
    used = (latest(one_report_copy) / GATHERING / "data/hours.csv").read_bytes()
    for entry in one_report_copy.glob(".evaluering/pages/*/data/hours.csv"):
        if entry.read_bytes() == used:
            change(entry.parent.parent / name, "4", "8")
    rebuilt_like(one_report_copy, one_report)


def test_a_cached_page_that_lost_a_file_is_rendered_again(one_report: Path, one_report_copy: Path) -> None:
    for entry in one_report_copy.glob(".evaluering/pages/*/data/hours.csv"):
        entry.unlink()
    rebuilt_like(one_report_copy, one_report)


@pytest.mark.parametrize("damage", ["number", "empty", "digest only"])
def test_changed_findings_in_the_cache_are_computed_again(
    one_report: Path, one_report_copy: Path, damage: str
) -> None:
    for file in one_report_copy.glob(".evaluering/findings/*.json"):
        content = file.read_bytes()
        changed = {"number": content.replace(b"5.5", b"9.5"), "empty": b"", "digest only": content[:64]}
        file.write_bytes(changed[damage])
    rebuilt_like(one_report_copy, one_report)


def test_a_changed_released_store_is_made_again(one_report: Path, one_report_copy: Path) -> None:
    for file in one_report_copy.glob(".evaluering/released/*.json"):
        file.write_bytes(file.read_bytes().replace(b"5.5", b"9.5"))
    rebuilt_like(one_report_copy, one_report)


def test_changed_processed_tables_are_made_again(one_report: Path, one_report_copy: Path) -> None:
    for file in (one_report_copy / "data/processed").iterdir():
        file.write_bytes(b"")
    for file in one_report_copy.glob(".evaluering/findings/*.json"):
        file.unlink()
    rebuilt_like(one_report_copy, one_report)


def test_a_raw_file_changed_under_its_old_time_is_seen(one_report_copy: Path) -> None:
    file = one_report_copy / HOURS
    times = file.stat()
    change(file, "5.50", "4.00")
    correct(one_report_copy, "2026-01-02")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert here(one_report_copy, "build").code == 0
    assert "37,2" in page(latest(one_report_copy))


def test_a_cache_entry_that_names_files_outside_the_page_reaches_no_release(
    one_report: Path, one_report_copy: Path
) -> None:
    for index in one_report_copy.glob(".evaluering/pages/*/digests.json"):
        digests = json.loads(index.read_text())
        digests["../escaped.html"] = digests["index.html"]
        (index.parent.parent / "escaped.html").write_bytes((index.parent / "index.html").read_bytes())
        index.write_text(json.dumps(digests))
    rebuilt_like(one_report_copy, one_report)


def other_entry(folder: Path, entry: Path) -> Path:
    """Another page's entry in the cache."""
    return next(one for one in sorted(folder.glob(".evaluering/pages/*")) if one != entry)


def used_entry(folder: Path) -> Path:
    """The entry in the cache of the page that is out."""
    page_now = (latest(folder) / GATHERING / "index.html").read_bytes()
    entries = sorted(folder.glob(".evaluering/pages/*"))
    return next(one for one in entries if (one / "index.html").read_bytes() == page_now)


def test_a_sound_entry_under_the_name_of_another_page_is_not_that_page(
    one_report: Path, one_report_copy: Path
) -> None:
    # Every digest in it is right: it is a whole page, of something else.
    entry = used_entry(one_report_copy)
    other = other_entry(one_report_copy, entry)
    shutil.rmtree(entry)
    shutil.copytree(other, entry)
    rebuilt_like(one_report_copy, one_report)


def test_an_index_that_leaves_the_page_out_publishes_no_report_without_one(
    one_report: Path, one_report_copy: Path
) -> None:
    (used_entry(one_report_copy) / "digests.json").write_text("{}")
    rebuilt_like(one_report_copy, one_report)


def test_an_index_changed_together_with_the_page_is_no_index(one_report: Path, one_report_copy: Path) -> None:
    entry = used_entry(one_report_copy)
    changed = (entry / "index.html").read_bytes() + b"<!-- -->"
    (entry / "index.html").write_bytes(changed)
    index = json.loads((entry / "digests.json").read_text())
    index["index.html"] = sha256(changed).hexdigest()
    (entry / "digests.json").write_text(json.dumps(index))
    rebuilt_like(one_report_copy, one_report)


def test_a_cache_that_cannot_be_removed_is_not_used_again_in_silence(
    one_report_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluering.publishing.cache.shutil.rmtree", lambda *_, **__: None)
    done = here(one_report_copy, "build", "--no-cache")
    assert (done.code, "a cache that can be removed" in done.err) == (7, True)

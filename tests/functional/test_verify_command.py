"""``verify`` rebuilds a release and compares every byte."""

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from evaluering.publishing import receipt
from evaluering.publishing import verify as verifying
from evaluering.publishing.formats.libraries import library_versions
from evaluering.vocabulary import Format
from functional.commands import Ran, run
from functional.workspaces import GATHERING, HOURS, change, contents, here, latest, releases

PAGE = f"{GATHERING}/index.html"
CHANGED = "inputs unchanged: the files were changed"


@pytest.fixture(scope="module")
def verified(
    one_report: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, bytes], Ran]:
    """A verified workspace, its files before that, and how it ended."""
    folder = Path(shutil.copytree(one_report, tmp_path_factory.mktemp("v") / "workspace", symlinks=True))
    before = contents(folder)
    return folder, before, run(folder, "verify")


@pytest.fixture
def rebuilt(one_report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the rebuilding: what it gives is what was built (as the tests above prove)."""
    sound = contents(latest(one_report))
    monkeypatch.setattr(verifying, "_rebuild", lambda *_: dict(sound))


def test_an_untouched_release_verifies_byte_for_byte(verified: tuple[Path, dict[str, bytes], Ran]) -> None:
    folder, _, done = verified
    assert done.code == 0
    files = len(contents(latest(folder)))
    assert f"all {files} files are byte for byte what its receipts rebuild" in done.out


def test_verify_leaves_the_workspace_untouched(verified: tuple[Path, dict[str, bytes], Ran]) -> None:
    folder, before, _ = verified
    assert contents(folder) == before


def test_a_poisoned_page_cache_does_not_fool_verify(one_report_copy: Path) -> None:
    page = latest(one_report_copy) / PAGE
    cached = [
        path
        for path in one_report_copy.glob(".evaluering/pages/*/index.html")
        if path.read_bytes() == page.read_bytes()
    ]
    change(page, "44,9", "94,4")
    for path in cached:
        shutil.copy(page, path)
    done = run(one_report_copy, "verify")
    assert done.code == 6
    assert f"files: {PAGE}; {CHANGED}" in done.err


def test_a_changed_raw_file_is_named_as_what_explains_the_difference(one_report_copy: Path) -> None:
    change(one_report_copy / HOURS, "5.50", "5.00")
    done = run(one_report_copy, "verify")
    assert done.code == 6
    assert f"input {HOURS}" in done.err
    assert CHANGED not in done.err


def test_an_older_release_verifies_from_the_ledger_of_its_time(
    there_and_back: tuple[Path, list[Path]],
) -> None:
    folder, (first, _, _) = there_and_back
    done = run(folder, "verify", first.name)
    assert done.code == 0
    assert first.name in done.out


@pytest.mark.usefixtures("rebuilt")
@pytest.mark.parametrize(
    "name", [PAGE, "index.html", "manifest.json", f"{GATHERING}/data/hours.csv", f"{GATHERING}/receipt.json"]
)
def test_exactly_the_changed_file_is_named(one_report_copy: Path, name: str) -> None:
    with (latest(one_report_copy) / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    done = here(one_report_copy, "verify")
    assert done.code == 6
    assert f"files: {name}; {CHANGED}" in done.err


@pytest.mark.usefixtures("rebuilt")
def test_an_added_file_is_named(one_report_copy: Path) -> None:
    (latest(one_report_copy) / "extra.txt").write_text("x")
    done = here(one_report_copy, "verify")
    assert done.code == 6
    assert f"files: extra.txt; {CHANGED}" in done.err


@pytest.mark.usefixtures("rebuilt")
def test_a_removed_file_is_named(one_report_copy: Path) -> None:
    (latest(one_report_copy) / PAGE).unlink()
    done = here(one_report_copy, "verify")
    assert done.code == 6
    assert f"files: {PAGE}; {CHANGED}" in done.err


@pytest.mark.usefixtures("rebuilt")
@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"inputs": [{}]}', "\udcff"])
def test_an_unreadable_receipt_is_a_difference_and_no_fault_of_ours(
    one_report_copy: Path, content: str
) -> None:
    name = f"{GATHERING}/receipt.json"
    (latest(one_report_copy) / name).write_bytes(os.fsencode(content))
    done = here(one_report_copy, "verify")
    assert done.code == 6
    assert name in done.err


def test_a_library_of_the_system_that_is_another_version_is_named(
    one_report_copy: Path, monkeypatch: pytest.MonkeyPatch, inline: None
) -> None:
    before = library_versions(list(Format))["pango"]
    monkeypatch.setattr(
        receipt, "library_versions", lambda formats: {**library_versions(formats), "pango": "0.0.1"}
    )
    done = here(one_report_copy, "verify")
    assert done.code == 6
    assert f"software: pango {before} -> 0.0.1" in done.err
    assert f"{GATHERING}/receipt.json" in done.err


@pytest.mark.usefixtures("rebuilt")
@pytest.mark.parametrize(("kind", "name"), [("libraries", "harfbuzz"), ("dependencies", "matplotlib")])
def test_a_receipt_of_another_library_tells_which(one_report_copy: Path, kind: str, name: str) -> None:
    file = latest(one_report_copy) / GATHERING / "receipt.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    holder = told["libraries"] if kind == "libraries" else told["software"]["dependencies"]
    now = dict(holder)[name]
    if isinstance(holder, dict):
        holder[name] = "0.0.1"
    else:
        holder[:] = [[one, "0.0.1" if one == name else version] for one, version in holder]
    file.write_text(json.dumps(told), encoding="utf-8")
    done = here(one_report_copy, "verify")
    assert done.code == 6
    assert f"software: {name} 0.0.1 -> {now}" in done.err


@pytest.mark.parametrize("name", ["0123456789abcdef", "..", "../..", ".", "latest", "/"])
def test_an_unknown_release_is_wrong_use(one_report: Path, name: str) -> None:
    done = here(one_report, "verify", name)
    assert done.code == 2
    assert "a release in reports/releases" in done.err


def test_verify_without_a_release_is_wrong_use(workspace: Path) -> None:
    done = here(workspace, "verify")
    assert done.code == 2
    assert "no release" in done.err


def test_verify_makes_no_release(one_report: Path, verified: tuple[Path, dict[str, bytes], Ran]) -> None:
    folder, _, _ = verified
    assert releases(folder) == releases(one_report)


def test_an_input_that_was_erased_is_told_with_its_date(one_report_copy: Path) -> None:
    before = sha256((one_report_copy / HOURS).read_bytes()).hexdigest()
    change(one_report_copy / HOURS, "5.50", "5.00")
    after = sha256((one_report_copy / HOURS).read_bytes()).hexdigest()
    step = {"date": "2026-01-02", "file": HOURS, "before": before, "after": after, "rows": 1}
    (one_report_copy / "data/erasures.jsonl").write_text(json.dumps(step) + "\n", encoding="utf-8")
    done = run(one_report_copy, "verify")
    assert done.code == 6
    assert f"input erased on 2026-01-02: {HOURS}" in done.err
    assert "is not to be restored" in done.err

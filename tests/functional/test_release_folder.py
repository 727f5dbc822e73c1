"""What a release may hold, and what it may not."""

import getpass
import re
import socket
from pathlib import Path

import pytest

from functional.workspaces import latest, told

EXPECTED = re.compile(
    r"index\.html|accessibility\.html|changes\.html|manifest\.json|"
    r"[a-z0-9-]+-nb/(index\.html|receipt\.json|report\.pdf|data/[a-z_]+\.csv)"
)
FORBIDDEN = {
    "a moment": rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d",
    "a random id": rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "a folder of this machine": rb"/(home|root|tmp|var|usr|work|Users)/",
    "a cell's run": rb"execution_count|iopub|In \[\d",
    "a python object": rb"0x[0-9a-f]{6,}",
}


@pytest.fixture(scope="module")
def files(built: Path) -> dict[str, bytes]:
    """What the files of a release tell."""
    return told(latest(built))


def test_a_release_holds_nothing_unexpected(files: dict[str, bytes]) -> None:
    assert [name for name in files if not EXPECTED.fullmatch(name)] == []


def test_a_release_holds_no_links_and_no_hidden_files(built: Path) -> None:
    assert [p for p in latest(built).rglob("*") if p.is_symlink() or p.name.startswith(".")] == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_of_a_release_tells_where_or_when_it_was_made(files: dict[str, bytes], what: str) -> None:
    assert [name for name, content in files.items() if re.search(FORBIDDEN[what], content)] == []


def test_no_file_of_a_release_names_its_folder_or_machine(built: Path, files: dict[str, bytes]) -> None:
    names = [str(built), built.parent.name, socket.gethostname()]
    assert [n for n, content in files.items() if any(name.encode() in content for name in names)] == []


def test_no_file_of_a_release_names_its_maker(files: dict[str, bytes]) -> None:
    maker = re.compile(rf"(?<![a-z]){re.escape(getpass.getuser())}(?![a-z])".encode())
    # CSS has a :root selector, which is not a user.
    assert [n for n, content in files.items() if maker.search(content.replace(b":root", b""))] == []


def test_the_reports_folder_holds_releases_ledger_and_latest_only(built: Path) -> None:
    names = sorted(path.name for path in (built / "reports").iterdir())
    assert names == [".lock", "latest", "ledger-cells", "ledger.jsonl", "releases"]


def test_what_may_hold_hidden_values_is_for_its_owner_alone(built: Path) -> None:
    private = built / ".evaluering"
    open_to_others = [name for name in ("findings", "released") if (private / name).stat().st_mode & 0o077]
    assert open_to_others == []

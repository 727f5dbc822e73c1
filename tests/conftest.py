"""What all tests share: a workspace of their own, one built release, and no silent skips in CI."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "evaluering"]


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(folder: Path, *arguments: str, **variables: str) -> Ran:
    """Run ``evaluering`` in a folder, as a user would."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def copy_workspace(target: Path) -> Path:
    """The repository's workspace, without anything built."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "evaluering.toml", target)
    for name in ("notebooks", "data/raw"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return target


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An unbuilt workspace of one's own."""
    return copy_workspace(tmp_path / "workspace")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a release. Shared: copy it before changing anything."""
    folder = copy_workspace(tmp_path_factory.mktemp("built") / "workspace")
    done = run(folder, "build")
    if done.code:
        pytest.fail(f"the build ended with {done.code}:\n{done.out}{done.err}")
    return folder


PUBLICATION = """
[publication]
type = "note"
city = "Oslo"
publisher = "Et oppdiktet institutt"
published = 2026-11-20
licence = "CC-BY-4.0"
doi = "10.1234/abc.5"
isbn = "978-82-8406-178-8"
english_title = "An invented title"
keywords = ["læringsnettverk", "kvalitetsforbedring"]
funding = ["Et oppdiktet direktorat"]
approvals = [{ body = "Et oppdiktet utvalg", reference = "2026/1", decided = 2026-01-15 }]

[[publication.authors]]
family = "Testesen"
given = "Kari Anne"
roles = ["author", "project_leader"]
orcid = "0000-0002-1825-0097"

[[publication.authors]]
family = "Prøve"
given = "Ola"
roles = ["statistician"]

[[correction]]
report = "gathering-time"
date = 2026-01-02
note = "En oppdiktet rettelse."
"""
"""Front matter, a colophon and an erratum: all a page can hold besides its results."""


@pytest.fixture(scope="session")
def in_every_language(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of every report in every language, with all its front matter, as pages and PDFs.

    Shared: copy it before changing anything.
    """

    def make(place: Path) -> None:
        folder = copy_workspace(place)
        settings = folder / "evaluering.toml"
        text = settings.read_text(encoding="utf-8")
        told = text.replace('languages = ["nb"]', 'languages = ["nb", "nn", "en"]')
        assert told.count('"nn"') == text.count("[[reports]]")
        settings.write_text(told + PUBLICATION, encoding="utf-8")
        done = run(folder, "build")
        if done.code:
            pytest.fail(f"the build ended with {done.code}:\n{done.out}{done.err}")

    return once(tmp_path_factory, "in-every-language", make)


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first worker to ask for it makes, and the others wait for and share."""
    common = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent
    place = common / f"shared-{name}"
    with (common / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "made").exists():
            shutil.rmtree(place, ignore_errors=True)
            make(place / "workspace")
            (place / "made").touch()
    return place / "workspace"


@pytest.fixture
def built_copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the built workspace, to be changed freely."""
    return Path(shutil.copytree(built, tmp_path / "built", symlinks=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first, so that a simple mistake shows before the browser has started."""
    order = ("unit", "docs", "reference", "property", "simulation", "attack", "functional", "browser")
    items.sort(key=lambda item: order.index(item.path.relative_to(ROOT / "tests").parts[0]))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    """In CI a skipped test is a failed one: nothing may be left out there."""
    outcome = yield
    report = outcome.get_result()
    # Other people's data may not be shipped with the project; ours of the same shape never skip.
    may_skip = hasattr(report, "wasxfail") or item.get_closest_marker("third_party") is not None
    if report.skipped and not may_skip and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and in CI nothing may be: {call.excinfo}"

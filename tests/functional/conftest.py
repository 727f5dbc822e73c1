"""Builds shared by the functional and attack tests. Shared folders are never changed: copy them."""

import shutil
from pathlib import Path

import pytest

from functional.commands import Ran, run
from functional.protected_release import build, new_workspace
from functional.site_study import first_edition, second_edition
from functional.workspaces import HOURS, change, correct, keep_only, latest, without_release, work_here


@pytest.fixture(scope="session")
def one_report(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built workspace whose plan holds one report. Shared: copy it before changing anything."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("one") / "workspace", symlinks=True))
    keep_only(without_release(folder))
    done = run(folder, "build")
    if done.code:
        pytest.fail(f"the build ended with {done.code}:\n{done.out}{done.err}")
    return folder


@pytest.fixture
def one_report_copy(one_report: Path, tmp_path: Path) -> Path:
    """A copy of the workspace with one report, to be changed freely."""
    return Path(shutil.copytree(one_report, tmp_path / "one", symlinks=True))


@pytest.fixture(scope="session")
def second_build(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A built workspace, built again without a change, and how that ended."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("again") / "workspace", symlinks=True))
    return folder, run(folder, "build")


@pytest.fixture(scope="session")
def there_and_back(one_report: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Three releases: as delivered, with one number changed, and as delivered again, each change told."""
    folder = Path(
        shutil.copytree(one_report, tmp_path_factory.mktemp("changed") / "workspace", symlinks=True)
    )
    made = [latest(folder)]
    for day, old, new in (("2026-01-02", "5.50", "4.00"), ("2026-02-03", "4.00", "5.50")):
        change(folder / HOURS, old, new)
        correct(folder, day)
        done = run(folder, "build")
        if done.code:
            pytest.fail(f"the build ended with {done.code}:\n{done.out}{done.err}")
        made.append(latest(folder))
    return folder, made


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute and render in this process."""
    work_here(monkeypatch)


@pytest.fixture(scope="session")
def protected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented protected study, built with kernels. Shared: copy it before changing anything."""
    folder = new_workspace(tmp_path_factory.mktemp("protected") / "workspace")
    done = build(folder, kernels=True)
    (folder.parent / "printed.txt").write_text(done.out + done.err, encoding="utf-8")
    if done.code:
        pytest.fail(f"the build ended with {done.code}:\n{done.out}{done.err}")
    return folder


@pytest.fixture
def protected_copy(protected: Path, tmp_path: Path) -> Path:
    """A copy of the built protected study, to be changed freely."""
    return Path(shutil.copytree(protected, tmp_path / "protected", symlinks=True))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Two editions of the invented study as a site: the workspace, and both releases' folders. Shared."""
    folder = tmp_path_factory.mktemp("site") / "workspace"
    made = []
    for edition in (first_edition, second_edition):
        done = edition(folder)
        if done.code:
            pytest.fail(f"the build ended with {done.code}:\n{done.out}{done.err}")
        made.append(latest(folder))
    return folder, made

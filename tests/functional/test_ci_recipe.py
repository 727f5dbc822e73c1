"""The commands of the recipe for CI, run in their order: a first release, and a second job that finds it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from functional.commands import ROOT, run

RECIPE = yaml.safe_load((ROOT / "docs/how-to/ci/github-actions.yml").read_text(encoding="utf-8"))
STEPS = [
    step["run"]
    for step in RECIPE["jobs"]["release"]["steps"]
    if "run" in step and step["name"] not in ("System packages", "Install")
]
RESTORE, KEEP = STEPS[0], STEPS[3]


def git(*words: str, folder: Path) -> str:
    named = ["-c", "user.name=study", "-c", "user.email=study@localhost", "-c", "init.defaultBranch=main"]
    return subprocess.run(
        ["git", *named, *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def checked_out(study: Path, kept: Path, job: Path) -> Path:
    """A job's folder before its first command: the study's files, and the branch of releases in ``kept``."""
    shutil.copytree(study, job)
    git("clone", "--quiet", "--branch", "releases", str(kept), "kept", folder=job)
    return job


def step(job: Path, commands: str, first_release: str = "no") -> subprocess.CompletedProcess[str]:
    """A step as a runner runs it: in bash, to the first command that fails."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, "PATH": path, "FORMATS": "html", "FIRST_RELEASE": first_release}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", commands],
        cwd=job,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``init`` lays out, with one report."""
    folder = tmp_path_factory.mktemp("ci")
    assert run(folder, "init", "study").code == 0
    settings = folder / "study" / "evaluering.toml"
    head, *reports = settings.read_text(encoding="utf-8").split("[[reports]]\n")
    settings.write_text("[[reports]]\n".join([head, reports[0]]), encoding="utf-8")
    return folder / "study"


@pytest.fixture(scope="module")
def kept(study: Path) -> Path:
    """The repository of releases, with an empty branch."""
    bare = study.parent / "kept.git"
    git("init", "--quiet", "--bare", str(bare), folder=study.parent)
    git("clone", "--quiet", str(bare), "empty", folder=study.parent)
    empty = study.parent / "empty"
    git("switch", "--quiet", "--orphan", "releases", folder=empty)
    git("commit", "--quiet", "--allow-empty", "--message", "Releases", folder=empty)
    git("push", "--quiet", "origin", "releases", folder=empty)
    return bare


@pytest.fixture(scope="module")
def first_job(study: Path, kept: Path) -> Path:
    """A job that has run every step of the recipe."""
    job = checked_out(study, kept, study.parent / "first")
    for commands in STEPS:
        done = step(job, commands, first_release="yes")
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
    return job


def test_without_a_ledger_a_job_stops_before_it_builds(study, kept, tmp_path):
    job = checked_out(study, study.parent / "kept.git", tmp_path / "job")
    shutil.rmtree(job / "kept" / "reports", ignore_errors=True)
    assert step(job, RESTORE).returncode == 1
    assert not (job / "reports").exists()


def test_the_site_that_is_handed_on_is_the_latest_release(first_job):
    site = {path.relative_to(first_job / "site") for path in (first_job / "site").rglob("*")}
    latest = (first_job / "reports" / "latest").resolve()
    assert site == {path.relative_to(latest) for path in latest.rglob("*")}
    assert Path("index.html") in site
    assert not any(path.is_symlink() for path in (first_job / "site").rglob("*"))


def test_what_is_kept_is_the_ledger_with_its_cells_and_releases_and_nothing_else(first_job, kept):
    names = git("ls-tree", "-r", "--name-only", "releases", folder=kept).splitlines()
    assert {name.split("/")[0] for name in names} == {"reports"}
    below = {name.split("/")[1] for name in names}
    assert {"ledger.jsonl", "ledger-cells", "releases", "latest"} <= below


def test_the_next_job_finds_the_ledger_and_changes_nothing(first_job, study, kept):
    before = git("rev-parse", "releases", folder=kept)
    job = checked_out(study, kept, study.parent / "second")
    done = step(job, f'{RESTORE}evaluering build --formats "$FORMATS"\n{KEEP}')
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "nothing changed" in done.stdout
    assert git("rev-parse", "releases", folder=kept) == before

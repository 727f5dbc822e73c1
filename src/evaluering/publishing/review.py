"""Review: the release a build would publish, in a folder for a second person."""

import os
import shutil
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from evaluering.durable import beside, sync_folder, write_new
from evaluering.errors import EnvironmentProblem, WrongUse
from evaluering.publishing.adversary import verdict
from evaluering.publishing.kernels import Workers
from evaluering.publishing.package import PACKAGE, SIGN_OFF, package_digest, package_files
from evaluering.publishing.plan import Outcome
from evaluering.publishing.recovery import checked_ledger
from evaluering.publishing.release_files import ReleaseFiles
from evaluering.publishing.release_lock import lock
from evaluering.publishing.render import Progress
from evaluering.publishing.sign_off import blank_sign_off, is_filled_in
from evaluering.publishing.staging import stage
from evaluering.workspace import Workspace

_EARLIER, _STAGED = ".earlier-package", ".staged-package"


@dataclass(frozen=True)
class Reviewed:
    """How a review ended: each report's outcome, and the package's digest, "" when there is none."""

    outcomes: tuple[Outcome, ...]
    package: str = ""


def review(workspace: Workspace, folder: Path, workers: Workers, progress: Progress) -> Reviewed:
    """Write the package of the release a build would publish to ``folder``, in place of an earlier one.

    Nothing is published or recorded. A sign-off of the very same package is kept. When nothing would be
    released, nothing is written. Raises ``WrongUse`` for a folder with something else in it.
    """
    _check_folder(workspace, folder)
    with lock(workspace):
        _clear(folder)
        ledger = checked_ledger(workspace)
        staged = stage(workspace, ledger, workers, progress)
        if not staged.succeeded or staged.content is None:
            return Reviewed(staged.outcomes)
        files = package_files(workspace, ledger, staged, verdict(workspace, ledger, staged).lines)
        digest = package_digest(files)
        _write(folder, files | {SIGN_OFF: _sign_off(folder / SIGN_OFF, digest)})
        return Reviewed(staged.outcomes, digest)


def _check_folder(workspace: Workspace, folder: Path) -> None:
    published = workspace.reports.resolve()
    inside = published in (folder.resolve(), *folder.resolve().parents)
    foreign = folder.exists() and (
        not folder.is_dir() or (any(folder.iterdir()) and not (folder / PACKAGE).is_file())
    )
    if inside or foreign:
        raise WrongUse(
            "review",
            expected="a folder that is not there, is empty, or holds an earlier package",
            found="a folder of published reports" if inside else "something else",
            next_step="name another folder with --to",
        )


def _sign_off(file: Path, digest: str) -> bytes:
    return file.read_bytes() if is_filled_in(file, digest) else blank_sign_off(digest)


def _write(folder: Path, files: ReleaseFiles) -> None:
    """The package in the place of an earlier one, which stays until the new one is whole."""
    staged, earlier = beside(folder, _STAGED), beside(folder, _EARLIER)
    try:
        for name, content in files.items():
            target = staged / name
            target.parent.mkdir(parents=True, exist_ok=True)
            write_new(target, content)
        if folder.exists():
            folder.replace(earlier)
        staged.replace(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise _cannot_write(error) from None
    finally:
        _put_back(folder)
        shutil.rmtree(staged, ignore_errors=True)


def _put_back(folder: Path) -> None:
    """Give an earlier package its name again when something stopped before a new one had it."""
    for earlier in _left(folder, _EARLIER):
        if not folder.exists():
            earlier.replace(folder)
        shutil.rmtree(earlier, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Bring what a review that was killed left beside the folder in order; the lock must be held."""
    try:
        _put_back(folder)
        for half in _left(folder, _STAGED):
            shutil.rmtree(half, ignore_errors=True)
    except OSError as error:
        raise _cannot_write(error) from None


def _left(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.parent.glob(f".{escape(folder.name)}.*{suffix}"))


def _cannot_write(error: OSError) -> EnvironmentProblem:
    return EnvironmentProblem(
        "review",
        expected="a folder that can be written to, with free space",
        found=os.strerror(error.errno or 0),
        next_step="check rights and free space, or name another folder with --to",
    )

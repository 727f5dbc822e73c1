"""Review: the release a build would publish, in a folder for a second person."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from evaluering.errors import EnvironmentProblem, WrongUse
from evaluering.publishing.adversary import verdict
from evaluering.publishing.kernels import Workers
from evaluering.publishing.package import PACKAGE, SIGN_OFF, package_digest, package_files
from evaluering.publishing.plan import Outcome
from evaluering.publishing.release import ReleaseFiles, checked_ledger, lock
from evaluering.publishing.render import Progress
from evaluering.publishing.sign_off import blank_sign_off, is_filled_in
from evaluering.publishing.staging import stage
from evaluering.workspace import Workspace


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
    staged = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        for name, content in files.items():
            target = staged / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        shutil.rmtree(folder, ignore_errors=True)
        staged.replace(folder)
    except OSError as error:
        raise EnvironmentProblem(
            "review",
            expected="a folder that can be written to, with free space",
            found=os.strerror(error.errno or 0),
            next_step="check rights and free space, or name another folder with --to",
        ) from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)

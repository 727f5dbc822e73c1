"""Attack a release as an outsider would: before it is published, and whenever someone asks."""

import getpass
import json
import shutil
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluering.attack import CannotDraw, Found, Known, Watch, attack_files, known_from
from evaluering.errors import AttackSucceeded, EnvironmentProblem, InputRefused, WrongUse
from evaluering.publishing.handover import Handover
from evaluering.publishing.receipt import as_bytes
from evaluering.publishing.release_files import ReleaseFiles, latest_release, read_release
from evaluering.workspace import Workspace

_SHOWN = 10
"""So many findings a build names; ``evaluering attack`` names them all."""


@dataclass(frozen=True)
class Attacked:
    """How the attack on a release ended."""

    release: str
    files: int
    found: tuple[Found, ...]


def attack(workspace: Workspace, release: str, canaries: Sequence[str] = ()) -> Attacked:
    """Attack ``release`` ("" for the latest) as it lies on disk.

    Raises ``WrongUse`` for an unknown release, ``InputRefused`` when what was handed over when it was
    built is gone or damaged, ``EnvironmentProblem`` when pictures cannot be drawn again to be compared.
    """
    name = release or latest_release(workspace)
    releases = workspace.reports / "releases"
    # Looked up, not joined: a name with ".." in it leads to folders that are no releases.
    if name not in {path.name for path in releases.glob("*/")}:
        raise WrongUse(
            "attack",
            expected="a release in reports/releases",
            found=name or "no release",
            next_step="build one with: evaluering build",
        )
    files = read_release(releases / name)
    known = known_from(_handed_over(workspace, name))
    found = _found(files, known, _watch(canaries), _others(workspace, name))
    return Attacked(name, len(files), found)


def keep_handover(workspace: Workspace, release: str, given: Handover) -> None:
    """Keep in the owner's private place what the attack on a release has to know."""
    file = _handover_file(workspace, release)
    content = as_bytes(given)
    if not file.is_file() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        staged = file.with_suffix(".staged")
        staged.write_bytes(content)
        staged.replace(file)


def kept_handover(workspace: Workspace, release: str) -> Handover | None:
    """What was handed over when a release was built; ``None`` when it is gone or damaged."""
    try:
        given: Handover = json.loads(_handover_file(workspace, release).read_bytes())
        known_from(given)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return given


def attack_staged(
    workspace: Workspace, release: str, files: ReleaseFiles, given: Handover
) -> tuple[Found, ...]:
    """What an adversary finds in the files of a release to be, beside all that is out."""
    # As it will be read back when the published release is attacked.
    known = known_from(json.loads(as_bytes(given)))
    return _found(files, known, _watch(), _others(workspace, release))


def _found(files: ReleaseFiles, known: Known, watch: Watch, others: list[ReleaseFiles]) -> tuple[Found, ...]:
    try:
        return attack_files(files, known, watch, others)
    except CannotDraw as lacking:
        raise EnvironmentProblem(
            "attack on Word documents",
            expected=f"{lacking.needed}, to draw their pictures again and compare them",
            found=lacking.found or "none",
            next_step="install it with the extra: pip install 'evaluering[docx]'",
        ) from None


def refuse_exposed(workspace: Workspace, release: str, files: ReleaseFiles, found: Sequence[Found]) -> None:
    """Raise ``AttackSucceeded`` when something was found in the files of a release to be.

    They are then left in the owner's private place, to be looked into.
    """
    if not found:
        return
    folder = workspace.private / "refused" / release
    _leave(folder, files)
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    raise AttackSucceeded(
        "attack on the new release",
        expected="nothing but released results in any file",
        found="; ".join(one.line for one in found[:_SHOWN]) + more,
        next_step=f"look into it in .evaluering/refused/{release}; the previous release is untouched",
    )


def _others(workspace: Workspace, release: str) -> list[ReleaseFiles]:
    """The other releases that are out: whoever reads one can lay the others beside it."""
    folders = sorted((workspace.reports / "releases").glob("*/"))
    return [read_release(folder) for folder in folders if folder.name != release]


def _handover_file(workspace: Workspace, release: str) -> Path:
    return workspace.private / "attack" / f"{release}.json"


def _handed_over(workspace: Workspace, release: str) -> Handover:
    given = kept_handover(workspace, release)
    if given is None:
        raise InputRefused(
            f"release {release}",
            expected="what the build handed over for the attack, in .evaluering/attack",
            found="nothing that can be read",
            next_step="for the latest release, make it again with: evaluering build",
        )
    return given


def _leave(folder: Path, files: ReleaseFiles) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _watch(canaries: Sequence[str] = ()) -> Watch:
    names = {socket.gethostname(), str(Path.home()), _user()}
    return Watch(tuple(canaries), tuple(sorted(name for name in names if name)))


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # nobody has a name in some containers
        return ""

"""All or nothing: every new file is staged, the plan is written last, and a plan once written is finished."""

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaluering.erasure.record import Erasure, append_record
from evaluering.errors import EnvironmentProblem
from evaluering.workspace import Workspace

_PLAN = "plan.json"


@dataclass(frozen=True)
class Change:
    """Files to replace (with the digest they then have), to remove, and what the record will say.

    Paths are relative to the workspace.
    """

    replaced: dict[str, str]
    removed: tuple[str, ...]
    record: tuple[Erasure, ...]


_CHANGE = TypeAdapter(Change)


def staging(workspace: Workspace) -> Path:
    """Where an erasure is prepared."""
    return workspace.private / "erasure"


def staged_root(workspace: Workspace) -> Path:
    """Where new files are staged, each under the path it will have in the workspace."""
    return staging(workspace) / "files"


def stage(workspace: Workspace, name: str, content: bytes) -> Path:
    """Put new content of the file ``name`` aside, for its owner's eyes only; where."""
    staging(workspace).mkdir(parents=True, exist_ok=True, mode=0o700)
    target = staged_root(workspace) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def clear(workspace: Workspace) -> None:
    """Forget what was staged and never committed to."""
    shutil.rmtree(staging(workspace), ignore_errors=True)


def commit(workspace: Workspace, change: Change) -> None:
    """Write the plan; from here on the change will be made, now or after an interruption."""
    folder = staging(workspace)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in staged_root(workspace).rglob("*"):
        if file.is_file():
            _synced(file)
    draft = folder / f".{_PLAN}"
    draft.write_text(json.dumps(asdict(change), sort_keys=True), encoding="utf-8")
    _synced(draft)
    draft.replace(folder / _PLAN)


def finish(workspace: Workspace) -> bool:
    """Make the change that was committed to, from wherever it was interrupted; whether there was one."""
    change = _committed(workspace)
    if change is None:
        clear(workspace)
        return False
    for name, digest in change.replaced.items():
        _replace(staged_root(workspace) / name, workspace.root / name, digest)
    for name in change.removed:
        (workspace.root / name).unlink(missing_ok=True)
    _remove_empty({(workspace.root / name).parent for name in change.removed}, workspace.root / "data/raw")
    append_record(workspace, change.record)
    clear(workspace)
    return True


def refuse_unfinished(workspace: Workspace) -> None:
    """Raise ``EnvironmentProblem`` when an erasure was interrupted and is not finished."""
    if (staging(workspace) / _PLAN).exists():
        raise EnvironmentProblem(
            ".evaluering/erasure",
            expected="no unfinished erasure",
            found="one that was interrupted",
            next_step="run evaluering forget again: it is finished first",
        )


def digest_of(file: Path) -> str:
    """SHA-256 of a file; "" when there is none."""
    return sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _committed(workspace: Workspace) -> Change | None:
    file = staging(workspace) / _PLAN
    if not file.is_file():
        return None
    try:
        return _CHANGE.validate_json(file.read_bytes())
    except ValidationError:
        raise EnvironmentProblem(
            ".evaluering/erasure",
            expected="the plan of an erasure",
            found="a damaged one",
            next_step="restore the folder data and .evaluering from a backup, and forget again",
        ) from None


def _replace(staged: Path, target: Path, digest: str) -> None:
    if digest_of(target) == digest:
        return  # replaced before the interruption
    beside = target.with_name(f".{target.name}.erasing")
    shutil.copyfile(staged, beside)
    if target.exists():
        shutil.copymode(target, beside)
    _synced(beside)
    beside.replace(target)


def _remove_empty(folders: Iterable[Path], inside: Path) -> None:
    """Remove folders that nothing is left in, deepest first; only within the raw data."""
    every = {place for folder in folders for place in (folder, *folder.parents)}
    for folder in sorted(every, key=lambda path: -len(path.parts)):
        within = folder.is_relative_to(inside) and len(folder.relative_to(inside).parts) > 1
        if within and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _synced(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())

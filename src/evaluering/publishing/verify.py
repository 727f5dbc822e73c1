"""Verify: rebuild a release from its receipts without caches, and compare bytes."""

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluering.disclosure import Ledger, read_ledger
from evaluering.erasure import ERASED, erased_inputs
from evaluering.errors import InputRefused, ReportFailed, VerifyDiffers, WrongUse
from evaluering.publishing.corrections import corrections_told
from evaluering.publishing.formats.chosen import as_recorded
from evaluering.publishing.kernels import Workers
from evaluering.publishing.prepare import ledger_file, prepare
from evaluering.publishing.release_files import (
    ReleaseFiles,
    latest_release,
    manifest_of,
    read_release,
    receipts,
    with_manifest,
)
from evaluering.publishing.render import Progress
from evaluering.publishing.staging import ids_of, release_files, shown_on_pages
from evaluering.workspace import Workspace


@dataclass(frozen=True)
class Verified:
    """A release that was rebuilt byte for byte."""

    release: str
    files: int


def verify(workspace: Workspace, release: str, workers: Workers, progress: Progress) -> Verified:
    """Rebuild ``release`` ("" for the latest) in an empty place and compare every byte.

    Raises ``VerifyDiffers`` naming each file that differs and the input that explains it, or that
    the file itself was changed; ``WrongUse`` for an unknown release.
    """
    name = release or latest_release(workspace)
    folder = workspace.reports / "releases" / name
    # Looked up, not joined: a name with ".." in it leads to folders that are no releases.
    if name not in {path.name for path in (workspace.reports / "releases").glob("*/")}:
        raise WrongUse(
            "verify",
            expected="a release in reports/releases",
            found=name or "no release",
            next_step="build one with: evaluering build",
        )
    published = read_release(folder)
    recorded = receipts(published)
    ledgers = _ledgers_of(name, folder, workspace)
    with tempfile.TemporaryDirectory(prefix="ev-verify-") as work:
        try:
            then = as_recorded(replace_work(workspace, Path(work)), recorded)
            rebuilt = _rebuild(then, ledgers, workers, progress)
        except InputRefused as error:
            gone = erased_inputs(workspace, inputs_of(recorded))
            raise _differs(name, gone or [f"{error.where}: {error.found}"], []) from None
    erased = erased_inputs(workspace, inputs_of(recorded))
    changed = [*erased, *_unexplained(_changed_inputs(recorded, receipts(rebuilt)), erased)]
    files = sorted(
        file for file in published.keys() | rebuilt.keys() if published.get(file) != rebuilt.get(file)
    )
    if files:
        raise _differs(name, changed, files)
    return Verified(name, len(published))


def replace_work(workspace: Workspace, work: Path) -> Workspace:
    """The workspace, writing somewhere else."""
    return workspace.model_copy(update={"work": work})


@dataclass(frozen=True)
class _Ledgers:
    """The ledger before a release, and with it."""

    before: Ledger
    after: Ledger


def _rebuild(workspace: Workspace, ledgers: _Ledgers, workers: Workers, progress: Progress) -> ReleaseFiles:
    then = workspace.corrected(corrections_told(ledgers.after))
    withdrawn = ledgers.after.withdrawn
    prepared = prepare(then, ledgers.before, workers, ids_of(withdrawn))
    files, outcomes = release_files(then, prepared, withdrawn, workers, progress)
    failed = [outcome.report_id for outcome in outcomes if not outcome.succeeded]
    if failed:
        raise ReportFailed(
            "verify",
            expected="every report to rebuild",
            found=f"{', '.join(failed)} failed",
            next_step="see why with: evaluering build",
        )
    return with_manifest(files, ledgers.before.head, shown_on_pages(prepared).digest)[1]


def _ledgers_of(release: str, folder: Path, workspace: Workspace) -> _Ledgers:
    """The ledger around a release: by its own record, or else as its manifest names it."""
    ledger = read_ledger(ledger_file(workspace))
    for entry in ledger.entries:
        if entry.release == release:
            return _Ledgers(ledger.up_to(entry.previous), ledger.up_to(entry.digest))
    try:
        before = ledger.up_to(str(manifest_of(folder).get("ledger_head")))
    except KeyError:
        # A manifest that names no known head will differ from what is rebuilt, and be named.
        before = ledger
    return _Ledgers(before, before)


def inputs_of(recorded: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The digest of every raw file the receipts name."""
    found: dict[str, str] = {}
    for receipt in recorded.values():
        # A receipt that lacks something was itself changed, and tells nothing of the inputs.
        with suppress(KeyError, TypeError):
            found |= {item["file"]: item["digest"] for item in receipt["inputs"]}
    return found


def _unexplained(changed: list[str], erased: list[str]) -> list[str]:
    named = {words.partition(": ")[2] for words in erased}
    return [words for words in changed if words.removeprefix("input ") not in named]


def _changed_inputs(recorded: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> list[str]:
    changed = []
    for report in sorted(recorded.keys() | now.keys()):
        then, current = recorded.get(report), now.get(report)
        if then is None or current is None:
            changed.append(f"report {report} is {'new' if then is None else 'no longer'} in the plan")
        else:
            # A receipt that lacks something was itself changed, and tells nothing of the inputs.
            with suppress(KeyError, TypeError, ValueError):
                changed += _differences(then, current)
    return list(dict.fromkeys(changed))


def _differences(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    before = {item["file"]: item["digest"] for item in then["inputs"]}
    after = {item["file"]: item["digest"] for item in now["inputs"]}
    found = [
        f"input {file}"
        for file in sorted(before.keys() | after.keys())
        if before.get(file) != after.get(file)
    ]
    if then["notebook"] != now["notebook"]:
        found.append(f"input {now['notebook']['file']}")
    named = dict.fromkeys(("settings", "parameters", "corrections"), "evaluering.toml") | {
        "rules": "the disclosure rules",
        "references": "the references file",
    }
    found += [f"input {words}" for name, words in named.items() if then.get(name, "") != now.get(name, "")]
    found += [
        f"software: {name} {before} -> {now['libraries'].get(name)}"
        for name, before in sorted(then["libraries"].items())
        if before != now["libraries"].get(name)
    ]
    return found + _software(then["software"], now["software"])


def _software(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    found = [f"software: {name}" for name in ("version", "code", "lock", "python") if then[name] != now[name]]
    before, after = dict(then["dependencies"]), dict(now["dependencies"])
    return found + [
        f"software: {name} {before.get(name)} -> {after.get(name)}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _differs(release: str, inputs: list[str], files: list[str]) -> VerifyDiffers:
    parts = [f"files: {', '.join(files)}"] if files else []
    parts.append(
        f"changed since: {'; '.join(inputs)}" if inputs else "inputs unchanged: the files were changed"
    )
    return VerifyDiffers(
        f"release {release}",
        expected="the bytes its receipts rebuild",
        found="; ".join(parts),
        next_step="build a new release: what was erased is not to be restored"
        if any(words.startswith(ERASED) for words in inputs)
        else "restore the changed input or file, or build a new release",
    )

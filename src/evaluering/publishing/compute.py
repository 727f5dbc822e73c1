"""Compute: every finding the plan names, in plain Python worker processes, cached by content."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evaluering.analysis import ANALYSES
from evaluering.analysis.reader import Analysis, CountedSlice, Reader, Slice
from evaluering.analysis.registration import with_standing
from evaluering.analysis.scope import Scope, kept_values, read_for, restricted, scope_of
from evaluering.errors import EnvironmentProblem, OwnFault
from evaluering.pipeline import ProcessedTable, processed_file, read_processed
from evaluering.publishing.environment import software
from evaluering.publishing.kernels import Call, Ended, Workers
from evaluering.publishing.plan import Plan
from evaluering.results import Finding
from evaluering.settings import Value
from evaluering.stored_rows import StoredRows
from evaluering.workspace import Workspace

_FINDINGS = TypeAdapter(tuple[Finding, ...])
Question = tuple[str, tuple[tuple[str, Value], ...]]


def compute(
    workspace: Workspace, plan: Plan, tables: Mapping[str, ProcessedTable], workers: Workers
) -> tuple[Finding, ...]:
    """The findings of every question of the plan, from cache where nothing they rest on changed.

    The first problem an analysis raises is raised here.
    """
    found = compute_questions(workspace, plan.questions, tables, workers)
    return tuple(finding for findings in found for finding in findings)


def compute_questions(
    workspace: Workspace,
    questions: Sequence[Question],
    tables: Mapping[str, ProcessedTable],
    workers: Workers,
) -> tuple[tuple[Finding, ...], ...]:
    """The findings of each question with its parameters, in the order they are asked."""
    files = {question: _cache_file(workspace, question, tables) for question in questions}
    missing = [question for question, file in files.items() if _cached(file) is None]
    _raise_first(
        workers.run(
            [
                Call(
                    "compute",
                    f"{__name__}:compute_one",
                    (workspace, question, tables, files[question]),
                    is_local=True,
                )
                for question in missing
            ]
        )
    )
    return tuple(_stored(files[question], question[0]) for question in questions)


def _raise_first(ended: Iterable[Ended]) -> None:
    """Raise the error of the first question, as they were asked, that ended with one."""
    faults = {one.place: one.error or _lost(one) for one in ended if one.error or one.lost or one.too_long}
    if faults:
        raise faults[min(faults)]


def _lost(ended: Ended) -> EnvironmentProblem:
    return EnvironmentProblem(
        "findings",
        expected="every analysis to end, within the limits of [limits] in evaluering.toml",
        found="one that took too long" if ended.too_long else "one whose process was ended",
        next_step="see whether the machine has memory enough, or build with fewer --jobs",
    )


def _stored(file: Path, question: str) -> tuple[Finding, ...]:
    found = _cached(file)
    if found is None:
        # Left out, a protected finding would be missing where disclosure control must see it.
        raise OwnFault(
            f"findings of {question}",
            expected="the findings that were just computed",
            found="none that can be read back",
            next_step="build again; if it happens twice, report it",
        )
    return found


def _as_bytes(found: tuple[Finding, ...]) -> bytes:
    # By way of Python: pydantic alone would write NaN as null, and null is no number.
    return json.dumps(_FINDINGS.dump_python(found, mode="json"), ensure_ascii=False).encode()


def compute_one(
    workspace: Workspace, question: Question, tables: Mapping[str, ProcessedTable], file: Path
) -> None:
    """Answer one question from its slices, and store its findings in ``file``: what a child does."""
    name, parameters = question
    analysis = ANALYSES[name]
    variant = json.dumps(dict(parameters), sort_keys=True, ensure_ascii=False)
    reader = _reader(workspace, analysis, tables, scope_of(dict(parameters)))
    found = analysis.compute(reader, dict(parameters))
    plans = workspace.configuration.registered
    content = _as_bytes(tuple(replace(with_standing(finding, plans), variant=variant) for finding in found))
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    staged = file.with_suffix(f".{os.getpid()}")
    # The digest in front lets a damaged cache entry be told from a sound one.
    staged.write_bytes(sha256(content).hexdigest().encode() + b"\n" + content)
    staged.replace(file)


def _reader(
    workspace: Workspace, analysis: Analysis, tables: Mapping[str, ProcessedTable], scope: Scope
) -> Reader:
    """The declared slices without the rows outside the scope; those to be counted stay where they are."""
    loaded = [name for name in read_for(analysis.slices, scope) if name not in analysis.counted]
    frames = {name: read_processed(workspace, name) for name in loaded}
    inside = restricted(frames, scope)
    slices = {name: Slice(inside[name], tables[name].basis) for name in analysis.slices if name in inside}
    counted = {
        name: CountedSlice(
            StoredRows(
                processed_file(workspace, name), workspace.private / "spill", kept_values(frames, scope, name)
            ),
            tables[name].basis,
        )
        for name in analysis.counted
    }
    return Reader(slices, counted)


def _cache_file(workspace: Workspace, question: Question, tables: Mapping[str, ProcessedTable]) -> Path:
    name, parameters = question
    read = read_for(ANALYSES[name].slices, scope_of(dict(parameters)))
    slices = [asdict(tables[table]) for table in read]
    plans = [plan.model_dump(mode="json") for plan in workspace.configuration.registered]
    key = json.dumps([name, parameters, slices, plans, asdict(software())], sort_keys=True)
    return workspace.private / "findings" / f"{sha256(key.encode()).hexdigest()}.json"


def _cached(file: Path) -> tuple[Finding, ...] | None:
    if not file.is_file():
        return None
    digest, _, content = file.read_bytes().partition(b"\n")
    if digest.decode("ascii", "replace") != sha256(content).hexdigest():
        return None
    try:
        return _FINDINGS.validate_json(content)
    except ValidationError:
        return None

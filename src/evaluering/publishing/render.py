"""Render: each report's page in a child of its own; one failing takes no other down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from evaluering.disclosure import released_bytes
from evaluering.errors import EvalueringError, NotebookFailed
from evaluering.presentation import Appearances
from evaluering.publishing.cache import PageFiles, load_page, save_page
from evaluering.publishing.kernels import Call, Ended, Workers
from evaluering.publishing.plan import Job, Outcome
from evaluering.publishing.receipt import make_receipt, page_key
from evaluering.publishing.session import own_part
from evaluering.publishing.task import Around, Rendered, Task, not_rendered
from evaluering.publishing.works import works_of
from evaluering.results import Released
from evaluering.vocabulary import Format, OutcomeKind
from evaluering.workspace import Workspace

Progress = Callable[[Outcome], None]


@dataclass(frozen=True)
class Rendering:
    """What to render and who does it."""

    workspace: Workspace
    jobs: tuple[Job, ...]
    released: Released
    workers: Workers


def render_all(rendering: Rendering, progress: Progress) -> tuple[dict[str, PageFiles], tuple[Outcome, ...]]:
    """The pages of all jobs by report id, and how each job ended, in the plan's order."""
    folders = {job.report_id: _cache_folder(rendering, job) for job in rendering.jobs}
    outcomes = {
        job.report_id: Outcome(job.report_id, OutcomeKind.CACHED)
        for job in rendering.jobs
        if load_page(folders[job.report_id]) is not None
    }
    for outcome in outcomes.values():
        progress(outcome)
    missing = [job for job in rendering.jobs if job.report_id not in outcomes]
    for outcome in _render_missing(rendering, missing, folders):
        outcomes[outcome.report_id] = outcome
        progress(outcome)
    pages = {name: page for name, folder in folders.items() if (page := load_page(folder)) is not None}
    return pages, tuple(outcomes[job.report_id] for job in rendering.jobs)


def _cache_folder(rendering: Rendering, job: Job) -> Path:
    receipt = make_receipt(rendering.workspace, job, rendering.released)
    return rendering.workspace.private / "pages" / page_key(receipt)


def _render_missing(rendering: Rendering, jobs: list[Job], folders: dict[str, Path]) -> Iterator[Outcome]:
    ready: list[tuple[Job, Appearances]] = []
    for job in jobs:
        try:
            ready.append((job, works_of(rendering.workspace, job)))
        except EvalueringError as error:
            yield _outcome(job, not_rendered(error))
    for ended in rendering.workers.run(call_of(rendering, job, works) for job, works in ready):
        job, _ = ready[ended.place]
        rendered = _rendered(job, ended)
        if rendered.log:
            _log(rendering.workspace, job, rendered.log)
        if rendered.files:
            save_page(folders[job.report_id], rendered.files)
        yield replace(_outcome(job, rendered), seconds=ended.seconds, memory_mb=ended.memory_mb)


def call_of(rendering: Rendering, job: Job, works: Appearances) -> Call:
    """The report's task for a child, with the works that its page may cite."""
    file, settings = rendering.workspace.notebook_file(job.question), rendering.workspace.configuration
    around = Around(
        settings.study.title,
        settings.study.institution,
        settings.language,
        settings.publication_of(job.report),
        settings.corrections_of(job.report),
    )
    notebook = file.read_bytes() if file.is_file() else None
    own = released_bytes(own_part(job, rendering.released))
    task = Task(job, notebook, own, works, around)
    return Call(
        "page" if job.formats == (Format.HTML,) else "formats",
        "evaluering.publishing.rendering:render",
        (task,),
    )


def _rendered(job: Job, ended: Ended) -> Rendered:
    """What a child made of a report. A fault of ours in it is raised here."""
    if ended.too_long or isinstance(ended.error, MemoryError):
        limit = "the time" if ended.too_long else "the memory"
        return not_rendered(_over_limit(job, limit))
    if ended.error:
        raise ended.error
    if not isinstance(ended.value, Rendered) or not ended.value.is_intact:
        return Rendered({}, {}, OutcomeKind.COULD_NOT_START, "its worker process was ended", 7)
    return ended.value


def _over_limit(job: Job, limit: str) -> NotebookFailed:
    return NotebookFailed(
        f"report {job.report_id}",
        expected=f"to be done within {limit} a report may take",
        found="more",
        next_step="see what its notebook does, or raise the limits under [limits] in evaluering.toml",
    )


def _outcome(job: Job, rendered: Rendered) -> Outcome:
    return Outcome(job.report_id, rendered.kind, rendered.reason, rendered.exit_code)


def _log(workspace: Workspace, job: Job, text: str) -> None:
    folder = workspace.private / "logs"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{job.report_id}.log"
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")

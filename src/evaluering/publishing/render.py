"""Render: each report's notebook and page in a worker process; one failing takes no other down."""

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from evaluering.disclosure import load_released
from evaluering.errors import ContractBroken, EvalueringError, HeldByDisclosure, NotebookFailed
from evaluering.presentation import data_files, page_frame
from evaluering.publishing.cache import PageFiles, load_page, save_page
from evaluering.publishing.plan import Job, Outcome
from evaluering.publishing.receipt import make_receipt, page_key
from evaluering.publishing.session import page_of
from evaluering.publishing.works import works_of
from evaluering.results import Released
from evaluering.vocabulary import OutcomeKind
from evaluering.workspace import Workspace

Progress = Callable[[Outcome], None]


@dataclass(frozen=True)
class Rendering:
    """What to render and with how many workers."""

    workspace: Workspace
    jobs: tuple[Job, ...]
    released: Released
    store: Path
    workers: int


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
    """How each job ended. A worker that dies breaks its whole pool, so its peers get one of their own."""
    orphaned: list[Job] = []
    for job, outcome in _pooled(rendering, jobs, folders, rendering.workers):
        if outcome is None:
            orphaned.append(job)
        else:
            yield outcome
    for job in orphaned:
        ((_, outcome),) = _pooled(rendering, [job], folders, 1)
        yield outcome or Outcome(
            job.report_id, OutcomeKind.COULD_NOT_START, "its worker process was ended", 7
        )


def _pooled(
    rendering: Rendering, jobs: list[Job], folders: dict[str, Path], workers: int
) -> Iterator[tuple[Job, Outcome | None]]:
    if not jobs:
        return
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn")) as pool:
        tasks = {
            pool.submit(render_one, rendering.workspace, job, rendering.store, folders[job.report_id]): job
            for job in jobs
        }
        for task in as_completed(tasks):
            try:
                yield tasks[task], task.result()
            except BrokenExecutor:
                yield tasks[task], None


def render_one(workspace: Workspace, job: Job, store: Path, folder: Path) -> Outcome:
    """Run one notebook, check its contract, render its page into the cache."""
    # nbconvert and papermill take seconds to import; only workers pay for them.
    from evaluering.publishing.contract import check_contract
    from evaluering.publishing.execute import check_parameters_cell, execute
    from evaluering.publishing.formats.others import check_formats, other_formats
    from evaluering.publishing.page import elements_of, render_page

    try:
        check_formats(job.formats)
        check_parameters_cell(workspace, job)
        page = replace(page_of(job, load_released(store)), appearances=works_of(workspace, job))
        notebook = execute(workspace, job, store)
        elements = elements_of(notebook, job)
        check_contract(job, page, elements)
        study = workspace.configuration.study
        publication = workspace.configuration.publication_of(job.report)
        frame = page_frame(
            page, study.title, study.institution, workspace.configuration.language, publication
        )
        corrections = workspace.configuration.corrections_of(job.report)
        html = render_page(notebook, page, frame, elements, corrections, job.formats)
        files = {f"data/{name}": content for name, content in data_files(page.findings).items()}
        others = other_formats(html, job.report_id, job.formats)
        save_page(folder, {"index.html": html, **others, **files})
    except EvalueringError as error:
        return Outcome(job.report_id, _kind(error), str(error), error.exit_code)
    return Outcome(job.report_id, OutcomeKind.DONE)


def _kind(error: EvalueringError) -> OutcomeKind:
    kinds = {
        NotebookFailed: OutcomeKind.FAILED,
        ContractBroken: OutcomeKind.BROKE_CONTRACT,
        HeldByDisclosure: OutcomeKind.HELD,
    }
    return kinds.get(type(error), OutcomeKind.COULD_NOT_START)

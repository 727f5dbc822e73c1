"""Build: process what changed, compute, solve, render, release."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from evaluering.disclosure import Ledger, released_bytes
from evaluering.errors import VerifyDiffers
from evaluering.language import catalogue
from evaluering.pipeline import ProcessedTable
from evaluering.presentation import index_page
from evaluering.presentation.pages import Listed
from evaluering.publishing.attacked import keep_handover, refuse_exposed
from evaluering.publishing.cache import PageFiles, clear_caches
from evaluering.publishing.handover import handover
from evaluering.publishing.plan import Outcome
from evaluering.publishing.prepare import Prepared, prepare
from evaluering.publishing.receipt import as_bytes, make_receipt
from evaluering.publishing.release import (
    ReleaseFiles,
    base_head,
    checked_ledger,
    latest_release,
    lock,
    publish,
    read_release,
    with_manifest,
)
from evaluering.publishing.render import Progress, Rendering, render_all
from evaluering.publishing.session import page_of
from evaluering.results import Released
from evaluering.workspace import Workspace


@dataclass(frozen=True)
class Built:
    """How a build ended: the tables read, each report's outcome, the release's folder, if it is new."""

    tables: dict[str, ProcessedTable]
    outcomes: tuple[Outcome, ...]
    folder: Path | None
    is_new: bool


def build(workspace: Workspace, workers: int, progress: Progress, *, use_cache: bool = True) -> Built:
    """Bring the workspace's release up to date.

    Nothing is released unless every planned report is done or cached; the previous release then
    stays as it is. When nothing changed, nothing is written: no release, no ledger entry. Raises
    ``VerifyDiffers`` when the release that would be made is there already, but was changed, and
    ``AttackSucceeded`` when an attack on the new release finds something: it is then not published.
    """
    with lock(workspace):
        ledger = checked_ledger(workspace)
        if not use_cache:
            clear_caches(workspace)
        prepared = prepare(workspace, ledger.up_to(base_head(workspace, ledger)), workers)
        files, outcomes = release_files(workspace, prepared, workers, progress)
        if not all(outcome.succeeded for outcome in outcomes):
            return Built(prepared.tables, outcomes, None, is_new=False)
        release, complete = with_manifest(files)
        if release == latest_release(workspace):
            folder = workspace.reports / "releases" / release
            _check_untouched(folder, complete)
            keep_handover(workspace, release, handover(workspace, prepared.plan, prepared.released))
            return Built(prepared.tables, outcomes, folder, is_new=False)
        return _release(workspace, prepared, ledger, files, outcomes)


def _check_untouched(folder: Path, files: ReleaseFiles) -> None:
    published = read_release(folder)
    changed = sorted(
        name for name in published.keys() | files.keys() if published.get(name) != files.get(name)
    )
    if changed:
        raise VerifyDiffers(
            f"release {folder.name}",
            expected="the files as they were published",
            found=f"changed since: {', '.join(changed)}",
            next_step="restore them from a backup, or remove that release's folder and build again",
        )


def release_files(
    workspace: Workspace, prepared: Prepared, workers: int, progress: Progress
) -> tuple[ReleaseFiles, tuple[Outcome, ...]]:
    """Every file of the release but its manifest, and how each report ended."""
    rendering = Rendering(workspace, prepared.plan.jobs, prepared.released, prepared.store, workers)
    pages, outcomes = render_all(rendering, progress)
    return _assembled(workspace, prepared, pages), outcomes


def _assembled(workspace: Workspace, prepared: Prepared, pages: dict[str, PageFiles]) -> ReleaseFiles:
    files = {f"{report}/{name}": content for report, page in pages.items() for name, content in page.items()}
    for job in prepared.plan.jobs:
        files[f"{job.report_id}/receipt.json"] = as_bytes(make_receipt(workspace, job, prepared.released))
    files["index.html"] = _index(workspace, prepared)
    return dict(sorted(files.items()))


def _index(workspace: Workspace, prepared: Prepared) -> bytes:
    study = workspace.configuration.study
    listed = []
    for job in prepared.plan.jobs:
        page = page_of(job, prepared.released)
        listed.append(Listed(f"{job.report_id}/index.html", page.text("title"), page.text("lead")))
    words = catalogue(prepared.plan.jobs[0].language)
    return index_page(tuple(listed), study.title, study.institution, words).encode("utf-8")


def _release(
    workspace: Workspace,
    prepared: Prepared,
    ledger: Ledger,
    files: ReleaseFiles,
    outcomes: tuple[Outcome, ...],
) -> Built:
    # The content is new, so it is built on the present head: receipts name that one.
    released = replace(prepared.released, ledger_head=ledger.head)
    renewed = replace(prepared, released=released)
    for job in prepared.plan.jobs:
        files[f"{job.report_id}/receipt.json"] = as_bytes(make_receipt(workspace, job, renewed.released))
    release, complete = with_manifest(files)
    handed_over = handover(workspace, prepared.plan, released)
    refuse_exposed(workspace, release, complete, handed_over)
    keep_handover(workspace, release, handed_over)
    digest = sha256(_shown_bytes(released)).hexdigest()
    folder = publish(workspace, complete, release, ledger, digest, released.rules)
    return Built(prepared.tables, outcomes, folder, is_new=True)


def _shown_bytes(released: Released) -> bytes:
    return released_bytes(replace(released, ledger_head=""))

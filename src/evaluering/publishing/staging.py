"""Staging: the release a build would publish, whole, before anything of it is written."""

from collections.abc import Container
from dataclasses import dataclass, replace

from evaluering.disclosure import Content, Ledger, Record, Recorded, Withdrawn, recorded
from evaluering.language import catalogue
from evaluering.pipeline import ProcessedTable
from evaluering.presentation import Page
from evaluering.presentation.changes_page import changes_page
from evaluering.publishing.cache import PageFiles
from evaluering.publishing.change_list import CHANGES, ChangeList, change_list
from evaluering.publishing.corrections import new_corrections, refuse_forgotten
from evaluering.publishing.front_page import site_of, site_pages, tombstones
from evaluering.publishing.kernels import Workers
from evaluering.publishing.listing import listed_job
from evaluering.publishing.meanwhile import refuse_lost, unchanged_meanwhile
from evaluering.publishing.plan import Job, Outcome
from evaluering.publishing.prepare import Prepared, prepare
from evaluering.publishing.receipt import as_bytes, make_receipt
from evaluering.publishing.release import base_head
from evaluering.publishing.release_day import day_of
from evaluering.publishing.release_files import ReleaseFiles, latest_release, with_manifest
from evaluering.publishing.render import Progress, Rendering, render_all
from evaluering.publishing.session import page_of
from evaluering.vocabulary import EntryKind, OutcomeKind
from evaluering.workspace import Workspace


@dataclass(frozen=True)
class Staged:
    """A release as it would be published.

    ``content`` is what the ledger would tell of it, and ``None`` when it is the latest release already
    or a report failed; ``shown`` the cells on its pages.
    """

    prepared: Prepared
    outcomes: tuple[Outcome, ...]
    release: str
    files: ReleaseFiles
    shown: Recorded
    content: Content | None = None

    @property
    def succeeded(self) -> bool:
        """Whether every planned report is done or cached."""
        return all(outcome.succeeded for outcome in self.outcomes)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The reports of the release."""
        return self.prepared.plan.jobs

    @property
    def tables(self) -> dict[str, ProcessedTable]:
        """The processed tables."""
        return self.prepared.tables


def stage(workspace: Workspace, ledger: Ledger, workers: Workers, progress: Progress) -> Staged:
    """The release that would follow on ``ledger``.

    It is first made on the ledger the latest release was built on: is it that release, nothing is new.
    Otherwise it is solved against all that is out. Raises ``WrongUse`` when released numbers changed
    without a correction, and ``InputRefused`` when a correction that was told is no longer there.
    """
    refuse_forgotten(workspace, ledger)
    base = ledger.up_to(base_head(workspace, ledger))
    staged = _made(workspace, base, ledger.withdrawn, workers, progress)
    if not staged.succeeded or staged.release == latest_release(workspace):
        return staged
    if base.head != ledger.head:
        # What the latest release told is out too, so the new one must be safe beside it.
        again = _made(workspace, ledger, ledger.withdrawn, workers, lambda _: None)
        staged = replace(again, outcomes=_as_first(staged.outcomes, again.outcomes))
    return _with_content(workspace, ledger, staged) if staged.succeeded else staged


def _made(
    workspace: Workspace, base: Ledger, withdrawn: tuple[Withdrawn, ...], workers: Workers, progress: Progress
) -> Staged:
    prepared = prepare(workspace, base, workers, ids_of(withdrawn))
    files, outcomes = release_files(workspace, prepared, withdrawn, workers, progress)
    shown = shown_on_pages(prepared)
    release, complete = with_manifest(files, base.head, shown.digest)
    return Staged(prepared, outcomes, release, complete, shown)


def _as_first(before: tuple[Outcome, ...], again: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """How reports ended, those that were made a moment ago as they ended then and not as cached."""
    first = {outcome.report_id: outcome for outcome in before}
    return tuple(first.get(one.report_id, one) if one.kind is OutcomeKind.CACHED else one for one in again)


def ids_of(withdrawn: tuple[Withdrawn, ...]) -> Container[str]:
    """The report ids that are taken back."""
    return frozenset(one.report for one in withdrawn)


def release_files(
    workspace: Workspace,
    prepared: Prepared,
    withdrawn: tuple[Withdrawn, ...],
    workers: Workers,
    progress: Progress,
) -> tuple[ReleaseFiles, tuple[Outcome, ...]]:
    """Every file of the release but its manifest, and how each report ended."""
    rendering = Rendering(workspace, prepared.plan.jobs, prepared.released, workers)
    with unchanged_meanwhile(workspace, prepared):
        pages, outcomes = render_all(rendering, progress)
    refuse_lost(pages, outcomes)
    return _assembled(workspace, prepared, pages, withdrawn), outcomes


def _assembled(
    workspace: Workspace, prepared: Prepared, pages: dict[str, PageFiles], withdrawn: tuple[Withdrawn, ...]
) -> ReleaseFiles:
    files = {f"{report}/{name}": content for report, page in pages.items() for name, content in page.items()}
    for job in prepared.plan.jobs:
        files[f"{job.report_id}/receipt.json"] = as_bytes(make_receipt(workspace, job, prepared.released))
    shown = shown_on_pages(prepared)
    site = site_of(workspace, is_synthetic=shown.synthetic)
    listed = [listed_job(job) for job in prepared.plan.jobs]
    files |= tombstones(workspace, withdrawn) | site_pages(site, listed, withdrawn)
    changes = changes_of(workspace, prepared, shown.record, withdrawn).shown(
        lambda one: _page(prepared, one.report_id)
    )
    files[CHANGES] = changes_page(changes, site).encode("utf-8")
    return dict(sorted(files.items()))


def _page(prepared: Prepared, report_id: str) -> Page:
    (job,) = [one for one in prepared.plan.jobs if one.report_id == report_id]
    return page_of(job, prepared.released)


def changes_of(
    workspace: Workspace, prepared: Prepared, shown: Record, withdrawn: tuple[Withdrawn, ...]
) -> ChangeList:
    """What became of every report since the release before; ``shown`` is the record of this one."""
    listed = [listed_job(job) for job in prepared.plan.jobs]
    words = catalogue(workspace.configuration.language)
    return change_list(prepared.ledger, shown, listed, withdrawn, words)


def shown_on_pages(prepared: Prepared) -> Recorded:
    """The cells on the pages of the plan, as the ledger records them."""
    jobs = prepared.plan.jobs
    return recorded((job.report_id, page_of(job, prepared.released).findings) for job in jobs)


def _with_content(workspace: Workspace, ledger: Ledger, staged: Staged) -> Staged:
    notes = new_corrections(workspace, ledger, staged.jobs, staged.shown.record)
    content = Content(
        release=staged.release,
        rules=staged.prepared.released.rules,
        cells=staged.shown.digest,
        kind=EntryKind.CORRECTION if notes and ledger.entries else EntryKind.RELEASE,
        date=day_of(workspace, ledger, max((note.date for note in notes), default="")),
        synthetic=staged.shown.synthetic,
        corrections=notes,
    )
    return replace(staged, content=content)

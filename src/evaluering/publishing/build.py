"""Build: process what changed, compute, solve, render, release."""

from dataclasses import dataclass, replace
from pathlib import Path

from evaluering.disclosure import Content
from evaluering.pipeline import ProcessedTable
from evaluering.publishing.cache import clear_caches
from evaluering.publishing.plan import Outcome
from evaluering.publishing.release import checked_ledger, digests_of, lock, publish, refuse_changed
from evaluering.publishing.render import Progress
from evaluering.publishing.staging import Staged, stage
from evaluering.workspace import Workspace


@dataclass(frozen=True)
class Built:
    """How a build ended: the tables read, each report's outcome, the release's folder, if it is new.

    ``starts_ledger`` says that nothing was recorded before: earlier releases, if any, are not known.
    """

    tables: dict[str, ProcessedTable]
    outcomes: tuple[Outcome, ...]
    folder: Path | None
    is_new: bool
    starts_ledger: bool = False


def build(workspace: Workspace, workers: int, progress: Progress, *, use_cache: bool = True) -> Built:
    """Bring the workspace's release up to date.

    Nothing is released unless every planned report is done or cached; the previous release then
    stays as it is. When nothing changed, nothing is written: no release, no ledger entry. Raises
    ``VerifyDiffers`` when the release that would be made is there already, but was changed, and
    ``WrongUse`` when numbers changed and nothing tells readers of it.
    """
    with lock(workspace):
        ledger = checked_ledger(workspace)
        if not use_cache:
            clear_caches(workspace)
        staged = stage(workspace, ledger, workers, progress)
        built = Built(staged.tables, staged.outcomes, None, is_new=False)
        if not staged.succeeded:
            return built
        if staged.content is None:
            folder = workspace.reports / "releases" / staged.release
            refuse_changed(folder, digests_of(staged.files))
            return replace(built, folder=folder)
        content = _approved(workspace, staged, staged.content)
        folder = publish(workspace, staged.files, ledger, content, staged.shown)
        return replace(built, folder=folder, is_new=True, starts_ledger=not ledger.entries)


def _approved(workspace: Workspace, staged: Staged, content: Content) -> Content:
    return content

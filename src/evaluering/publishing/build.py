"""Build: process what changed, compute, solve, render, release."""

from dataclasses import dataclass, replace
from pathlib import Path

from evaluering.disclosure import Ledger, SignedBy
from evaluering.pipeline import ProcessedTable
from evaluering.publishing.adversary import Verdict, verdict
from evaluering.publishing.attacked import keep_handover, refuse_exposed
from evaluering.publishing.build_log import build_log
from evaluering.publishing.cache import clear_caches
from evaluering.publishing.handover import handover
from evaluering.publishing.kernels import Workers
from evaluering.publishing.package import SIGN_OFF, package_digest, package_files
from evaluering.publishing.plan import Outcome
from evaluering.publishing.recovery import checked_ledger
from evaluering.publishing.release import publish
from evaluering.publishing.release_files import digests_of, refuse_changed
from evaluering.publishing.release_lock import lock
from evaluering.publishing.render import Progress
from evaluering.publishing.report_status import planned
from evaluering.publishing.sign_off import signature
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


def build(
    workspace: Workspace,
    workers: Workers,
    progress: Progress,
    *,
    use_cache: bool = True,
    sign_off: Path | None = None,
) -> Built:
    """Bring the workspace's release up to date.

    Nothing is released unless every planned report is done or cached; the previous release then
    stays as it is. When nothing changed, nothing is written: no release, no ledger entry. Raises
    ``VerifyDiffers`` when the release that would be made is there already, but was changed, and
    ``WrongUse`` when numbers changed and nothing tells readers of it, ``AttackSucceeded`` when an attack on
    the new release finds something, and ``NotSignedOff`` when the workspace asks for a sign-off and
    ``sign_off`` (by default the one in ``review/``) is none for it: it is then not published.
    """
    # The log is the lock's: a build that is told to wait writes nothing over that of the one that runs.
    with lock(workspace), build_log(workspace, planned(workspace)) as log:

        def _told(outcome: Outcome) -> None:
            log.report(outcome)
            progress(outcome)

        ledger = checked_ledger(workspace)
        if not use_cache:
            clear_caches(workspace)
        staged = stage(workspace, ledger, workers, _told)
        built = _released(workspace, ledger, staged, sign_off)
        log.ended(built.outcomes, new=built.is_new)
        return built


def _released(workspace: Workspace, ledger: Ledger, staged: Staged, sign_off: Path | None) -> Built:
    """Publish what was staged when all of it succeeded, is new, is safe, and is signed where asked for."""
    built = Built(staged.tables, staged.outcomes, None, is_new=False)
    if not staged.succeeded:
        return built
    if staged.content is None:
        folder = workspace.reports / "releases" / staged.release
        refuse_changed(folder, digests_of(staged.files))
        keep_handover(workspace, staged.release, handover(workspace, staged, ledger.withdrawn))
        return replace(built, folder=folder)
    attacked = verdict(workspace, ledger, staged)
    refuse_exposed(workspace, staged.release, staged.files, attacked.found)
    signed = _signed(workspace, ledger, staged, attacked, sign_off)
    keep_handover(workspace, staged.release, attacked.told)
    content = replace(staged.content, sign_off=signed)
    folder = publish(workspace, staged.files, ledger, content, staged.shown)
    return replace(built, folder=folder, is_new=True, starts_ledger=not ledger.entries)


def _signed(
    workspace: Workspace, ledger: Ledger, staged: Staged, attacked: Verdict, sign_off: Path | None
) -> SignedBy | None:
    """Who signed off the release, where that is asked for."""
    settings = workspace.configuration.release
    if not settings.sign_off:
        return None
    package = package_digest(package_files(workspace, ledger, staged, attacked.lines))
    return signature(sign_off or workspace.review / SIGN_OFF, package, settings.author)

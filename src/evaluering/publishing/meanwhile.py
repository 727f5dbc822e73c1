"""What may not change while a release is made: each page must be of what its receipt names."""

from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from evaluering.errors import EnvironmentProblem
from evaluering.publishing.cache import clear_caches
from evaluering.publishing.plan import Outcome
from evaluering.publishing.prepare import Prepared
from evaluering.workspace import Workspace

_NAMED = 5
"""So many files or reports are named."""


@contextmanager
def unchanged_meanwhile(workspace: Workspace, prepared: Prepared) -> Iterator[None]:
    """Refuse a release when a notebook, a references file or a processed table changed under it.

    Receipts and caches go by digests taken before; what was computed or rendered since may be of other
    bytes, so findings and pages are then forgotten. Raises ``EnvironmentProblem``.
    """
    _refuse(workspace, [name for name in sorted(prepared.tables) if _is_other(workspace, prepared, name)])
    before = _digests(workspace, prepared)
    yield
    after = _digests(workspace, prepared)
    _refuse(workspace, [name for name in before if before[name] != after[name]])


def refuse_lost(pages: Container[str], outcomes: Iterable[Outcome]) -> None:
    """Refuse a release of which a finished page cannot be read back. Raises ``EnvironmentProblem``."""
    lost = [one.report_id for one in outcomes if one.succeeded and one.report_id not in pages]
    if lost:
        raise EnvironmentProblem(
            ".evaluering/pages",
            expected="the pages that were just finished",
            found=f"none that can be read back of {_told(lost)}",
            next_step="check the disk and what else writes there, and build again",
        )


def _is_other(workspace: Workspace, prepared: Prepared, name: str) -> bool:
    return _digest(workspace.processed / f"{name}.parquet") != prepared.tables[name].digest


def _digests(workspace: Workspace, prepared: Prepared) -> dict[str, str]:
    """The digest of every file that pages are made from besides the store, by its name."""
    settings = workspace.configuration
    notebooks = {f"notebooks/{job.question}.ipynb" for job in prepared.plan.jobs}
    references = {settings.publication_of(job.report).references for job in prepared.plan.jobs} - {""}
    return {name: _digest(workspace.root / name) for name in sorted(notebooks | references)}


def _digest(file: Path) -> str:
    """SHA-256; "" when it cannot be read: what needs it tells of that."""
    try:
        if not file.is_file():
            return ""
        with file.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _refuse(workspace: Workspace, changed: list[str]) -> None:
    if not changed:
        return
    clear_caches(workspace)
    raise EnvironmentProblem(
        "build",
        expected="tables, notebooks and references that stay as they are while a release is made",
        found=f"changed meanwhile: {_told(changed)}",
        next_step="build again when nothing else writes to the workspace",
    )


def _told(names: list[str]) -> str:
    more = f", and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more

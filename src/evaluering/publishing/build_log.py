"""The log of the last build, for machines: a JSON object a line, in ``.evaluering/logs/build.jsonl``.

``start``: ``format`` (1) and ``reports``, the number planned. ``report``, as each ends: ``report`` (its id),
``outcome`` (``done``, ``cached``, ``failed``, ``broke_contract``, ``held``, ``could_not_start``),
``exit_code`` (0, or whose turn it is as in ``errors``), ``seconds`` and ``memory_mb`` (0 where not measured).
``end``: ``exit_code``, ``error`` (the class of the error that ended the build, "" for none), ``counts`` by
outcome, ``release`` (the id that ``latest`` leads to then, "" for none) and ``new``. A log without an end is
of a build that was killed or still runs. It holds no text of anybody, no number of the data and no clock.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from evaluering.errors import exit_code, told_of
from evaluering.publishing.plan import Outcome
from evaluering.publishing.release_files import latest_release
from evaluering.publishing.release_lock import cannot_write
from evaluering.publishing.summary import counts_of
from evaluering.workspace import Workspace

LOG = "build.jsonl"
_FORMAT = 1


@dataclass
class BuildLog:
    """A log that is being written; every line is whole and handed to the disk at once."""

    stream: BinaryIO
    told: dict[str, Outcome] = field(default_factory=dict)
    new: bool = False

    def start(self, reports: int) -> None:
        """Tell how many reports are planned."""
        self._line("start", format=_FORMAT, reports=reports)

    def report(self, outcome: Outcome) -> None:
        """Tell how a report ended, once."""
        if self.told.get(outcome.report_id) == outcome:
            return
        self.told[outcome.report_id] = outcome
        self._line(
            "report",
            report=outcome.report_id,
            outcome=outcome.kind.name.lower(),
            exit_code=outcome.exit_code,
            seconds=round(outcome.seconds, 3),
            memory_mb=round(outcome.memory_mb, 1),
        )

    def ended(self, outcomes: Iterable[Outcome], *, new: bool) -> None:
        """Tell of outcomes that are others than told before, and whether there is a new release."""
        for outcome in outcomes:
            self.report(outcome)
        self.new = new

    def end(self, release: str, error: BaseException | None = None) -> None:
        """Tell how the build ended."""
        outcomes = list(self.told.values())
        counts = {kind.name.lower(): count for kind, count in counts_of(outcomes).items()}
        self._line(
            "end",
            exit_code=_code(outcomes, error),
            error=type(error).__name__ if error else "",
            counts=counts,
            release=release,
            new=self.new,
        )

    def _line(self, event: str, **told: object) -> None:
        self.stream.write((json.dumps({"event": event, **told}) + "\n").encode())


@contextmanager
def build_log(workspace: Workspace, reports: int) -> Iterator[BuildLog]:
    """The log of a build, in place of the log of the one before; the lock must be held.

    However the work inside ends, unless it is killed, the log says so. Raises ``EnvironmentProblem`` when it
    cannot be written.
    """
    with _opened(workspace) as stream:
        log = BuildLog(stream)
        try:
            log.start(reports)
            yield log
        except BaseException as error:
            _end(workspace, log, error)
            raise
        _end(workspace, log)


def _end(workspace: Workspace, log: BuildLog, error: BaseException | None = None) -> None:
    # A disk that is full by now changes nothing of what was done, and hides no error.
    with suppress(OSError):
        log.end(latest_release(workspace), error)


def _opened(workspace: Workspace) -> BinaryIO:
    folder = workspace.private / "logs"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Removed first, so that whoever reads the log of the build before goes on reading that one.
        (folder / LOG).unlink(missing_ok=True)
        return open(folder / LOG, "xb", buffering=0, opener=_for_owner)
    except OSError as error:
        raise cannot_write(".evaluering/logs", error) from None


def _for_owner(file: str, flags: int) -> int:
    return os.open(Path(file), flags, 0o600)


def _code(outcomes: list[Outcome], error: BaseException | None) -> int:
    if error is None:
        return exit_code([outcome.exit_code for outcome in outcomes])
    return 130 if isinstance(error, KeyboardInterrupt) else told_of(error).exit_code

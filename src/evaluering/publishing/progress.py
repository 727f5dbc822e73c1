"""How a build shows that it is alive: a bar with time left on a terminal, few plain lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evaluering.publishing.plan import Outcome
from evaluering.publishing.render import Progress as Report

_LINES = 10
"""About so many plain lines are printed of a build, and one for each report that did not succeed."""


@contextmanager
def progress_bar(total: int, *, is_live: bool) -> Iterator[Report]:
    """Something to call with each outcome of ``total``.

    It moves a bar with the time left when somebody ``is_live`` at a terminal. Elsewhere it prints a line at
    every tenth part and at the end, and at once the name of a report that did not succeed.
    """
    if not is_live:
        yield _Lines(total).report
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reports", total=total)
        yield lambda outcome: bar.update(task, advance=1, description=outcome.report_id)


class _Lines:
    """Plain lines on standard error, few enough for the log of a build of a thousand reports."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._step = max(1, -(-total // _LINES))
        self._ended = 0

    def report(self, outcome: Outcome) -> None:
        """Count a report; tell of it when it failed, and of all when another part is done."""
        self._ended += 1
        if not outcome.succeeded:
            self._print(f"{outcome.report_id}: {outcome.kind}")
        if self._ended % self._step == 0 or self._ended == self._total:
            self._print(f"{self._ended} of {self._total} reports")

    def _print(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress is for whoever waits

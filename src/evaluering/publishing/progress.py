"""How a build shows that it is alive: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evaluering.publishing.plan import Outcome
from evaluering.publishing.render import Progress as Report


@contextmanager
def progress_bar(total: int) -> Iterator[Report]:
    """Something to call with each outcome; it shows a bar with time left, or a line each."""
    if not sys.stderr.isatty():
        yield lambda outcome: print(f"{outcome.report_id}: {outcome.kind}", file=sys.stderr, flush=True)  # noqa: T201
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reports", total=total)
        yield lambda outcome: bar.update(task, advance=1, description=outcome.report_id)


def outcome_lines(outcomes: tuple[Outcome, ...]) -> list[str]:
    """One line a report, with the reason under each that did not succeed."""
    width = max((len(outcome.report_id) for outcome in outcomes), default=0)
    lines = []
    for outcome in outcomes:
        lines.append(f"{outcome.report_id:<{width}}  {outcome.kind}")
        lines += [f"    {line}" for line in outcome.reason.splitlines()]
    return lines

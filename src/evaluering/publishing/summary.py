"""What a build says at its end: one table of outcomes, then the reports that did not succeed, and why."""

from collections import Counter
from collections.abc import Sequence

from evaluering.publishing.plan import Outcome
from evaluering.vocabulary import OutcomeKind

_SHOWN = 25
"""So many reports that did not succeed are told with their reasons; the log names them all."""


def counts_of(outcomes: Sequence[Outcome]) -> dict[OutcomeKind, int]:
    """How many reports ended in each way, ways nobody ended in included."""
    counted = Counter(outcome.kind for outcome in outcomes)
    return {kind: counted[kind] for kind in OutcomeKind}


def summary_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """The table of outcomes, and under it each report that did not succeed, with its reason.

    Of a thousand that fail alike, 25 are shown; the rest are counted, and stand in the log.
    """
    counts = {str(kind): count for kind, count in counts_of(outcomes).items() if count}
    rows = [*counts.items(), ("reports", len(outcomes))]
    name_width = max(len(name) for name, _ in rows)
    number_width = max(len(str(count)) for _, count in rows)
    table = [f"{name:<{name_width}}  {count:>{number_width}}" for name, count in rows]
    return [*table, *_failed_lines([outcome for outcome in outcomes if not outcome.succeeded])]


def _failed_lines(failed: Sequence[Outcome]) -> list[str]:
    shown = failed[:_SHOWN]
    width = max((len(outcome.report_id) for outcome in shown), default=0)
    lines = []
    for outcome in shown:
        lines.append(f"{outcome.report_id:<{width}}  {outcome.kind}")
        lines += [f"    {line}" for line in outcome.reason.splitlines()]
    more = len(failed) - len(shown)
    return [*lines, f"and {more} more, all named in .evaluering/logs/build.jsonl"] if more else lines

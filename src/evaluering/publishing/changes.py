"""What a staged release would change, report by report and cell by cell, beside what is out."""

from collections.abc import Iterator

from evaluering.disclosure import EarlierCell, Ledger, ReportRecord, cells_of, shown_cells
from evaluering.presentation.release_tables import Change
from evaluering.publishing.staging import Staged

_Cells = dict[tuple[str, str], EarlierCell]
"""Cells by the id of their finding and their own key."""


def changes_since(ledger: Ledger, staged: Staged) -> tuple[Change, ...]:
    """Each report with what becomes of it, and each cell of it that is shown otherwise than before.

    Reports are compared with the last release that held them.
    """
    last = ledger.last_shown()
    latest = {one.report for one in ledger.record(ledger.entries[-1])} if ledger.entries else set()
    now = {one.report: one for one in staged.shown.record}
    found = []
    for report in sorted(now.keys() | latest):
        found += list(_of_report(report, last.get(report), now.get(report), ledger, staged))
    return tuple(found)


def _of_report(
    report: str, before: ReportRecord | None, now: ReportRecord | None, ledger: Ledger, staged: Staged
) -> Iterator[Change]:
    if now is None or before is None:
        yield Change(report, "new" if before is None else "no longer in the plan")
        return
    if shown_cells(before) == shown_cells(now):
        yield Change(report, "unchanged")
        return
    yield Change(report, "changed")
    yield from _of_cells(report, ledger.cells_of(before), _staged_cells(now, staged))


def _staged_cells(now: ReportRecord, staged: Staged) -> _Cells:
    return {
        (one.id, cell.key): cell
        for one in now.findings
        for cell in cells_of(staged.shown.files[one.cells], one.cells)
    }


def _of_cells(report: str, before: _Cells, now: _Cells) -> Iterator[Change]:
    for finding, key in sorted(before.keys() | now.keys()):
        then, present = before.get((finding, key)), now.get((finding, key))
        if then != present:
            yield Change(report, "cell", finding, key, then, present)

"""Corrections: when a released number changes, readers are told, in the author's words."""

from collections.abc import Iterable

from evaluering.disclosure import CorrectionNote, Ledger, Record, shown_cells
from evaluering.errors import InputRefused, WrongUse
from evaluering.publishing.plan import Job
from evaluering.publishing.public_words import refuse_identifiers
from evaluering.settings import Correction
from evaluering.workspace import CONFIGURATION, Workspace


def new_corrections(
    workspace: Workspace, ledger: Ledger, jobs: Iterable[Job], record: Record
) -> tuple[CorrectionNote, ...]:
    """The corrections of ``evaluering.toml`` that no release has told yet, in order of report and day.

    Raises ``WrongUse``, with the lines to add, when a report shows other numbers than the last release
    that held it and has no new correction, and ``InputRefused`` for a note that holds an identifier.
    """
    told = set(ledger.corrections)
    notes = tuple(note for note in _notes(workspace.configuration.correction) if note not in told)
    for note in notes:
        refuse_identifiers(f"the correction of {note.report}", note.note)
    lacking = [one for one in _changed(ledger, jobs, record) if one not in {note.report for note in notes}]
    if lacking:
        raise _not_told(lacking)
    return notes


def refuse_forgotten(workspace: Workspace, ledger: Ledger) -> None:
    """Refuse settings without a correction that a release has told: what was wrong once stays told.

    Reports that are no longer in the settings need none.
    """
    reports = {report.id for report in workspace.configuration.reports}
    given = set(_notes(workspace.configuration.correction))
    lost = [note for note in ledger.corrections if note.report in reports and note not in given]
    if lost:
        raise InputRefused(
            CONFIGURATION,
            expected="every correction that was published",
            found=f"none any more, or another text, for {', '.join(sorted({one.report for one in lost}))}",
            next_step="put back:\n" + "\n".join(_toml(one.report, one.date, one.note) for one in lost),
        )


def corrections_told(ledger: Ledger) -> tuple[Correction, ...]:
    """The corrections in the ledger as settings, for rebuilding a release as it was."""
    return tuple(
        Correction.model_validate({"report": one.report, "date": one.date, "note": one.note})
        for one in ledger.corrections
    )


def _changed(ledger: Ledger, jobs: Iterable[Job], record: Record) -> list[str]:
    last = ledger.last_shown()
    now = {one.report: shown_cells(one) for one in record}
    changed = {
        job.report
        for job in jobs
        if job.report_id in last and shown_cells(last[job.report_id]) != now[job.report_id]
    }
    return sorted(changed)


def _notes(corrections: Iterable[Correction]) -> list[CorrectionNote]:
    notes = {CorrectionNote(one.report, one.date.isoformat(), one.note) for one in corrections}
    return sorted(notes, key=lambda one: (one.report, one.date, one.note))


def _not_told(reports: list[str]) -> WrongUse:
    lines = "\n".join(
        _toml(report, "YYYY-MM-DD", "What was wrong, and what is right now.") for report in reports
    )
    return WrongUse(
        f"reports {', '.join(reports)}",
        expected="the numbers that were released, or a new correction that tells readers of the change",
        found="other numbers, and no new correction",
        next_step=f"add to {CONFIGURATION}, in your own words (docs/how-to/release.md):\n{lines}",
    )


def _toml(report: str, day: str, note: str) -> str:
    escaped = note.replace("\\", "\\\\").replace('"', '\\"')
    return f'    [[correction]]\n    report = "{report}"\n    date = {day}\n    note = "{escaped}"'

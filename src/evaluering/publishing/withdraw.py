"""Withdrawing a report: it is taken back at once, whatever the state of data, notebooks and plan.

The latest release is published again without the report, with a page in its place that says so. What
was released stays in the ledger: it is out, and later releases are compared with it.
"""

from dataclasses import dataclass

from evaluering.disclosure import Content, Entry, Ledger, Recorded, Withdrawn, with_record
from evaluering.errors import OwnFault, WrongUse
from evaluering.language import catalogue
from evaluering.presentation import Page
from evaluering.presentation.changes_page import changes_page
from evaluering.publishing.attacked import attack_staged, keep_handover, kept_handover, refuse_exposed
from evaluering.publishing.change_list import CHANGES, ChangeList, change_list
from evaluering.publishing.front_page import site_of, site_pages, tombstones
from evaluering.publishing.handover import without
from evaluering.publishing.listing import Listing, listed_receipt
from evaluering.publishing.public_words import refuse_identifiers
from evaluering.publishing.receipt import Receipt, as_bytes
from evaluering.publishing.recovery import checked_ledger
from evaluering.publishing.release import publish
from evaluering.publishing.release_day import day_of
from evaluering.publishing.release_files import (
    MANIFEST,
    ReleaseFiles,
    digests_of,
    latest_release,
    manifest_of,
    read_release,
    receipts,
    refuse_changed,
    with_manifest,
)
from evaluering.publishing.release_lock import lock
from evaluering.visible import visible
from evaluering.vocabulary import EntryKind
from evaluering.workspace import CONFIGURATION, Workspace

_LONGEST = 1_000
"""Characters of a reason."""


@dataclass(frozen=True)
class _Out:
    """What is out: the latest release's files, its receipts by report, and its entry."""

    files: ReleaseFiles
    receipts: dict[str, Receipt]
    entry: Entry


@dataclass(frozen=True)
class Taken:
    """The ids of what was withdrawn, and whether the release without it could be attacked first."""

    reports: tuple[str, ...]
    attacked: bool


@dataclass(frozen=True)
class _Next:
    """The release that is to follow: its id, its files, the cells it shows, and what changes with it."""

    release: str
    files: ReleaseFiles
    shown: Recorded
    changes: ChangeList


def withdraw(workspace: Workspace, report: str, reason: str) -> Taken:
    """Take a report back, in every language it is out in.

    ``report`` is an id of ``evaluering.toml`` or of a report in one language. Raises ``WrongUse`` when
    no such report is out, and when no day or reason is given; ``InputRefused`` for a reason that holds
    an identifier; ``VerifyDiffers`` when the latest release was changed; ``AttackSucceeded`` when an attack
    finds something in a file that is new.
    """
    _check_reason(reason)
    with lock(workspace):
        ledger = checked_ledger(workspace)
        out = _latest(workspace, ledger)
        taken = sorted(name for name, receipt in out.receipts.items() if report in _names(name, receipt))
        if not taken:
            raise _not_out(report, sorted(out.receipts))
        day = _day(workspace, ledger)
        new = tuple(_withdrawn(name, out.receipts[name], day, reason.strip()) for name in taken)
        shown = _shown_without(ledger, out.entry, taken)
        changes = _changes(workspace, out, ledger, new, shown)
        files = _files_without(workspace, out, new, changes, is_synthetic=shown.synthetic)
        release, complete = with_manifest(files, ledger.head, shown.digest)
        attacked = _attack(workspace, out, _Next(release, complete, shown, changes), ledger, new)
        content = Content(
            release=release,
            rules=out.entry.rules,
            cells=shown.digest,
            kind=EntryKind.WITHDRAWAL,
            date=day,
            synthetic=shown.synthetic,
            withdrawn=new,
        )
        publish(workspace, complete, ledger, content, shown)
    return Taken(tuple(taken), attacked)


def _attack(
    workspace: Workspace, out: _Out, following: _Next, ledger: Ledger, new: tuple[Withdrawn, ...]
) -> bool:
    """Attack what is about to be published, and keep what ``evaluering attack`` has to know of it.

    What an attack finds in files that are out as they are is no reason to leave the report out as well.
    When nothing is known any more of how the latest release was built, there is nothing to attack with,
    and taking back goes first: the next build hands it over again. The answer is whether it was attacked.
    """
    told = kept_handover(workspace, out.entry.release)
    if told is None:
        return False
    told = without(
        told,
        {one.report for one in new},
        (*ledger.withdrawn, *new),
        following.changes.told,
        ledger_head=ledger.head,
        cells=following.shown.digest,
    )
    found = attack_staged(workspace, following.release, following.files, told)
    fresh = [one for one in found if out.files.get(one.file) != following.files.get(one.file)]
    refuse_exposed(workspace, following.release, following.files, fresh)
    keep_handover(workspace, following.release, told)
    return True


def _check_reason(reason: str) -> None:
    if not reason.strip() or visible(reason) != reason or len(reason) > _LONGEST:
        raise WrongUse(
            "the reason",
            expected=f"a text on one line of at most {_LONGEST} characters, with nothing unseen in it",
            found="none" if not reason.strip() else "another text",
            next_step="say with --reason what readers should know",
        )
    refuse_identifiers("the reason", reason)


def _latest(workspace: Workspace, ledger: Ledger) -> _Out:
    name = latest_release(workspace)
    if not name:
        raise WrongUse(
            "withdraw",
            expected="a report that is out",
            found="no release",
            next_step="there is nothing to withdraw",
        )
    folder = workspace.reports / "releases" / name
    files = read_release(folder)
    expected = manifest_of(folder).get("files")
    listed = {MANIFEST: digests_of(files).get(MANIFEST, "")}
    refuse_changed(folder, listed | (expected if isinstance(expected, dict) else {}))
    (entry,) = [entry for entry in ledger.entries if entry.release == name]
    return _Out(files, receipts(files), entry)


def _names(report_id: str, receipt: Receipt) -> tuple[str, str]:
    return report_id, report_id.removesuffix(f"-{receipt['language']}")


def _day(workspace: Workspace, ledger: Ledger) -> str:
    day = day_of(workspace, ledger)
    if not day:
        raise WrongUse(
            "withdraw",
            expected="the day of the withdrawal, for the page that stands in the report's place",
            found="none",
            next_step=f"give it with --date, or in {CONFIGURATION} under [release]",
        )
    return day


def _withdrawn(report_id: str, receipt: Receipt, day: str, reason: str) -> Withdrawn:
    return Withdrawn(report_id, receipt["language"], listed_receipt(report_id, receipt).title, day, reason)


def _changes(
    workspace: Workspace, out: _Out, ledger: Ledger, new: tuple[Withdrawn, ...], shown: Recorded
) -> ChangeList:
    listed = [listed_receipt(*pair) for pair in _left(out, new).items()]
    words = catalogue(workspace.configuration.language)
    return change_list(ledger, shown.record, listed, (*ledger.withdrawn, *new), words)


def _left(out: _Out, new: tuple[Withdrawn, ...]) -> dict[str, Receipt]:
    """The receipts of what stays out."""
    gone = {one.report for one in new}
    return {name: receipt for name, receipt in out.receipts.items() if name not in gone}


def _files_without(
    workspace: Workspace, out: _Out, new: tuple[Withdrawn, ...], changes: ChangeList, *, is_synthetic: bool
) -> ReleaseFiles:
    left = _left(out, new)
    files = {name: content for name, content in out.files.items() if name.partition("/")[0] in left}
    for name, receipt in left.items():
        files[f"{name}/receipt.json"] = as_bytes(receipt | {"ledger_head": changes.ledger.head})
    withdrawn = (*changes.ledger.withdrawn, *new)
    site = site_of(workspace, is_synthetic=is_synthetic)
    listed = [listed_receipt(*pair) for pair in left.items()]
    files |= tombstones(workspace, withdrawn) | site_pages(site, listed, withdrawn)
    files[CHANGES] = changes_page(changes.shown(_unchanged), site).encode("utf-8")
    return dict(sorted(files.items()))


def _unchanged(one: Listing) -> Page:
    raise OwnFault(
        f"report {one.report_id}",
        expected="the numbers of the release before: taking a report back changes no other",
        found="others",
        next_step="report this",
    )


def _shown_without(ledger: Ledger, entry: Entry, gone: list[str]) -> Recorded:
    return with_record(tuple(one for one in ledger.record(entry) if one.report not in gone), {})


def _not_out(report: str, reports: list[str]) -> WrongUse:
    return WrongUse(
        f"report {report}",
        expected=f"one of {', '.join(reports)}" if reports else "a report that is out",
        found="no report of that name in the latest release",
        next_step="see the names with: evaluering list",
    )

"""The change list of a release: what became of every report since the release before."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from evaluering.analysis import ANALYSES
from evaluering.analysis.scope import scope_of
from evaluering.disclosure import Ledger, Record, ReportRecord, Withdrawn, shown_cells
from evaluering.language import Catalogue, catalogue, show_day
from evaluering.language.alphabet import alphabetical
from evaluering.presentation import Page
from evaluering.presentation.changed_numbers import changed_sentences, changed_tables, render_changed
from evaluering.presentation.changes_page import ChangedReport, Changes, NamedReport
from evaluering.presentation.editions import Editions
from evaluering.publishing.listing import Listing, place_of
from evaluering.publishing.past import by_name, cells_told, name_of, released_cells
from evaluering.vocabulary import Language

CHANGES = "changes.html"
PageOf = Callable[[Listing], Page]


@dataclass(frozen=True)
class Became:
    """A report that is out, and what it last showed before; ``None`` when it is new."""

    listing: Listing
    before: ReportRecord | None
    is_changed: bool


@dataclass(frozen=True)
class ChangeList:
    """Every report by what became of it since the last entry of ``ledger``."""

    ledger: Ledger
    words: Catalogue
    reports: tuple[Became, ...]
    gone: tuple[NamedReport, ...]

    @property
    def day(self) -> str:
        """The day of the release before, in words; "" where none was given."""
        given = self.ledger.entries[-1].date if self.ledger.entries else ""
        return show_day(date.fromisoformat(given), self.words.language) if given else ""

    @property
    def told(self) -> dict[str, Any]:
        """What the attack is told: since when, what is gone, and what changed reports showed before."""
        return {
            "day": self.day,
            "is_later": bool(self.ledger.entries),
            "gone": [{"title": one.title, "place": one.place} for one in self.gone],
            "before": {
                one.listing.report_id: cells_told(released_cells(self.ledger, one.before))
                for one in self.reports
                if one.is_changed and one.before
            },
        }

    def shown(self, page_of: PageOf) -> Changes:
        """The change list as it is shown; ``page_of`` gives what the page of a changed report draws on."""
        numbers, words = count(1), self.words
        changed = (one for one in self.reports if one.is_changed)
        return Changes(
            self._since,
            bool(self.ledger.entries),
            tuple(self._changed(one, page_of(one.listing), numbers) for one in changed),
            tuple(_named(one.listing, words) for one in self.reports if not one.before),
            self.gone,
            tuple(_named(one.listing, words) for one in self.reports if one.before and not one.is_changed),
        )

    @property
    def _since(self) -> str:
        if not self.ledger.entries:
            return self.words.text("changes.first")
        return (
            self.words.text("changes.since", day=self.day)
            if self.day
            else self.words.text("changes.since_last")
        )

    def _changed(self, one: Became, page: Page, numbers: "count[int]") -> ChangedReport:
        before = released_cells(self.ledger, one.before) if one.before else {}
        tables = changed_tables(page, Editions(before))
        words = page.catalogue
        folder = f"{one.listing.report_id}/"
        return ChangedReport(
            _named(one.listing, words),
            render_changed(tables, folder, words, numbers),
            changed_sentences(page, Editions(before)),
            words,
        )


def change_list(
    ledger: Ledger,
    shown: Record,
    listings: Iterable[Listing],
    withdrawn: Iterable[Withdrawn],
    words: Catalogue,
) -> ChangeList:
    """What became of every report of a release that would follow on ``ledger``.

    ``shown`` is the release's record, ``withdrawn`` every report taken back so far. A report is compared with
    the last release that held it in any language; it is listed once, if it can be in that of ``words``.
    """
    last, now = by_name(ledger.last_shown()), {one.report: one for one in shown}
    first: dict[str, Listing] = {}
    for one in sorted(listings, key=lambda one: _order(one, words)):
        first.setdefault(one.report, one)
    reports = [_became(one, last.get(one.report, []), now[one.report_id]) for one in first.values()]
    reports.sort(key=lambda one: (alphabetical(one.listing.title), one.listing.report_id))
    latest = by_name({one.report: one for one in ledger.record(ledger.entries[-1])}) if ledger.entries else {}
    gone = [records[0] for name, records in sorted(latest.items()) if name not in first]
    taken = {one.report: one for one in withdrawn}
    return ChangeList(ledger, words, tuple(reports), tuple(_gone(one, taken, words) for one in gone))


def _order(one: Listing, words: Catalogue) -> tuple[bool, int]:
    return one.language is not words.language, list(Language).index(one.language)


def _became(one: Listing, before: Sequence[ReportRecord], now: ReportRecord) -> Became:
    same = [record for record in before if record.report == one.report_id]
    record = next(iter([*same, *before]), None)
    return Became(one, record, record is not None and shown_cells(record) != shown_cells(now))


def _named(one: Listing, words: Catalogue) -> NamedReport:
    kind, value = one.place
    place = one.named.name or (words.text(f"label.place.{kind}", value=value) if kind else "")
    return NamedReport(one.title, f"{one.report_id}/index.html", one.language.value, place)


def _gone(record: ReportRecord, taken: dict[str, Withdrawn], words: Catalogue) -> NamedReport:
    """A report that is out no more, by what the ledger keeps of it; one that was taken back has its page."""
    _, spoken = name_of(record.report)
    language = Language(spoken) if spoken else words.language
    if record.report in taken:
        return NamedReport(taken[record.report].title, f"{record.report}/index.html", language.value)
    finding = next(iter(record.findings), None)
    known = finding is not None and finding.question in ANALYSES
    title = catalogue(language).text(f"{finding.question}.title") if finding and known else record.report
    kind, value = place_of(scope_of(json.loads(finding.variant or "{}"))) if finding else ("", "")
    return NamedReport(
        title, "", language.value, words.text(f"label.place.{kind}", value=value) if kind else ""
    )

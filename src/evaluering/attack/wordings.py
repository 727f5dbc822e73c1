"""Which texts may stand on a page: fixed messages, and messages whose gaps hold what was released."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from evaluering.attack.announced import ChangesPage, NetworkPage, Withdrawal
from evaluering.attack.forms import ENDS, Fills, Wording, filled, gaps_of, named_in, wording
from evaluering.attack.known import WORDS, Known, Report, Told, ToldCell
from evaluering.attack.notices import Notices, is_notice, of_report, of_withdrawal
from evaluering.attack.site_notices import of_changes_page, of_front_page, of_network_page
from evaluering.attack.spoken_numbers import has_number, says_only, single_spaced

_BOUNDARY = re.compile(r"(?<=[.?!:;,»\u201d)])\s(?:\u2013\s)?|\s\u2013\s")
"""Of texts with single spaces."""
_DEEPEST = 3
"""Messages stand in gaps of messages, but not in more than these."""
_WITH_INTERVAL = 3
"""Cells of a value shown with its interval."""
_HIDDEN = "\ufffc"
_MARK = ":"
"""What is seen of a hidden number; its words are for those who do not see it."""
_REFERENCES = {
    "table": "label.table_reference",
    "figure": "label.figure_reference",
    "section": "label.section_reference",
    "appendix": "label.appendix_reference",
}
"""Messages that a cross-reference is said by, by the gap it fills."""
_LAID_OUT = frozenset({"table", "figure"})
Page = Report | Withdrawal | NetworkPage | ChangesPage | None
"""What a page is of; the front page is of nothing."""


class Explained:
    """The texts of one page.

    ``says`` tells whether a text is made up of them: sentence by sentence, label by label. With ``is_part``
    they are those of a report in its part of the page of changed numbers.
    """

    def __init__(
        self, known: Known, page: Page, ordinals: frozenset[str] = frozenset(), *, is_part: bool = False
    ) -> None:
        """``ordinals`` are the numbers of the page's headings, as far as sections are referred to."""
        self._known, self.page, self._ordinals = known, page, ordinals
        self.is_part = is_part
        self.report = page if isinstance(page, Report) else None
        self.language = page.language if page else known.language
        self.styles = known.styles
        self.addresses = self.report.addresses if self.report else frozenset()
        self.web = frozenset(address for _, address in self.report.works) if self.report else frozenset()
        self._messages = known.messages[self.language]
        self._said: dict[tuple[str, int, tuple[str, ...]], bool] = {}
        self._frames: dict[int, tuple[Wording, ...]] = {}

    def changed_report(self, address: str) -> "Explained | None":
        """The texts of the report that a part of the page of changed numbers leads to, if they changed."""
        for one in self._known.reports:
            if one.since is not None and address == f"{one.id}/index.html":
                return Explained(self._known, one, is_part=True)
        return None

    def lists(self, report: str) -> bool:
        """Whether the page of a network may lead to a report: one of it, or of a municipality in it."""
        network = self.page.network if isinstance(self.page, NetworkPage) else ""
        return any(one.id == report and self._known.is_in(one.place, network) for one in self._known.reports)

    def says(self, text: str, *more: str, depth: int = 0) -> bool:
        """Whether the text, or each of its sentences, is a message, a citation or one of ``more``."""
        whole = self._signed(single_spaced(text))
        if (whole, depth, more) not in self._said:
            self._said[whole, depth, more] = self._says(whole, more, depth)
        return self._said[whole, depth, more]

    def _says(self, whole: str, more: tuple[str, ...], depth: int) -> bool:
        marks = [(0, 0), *((cut.start(), cut.end()) for cut in _BOUNDARY.finditer(whole)), (len(whole),) * 2]
        reached = {0}
        for end, (stop, _) in enumerate(marks[1:], 1):
            if any(self._is_known(whole[marks[start][1] : stop], more, depth) for start in reached):
                reached.add(end)
        return len(marks) - 1 in reached

    def _signed(self, text: str) -> str:
        """A text with one character for the words of a hidden number: a gap would end within them."""
        for words in self.message("sign.suppressed"):
            text = text.replace(single_spaced(words), _HIDDEN)
        return text

    def labels_say(self, text: str) -> bool:
        """Whether the text is the name of a row or column, or a message."""
        return single_spaced(text) in self.labels or self.says(text)

    def cells_say(self, text: str, cells: Iterable[ToldCell]) -> bool:
        """Whether the text consists of these cells alone."""
        shown = list(cells)
        return says_only(text, shown, self._words_of(shown), self.language)

    def group_says(self, text: str, cells: list[ToldCell]) -> bool:
        """Whether the text is what these cells, shown together, may be shown as.

        A hidden value, or a hidden end of a range, is a mark and nothing else; where only the interval is
        hidden, that is said beside the value.
        """
        hidden = [cell.status == "suppressed" for cell in cells]
        if not any(hidden):
            return self.cells_say(text, cells)
        if hidden[0] or len(cells) < _WITH_INTERVAL:
            return text in {f"{_MARK}{words}" for words in self.message("sign.hidden")}
        fills: Fills = lambda value: self.cells_say(value, cells[:1])  # noqa: E731 - typed as what fills a gap
        return any(
            wording(form, {"value": fills}).says(text) for form in self.message("sign.interval_suppressed")
        )

    def message(self, name: str) -> tuple[str, ...]:
        """The forms of a message; none when there is no such message."""
        return self._messages.get(name, ())

    def label(self, dimension: str, value: str) -> str:
        """The name of a dimension's value: its own message, or the dimension's with the value in it."""
        own = self.message(f"{dimension}.{value}")
        if own:
            return single_spaced(own[0])
        pattern = self.message(dimension)
        return single_spaced(pattern[0].replace("{value}", value)) if pattern else value

    def row_label(self, row: tuple[tuple[str, str], ...]) -> str:
        """The name of a row."""
        return ", ".join(self.label(*place) for place in row) or self.message("label.all")[0]

    def header(self, given: str) -> str:
        """A column's header: a message, or a dimension's value."""
        dimension, mark, value = given.partition(":")
        return self.label(dimension, value) if mark else single_spaced("".join(self.message(given)[:1]))

    @cached_property
    def labels(self) -> frozenset[str]:
        """The names of all rows and columns of the report."""
        layouts = self.report.layouts.values() if self.report else ()
        found = {self.row_label(row) for layout in layouts for row in layout.rows}
        found |= {self.header(header) for layout in layouts for header in (*layout.headers, layout.corner)}
        return frozenset(found | {self.header(layout.axis) for layout in layouts if layout.axis})

    def _is_known(self, text: str, more: tuple[str, ...], depth: int) -> bool:
        for sentence in dict.fromkeys((text, text.rstrip(" \u2013"), text.rstrip(ENDS))):
            if not sentence or sentence in self._fixed or sentence in more:
                return True
            if any(one.says(sentence) for one in self._told):
                return True
            if depth < _DEEPEST and any(one.says(sentence) for one in self._framed(depth)):
                return True
        return False

    @cached_property
    def _fixed(self) -> frozenset[str]:
        own = {single_spaced(form) for name, form in self._own() if not gaps_of(form)}
        stripped = {text.rstrip(ENDS) for text in own}
        return frozenset(
            own
            | stripped
            | set(self._known.study)
            | self._notices.fixed
            | self._approved
            | self._front
            | self._works
        )

    @cached_property
    def _approved(self) -> frozenset[str]:
        """Approved texts of this report: every other word of a respondent is unexplained."""
        texts = self.report.texts if self.report else ()
        return frozenset(single_spaced(form) for text in texts for form in text.forms)

    @cached_property
    def _works(self) -> frozenset[str]:
        """The works that the report may name, and where they are."""
        works = self.report.works if self.report else ()
        return frozenset(single_spaced(one) for work in works for one in work if one)

    def has_work(self, text: str, address: str) -> bool:
        """Whether the report may name a work on this line that is at this address, "" where it has none."""
        works = self.report.works if self.report else ()
        return (text, address) in {(single_spaced(line), place) for line, place in works}

    @cached_property
    def _front(self) -> frozenset[str]:
        """What the report says of itself as a publication."""
        return frozenset(map(single_spaced, self.report.front_matter if self.report else ()))

    @cached_property
    def _notices(self) -> Notices:
        if isinstance(self.page, Report):
            return of_report(self.page, self._known.control, self._messages, is_part=self.is_part)
        if isinstance(self.page, Withdrawal):
            return of_withdrawal(self.page, self._messages)
        if isinstance(self.page, NetworkPage):
            return of_network_page(self._known, self.page.network)
        if isinstance(self.page, ChangesPage):
            return of_changes_page(self._known)
        return of_front_page(self._known)

    def _own(self) -> Iterator[tuple[str, str]]:
        """Messages that have business here: not those of other questions, names of values or notices.

        Pages without results hold labels only.
        """
        strange = self._strange
        for name, forms in self._messages.items():
            kind = name.partition(".")[0]
            if kind not in strange and not is_notice(name) and (self.report or kind == "label"):
                yield from ((name, form) for form in forms)

    @cached_property
    def _strange(self) -> frozenset[str]:
        dimensions = {
            name for report in self._known.reports for cell in report.cells.values() for name, _ in cell.at
        }
        own = {self.report.question} if self.report else set()
        return frozenset((self._known.questions | dimensions) - own)

    def _citations(self) -> Iterator[Wording]:
        """Each cited document, with one or more of its places in brackets."""
        cited = (
            pair for finding in (self.report.findings if self.report else ()) for pair in finding.citations
        )
        places: dict[str, set[str]] = {}
        for document, place in cited:
            places.setdefault(single_spaced(document).removesuffix("."), set()).add(single_spaced(place))
        for document, used in places.items():
            yield Wording((f"{document} (", ")"), (lambda text, used=used: _are_among(text, used),))  # type: ignore[misc]

    @cached_property
    def _told(self) -> tuple[Wording, ...]:
        if self.report is None:
            return self._notices.wordings
        told = tuple(
            # Footnotes stay behind where a sentence is told again among changed numbers.
            wording(filled(form, {"note": ""}) if self.is_part else form, self._fills(one, self.report))
            for finding in self.report.findings
            for one in finding.told
            for form in self.message(one.message)
        )
        return (*told, *self._referring(), *self._citations(), *self._notices.wordings)

    def _referring(self) -> Iterator[Wording]:
        """The question's own texts with no gaps but cross-references, and the notes they call for."""
        kinds = self._references.keys()
        for name, form in self._own():
            if (gaps := gaps_of(form)) and set(gaps) <= kinds and not self._is_frame(name, gaps):
                yield wording(form, self._references)
        for name in (*self._notes, *self._methods):
            yield from (wording(form, self._references) for form in self.message(name))

    @cached_property
    def _notes(self) -> tuple[str, ...]:
        """The footnotes that texts of this question call for: every other has no business here."""
        if self.report is None:
            return ()
        own = f"{self.report.question}."
        forms = (form for name, texts in self._messages.items() if name.startswith(own) for form in texts)
        return tuple(
            f"note.{one}" for one in sorted({one for form in forms for one in named_in(form, "note")})
        )

    @property
    def _methods(self) -> tuple[str, ...]:
        """The notes on the methods behind this page's findings."""
        return tuple(f"method.{one}" for one in sorted(self.report.methods if self.report else ()))

    def _fills(self, told: Told, report: Report) -> dict[str, Fills]:
        fills: dict[str, Fills] = {}
        for name, keys in told.values:
            cells = [report.cells[key] for key in keys]
            fills[name] = lambda text, cells=cells: self.cells_say(text, cells)  # type: ignore[misc]
        for name, label in told.labels:
            fills[name] = self.label(*label).__eq__
        return fills | self._references

    @cached_property
    def _references(self) -> dict[str, Fills]:
        """What fills a cross-reference: the number of a table, section, work or note that there is.

        That a link says the number of what it leads to is asked for every link of the page.
        """
        works = len(self.report.works) if self.report else 0
        return {kind: self._is_reference(kind) for kind in _REFERENCES} | {
            "cite": lambda text: _counts(text.removeprefix("(").removesuffix(")"), works) and text[0] == "(",
            "note": lambda text: _counts(text, len(self._notes)),
        }

    def _is_reference(self, kind: str) -> Fills:
        forms = self.message(_REFERENCES[kind])
        numbers = self._is_ordinal if kind in _LAID_OUT else self._is_section
        wordings = [wording(form, {"number": numbers}) for form in forms]
        return lambda text: any(one.says(text) for one in wordings)

    def _is_section(self, text: str) -> bool:
        """Whether the text is the number of a section of this page, or the letter of an appendix."""
        return text in {ordinal.split(" ")[-1] for ordinal in self._ordinals}

    def _framed(self, depth: int) -> tuple[Wording, ...]:
        """Messages of the frame around the results, whose gaps hold what is itself known here."""
        if depth not in self._frames:
            self._frames[depth] = tuple(
                wording(form, dict.fromkeys(gaps_of(form), lambda text: self._fits(text, depth + 1)))
                for name, form in self._own()
                if self.report and self._is_frame(name, gaps_of(form))
            )
        return self._frames[depth]

    def _is_frame(self, name: str, gaps: list[str]) -> bool:
        """Whether a message frames results: not one of the question's own, nor the name of a value."""
        own = self.report is not None and name.partition(".")[0] == self.report.question
        return bool(gaps) and gaps != ["value"] and not own

    def _fits(self, text: str, depth: int) -> bool:
        counts = [finding.n for finding in self.report.findings] if self.report else []
        known = self._is_ordinal(text) or text in self._remarked or self.cells_say(text, counts)
        return known or self.says(text, depth=depth)

    @cached_property
    def _remarked(self) -> frozenset[str]:
        """Files, rows and columns that the row accounts name."""
        accounts = self.report.accounts if self.report else {}
        remarks = [remark for account in accounts.values() for remark in account["remarks"]]
        named = {str(remark[part]) for remark in remarks for part in ("row", "column")}
        return frozenset(named | accounts.keys())

    def _is_ordinal(self, text: str) -> bool:
        """Whether the text numbers one of the report's tables, figures or notes."""
        layouts = len(self.report.layouts) if self.report else 0
        return _counts(text, max(layouts, len(self._notes)))

    def _words_of(self, cells: list[ToldCell]) -> set[str]:
        codes = {form for cell in cells if cell.unit in WORDS for form in self.message(str(cell.value))}
        hidden = {_HIDDEN} if any(cell.status == "suppressed" for cell in cells) else set()
        undefined = self.message("sign.undefined") if any(cell.value is None for cell in cells) else ()
        return codes | hidden | set(undefined)


def _counts(text: str, most: int) -> bool:
    """Whether the text is a whole number from 1 to ``most``."""
    return text.isdecimal() and 1 <= int(text) <= most


def _are_among(text: str, places: set[str]) -> bool:
    """Whether a text lists some of the places, with semicolons between."""
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, "")
    return not text.replace("; ", "")


def needs_explaining(text: str) -> bool:
    """Whether a text says anything: a letter or a digit."""
    return any(character.isalpha() for character in text) or has_number(text)

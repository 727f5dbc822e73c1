"""What ``check`` found, for those who delivered: a page to read and a data file with every problem.

Both say file, sheet, row, column, rule and handling, and never what a cell holds.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from evaluering.deliveries import FOLDER, SAMPLE
from evaluering.language import Catalogue
from evaluering.presentation.inert import inert
from evaluering.presentation.pages import style
from evaluering.presentation.templating import render
from evaluering.results import Account, Remark

HEADER = ("file", "sheet", "row", "column", "rule", "handling")
_OF_ONE_RULE, _OF_ONE_FILE, _ON_THE_PAGE = 25, 200, 3_000
"""Problems shown of one rule in a file, of one file, and on the whole page; the data file has them all."""


@dataclass(frozen=True)
class CheckedFile:
    """A delivered file, or a sheet of one: its account and every problem in order of rows.

    ``file`` is its place below ``data/raw``. A problem of the whole file has row 0. ``account`` is
    ``None`` when the rows could not be counted.
    """

    file: str
    sheet: str
    account: Account | None
    problems: tuple[Remark, ...]
    is_refused: bool = False

    @property
    def delivery(self) -> str:
        """The delivery it came in, or "" for the figures of the workspace itself."""
        parts = self.file.split("/")
        if parts[0] == SAMPLE and len(parts) > 1:
            return SAMPLE
        return parts[1] if parts[0] == FOLDER and len(parts) > 1 else ""

    @property
    def name(self) -> str:
        """The file's name within its delivery, and the sheet."""
        inside = self.file
        if self.delivery:
            inside = self.file.removeprefix(f"{FOLDER}/").removeprefix(f"{self.delivery}/")
        return f"{inside} – {self.sheet}" if self.sheet else inside


@dataclass(frozen=True)
class Unchecked:
    """A rule on a table that could not run, for want of other tables."""

    table: str
    rule: str
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class ShownFile:
    """A file on the page: what is shown of its problems, and how many there are."""

    id: str
    name: str
    account: Account | None
    is_refused: bool
    shown: tuple[Remark, ...]
    count: int


@dataclass(frozen=True)
class ShownDelivery:
    """A delivery on the page."""

    id: str
    name: str
    files: tuple[ShownFile, ...]


def problems_csv(files: tuple[CheckedFile, ...]) -> bytes:
    """Every problem, a line each: comma-separated UTF-8 with the columns of ``HEADER``.

    The row is empty when the problem is the whole file's. Text that a spreadsheet would run as a
    formula gets a leading apostrophe.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(
        (
            inert(one.file),
            inert(one.sheet),
            problem.row or "",
            inert(problem.column),
            problem.rule,
            problem.handling,
        )
        for one in files
        for problem in one.problems
    )
    return stream.getvalue().encode("utf-8")


def problems_page(
    files: tuple[CheckedFile, ...],
    unchecked: tuple[Unchecked, ...],
    site: str,
    words: Catalogue,
    *,
    is_synthetic: bool = False,
) -> str:
    """The page: accounts, what each rule means and what to do, and the first problems of each file.

    ``is_synthetic`` says that what was delivered is invented, and the page says so at its top.
    """
    sheet, policy = style()
    counts = Counter(problem.rule for one in files for problem in one.problems)
    return render(
        "problems.html.j2",
        language=words.language.value,
        words=words,
        style=sheet,
        policy=policy,
        site=site,
        is_synthetic=is_synthetic,
        deliveries=_deliveries(files),
        totals=_totals(files),
        rules=sorted(counts.items(), key=lambda item: (-item[1], item[0])),
        unchecked=unchecked,
    )


def _totals(files: tuple[CheckedFile, ...]) -> dict[str, int]:
    accounts = [one.account for one in files if one.account]
    flagged = {
        (one.file, one.sheet, problem.row)
        for one in files
        if not one.is_refused
        for problem in one.problems
        if problem.handling not in ("rejected", "counted_as_duplicate", "file_not_used")
    }
    return {
        "files": len(files),
        "refused": sum(one.is_refused for one in files),
        "rejected": sum(account.rejected for account in accounts),
        "flagged": len(flagged),
        "duplicate": sum(account.duplicate for account in accounts),
        "problems": sum(len(one.problems) for one in files),
    }


def _deliveries(files: tuple[CheckedFile, ...]) -> list[ShownDelivery]:
    left = _ON_THE_PAGE
    shown = []
    ordered = sorted(files, key=lambda one: (not one.delivery, one.delivery, one.file, one.sheet))
    for place, (delivery, members) in enumerate(groupby(ordered, key=lambda one: one.delivery), 1):
        listed = []
        for number, one in enumerate(members, 1):
            problems = _first(one.problems, min(left, _OF_ONE_FILE))
            left -= len(problems)
            listed.append(
                ShownFile(
                    f"file-{place}-{number}",
                    one.name,
                    one.account,
                    one.is_refused,
                    problems,
                    len(one.problems),
                )
            )
        shown.append(ShownDelivery(f"delivery-{place}", delivery, tuple(listed)))
    return shown


def _first(problems: tuple[Remark, ...], limit: int) -> tuple[Remark, ...]:
    """The first problems of each rule, so that a common one hides no other."""
    seen: Counter[str] = Counter()
    kept = []
    for problem in problems:
        seen[problem.rule] += 1
        if seen[problem.rule] <= _OF_ONE_RULE:
            kept.append(problem)
    return tuple(kept[:limit])

"""What ``check`` found, gathered from every file, and written to ``problems/``."""

import re
from collections.abc import Iterable, Iterator

from evaluering.errors import EnvironmentProblem, Fault, InputRefused
from evaluering.intake import Intake
from evaluering.language import catalogue
from evaluering.presentation import CheckedFile, Unchecked, problems_csv, problems_page
from evaluering.results import Account, Remark
from evaluering.workspace import Workspace

PAGE, DATA = "index.html", "problems.csv"
_SHEET = re.compile(r"(.*?\.xlsx)#(.*)", re.IGNORECASE | re.DOTALL)


def of_account(account: Account) -> CheckedFile:
    """A file that was taken in."""
    return CheckedFile(*_place(account.file), account, account.remarks)


def of_refusal(error: InputRefused) -> CheckedFile:
    """A file that was refused: none of its rows is accepted, and each is accounted for as rejected."""
    place = error.where.removeprefix("data/raw/")
    faults = error.faults or (Fault(0, "", "unreadable_file"),)
    problems = tuple(
        Remark(fault.row, fault.column, fault.rule, "file_refused")
        for fault in sorted(faults, key=lambda one: (one.row, one.column, one.rule))
    )
    rows = error.rows
    account = None if rows is None else Account(place, "", rows, 0, rows, 0)
    return CheckedFile(*_place(place), account, problems, is_refused=True)


def of_unused(places: Iterable[str], rule: str) -> Iterator[CheckedFile]:
    """Files nothing reads."""
    for place in places:
        problem = Remark(0, "", rule, "file_not_used")
        yield CheckedFile(place.removeprefix("data/raw/"), "", None, (problem,))


def of_intake(intake: Intake) -> Iterator[CheckedFile]:
    """Every delivered file."""
    yield from map(of_refusal, intake.refused)
    yield from of_unused(intake.unused, "no_mapping")
    for parts in intake.tables.values():
        yield from (of_account(part.account) for part in parts.parts)


def write_problems(workspace: Workspace, files: tuple[CheckedFile, ...], intake: Intake) -> None:
    """Write the page and the data file; the same findings give the same bytes.

    Raises ``EnvironmentProblem`` when the folder cannot be written.
    """
    ordered = tuple(sorted(files, key=lambda one: (one.file, one.sheet)))
    unchecked = tuple(Unchecked(one.table, one.rule, one.lacks) for one in intake.not_run)
    site = workspace.configuration.study.title
    words = catalogue(workspace.configuration.language)
    page = problems_page(ordered, unchecked, site, words, is_synthetic=intake.synthetic)
    try:
        workspace.problems.mkdir(parents=True, exist_ok=True)
        (workspace.problems / DATA).write_bytes(problems_csv(ordered))
        (workspace.problems / PAGE).write_bytes(page.encode("utf-8"))
    except OSError as error:
        raise EnvironmentProblem(
            "problems",
            expected="a folder that can be written to",
            found=type(error).__name__,
            next_step="check rights and free space",
        ) from None


def _place(place: str) -> tuple[str, str]:
    """The file and the sheet of ``file#sheet``."""
    match = _SHEET.fullmatch(place)
    return (match[1], match[2]) if match else (place, "")

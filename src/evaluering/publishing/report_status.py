"""What ``check``, ``process`` and ``list`` say, line by line.

What only ``list`` and ``process`` need - the plan, and with it every analysis and its statistics - is
imported where it is used, so that ``check`` starts at once.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from evaluering.deliveries import FOLDER, SAMPLE, overdue
from evaluering.errors import InputRefused
from evaluering.intake import Intake, take_in
from evaluering.pipeline import ProcessedTable, check_table, store_delivered
from evaluering.presentation import CheckedFile
from evaluering.privacy import shown_name
from evaluering.publishing.data_protection import protection_lines
from evaluering.publishing.problems import of_account, of_intake, of_refusal, of_unused, write_problems
from evaluering.results import Account
from evaluering.tables import EMBEDDED_TABLES, Table
from evaluering.workspace import Workspace

if TYPE_CHECKING:
    from evaluering.publishing.kernels import Workers
    from evaluering.publishing.receipt import Receipt

_SHOWN = 10
"""Rows named for each rule in a file; the rest are counted, and stand in the problems file."""


def planned(workspace: Workspace) -> int:
    """How many reports the plan holds."""
    from evaluering.publishing.plan import make_plan

    undecided = [one for one in workspace.configuration.reports if one.language_by]
    waiting = sum(len(one.possible_languages) - 1 for one in undecided)
    return len(make_plan(workspace.configuration).jobs) - waiting


@dataclass(frozen=True)
class Checked:
    """What ``check`` found: lines to show, and whether any row or file cannot be used."""

    lines: tuple[str, ...]
    refused: bool


def check_all(workspace: Workspace, today: date | None = None) -> Checked:
    """Every declared table: its account and its problems, by row, column and rule.

    Writes ``problems/index.html`` and ``problems/problems.csv``, which hold what the lines sum up.
    With ``today``, deliveries whose deletion date has passed are told of, and cannot be used.
    """
    embedded = [_embedded(workspace, table) for table in EMBEDDED_TABLES]
    intake = take_in(workspace)
    undeclared = [shown_name(name) for name in _undeclared(workspace)]
    files = (
        *(file for file, _ in embedded),
        *of_intake(intake),
        *of_unused(undeclared, "undeclared_file"),
    )
    write_problems(workspace, files, intake)
    lines = [line for _, said in embedded for line in said]
    passed = overdue(workspace, today) if today else ()
    lines += [*_intake_lines(intake), *protection_lines(intake, passed)]
    lines += [*(f"undeclared file: data/raw/{name}" for name in undeclared), *_summary(files)]
    return Checked(tuple(lines), bool(passed or intake.unused) or any(map(_cannot_be_used, files)))


def _cannot_be_used(file: CheckedFile) -> bool:
    return file.is_refused or (file.account is not None and file.account.rejected > 0)


def _embedded(workspace: Workspace, table: Table) -> tuple[CheckedFile, list[str]]:
    try:
        account = check_table(workspace, table).account
    except InputRefused as error:
        return of_refusal(error), _refusal_lines(error)
    return of_account(account), _account_lines(account)


def _intake_lines(intake: Intake) -> list[str]:
    lines = list(intake.notes)
    lines += [line for error in intake.refused for line in _refusal_lines(error)]
    lines += [f"no mapping names this file: {name}" for name in intake.unused]
    accounts = [part.account for parts in intake.tables.values() for part in parts.parts]
    lines += [
        line for account in sorted(accounts, key=lambda one: one.file) for line in _account_lines(account)
    ]
    return lines + [
        f"not run: {one.rule} of {one.table} (not delivered: {', '.join(one.lacks)})"
        for one in intake.not_run
    ]


def _refusal_lines(error: InputRefused) -> list[str]:
    return [
        f"{error.where.removeprefix('data/raw/')}: refused",
        *(f"  {line}" for line in str(error).splitlines()[1:]),
    ]


def _summary(files: tuple[CheckedFile, ...]) -> list[str]:
    counts = Counter((one.rule, one.handling) for file in files for one in file.problems)
    if not counts:
        return ["no problems; see problems/index.html"]
    lines = [f"  {rule} ({handling}): {count}" for (rule, handling), count in sorted(counts.items())]
    return ["problems by rule:", *lines, "every problem: problems/index.html and problems/problems.csv"]


def rejection_lines(tables: Mapping[str, ProcessedTable]) -> list[str]:
    """A line for each table that lost rows, so that no build loses any in silence."""
    return [
        f"data/raw/{account.file}: {account.rejected} rows rejected (see: evaluering check)"
        for table in tables.values()
        for account in table.basis.accounts
        if account.rejected
    ]


def process_lines(workspace: Workspace) -> list[str]:
    """Process every table of the plan and every delivered one; the account of each file.

    Raises ``InputRefused`` when a delivery was refused outright; nothing of any delivery is stored
    then, for tables that refer to each other would not fit together.
    """
    from evaluering.publishing.environment import software
    from evaluering.publishing.plan import make_plan
    from evaluering.publishing.prepare import process_embedded

    tables = process_embedded(workspace, make_plan(workspace.configuration).tables)
    accounts = [account for table in tables.values() for account in table.basis.accounts]
    lines = [line for account in accounts for line in _account_lines(account)]
    intake = take_in(workspace)
    if intake.refused:
        raise InputRefused(
            f"{len(intake.refused)} deliveries or files",
            expected="deliveries that can be used",
            found="; ".join(f"{error.where}: {error.found}" for error in intake.refused),
            next_step="mend them, then see: evaluering check",
        )
    for parts in intake.tables.values():
        store_delivered(workspace, parts, software().code, synthetic=intake.synthetic)
    return lines + _intake_lines(intake)


def list_lines(workspace: Workspace, workers: "Workers") -> list[str]:
    """Every planned report: id, parameters, and up to date or why not."""
    from evaluering.disclosure import read_ledger
    from evaluering.publishing.prepare import ledger_file, prepare
    from evaluering.publishing.receipt import make_receipt
    from evaluering.publishing.release import base_head

    published = _published(workspace)
    ledger = read_ledger(ledger_file(workspace))
    base = ledger.up_to(base_head(workspace, ledger))
    prepared = prepare(workspace, base, workers, {one.report for one in ledger.withdrawn})
    lines = [f"{one.report}  withdrawn {one.date}" for one in ledger.withdrawn]
    for job in prepared.plan.jobs:
        receipt = make_receipt(workspace, job, prepared.released)
        parameters = ", ".join(f"{name}={value}" for name, value in job.parameters)
        lines.append(f"{job.report_id}  ({parameters})  {_state(published.get(job.report_id), receipt)}")
    return sorted(lines)


def _published(workspace: Workspace) -> "dict[str, Receipt]":
    from evaluering.publishing.release_files import latest_release, read_release, receipts

    latest = latest_release(workspace)
    return receipts(read_release(workspace.reports / "releases" / latest)) if latest else {}


def _state(published: "Receipt | None", receipt: "Receipt") -> str:
    from evaluering.publishing.receipt import as_bytes, page_key

    if published is None:
        return "not built yet"
    if page_key(published) == page_key(receipt):
        return "up to date"
    # As it would be read back: a list and a tuple of the same differ in Python, not in a receipt.
    receipt = json.loads(as_bytes(receipt))
    changed = [
        name for name in sorted(receipt) if name != "ledger_head" and receipt[name] != published.get(name)
    ]
    return f"out of date: {', '.join(changed)} changed"


def _account_lines(account: Account) -> list[str]:
    lines = [
        f"{account.file}: {account.read} read = {account.accepted} accepted"
        f" + {account.rejected} rejected + {account.duplicate} duplicate"
    ]
    counts: Counter[str] = Counter()
    for remark in account.remarks:
        counts[remark.rule] += 1
        if counts[remark.rule] <= _SHOWN:
            place = remark.column or "whole row"
            lines.append(f"  row {remark.row}, {place}: {remark.rule} ({remark.handling})")
    return lines + [
        f"  and {count - _SHOWN} more: {rule}" for rule, count in sorted(counts.items()) if count > _SHOWN
    ]


def _undeclared(workspace: Workspace) -> list[str]:
    declared = {table.file for table in EMBEDDED_TABLES}
    own = [path for path in workspace.raw.iterdir() if path.name not in (FOLDER, SAMPLE)]
    below = [inside for path in own if not path.is_symlink() for inside in path.rglob("*")]
    present = {str(path.relative_to(workspace.raw)) for path in (*own, *below) if path.is_file()}
    return sorted(name for name in present - declared if not name.endswith("README.md"))

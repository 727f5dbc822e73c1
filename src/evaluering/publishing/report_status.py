"""What ``check``, ``process`` and ``list`` say, line by line."""

from evaluering.disclosure import read_ledger
from evaluering.errors import InputRefused
from evaluering.pipeline import check_table
from evaluering.publishing.plan import make_plan
from evaluering.publishing.prepare import ledger_file, prepare, process_all
from evaluering.publishing.receipt import Receipt, make_receipt, page_key
from evaluering.publishing.release import base_head, latest_release, read_release, receipts
from evaluering.results import Account
from evaluering.tables import TABLES
from evaluering.workspace import Workspace


def planned(workspace: Workspace) -> int:
    """How many reports the plan holds."""
    return len(make_plan(workspace.configuration).jobs)


def check_lines(workspace: Workspace) -> list[str]:
    """Every declared table: its account and its problems, by row, column and rule.

    Raises ``InputRefused`` after looking at all files when some were refused outright.
    """
    lines, refused = [], []
    for table in TABLES.values():
        try:
            lines += _account_lines(check_table(workspace, table).account)
        except InputRefused as error:
            refused.append(f"{error.where}: {error.found}")
    lines += [f"undeclared file: data/raw/{name}" for name in _undeclared(workspace)]
    if refused:
        raise InputRefused(
            "data/raw",
            expected="files that can be used",
            found="; ".join(refused),
            next_step="deliver these files again",
        )
    return lines


def process_lines(workspace: Workspace) -> list[str]:
    """Process every table of the plan; one line each."""
    tables = process_all(workspace, make_plan(workspace.configuration))
    return [line for table in tables.values() for line in _account_lines(table.basis.account)]


def list_lines(workspace: Workspace) -> list[str]:
    """Every planned report: id, parameters, and up to date or why not."""
    published = _published(workspace)
    ledger = read_ledger(ledger_file(workspace))
    prepared = prepare(workspace, ledger.up_to(base_head(workspace, ledger)), jobs=1)
    lines = []
    for job in prepared.plan.jobs:
        receipt = make_receipt(workspace, job, prepared.released)
        parameters = ", ".join(f"{name}={value}" for name, value in job.parameters)
        lines.append(f"{job.report_id}  ({parameters})  {_state(published.get(job.report_id), receipt)}")
    return lines


def _published(workspace: Workspace) -> dict[str, Receipt]:
    latest = latest_release(workspace)
    return receipts(read_release(workspace.reports / "releases" / latest)) if latest else {}


def _state(published: Receipt | None, receipt: Receipt) -> str:
    if published is None:
        return "not built yet"
    if page_key(published) == page_key(receipt):
        return "up to date"
    changed = [
        name for name in sorted(receipt) if name != "ledger_head" and receipt[name] != published.get(name)
    ]
    return f"out of date: {', '.join(changed)} changed"


def _account_lines(account: Account) -> list[str]:
    lines = [
        f"{account.file}: {account.read} read = {account.accepted} accepted"
        f" + {account.rejected} rejected + {account.duplicate} duplicate"
    ]
    lines += [
        f"  row {remark.row}, {remark.column or 'whole row'}: {remark.rule} ({remark.handling})"
        for remark in account.remarks
    ]
    return lines


def _undeclared(workspace: Workspace) -> list[str]:
    declared = {table.file for table in TABLES.values()}
    present = {str(path.relative_to(workspace.raw)) for path in workspace.raw.rglob("*") if path.is_file()}
    return sorted(name for name in present - declared if not name.endswith("README.md"))

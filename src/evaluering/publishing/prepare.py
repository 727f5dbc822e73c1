"""Process, compute and solve for the whole plan: what rendering starts from."""

from dataclasses import dataclass
from pathlib import Path

from evaluering.disclosure import Ledger, Rules, read_ledger, save_released, solve
from evaluering.errors import InputRefused
from evaluering.pipeline import ProcessedTable, process_table
from evaluering.publishing.compute import compute
from evaluering.publishing.environment import software
from evaluering.publishing.plan import Plan, make_plan
from evaluering.results import Released
from evaluering.workspace import Workspace, load_workspace


@dataclass(frozen=True)
class Prepared:
    """The plan, the processed tables, and everything that may be shown."""

    plan: Plan
    tables: dict[str, ProcessedTable]
    released: Released
    store: Path


def process_all(workspace: Workspace, plan: Plan) -> dict[str, ProcessedTable]:
    """Every table of the plan from raw to processed.

    Problems of several files are reported together in one ``InputRefused``.
    """
    done, refused = {}, []
    for name in plan.tables:
        try:
            done[name] = process_table(workspace, name, software().code)
        except InputRefused as error:
            refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise InputRefused(
            f"{len(refused)} files",
            expected="; ".join(dict.fromkeys(error.expected for error in refused)),
            found="; ".join(f"{error.where}: {error.found}" for error in refused),
            next_step="mend them all, then see: evaluering check",
        )
    return done


def prepare(workspace: Workspace, ledger: Ledger, jobs: int) -> Prepared:
    """Bring processed tables, findings and the released store up to date."""
    plan = make_plan(workspace.configuration)
    tables = process_all(workspace, plan)
    findings = compute(workspace, plan, tables, jobs)
    released = solve(findings, Rules(workspace.configuration.disclosure.rules), ledger)
    store = save_released(workspace.private / "released", released)
    return Prepared(plan, tables, released, store)


def ledger_file(workspace: Workspace) -> Path:
    """Where the workspace's ledger is."""
    return workspace.reports / "ledger.jsonl"


def refresh(root: str) -> str:
    """Bring the store of a workspace up to date in this process; the path of the store.

    Called in a child process by notebooks opened by hand, so that no notebook's kernel reads data.
    """
    workspace = load_workspace(Path(root))
    return str(prepare(workspace, read_ledger(ledger_file(workspace)), jobs=1).store)

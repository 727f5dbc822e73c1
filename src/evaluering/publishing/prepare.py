"""Process, compute and solve for the whole plan: what rendering starts from."""

from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from evaluering.disclosure import (
    Beside,
    ChosenText,
    Ledger,
    read_ledger,
    rules_of,
    save_released,
    solve,
)
from evaluering.errors import InputRefused
from evaluering.intake import take_in
from evaluering.pipeline import (
    ProcessedTable,
    process_table,
    read_processed,
    store_delivered,
    store_undelivered,
)
from evaluering.publishing.chosen_texts import TextFiles, chosen_texts, read_texts
from evaluering.publishing.compute import compute
from evaluering.publishing.environment import software
from evaluering.publishing.kernels import LocalWorkers, Workers
from evaluering.publishing.past import mended_of
from evaluering.publishing.places import PLACE_TABLES, places_of
from evaluering.publishing.plan import Plan, make_plan
from evaluering.publishing.sheets import known_sheets, sheet_tables
from evaluering.publishing.written_forms import placed
from evaluering.results import Released
from evaluering.tables import TABLES
from evaluering.workspace import Workspace, load_workspace


@dataclass(frozen=True)
class Prepared:
    """The plan, the processed tables, everything that may be shown, and the ledger it was solved against."""

    plan: Plan
    tables: dict[str, ProcessedTable]
    released: Released
    store: Path
    ledger: Ledger


def process_all(workspace: Workspace, plan: Plan, beside: Iterable[str] = ()) -> dict[str, ProcessedTable]:
    """Every table of the plan, and those read ``beside`` it, from raw to processed."""
    delivered = [name for name in sorted({*plan.tables, *beside}) if not TABLES[name].file]
    embedded = process_embedded(workspace, plan.tables)
    return embedded | (process_delivered(workspace, delivered, plan.required) if delivered else {})


def process_embedded(workspace: Workspace, names: Iterable[str]) -> dict[str, ProcessedTable]:
    """The tables among ``names`` that are embedded in the workspace.

    Problems of several files are reported together in one ``InputRefused``.
    """
    done, refused = {}, []
    for name in names:
        if TABLES[name].file:
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


def process_delivered(
    workspace: Workspace, names: Sequence[str], required: Set[str]
) -> dict[str, ProcessedTable]:
    """The delivered tables ``names``; those nobody delivered without rows, where that is allowed."""
    intake = take_in(workspace)
    if intake.refused:
        raise intake.refused[0]
    lacking = sorted(name for name in names if name in required and name not in intake.tables)
    if lacking:
        raise InputRefused(
            "data/raw/deliveries",
            expected=f"the tables the reports rest on: {', '.join(lacking)}",
            found="no delivery of them",
            next_step="deliver them, or take the reports that rest on them out of evaluering.toml",
        )
    code = software().code
    return {
        name: store_delivered(workspace, intake.tables[name], code, synthetic=intake.synthetic)
        if name in intake.tables
        else store_undelivered(workspace, name, code)
        for name in names
    }


def prepare(
    workspace: Workspace, ledger: Ledger, workers: Workers, withdrawn: Container[str] = ()
) -> Prepared:
    """Bring processed tables, findings and the released store up to date, but for ``withdrawn`` reports."""
    rules = rules_of(workspace.configuration.disclosure)
    possible = make_plan(workspace.configuration).without(withdrawn)
    files = read_texts(workspace)
    tables = process_all(workspace, possible, (*files.tables, *sheet_tables(rules)))
    frames = {name: read_processed(workspace, name) for name in PLACE_TABLES if name in tables}
    places = places_of(frames)
    plan = _mended(workspace, ledger, placed(possible, workspace.configuration, frames, places))
    findings = compute(workspace, plan, tables, workers)
    sheets = known_sheets(workspace, plan, tables, workers)
    beside = Beside(_texts(workspace, plan, files, tables), sheets)
    released = solve(findings, rules, ledger, places, beside)
    store = save_released(workspace.private / "released", released)
    return Prepared(plan, tables, released, store, ledger)


def _mended(workspace: Workspace, ledger: Ledger, plan: Plan) -> Plan:
    """The plan with the changes behind the corrections of each report."""
    told = {job.report: workspace.configuration.corrections_of(job.report) for job in plan.jobs}
    mended = {report: mended_of(ledger, report, notes) for report, notes in told.items() if notes}
    return Plan(tuple(replace(job, mended=mended.get(job.report, ())) for job in plan.jobs))


def _texts(
    workspace: Workspace, plan: Plan, files: TextFiles, tables: Mapping[str, ProcessedTable]
) -> tuple[ChosenText, ...]:
    """The chosen texts of the plan's questions: a withdrawn report's texts are withdrawn with it."""
    planned = {job.question for job in plan.jobs}
    return tuple(one for one in chosen_texts(workspace, files, tables) if one.text.question in planned)


def ledger_file(workspace: Workspace) -> Path:
    """Where the workspace's ledger is."""
    return workspace.reports / "ledger.jsonl"


def refresh(root: str, environment: Mapping[str, str]) -> str:
    """Bring the store of a workspace up to date in this process; the path of the store.

    Called in a child process by notebooks opened by hand, so that no notebook's kernel reads data.
    """
    workspace = load_workspace(Path(root))
    with LocalWorkers(1, environment) as workers:
        return str(prepare(workspace, read_ledger(ledger_file(workspace)), workers).store)

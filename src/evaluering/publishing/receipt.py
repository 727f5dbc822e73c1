"""What a report was made from: the receipt beside each page, and what ``verify`` rebuilds from."""

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from evaluering.disclosure import finding_bytes, text_bytes
from evaluering.publishing.environment import software
from evaluering.publishing.formats.libraries import library_versions
from evaluering.publishing.listing import told_of
from evaluering.publishing.past import cells_digest, present_cells
from evaluering.publishing.plan import Job
from evaluering.publishing.session import page_of, texts_of
from evaluering.publishing.works import background_of
from evaluering.results import Basis, Released, ReleasedFinding
from evaluering.workspace import Workspace

Receipt = dict[str, Any]


def make_receipt(workspace: Workspace, job: Job, released: Released) -> Receipt:
    """Digests of everything a report is a function of; no path, clock or user in it."""
    findings = released.answers(job.question, job.variant)
    return {
        "format": 1,
        "report": job.report_id,
        "language": job.language.value,
        "formats": [one.value for one in job.formats],
        "libraries": library_versions(job.formats),
        "parameters": dict(job.parameters),
        "listed": told_of(job),
        "notebook": {
            "file": f"notebooks/{job.question}.ipynb",
            "digest": _digest(workspace.notebook_file(job.question)),
        },
        "inputs": _inputs(findings),
        "settings": settings_digest(workspace, job),
        "corrections": _corrections(workspace, job),
        "changed": _changed(job, released),
        "references": references_digest(workspace, job),
        "rules": released.rules,
        # Told on pages with judged findings; other pages do not change with it.
        "hidden": released.control.hidden if any(one.reason != "published" for one in findings) else None,
        "ledger_head": released.ledger_head,
        "released": _released(job, findings, released),
        "software": asdict(software()),
    }


def _released(job: Job, findings: tuple[ReleasedFinding, ...], released: Released) -> dict[str, str]:
    texts = {f"{one.kind}.{one.id}": text_bytes(one) for one in texts_of(job, released)}
    found = {finding.id: finding_bytes(finding) for finding in findings}
    return {name: sha256(content).hexdigest() for name, content in (found | texts).items()}


def _corrections(workspace: Workspace, job: Job) -> list[dict[str, str]]:
    return [
        {"date": one.date.isoformat(), "note": one.note}
        for one in workspace.configuration.corrections_of(job.report)
    ]


def _changed(job: Job, released: Released) -> list[dict[str, str]]:
    """The digests of what the report showed before and after each change that its page tells of."""
    if not job.mended:
        return []
    present = present_cells(page_of(job, released).findings)
    return [
        {
            "before": cells_digest(one.editions.before),
            "after": cells_digest(present if one.editions.after is None else one.editions.after),
        }
        for one in job.mended
    ]


def references_digest(workspace: Workspace, job: Job) -> str:
    """Digest of the works that the settings cite, as they are written; "" where they cite none."""
    works = background_of(workspace, job)
    return sha256(as_bytes([asdict(one) for one in works])).hexdigest() if works else ""


def _digest(notebook: Path) -> str:
    # A missing notebook fails its own report, later; it must not stop the others here.
    return sha256(notebook.read_bytes()).hexdigest() if notebook.is_file() else ""


def settings_digest(workspace: Workspace, job: Job) -> str:
    """Digest of what ``evaluering.toml`` says of the study, the language it is named in, and this report."""
    study = workspace.configuration.study.model_dump(mode="json")
    contract = job.contract.model_dump(mode="json")
    publication = workspace.configuration.publication_of(job.report).model_dump(mode="json")
    cites = list(workspace.configuration.cites_of(job.report))
    told = [study, workspace.configuration.language.value, contract, publication, cites]
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def page_key(receipt: Receipt) -> str:
    """Digest of all of a receipt that can reach the page: everything but the ledger head."""
    content = {name: value for name, value in receipt.items() if name != "ledger_head"}
    return sha256(as_bytes(content)).hexdigest()


def as_bytes(content: object) -> bytes:
    """Canonical JSON."""
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _inputs(findings: tuple[ReleasedFinding, ...]) -> list[dict[str, str]]:
    files = {basis.table: _files(basis) for finding in findings for basis in finding.basis}
    return [
        {"table": table, "file": f"data/raw/{file}", "digest": digest}
        for table, parts in sorted(files.items())
        for file, digest in parts
    ]


def _files(basis: Basis) -> tuple[tuple[str, str], ...]:
    return (*((account.file, account.digest) for account in basis.accounts), *basis.files)

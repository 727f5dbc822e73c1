"""What the attack on a release is told: released results and fixed texts, as plain data."""

from hashlib import sha256
from typing import Any

from evaluering.analysis import ANALYSES
from evaluering.disclosure import finding_bytes
from evaluering.language import catalogue
from evaluering.presentation.pages import style
from evaluering.publishing.plan import Plan
from evaluering.results import Released
from evaluering.workspace import Workspace

Handover = dict[str, Any]


def handover(workspace: Workspace, plan: Plan, released: Released) -> Handover:
    """For each report its released findings as canonical JSON, and the texts that may stand around them."""
    study = workspace.configuration.study
    return {
        "reports": {
            job.report_id: {
                "question": job.question,
                "language": job.language.value,
                "parameters": dict(job.parameters),
                "findings": [
                    finding_bytes(finding).decode() for finding in released.answers(job.question, job.variant)
                ],
            }
            for job in plan.jobs
        },
        "messages": {
            language.value: catalogue(language).forms() for language in {job.language for job in plan.jobs}
        },
        "questions": sorted(ANALYSES),
        "styles": [sha256(style()[0].encode()).hexdigest()],
        "study": [study.title, study.institution],
    }

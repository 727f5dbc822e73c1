"""What the attack on a release is told: released results and texts, and what anybody knows, as plain data."""

from collections.abc import Container, Iterable
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import Any

from evaluering.analysis import ANALYSES
from evaluering.disclosure import Withdrawn, finding_bytes, text_bytes
from evaluering.language import catalogue, show_day
from evaluering.presentation.pages import style
from evaluering.publishing.environment import software
from evaluering.publishing.formats.libraries import library_versions
from evaluering.publishing.front_page import ACCESSIBILITY, front_of
from evaluering.publishing.plan import Job
from evaluering.publishing.public_facts import public_facts
from evaluering.publishing.receipt import references_digest
from evaluering.publishing.session import texts_of
from evaluering.publishing.staging import Staged
from evaluering.publishing.works import citable
from evaluering.results import Control, Released
from evaluering.vocabulary import Language
from evaluering.workspace import Workspace

Handover = dict[str, Any]
_ROUNDED_TO = 1
"""Counts are shown as they are or not at all."""


def handover(workspace: Workspace, staged: Staged, withdrawn: Iterable[Withdrawn]) -> Handover:
    """What may stand in a staged release.

    For each report its released findings as canonical JSON and its corrections; for all of it the texts
    around them, what is told of disclosure control and withdrawals, what manifest and receipts name, and
    what anybody knows of the study besides.
    """
    released = staged.prepared.released
    study = workspace.configuration.study
    record = {
        "ledger_head": released.ledger_head,
        "cells": staged.shown.digest,
        "rules": released.rules,
        "software": _software(),
        "libraries": library_versions(),
    }
    return _with_withdrawn(
        {
            "reports": {job.report_id: _report(workspace, job, released) for job in staged.jobs},
            "messages": _messages({job.language for job in staged.jobs} | {workspace.configuration.language}),
            "language": workspace.configuration.language.value,
            "questions": sorted(ANALYSES),
            "styles": [sha256(style()[0].encode()).hexdigest()],
            "study": [study.title, study.institution],
            "control": _control(released.control, {job.language for job in staged.jobs}),
            "record": record,
            "rounding_base": _ROUNDED_TO,
            **public_facts(workspace, staged.tables),
        },
        withdrawn,
    )


def without(
    given: Handover, taken: Container[str], withdrawn: Iterable[Withdrawn], **record: str
) -> Handover:
    """What may stand in a release that is another without the reports ``taken``.

    ``withdrawn``: every report taken back so far; ``record``: what manifest and receipts name otherwise.
    """
    left = {name: report for name, report in given["reports"].items() if name not in taken}
    changed = {"reports": left, "record": given["record"] | record}
    return _with_withdrawn(given | changed, withdrawn)


def _with_withdrawn(given: Handover, withdrawn: Iterable[Withdrawn]) -> Handover:
    told = [(one, Language(one.language)) for one in withdrawn]
    messages = given["messages"] | _messages({language for _, language in told})
    return given | {
        "messages": messages,
        "pages": [ACCESSIBILITY],
        "withdrawn": [_withdrawal(*pair) for pair in told],
    }


def _withdrawal(one: Withdrawn, language: Language) -> dict[str, str]:
    return {
        "report": one.report,
        "language": language.value,
        "title": one.title,
        "day": show_day(date.fromisoformat(one.date), language),
        "reason": one.reason,
    }


def _report(workspace: Workspace, job: Job, released: Released) -> dict[str, Any]:
    answers = released.answers(job.question, job.variant)
    front = front_of(workspace, job)
    return {
        "question": job.question,
        "language": job.language.value,
        "formats": [one.value for one in job.formats],
        "parameters": dict(job.parameters),
        "findings": [finding_bytes(finding).decode() for finding in answers],
        "front_matter": list(front.texts),
        "addresses": list(front.addresses),
        "references": references_digest(workspace, job),
        "works": [[work.text, work.address] for work in citable(workspace, job, answers)],
        "page": list(job.contract.findings),
        "texts": [text_bytes(one).decode() for one in texts_of(job, released)],
        "corrections": [
            {"date": one.date.isoformat(), "day": show_day(one.date, job.language), "note": one.note}
            for one in workspace.configuration.corrections_of(job.report)
        ],
    }


def _messages(languages: Iterable[Language]) -> dict[str, Any]:
    return {language.value: catalogue(language).forms() for language in languages}


def _control(control: Control, languages: Iterable[Language]) -> dict[str, Any]:
    return {
        "thresholds": dict(control.thresholds),
        "exemptions": [
            asdict(one) | {"dated": {name.value: show_day(one.dated, name) for name in sorted(languages)}}
            for one in control.exemptions
        ],
        "hidden": control.hidden,
    }


def _software() -> dict[str, Any]:
    return asdict(software())

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
from evaluering.publishing.change_list import CHANGES
from evaluering.publishing.environment import software
from evaluering.publishing.formats.docx_parts import digests_of_parts
from evaluering.publishing.formats.libraries import library_versions
from evaluering.publishing.front_page import ACCESSIBILITY, front_of
from evaluering.publishing.listing import told_of
from evaluering.publishing.past import Mended, cells_told
from evaluering.publishing.place_names import Network
from evaluering.publishing.plan import Job
from evaluering.publishing.public_facts import public_facts
from evaluering.publishing.receipt import references_digest
from evaluering.publishing.session import texts_of
from evaluering.publishing.staging import Staged, changes_of
from evaluering.publishing.works import citable, works_of
from evaluering.results import Control, Released
from evaluering.vocabulary import Language
from evaluering.workspace import Workspace

Handover = dict[str, Any]
_ROUNDED_TO = 1
"""Counts are shown as they are or not at all."""


def handover(workspace: Workspace, staged: Staged, withdrawn: tuple[Withdrawn, ...]) -> Handover:
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
        "libraries": library_versions({one for job in staged.jobs for one in job.formats}),
    }
    return _with_withdrawn(
        {
            "reports": {job.report_id: _report(workspace, job, released) for job in staged.jobs},
            "messages": _messages({job.language for job in staged.jobs} | {workspace.configuration.language}),
            "language": workspace.configuration.language.value,
            "questions": sorted(ANALYSES),
            "styles": [sha256(style()[0].encode()).hexdigest()],
            "document_parts": {name.value: digests_of_parts(name.value) for name in Language},
            "study": [study.title, study.institution],
            "control": _control(released.control, {job.language for job in staged.jobs}),
            "record": record,
            "changes": changes_of(workspace, staged.prepared, staged.shown.record, withdrawn).told,
            "rounding_base": _ROUNDED_TO,
            **public_facts(workspace, staged.tables),
        },
        withdrawn,
    )


def without(
    given: Handover,
    taken: Container[str],
    withdrawn: Iterable[Withdrawn],
    changes: dict[str, Any],
    **record: str,
) -> Handover:
    """What may stand in a release that is another without the reports ``taken``.

    ``withdrawn``: every report taken back so far; ``changes``: what its change list tells of; ``record``:
    what manifest and receipts name otherwise.
    """
    left = {name: report for name, report in given["reports"].items() if name not in taken}
    changed = {"reports": left, "record": given["record"] | record, "changes": changes}
    return _with_withdrawn(given | changed, withdrawn)


def _with_withdrawn(given: Handover, withdrawn: Iterable[Withdrawn]) -> Handover:
    told = [(one, Language(one.language)) for one in withdrawn]
    messages = given["messages"] | _messages({language for _, language in told})
    return given | {
        "messages": messages,
        "pages": [ACCESSIBILITY, CHANGES],
        "networks": _networks(given["reports"].values()),
        "withdrawn": [_withdrawal(*pair) for pair in told],
    }


def _networks(reports: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The page of each network that a report is of or in, with the network's identifier."""
    networks = [Network(**one) for report in reports for one in report.get("listed", {}).get("networks", ())]
    return {one.page: one.identifier for one in networks}


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
    works = citable(works_of(workspace, job), job.question, job.language, answers)
    return {
        "question": job.question,
        "language": job.language.value,
        "title": front.title,
        "listed": told_of(job),
        "formats": [one.value for one in job.formats],
        "parameters": dict(job.parameters),
        "findings": [finding_bytes(finding).decode() for finding in answers],
        "front_matter": list(front.texts),
        "addresses": list(front.addresses),
        "references": references_digest(workspace, job),
        "works": [[work.text, work.address] for work in works],
        "page": list(job.contract.findings),
        "texts": [text_bytes(one).decode() for one in texts_of(job, released)],
        "mended": [_mended(one) for one in job.mended],
        "corrections": [
            {"date": one.date.isoformat(), "day": show_day(one.date, job.language), "note": one.note}
            for one in workspace.configuration.corrections_of(job.report)
        ],
    }


def _mended(one: Mended) -> dict[str, Any]:
    after = one.editions.after
    return {
        "before": cells_told(one.editions.before),
        "after": None if after is None else cells_told(after),
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

"""The plan once the tables are read: reports in the written form their municipality decided, places named."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from evaluering.analysis.scope import scope_of
from evaluering.disclosure import Places
from evaluering.errors import InputRefused
from evaluering.publishing.listing import place_of
from evaluering.publishing.place_names import PlaceNames
from evaluering.publishing.plan import Job, Plan
from evaluering.settings import Configuration, Report
from evaluering.vocabulary import Language

_NEUTRAL = "neutral"


def placed(
    plan: Plan, configuration: Configuration, frames: Mapping[str, pd.DataFrame], places: Places
) -> Plan:
    """The plan with each report's place named, and in the language its municipality decided.

    ``frames``: the tables of places, by name. Of a report with ``language_by`` the job in the decided form is
    kept; where the municipality is neutral, in that the report says. Raises ``InputRefused`` naming every
    such report whose municipality has decided nothing that was delivered.
    """
    chosen = _chosen(configuration, frames)
    names = PlaceNames(frames, places)
    jobs = (job for job in plan.jobs if chosen.get(job.report, job.language) == job.language)
    return Plan(tuple(replace(job, place=names.of(*_place(job))) for job in jobs))


def _place(job: Job) -> tuple[str, str]:
    return place_of(scope_of(dict(job.parameters)))


def _chosen(configuration: Configuration, frames: Mapping[str, pd.DataFrame]) -> dict[str, Language]:
    asked = [report for report in configuration.reports if report.language_by]
    forms = _forms(frames) if asked else {}
    found = {report.id: _decided(report, forms) for report in asked}
    unknown = sorted(report for report, language in found.items() if language is None)
    if unknown:
        raise InputRefused(
            "written_form of municipalities",
            expected="nb, nn or neutral for the municipality of every report with language_by",
            found=f"nothing for {', '.join(unknown)}",
            next_step="deliver written_form for them, or give these reports languages in evaluering.toml",
        )
    return {report: language for report, language in found.items() if language is not None}


def _decided(report: Report, forms: Mapping[str, str]) -> Language | None:
    form = forms.get(str(report.parameters["municipality"]), "")
    if form == _NEUTRAL:
        return report.neutral
    return Language(form) if form else None


def _forms(frames: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The written form by municipality number, of those that have decided one."""
    if "municipalities" not in frames:
        return {}
    known = frames["municipalities"].dropna(subset=["written_form"])
    return {
        str(number): str(form)
        for number, form in zip(known["municipality"], known["written_form"], strict=True)
        if form
    }

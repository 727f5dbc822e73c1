"""Which formats reports are made in: as the settings say, fewer by choice, or as a release was made."""

from collections.abc import Mapping
from typing import Any

from evaluering.errors import WrongUse
from evaluering.settings import Report
from evaluering.vocabulary import Format
from evaluering.workspace import Workspace


def in_formats(workspace: Workspace, given: str | None) -> Workspace:
    """The workspace with its reports in no other formats than those ``given``, named with commas between.

    Nothing given changes nothing. Raises ``WrongUse`` for an unknown format, and when HTML, which the others
    are made from, is left out.
    """
    if given is None:
        return workspace
    names = [name.strip() for name in given.split(",")]
    if Format.HTML not in names or not set(names) <= set(Format):
        raise WrongUse(
            "--formats",
            expected=f"html, or with commas between: {', '.join(Format)}",
            found="something else",
            next_step="name the formats to make; those of each report are in evaluering.toml",
        )
    return _with_reports(
        workspace,
        [
            _with(report, tuple(one for one in report.formats if one in names))
            for report in workspace.configuration.reports
        ],
    )


def as_recorded(workspace: Workspace, receipts: Mapping[str, Mapping[str, Any]]) -> Workspace:
    """The workspace with its reports in the formats their ``receipts`` name, by report id."""
    return _with_reports(
        workspace, [_with(report, _recorded(report, receipts)) for report in workspace.configuration.reports]
    )


def _recorded(report: Report, receipts: Mapping[str, Mapping[str, Any]]) -> tuple[Format, ...]:
    """A receipt that names no format we know was changed: the files it rebuilds will differ, and be named."""
    for language in report.possible_languages:
        named = receipts.get(f"{report.id}-{language.value}", {}).get("formats")
        if isinstance(named, list) and named and all(one in list(Format) for one in named):
            return tuple(Format(one) for one in named)
    return report.formats


def _with(report: Report, formats: tuple[Format, ...]) -> Report:
    return report.model_copy(update={"formats": formats})


def _with_reports(workspace: Workspace, reports: list[Report]) -> Workspace:
    configuration = workspace.configuration.model_copy(update={"reports": tuple(reports)})
    return workspace.model_copy(update={"configuration": configuration})

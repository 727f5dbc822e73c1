"""A team's internal sheet about its own users, written for its owner's eyes."""

import os
from pathlib import Path

from evaluering.disclosure import internal_sheet, rules_of
from evaluering.durable import write_whole
from evaluering.errors import EnvironmentProblem, WrongUse
from evaluering.language import catalogue
from evaluering.presentation import internal_page
from evaluering.publishing.chosen_texts import STATEMENT_TABLES, statements_of_team
from evaluering.publishing.compute import compute_questions
from evaluering.publishing.kernels import Workers
from evaluering.publishing.prepare import process_delivered
from evaluering.publishing.release_lock import lock
from evaluering.publishing.sheets import of_team, own_tables, sheet_tables, teams_of, unscoped
from evaluering.settings import Value
from evaluering.workspace import CONFIGURATION, Workspace, checked_parameters

FOLDER = "internal"
"""Sheets for teams about their own users; never part of a release."""


def write_sheet(workspace: Workspace, team: str, workers: Workers) -> Path:
    """Write the sheet of a team to ``internal/<team>/index.html``, for its owner's eyes; the file.

    Raises ``WrongUse`` when evaluering.toml asks for no sheets or the team is not in ``teams``.
    """
    if not sheet_tables(rules_of(workspace.configuration.disclosure)):
        raise _no_sheets()
    # Tables are stored again for it: a build would read them, and an erasure miss them.
    with lock(workspace):
        page = _page(workspace, team, workers)
        return _written(workspace.work / FOLDER / team / "index.html", page)


def _page(workspace: Workspace, team: str, workers: Workers) -> str:
    rules = rules_of(workspace.configuration.disclosure)
    needed = sorted({*sheet_tables(rules), *STATEMENT_TABLES})
    tables = process_delivered(workspace, needed, frozenset({"teams"}))
    if team not in teams_of(workspace):
        raise _no_team()
    asked = [(name, of_team(team, _defaults(workspace, name))) for name in rules.sheets]
    findings = [one for some in compute_questions(workspace, asked, tables, workers) for one in some]
    study = workspace.configuration.study
    return internal_page(
        team,
        internal_sheet(findings, own_tables(tables), rules),
        statements_of_team(workspace, team),
        (study.title, study.institution),
        catalogue(workspace.configuration.language),
    )


def _no_sheets() -> WrongUse:
    return WrongUse(
        "sheet",
        expected=f"questions under sheets in [disclosure] of {CONFIGURATION}",
        found="none",
        next_step='name them, such as sheets = ["session_feedback"]: every release is then safe from teams'
        " that know their sheets",
    )


def _no_team() -> WrongUse:
    return WrongUse(
        "sheet",
        expected="a team that was delivered in teams",
        found="another one",
        next_step="use the team's identifier as it is delivered",
    )


def _defaults(workspace: Workspace, question: str) -> tuple[tuple[str, Value], ...]:
    declared = question in workspace.configuration.notebooks
    return unscoped(checked_parameters(workspace.configuration, question, {}).items() if declared else ())


def _written(file: Path, page: str) -> Path:
    try:
        for folder in (file.parent.parent, file.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)
        # Sheets are never to be shared by way of a repository.
        write_whole(file.parent.parent / ".gitignore", b"*\n")
        write_whole(file, f"{page.strip()}\n".encode(), 0o600)
    except OSError as error:
        raise EnvironmentProblem(
            "internal",
            expected="a folder that can be written to, with free space",
            found=os.strerror(error.errno or 0),
            next_step="check rights and free space",
        ) from None
    return file

"""Internal sheets: what each team may see of its own users, never part of a release."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path

from evaluering.analysis import ANALYSES
from evaluering.analysis.scope import Scope, read_for
from evaluering.disclosure import Rules, Sheet, internal_sheet, is_of_own_users, known_to_team, rules_of
from evaluering.errors import EnvironmentProblem, InputRefused, WrongUse
from evaluering.language import catalogue
from evaluering.pipeline import ProcessedTable, read_processed
from evaluering.presentation import internal_page
from evaluering.publishing.compute import Question, compute_questions
from evaluering.publishing.plan import Plan
from evaluering.results import Finding
from evaluering.settings import Value
from evaluering.tables import TABLES
from evaluering.workspace import CONFIGURATION, Workspace, checked_parameters

FOLDER = "internal"
"""Sheets for teams about their own users; never part of a release."""
_SCOPES = frozenset(field.name for field in fields(Scope))
_TEAM = Scope(team="any")
Processed = Mapping[str, ProcessedTable]


def sheet_tables(rules: Rules) -> tuple[str, ...]:
    """The tables that the sheets of the rules rest on, with those a team's part is found by."""
    _refuse_unknown(rules)
    return tuple(sorted({name for one in rules.sheets for name in read_for(ANALYSES[one].slices, _TEAM)}))


def _refuse_unknown(rules: Rules) -> None:
    unknown = sorted(name for name in rules.sheets if not _is_of_deliveries(name))
    if unknown or (rules.sheets and rules.name != "protected"):
        raise InputRefused(
            f"{CONFIGURATION}, disclosure.sheets",
            expected="questions that an analysis answers from delivered tables, under the rules 'protected'",
            found=f"none for {', '.join(unknown)}" if unknown else f"the rules '{rules.name}'",
            next_step="mend the list, or the rules",
        )


def _is_of_deliveries(question: str) -> bool:
    return question in ANALYSES and not any(TABLES[name].file for name in ANALYSES[question].slices)


def known_sheets(workspace: Workspace, plan: Plan, tables: Processed, workers: int) -> tuple[Sheet, ...]:
    """What every team would know by its sheet: of the planned questions, with the parameters planned."""
    rules = rules_of(workspace.configuration.disclosure)
    planned = {(name, _unscoped(given)) for name, given in plan.questions if name in rules.sheets}
    if not planned:
        return ()
    teams = _teams(workspace)
    asked = {team: [(name, _of_team(team, given)) for name, given in sorted(planned)] for team in teams}
    every = [question for questions in asked.values() for question in questions]
    found = _by_question(compute_questions(workspace, every, tables, workers), every)
    return tuple(
        known_to_team(team, [one for question in asked[team] for one in found[question]], _own(tables), rules)
        for team in teams
    )


def _by_question(
    found: Iterable[tuple[Finding, ...]], asked: Iterable[Question]
) -> dict[Question, tuple[Finding, ...]]:
    return dict(zip(asked, found, strict=True))


def write_sheet(workspace: Workspace, team: str, workers: int) -> Path:
    """Write the sheet of a team to ``internal/<team>/index.html``, for its owner's eyes; the file.

    Raises ``WrongUse`` when evaluering.toml asks for no sheets or the team is not in ``teams``.
    """
    # Here, because preparing a release in turn asks what every team knows.
    from evaluering.publishing.chosen_texts import STATEMENT_TABLES, statements_of_team
    from evaluering.publishing.prepare import process_delivered

    rules = rules_of(workspace.configuration.disclosure)
    names = sheet_tables(rules)
    if not names:
        raise _no_sheets()
    needed = sorted({*names, *STATEMENT_TABLES})
    tables = process_delivered(workspace, needed, frozenset({"teams"}))
    if team not in _teams(workspace):
        raise _no_team()
    asked = [(name, _of_team(team, _defaults(workspace, name))) for name in rules.sheets]
    findings = [one for some in compute_questions(workspace, asked, tables, workers) for one in some]
    study = workspace.configuration.study
    page = internal_page(
        team,
        internal_sheet(findings, _own(tables), rules),
        statements_of_team(workspace, team),
        (study.title, study.institution),
        catalogue(workspace.configuration.language),
    )
    return _written(workspace.work / FOLDER / team / "index.html", page)


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


def _unscoped(given: Iterable[tuple[str, Value]]) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted((name, value) for name, value in given if name not in _SCOPES))


def _of_team(team: str, given: Iterable[tuple[str, Value]]) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted([*given, ("team", team)]))


def _defaults(workspace: Workspace, question: str) -> tuple[tuple[str, Value], ...]:
    declared = question in workspace.configuration.notebooks
    return _unscoped(checked_parameters(workspace.configuration, question, {}).items() if declared else ())


def _teams(workspace: Workspace) -> tuple[str, ...]:
    return tuple(sorted(set(map(str, read_processed(workspace, "teams")["team"]))))


def _own(tables: Processed) -> frozenset[str]:
    return frozenset(
        name
        for name, one in tables.items()
        if is_of_own_users(one.basis, [column.name for column in TABLES[name].columns])
    )


def _written(file: Path, page: str) -> Path:
    try:
        for folder in (file.parent.parent, file.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)
        # Sheets are never to be shared by way of a repository.
        (file.parent.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        staged = file.with_name(f".{file.name}.{os.getpid()}")
        staged.touch(mode=0o600)
        staged.write_text(page.strip() + "\n", encoding="utf-8")
        staged.replace(file)
    except OSError as error:
        raise EnvironmentProblem(
            "internal",
            expected="a folder that can be written to, with free space",
            found=os.strerror(error.errno or 0),
            next_step="check rights and free space",
        ) from None
    return file

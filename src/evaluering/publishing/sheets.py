"""What every team knows by its internal sheet, which every release must be safe beside."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from evaluering.analysis import ANALYSES
from evaluering.analysis.scope import Scope, read_for
from evaluering.disclosure import Rules, Sheet, is_of_own_users, known_to_team, rules_of
from evaluering.errors import InputRefused
from evaluering.pipeline import ProcessedTable, read_processed
from evaluering.publishing.compute import Question, compute_questions
from evaluering.publishing.kernels import Workers
from evaluering.publishing.plan import Plan
from evaluering.results import Finding
from evaluering.settings import Value
from evaluering.tables import TABLES
from evaluering.workspace import CONFIGURATION, Workspace

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


def known_sheets(workspace: Workspace, plan: Plan, tables: Processed, workers: Workers) -> tuple[Sheet, ...]:
    """What every team would know by its sheet: of the planned questions, with the parameters planned."""
    rules = rules_of(workspace.configuration.disclosure)
    planned = {(name, unscoped(given)) for name, given in plan.questions if name in rules.sheets}
    if not planned:
        return ()
    teams = teams_of(workspace)
    asked = {team: [(name, of_team(team, given)) for name, given in sorted(planned)] for team in teams}
    every = [question for questions in asked.values() for question in questions]
    found = _by_question(compute_questions(workspace, every, tables, workers), every)
    return tuple(
        known_to_team(
            team, [one for question in asked[team] for one in found[question]], own_tables(tables), rules
        )
        for team in teams
    )


def _by_question(
    found: Iterable[tuple[Finding, ...]], asked: Iterable[Question]
) -> dict[Question, tuple[Finding, ...]]:
    return dict(zip(asked, found, strict=True))


def unscoped(given: Iterable[tuple[str, Value]]) -> tuple[tuple[str, Value], ...]:
    """The parameters but for those that name a part of the study, in order of their names."""
    return tuple(sorted((name, value) for name, value in given if name not in _SCOPES))


def of_team(team: str, given: Iterable[tuple[str, Value]]) -> tuple[tuple[str, Value], ...]:
    """The parameters with the team they are asked for."""
    return tuple(sorted([*given, ("team", team)]))


def teams_of(workspace: Workspace) -> tuple[str, ...]:
    """Every delivered team, in order."""
    return tuple(sorted(set(map(str, read_processed(workspace, "teams")["team"]))))


def own_tables(tables: Processed) -> frozenset[str]:
    """The tables that are about a team's own users."""
    return frozenset(
        name
        for name, one in tables.items()
        if is_of_own_users(one.basis, [column.name for column in TABLES[name].columns])
    )

"""The texts of a workspace that someone chose and approved, held against its data."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

import pandas as pd

from evaluering.disclosure import ChosenText, rules_of
from evaluering.pipeline import read_processed
from evaluering.texts import (
    OF_TEAMS,
    READ_BESIDE,
    Answers,
    ApprovalFile,
    QuoteFile,
    approved_statements,
    counted_quotes,
    own_statements,
    read_approvals,
    read_quotes,
)
from evaluering.workspace import Workspace

STATEMENT_TABLES = tuple(sorted({*OF_TEAMS, "goals", *READ_BESIDE}))
"""Tables with what teams say of their own work, and those a team's part of them is found by."""


@dataclass(frozen=True)
class TextFiles:
    """The files of ``texts/``, read."""

    quotes: QuoteFile
    approvals: ApprovalFile

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables to process beside those of the plan; none without texts."""
        own = {*self.quotes.tables, *self.approvals.tables}
        return tuple(sorted(own | set(READ_BESIDE))) if own else ()


def read_texts(workspace: Workspace) -> TextFiles:
    """The files of ``texts/``. Raises ``InputRefused`` for the faults of each."""
    notebooks = workspace.configuration.notebooks
    return TextFiles(read_quotes(workspace.root, notebooks), read_approvals(workspace.root, notebooks))


def chosen_texts(workspace: Workspace, files: TextFiles, processed: Container[str]) -> tuple[ChosenText, ...]:
    """What the files ask for, each with how many answered in words; for ``solve`` to decide."""
    if not files.tables:
        return ()
    answers = _answers(workspace, [name for name in files.tables if name in processed])
    fewest = rules_of(workspace.configuration.disclosure).counts
    quotes = counted_quotes(files.quotes, answers, fewest)
    return (*quotes, *approved_statements(files.approvals, answers))


def statements_of_team(workspace: Workspace, team: str) -> tuple[str, ...]:
    """What a team says of its own work, as processed: for its own sheet alone."""
    return own_statements(_answers(workspace, STATEMENT_TABLES), team)


def _answers(workspace: Workspace, names: Iterable[str]) -> Answers:
    every = list(names)
    return Answers(
        {name: read_processed(workspace, name) for name in every},
        {name: words for name in every if (words := _free_text(workspace, name)) is not None},
    )


def _free_text(workspace: Workspace, name: str) -> pd.DataFrame | None:
    file = workspace.processed / "free_text" / f"{name}.parquet"
    return pd.read_parquet(file) if file.is_file() else None

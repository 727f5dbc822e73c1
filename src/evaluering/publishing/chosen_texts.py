"""The texts of a workspace that someone chose and approved, held against its data."""

from collections.abc import Container
from dataclasses import dataclass

import pandas as pd

from evaluering.disclosure import ChosenText, rules_of
from evaluering.pipeline import read_processed
from evaluering.texts import READ_BESIDE, Answers, QuoteFile, counted_quotes, read_quotes
from evaluering.workspace import Workspace


@dataclass(frozen=True)
class TextFiles:
    """The files of ``texts/``, read."""

    quotes: QuoteFile

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables to process beside those of the plan; none without texts."""
        own = {*self.quotes.tables}
        return tuple(sorted(own | set(READ_BESIDE))) if own else ()


def read_texts(workspace: Workspace) -> TextFiles:
    """The files of ``texts/``. Raises ``InputRefused`` for the faults of each."""
    return TextFiles(read_quotes(workspace.root, workspace.configuration.notebooks))


def chosen_texts(workspace: Workspace, files: TextFiles, processed: Container[str]) -> tuple[ChosenText, ...]:
    """What the files ask for, each with how many answered in words; for ``solve`` to decide."""
    if not files.tables:
        return ()
    names = [name for name in files.tables if name in processed]
    answers = Answers(
        {name: read_processed(workspace, name) for name in names},
        {name: words for name in names if (words := _free_text(workspace, name)) is not None},
    )
    fewest = rules_of(workspace.configuration.disclosure).counts
    return counted_quotes(files.quotes, answers, fewest)


def _free_text(workspace: Workspace, name: str) -> pd.DataFrame | None:
    file = workspace.processed / "free_text" / f"{name}.parquet"
    return pd.read_parquet(file) if file.is_file() else None

"""Declared tables, columns and answers in words, in three languages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from evaluering.errors import OwnFault
from evaluering.tables.declaration import Column, Table
from evaluering.vocabulary import Language

Texts = Mapping[str, str]


@cache
def wordings_file() -> dict[str, Any]:
    """``language/wordings.toml`` as it stands: tables, columns, answers, groups and words."""
    text = (files("evaluering.language") / "wordings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True)
class Wordings:
    """What tables, columns and answers are called in one language.

    English is read from the declarations themselves; bokmål and nynorsk from the catalogue. A wording
    for one table's column goes before that of all columns of the name. Every method raises ``OwnFault``
    when the catalogue lacks the wording.
    """

    language: Language

    def table_title(self, table: Table) -> str:
        """A short name: a heading."""
        if self.language is Language.ENGLISH:
            return _as_words(table.name)
        return self._in(wordings_file()["tables"], table.name, "title")

    def table_purpose(self, table: Table) -> str:
        """What the table is for, without a full stop."""
        if self.language is Language.ENGLISH:
            return table.description
        return self._in(wordings_file()["tables"], table.name, "purpose")

    def column_meaning(self, table: Table, column: Column) -> str:
        """What a column of a table holds."""
        if self.language is Language.ENGLISH:
            return _capital(column.description)
        own = wordings_file()["columns_of"].get(table.name, {})
        return self._in(own if column.name in own else wordings_file()["columns"], column.name)

    def answer(self, column: Column, code: str) -> str:
        """What a code of a column means."""
        own = wordings_file()["answers_of"].get(column.name, {})
        entries = own if code in own else wordings_file()["answers"]
        if self.language is Language.ENGLISH and "en" not in entries.get(code, {}):
            return code.replace("_", " ")
        return self._in(entries, code)

    def group(self, name: str) -> str:
        """The name of a group of tables."""
        return self._in(wordings_file()["groups"], name)

    def word(self, name: str, **values: str) -> str:
        """A fixed text, its placeholders filled."""
        return self._in(wordings_file()["words"], name).format(**values)

    def _in(self, entries: Mapping[str, Any], *path: str) -> str:
        found: Any = entries
        for name in (*path, self.language.value):
            found = found.get(name) if isinstance(found, Mapping) else None
        if not isinstance(found, str):
            raise OwnFault(
                f"wording of {'.'.join(path)} ({self.language.value})",
                expected="a wording for every declared table, column and answer",
                found="none",
                next_step="add it to src/evaluering/language/wordings.toml",
            )
        return found


def _as_words(name: str) -> str:
    return _capital(name.replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""The codebook as a page: every table, column and answer in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from evaluering.language import show_tick
from evaluering.presentation.pages import style
from evaluering.presentation.templating import render
from evaluering.settings import Study
from evaluering.tables import TABLES, Column, ColumnType, Table, Wordings
from evaluering.vocabulary import Unit


@dataclass(frozen=True)
class ColumnShown:
    """A row of the page: a column's meaning, what it takes, and what to know of it."""

    name: str
    meaning: str
    takes: str
    answers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    refers_to: tuple[str, str] | None


@dataclass(frozen=True)
class TableShown:
    """A table of the page: its heading, facts and columns."""

    name: str
    title: str
    purpose: str
    protects: str
    audience: str
    key: tuple[str, ...]
    columns: tuple[ColumnShown, ...]


@dataclass(frozen=True)
class GroupShown:
    """A chapter of the page."""

    name: str
    title: str
    tables: tuple[TableShown, ...]


def codebook_page(study: Study, groups: Mapping[str, tuple[Table, ...]], words: Wordings) -> str:
    """The page in the language of ``words``: valid HTML, no script, nothing fetched, no data."""
    sheet, policy = style("codebook.css")
    return render(
        "codebook.html.j2",
        language=words.language.value,
        site=study.title,
        institution=study.institution,
        study=study,
        words=words,
        style=sheet,
        policy=policy,
        groups=tuple(
            GroupShown(name, words.group(name), tuple(_table(table, words) for table in tables))
            for name, tables in groups.items()
        ),
    )


def _table(table: Table, words: Wordings) -> TableShown:
    return TableShown(
        name=table.name,
        title=words.table_title(table),
        purpose=words.table_purpose(table),
        protects=words.word(f"protects_{table.protects.name.lower()}"),
        audience=words.word(f"audience_{table.audience.name.lower()}"),
        key=table.key,
        columns=tuple(_column(table, column, words) for column in table.delivered),
    )


def _column(table: Table, column: Column, words: Wordings) -> ColumnShown:
    other = TABLES[column.references] if column.references else None
    return ColumnShown(
        name=column.name,
        meaning=words.column_meaning(table, column),
        takes=_takes(column, words),
        answers=tuple((words.answer(column, code), code) for code in column.allowed),
        notes=_notes(column, words),
        refers_to=(other.name, words.table_title(other)) if other else None,
    )


def _takes(column: Column, words: Wordings) -> str:
    kind = words.word("type_free_text" if column.free_text else f"type_{column.type.value}")
    if column.type is ColumnType.CODE:
        return kind
    unit = words.word(f"unit_{column.unit}") if column.unit else ""
    parts = (kind, _bounds(column, words), f"({unit})" if unit else "")
    return " ".join(part for part in parts if part) + "."


def _bounds(column: Column, words: Wordings) -> str:
    low, high = (
        "" if bound is None else show_tick(bound, Unit.COUNT, words.language)
        for bound in (column.minimum, column.maximum)
    )
    if low and high:
        return words.word("between", low=low, high=high)
    if low:
        return words.word("at_least", low=low)
    return words.word("at_most", high=high) if high else ""


def _notes(column: Column, words: Wordings) -> tuple[str, ...]:
    notes = (
        ("may_be_empty" if column.may_be_empty else "required", True),
        ("free_text_note", column.free_text),
        ("quasi_identifier_note", column.quasi_identifier),
    )
    return tuple(words.word(name) for name, applies in notes if applies)

"""Delivered files and what is known of their columns: which hold persons' identifiers, and which do not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from evaluering.deliveries import MAPPING, DeliveredFile, delivery_folders, load_delivery
from evaluering.erasure.needle import Needle
from evaluering.errors import InputRefused
from evaluering.processing import ColumnMapping, source_columns
from evaluering.reading import (
    STATISTICAL,
    RawTable,
    read_delimited,
    read_parquet,
    read_statistical,
    read_workbook,
)
from evaluering.tables import TABLES, Column, ColumnType, Table
from evaluering.workspace import Workspace

DELIMITED = (".csv", ".tsv", ".txt")
_READABLE = (*DELIMITED, ".xlsx", ".parquet", *STATISTICAL)
_GUIDE_SHEETS = ("instructions", "lists", "results")
_TEXTS = (ColumnType.TEXT, ColumnType.IDENTIFIER)
_REFERRED_TO = {column.references for table in TABLES.values() for column in table.columns}


@dataclass(frozen=True)
class Sheet:
    """A delivered table with the roles of its columns, by the file's own names for them.

    ``persons`` hold identifiers of persons, ``things`` those of teams, municipalities and the like,
    ``values`` numbers, dates and codes. ``answers`` maps the file's words to our identifiers.
    """

    raw: RawTable
    persons: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def rows_of(self, needle: Needle) -> list[int]:
        """The numbers of the rows in which a person's column holds the identifier."""
        found = pd.Series(False, index=self.raw.frame.index)
        for column in sorted(self.persons):
            found |= self._cells(column, needle)
        return [int(row) for row in found.index[found]]

    def names_a_thing(self, needle: Needle) -> bool:
        """Whether the identifier is that of a team, a municipality or another thing."""
        return any(self._cells(column, needle).any() for column in self.things)

    def speaks_of(self, needle: Needle) -> bool:
        """Whether the identifier is in any other place: words, headings, rows that do not fit."""
        raw = self.raw
        words = [raw.sheet, *map(str, raw.frame.columns), *raw.malformed_text]
        words += [text for _, text in raw.metadata]
        skipped = self.persons | self.things | (frozenset() if needle.is_distinctive else self.values)
        for column in raw.frame.columns:
            if column not in skipped:
                words += list(raw.frame[column].unique())
        return any(needle.in_words(text) for text in words)

    def _cells(self, column: str, needle: Needle) -> pd.Series:
        known = self.answers.get(column, {})
        texts = self.raw.frame[column]
        verdicts = {text: needle.is_cell(known.get(text.strip(), text)) for text in texts.unique()}
        return texts.map(verdicts).astype(bool)


@dataclass(frozen=True)
class Source:
    """A delivered file; ``sheets`` is empty for one that cannot be read as it is."""

    name: str
    sheets: tuple[Sheet, ...]
    files: tuple[DeliveredFile, ...] = ()

    @property
    def encoding(self) -> str:
        """The encoding the mapping states, or ""."""
        return self.files[0].encoding if self.files else ""

    @property
    def delimiter(self) -> str:
        """The delimiter the mapping states, or ""."""
        return self.files[0].delimiter if self.files else ""


def sources(workspace: Workspace) -> Iterator[Source]:
    """Every file in ``data/raw/deliveries`` and ``data/raw/sample`` that may hold rows."""
    for folder in _folders(workspace):
        mapped = _mapped(folder)
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder).as_posix()
            if path.suffix.lower() in _READABLE and path.is_file() and not path.is_symlink():
                files = tuple(file for file in mapped if file.name == inside)
                yield read_source(workspace.raw, path.relative_to(workspace.raw).as_posix(), files)


def _folders(workspace: Workspace) -> list[Path]:
    sample = workspace.raw / "sample"
    nested = sorted(file.parent for file in sample.rglob(MAPPING)) if sample.is_dir() else []
    return [*delivery_folders(workspace), *(nested or ([sample] if sample.is_dir() else []))]


def _mapped(folder: Path) -> tuple[DeliveredFile, ...]:
    try:
        return load_delivery(folder).file
    except InputRefused:
        return ()  # without a mapping nothing is known of the files; they are looked through all the same


def read_source(root: Path, name: str, files: tuple[DeliveredFile, ...]) -> Source:
    """Read ``root/name`` as the mapping says, or by our own names where there is no mapping."""
    unread = Source(name, (), files)
    try:
        tables = _read(root, unread)
    except InputRefused:
        return unread
    sheets = tuple(_sheet(raw, files, first=number == 0) for number, raw in enumerate(tables))
    return Source(name, sheets, files)


def _read(root: Path, source: Source) -> tuple[RawTable, ...]:
    name = source.name
    ending = Path(name).suffix.lower()
    if ending == ".xlsx":
        return read_workbook(root, name, () if source.files else _GUIDE_SHEETS)
    if ending == ".parquet":
        return (read_parquet(root, name),)
    if ending in STATISTICAL:
        return (read_statistical(root, name),)
    return (read_delimited(root, name, encoding=source.encoding, delimiter=source.delimiter),)


def _sheet(raw: RawTable, files: tuple[DeliveredFile, ...], *, first: bool) -> Sheet:
    file = next((one for one in files if one.sheet == raw.sheet or (first and not one.sheet)), None)
    if file is not None:
        return _with_roles(raw, TABLES[file.table], file)
    table = TABLES.get(raw.sheet or Path(raw.file).stem)
    if table is None or not set(raw.frame.columns) <= {column.name for column in table.delivered}:
        return Sheet(raw)
    return _with_roles(raw, table, DeliveredFile(name=raw.file, table=table.name))


def _with_roles(raw: RawTable, table: Table, file: DeliveredFile) -> Sheet:
    mapping = ColumnMapping(file.columns, file.answers, file.constants, file.ignore)
    used = {name: table.column(target) for name, target in source_columns(raw.frame, table, mapping).items()}
    identifiers = {name for name, column in used.items() if column.type is ColumnType.IDENTIFIER}
    things = {name for name in identifiers if _names_a_thing(table, used[name])}
    values = {name for name, column in used.items() if column.type not in _TEXTS}
    answers = {name: file.answers.get(column.name, {}) for name, column in used.items()}
    return Sheet(raw, frozenset(identifiers - things), frozenset(things), frozenset(values), answers)


def _names_a_thing(table: Table, column: Column) -> bool:
    return bool(column.references) or (table.name in _REFERRED_TO and column.name == table.key[0])


def person_columns(table: Table) -> frozenset[str]:
    """The columns of a declared table that hold identifiers of persons."""
    return frozenset(
        column.name
        for column in table.columns
        if column.type is ColumnType.IDENTIFIER and not _names_a_thing(table, column)
    )

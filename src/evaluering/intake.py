"""Deliveries from raw to validated tables: read, gate, map, validate, and validate together."""

from dataclasses import dataclass, field
from pathlib import Path

from evaluering.deliveries import (
    FOLDER,
    MAPPING,
    DeliveredFile,
    Delivery,
    delivery_folders,
    load_delivery,
)
from evaluering.errors import InputRefused
from evaluering.privacy import check_columns, check_gate, check_text
from evaluering.processing import ColumnMapping, mapped, source_columns
from evaluering.reading import RawTable, read_delimited, read_workbook
from evaluering.tables import INSTRUMENT_TABLES, TABLES, ColumnType, Table
from evaluering.validation import TableParts, Validated, validate, validate_together
from evaluering.workspace import Workspace

_SHEETS = {table.name: table for table in INSTRUMENT_TABLES}
_GUIDE_SHEETS = ("instructions", "lists", "results")
"""Sheets of our own forms that hold no data."""


@dataclass
class Intake:
    """Everything delivered: validated tables, what was detected about files, and refusals."""

    tables: dict[str, TableParts] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    refused: list[InputRefused] = field(default_factory=list)


def take_in(workspace: Workspace) -> Intake:
    """Read every delivery in ``data/raw/deliveries``; nothing is written.

    A file that is refused stops no other; refusals are gathered in the result.
    """
    intake = Intake()
    parts: dict[str, list[Validated]] = {}
    for folder in delivery_folders(workspace):
        try:
            found = _delivery(workspace, folder, intake)
        except InputRefused as error:
            intake.refused.append(error)
            continue
        for name, validated in found:
            parts.setdefault(name, []).append(validated)
    intake.tables = validate_together(parts)
    return intake


def _delivery(workspace: Workspace, folder: Path, intake: Intake) -> list[tuple[str, Validated]]:
    found: list[tuple[str, Validated]] = []
    files: tuple[DeliveredFile, ...] = ()
    if (folder / MAPPING).exists():
        delivery = load_delivery(folder)
        _check_use(workspace, folder, delivery)
        files = delivery.file
    mapped_files = {file.name for file in files}
    forms = [path.name for path in sorted(folder.glob("*.xlsx")) if path.name not in mapped_files]
    intake.notes += [f"{note}: not read; no mapping names it" for note in _unnamed(folder, mapped_files)]
    for file in files:
        try:
            found.append(_mapped_file(workspace, folder, file, intake))
        except InputRefused as error:
            intake.refused.append(error)
    for name in forms:
        try:
            found += _form(workspace, folder, name)
        except InputRefused as error:
            intake.refused.append(error)
    return found


def _unnamed(folder: Path, mapped_files: set[str]) -> list[str]:
    """Files that neither a mapping nor the shape of a form lets us read: told, never left out in silence."""
    left = (path for path in sorted(folder.rglob("*")) if not path.is_dir() and path.name != MAPPING)
    names = (
        str(path.relative_to(folder)) for path in left if path.parent != folder or path.suffix != ".xlsx"
    )
    return [f"{FOLDER}/{folder.name}/{name}" for name in names if name not in mapped_files]


def _check_use(workspace: Workspace, folder: Path, delivery: Delivery) -> None:
    use = workspace.configuration.study.use
    if delivery.purpose != use:
        raise InputRefused(
            f"data/raw/{FOLDER}/{folder.name}",
            expected=f"data delivered for {use}, the use evaluering.toml declares",
            found=f"data delivered for {delivery.purpose}",
            next_step="ask the controller for leave to use them otherwise, or leave them out",
        )


def _mapped_file(
    workspace: Workspace, folder: Path, file: DeliveredFile, intake: Intake
) -> tuple[str, Validated]:
    table = TABLES[file.table]
    raw = _read(workspace, folder, file)
    intake.notes += [f"{raw.file}: {note}" for note in raw.notes]
    mapping = ColumnMapping(
        file.columns, file.answers, file.constants, file.ignore, file.decimal, has_numbers=bool(raw.sheet)
    )
    used = source_columns(raw.frame, table, mapping)
    required = [source for source, target in file.columns.items() if target in _required(table)]
    check_columns(raw.file, raw.frame, required, [*used, *file.columns, *file.ignore])
    check_text(raw.file, raw.frame, _prose(table, used), raw.malformed_rows)
    frame = mapped(raw.frame, table, mapping)
    return table.name, validate(_place(raw), raw.digest, frame, raw.malformed, table)


def _read(workspace: Workspace, folder: Path, file: DeliveredFile) -> RawTable:
    place = f"{FOLDER}/{folder.name}/{file.name}"
    if not file.name.lower().endswith(".xlsx"):
        return read_delimited(workspace.raw, place, encoding=file.encoding, delimiter=file.delimiter)
    sheets = {sheet.sheet: sheet for sheet in read_workbook(workspace.raw, place)}
    wanted = file.sheet or next(iter(sheets), "")
    if wanted not in sheets:
        raise InputRefused(
            f"data/raw/{place}",
            expected=f"a sheet named {wanted}" if wanted else "a sheet with a header row",
            found=f"{len(sheets)} sheets of other names",
            next_step="name the sheet in delivery.toml",
        )
    return sheets[wanted]


def _form(workspace: Workspace, folder: Path, name: str) -> list[tuple[str, Validated]]:
    """A filled form of ours: every sheet is named after its table, so no mapping is needed."""
    place = f"{FOLDER}/{folder.name}/{name}"
    sheets = read_workbook(workspace.raw, place, _GUIDE_SHEETS)
    unknown = sum(sheet.sheet not in _SHEETS for sheet in sheets)
    if unknown or not sheets:
        raise InputRefused(
            f"data/raw/{place}",
            expected="a form made by evaluering forms, or a delivery.toml that maps the workbook",
            found=f"{unknown} sheets that are no table of ours" if sheets else "no sheet with rows",
            next_step="fill in the form, or write a mapping: evaluering check --propose drafts it",
        )
    found = []
    for sheet in sheets:
        table = _SHEETS[sheet.sheet]
        check_gate(sheet.file, sheet.frame, table, sheet.malformed_rows)
        if sheet.rows_read:
            found.append(
                (table.name, validate(_place(sheet), sheet.digest, sheet.frame, sheet.malformed, table))
            )
    return found


def _required(table: Table) -> set[str]:
    return {column.name for column in table.delivered if not column.may_be_empty}


def _prose(table: Table, used: dict[str, str]) -> set[str]:
    words = {column.name for column in table.delivered if column.type is ColumnType.TEXT}
    return {source for source, target in used.items() if target in words}


def _place(raw: RawTable) -> str:
    return f"{raw.file}#{raw.sheet}" if raw.sheet else raw.file

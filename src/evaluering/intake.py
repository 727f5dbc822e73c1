"""Deliveries from raw to validated tables: read, gate, map, validate, and validate together."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evaluering.classification_intake import classification_part
from evaluering.delivered_text import composed
from evaluering.deliveries import (
    MAPPING,
    TRUTH,
    DeliveredFile,
    Delivery,
    check_unmixed,
    delivered_names,
    delivery_folders,
    delivery_place,
    load_delivery,
)
from evaluering.described_files import described_by, read_described
from evaluering.errors import Fault, InputRefused
from evaluering.privacy import (
    check_columns,
    check_gate,
    check_mapping,
    check_metadata,
    check_names,
    check_text,
)
from evaluering.processing import ColumnMapping, mapped, source_columns
from evaluering.reading import (
    STATISTICAL,
    RawTable,
    check_characters,
    check_kind,
    composed_table,
    read_delimited,
    read_parquet,
    read_statistical,
    read_workbook,
)
from evaluering.survey_intake import survey_parts
from evaluering.tables import INSTRUMENT_TABLES, TABLES, ColumnType, Table
from evaluering.validation import (
    NotRun,
    TableParts,
    Validated,
    rules_not_run,
    validate,
    validate_together,
)
from evaluering.workspace import Workspace

_SHEETS = {table.name: table for table in INSTRUMENT_TABLES}
_GUIDE_SHEETS = ("instructions", "lists", "results")
"""Sheets of our own forms that hold no data."""


@dataclass(frozen=True)
class Intake:
    """Everything delivered: validated tables, what was detected about files, and what was not used.

    ``unused`` names files in delivery folders that no mapping speaks of; ``not_run`` the rules that
    need a table nobody delivered. ``synthetic`` says that all of it is invented.
    """

    tables: dict[str, TableParts]
    notes: tuple[str, ...]
    refused: tuple[InputRefused, ...]
    unused: tuple[str, ...]
    not_run: tuple[NotRun, ...] = ()
    synthetic: bool = False


@dataclass(frozen=True)
class _Found:
    """What one file or folder gave."""

    parts: tuple[tuple[str, Validated], ...] = ()
    notes: tuple[str, ...] = ()
    refused: tuple[InputRefused, ...] = ()
    unused: tuple[str, ...] = ()


def take_in(workspace: Workspace) -> Intake:
    """Read every delivery in ``data/raw/deliveries``; nothing is written.

    A file that is refused stops no other; refusals are gathered in the result. Synthetic and real
    deliveries side by side are refused together.
    """
    try:
        synthetic = check_unmixed(workspace)
    except InputRefused as error:
        return Intake({}, (), (error,), ())
    found = _together(_attempt(_delivery, workspace, folder) for folder in delivery_folders(workspace))
    parts: dict[str, list[Validated]] = {}
    for name, validated in found.parts:
        parts.setdefault(name, []).append(validated)
    tables = validate_together(parts)
    return Intake(tables, found.notes, found.refused, found.unused, rules_not_run(tables), synthetic)


def _attempt(read: Callable[..., _Found], *arguments: object) -> _Found:
    try:
        return read(*arguments)
    except InputRefused as error:
        return _Found(refused=(error,))


def _together(found: Iterable[_Found]) -> _Found:
    every = tuple(found)
    return _Found(
        parts=tuple(part for one in every for part in one.parts),
        notes=tuple(note for one in every for note in one.notes),
        refused=tuple(error for one in every for error in one.refused),
        unused=tuple(name for one in every for name in one.unused),
    )


def _delivery(workspace: Workspace, folder: Path) -> _Found:
    names = delivered_names(folder)
    check_names(folder.parent, folder)
    files: tuple[DeliveredFile, ...] = ()
    known = {MAPPING, f"{MAPPING}.draft", "README.md"}
    if MAPPING in names or (folder / MAPPING).exists():
        delivery = load_delivery(folder)
        check_mapping(f"data/raw/{delivery_place(folder)}/{MAPPING}", delivery)
        _check_use(workspace, folder, delivery)
        files = tuple(_as_delivered(file, names) for file in delivery.file)
        known |= {TRUTH} if delivery.synthetic else set()
    known |= {file.name for file in files}
    known |= {name for file in files for name in described_by(workspace, folder, file)}
    others = [name for name in names if name not in known]
    forms = [name for name in others if name.endswith(".xlsx") and "/" not in name]
    unused = tuple(f"data/raw/{delivery_place(folder)}/{name}" for name in others if name not in forms)
    return _together(
        [
            *(_attempt(_mapped_file, workspace, folder, file) for file in files),
            *(_attempt(_form, workspace, folder, name) for name in forms),
            _Found(unused=unused),
        ]
    )


def _as_delivered(file: DeliveredFile, names: tuple[str, ...]) -> DeliveredFile:
    """The file by the name it has on disk: some systems write "å" there as two characters."""
    found = {composed(name): name for name in names}.get(composed(file.name), file.name)
    return file.model_copy(update={"name": found})


def _check_use(workspace: Workspace, folder: Path, delivery: Delivery) -> None:
    use = workspace.configuration.study.use
    if delivery.purpose != use:
        raise InputRefused(
            f"data/raw/{delivery_place(folder)}",
            expected=f"data delivered for {use}, the use evaluering.toml declares",
            found=f"data delivered for {delivery.purpose}",
            next_step="ask the controller for leave to use them otherwise, or leave them out",
        ).because(Fault(0, "", "other_purpose"))


def _mapped_file(workspace: Workspace, folder: Path, file: DeliveredFile) -> _Found:
    if file.is_survey:
        return _Found(*survey_parts(workspace, folder, file))
    table = TABLES[file.table]
    if file.format == "municipality_classification":
        validated, notes = classification_part(workspace, folder, file)
        return _Found(((table.name, validated),), notes)
    if file.format:
        raw, file = read_described(workspace, folder, file)
    else:
        raw = composed_table(_read(workspace, folder, file))
    with _counted(raw):
        return _checked(raw, file, table)


def _checked(raw: RawTable, file: DeliveredFile, table: Table) -> _Found:
    check_metadata(_place(raw), raw.frame.columns, raw.metadata)
    has_numbers = Path(file.name).suffix.lower() in (".xlsx", ".parquet", *STATISTICAL)
    mapping = ColumnMapping(
        file.columns, file.answers, file.constants, file.ignore, file.decimal, has_numbers=has_numbers
    )
    used = source_columns(raw.frame, table, mapping)
    needed = _required(table)
    lacking = needed - set(file.constants) - set(file.columns.values()) - set(used.values())
    # A column the mapping speaks of must be there: left out, its values would be empty without a word.
    required = [*file.columns, *sorted(lacking)]
    check_columns(_place(raw), raw.frame, required, [*used, *file.columns, *file.ignore])
    check_text(_place(raw), raw.frame, _prose(table, used), raw.malformed_rows)
    check_characters(raw, _free(table, used) | set(file.ignore))
    frame = mapped(raw.frame, table, mapping)
    validated = validate(_place(raw), raw.digest, frame, raw.malformed, table)
    notes = tuple(f"{raw.file}: {note}" for note in raw.notes)
    return _Found(((table.name, validated),), notes)


def _read(workspace: Workspace, folder: Path, file: DeliveredFile) -> RawTable:
    place = f"{delivery_place(folder)}/{file.name}"
    ending = Path(file.name).suffix.lower()
    check_kind(workspace.raw, place)
    if ending in STATISTICAL:
        return read_statistical(workspace.raw, place)
    if ending == ".parquet":
        return read_parquet(workspace.raw, place)
    if ending != ".xlsx":
        return read_delimited(workspace.raw, place, encoding=file.encoding, delimiter=file.delimiter)
    sheets = {composed(sheet.sheet): sheet for sheet in read_workbook(workspace.raw, place)}
    wanted = file.sheet or next(iter(sheets), "")
    if wanted not in sheets:
        raise InputRefused(
            f"data/raw/{place}",
            expected=f"a sheet named {wanted}" if wanted else "a sheet with a header row",
            found=f"{len(sheets)} sheets of other names",
            next_step="name the sheet in delivery.toml",
        ).because(Fault(0, "", "no_such_sheet"))
    return sheets[wanted]


def _form(workspace: Workspace, folder: Path, name: str) -> _Found:
    """A filled form of ours: every sheet is named after its table, so no mapping is needed."""
    place = f"{delivery_place(folder)}/{name}"
    sheets = tuple(map(composed_table, read_workbook(workspace.raw, place, _GUIDE_SHEETS)))
    for sheet in sheets:
        check_metadata(place, sheet.frame.columns, sheet.metadata)
    unknown = sum(sheet.sheet not in _SHEETS for sheet in sheets)
    if unknown or not sheets:
        raise InputRefused(
            f"data/raw/{place}",
            expected="a form made by evaluering forms, or a delivery.toml that maps the workbook",
            found=f"{unknown} sheets that are no table of ours" if sheets else "no sheet with rows",
            next_step="fill in the form, or write a mapping: evaluering check --propose drafts it",
        ).because(Fault(0, "", "not_a_form"))
    return _together(_attempt(_form_sheet, sheet) for sheet in sheets)


def _form_sheet(sheet: RawTable) -> _Found:
    table = _SHEETS[sheet.sheet]
    with _counted(sheet):
        check_gate(_place(sheet), sheet.frame, table, sheet.malformed_rows)
        check_characters(sheet, {column.name for column in table.delivered if column.free_text})
        if not sheet.rows_read:
            return _Found()
        validated = validate(_place(sheet), sheet.digest, sheet.frame, sheet.malformed, table)
    return _Found(((table.name, validated),))


@contextmanager
def _counted(raw: RawTable) -> Iterator[None]:
    """Let a refusal of what was read tell how many rows it concerns."""
    try:
        yield
    except InputRefused as error:
        error.rows = raw.rows_read
        raise


def _required(table: Table) -> set[str]:
    return {column.name for column in table.delivered if not column.may_be_empty}


def _prose(table: Table, used: dict[str, str]) -> set[str]:
    words = {column.name for column in table.delivered if column.type is ColumnType.TEXT}
    return {source for source, target in used.items() if target in words}


def _free(table: Table, used: dict[str, str]) -> set[str]:
    return {source for source, target in used.items() if table.column(target).free_text}


def _place(raw: RawTable) -> str:
    return f"{raw.file}#{raw.sheet}" if raw.sheet else raw.file

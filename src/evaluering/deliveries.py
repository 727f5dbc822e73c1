"""A delivery: files from one sender, and a mapping from their columns and answers to ours.

``data/raw/deliveries/<name>/delivery.toml`` says what the data may be used for, and for each file
which table it fills, which columns are which, and what the sender's answers mean.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from evaluering.errors import Fault, InputRefused
from evaluering.tables import INSTRUMENT_TABLES, TABLES
from evaluering.workspace import Frozen, Workspace, settings_faults

FOLDER = "deliveries"
MAPPING = "delivery.toml"
_FAULTY = Fault(0, "", "faulty_mapping")


class DeliveredFile(Frozen):
    """A file of a delivery and how it maps to a table.

    ``columns`` maps the sender's column names to ours; a column of the same name needs no line.
    ``ignore`` lists columns that are not used. ``answers`` maps the sender's answers to our codes,
    by our column name. ``constants`` fills columns the file does not have. ``decimal`` is the
    decimal sign of numbers.
    """

    name: str
    table: str
    sheet: str = ""
    encoding: str = ""
    delimiter: Literal["", ";", ",", "\t", "|"] = ""
    decimal: Literal[".", ","] = "."
    columns: dict[str, str] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    answers: dict[str, dict[str, str]] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)


class Delivery(Frozen):
    """What a sender delivered, for which purpose, on which basis, and until when it may be kept."""

    purpose: Literal["quality_assurance", "research"]
    legal_basis: str = Field(min_length=1)
    controller: str = Field(min_length=1)
    deletion_date: date
    file: tuple[DeliveredFile, ...]


def delivery_folders(workspace: Workspace) -> tuple[Path, ...]:
    """The folders of all deliveries, in the order of their names."""
    folder = workspace.raw / FOLDER
    return tuple(sorted(path for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()


def load_delivery(folder: Path) -> Delivery:
    """Read and check a delivery's mapping.

    Raises ``InputRefused`` for a missing or faulty mapping, a table or column that is not
    declared, and a column that is both mapped and filled with a constant.
    """
    where = f"data/raw/{FOLDER}/{folder.name}/{MAPPING}"
    file = folder / MAPPING
    if file.exists() and (file.is_symlink() or not file.is_file()):
        raise InputRefused(
            where,
            expected="a mapping in TOML",
            found="a link, folder or device",
            next_step="write one; evaluering check --propose drafts it",
        ).because(_FAULTY)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        delivery = Delivery.model_validate(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputRefused(
            where,
            expected="a mapping in TOML",
            found=type(error).__name__,
            next_step="write one; evaluering check --propose drafts it",
        ).because(_FAULTY) from None
    except ValidationError as error:
        raise settings_faults(where, error).because(_FAULTY) from None
    faults = [fault for one in delivery.file for fault in _faults(one)]
    if faults:
        raise InputRefused(
            where,
            expected="declared tables and columns",
            found="; ".join(faults),
            next_step="mend the mapping",
        ).because(_FAULTY)
    return delivery


def _faults(file: DeliveredFile) -> list[str]:
    if file.table not in {table.name for table in INSTRUMENT_TABLES}:
        return [f"{file.name}: no table of that name can be delivered"]
    declared = {column.name for column in TABLES[file.table].delivered}
    used = [*file.columns.values(), *file.constants, *file.answers]
    unknown = sorted(set(used) - declared)
    twice = sorted(set(file.columns.values()) & set(file.constants))
    targets = list(file.columns.values())
    faults = [f"{file.name}: {file.table} has no column {name}" for name in unknown]
    faults += [
        f"{file.name}: {name} is filled from {targets.count(name)} columns"
        for name in sorted(set(targets))
        if targets.count(name) > 1
    ]
    return faults + [f"{file.name}: {name} is both mapped and filled with a constant" for name in twice]

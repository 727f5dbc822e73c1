"""A delivery: files from one sender, and a mapping from their columns and answers to ours.

``data/raw/deliveries/<name>/delivery.toml`` says what the data may be used for, and for each file
which table it fills, which columns are which, and what the sender's answers mean.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from evaluering.errors import InputRefused
from evaluering.tables import INSTRUMENT_TABLES, TABLES
from evaluering.workspace import Frozen, Workspace, settings_faults

FOLDER = "deliveries"
MAPPING = "delivery.toml"
SAMPLE = "sample"
"""The folder of the synthetic network, beside the deliveries."""
TRUTH = "truth.json"
"""What is true of synthetic data; a synthetic delivery may hold it beside its files."""


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
    """What a sender delivered, for which purpose, on which basis, and until when it may be kept.

    ``synthetic`` says that all of it is invented.
    """

    purpose: Literal["quality_assurance", "research"]
    legal_basis: str = Field(min_length=1)
    controller: str = Field(min_length=1)
    deletion_date: date
    synthetic: bool = False
    file: tuple[DeliveredFile, ...]


def delivery_folders(workspace: Workspace) -> tuple[Path, ...]:
    """The folders of all deliveries, in the order of their names, the synthetic network last."""
    folder, sample = workspace.raw / FOLDER, workspace.raw / SAMPLE
    found = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return (*found, sample) if sample.is_dir() else tuple(found)


def delivery_place(folder: Path) -> str:
    """Where a delivery lies in ``data/raw``, as messages and accounts name it."""
    return f"{FOLDER}/{folder.name}" if folder.parent.name == FOLDER else folder.name


def is_synthetic(folder: Path) -> bool:
    """Whether a delivery says that it is synthetic; one without a readable mapping does not."""
    try:
        return (folder / MAPPING).exists() and load_delivery(folder).synthetic
    except InputRefused:
        return False


def real_deliveries(workspace: Workspace) -> tuple[Path, ...]:
    """The folders of deliveries that are not synthetic."""
    return tuple(folder for folder in delivery_folders(workspace) if not is_synthetic(folder))


def check_unmixed(workspace: Workspace) -> None:
    """Refuse synthetic and real deliveries side by side: their pseudonyms could meet.

    Raises ``InputRefused``.
    """
    every, real = delivery_folders(workspace), real_deliveries(workspace)
    if real and len(real) < len(every):
        raise InputRefused(
            "data/raw",
            expected="synthetic deliveries or real ones, never both: pseudonyms could meet",
            found=f"{len(every) - len(real)} synthetic and {len(real)} real",
            next_step="keep the synthetic ones in a workspace of their own: evaluering init DIR",
        )


def load_delivery(folder: Path) -> Delivery:
    """Read and check a delivery's mapping.

    Raises ``InputRefused`` for a missing or faulty mapping, a table or column that is not
    declared, and a column that is both mapped and filled with a constant.
    """
    where = f"data/raw/{delivery_place(folder)}/{MAPPING}"
    file = folder / MAPPING
    if file.exists() and (file.is_symlink() or not file.is_file()):
        raise InputRefused(
            where,
            expected="a mapping in TOML",
            found="a link, folder or device",
            next_step="write one; evaluering check --propose drafts it",
        )
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        delivery = Delivery.model_validate(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputRefused(
            where,
            expected="a mapping in TOML",
            found=type(error).__name__,
            next_step="write one; evaluering check --propose drafts it",
        ) from None
    except ValidationError as error:
        raise settings_faults(where, error) from None
    faults = [fault for one in delivery.file for fault in _faults(one)]
    if faults:
        raise InputRefused(
            where,
            expected="declared tables and columns",
            found="; ".join(faults),
            next_step="mend the mapping",
        )
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

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


Format = Literal["", "nettskjema", "redcap", "limesurvey", "data_package", "municipality_classification"]
SURVEY_SYSTEMS = ("nettskjema", "redcap", "limesurvey")
_OF_SUBMISSIONS = ("respondent", "role", "municipality", "wave")
"""The columns of ``survey_answers`` that are the same for all answers of a submission."""


class DeliveredFile(Frozen):
    """A file of a delivery and how it maps to a table.

    ``columns`` maps the sender's column names to ours; a column of the same name needs no line.
    ``ignore`` lists columns that are not used. ``answers`` maps the sender's answers to our codes,
    by our column name. ``constants`` fills columns the file does not have. ``decimal`` is the
    decimal sign of numbers.

    ``format`` names a survey system or package whose own description is read with the file. Of a
    survey system, ``structure`` is the structure file, ``language`` the language of its wordings.
    With the table ``survey_answers`` the file becomes answers in long form, and its structure items
    and options: ``instrument`` and ``wave`` name the survey and its wave; ``columns`` and
    ``constants`` then give ``respondent``, ``role``, ``municipality`` and, where it differs by row,
    ``wave``. Of REDCap, ``waves`` maps events to waves, ``events`` are those taken for any other
    table, and ``instruments`` those taken (all when left out). ``resource`` names one of a Data Package.
    """

    name: str
    table: str
    sheet: str = ""
    encoding: str = ""
    delimiter: Literal["", ";", ",", "\t", "|"] = ""
    decimal: Literal[".", ","] = "."
    format: Format = ""
    structure: str = ""
    resource: str = ""
    instrument: str = ""
    wave: str = ""
    waves: dict[str, str] = Field(default_factory=dict)
    events: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    language: Literal["nb", "nn", "en"] = "nb"
    columns: dict[str, str] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    answers: dict[str, dict[str, str]] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)

    @property
    def is_survey(self) -> bool:
        """Whether the file is a survey system's, to become answers in long form."""
        return self.format in SURVEY_SYSTEMS and self.table == "survey_answers"


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
    faults += [f"{file.name}: {name} is both mapped and filled with a constant" for name in twice]
    return faults + [f"{file.name}: {fault}" for fault in _format_faults(file)]


def _format_faults(file: DeliveredFile) -> list[str]:
    belongs = {
        "sheet": not file.format,
        "encoding": file.format != "data_package",
        "delimiter": file.format != "data_package",
        "structure": file.format in SURVEY_SYSTEMS,
        "resource": file.format == "data_package",
        "instrument": file.is_survey,
        "wave": file.is_survey,
        "waves": file.is_survey and file.format == "redcap",
        "events": file.format == "redcap" and not file.is_survey,
        "instruments": file.format == "redcap",
    }
    faults = [
        f"{key} does not belong to this format and table"
        for key, fits in belongs.items()
        if getattr(file, key) and not fits
    ]
    if file.format and file.decimal != ".":
        faults.append("the decimal sign is the format's to say")
    if file.format in SURVEY_SYSTEMS:
        faults += [] if file.structure else [f"format {file.format} needs its structure file"]
    if file.format == "municipality_classification":
        faults += _classification_faults(file)
    return faults + (_survey_faults(file) if file.is_survey else [])


def _survey_faults(file: DeliveredFile) -> list[str]:
    given = {*file.columns.values(), *file.constants}
    waves = [bool(file.wave), bool(file.waves), "wave" in given]
    faults = [] if file.instrument else ["a survey needs the name of its instrument"]
    faults += [] if waves.count(True) == 1 else ["a survey needs one of wave, waves and a column for wave"]
    faults += [] if "role" in given else ["a survey needs a column or constant for role"]
    faults += [] if "respondent" not in file.constants else ["respondent cannot be a constant"]
    strange = sorted({*given, *file.answers} - {*_OF_SUBMISSIONS})
    return faults + [f"{name} comes from the structure, not the mapping" for name in strange]


def _classification_faults(file: DeliveredFile) -> list[str]:
    faults = [] if not (file.columns or file.constants or file.answers) else ["the columns are known"]
    if file.table not in ("municipalities", "municipality_changes"):
        faults.append("the classification fills municipalities or municipality_changes")
    return faults

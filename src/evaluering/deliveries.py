"""A delivery: files from one sender, and a mapping from their columns and answers to ours.

``data/raw/deliveries/<name>/delivery.toml`` says what the data may be used for, and for each file
which table it fills, which columns are which, and what the sender's answers mean.
"""

import os
import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from evaluering.delivered_text import Answers, Composed, Encoding, FileName, Names, Texts, compared
from evaluering.errors import Fault, InputRefused
from evaluering.settings import Frozen
from evaluering.settings_file import read_settings
from evaluering.tables import INSTRUMENT_TABLES, TABLES
from evaluering.workspace import Workspace, settings_faults

FOLDER = "deliveries"
MAPPING = "delivery.toml"
_MAXIMUM_DEPTH = 20
_OWN_NAME = re.compile(r"[a-z_]{1,40}")


Format = Literal["", "nettskjema", "redcap", "limesurvey", "data_package", "municipality_classification"]
SURVEY_SYSTEMS = ("nettskjema", "redcap", "limesurvey")
_OF_SUBMISSIONS = ("respondent", "role", "municipality", "wave")
"""The columns of ``survey_answers`` that are the same for all answers of a submission."""
SAMPLE = "sample"
"""The folder of the synthetic network, beside the deliveries."""
TRUTH = "truth.json"
"""What is true of synthetic data; a synthetic delivery may hold it beside its files."""
_FAULTY = Fault(0, "", "faulty_mapping")


class DeliveredFile(Frozen):
    """A file of a delivery and how it maps to a table.

    ``columns`` maps the sender's column names to ours; a column of the same name needs no line.
    ``ignore`` lists columns that are not used. ``answers`` maps the sender's answers to our codes,
    by our column name. ``constants`` fills columns the file does not have. ``decimal`` is the
    decimal sign of numbers. ``name`` stays inside the delivery. Texts are compared in composed form
    (NFC): an "å" typed as one character or as two is the same.

    ``format`` names a survey system or package whose own description is read with the file. Of a
    survey system, ``structure`` is the structure file, ``language`` the language of its wordings.
    With the table ``survey_answers`` the file becomes answers in long form, and its structure items
    and options: ``instrument`` and ``wave`` name the survey and its wave; ``columns`` and
    ``constants`` then give ``respondent``, ``role``, ``municipality`` and, where it differs by row,
    ``wave``. Of REDCap, ``waves`` maps events to waves, ``events`` are those taken for any other
    table, and ``instruments`` those taken (all when left out). ``resource`` names one of a Data Package.
    """

    name: FileName
    table: str
    sheet: Composed = ""
    encoding: Encoding = ""
    delimiter: Literal["", ";", ",", "\t", "|"] = ""
    decimal: Literal[".", ","] = "."
    format: Format = ""
    structure: FileName | Literal[""] = ""
    resource: Composed = ""
    instrument: str = ""
    wave: str = ""
    waves: Texts = Field(default_factory=dict)
    events: Names = ()
    instruments: Names = ()
    language: Literal["nb", "nn", "en"] = "nb"
    columns: Texts = Field(default_factory=dict)
    ignore: Names = ()
    answers: Answers = Field(default_factory=dict)
    constants: Texts = Field(default_factory=dict)

    @property
    def is_survey(self) -> bool:
        """Whether the file is a survey system's, to become answers in long form."""
        return self.format in SURVEY_SYSTEMS and self.table == "survey_answers"


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
    """The folders of all deliveries, links to folders too, by name; the synthetic network last."""
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


def check_unmixed(workspace: Workspace) -> bool:
    """Whether what is delivered is synthetic, all of it; ``False`` where nothing is.

    Raises ``InputRefused`` for synthetic and real deliveries side by side: their pseudonyms could meet.
    """
    every, real = delivery_folders(workspace), real_deliveries(workspace)
    if real and len(real) < len(every):
        raise InputRefused(
            "data/raw",
            expected="synthetic deliveries or real ones, never both: pseudonyms could meet",
            found=f"{len(every) - len(real)} synthetic and {len(real)} real",
            next_step="keep the synthetic ones in a workspace of their own: evaluering init DIR",
        )
    return bool(every) and not real


def delivered_names(folder: Path) -> tuple[str, ...]:
    """Everything in a delivery that is no folder, below folders too, by its place in the delivery.

    Links are named and not followed. Raises ``InputRefused`` for a delivery that is itself a link,
    folders within folders without end, and names that another system would take for the same.
    """
    where = f"data/raw/{delivery_place(folder)}"
    if folder.is_symlink():
        raise _folder_refused(where, "a folder", "a link to one")
    names: list[str] = []
    waiting = [(folder, 0)]
    while waiting:
        inside, depth = waiting.pop()
        if depth > _MAXIMUM_DEPTH:
            raise _folder_refused(where, f"at most {_MAXIMUM_DEPTH} folders within folders", "more")
        for entry in _entries(inside, where):
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), depth + 1))
            else:
                names.append(str(Path(entry.path).relative_to(folder)))
    _check_alike(where, names)
    return tuple(sorted(names))


def _entries(folder: Path, where: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise _folder_refused(where, "folders that may be read", type(error).__name__) from None


def _check_alike(where: str, names: list[str]) -> None:
    # On many systems such names are one file, so one of the two would be lost on the way there.
    alike = len(names) - len({compared(name) for name in names})
    if alike:
        raise _folder_refused(
            where, "names that differ by more than case or composition of letters", f"{alike} that do not"
        )


def _folder_refused(where: str, expected: str, found: str) -> InputRefused:
    return InputRefused(where, expected=expected, found=found, next_step="deliver the files again")


def load_delivery(folder: Path) -> Delivery:
    """Read and check a delivery's mapping.

    Raises ``InputRefused`` for a missing or faulty mapping, a table or column that is not
    declared, and a column that is both mapped and filled with a constant.
    """
    where = f"data/raw/{delivery_place(folder)}/{MAPPING}"
    content = read_settings(folder / MAPPING, where, "write one; evaluering check --propose drafts it")
    try:
        delivery = Delivery.model_validate(content)
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


def overdue(workspace: Workspace, today: date) -> tuple[tuple[str, date], ...]:
    """The deliveries whose deletion date has passed, with that date; the date itself is the last day.

    A delivery without a sound mapping states no date; it is refused where it is taken in.
    """
    found = []
    for folder in delivery_folders(workspace):
        with suppress(InputRefused):
            found.append((folder.name, load_delivery(folder).deletion_date))
    return tuple((name, day) for name, day in found if day < today)


def _faults(file: DeliveredFile) -> list[str]:
    if file.table not in {table.name for table in INSTRUMENT_TABLES}:
        return [f"{file.name}: no table of that name can be delivered"]
    declared = {column.name for column in TABLES[file.table].delivered}
    used = [*file.columns.values(), *file.constants, *file.answers]
    unknown = sorted(set(used) - declared)
    twice = sorted(set(file.columns.values()) & set(file.constants))
    targets = list(file.columns.values())
    faults = [f"{file.name}: {file.table} has no column {_told(name)}" for name in unknown]
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


def _told(name: str) -> str:
    return name if _OWN_NAME.fullmatch(name) else "of another name"

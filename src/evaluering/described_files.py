"""Files that come with a description: read, gated with it, and rid of what their system adds."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pandas as pd

from evaluering.deliveries import DeliveredFile, delivery_place
from evaluering.errors import InputRefused
from evaluering.privacy import check_described, check_text
from evaluering.processing import decimal_point
from evaluering.reading import (
    EVENT,
    REPEATED,
    STRUCTURES,
    RawTable,
    check_characters,
    check_kind,
    composed_table,
    read_delimited,
    read_resource,
    resources,
)
from evaluering.survey_structure import Question, SurveyStructure
from evaluering.workspace import Workspace

_WHOLE = r"^([+-]?\d+)\.0$"
"""How Nettskjema writes whole numbers."""


@dataclass(frozen=True)
class SurveyFile:
    """A survey system's file with its structure, both through the gate.

    ``taken`` is the frame without rows of events and instruments that the mapping does not take,
    ``questions`` those of the structure that the mapping takes and the file holds.
    """

    raw: RawTable
    structure: SurveyStructure
    taken: pd.DataFrame
    questions: tuple[Question, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was detected about the file, and what of it was not taken."""
        absent = len([one for one in self.structure.questions if not _present(one, self.raw.frame)])
        uploads = [name for name in self.structure.untaken if name in self.raw.frame]
        notes = [*self.raw.notes, *self.structure.notes]
        notes += [f"{absent} questions of the structure are not in the file"] if absent else []
        notes += [f"{len(uploads)} columns of uploaded files are not taken"] if uploads else []
        return tuple(f"{self.raw.file}: {note}" for note in notes)


def place(folder: Path, name: str) -> str:
    """Where a file of a delivery lies, from the workspace's raw folder."""
    return f"{delivery_place(folder)}/{name}"


def described_by(workspace: Workspace, folder: Path, file: DeliveredFile) -> set[str]:
    """The names of the files that belong to a mapped one: its structure, or its package's resource."""
    if file.format != "data_package":
        return {file.structure} - {""}
    try:
        listed = resources(workspace.raw, place(folder, file.name))
    except InputRefused:
        return set()  # reading the file says why
    parent = PurePosixPath(file.name).parent
    return {str(parent / path) for name, path in listed if path and file.resource in ("", name)}


def read_described(workspace: Workspace, folder: Path, file: DeliveredFile) -> tuple[RawTable, DeliveredFile]:
    """A described file as an ordinary wide one, and the mapping that is left to do.

    Of a survey system: what the system adds, what other instruments hold and uploaded files need
    no line in the mapping; numbers have a decimal point and no mark stands for nothing.
    """
    if file.format == "data_package":
        return composed_table(read_resource(workspace.raw, place(folder, file.name), file.resource)), file
    survey = read_survey(workspace, folder, file)
    kept = {heading for question in survey.questions for heading, _ in question.columns}
    known = {*survey.structure.system, *survey.structure.untaken, *survey.structure.answer_columns}
    superfluous = (known & set(survey.raw.frame.columns)) - kept - set(file.columns)
    frame = survey.taken.copy()
    for question in survey.questions:
        for heading, _ in question.columns:
            frame[heading] = _plain(frame[heading], question)
    left_out = len(survey.raw.frame) - len(frame)
    notes = survey.raw.notes
    notes += (f"{left_out} rows of other events or instruments are not taken",) if left_out else ()
    raw = RawTable(
        survey.raw.file, survey.raw.digest, frame, survey.raw.malformed, survey.raw.malformed_text, "", notes
    )
    return raw, file.model_copy(update={"ignore": (*file.ignore, *sorted(superfluous))})


def read_survey(workspace: Workspace, folder: Path, file: DeliveredFile) -> SurveyFile:
    """A survey system's file and its structure, through the gate.

    Raises ``InputRefused`` for identifiers in either, columns that are in neither structure nor mapping,
    and an instrument that the structure does not have.
    """
    structure = STRUCTURES[file.format](workspace.raw, place(folder, file.structure), file.language)
    check_text(structure.file, structure.texts, list(structure.texts.columns))
    _check_structure(structure, file)
    where = place(folder, file.name)
    check_kind(workspace.raw, where)
    raw = composed_table(
        read_delimited(workspace.raw, where, encoding=file.encoding, delimiter=file.delimiter)
    )
    _gate(raw, structure, file)
    questions = tuple(
        one
        for one in structure.questions
        if (not file.instruments or one.form in file.instruments) and _present(one, raw.frame)
    )
    return SurveyFile(raw, structure, _rows_taken(raw.frame, file), questions)


def _gate(raw: RawTable, structure: SurveyStructure, file: DeliveredFile) -> None:
    known = {*structure.system, *structure.untaken, *structure.answer_columns, *file.columns, *file.ignore}
    of_codes = {
        heading for one in structure.questions if one.kind != "free_text" for heading, _ in one.columns
    }
    prose = set(raw.frame.columns) - of_codes - set(structure.system)
    check_described(raw.file, raw.frame, known, structure.identifiers, prose, raw.malformed_rows)
    check_characters(raw, prose)
    needed = {*file.columns, *_respondent(structure, file), *([EVENT] if file.waves or file.events else [])}
    lacking = sorted(needed - set(raw.frame.columns))
    if lacking:
        raise _refused(raw.file, "the columns the mapping speaks of", f"missing: {', '.join(lacking)}")


def _respondent(structure: SurveyStructure, file: DeliveredFile) -> set[str]:
    mapped = "respondent" in file.columns.values()
    return {structure.respondent} if file.is_survey and not mapped else set()


def _check_structure(structure: SurveyStructure, file: DeliveredFile) -> None:
    headings = [*structure.answer_columns, *structure.system, *structure.untaken]
    if len(set(headings)) != len(headings) or "" in headings:
        raise _refused(structure.file, "a name of its own for every column", "a name used twice, or none")
    if not structure.questions:
        raise _refused(structure.file, "a structure with questions", "none that hold answers")
    unknown = set(file.instruments) - {one.form for one in structure.questions}
    if unknown:
        raise _refused(
            structure.file, "the instruments the mapping names", f"{len(unknown)} that are not there"
        )


def _present(question: Question, frame: pd.DataFrame) -> bool:
    return any(heading in frame for heading, _ in question.columns)


def _rows_taken(frame: pd.DataFrame, file: DeliveredFile) -> pd.DataFrame:
    events = {*file.waves, *file.events}
    taken = frame[frame[EVENT].isin(events)] if events and EVENT in frame else frame
    if not file.instruments or REPEATED not in frame:
        return taken
    repeated = set(frame[REPEATED]) - {""}
    # A row of a repeating instrument holds nothing else, and that instrument is on no other row.
    own: Collection[str] = file.instruments if set(file.instruments) <= repeated else {"", *file.instruments}
    return taken[taken[REPEATED].isin(own)]


def _plain(texts: pd.Series, question: Question) -> pd.Series:
    stripped = texts.str.strip()
    answered = stripped.mask(stripped.isin(question.unanswered), "")
    if question.kind != "number":
        return answered
    return decimal_point(answered, question.decimal).str.replace(_WHOLE, r"\1", regex=True)


def _refused(name: str, expected: str, found: str) -> InputRefused:
    return InputRefused(
        f"data/raw/{name}", expected=expected, found=found, next_step="mend the mapping or the file"
    )

"""Survey systems' files as items, options and answers in long form, every submission accounted for."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from evaluering.deliveries import DeliveredFile
from evaluering.described_files import SurveyFile, read_survey
from evaluering.errors import InputRefused
from evaluering.processing import item_rows, long_answers, option_rows
from evaluering.reading import EVENT
from evaluering.results import Account, Remark
from evaluering.survey_structure import Question
from evaluering.tables import TABLES
from evaluering.validation import Validated, validate
from evaluering.validation.frame import KEY_USED_TWICE, in_order
from evaluering.workspace import Workspace

Part = tuple[str, Validated]
_ABOUT = ("instrument", "wave", "respondent", "role", "municipality")
_ANSWERS = TABLES["survey_answers"]


@dataclass(frozen=True)
class _Submissions:
    """The submissions of a file: what is the same for all their answers, and which repeat another."""

    about: pd.DataFrame
    duplicates: pd.Index


def survey_parts(
    workspace: Workspace, folder: Path, file: DeliveredFile
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The parts a survey file gives: items and options from its structure, answers from its rows; and notes.

    The rows of the answers are indexed by the submission's row in the delivered file, so that the
    index repeats. A submission is accepted or rejected whole; the account counts submissions: read =
    accepted + rejected + duplicate. Raises ``InputRefused`` where nothing is answered soundly.
    """
    survey = read_survey(workspace, folder, file)
    questions = _asked(survey, file)
    parts = [
        (name, validate(f"{survey.structure.file}#{name}", survey.structure.digest, frame, (), TABLES[name]))
        for name, frame in (
            ("survey_items", item_rows(file.instrument, questions)),
            ("survey_options", option_rows(file.instrument, questions)),
        )
        if len(frame)
    ]
    return (*parts, (_ANSWERS.name, _answers(survey, questions, file))), survey.notes


def _asked(survey: SurveyFile, file: DeliveredFile) -> tuple[Question, ...]:
    """The questions whose answers are taken: not those mapped to something else, or ignored."""
    other = {*file.columns, *file.ignore}
    asked = tuple(
        one
        for one in survey.questions
        if one.name not in other and not {heading for heading, _ in one.columns} <= other
    )
    cut_off = [
        one.name for one in asked if not {heading for heading, _ in one.columns} <= set(survey.raw.frame)
    ]
    if cut_off or not asked:
        raise InputRefused(
            f"data/raw/{survey.raw.file}",
            expected="questions of the structure, each with all of its columns or none",
            found=f"columns missing of {', '.join(cut_off)}" if cut_off else "no question",
            next_step="export the whole file again",
        )
    return asked


def _answers(survey: SurveyFile, questions: tuple[Question, ...], file: DeliveredFile) -> Validated:
    submissions = _submissions(survey, questions, file)
    wide = survey.taken.drop(index=submissions.duplicates)
    found = long_answers(wide, questions)
    about = submissions.about
    long = found.frame.join(about)
    twice = _answered_twice(long, _name_of("respondent", file))
    bad = _rejected((*found.remarks, *twice))
    long = long[~long.index.isin(bad)]
    validated, faults = _validated(survey, long, file)
    remarks = {*found.remarks, *twice, *faults, *_set_aside(survey, wide, found.frame)}
    remarks |= {Remark(row, "", "wrong_number_of_fields", "rejected") for row in survey.raw.malformed}
    rejected = _rejected(tuple(remarks))
    frame = validated[~validated.index.isin(rejected)]
    if frame.empty:
        raise _nothing_sound(survey, len(rejected))
    read, duplicate = survey.raw.rows_read, len(submissions.duplicates)
    accepted = read - len(rejected) - duplicate
    account = Account(
        survey.raw.file, survey.raw.digest, read, accepted, len(rejected), duplicate, in_order(tuple(remarks))
    )
    return Validated(frame, account)


def _submissions(survey: SurveyFile, questions: tuple[Question, ...], file: DeliveredFile) -> _Submissions:
    frame = survey.taken
    about = pd.DataFrame({name: _about(survey, name, file) for name in _ABOUT}, index=frame.index, dtype=str)
    headings = [heading for question in questions for heading, _ in question.columns]
    whole = pd.concat([about, frame[headings]], axis=1)
    return _Submissions(about, frame.index[whole.duplicated(keep="first")])


def _about(survey: SurveyFile, name: str, file: DeliveredFile) -> pd.Series:
    """One of the columns that are the same for all answers of a submission."""
    frame = survey.taken
    if name == "wave" and file.waves:
        return frame[EVENT].map(file.waves)
    source = next((heading for heading, target in file.columns.items() if target == name), "")
    if name == "respondent" and not source:
        source = survey.structure.respondent
    if source:
        answers = file.answers.get(name, {})
        return frame[source].str.strip().map(lambda text: answers.get(text, text))
    constants = {"instrument": file.instrument, "wave": file.wave, **file.constants}
    return pd.Series(constants.get(name, ""), index=frame.index, dtype=str)


def _name_of(column: str, file: DeliveredFile) -> str:
    return next((heading for heading, target in file.columns.items() if target == column), column)


def _answered_twice(long: pd.DataFrame, column: str) -> list[Remark]:
    """Submissions that answer an item which another one of the same respondent and wave answers."""
    rows = long.index.to_series(index=long.index)
    keys = [long[name].to_numpy() for name in ("instrument", "wave", "respondent", "item")]
    shared = rows.groupby(keys).transform("nunique") > 1
    return [Remark(int(row), column, KEY_USED_TWICE, "rejected") for row in sorted(set(rows[shared]))]


def _validated(
    survey: SurveyFile, long: pd.DataFrame, file: DeliveredFile
) -> tuple[pd.DataFrame, list[Remark]]:
    """The long rows that are sound, indexed by submission, and what is wrong with the others."""
    if long.empty:
        raise _nothing_sound(survey, len(survey.taken))
    rows, headings = long.index.to_numpy(), long["heading"].to_numpy()
    names = [column.name for column in _ANSWERS.delivered]
    numbered = long[names].reset_index(drop=True)
    try:
        validated = validate(survey.raw.file, survey.raw.digest, numbered, (), _ANSWERS)
    except InputRefused:
        raise _nothing_sound(survey, len(set(rows))) from None
    faults = [
        Remark(
            int(rows[one.row]),
            _name_of(one.column, file) if one.column in _ABOUT else str(headings[one.row]),
            one.rule,
            one.handling,
        )
        for one in validated.account.remarks
    ]
    frame = validated.frame
    return frame.set_axis(pd.Index(rows[frame.index.to_numpy()], name="row")), faults


def _set_aside(survey: SurveyFile, wide: pd.DataFrame, long: pd.DataFrame) -> list[Remark]:
    """Rows that give no answers: of events or instruments not taken, or with nothing answered."""
    left_out = survey.raw.frame.index.difference(survey.taken.index)
    empty = wide.index.difference(long.index)
    return [
        *(Remark(int(row), "", "other_event_or_instrument", "left_out") for row in left_out),
        *(Remark(int(row), "", "no_answers", "kept_and_flagged") for row in empty),
    ]


def _rejected(remarks: tuple[Remark, ...]) -> set[int]:
    return {one.row for one in remarks if one.handling == "rejected"}


def _nothing_sound(survey: SurveyFile, rejected: int) -> InputRefused:
    return InputRefused(
        f"data/raw/{survey.raw.file}",
        expected="at least one sound submission with answers",
        found=f"{rejected} of {survey.raw.rows_read} submissions rejected, none with sound answers",
        next_step="compare the answers with the structure file, and the mapping with both",
    )

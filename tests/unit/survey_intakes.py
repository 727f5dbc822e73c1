"""A survey file taken in, and what came of it, in a few words."""

from pathlib import Path

from evaluering.errors import InputRefused
from evaluering.intake import Intake, take_in
from evaluering.workspace import load_workspace
from survey_files import (
    BY_EVENT,
    ELEMENTS,
    FIELDS,
    LIME_ROWS,
    LIMESURVEY,
    NETTSKJEMA,
    dictionary,
    lime_structure,
    redcap_data,
    report,
    responses,
    submission,
    write,
)
from synthetic import write_mapping


def taken(folder: Path, mapping: str, **files) -> Intake:
    write_mapping(folder, mapping)
    write(folder, **files)
    return take_in(load_workspace(folder.parents[3]))


def nettskjema(folder: Path, *rows, elements=ELEMENTS, mapping=NETTSKJEMA, text="") -> Intake:
    return taken(
        folder, mapping, report_dot_csv=text or report(*(rows or (submission(),))), elements_dot_json=elements
    )


def redcap(folder: Path, *rows, fields=FIELDS, mapping=BY_EVENT, text="") -> Intake:
    return taken(
        folder, mapping, data_dot_csv=text or redcap_data(*rows), dictionary_dot_csv=dictionary(*fields)
    )


def limesurvey(folder: Path, *rows, structure=LIME_ROWS, mapping=LIMESURVEY) -> Intake:
    return taken(
        folder, mapping, responses_dot_csv=responses(*rows), structure_dot_txt=lime_structure(*structure)
    )


def sound(intake: Intake) -> Intake:
    assert [str(error) for error in intake.refused] == []
    return intake


def answers(intake: Intake) -> set[tuple[object, ...]]:
    """(row, item, answer) of every answer."""
    frame = sound(intake).tables["survey_answers"].frame
    rows = frame.index.get_level_values("row")
    return set(zip(rows, frame["item"], frame["answer"], strict=True))


def account(intake: Intake, table: str = "survey_answers"):
    (part,) = sound(intake).tables[table].parts
    return part.account


def counts(intake: Intake) -> tuple[int, int, int, int]:
    one = account(intake)
    return one.read, one.accepted, one.rejected, one.duplicate


def remarks(intake: Intake) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.rule, one.handling) for one in account(intake).remarks]


def items(intake: Intake):
    return sound(intake).tables["survey_items"].frame.set_index("item")


def refusal(intake: Intake) -> InputRefused:
    (error,) = intake.refused
    assert intake.tables == {}
    return error

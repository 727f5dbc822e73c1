"""Collection forms: an Excel workbook for each instrument, checked as it is filled in.

A sheet is named after its table and its first row holds the column names, so that a filled form is
read back without a mapping.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from evaluering.documents.instructions import Instructions, instructions
from evaluering.documents.results_sheet import RESULTS, write_results
from evaluering.tables import TABLES, Column, ColumnType, Table

ROWS = 500
"""Rows that can be filled in on each sheet."""
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed moment, so that the same form has the same properties
_TEXT_FORMAT = "@"
_HEADING = PatternFill("solid", fgColor="1F4E79")


@dataclass(frozen=True)
class Form:
    """A form: the name of its file and the tables it collects."""

    name: str
    tables: tuple[str, ...]


FORMS = (
    Form(
        "network", ("networks", "municipalities", "municipality_changes", "city_districts", "hospital_trusts")
    ),
    Form("recruitment", ("applications", "withdrawals")),
    Form("team", ("teams", "team_municipalities", "team_members")),
    Form("gathering", ("gatherings", "programme_items", "participation")),
    Form("gathering_evaluation", ("gathering_evaluations",)),
    Form("preparation", ("preparation_packages", "tasks", "task_status")),
    Form("guidance_log", ("guidance_contacts", "inquiries")),
    Form("goals", ("goals", "goal_wordings", "goal_ratings_by_rater")),
    Form("measures", ("measures", "measure_series")),
    Form("progress", ("team_phases", "status_reports", "guidance_forms")),
    Form("self_assessment", ("self_assessments",)),
    Form("improvement_artefacts", ("improvement_artefacts",)),
    Form("what_matters", ("conversations", "activity_scores", "wheel_areas")),
    Form("plan", ("plans",)),
    Form("checklist", ("checklists",)),
    Form("session_feedback", ("session_feedback",)),
    Form("actor_map", ("actor_maps",)),
    Form("survey", ("survey_items", "survey_options", "survey_answers")),
    Form("user_involvement", ("user_representatives",)),
    Form("interviews", ("interview_codes", "interview_segments", "interview_audit")),
    Form("follow_up", ("function_scores", "screenings", "coordinating_units")),
    Form("care_pathways", ("care_pathway_episodes", "pathway_limits")),
    Form("context", ("context_events", "resource_use")),
)
"""Every form; together they collect every table that comes in deliveries."""


def write_forms(folder: Path) -> tuple[Path, ...]:
    """Write every form to ``folder`` as ``<name>.xlsx``; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for form in FORMS:
        book = _workbook(form)
        file = folder / f"{form.name}.xlsx"
        book.save(file)
        written.append(file)
    return tuple(written)


def _workbook(form: Form) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "evaluering"
    book.properties.created = book.properties.modified = _MADE
    tables = [TABLES[name] for name in form.tables]
    _instructions_sheet(book.create_sheet("instructions"), tables)
    for table in tables:
        _table_sheet(book.create_sheet(table.name), table, book)
    if form.name in RESULTS:
        write_results(book.create_sheet("results"), form.name, ROWS)
    if "lists" in book.sheetnames:
        book["lists"].sheet_state = "hidden"
    book.active = 0
    return book


def _instructions_sheet(sheet: Worksheet, tables: list[Table]) -> None:
    for words in instructions():
        _append(sheet, words.title, bold=True)
        for step in words.steps:
            _append(sheet, f"• {step}")
        sheet.append([])
    for table in tables:
        _append(sheet, f"{table.name}: {table.description}", bold=True)
        _columns_guide(sheet, table, instructions()[0])
        sheet.append([])
    for letter, width in (("A", 40), ("B", 60), ("C", 60)):
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True


def _columns_guide(sheet: Worksheet, table: Table, words: Instructions) -> None:
    sheet.append([words.column, words.meaning, words.values])
    for column in table.delivered:
        sheet.append([column.name, column.description, _values(column)])


def _append(sheet: Worksheet, text: str, *, bold: bool = False) -> None:
    sheet.append([text])
    sheet.cell(sheet.max_row, 1).font = Font(bold=bold)


def _values(column: Column) -> str:
    limits = [f">= {column.minimum:g}"] if column.minimum is not None else []
    limits += [f"<= {column.maximum:g}"] if column.maximum is not None else []
    allowed = ", ".join(column.allowed) if column.allowed else " ".join([column.type.value, *limits])
    return allowed if not column.may_be_empty else f"{allowed} (may be empty)"


def _table_sheet(sheet: Worksheet, table: Table, book: Workbook) -> None:
    for number, column in enumerate(table.delivered, 1):
        heading = sheet.cell(1, number, column.name)
        heading.font, heading.fill = Font(bold=True, color="FFFFFF"), _HEADING
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        _column_cells(sheet, number, column, book)
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False


def _column_cells(sheet: Worksheet, number: int, column: Column, book: Workbook) -> None:
    letter = get_column_letter(number)
    sheet.column_dimensions[letter].width = max(14, len(column.name) + 3)
    is_text = column.type not in (ColumnType.WHOLE_NUMBER, ColumnType.NUMBER)
    for row in range(2, ROWS + 2):
        cell = sheet.cell(row, number)
        cell.protection = Protection(locked=False)
        if is_text:
            # As text, or Excel turns 2026-03 and 0301 into something else.
            cell.number_format = _TEXT_FORMAT
    validation = _validation(column, book)
    if validation:
        sheet.add_data_validation(validation)
        validation.add(f"{letter}2:{letter}{ROWS + 1}")


def _validation(column: Column, book: Workbook) -> DataValidation | None:
    if column.allowed:
        return DataValidation(
            "list", formula1=_list_range(column, book), allow_blank=True, showErrorMessage=True
        )
    if column.type in (ColumnType.WHOLE_NUMBER, ColumnType.NUMBER):
        low = column.minimum if column.minimum is not None else -1e12
        high = column.maximum if column.maximum is not None else 1e12
        kind = "whole" if column.type is ColumnType.WHOLE_NUMBER else "decimal"
        return DataValidation(
            kind,
            operator="between",
            formula1=f"{low:.10g}",
            formula2=f"{high:.10g}",
            allow_blank=True,
            showErrorMessage=True,
        )
    return None


def _list_range(column: Column, book: Workbook) -> str:
    """The range on the sheet ``lists`` that holds a column's codes; lists in a cell are too short."""
    sheet = book["lists"] if "lists" in book.sheetnames else book.create_sheet("lists")
    number = 1 if sheet.cell(1, 1).value is None else sheet.max_column + 1
    for row, value in enumerate(column.allowed, 1):
        sheet.cell(row, number, value)
    letter = get_column_letter(number)
    return f"lists!${letter}$1:${letter}${len(column.allowed)}"

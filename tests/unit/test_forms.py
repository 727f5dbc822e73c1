"""Collection forms: what can be filled in, what the results sheet makes of it, and reading it back."""

import re
from itertools import chain
from pathlib import Path

import pytest
from builders import workspace_in
from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from evaluering.documents import FORMS, write_forms
from evaluering.documents.forms import ROWS
from evaluering.intake import Intake, take_in
from evaluering.tables import INSTRUMENT_TABLES, TABLES, ColumnType, Table
from synthetic import cell, row

CALL = re.compile(r"(AVERAGEIFS|COUNTIFS)\(([^()]*)\)")
GUIDES = {"instructions", "lists", "results"}
NUMBERS = (ColumnType.WHOLE_NUMBER, ColumnType.NUMBER)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every form, written once."""
    made = tmp_path_factory.mktemp("forms")
    write_forms(made)
    return made


@pytest.fixture(scope="module")
def books(folder: Path) -> dict[str, Workbook]:
    """Every form, opened; never changed."""
    return {form.name: load_workbook(folder / f"{form.name}.xlsx") for form in FORMS}


def table_sheets(books: dict[str, Workbook]):
    """Every table with its sheet and workbook."""
    return [
        (TABLES[name], books[form.name][name], books[form.name]) for form in FORMS for name in form.tables
    ]


def fill(book: Workbook, table: Table, *rows: dict[str, str]) -> None:
    """Type rows into a sheet as a person would."""
    for number, one in enumerate(rows, 2):
        for place, column in enumerate(table.delivered, 1):
            book[table.name].cell(number, place).value = cell(one[column.name], column)


def evaluated(book: Workbook, formula: str) -> float | str:
    """What a spreadsheet would show for a formula of the results sheet."""

    def called(match: re.Match[str]) -> str:
        arguments = match[2].split(",")
        measured = cells(book, arguments.pop(0)) if match[1] == "AVERAGEIFS" else None
        pairs = list(zip(arguments[::2], arguments[1::2], strict=True))
        tests = [(cells(book, place), wanted(book, text)) for place, text in pairs]
        hits = [all(found[n] == want for found, want in tests) for n in range(ROWS)]
        if measured is None:
            return str(sum(hits))
        numbers = [n for n, hit in zip(measured, hits, strict=True) if hit and n is not None]
        return f"({sum(numbers)}/{len(numbers)})"

    inner = re.fullmatch(r"=(?:IFERROR\((.*),\"\"\)|(.*))", formula)
    assert inner is not None
    try:
        return float(eval(CALL.sub(called, inner[1] or inner[2]), {"__builtins__": {}}))
    except ZeroDivisionError:
        return ""


def cells(book: Workbook, place: str) -> list[object]:
    match = re.fullmatch(r"(\w+)!\$([A-Z]+)\$2:\$\2\$(\d+)", place)
    assert match is not None
    assert int(match[3]) == ROWS + 1
    column = column_index_from_string(match[2])
    return [book[match[1]].cell(number, column).value for number in range(2, ROWS + 2)]


def wanted(book: Workbook, text: str) -> object:
    if text.startswith("$B$"):
        return book["results"].cell(int(text[3:]), 2).value
    return text.strip('"') if text.startswith('"') else int(text)


def results(book: Workbook) -> list[float | str]:
    values = [one.value for one in book["results"]["B"]]
    return [evaluated(book, value) for value in values if isinstance(value, str) and value.startswith("=")]


def test_there_is_a_form_for_each_instrument():
    assert len(FORMS) == 23
    assert len({form.name for form in FORMS}) == 23


def test_every_instrument_table_is_in_exactly_one_form():
    assert sorted(chain.from_iterable(form.tables for form in FORMS)) == sorted(
        table.name for table in INSTRUMENT_TABLES
    )


def test_a_form_s_sheets_are_its_tables_and_guides(books):
    for form in FORMS:
        names = books[form.name].sheetnames
        assert [name for name in names if name not in GUIDES] == list(form.tables)
        assert names[0] == "instructions"


def test_headings_are_the_column_names_and_locked(books):
    for table, sheet, _ in table_sheets(books):
        assert [one.value for one in sheet[1]] == [column.name for column in table.delivered]
        assert all(one.protection.locked for one in sheet[1])
        assert sheet.protection.sheet


def test_every_cell_below_a_heading_can_be_filled_in(books):
    for table, sheet, _ in table_sheets(books):
        assert sheet.max_row == ROWS + 1
        rows = sheet.iter_rows(min_row=2, max_col=len(table.delivered))
        assert not any(one.protection.locked for line in rows for one in line)


def test_words_dates_and_codes_are_kept_as_text(books):
    for table, sheet, _ in table_sheets(books):
        for number, column in enumerate(table.delivered, 1):
            expected = "General" if column.type in NUMBERS else "@"
            assert sheet.cell(2, number).number_format == expected


def test_a_list_holds_exactly_the_allowed_codes(books):
    for table, sheet, book in table_sheets(books):
        lists = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
        coded = [(n, column) for n, column in enumerate(table.delivered, 1) if column.allowed]
        assert len(lists) == len(coded)
        for validation, (number, column) in zip(lists, coded, strict=True):
            letter = get_column_letter(number)
            assert str(validation.sqref) == f"{letter}2:{letter}{ROWS + 1}"
            place = validation.formula1.removeprefix("lists!").replace("$", "")
            assert tuple(one[0].value for one in book["lists"][place]) == column.allowed
            assert validation.showErrorMessage


def test_numbers_are_held_within_their_limits(books):
    for table, sheet, _ in table_sheets(books):
        found = [one for one in sheet.data_validations.dataValidation if one.type in ("whole", "decimal")]
        columns = [column for column in table.delivered if column.type in NUMBERS]
        assert len(found) == len(columns)
        for validation, column in zip(found, columns, strict=True):
            assert validation.type == ("whole" if column.type is ColumnType.WHOLE_NUMBER else "decimal")
            low, high = float(validation.formula1), float(validation.formula2)
            assert low == (column.minimum if column.minimum is not None else -1e12)
            assert high == (column.maximum if column.maximum is not None else 1e12)


def test_the_instructions_come_in_three_languages(books):
    for book in books.values():
        said = [one.value for one in book["instructions"]["A"]]
        titles = {"Slik fyller du ut skjemaet", "How to fill in this form"}
        assert titles <= set(said)
        assert any("éi rad" in str(text) for text in said)
        assert any("én rad" in str(text) for text in said)


def test_the_instructions_describe_every_column(books):
    for form in FORMS:
        said = [one.value for one in books[form.name]["instructions"]["A"]]
        for name in form.tables:
            assert {column.name for column in TABLES[name].delivered} <= set(said)


def test_the_same_form_is_written_again(folder, tmp_path):
    write_forms(tmp_path)
    one, other = (load_workbook(place / "plan.xlsx")["plans"] for place in (folder, tmp_path))
    assert [c.value for c in one[1]] == [c.value for c in other[1]]


def test_the_results_sheet_gives_the_published_example_of_what_matters(folder):
    book = load_workbook(folder / "what_matters.xlsx")
    scores = TABLES["activity_scores"]
    given = [(1, (1, 4, 1, 2)), (2, (5, 6, 3, 6))]
    fill(
        book,
        scores,
        *[
            row(scores, user="u1", conversation=str(talk), activity=str(n), score=str(score))
            for talk, values in given
            for n, score in enumerate(values, 1)
        ],
        row(scores, user="u2", conversation="1", activity="1", score="10"),
    )
    book["results"]["B1"] = "u1"
    assert results(book) == [2.0, 5.0, 3.0]


def test_the_results_sheet_gives_the_published_example_of_the_checklist(folder):
    book = load_workbook(folder / "checklist.xlsx")
    lists = TABLES["checklists"]
    answers = ["yes"] * 7 + ["no"] * 2 + ["not_applicable"]
    rows = [
        row(lists, user="u1", checklist="1", item=str(n), answer=answer)
        for n, answer in enumerate(answers, 1)
    ]
    fill(book, lists, *rows, row(lists, user="u1", checklist="2", item="1", answer="yes"))
    book["results"]["B1"], book["results"]["B2"] = "u1", 1
    assert results(book) == [8.0, 0.8, 7 / 9]


def test_the_results_sheet_is_empty_before_anything_is_filled_in(folder):
    book = load_workbook(folder / "what_matters.xlsx")
    assert results(book) == ["", "", ""]


def delivered(tmp_path: Path, folder: Path, form: str, **tables: list[dict[str, str]]) -> Intake:
    """Take in a form filled with rows."""
    book = load_workbook(folder / f"{form}.xlsx")
    for name, rows in tables.items():
        fill(book, TABLES[name], *rows)
    workspace = workspace_in(tmp_path / "w")
    place = workspace.raw / "deliveries" / "skjema"
    place.mkdir(parents=True)
    book.save(place / "filled.xlsx")
    return take_in(workspace)


def test_a_filled_form_is_read_without_a_mapping(tmp_path, folder):
    teams = TABLES["teams"]
    intake = delivered(tmp_path, folder, "team", teams=[row(teams, team="0301"), row(teams, team="t2")])
    assert intake.refused == ()
    assert intake.tables["teams"].frame["team"].tolist() == ["0301", "t2"]


def test_sheets_left_empty_are_fine(tmp_path, folder):
    intake = delivered(tmp_path, folder, "team", teams=[row(TABLES["teams"])])
    assert list(intake.tables) == ["teams"]


def test_a_form_with_a_results_sheet_is_read_too(tmp_path, folder):
    intake = delivered(tmp_path, folder, "what_matters", activity_scores=[row(TABLES["activity_scores"])])
    assert intake.refused == ()
    assert list(intake.tables) == ["activity_scores"]


def test_a_form_nothing_was_filled_into_is_no_fault(tmp_path, folder):
    intake = delivered(tmp_path, folder, "plan")
    assert (intake.refused, intake.tables) == ((), {})


def test_an_identity_number_in_a_form_is_refused_without_being_repeated(tmp_path, folder):
    plans = TABLES["plans"]
    intake = delivered(tmp_path, folder, "plan", plans=[row(plans, comment="KANARI 02013299997")])
    (error,) = intake.refused
    assert error.found == "row 1, column comment: identity_number"
    assert "KANARI" not in str(error)
